"""Joins the lines of a PDF to paragraphs and grids, mends words broken at line ends, and finds the title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.core.records import Region, Span
from pipeline.ingest.blocks import Block, Shape, item_body
from pipeline.ingest.layout import LOWERED, RAISED
from pipeline.ingest.sections import heading_like, known_section
from pipeline.ingest.tables import caption_label

_RAISED = re.compile(rf"\s?{RAISED}([^{LOWERED}]*){LOWERED}")
_BROKEN = re.compile(r"([^\W\d_]+)[-‐\xad]\Z")
_FIRST = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page as the sandbox tells it."""

    text: str
    page: int
    column: int
    size: float
    bold: bool
    x0: float
    top: float
    x1: float
    bottom: float


class _Edges:
    """Left and right edge of each column of each page, and the type size and line pitch of the body."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self.body = max(sorted(sizes), key=lambda size: sizes[size]) if sizes else 10.0
        self.left: dict[tuple[int, int], float] = {}
        self.right: dict[tuple[int, int], float] = {}
        keys = sorted({(line.page, line.column) for line in lines})
        for key in keys:
            here = [line for line in lines if (line.page, line.column) == key]
            starts = Counter(round(line.x0) for line in here if abs(line.size - self.body) < 1)
            most = max(starts.values(), default=0)
            self.left[key] = float(
                min((x for x, n in starts.items() if n * 3 >= most), default=min(x.x0 for x in here))
            )
            ends = sorted(line.x1 for line in here)
            self.right[key] = ends[int(0.9 * (len(ends) - 1))]
        steps = Counter(
            round(b.top - a.top, 1)
            for a, b in pairwise(lines)
            if a.page == b.page and a.column == b.column and 0 < b.top - a.top < 3 * self.body
        )
        self.pitch = max(sorted(steps), key=lambda step: steps[step]) if steps else 1.2 * self.body

    def goes_on(self, before: PdfLine, line: PdfLine) -> bool:
        """Whether a line goes on with the paragraph of the line before it."""
        if abs(before.size - line.size) > 0.6 or before.bold != line.bold:
            return False
        ended = before.text.rstrip()[-1:] in ".?!:" or before.text.rstrip()[-2:] in (".]", ".)")
        short = before.x1 < self.right[before.page, before.column] - 2.5 * self.body
        indent = line.x0 - self.left[line.page, line.column]
        if (before.page, before.column) != (line.page, line.column):
            return not ended and not short and not line.bold
        if line.top - before.top > 1.6 * max(self.pitch, 1.1 * line.size) or line.top < before.top - 1:
            return False
        if item_body(line.text, 0, len(line.text))[1] is not None and (ended or short):
            return False
        if indent > 0.6 * self.body and abs(line.x0 - before.x0) > 0.4 * self.body:
            return before.x0 < line.x0 - 0.4 * self.body and not ended and not short
        return not (short and ended)


def paragraphs(lines: Sequence[PdfLine]) -> tuple[str, list[Block], list[Region], int | None]:
    """Text, blocks, regions of lines and the index of the title's block.

    Lines with wide gaps between their words stay lines, with tabs, and make a grid; all others are joined.
    """
    edges = _Edges(lines)
    groups: list[list[PdfLine]] = []
    for line in lines:
        tabbed = "\t" in line.text.strip()
        if (groups and tabbed and "\t" in groups[-1][-1].text.strip() and groups[-1][-1].page == line.page) or (
            groups
            and not tabbed
            and "\t" not in groups[-1][-1].text.strip()
            and not caption_label(line.text)
            and edges.goes_on(groups[-1][-1], line)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    words = Counter(word.casefold() for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text))
    cites = _raised_cite(lines)
    text = ""
    parts: list[str] = []
    length = 0
    blocks: list[Block] = []
    regions: list[Region] = []
    seen_body = False
    for group in groups:
        grid = len(group) > 1 and "\t" in group[0].text.strip()
        start = length
        spans: list[Span] = []
        for position, line in enumerate(group):
            piece = _RAISED.sub(r" [\1]" if cites else r"\1", line.text).strip()
            if not grid:
                piece = piece.replace("\t", " ")
            if position:
                previous = parts[-1]
                joint, cut = ("\n", 0) if grid else _joint(previous, piece, words)
                if cut:
                    parts[-1] = previous[:-cut]
                    length -= cut
                    region = regions[-1]
                    regions[-1] = Region(
                        region.start, region.end - cut, region.page, region.x0, region.top, region.x1, region.bottom
                    )
                parts.append(joint)
                length += len(joint)
            spans.append(Span(length, length + len(piece)))
            regions.append(Region(length, length + len(piece), line.page, line.x0, line.top, line.x1, line.bottom))
            parts.append(piece)
            length += len(piece)
        first = group[0]
        content = "".join(parts[-(2 * len(group) - 1) :])
        section = known_section(content)
        seen_body = seen_body or section is not None
        shape = Shape.TEXT
        if grid:
            shape = Shape.GRID
        elif item_body(content, 0, len(content))[1] is not None and len(content) > 60:
            shape = Shape.ITEM
        elif seen_body and not section and _stands_out(group, edges) and heading_like(content):
            shape = Shape.HEADING
        lines_of = tuple(spans) if grid else (Span(start, length),)
        blocks.append(Block(start, length, shape, lines_of, page=first.page))
        parts.append("\n")
        length += 1
    text = "".join(parts)
    return text, blocks, regions, _title(groups)


def _stands_out(group: Sequence[PdfLine], edges: _Edges) -> bool:
    return len(group) <= 3 and all(line.bold or line.size > edges.body + 0.7 for line in group)


def _title(groups: Sequence[Sequence[PdfLine]]) -> int | None:
    """Index of the group on the first page that is set largest and has three words or more."""
    first = [
        (index, group) for index, group in enumerate(groups)
        if group[0].page == 1 and sum(len(line.text.split()) for line in group) >= 3
    ]  # fmt: skip
    if not first:
        return None
    return max(first, key=lambda pair: (pair[1][0].size, -pair[0]))[0]


def _joint(previous: str, piece: str, words: Counter[str]) -> tuple[str, int]:
    """What to put between two lines of a paragraph, and how many characters to take off the first.

    A hyphen at the end goes where the document writes the joined word elsewhere, or does not write the
    hyphened one; before a capital, a digit or a symbol it stays.
    """
    match = _BROKEN.search(previous)
    following = _FIRST.match(piece)
    if previous.endswith("\xad"):
        return "", 1
    if previous[-1:] in "-‐–/" and not match:
        return "", 0
    if match is None:
        return " ", 0
    if following is None or not piece[0].islower() or len(following.group()) == 1:
        return "", 0
    joined = (match.group(1) + following.group()).casefold()
    hyphened = f"{match.group(1)}-{following.group()}".casefold()
    if words[joined] == 0 and words[hyphened] > 0:
        return "", 0
    return "", 1


def _raised_cite(lines: Sequence[PdfLine]) -> bool:
    """Whether raised digits are citations: there are ten or more of them, and hardly any in brackets."""
    brackets = sum(len(re.findall(r"\[\d+(?:[,–-]\s*\d+)*\]", line.text)) for line in lines)
    raised = sum(len(re.findall(rf"[a-z.,;)]\s?{RAISED}\d", line.text)) for line in lines)
    return raised >= 10 and brackets < 5
