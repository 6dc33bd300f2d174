"""Cutting a text into blocks: nothing lost, nothing twice, lines joined where they were broken to a width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.blocks import Shape, cut
from pipeline.ingest.plainlines import is_blank

LINES = st.lists(
    st.one_of(
        st.text(alphabet="ab A.\t-[]1•", max_size=30),
        st.sampled_from(["", "a\tb", "\tc", "- item", "1. One", "2. Two", "---", "# Head", "Abstract"]),
    ),
    max_size=25,
)


def shapes(text: str) -> list[tuple[str, str]]:
    return [(block.shape.value, text[block.start : block.end]) for block in cut(text)]


@given(st.one_of(st.text(max_size=400), LINES.map("\n".join)))
def test_blocks_cover_every_code_point_that_is_not_blank_once(text: str) -> None:
    position = 0
    for block in cut(text):
        assert block.start >= position
        assert block.end > block.start
        assert all(map(is_blank, text[position : block.start]))
        assert not is_blank(text[block.start])
        assert not is_blank(text[block.end - 1])
        assert block.lines[0].start <= block.start
        assert block.end <= block.lines[-1].end
        position = block.end
    assert all(map(is_blank, text[position:]))


def test_lines_broken_to_a_width_are_one_paragraph() -> None:
    text = (
        "Vesicles leave the cell by more than one way, and not all of\n"
        "them carry the same cargo. Some are large and some are small\n"
        "and many are lost.\n"
    )
    assert shapes(text) == [("text", text.strip())]


def test_a_heading_above_its_paragraph_without_a_blank_line_is_a_block() -> None:
    text = "Results\nVesicles were seen in all samples that were looked at, and more in some.\nIt was clear."
    assert shapes(text)[0][1] == "Results"


def test_paragraphs_on_one_line_each_stay_apart() -> None:
    first, second = "First " + "word " * 60 + "end.", "Second " + "word " * 50 + "end."
    assert [words for _, words in shapes(f"{first}\n{second}")] == [first, second]


def test_rows_with_tabs_are_a_grid_and_a_tab_alone_in_prose_is_none() -> None:
    assert shapes("Cell\tSize\nMSC\t90 nm\n\tor less") == [("grid", "Cell\tSize\nMSC\t90 nm\n\tor less")]
    prose = "A sentence that is quite long and holds a\ttab by accident " + "and goes on " * 20
    assert shapes(prose) == [("text", prose.strip())]


@pytest.mark.parametrize("bullet", ["-", "•", "*", "–"])
def test_bullets_make_items(bullet: str) -> None:
    assert shapes(f"{bullet} one\n{bullet} two") == [("item", f"{bullet} one"), ("item", f"{bullet} two")]


def test_numbered_lines_in_a_row_are_items_and_one_alone_is_text() -> None:
    assert [shape for shape, _ in shapes("1. Lee A. One.\n2. Kim B. Two.")] == ["item", "item"]
    assert shapes("1. Introduction") == [("text", "1. Introduction")]


def test_marked_headings_know_their_level() -> None:
    (block,) = cut("## Uptake")
    assert (block.shape, block.level) == (Shape.HEADING, 2)


def test_line_ends_of_all_kinds_part_lines() -> None:
    assert len(cut("One.\r\n\r\nTwo.\r\rThree.\f\fFour.\u2029\u2029Five.")) == 5
