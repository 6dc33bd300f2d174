"""Small questions to JATS mark-up."""

from __future__ import annotations

from pipeline.ingest.jatsparts import (
    cells_spanned,
    child_of,
    find_first,
    licence_printed,
    rows_of,
    table_label,
    year_printed,
)
from pipeline.ingest.xml import parse_xml


def xml(text: str):  # type: ignore[no-untyped-def]
    return parse_xml(text.encode(), "a.xml")


def test_spans_are_kept_within_reason() -> None:
    cell = xml('<td rowspan="3" colspan="99999" x="no" z="0"/>')
    assert [cells_spanned(cell, name) for name in ("rowspan", "colspan", "x", "z", "none")] == [3, 1000, 1, 1, 1]


def test_rows_of_a_table_in_a_table_are_not_its_own() -> None:
    table = xml("<table><tr><td><table><tr/><tr/></table></td></tr><tr/></table>")
    assert len(list(rows_of(table))) == 2


def test_labels() -> None:
    assert [table_label(name) for name in ("Table 2.", "TABLE iv", "Tab. S1", "Box 3:")] == [
        "Table 2",
        "Table IV",
        "Table S1",
        "Box 3",
    ]


def test_years_and_licences() -> None:
    meta = xml("<m><pub-date><year>2021</year></pub-date><pub-date><year>2020</year></pub-date><pub-date/></m>")
    assert year_printed(meta) == 2020
    assert (year_printed(None), licence_printed(None), licence_printed(meta)) == (None, "", "")
    assert (
        licence_printed(xml("<m><permissions><p>the Creative Commons Attribution License</p></permissions></m>"))
        == "CC BY"
    )


def test_looking_below() -> None:
    root = xml("<a><b><c/></b></a>")
    assert child_of(root, "c") is None
    found = find_first(root, "c")
    assert found is not None
    assert found.tag == "c"
