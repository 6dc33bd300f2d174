"""Runs in a process of its own: reads the pages of a PDF and prints their lines as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

from pipeline.ingest.layout import Word, read_lines, settle_gutters

#: more pages than this are not read; the limit is told
MOST_PAGES = 3_000


def read_pages(path: str) -> dict[str, Any]:
    """Pages of a PDF as plain data: width, height and lines in reading order, and how many images there are.

    Returns
    -------
    dict
        ``pages``: a list of ``{"width", "height", "images", "lines"}``; a line is ``[text, column, size, bold,
        x0, top, x1, bottom]``. On failure ``error`` (a code) and ``message``.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as pdf:
            read = [_words(page) for page in pdf.pages[:MOST_PAGES]]
            gutters = settle_gutters([(page["words"], page["width"]) for page in read])
            pages = [_page(page, gutter) for page, gutter in zip(read, gutters, strict=True)]
            return {"pages": pages, "count": len(pdf.pages)}
    except (PdfminerException, PDFPasswordIncorrect, PDFSyntaxError) as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        encrypted = isinstance(cause, PDFPasswordIncorrect) or "Password" in type(cause).__name__
        return {
            "error": "encrypted" if encrypted else "broken pdf",
            "message": f"{type(cause).__name__} {cause}".strip(),
        }


def _words(page: Any) -> dict[str, Any]:
    found = page.extract_words(
        x_tolerance_ratio=0.14, y_tolerance=2, extra_attrs=["fontname", "size", "upright"], keep_blank_chars=False
    )
    words = [
        Word(
            w["text"], float(w["x0"]), float(w["top"]), float(w["x1"]), float(w["bottom"]), float(w["size"]),
            any(mark in w["fontname"].lower() for mark in ("bold", "black", "heavy", "-bd", ".b")),
        )
        for w in found
        if w["upright"] and w["text"].strip()
    ]  # fmt: skip
    told = {"width": float(page.width), "height": float(page.height), "images": len(page.images), "words": words}
    page.close()
    return told


def _page(page: dict[str, Any], gutter: tuple[float, float] | None) -> dict[str, Any]:
    lines = [
        [
            line.text(),
            line.column,
            line.size,
            line.bold,
            *(round(v, 2) for v in (line.x0, line.top, line.x1, line.bottom)),
        ]
        for line in read_lines(page["words"], gutter)
    ]
    return {"width": page["width"], "height": page["height"], "images": page["images"], "lines": lines}


def main() -> int:
    """Read a request (JSON on standard input), set the memory limit, print the answer on standard output."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.load(sys.stdin)
    limit = int(request["megabytes"]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        answer = read_pages(request["path"])
    except (MemoryError, ImportError) as error:  # libraries that cannot be mapped into the memory allowed
        answer = {"error": "memory", "message": f"{type(error).__name__}: {error}"[:500]}
    except Exception as error:  # noqa: BLE001  # a hostile file may raise anything; it is told, not swallowed
        answer = {"error": "broken pdf", "message": f"{type(error).__name__}: {error}"[:500]}
    json.dump(answer, out, ensure_ascii=True)
    out.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
