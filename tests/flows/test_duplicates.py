"""The same work twice: left out once, and nothing that only looks alike."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from flows import duplicates
from flows.duplicates import print_of, shingles
from pipeline.core.records import Document, document_id

WORDS = [f"word{number}" for number in range(400)]
ARTICLE = " ".join(WORDS)
ABSTRACT = " ".join(WORDS[:60])
OTHER = " ".join(f"other{number}" for number in range(80))


Left = tuple[tuple[Document, ...], tuple[tuple[str, str], ...]]


def _document(source: str, text: str, **identifiers: str) -> Document:
    sha = hashlib.sha256(f"{source}{text}".encode()).hexdigest()
    return Document(document_id(sha), source, "txt", sha, text, **identifiers)  # type: ignore[arg-type]


def leave_out(documents: Sequence[Document]) -> Left:
    return duplicates.leave_out(documents, {one.id: print_of(one.text) for one in documents})


def test_the_longest_rendition_is_kept() -> None:
    documents = [
        _document("a", ABSTRACT, pmid="7"),
        _document("b", ARTICLE, pmid="7", doi="10.5555/X"),
        _document("c", OTHER),
    ]
    kept, pairs = leave_out(documents)
    assert [document.source for document in kept] == ["b", "c"]
    assert pairs == (("a", "b"),)


def test_identifiers_chain_and_case_does_not_matter() -> None:
    documents = [
        _document("a", ABSTRACT, doi="10.5555/x"),
        _document("b", ARTICLE, doi="10.5555/X", pmcid="PMC1"),
        _document("c", ABSTRACT + " more", pmcid="PMC1"),
    ]
    assert leave_out(documents)[1] == (("a", "b"), ("c", "b"))


def test_an_identifier_alone_does_not_cost_a_text() -> None:
    kept, pairs = leave_out([_document("a", ARTICLE, doi="10.5555/x"), _document("b", OTHER, doi="10.5555/x")])
    assert len(kept) == 2
    assert pairs == ()


def test_nearly_the_same_words_are_one_work_without_any_identifier() -> None:
    changed = " ".join([*WORDS[:200], "changed", *WORDS[201:]]).upper()
    kept, pairs = leave_out([_document("a", ARTICLE), _document("b", OTHER), _document("c", changed)])
    assert [document.source for document in kept] == ["a", "b"], "of two of one length the first"
    assert pairs == (("c", "a"),)


def test_texts_that_share_half_their_words_are_two_works() -> None:
    assert leave_out([_document("a", ARTICLE), _document("b", " ".join(WORDS[200:]) + " " + OTHER * 3)])[1] == ()


@given(st.lists(st.sampled_from([ABSTRACT, ARTICLE, OTHER, ""]), max_size=8))
def test_everything_is_kept_or_points_to_what_is_kept(texts: list[str]) -> None:
    documents = [_document(str(number), text) for number, text in enumerate(texts)]
    kept, pairs = leave_out(documents)
    names = {document.source for document in kept}
    assert names | {left for left, _ in pairs} == {str(number) for number in range(len(texts))}
    assert len(names) + len(pairs) == len(texts)
    assert all(right in names for _, right in pairs)
    assert leave_out(kept) == (kept, ())


def test_short_texts_have_one_shingle() -> None:
    assert len(shingles("two words")) == len(shingles("")) == 1
