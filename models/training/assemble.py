"""Joins the separately trained parts into one pipeline over the same vectors.

Usage: ``python assemble.py PARSER_MODEL SENTER_MODEL RECOGNIZER_MODEL OUT_FOLDER``. Sentence boundaries come from the
``senter`` with an encoder of its own, which runs first, so that trees and sentences agree; of the recogniser's heads
only the four of the annotation guidelines are written (the others stay in the model: a vote of theirs costs a setting,
not a training).
"""

from __future__ import annotations

import sys
from pathlib import Path

import registered
import spacy

from pipeline.annotate.recognizer import SHIPPED
from pipeline.annotate.tokenizer import make_tokenizer


def assemble(parser: Path, senter: Path, recognizer: Path, out: Path) -> spacy.Language:
    """Load the parts, join them, write and return the whole."""
    nlp = spacy.load(parser, exclude=["senter"])
    nlp.tokenizer = make_tokenizer(nlp)
    nlp.add_pipe("senter", source=spacy.load(senter), first=True)
    nlp.add_pipe("recognizer", source=spacy.load(recognizer))
    nlp.get_pipe("recognizer").cfg["write"] = list(SHIPPED)
    nlp.config["components"]["recognizer"]["write"] = list(SHIPPED)
    nlp.to_disk(out)
    return nlp


if __name__ == "__main__":
    assert registered  # the import registers what the parts name
    assemble(*map(Path, sys.argv[1:5]))
