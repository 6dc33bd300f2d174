"""Marks of running text and the entries that they mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Passage, PassageKind, Reference, Section
from pipeline.ingest.citations import expand, find_citations


def found(text: str, references: int, section: Section = Section.BODY) -> list[tuple[str, tuple[int, ...]]]:
    passage = Passage(0, section, PassageKind.PARAGRAPH, 0, len(text))
    entries = [
        Reference(n, f"Author{n} A. Title.", (f"Author{'abc'[n % 3]} A",), year=2000 + n)
        for n in range(1, references + 1)
    ]
    return [(text[c.start : c.end], c.numbers) for c in find_citations(text, [passage], entries)]


def test_brackets_lists_and_ranges() -> None:
    assert found("One [1], two [2, 3] and more [4–6; 9] but [12] no.", 9) == [
        ("[1]", (1,)),
        ("[2, 3]", (2, 3)),
        ("[4–6; 9]", (4, 5, 6, 9)),
    ]


def test_without_a_list_all_numbers_count_but_no_endless_range() -> None:
    assert found("One [77] and [3-5] and [1-900].", 0) == [("[77]", (77,)), ("[3-5]", (3, 4, 5)), ("[1-900]", (1, 900))]


def test_intervals_years_and_indices_are_no_citations() -> None:
    assert found("A ratio of 2 [0.5–1.2], as in [a] and x[i].", 9) == []


def test_carets_and_raised_digits() -> None:
    assert found("Seen^{2} and again^{3,4}.", 5) == [("^{2}", (2,)), ("^{3,4}", (3, 4))]
    assert found("Cells age.¹ They die,²⁻⁴ and 5 cm² of them are lost⁵ at 10³.", 5) == [
        ("¹", (1,)),
        ("²⁻⁴", (2, 3, 4)),
        ("⁵", (5,)),
    ]


def test_round_brackets_count_only_where_there_are_many_and_no_others() -> None:
    many = "One (1). two (2, 3) three (4) four (5) five (1–3) six."
    assert [numbers for _, numbers in found(many, 5)] == [(1,), (2, 3), (4,), (5,), (1, 2, 3)]
    assert found("Seen once (1) only.", 5) == []


def test_author_and_year() -> None:
    text = "Authorb et al. (2001) saw it, and so did others (Authorc & Li, 2002; Nobody 1999)."
    assert [numbers for _, numbers in found(text, 3)] == [(1,), (2,)]


def test_unmined_sections_cite_nothing() -> None:
    assert found("Thanks [1].", 3, Section.BACK_MATTER) == []


@given(st.text(alphabet="0123456789,-– ", max_size=30), st.frozensets(st.integers(1, 50), min_size=1))
def test_only_numbers_of_the_list_are_cited_each_once(marks: str, known: frozenset[int]) -> None:
    numbers = expand(marks, known)
    assert set(numbers) <= known
    assert len(set(numbers)) == len(numbers)
