"""Joins the separately trained parts into one pipeline over the same vectors.

Usage: ``python assemble.py PARSER_MODEL RECOGNIZER_MODEL OUT_FOLDER``. Sentence boundaries come from ``senter``, which
runs before the parser, so that trees and sentences agree; of the recogniser's heads only the four of the annotation
guidelines are written (the others stay in the model: a vote of theirs costs a setting, not a training).
"""

from __future__ import annotations

import sys
from pathlib import Path

import registered
import spacy

from pipeline.annotate.tokenizer import make_tokenizer

#: the heads that follow the annotation guidelines
SHIPPED = ("CELL_TYPE", "MARKER", "MIRNA", "PATHWAY")


def assemble(parser: Path, recognizer: Path, out: Path) -> spacy.Language:
    """Load both, join them, write and return the whole."""
    nlp = spacy.load(parser)
    nlp.tokenizer = make_tokenizer(nlp)
    other = spacy.load(recognizer)
    nlp.add_pipe("recognizer", source=other, first=True)
    nlp.get_pipe("recognizer").cfg["write"] = list(SHIPPED)
    nlp.config["components"]["recognizer"]["write"] = list(SHIPPED)
    nlp.to_disk(out)
    return nlp


if __name__ == "__main__":
    assert registered  # the import registers what the parts name
    assemble(*map(Path, sys.argv[1:4]))
