"""Starts a training from the encoder of a finished recogniser, whose heads are left behind."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language


@spacy.registry.callbacks("vesiweb_encoder_from.v1")
def encoder_from(path: str, component: str = "recognizer") -> Callable[[Language], Language]:
    """What ``[initialize.after_init]`` names: copies the weights of ``component`` of the pipeline at ``path``."""

    def start(nlp: Language) -> Language:
        source = spacy.load(path).get_pipe(component).model.get_ref("tok2vec")
        nlp.get_pipe(component).model.get_ref("tok2vec").from_bytes(source.to_bytes())
        return nlp

    return start
