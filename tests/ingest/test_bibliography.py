"""Entries of reference lists in the usual styles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.bibliography import find_doi, find_pmcid, find_pmid, number_entries, parse_reference


@pytest.mark.parametrize(
    ("text", "authors", "title", "journal", "year"),
    [
        (
            "Rivera A, Kim JH, van der Berg L, et al. Vesicles of the sea: a tale. J Vesicle Sci. 2021;12(3):45-9.",
            ("Rivera A", "Kim JH", "van der Berg L"),
            "Vesicles of the sea: a tale",
            "J Vesicle Sci",
            2021,
        ),
        (
            "Lee JE, Lee DR. Are cells old? Int J Old Cells. 2011;4:1.",
            ("Lee JE", "Lee DR"),
            "Are cells old?",
            "Int J Old Cells",
            2011,
        ),
        (
            "Rivera, A., & Kim, J. (2019). Vesicles in wounds. Wounds Today, 3(2), 1–9. https://doi.org/10.1000/w.1",
            ("Rivera, A.", "Kim, J."),
            "Vesicles in wounds",
            "Wounds Today",
            2019,
        ),
        (
            "Silva, M.; Li, W.; Kim, J. Cargo of vesicles. Cells 2020, 9, 12.",
            ("Silva, M.", "Li, W.", "Kim, J."),
            "Cargo of vesicles",
            "Cells",
            2020,
        ),
        ("Gray A: A short note. Note Lett 1999, 3:4.", ("Gray A",), "A short note", "Note Lett", 1999),
    ],
)
def test_styles(text: str, authors: tuple[str, ...], title: str, journal: str, year: int) -> None:
    entry = parse_reference(7, text)
    assert (entry.number, entry.text) == (7, text)
    assert (entry.authors, entry.title, entry.journal, entry.year) == (authors, title, journal, year)


def test_identifiers_are_read_where_printed() -> None:
    entry = parse_reference(1, "Kim J. A. B. 2000;1:2. doi: 10.1000/a(b)c. PMID: 1234567; PMCID: PMC7654321.")
    assert (entry.doi, entry.pmid, entry.pmcid) == ("10.1000/a(b)c", "1234567", "PMC7654321")
    assert (find_doi("none"), find_pmid("none"), find_pmcid("none")) == ("", "", "")
    assert find_doi("(10.1000/xyz)") == "10.1000/xyz"


@given(st.text(max_size=300))
def test_any_entry_is_read(text: str) -> None:
    entry = parse_reference(1, text)
    assert entry.text == text
    assert entry.year is None or 1800 <= entry.year < 2100
    assert entry.key


@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=40))
def test_numbers_go_up(printed: list[int | None]) -> None:
    numbers = number_entries(printed)
    assert len(numbers) == len(printed)
    assert all(a < b for a, b in pairwise(numbers))


def test_printed_numbers_are_kept() -> None:
    assert number_entries([1, 2, None, 4]) == [1, 2, 3, 4]
    assert number_entries([None, 2020]) == [1, 2]


def test_a_question_in_a_title_does_not_end_it() -> None:
    entry = parse_reference(1, "Kim J. How clean is clean? Controls for vesicle work. J Invent Vesicles. 2019;6:77-90.")
    assert (entry.title, entry.journal) == ("How clean is clean? Controls for vesicle work", "J Invent Vesicles")
    entry = parse_reference(2, "Kim J. What do vesicles carry? J Invent Vesicles. 2019;6:77-90.")
    assert (entry.title, entry.journal) == ("What do vesicles carry?", "J Invent Vesicles")


def test_a_chapter_names_its_book() -> None:
    entry = parse_reference(3, "Kim J. Vesicles at sea. In: Rivera A, Li W, editors. Book of cells. Springer; 2019.")
    assert (entry.title, entry.journal[:13], entry.year) == ("Vesicles at sea", "Book of cells", 2019)
