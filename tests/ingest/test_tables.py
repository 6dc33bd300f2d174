"""Captions, heads, what a row is about, what an empty cell inherits."""

from __future__ import annotations

import pytest

from pipeline.core.records import PassageKind
from pipeline.ingest.blocks import cut
from pipeline.ingest.tables import caption_label, grid_passages, head_rows, read_grid, subject_column


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Figure 3. Uptake", "Figure 3"),
        ("Fig 3A Uptake of vesicles", "Figure 3A"),
        ("Table S1: Markers", "Table S1"),
        ("Table II Markers", "Table II"),
        ("Supplementary Table 4. Markers", "Supplementary Table 4"),
        ("**Table 1** Markers", "Table 1"),
        ("Fig. 5 miR-21 in vesicles", None),
        ("Fig. 5. miR-21 in vesicles", "Figure 5"),
        ("Scheme 2 | Steps", "Scheme 2"),
        ("Figure 3 shows the uptake", None),
        ("Table 2, which lists them, is long", None),
        ("Figures of this kind are rare", None),
        ("Tables were turned", None),
    ],
)
def test_captions_begin_with_their_label(line: str, label: str | None) -> None:
    found = caption_label(line)
    assert (found[0] if found else None) == label


def test_a_head_of_two_lines_under_a_spanning_cell() -> None:
    rows = [["", "Old", "", "Young"], ["Cell", "CD63", "CD9", "CD63"], ["MSC", "1", "2", "3"]]
    assert head_rows(rows, 3) == 2


def test_rows_that_are_data_are_no_heads() -> None:
    assert head_rows([["MSC", "[3]"], ["ESC", "[4]"]], 2) == 0
    assert head_rows([["Cell", "Cargo"], ["hMSC", "miR-21"], ["hESC", "miR-302"]], 3) == 1
    assert head_rows([["Cell", "Cargo"]], 1) == 0


def test_the_subject_is_not_the_study() -> None:
    assert subject_column(["Study", "Cell"], [["Kim 2020", "MSC"], ["Li et al., 2019", "ESC"]]) == 1
    assert subject_column(["", "Cell"], [["[3]", "MSC"], ["[4]", "ESC"]]) == 1
    assert subject_column([], [["", ""]]) == 0


def passages(text: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    (block,) = cut(text)
    found = grid_passages(text, read_grid(text, block), label="Table 1", heading=(), first=5)
    assert [p.index for p in found] == list(range(5, 5 + len(found)))
    return [(p.kind.value, [(text[c.span.start : c.span.end], c.head, c.inherited) for c in p.cells]) for p in found]


def test_leading_empty_cells_inherit_and_others_do_not() -> None:
    found = passages("Cell\tKind\tCargo\tBy\nMSC\tRNA\tmiR-21\tKim\n\t\tmiR-22\t\n\tProtein\t\tLi")
    assert found[2][1] == [("MSC", "Cell", True), ("RNA", "Kind", True), ("miR-22", "Cargo", False)]
    assert found[3][1] == [("MSC", "Cell", True), ("Protein", "Kind", False), ("Li", "By", False)]


def test_spanning_heads_are_joined_with_those_below() -> None:
    found = passages("\tOld\t\tYoung\nCell\tCD63\tCD9\tCD63\nMSC\t1\t2\t3")
    assert [kind for kind, _ in found] == [PassageKind.TABLE_HEAD.value] * 2 + [PassageKind.TABLE_ROW.value]
    assert [head for _, head, _ in found[2][1]] == ["Cell", "Old CD63", "Old CD9", "Young CD63"]


def test_a_line_without_tabs_goes_on_with_the_last_cell() -> None:
    found = passages("Cell\tCargo\nMSC\tmiR-21 and\nmany more of them\nESC\tmiR-302")
    assert found[1][1][1][0] == "miR-21 and\nmany more of them"


def test_a_short_line_that_begins_with_an_abbreviation_heads_rows_unless_the_cell_above_is_left_open() -> None:
    lines = ["Molecule\tRole", "miRNAs", "miR-21\tGrowth of", "hMSCs", "miR-22\tRepair", "lncRNAs", "MALAT1\tNone"]
    text = "\n".join(lines) + "\n"
    grid = read_grid(text, cut(text)[0])
    told = [[text[c.start : c.end] for c in row.cells if c is not None] for row in grid.body]
    assert told == [
        ["miRNAs"], ["miR-21", "Growth of\nhMSCs"], ["miR-22", "Repair"], ["lncRNAs"], ["MALAT1", "None"],
    ]  # fmt: skip


def test_rules_are_kept_as_passages_of_their_own() -> None:
    assert [kind for kind, _ in passages("Cell\tCargo\n-----\t-----\nMSC\tmiR-21")] == [
        "table head",
        "other",
        "table row",
    ]
