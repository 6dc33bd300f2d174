"""Cuts a text into blocks: paragraphs, list items, tab-separated grids, rules. Nothing but blanks lies between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.core.records import Span
from pipeline.ingest.plainlines import BULLET, NUMBERED, bars, filled_cells, runs_on, trim


class Shape(StrEnum):
    """What a block looks like, before it is known what it says."""

    TEXT = "text"
    ITEM = "item"
    GRID = "grid"
    RULE = "rule"
    HEADING = "heading"  # known from mark-up or type size
    NOTE = "note"  # small print below a table, known from its place on a page
    STRAY = "stray"  # words of a figure, known from their type


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that belongs together. ``lines`` are the spans of its lines as they stand (not trimmed)."""

    start: int
    end: int
    shape: Shape
    lines: tuple[Span, ...]
    gap: int = 1  # blank lines before it
    level: int = 0  # of a heading known from mark-up, 1 outermost
    page: int | None = None


_LINE = re.compile(r"([^\n\r\f\v\x85\u2028\u2029]*)(?:\r\n|[\n\r\f\v\x85\u2028\u2029]|\Z)")
_RULE = re.compile(r"[\s\-–—_=*+|:.·~#]{3,}\Z")
_MARKDOWN = re.compile(r"(#{1,6})\s+\S")
#: a short numbered line, as headings are: a symbol such as ``miR-21`` may begin the paragraph below it
_HEADING = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÀ-Þ][^.;]{2,100}\Z")
_WORD = re.compile(r"\S+")
#: lines that one cell of a grid may be broken into
_BROKEN = 12
#: lines longer than this were not broken to fit a width
_WIDEST = 140


def cut(text: str) -> list[Block]:
    """Blocks of a plain text, in order; every code point that is not blank lies in exactly one.

    Lines that stand together without a blank line are one group. A group is cut into grids (runs of lines
    with tabs), list items, rules and paragraphs; lines that were broken to fit a width are one paragraph.

    Examples
    --------
    >>> [(b.shape.value, "One line\\nA\\tB\\nC\\tD"[b.start:b.end]) for b in cut("One line\\nA\\tB\\nC\\tD")]
    [('text', 'One line'), ('grid', 'A\\tB\\nC\\tD')]
    """
    blocks: list[Block] = []
    group: list[Span] = []
    gap = blanks = 0
    for match in _LINE.finditer(text):
        start, end = match.span(1)
        if start == end and match.end() == end and end == len(text):
            break
        inner = trim(text, start, end)
        if inner[0] == inner[1]:
            if group:
                blocks.extend(_cut_group(text, group, gap))
                group, blanks = [], 0
            blanks += 1
        else:
            if not group:
                gap = blanks
            group.append(Span(start, end))
    if group:
        blocks.extend(_cut_group(text, group, gap))
    return blocks


def _cut_group(text: str, group: list[Span], gap: int) -> Iterator[Block]:
    kinds = _line_kinds(text, group)
    width = max(len(line) for line in group)
    first = 0
    while first < len(group):
        last = first + 1
        shape = kinds[first]
        while last < len(group) and _joins(text, group, kinds, last, width):
            last += 1
        lines = tuple(group[first:last])
        start, end = trim(text, lines[0].start, lines[-1].end)
        level = 0
        if shape is Shape.TEXT and last == first + 1:
            marked = _MARKDOWN.match(text, start, end)
            if marked:
                shape, level = Shape.HEADING, len(marked.group(1))
        yield Block(start, end, shape, lines, gap if first == 0 else 0, level)
        first = last


def _joins(text: str, group: list[Span], kinds: list[Shape], index: int, width: int) -> bool:
    """Whether line ``index`` goes on with the block of the line before it."""
    before, here = kinds[index - 1], kinds[index]
    if here is Shape.GRID or before is Shape.GRID:
        return here is before
    if here is Shape.ITEM or here is Shape.RULE or before is Shape.RULE:
        return False
    previous = text[group[index - 1].start : group[index - 1].end].rstrip()
    line = text[group[index].start : group[index].end].lstrip()
    if _MARKDOWN.match(previous) or _MARKDOWN.match(line):
        return False
    if line[:1].islower() and previous[-1:] not in ".!?":
        named = _WORD.match(line)
        symbol = named is not None and any(c.isupper() or c.isdigit() for c in named.group())
        return not (symbol and len(previous) < 0.6 * width and _HEADING.match(previous))
    word = _WORD.match(line)
    return width <= _WIDEST and len(previous) + 1 + len(word.group() if word else "") >= width


def _line_kinds(text: str, group: list[Span]) -> list[Shape]:
    kinds = []
    cells = []
    for line in group:
        content = text[line.start : line.end]
        filled = filled_cells(content)
        cells.append(filled)
        if "\t" in content.rstrip() and filled:
            kinds.append(Shape.GRID)
        elif _RULE.match(content):
            kinds.append(Shape.RULE)
        elif bars(content):
            kinds.append(Shape.GRID)
        elif BULLET.match(content):
            kinds.append(Shape.ITEM)
        else:
            kinds.append(Shape.TEXT)
    _settle_grids(text, group, kinds, cells)
    _settle_numbers(text, group, kinds)
    return kinds


def _settle_grids(text: str, group: list[Span], kinds: list[Shape], cells: list[int]) -> None:
    """Keep as grids only runs of lines with tabs that look like rows; take in the lines that a row runs on to."""
    index = 0
    while index < len(group):
        if kinds[index] is not Shape.GRID:
            index += 1
            continue
        last = index
        while (following := _next_row(text, group, kinds, index, last)) > last:
            last = following
        cell = max(text.rfind("\t", group[index].start, group[last].end) + 1, group[last].start)
        while last + 1 < len(group) and kinds[last + 1] is Shape.TEXT:
            below = group[last + 1]
            if not runs_on(text[cell : group[last].end], text[below.start : below.end]):
                break
            last += 1
        rows = [cells[i] for i in range(index, last + 1)]
        single = text[group[index].start : group[index].end]
        grid = max(rows) >= 2 and (
            last > index or max(rows) >= 3 or all(len(cell) <= 160 for cell in single.split("\t"))
        )
        bulleted = sum(1 for i in range(index, last + 1) if BULLET.match(text, group[i].start, group[i].end))
        if bulleted * 2 > last + 1 - index and max(rows) <= 2:
            grid = False
        for i in range(index, last + 1):
            if grid:
                kinds[i] = Shape.GRID
            elif kinds[i] is Shape.GRID:
                kinds[i] = Shape.ITEM if BULLET.match(text, group[i].start, group[i].end) else Shape.TEXT
        index = last + 1


def _next_row(text: str, group: list[Span], kinds: list[Shape], first: int, last: int) -> int:
    """Index of the line with tabs that the grid from ``first`` to ``last`` goes on with, ``last`` where none does.

    One line of another kind may stand between; several, where they and the lines around them make up one row: its
    cells are then as many as the widest line before has.
    """
    following = next(
        (i for i in range(last + 1, min(last + _BROKEN, len(group))) if kinds[i] is Shape.GRID), len(group)
    )
    between = range(last + 1, following)
    if following == len(group) or any(kinds[i] is Shape.ITEM or len(group[i]) >= 200 for i in between):
        return last
    if len(between) <= 1:
        return following
    near = group[max(first, last - 100) : last + 1]
    tabs = [text.count("\t", line.start, line.end) for line in (*near, group[following])]
    broken = tabs[-2] + tabs[-1] == max(tabs[:-1]) > 1
    return following if broken and all(kinds[i] is Shape.TEXT for i in between) else last


def _settle_numbers(text: str, group: list[Span], kinds: list[Shape]) -> None:
    """Lines numbered one after the other are list items, where they stand together, are full or end like entries.

    One numbered line alone, or short ones with paragraphs between them, may be headings.
    """
    numbered = []
    for index, line in enumerate(group):
        match = NUMBERED.match(text, line.start, line.end)
        if match and kinds[index] is Shape.TEXT:
            numbered.append((index, int(match.group(1) or match.group(2)), match.group(1) is not None))
    width = max(len(line) for line in group)
    for position, (index, number, bracketed) in enumerate(numbered):
        near = [numbered[i] for i in (position - 1, position + 1) if 0 <= i < len(numbered)]
        near = [other for other in near if abs(other[1] - number) == 1]
        words = text[group[index].start : group[index].end].rstrip()
        together = any(abs(other[0] - index) == 1 for other in near)
        full = width <= _WIDEST and len(words) >= 0.75 * width
        if bracketed or (near and (together or full or (len(words) > 60 and words[-1] in ".;,"))):
            kinds[index] = Shape.ITEM
