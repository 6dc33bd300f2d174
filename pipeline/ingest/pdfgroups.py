"""Groups of a PDF's lines that make one block each, and how they are written as text with blocks and regions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.core.records import Region, Section, Span
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.joints import joint
from pipeline.ingest.layout import LOWERED, RAISED
from pipeline.ingest.pdflines import PdfLine
from pipeline.ingest.sections import heading_level, known_section

#: raised words between the marks that the layout leaves around them
RAISED_WORDS = re.compile(rf"\s?{RAISED}([^{LOWERED}]*){LOWERED}")
#: sections behind the body: a heading that names one opens it, however it is set
_AFTER = frozenset({Section.BACK_MATTER, Section.REFERENCES, Section.ABBREVIATIONS})


@dataclass(slots=True)
class Group:
    """Lines that make one block; ``lead`` is a heading that runs in with the first of them."""

    lines: list[PdfLine] = field(default_factory=list)
    shape: Shape = Shape.TEXT
    lead: str = ""
    caption: bool = False
    level: int = 0

    @property
    def words(self) -> str:
        """Its words with blanks between lines."""
        return " ".join(line.text.strip() for line in self.lines)


class Writer:
    """Writes groups as text, and notes blocks and regions as it goes.

    Parameters
    ----------
    words
        How often each word of the document stands whole in a line: tells which hyphens at line ends are kept.
    cites
        Raised digits are citations: they are written in square brackets.
    """

    def __init__(self, words: Counter[str], cites: bool) -> None:
        self.words, self.cites = words, cites
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.regions: list[Region] = []
        self.first_block: list[int] = []
        self.length = 0

    def write(self, group: Group) -> None:
        """Write a group: one block, or two where a heading runs in."""
        self.first_block.append(len(self.blocks))
        start, first_part = self.length, len(self.parts)
        grid = group.shape is Shape.GRID
        spans: list[Span] = []
        for position, line in enumerate(group.lines):
            piece = RAISED_WORDS.sub(r" [\1]" if self.cites and not grid else r"\1", line.text)
            piece = piece.rstrip() if grid else " ".join(piece.split())
            if position:
                self._join(piece, grid)
            spans.append(Span(self.length, self.length + len(piece)))
            self.regions.append(
                Region(self.length, self.length + len(piece), line.page, line.x0, line.top, line.x1, line.bottom)
            )
            self.parts.append(piece)
            self.length += len(piece)
        page = group.lines[0].page
        text = "".join(self.parts[first_part:])
        cut = self._cut(group.lead, text)
        if cut:
            level = heading_level(text[:cut]) or (1 if known_section(text[:cut]) in _AFTER else 3)
            self.blocks.append(
                Block(start, start + cut, Shape.HEADING, (Span(start, start + cut),), level=level, page=page)
            )
            start += cut + len(text[cut:]) - len(text[cut:].lstrip())
        lines_of = tuple(spans) if grid else (Span(start, self.length),)
        self.blocks.append(Block(start, self.length, group.shape, lines_of, level=group.level, page=page))
        self.parts.append("\n")
        self.length += 1

    def _join(self, piece: str, grid: bool) -> None:
        between, cut = ("\n", 0) if grid else joint(self.parts[-1], piece, self.words)
        if cut:
            self.parts[-1] = self.parts[-1][:-cut]
            self.length -= cut
            last = self.regions[-1]
            self.regions[-1] = Region(last.start, last.end - cut, last.page, last.x0, last.top, last.x1, last.bottom)
        self.parts.append(between)
        self.length += len(between)

    @staticmethod
    def _cut(lead: str, text: str) -> int:
        """Where a run-in heading ends in the text of its group, 0 where it has none."""
        wanted = sum(1 for c in RAISED_WORDS.sub("", lead) if c.isalnum())
        if not wanted:
            return 0
        for index, char in enumerate(text):
            wanted -= char.isalnum()
            if wanted == 0:
                while index + 1 < len(text) and text[index + 1] in ".:)":
                    index += 1
                return index + 1 if text[index + 1 :].strip() else 0
        return 0


def raised_cite(lines: Sequence[PdfLine]) -> bool:
    """Whether raised digits are citations: there are ten or more of them, and hardly any in brackets."""
    brackets = sum(len(re.findall(r"\[\d+(?:[,–-]\s*\d+)*\]", line.text)) for line in lines)
    raised = sum(len(re.findall(rf"[a-z.,;)]\s?{RAISED}\d", line.text)) for line in lines)
    return raised >= 10 and brackets < 5
