"""PDFs: paragraphs, headings, running heads, hyphens, regions, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from pipeline.core.errors import EncryptedPdf, IngestError, MemoryLimit, NotAPdf, NoTextLayer, TimeLimit, TruncatedPdf
from pipeline.core.records import Document, PassageKind, Section
from pipeline.core.settings import IngestSettings
from pipeline.ingest import pdf, pdfpages
from pipeline.ingest.glyphs import clean
from pipeline.ingest.pdf import read_pdf, without_furniture
from pipeline.ingest.pdflines import PdfLine

LEFT = [
    "Vesicles are shed by all cells that",
    "were looked at, and those of the mar-",
    "row are the best known of them [1].",
]
RIGHT = [
    "They carry kinds of RNA that are not",
    "found in the cells that shed them, and",
    "this was seen more than once [2].",
]


def column(x: float, y: float, lines: list[str]) -> list[tuple[float, float, float, bool, str]]:
    return [(x, y - 12 * n, 10, False, line) for n, line in enumerate(lines)]


@pytest.fixture(scope="module")
def two_columns(make_pdf) -> Path:  # type: ignore[no-untyped-def]
    pages = []
    for number in range(3):
        page = [(60, 815, 8, False, f"Journal of Invented Vesicles {number}"), (290, 20, 8, False, str(number + 1))]
        if number == 0:
            page.append((60, 770, 18, True, "Vesicles of cells of the marrow"))
            page += [
                (60, 730, 11, True, "Abstract"),
                *column(60, 715, ["Vesicles of the marrow are compared with those of the blood and found to differ."]),
            ]
            page += [(60, 690, 11, True, "1. Introduction")]
        for block in range(6):
            page += column(60, 670 - 90 * block, LEFT)
            page += column(320, 670 - 90 * block, RIGHT)
        if number == 2:
            page += [
                (320, 130, 11, True, "References"),
                *column(320, 115, ["[1] Kim J. One. Cells. 2001;1:1.", "[2] Li W. Two. Cells. 2002;2:2."]),
            ]
        pages.append(page)
    return make_pdf("two.pdf", pages)


def read(path: Path, **limits: float) -> Document:
    return read_pdf(path, source=path.name, sha256="4" * 64, settings=IngestSettings(**limits))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def found(two_columns: Path) -> Document:
    return read(two_columns)


def test_two_columns_become_paragraphs_in_order(found: Document) -> None:
    assert found.title == "Vesicles of cells of the marrow"
    assert "Journal of Invented" not in found.text
    introduction = [
        found.text[p.start : p.end] for p in found.passages
        if p.section is Section.INTRODUCTION and p.kind is PassageKind.PARAGRAPH
    ]  # fmt: skip
    left = "Vesicles are shed by all cells that were looked at, and those of the marrow are the best known of them [1]."
    right = " ".join(RIGHT)
    assert introduction == ([left] * 6 + [right] * 6) * 3
    assert [r.title for r in found.references] == ["One", "Two"]
    assert {c.numbers for c in found.citations} == {(1,), (2,)}


def test_every_line_knows_its_place(found: Document) -> None:
    for before, after in zip(found.regions, found.regions[1:], strict=False):
        assert before.end <= after.start
    region = next(r for r in found.regions if found.text.startswith("They carry", r.start) and r.page == 2)
    assert 315 < region.x0 < 325
    assert found.text[region.start : region.end] == RIGHT[0]
    broken = next(r for r in found.regions if found.text[r.start : r.end].endswith("the mar"))
    assert found.text[broken.end : broken.end + 4] == "row "
    assert {p.page for p in found.passages} == {1, 2, 3}


def test_reading_twice_gives_the_same(found: Document, two_columns: Path) -> None:
    assert read(two_columns) == found


def test_what_is_wrong_with_a_file_is_told(two_columns: Path, make_pdf, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data = two_columns.read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(data[: len(data) // 2])
    with pytest.raises(TruncatedPdf, match="%%EOF"):
        read(cut)
    page = tmp_path / "page.pdf"
    page.write_bytes(b"<html>Not found</html>")
    with pytest.raises(NotAPdf, match="html"):
        read(page)
    with pytest.raises(NoTextLayer) as caught:
        read(make_pdf("blank.pdf", [[], []]))
    assert "ocrmypdf" in caught.value.remedy
    writer = pypdf.PdfWriter(clone_from=str(two_columns))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = tmp_path / "locked.pdf"
    writer.write(str(locked))
    with pytest.raises(EncryptedPdf) as caught:
        read(locked)
    assert "qpdf" in caught.value.remedy
    hollow = tmp_path / "hollow.pdf"
    hollow.write_bytes(b"%PDF-1.4\nnothing here\n%%EOF\n")
    with pytest.raises(IngestError):
        read(hollow)


def test_time_and_memory_are_limited(two_columns: Path, make_pdf) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TimeLimit, match="longer than"):
        read(two_columns, pdf_seconds=0.01)
    large = make_pdf("large.pdf", [column(60, 800, ["cells " * 90] * 60) for _ in range(40)])
    with pytest.raises(MemoryLimit, match="memory"):
        read(large, pdf_megabytes=40)


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


def test_running_heads_and_page_numbers_go() -> None:
    lines = [line("Rivera et al. 1", 10), line("Body of it", 300), line("12", 790)]
    lines += [line("Rivera et al. 2", 10, page=2), line("Once", 12, page=2)]
    assert [found.text for found in without_furniture(lines, {1: 800.0, 2: 800.0})] == ["Body of it", "Once"]


def test_glyphs_are_cleaned() -> None:
    assert clean("ﬂow (cid:12)of\x02 cells") == "flow of cells"
    assert pdf.MOST_PAGES == pdfpages.MOST_PAGES
