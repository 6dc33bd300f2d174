"""Hyphens at line ends."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.ingest.joints import joint, keeps, vocabulary
from pipeline.ingest.patterns import PATTERNS, rows


@pytest.mark.parametrize(("word", "example"), rows(PATTERNS / "hyphens.tsv", ("word", "example")))
def test_each_word_of_the_list_keeps_its_hyphen(word: str, example: str) -> None:
    left, _, right = example.partition("-")
    assert left == word
    assert joint(f"of {left}-", right, Counter()) == ("", 0)
    assert word in keeps()


def test_what_the_document_writes_beats_the_list() -> None:
    assert joint("non-", "coding", vocabulary(["noncoding RNA"])) == ("", 1)
    assert joint("mi-", "tosis", vocabulary(["mi-tosis"])) == ("", 0)
    assert joint("mi-", "tosis", Counter()) == ("", 1)


def test_other_line_ends() -> None:
    assert joint("a line", "goes on", Counter()) == (" ", 0)
    assert joint("binds TGF-", "β", Counter()) == ("", 0)
    assert joint("and/", "or", Counter()) == ("", 0)
    assert joint("of soft\xad", "ware", Counter()) == ("", 1)
    assert joint("type-", "II", Counter()) == ("", 0)
