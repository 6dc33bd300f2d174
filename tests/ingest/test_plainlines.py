"""Lines of plain text by themselves: blanks, cells, bullets and numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.plainlines import bars, collapse, ends_sentence, filled_cells, is_blank, item_body, runs_on, trim

ODD = st.text(alphabet="a \t\ufeff\xa0\u2009|-", max_size=20)


def test_item_body_reads_numbers_in_all_dresses() -> None:
    for text, number in (("[12] Gao", 12), ("12. Gao", 12), ("(12) Gao", 12), ("• 12) Gao", 12), ("Gao 12.", None)):
        begin, found = item_body(text, 0, len(text))
        assert found == number
        assert text[begin:].startswith("Gao")


@given(ODD, ODD)
def test_what_is_trimmed_off_is_blank_and_what_stays_is_framed_by_words(text: str, more: str) -> None:
    start, end = trim(text + more, 0, len(text))
    assert all(map(is_blank, text[:start] + text[end:]))
    assert start == end or not (is_blank(text[start]) or is_blank(text[end - 1]))


@given(ODD)
def test_a_collapsed_line_keeps_its_words(text: str) -> None:
    assert collapse(text).split() == text.replace("\ufeff", " ").split()
    assert collapse(collapse(text)) == collapse(text)


def test_a_row_between_bars_has_cells_and_a_bar_in_prose_has_none() -> None:
    assert (bars("| MSC | miR-21 |"), filled_cells("| MSC | |  miR-21 |")) == (2, 2)
    assert (bars("MSC | miR-21 | CD63"), bars("either CD9 | CD63"), bars("a\t| b | c |")) == (3, 0, 0)
    assert filled_cells("\tmiR-21\t\t\xa0") == 1


def test_an_open_cell_runs_on_and_a_closed_one_does_not() -> None:
    assert runs_on("CD73, CD90 and", "CD105")
    assert runs_on("tetraspanins (CD9", "and CD63)")
    assert not runs_on("CD73 (ecto-5)", "UC-MSC")
    assert not runs_on("Presence: CD9", "Note: by cytometry")


def test_a_sentence_ends_behind_its_brackets_too() -> None:
    assert ends_sentence("It was seen (twice).) ")
    assert not ends_sentence("It was seen and")
