"""The same work twice: left out once, and nothing that only looks alike."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from flows.duplicates import leave_out, shingles
from pipeline.core.records import Annotation, Document, Reading, document_id

WORDS = [f"word{number}" for number in range(400)]
ARTICLE = " ".join(WORDS)
ABSTRACT = " ".join(WORDS[:60])
OTHER = " ".join(f"other{number}" for number in range(80))


def _reading(source: str, text: str, **identifiers: str) -> Reading:
    sha = hashlib.sha256(f"{source}{text}".encode()).hexdigest()
    key = document_id(sha)
    return Reading(Document(key, source, "txt", sha, text, **identifiers), Annotation(key, (), (), (), ()), ())  # type: ignore[arg-type]


def test_the_longest_rendition_is_kept() -> None:
    readings = [
        _reading("a", ABSTRACT, pmid="7"),
        _reading("b", ARTICLE, pmid="7", doi="10.5555/X"),
        _reading("c", OTHER),
    ]
    kept, pairs = leave_out(readings)
    assert [reading.document.source for reading in kept] == ["b", "c"]
    assert pairs == (("a", "b"),)


def test_identifiers_chain_and_case_does_not_matter() -> None:
    readings = [
        _reading("a", ABSTRACT, doi="10.5555/x"),
        _reading("b", ARTICLE, doi="10.5555/X", pmcid="PMC1"),
        _reading("c", ABSTRACT + " more", pmcid="PMC1"),
    ]
    assert leave_out(readings)[1] == (("a", "b"), ("c", "b"))


def test_an_identifier_alone_does_not_cost_a_text() -> None:
    kept, pairs = leave_out([_reading("a", ARTICLE, doi="10.5555/x"), _reading("b", OTHER, doi="10.5555/x")])
    assert len(kept) == 2
    assert pairs == ()


def test_nearly_the_same_words_are_one_work_without_any_identifier() -> None:
    changed = " ".join([*WORDS[:200], "changed", *WORDS[201:]]).upper()
    kept, pairs = leave_out([_reading("a", ARTICLE), _reading("b", OTHER), _reading("c", changed)])
    assert [reading.document.source for reading in kept] == ["c", "b"] or pairs == (("c", "a"),)
    assert len(kept) == 2


def test_texts_that_share_half_their_words_are_two_works() -> None:
    assert leave_out([_reading("a", ARTICLE), _reading("b", " ".join(WORDS[200:]) + " " + OTHER * 3)])[1] == ()


@given(st.lists(st.sampled_from([ABSTRACT, ARTICLE, OTHER, ""]), max_size=8))
def test_everything_is_kept_or_points_to_what_is_kept(texts: list[str]) -> None:
    readings = [_reading(str(number), text) for number, text in enumerate(texts)]
    kept, pairs = leave_out(readings)
    names = {reading.document.source for reading in kept}
    assert names | {left for left, _ in pairs} == {str(number) for number in range(len(texts))}
    assert len(names) + len(pairs) == len(texts)
    assert all(right in names for _, right in pairs)
    assert leave_out(kept) == (kept, ())


def test_short_texts_have_one_shingle() -> None:
    assert len(shingles("two words")) == len(shingles("")) == 1
