"""Parts the lines of a reference list into entries: by their numbers, their indents, or the gaps between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from pipeline.ingest.pdflines import Edges, PdfLine

_NUMBER = re.compile(r"\s*(?:\[(\d{1,3})\]|\(?(\d{1,3})[.)]?)(?=[\s\t]|[A-ZÀ-Þ]|\Z)")
_AUTHOR = re.compile(r"\W{0,2}[A-ZÀ-Þ][\w’'‐-]+(?: [A-ZÀ-Þ][\w’'‐-]+){0,2},? (?:[A-ZÀ-Þ]\.? ?-?){1,4}(?:[,.;:]|\s|\Z)")


def part_entries(lines: Sequence[PdfLine], edges: Edges) -> list[list[PdfLine]]:
    """Groups of lines, an entry each.

    Numbers count where they go up by one from entry to entry. Else the lines that begin furthest left begin
    entries where most others are indented (or the other way round), else the lines behind a wider gap, else
    those that begin with a name behind a line that ends an entry.
    """
    if not lines:
        return []
    starts = _numbered(lines) or _indented(lines) or _apart(lines) or _named(lines, edges)
    groups: list[list[PdfLine]] = []
    for index, line in enumerate(lines):
        if index in starts or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _numbered(lines: Sequence[PdfLine]) -> set[int]:
    """Lines that begin with the number that comes next, None where no such chain covers the list."""
    starts: set[int] = set()
    wanted = 1
    for index, line in enumerate(lines):
        match = _NUMBER.match(line.text)
        if match is None:
            continue
        number = int(match.group(1) or match.group(2))
        if wanted <= number <= wanted + (2 if starts else 0):
            starts.add(index)
            wanted = number + 1
    enough = len(starts) >= 4 or (len(starts) >= 2 and 0 in starts)
    return starts if enough and len(starts) * 14 >= len(lines) else set()


def _lefts(lines: Sequence[PdfLine]) -> dict[tuple[int, int], float]:
    """Left edge of each column that the list fills: the leftmost place where several lines begin."""
    edges: dict[tuple[int, int], float] = {}
    for key in {(line.page, line.column) for line in lines}:
        counted = Counter(round(line.x0) for line in lines if (line.page, line.column) == key)
        total = sum(counted.values())
        often = [x for x, n in counted.items() if n + counted[x + 1] + counted[x - 1] >= max(1, 0.06 * total)]
        edges[key] = float(min(often or counted))
    return edges


def _indented(lines: Sequence[PdfLine]) -> set[int]:
    lefts = _lefts(lines)
    indents = [line.x0 - lefts[line.page, line.column] for line in lines]
    hanging = {i for i, indent in enumerate(indents) if indent <= 2.5}
    inner = {i for i, indent in enumerate(indents) if 4 < indent < 60}
    if len(lines) < 4 or len(inner) < 0.15 * len(lines) or len(hanging) < 0.1 * len(lines):
        return set()
    for starts in (hanging, inner):
        upper = sum(1 for i in starts if _AUTHOR.match(lines[i].text) or lines[i].text[:1].isupper())
        other = [i for i in range(len(lines)) if i not in starts]
        names = sum(1 for i in starts if _AUTHOR.match(lines[i].text)) / len(starts)
        names_other = sum(1 for i in other if _AUTHOR.match(lines[i].text)) / max(1, len(other))
        if upper >= 0.8 * len(starts) and names > 1.5 * names_other:
            return starts
    return set()


def _apart(lines: Sequence[PdfLine]) -> set[int]:
    steps = {
        i: lines[i].top - lines[i - 1].top
        for i in range(1, len(lines))
        if (lines[i].page, lines[i].column) == (lines[i - 1].page, lines[i - 1].column)
        and lines[i].top > lines[i - 1].top
    }
    if len(steps) < 4:
        return set()
    usual = median(sorted(steps.values())[: max(1, 2 * len(steps) // 3)])
    wide = {i for i, step in steps.items() if step > 1.18 * usual}
    named = sum(1 for i in wide if lines[i].text[:1].isupper())
    if not 0.1 * len(lines) <= len(wide) <= 0.7 * len(lines) or named < 0.8 * len(wide):
        return set()
    jumps = {
        i for i in range(1, len(lines))
        if i not in steps and lines[i - 1].ended and _AUTHOR.match(lines[i].text)
    }  # fmt: skip
    return {0} | wide | jumps


def _named(lines: Sequence[PdfLine], edges: Edges) -> set[int]:
    starts = {0}
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        if _AUTHOR.match(line.text) and (before.ended or edges.short(before)):
            starts.add(index)
    return starts
