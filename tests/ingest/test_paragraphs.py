"""Lines of a PDF become paragraphs and grids."""

from __future__ import annotations

from pipeline.ingest.layout import LOWERED, RAISED
from pipeline.ingest.paragraphs import paragraphs
from pipeline.ingest.pdflines import PdfLine


def line(text: str, top: float, **changes: object) -> PdfLine:
    values = {
        "page": 1,
        "column": 0,
        "size": 10.0,
        "bold": False,
        "x0": 50.0,
        "x1": 300.0,
        "bottom": top + 10,
        **changes,
    }
    return PdfLine(text=text, top=top, **values)  # type: ignore[arg-type]


def joined(*texts: str) -> str:
    lines = [line(text, 100 + 12 * n) for n, text in enumerate(texts)]
    return paragraphs(lines)[0].strip()


def test_hyphens_go_stay_or_are_kept_by_what_the_document_writes() -> None:
    assert joined("cells of the mar-", "row of mice") == "cells of the marrow of mice"
    assert joined("well-known and well-", "known still") == "well-known and well-known still"
    assert joined("binds TGF-", "β in them") == "binds TGF-β in them"
    assert joined("a soft\xad", "ware") == "a software"
    assert joined("CD9/", "CD63 and on") == "CD9/CD63 and on"


def test_lines_with_wide_gaps_make_a_grid() -> None:
    text, blocks, _, _ = paragraphs(
        [line("Cell\tCargo", 100), line("MSC\tmiR-21", 112), line("iPSC\tmiR-7", 124), line("and more", 160)]
    )
    assert [b.shape.value for b in blocks] == ["grid", "text"]
    assert text.startswith("Cell\tCargo\nMSC\tmiR-21\niPSC\tmiR-7\n")


def test_raised_digits_are_citations_only_where_there_are_many() -> None:
    mark = f"seen{RAISED}3{LOWERED}"
    assert joined(mark) == "seen3"
    assert "seen [3]" in joined(*[mark] * 12)


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    lines = [line("The cells were kept in a medium that", 700), line("holds no serum.", 40, page=2, x1=120.0)]
    assert paragraphs(lines)[0] == "The cells were kept in a medium that holds no serum.\n"
    apart = [line("The cells were kept.", 700, x1=150.0), line("Then they were fed.", 40, page=2)]
    assert paragraphs(apart)[0] == "The cells were kept.\nThen they were fed.\n"


def test_an_indent_and_a_gap_begin_paragraphs() -> None:
    lines = [line("One line that is full to the edge", 100), line("and one more of it.", 112, x1=140.0)]
    lines += [line("Indented and full to the very edge", 124, x0=62.0), line("with its second line here", 136)]
    lines += [line("After a gap that is wide", 180)]
    assert len(paragraphs(lines)[1]) == 3


def test_regions_cover_the_lines() -> None:
    text, _, regions, _ = paragraphs([line("cells of the mar-", 100), line("row of mice", 112)])
    assert [text[r.start : r.end] for r in regions] == ["cells of the mar", "row of mice"]


def test_the_largest_line_of_the_first_page_is_the_title() -> None:
    lines = [line("Journal of Cells", 20, size=12.0), line("Vesicles of old cells", 60, size=18.0, bold=True)]
    lines += [line("They are shed by all of them", 100), line("A much larger line on page two", 40, page=2, size=30.0)]
    assert paragraphs(lines)[3] == 1
    assert paragraphs([line("two words", 10)])[3] is None


def test_a_paragraph_goes_on_behind_a_caption_and_a_footnote() -> None:
    lines = [line("The cells were kept in a medium that has", 100 + 12 * n) for n in range(6)]
    lines += [line("Figure 1. Vesicles of old cells.", 300, size=8.0, x1=200.0)]
    lines += [line("1 Both authors worked on it.", 760, size=7.0, x1=180.0)]
    lines += [line("no serum in it, and there they shed the", 40 + 12 * n, page=2) for n in range(4)]
    lines += [line("vesicles.", 88, page=2, x1=90.0)]
    text, blocks, _, _ = paragraphs([line("Introduction", 60, bold=True, x1=110.0), *lines])
    said = [text[b.start : b.end] for b in blocks]
    assert said[1].startswith("The cells were kept")
    assert said[1].endswith("shed the vesicles.")
    assert said[2].startswith("Figure 1.")
    assert [b.shape.value for b in blocks][-1] == "stray"


def test_headings_that_run_in_are_cut_off() -> None:
    lines = [line("Methods", 60, bold=True, size=12.0, x1=100.0)]
    lines += [line("Cell culture. Cells were kept in a medium", 90, lead="bCell culture.")]
    lines += [line("without serum.", 102, x1=120.0), line("Funding: none of it was paid for by us.", 130)]
    text, blocks, _, _ = paragraphs(lines)
    assert [(b.shape.value, text[b.start : b.end]) for b in blocks] == [
        ("text", "Methods"), ("heading", "Cell culture."), ("text", "Cells were kept in a medium without serum."),
        ("heading", "Funding:"), ("text", "none of it was paid for by us."),
    ]  # fmt: skip


def test_labels_of_a_drawing_are_strays() -> None:
    lines = [line("Results", 60, bold=True, x1=100.0)]
    lines += [line("The cells that were kept in the dish were", 80 + 12 * n) for n in range(8)]
    lines += [line("Signal", 300, x0=120.0, x1=150.0), line("receiving cell", 330, x0=90.0, x1=150.0)]
    lines += [line("Figure 2. A drawing of the signal.", 380, size=8.0, x1=250.0)]
    _, blocks, _, _ = paragraphs(lines)
    assert [b.shape.value for b in blocks].count("stray") == 2
