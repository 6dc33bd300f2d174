"""Lines of a PDF: where their columns have their edges, and whether a line goes on with the one before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.core.records import Section
from pipeline.ingest.layout import LOWERED, RAISED
from pipeline.ingest.plainlines import item_body
from pipeline.ingest.sections import heading_level, known_section

_ENDED = re.compile(
    rf"[.?!:][\"”’'»)\]]*(?:\s?{RAISED}[^{LOWERED}]*{LOWERED}[.,]?|\s?\[[\d,;\s–-]+\]|\s?\([^()]{{0,60}}\d{{4}}\))?\s*\Z"
)

#: a stop behind an initial or a common short form ends no sentence
_INITIAL = re.compile(r"(?:\b[A-Z]|\b(?:et al|e\.g|i\.e|Fig|Figs|cf|vs|ca|approx|sp|spp|var|no|No))\.\s*\Z")


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
    italic: bool = False
    lead: str = ""  # first words where they are set apart, behind "b" (bold) or "i" (italic)
    role: str = ""  # caption, grid or note, where it is part of a table
    other: bool = False  # in another font than most of the text

    @property
    def style(self) -> tuple[float, bool, bool]:
        """Type size, bold, italic."""
        return round(self.size * 2) / 2, self.bold, self.italic

    @property
    def ended(self) -> bool:
        """Whether it ends like a sentence, citation marks behind the stop left aside."""
        return bool(_ENDED.search(self.text)) and not _INITIAL.search(self.text)


def _before_references(lines: Sequence[PdfLine]) -> Sequence[PdfLine]:
    """Lines before the reference list, whose type is smaller and may be most of the document; all, where few are."""
    heads = [
        index
        for index, line in enumerate(lines)
        if len(line.text) < 40 and known_section(line.text) is Section.REFERENCES
    ]
    if heads and heads[-1] * 4 >= len(lines):
        return lines[: heads[-1]]
    return lines


class Edges:
    """Left and right edge of each column of each page, and the type size and line pitch of the body."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        lines = [line for line in lines if not line.role]
        sizes: Counter[float] = Counter()
        for line in _before_references(lines):
            sizes[line.size] += len(line.text)
        self.body = max(sorted(sizes), key=lambda size: sizes[size]) if sizes else 10.0
        self.left: dict[tuple[int, int], float] = {}
        self.right: dict[tuple[int, int], float] = {}
        for key in sorted({(line.page, line.column) for line in lines}):
            here = [line for line in lines if (line.page, line.column) == key]
            starts = Counter(round(line.x0) for line in here if abs(line.size - self.body) < 1)
            most = max(starts.values(), default=0)
            self.left[key] = float(
                min((x for x, n in starts.items() if n * 3 >= most), default=min(x.x0 for x in here))
            )
            ends = sorted(line.x1 for line in here)
            self.right[key] = ends[int(0.9 * (len(ends) - 1))]
        for page, column in list(self.right):
            beside = [right for (number, _), right in self.right.items() if number == page]
            if column == -1:  # lines across the page are few, and seldom full
                self.right[page, column] = max(beside)
        steps: Counter[float] = Counter()
        begun: list[bool] = []
        for a, b in pairwise(lines):
            if a.page == b.page and a.column == b.column and 0 < b.top - a.top < 3 * self.body:
                steps[round(b.top - a.top, 1)] += 1
                if a.ended and self.short(a) and abs(b.size - self.body) < 0.6 and not b.bold:
                    begun.append(self.indent(b) > 0.6 * self.body)
        self.pitch = max(sorted(steps), key=lambda step: steps[step]) if steps else 1.2 * self.body
        #: whether paragraphs begin with an indent here
        self.indents = len(begun) >= 4 and sum(begun) * 10 >= 7 * len(begun)

    def indent(self, line: PdfLine) -> float:
        """How far a line begins from the left edge of its column."""
        return line.x0 - self.left.get((line.page, line.column), line.x0)

    def short(self, line: PdfLine) -> bool:
        """Whether a line ends well before the right edge of its column."""
        return line.x1 < self.right.get((line.page, line.column), line.x1) - 2.5 * self.body

    def goes_on(self, before: PdfLine, line: PdfLine) -> bool:
        """Whether a line goes on with the paragraph, heading or caption of the line before it."""
        if (before.page, before.column) != (line.page, line.column):
            across = before.page == line.page and -1 in (before.column, line.column)
            near = 0 < line.top - before.top <= 1.6 * line.size
            if not (across and near and before.style == line.style and line.size > self.body + 0.7):
                return self.resumes(before, line)
        if abs(before.size - line.size) > 0.6:
            return False
        if line.top - before.top > 1.6 * max(self.pitch, 1.1 * line.size) or line.top < before.top - 1:
            return False
        if self._named(before) or (before.ended and self._named(line)):
            return False
        if before.other != line.other and not (before.italic or line.italic):
            return False
        if (before.bold, before.italic) != (line.bold, line.italic):
            return self._lead_goes_on(before, line) or self._mixed(before, line)
        if self.heading(before):
            return not self._heading_ends(before, line)
        ended, short = before.ended, self.short(before)
        number = item_body(line.text, 0, len(line.text))[1]
        if number is not None and (ended or short):
            return False
        if line.lead[:1] == "b" and ended and (short or self.indent(line) > 0.3 * self.body):
            return False
        if self.indent(line) > 0.6 * self.body and abs(line.x0 - before.x0) > 0.4 * self.body:
            return before.x0 < line.x0 - 0.4 * self.body and not ended and not short
        if line.top - before.top > 1.3 * max(self.pitch, 1.1 * line.size) and ended:
            return False
        return not (short and ended)

    def resumes(self, before: PdfLine, line: PdfLine) -> bool:
        """Whether a line goes on with a paragraph that a column, a page or a float parts it from."""
        if abs(before.size - line.size) > 0.6 or line.bold or before.bold or line.lead[:1] == "b":
            return False
        if before.text.rstrip()[-1:] in "-‐\xad" or (not before.ended and line.text.lstrip()[:1].islower()):
            return True
        if self.short(before):
            return False
        if not before.ended:
            return not self.heading(line)
        return self.indents and self.indent(line) < 0.4 * self.body

    def heading(self, line: PdfLine) -> bool:
        """Whether a line is set apart as headings are: bold, larger, or italic and short."""
        return line.bold or line.size > self.body + 0.7 or (line.italic and self.short(line))

    def _named(self, line: PdfLine) -> bool:
        """Whether a line is the name of a section and nothing else."""
        words = line.text.split()
        if len(words) > 7 or not self.short(line) or line.text.rstrip()[-1:] in ".,;" or not words[0][:1].isupper():
            return line.text.strip() in ("Abstract", "References", "Introduction")
        return known_section(line.text) is not None

    def _heading_ends(self, before: PdfLine, line: PdfLine) -> bool:
        """Whether two lines set like headings are two headings."""
        if known_section(before.text) is not None and not self._open(before.text):
            return True
        if heading_level(line.text) and (heading_level(before.text) or self.short(before)):
            return True
        if before.text.isupper() != line.text.isupper() and len(before.text) > 4 and len(line.text) > 4:
            return True
        if self.short(before) and line.top - before.top > 1.35 * max(self.pitch, 1.1 * line.size):
            return True
        return before.ended and self.short(before) and not line.text[:1].islower()

    @staticmethod
    def _open(text: str) -> bool:
        return text.rstrip()[-1:] in ",-–:&" or text.rstrip().rsplit(None, 1)[-1:] in (
            ["and"],
            ["of"],
            ["with"],
            ["the"],
        )

    def _lead_goes_on(self, before: PdfLine, line: PdfLine) -> bool:
        """Whether a heading that fills a line ends within the next one, before running text."""
        apart = (before.bold and line.lead[:1] == "b") or (before.italic and not before.bold and line.lead[:1] == "i")
        return apart and not before.ended and not self.short(before)

    def _mixed(self, before: PdfLine, line: PdfLine) -> bool:
        """Whether an italic line or a bold one stands inside a paragraph: no line around it ends early."""
        if before.bold != line.bold and (self.short(before) or before.ended):
            return False
        if before.bold != line.bold and known_section(before.text) is not None:
            return False
        inside = not self.short(before) and not before.ended
        return inside and self.indent(line) < 0.6 * self.body
