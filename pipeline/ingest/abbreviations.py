"""Reads abbreviation lists: rows of two columns, or items parted by semicolons or lines."""

from __future__ import annotations

import itertools
import re

from pipeline.core.records import Cell, Passage, PassageKind, Section, Span
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.plainlines import item_body, trim
from pipeline.ingest.tables import split_row

_SHORT = r"[A-Za-zα-ωΑ-Ω0-9][^\s:;,=]{0,24}(?:[ -][^\s:;,=]{1,12}){0,3}"
_DEFINITION = re.compile(rf"(?P<short>{_SHORT}?)\s*(?:[:=,]|\s[–—-])\s*(?P<long>\S.*?)[\s.;,]*\Z", re.DOTALL)
_ITEM_END = re.compile(r"[;\n]\s*|\.\s+(?=[A-Zα-ω0-9])")


def abbreviation_passages(text: str, block: Block, heading: tuple[str, ...], first: int) -> list[Passage]:
    """Entries of an abbreviation list: rows of two columns, or items parted by semicolons or lines."""
    if block.shape is Shape.GRID:
        spans: list[tuple[Span, tuple[Span, Span] | None]] = []
        for line in block.lines:
            row = split_row(text, line)
            filled = [cell for cell in row.cells if cell is not None]
            goes_on = bool(spans) and (len(filled) < 2 and (row.cells[:1] == (None,) or text[row.span.start].islower()))
            if goes_on:
                whole, pair = spans[-1]
                grown = Span(whole.start, row.span.end)
                spans[-1] = (grown, (pair[0], Span(pair[1].start, row.span.end)) if pair else None)
            else:
                pair = (filled[0], Span(filled[1].start, filled[-1].end)) if len(filled) >= 2 else None
                spans.append((row.span, pair))
    else:
        spans = _definitions(text, block)
    return [
        Passage(
            first + i,
            Section.ABBREVIATIONS,
            PassageKind.ABBREVIATION if pair else PassageKind.PARAGRAPH,
            span.start,
            span.end,
            heading,
            block.page,
            cells=(Cell(0, pair[0], ""), Cell(1, pair[1], "")) if pair else (),
        )
        for i, (span, pair) in enumerate(spans)
    ]


def _definitions(text: str, block: Block) -> list[tuple[Span, tuple[Span, Span] | None]]:
    """Items like ``ESC: embryonic stem cell`` of a paragraph; one span without a pair where it has none."""
    start = block.start
    opening = re.compile(r"\W{0,3}(?:list of )?abbreviations?(?: used)?\s*[:.—]\s*", re.IGNORECASE).match(
        text, start, block.end
    )
    edges = [block.start]
    position = opening.end() if opening else item_body(text, start, block.end)[0]
    begin = position
    edges += [m.end() for m in _ITEM_END.finditer(text, position, block.end) if m.end() < block.end]
    edges.append(block.end)
    found: list[tuple[Span, tuple[Span, Span] | None]] = []
    paired = 0
    for low, high in itertools.pairwise(edges):
        inner = trim(text, low, high)
        if inner[0] >= inner[1]:
            continue
        match = _DEFINITION.match(text, max(inner[0], begin), inner[1])
        pair = (Span(*match.span("short")), Span(*match.span("long"))) if match else None
        paired += pair is not None
        found.append((Span(*inner), pair))
    if paired * 3 < len(found) * 2:
        return [(Span(block.start, block.end), None)]
    return found
