"""Groups of lines as text: blocks and regions stand where their words do, whatever was joined or cut."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.blocks import Shape
from pipeline.ingest.layout import LOWERED, RAISED
from pipeline.ingest.pdfgroups import Group, Writer, raised_cite
from pipeline.ingest.pdflines import PdfLine


def line(text: str, number: int = 0) -> PdfLine:
    top = 100.0 + 12 * number
    return PdfLine(
        text=text, top=top, bottom=top + 10, page=1, column=0, size=10.0, bold=False, x0=50.0, x1=300.0
    )  # fmt: skip


def written(group: Group, *, cites: bool = False) -> tuple[str, Writer]:
    writer = Writer(Counter(), cites)
    writer.write(group)
    return "".join(writer.parts), writer


WORDS = st.text(alphabet="ab -/1", min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), max_size=4), st.booleans())
def test_every_block_and_region_lies_in_the_text_in_order(groups: list[list[str]], grid: bool) -> None:
    writer = Writer(Counter(), cites=False)
    for texts in groups:
        writer.write(Group([line(text, n) for n, text in enumerate(texts)], Shape.GRID if grid else Shape.TEXT))
    text = "".join(writer.parts)
    assert len(text) == writer.length
    assert [text[block.end] for block in writer.blocks] == ["\n"] * len(groups)
    assert all(a.end < b.start for a, b in zip(writer.blocks, writer.blocks[1:], strict=False))
    assert len(writer.regions) == sum(map(len, groups))
    flat = [" ".join(words.split()) if not grid else words.rstrip() for texts in groups for words in texts]
    for region, words in zip(writer.regions, flat, strict=True):
        assert words.startswith(text[region.start : region.end])


def test_a_hyphen_that_goes_shortens_its_region() -> None:
    text, writer = written(Group([line("they were cul-"), line("tured alone", 1)]))
    assert text == "they were cultured alone\n"
    assert [text[r.start : r.end] for r in writer.regions] == ["they were cul", "tured alone"]


def test_a_heading_that_runs_in_is_a_block_of_its_own() -> None:
    text, writer = written(Group([line("Uptake. Cells take them up.")], lead="Uptake."))
    assert [(b.shape, text[b.start : b.end]) for b in writer.blocks] == [
        (Shape.HEADING, "Uptake."),
        (Shape.TEXT, "Cells take them up."),
    ]
    assert written(Group([line("Uptake.")], lead="Uptake."))[1].blocks[0].shape is Shape.TEXT  # nothing behind it


def test_raised_digits_are_bracketed_in_prose_not_in_grids() -> None:
    raised = f"seen{RAISED}3{LOWERED}"
    assert written(Group([line(raised)]), cites=True)[0] == "seen [3]\n"
    assert written(Group([line(raised)], Shape.GRID), cites=True)[0] == "seen3\n"


def test_raised_digits_cite_where_there_are_ten_and_no_brackets() -> None:
    lines = [line(f"seen{RAISED}{n}{LOWERED} again") for n in range(1, 11)]
    assert raised_cite(lines)
    assert not raised_cite(lines[:9])
    assert not raised_cite([*lines, *(line(f"as told [{n}, {n + 1}]") for n in range(5))])
