"""Takes words and rules off PDF pages with pdfplumber, for the files that PDFium does not open or falls over."""

from __future__ import annotations

from typing import Any

from pipeline.ingest.layout import Word
from pipeline.ingest.pdfium import Rule, Sheet

_BOLD = ("bold", "black", "heavy", "-bd", ".b")
#: rules of a page that are looked at
_MOST_RULES = 4_000


def read_sheets(path: str, most: int) -> tuple[list[Sheet], int]:
    """The first pages of a PDF, and how many it has.

    Raises
    ------
    pdfplumber.utils.exceptions.PdfminerException
        The file cannot be read.
    """
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [_sheet(page) for page in pdf.pages[:most]], len(pdf.pages)


def _sheet(page: Any) -> Sheet:
    found = page.extract_words(
        x_tolerance_ratio=0.14, y_tolerance=2, extra_attrs=["fontname", "size", "upright"], keep_blank_chars=False
    )
    words = [
        Word(
            w["text"], float(w["x0"]), float(w["top"]), float(w["x1"]), float(w["bottom"]), float(w["size"]),
            any(mark in w["fontname"].lower() for mark in _BOLD),
            any(mark in w["fontname"].lower() for mark in ("italic", "oblique")),
        )
        for w in found
        if w["upright"] and w["text"].strip()
    ]  # fmt: skip
    rules = [
        Rule(float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))
        for shape in (*page.lines, *page.rects)[:_MOST_RULES]
        if min(shape["width"], shape["height"]) < 2.5 and max(shape["width"], shape["height"]) > 6
    ]
    sheet = Sheet(float(page.width), float(page.height), words, rules, len(page.images))
    page.close()
    return sheet
