"""Tells the labels of a drawing on a PDF page from the lines of the text around it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.pdflines import Edges, PdfLine
from pipeline.ingest.sections import heading_level, known_section
from pipeline.ingest.tables import caption_label


def drawn_lines(lines: Sequence[PdfLine], edges: Edges) -> set[int]:
    """Places of the lines right above the caption of a figure that are labels in it.

    They have few words, end no sentence, fill no column, and are no heading.
    """
    found: set[int] = set()
    for index, line in enumerate(lines):
        label = caption_label(line.text)
        if line.role or label is None or label[1] == "table":
            continue
        back = index - 1
        while back >= 0 and lines[back].page == line.page and not lines[back].role:
            here = lines[back]
            heading = heading_level(here.text) or (here.bold and here.size >= edges.body) or known_section(here.text)
            if here.ended or heading or len(here.text.split()) > 8 or not edges.short(here):
                break
            found.add(back)
            back -= 1
        if back >= 0 and back + 1 in found and _last_of_paragraph(lines[back], lines[back + 1], edges):
            found.discard(back + 1)
    return found


def _last_of_paragraph(before: PdfLine, line: PdfLine, edges: Edges) -> bool:
    """Whether a short line goes on with the full line above it."""
    return not before.role and not before.ended and not edges.short(before) and edges.goes_on(before, line)


def scattered(lines: Sequence[PdfLine], edges: Edges) -> bool:
    """Whether lines of a page with a figure are labels in it: short, ended nowhere, away from the column's edge."""
    return all(
        edges.short(line)
        and not line.ended
        and len(line.text.split()) <= 8
        and abs(edges.indent(line)) > 1.9 * edges.body
        for line in lines
    )
