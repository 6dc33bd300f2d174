"""Reads PDFs: what is wrong with a file is told, its pages are read in the sandbox, running heads go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.core.errors import EncryptedPdf, IngestError, NotAPdf, NoTextLayer, PdfError, TooLarge, TruncatedPdf
from pipeline.core.records import Document
from pipeline.core.settings import IngestSettings
from pipeline.ingest.assemble import assemble
from pipeline.ingest.glyphs import clean
from pipeline.ingest.paragraphs import paragraphs
from pipeline.ingest.pdflines import PdfLine
from pipeline.ingest.pdfpages import MOST_PAGES
from pipeline.ingest.sandbox import run_limited
from pipeline.ingest.text import check_length


def read_pdf(path: Path, *, source: str, sha256: str, settings: IngestSettings) -> Document:
    """The Document of a PDF.

    Raises
    ------
    NotAPdf, TruncatedPdf, EncryptedPdf, NoTextLayer, PdfError
        By what is wrong with the file.
    TimeLimit, MemoryLimit, TooLarge
        It goes beyond the settings.
    """
    check_ends(path.read_bytes(), source)
    answer = run_limited(
        "pipeline.ingest.pdfpages",
        path,
        seconds=settings.pdf_seconds,
        megabytes=settings.pdf_megabytes,
        where=source,
    )
    lines = _lines(answer, source)
    lines = without_furniture(lines, {n: p["height"] for n, p in enumerate(answer["pages"], 1)})
    text, blocks, regions, title = paragraphs(lines)
    check_length(text, source, settings)
    return assemble(text, blocks, source=source, format="pdf", sha256=sha256, regions=regions, title=title)


def check_ends(data: bytes, where: str) -> None:
    """Refuse bytes that are no PDF, or whose end is missing.

    Raises
    ------
    NotAPdf
        No ``%PDF-`` among the first 1024 bytes.
    TruncatedPdf
        No ``%%EOF`` among the last 4096.
    """
    if b"%PDF-" not in data[:1024]:
        raise NotAPdf(
            f"the file begins with {data[:12]!r}", where=where, remedy="fetch it again: it may be a saved web page"
        )
    if b"%%EOF" not in data[-4096:]:
        raise TruncatedPdf(
            f"the end of the file is missing (no %%EOF in its last bytes, {len(data):,} bytes in all)",
            where=where,
            remedy="fetch it again",
        )


def _lines(answer: dict[str, Any], where: str) -> list[PdfLine]:
    if answer.get("error") == "encrypted":
        raise EncryptedPdf(
            "the PDF needs a password",
            where=where,
            remedy="decrypt it, for instance: qpdf --decrypt --password=... IN OUT",
        )
    if answer.get("error") == "install":
        raise IngestError(
            f"a library that reads PDFs is missing ({answer.get('message', '')})",
            where=where,
            remedy="install vesiweb again: make setup",
        )
    if "error" in answer:
        raise PdfError(
            f"the PDF cannot be read ({answer.get('message', '')})",
            where=where,
            remedy="open and save it again in a PDF viewer, or: qpdf IN OUT",
        )
    if answer["count"] > MOST_PAGES:
        raise TooLarge(f"{answer['count']} pages, at most {MOST_PAGES} are read", where=where, remedy="split the file")
    if not any(page["width"] > 0 for page in answer["pages"]):
        raise PdfError(
            f"none of its {answer['count']} pages can be read",
            where=where,
            remedy="open and save it again in a PDF viewer, or: qpdf IN OUT",
        )
    lines = [_line(line, number) for number, page in enumerate(answer["pages"], 1) for line in page["lines"]]
    lines = [line for line in lines if line.text.strip()]
    if sum(len(line.text) for line in lines) < 10 * max(1, len(answer["pages"])):
        images = sum(page["images"] for page in answer["pages"])
        raise NoTextLayer(
            f"{len(answer['pages'])} pages with {images} images and hardly any text",
            where=where,
            remedy="recognise its text first, for instance: ocrmypdf IN OUT",
        )
    return lines


def _line(line: Sequence[Any], page: int) -> PdfLine:
    text, column, size, bold, x0, top, x1, bottom, italic, lead, role, other = line
    return PdfLine(clean(text), page, column, size, bold, x0, top, x1, bottom, italic, clean(lead), role, other)


def without_furniture(lines: Sequence[PdfLine], heights: dict[int, float]) -> list[PdfLine]:
    """Lines without running heads and page numbers.

    A line in the upper or lower tenth of its page is one of them where it is a number, or where its words
    (digits aside) stand there on a third of the pages, at least on two.
    """

    def at_edge(line: PdfLine) -> bool:
        height = heights[line.page]
        return line.top < 0.1 * height or line.bottom > 0.9 * height

    def form(line: PdfLine) -> str:
        return re.sub(r"[\d\W_]+", "", line.text).casefold()

    pages: dict[str, set[int]] = {}
    for line in lines:
        if at_edge(line):
            pages.setdefault(form(line), set()).add(line.page)
    enough = max(2, len(heights) / 3)
    return [line for line in lines if not (at_edge(line) and (not form(line) or len(pages[form(line)]) >= enough))]
