"""The pipeline, made once, and a check of marked-up sentences against it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from pipeline.annotate.nlp import build_pipeline
from tests.annotate.markup import parse


@pytest.fixture(scope="session")
def nlp() -> Language:
    return build_pipeline()


@pytest.fixture(scope="session")
def check(nlp: Language) -> Callable[[str], str]:
    """What is wrong with the pipeline's reading of a marked-up sentence; the empty string where nothing is."""

    def compare(marked: str) -> str:
        text, marks = parse(marked)
        doc = nlp(text)
        found = {(m.start, m.end, m.type.value): m.concept for m in doc._.mentions}
        wanted = {(mark.start, mark.end, mark.type): mark.concept for mark in marks}
        wrong = [f"missing {key[2]} {text[key[0] : key[1]]!r}" for key in sorted(wanted.keys() - found.keys())]
        wrong += [f"surplus {key[2]} {text[key[0] : key[1]]!r}" for key in sorted(found.keys() - wanted.keys())]
        wrong += [
            f"{text[key[0] : key[1]]!r} is {found[key]}, not {concept}"
            for key, concept in sorted(wanted.items())
            if concept is not None and key in found and found[key] != concept
        ]
        return f"{text!r}: " + "; ".join(wrong) if wrong else ""

    return compare
