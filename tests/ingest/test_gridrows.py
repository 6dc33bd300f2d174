"""Cells between tabs or bars, lines that go on with a cell, rows that lack spanned cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import Span
from pipeline.ingest.blocks import cut
from pipeline.ingest.gridrows import divide, mend
from pipeline.ingest.plainlines import bars, runs_on
from pipeline.ingest.tables import read_grid


def rows(text: str) -> list[list[str]]:
    """The cells of all rows of a text that is one grid, heads included, an empty cell as ``""``."""
    (block,) = cut(text)
    grid = read_grid(text, block)
    return [
        [" ".join(text[c.start : c.end].split()) if c else "" for c in row.cells] for row in (*grid.heads, *grid.body)
    ]


def test_rows_without_spanned_cells_move_to_the_right() -> None:
    lines = [
        "Source Cargo Target Ref",
        "MSC miR-21 PTEN [1]",
        "miR-22 MECP2 [2]",
        "ESC miR-290 CCND1 [3]",
        "miR-1 NA [4]",
    ]
    text = "\n".join(line.replace(" ", "\t") for line in lines)
    assert rows(text)[2] == ["", "miR-22", "MECP2", "[2]"]
    assert rows(text)[4] == ["", "miR-1", "NA", "[4]"]


def test_a_short_row_that_fits_on_the_left_stays() -> None:
    text = "Source\tCargo\tEffect\nMSC\tmiR-21\tlonger life of cells\nESC\tmiR-290\tmore growth\niPSC\tmiR-302"
    assert rows(text)[3] == ["iPSC", "miR-302"]


def test_a_cell_over_lines_is_whole() -> None:
    text = "Source\tMarkers\tRef\nMSC\tCD9\nCD63\nCD81\t[1]\nESC\tCD9\t[2]\niPSC\tAlix\nTSG101\t[3]"
    assert rows(text)[1:] == [["MSC", "CD9 CD63 CD81", "[1]"], ["ESC", "CD9", "[2]"], ["iPSC", "Alix TSG101", "[3]"]]


def test_labels_go_on_with_labels_to_the_end_of_a_table() -> None:
    text = "Source\tMarkers\nMSC\tPresence: CD9\nAbsence: CD34\nESC\tPresence: CD63,\nCD81\nAbsence: calnexin"
    assert rows(text)[1:] == [
        ["MSC", "Presence: CD9 Absence: CD34"],
        ["ESC", "Presence: CD63, CD81 Absence: calnexin"],
    ]


def test_a_line_for_the_rows_below_stays_a_row() -> None:
    text = "Cargo\tTarget\nEmbryonic stem cells\nmiR-290\tCCND1\nMesenchymal stem cells\nmiR-22\tMECP2"
    assert rows(text)[1] == ["Embryonic stem cells"]
    assert rows(text)[3] == ["Mesenchymal stem cells"]


def test_bars_part_cells_as_tabs_do() -> None:
    text = "| Source | Cargo |\n| --- | --- |\n| MSC | miR-21 |\n|  | miR-22 |"
    assert rows(text) == [["Source", "Cargo"], ["MSC", "miR-21"], ["", "miR-22"]]
    assert rows("Source | Cargo | Ref\nMSC | miR-21 | [1]\nESC | miR-9 | [2]")[2] == ["ESC", "miR-9", "[2]"]


@pytest.mark.parametrize("line", ["CD9 | CD63", "a || b || c", "the norm |x| of x", "no bar", "a\t| b | c |"])
def test_lines_that_are_no_rows_between_bars(line: str) -> None:
    assert bars(line) == 0


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        ("Presence: CD9", "Note: values are means", False),
        ("CD9", "Absence: CD34", False),
        ("CD9 and", "CD63", True),
        ("CD9 (flow", "cytometry)", True),
        ("CD9", "CD63", False),
    ],
)
def test_what_goes_on(above: str, line: str, expected: bool) -> None:
    assert runs_on(above, line) is expected


@given(st.lists(st.lists(st.sampled_from(["", "MSC", "miR-21", "[3]", "a b c"]), min_size=1, max_size=5), max_size=12))
def test_no_cell_is_lost_or_moved_past_another(lines: list[list[str]]) -> None:
    text, cells = "", []
    for line in lines:
        found = []
        for words in line:
            start = len(text)
            text += words + "\t"
            found.append(Span(start, start + len(words)) if words else None)
        cells.append(found)
    mended = mend(text, cells)
    kept = [cell for row in mended for cell in row if cell is not None]
    assert [c for row in cells for c in row if c is not None and not any(k.contains(c) for k in kept)] == []
    assert kept == sorted(kept)


@given(st.text(alphabet="ab|\t ", max_size=30))
def test_cells_lie_in_their_line_without_blanks_at_their_ends(text: str) -> None:
    for cell in divide(text, Span(0, len(text))):
        assert cell is None or text[cell.start : cell.end].strip() == text[cell.start : cell.end] != ""
