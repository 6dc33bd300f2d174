"""First cells that span rows of a PDF's table."""

from __future__ import annotations

from pipeline.ingest.pdfgrid import GridRow
from pipeline.ingest.pdfium import Rule
from pipeline.ingest.pdfspans import join_spanned


def made(*cells: tuple[str, str]) -> list[GridRow]:
    """Rows of two columns, ten points each, the second column from 50 on."""
    return [GridRow(pair, 0, 10.0 * i, 100, 10.0 * i + 8) for i, pair in enumerate(cells)]


def test_a_rule_that_leaves_out_the_first_column_joins_its_words() -> None:
    rows = made(("Source", "Cargo"), ("Human bone", "miR-1"), ("marrow MSCs", "miR-2"), ("ESCs", "miR-3"))
    rules = [Rule(0, 9, 100, 9), Rule(50, 19, 100, 19), Rule(0, 29, 100, 29)]
    found = [row.cells for row in join_spanned(rows, rules, 50)]
    assert found == [("Source", "Cargo"), ("Human bone marrow MSCs", "miR-1"), ("", "miR-2"), ("ESCs", "miR-3")]


def test_without_rules_a_small_word_goes_on() -> None:
    rows = made(("Source", "Cargo"), ("Embryonic", "miR-1"), ("stem cells", "miR-2"), ("MSCs", "miR-3"))
    assert [row.cells[0] for row in join_spanned(rows, [], 50)] == ["Source", "Embryonic stem cells", "", "MSCs"]


def test_names_that_begin_small_are_subjects() -> None:
    rows = made(("miRNA", "Target"), ("miR-1", "HAND2"), ("let-7c", "DLL4"), ("iPSC", "OCT4"))
    assert join_spanned(rows, [], 50) == rows
    small = made(("Source", "Cargo"), ("adipose cells", "miR-1"), ("stem cells", "miR-2"), ("blood cells", "miR-3"))
    assert join_spanned(small, [], 50) == small
