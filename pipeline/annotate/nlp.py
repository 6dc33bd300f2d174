"""Puts the spaCy pipeline together and writes it to ``models/en_vesiweb``: ``python -m pipeline.annotate.nlp``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.annotate.components import COMPONENTS
from pipeline.annotate.tokenizer import make_tokenizer
from pipeline.core.settings import ROOT

#: where the pipeline lies in the checkout
MODEL = ROOT / "models" / "en_vesiweb"


def build_pipeline() -> Language:
    """The pipeline with all components, without trained parts.

    Examples
    --------
    >>> build_pipeline().pipe_names[-1]
    'vesiweb_assertion'
    """
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    nlp.meta.update(
        name="vesiweb",
        version="0.1.0",
        description="Cell types, markers, microRNAs and pathways in texts on stem-cell vesicles.",
        license="Apache-2.0",
        spacy_version=">=3.8,<3.9",
    )
    return nlp


def assemble(folder: Path = MODEL) -> Path:
    """Write the pipeline to a folder, replacing what stood there; the same code gives the same bytes.

    Returns
    -------
    Path
        The folder, which ``spacy.load`` opens where vesiweb is installed.
    """
    if folder.exists():
        shutil.rmtree(folder)
    build_pipeline().to_disk(folder)
    return folder


if __name__ == "__main__":
    print(assemble(Path(sys.argv[1]) if len(sys.argv) > 1 else MODEL))
