"""Writing a text block by block: passages, marks and tables stand where they should."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.records import PassageKind, Section
from pipeline.ingest.compose import Composer, GridCell, Inline, lay_out

WORDS = st.text(alphabet="ab c", max_size=6).map(lambda text: " ".join(text.split()))
CELLS = st.builds(GridCell, WORDS.map(Inline), st.integers(1, 3), st.integers(1, 3), st.booleans())


def cell(text: str, **spans: int) -> GridCell:
    return GridCell(Inline(text), **spans)


def head(text: str, **spans: int) -> GridCell:
    return GridCell(Inline(text), head=True, **spans)


def table(rows: list[list[GridCell]]) -> list[tuple[str, list[tuple[int, str, str, bool]]]]:
    composer = Composer()
    composer.add(Inline("Before"), Section.BODY, PassageKind.PARAGRAPH)
    composer.add_table(rows, "Table 1", ("Results",))
    text = composer.text
    return [
        (p.kind.value, [(c.column, text[c.span.start : c.span.end], c.head, c.inherited) for c in p.cells])
        for p in composer.passages[1:]
    ]


def test_a_cell_that_spans_rows_is_written_once_and_inherited_below() -> None:
    found = table([[head("Cell"), head("Cargo")], [cell("MSC", rows=2), cell("miR-21")], [cell("miR-22")]])
    assert found[1:] == [
        ("table row", [(0, "MSC", "Cell", False), (1, "miR-21", "Cargo", False)]),
        ("table row", [(0, "MSC", "Cell", True), (1, "miR-22", "Cargo", False)]),
    ]


def test_heads_that_span_columns_are_heads_of_each() -> None:
    found = table(
        [
            [head("Cell", rows=2), head("Cargo", columns=2)],
            [head("RNA"), head("Protein")],
            [cell("MSC"), cell("miR-21"), cell("CD63")],
        ]
    )
    assert [kind for kind, _ in found] == ["table head", "table head", "table row"]
    assert [h for _, _, h, _ in found[2][1]] == ["Cell", "Cargo RNA", "Cargo Protein"]


def test_an_empty_first_cell_inherits_the_one_above() -> None:
    found = table([[head("Cell"), head("Cargo")], [cell("MSC"), cell("a")], [cell(""), cell("b")]])
    assert found[2][1][0] == (0, "MSC", "Cell", True)


def test_a_table_without_marked_heads_is_judged_by_its_words() -> None:
    found = table([[cell("Cell"), cell("Cargo")], [cell("MSC"), cell("90")]])
    assert [kind for kind, _ in found] == ["table head", "table row"]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_any_table_is_written_in_order(rows: list[list[GridCell]]) -> None:
    composer = Composer()
    composer.add_table(rows, "t", ())
    position = 0
    for index, passage in enumerate(composer.passages):
        assert passage.index == index
        assert not composer.text[position : passage.start].strip()
        assert composer.text[passage.start : passage.end].strip() == composer.text[passage.start : passage.end]
        position = passage.end
        for found in passage.cells:
            assert found.inherited or passage.span.contains(found.span)
    assert not composer.text[position:].strip()
    written = "".join(c.content.text for row in rows for c in row).replace(" ", "")
    assert sorted("".join(composer.text.split())) == sorted(written)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_laying_out_keeps_every_cell(rows: list[list[GridCell]]) -> None:
    grid = lay_out(rows)
    for number, row in enumerate(rows):
        begun = {id(found) for found, first in grid[number].values() if first}
        assert {id(c) for c in row} == begun


def test_empty_blocks_and_half_pairs() -> None:
    composer = Composer()
    composer.add(Inline(""), Section.BODY, PassageKind.PARAGRAPH)
    composer.add_pair(Inline("MSC"), Inline(""), ())
    composer.add_pair(Inline("EV"), Inline("vesicle"), ())
    assert [(p.kind.value, len(p.cells)) for p in composer.passages] == [("paragraph", 0), ("abbreviation", 2)]
    assert composer.text == "MSC\nEV\tvesicle\n"
