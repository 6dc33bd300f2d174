"""Starts a training from a finished recogniser: from its encoder alone, heads left behind, or from the whole."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language


@spacy.registry.callbacks("vesiweb_encoder_from.v1")
def encoder_from(path: str | None, component: str = "recognizer") -> Callable[[Language], Language]:
    """What ``[initialize.after_init]`` names: copies the encoder of ``component`` from a path, if one is given."""

    def start(nlp: Language) -> Language:
        if path is None:
            return nlp
        source = spacy.load(path).get_pipe(component).model.get_ref("tok2vec")
        nlp.get_pipe(component).model.get_ref("tok2vec").from_bytes(source.to_bytes())
        return nlp

    return start


@spacy.registry.callbacks("vesiweb_whole_from.v1")
def whole_from(path: str | None, component: str = "recognizer") -> Callable[[Language], Language]:
    """What ``[initialize.after_init]`` names: copies ``component``, heads and all, from a path, if one is given."""

    def start(nlp: Language) -> Language:
        if path is None:
            return nlp
        nlp.get_pipe(component).model.from_bytes(spacy.load(path).get_pipe(component).model.to_bytes())
        return nlp

    return start
