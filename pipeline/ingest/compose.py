"""Writes the text of a document that has mark-up, block by block, and notes the passages as it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.records import Cell, Citation, Passage, PassageKind, Section, Span
from pipeline.ingest.tables import head_rows, join_head, subject_column


@dataclass(frozen=True, slots=True)
class Inline:
    """Text of one block with its citation marks, offsets within it."""

    text: str
    marks: tuple[tuple[int, int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table in mark-up, with the rows and columns that it spans."""

    content: Inline
    rows: int = 1
    columns: int = 1
    head: bool = False


@dataclass
class Composer:
    """Grows a text: a block a line, the cells of a table row joined by tabs.

    Examples
    --------
    >>> composer = Composer()
    >>> composer.add(Inline("Results"), Section.RESULTS, PassageKind.HEADING)
    >>> composer.add(Inline("They age [3].", ((9, 12, (3,)),)), Section.RESULTS, PassageKind.PARAGRAPH)
    >>> composer.text, composer.citations
    ('Results\\nThey age [3].\\n', [Citation(start=17, end=20, numbers=(3,))])
    """

    passages: list[Passage] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def _write(self, inline: Inline, end: str) -> Span:
        start = self._length
        self._parts.append(inline.text + end)
        self._length += len(inline.text) + len(end)
        for first, last, numbers in inline.marks:
            self.citations.append(Citation(start + first, start + last, numbers))
        return Span(start, start + len(inline.text))

    def add(
        self,
        inline: Inline,
        section: Section,
        kind: PassageKind,
        heading: tuple[str, ...] = (),
        *,
        table: str = "",
    ) -> None:
        """Write one block; one without text is passed over."""
        if not inline.text:
            return
        span = self._write(inline, "\n")
        self.passages.append(Passage(len(self.passages), section, kind, span.start, span.end, heading, table=table))

    def add_pair(self, short: Inline, long: Inline, heading: tuple[str, ...]) -> None:
        """Write an entry of an abbreviation list, its two parts joined by a tab."""
        if not short.text or not long.text:
            self.add(short if short.text else long, Section.ABBREVIATIONS, PassageKind.PARAGRAPH, heading)
            return
        first = self._write(short, "\t")
        second = self._write(long, "\n")
        self.passages.append(
            Passage(
                len(self.passages),
                Section.ABBREVIATIONS,
                PassageKind.ABBREVIATION,
                first.start,
                second.end,
                heading,
                cells=(Cell(0, first, ""), Cell(1, second, "")),
            )
        )

    def add_table(self, rows: Sequence[Sequence[GridCell]], label: str, heading: tuple[str, ...]) -> None:
        """Write a table: heads first where the first rows are heads, then the body.

        A cell that spans rows is written once; the rows below hold it as inherited. A cell of the first column
        that is empty inherits the one above it.
        """
        grid = lay_out(rows)
        heads = _count_heads(rows)
        width = max((column + 1 for line in grid for column in line), default=0)
        names = [
            join_head(list(dict.fromkeys(grid[r][c][0].content.text for r in range(heads) if c in grid[r])))
            for c in range(width)
        ]
        words = [[line[c][0].content.text if c in line else "" for c in range(width)] for line in grid[heads:]]
        subject = subject_column(names, words)
        above: dict[int, Span] = {}
        for number, line in enumerate(grid):
            self._row(line, number - heads, names, label, heading, above, subject)

    def _row(
        self,
        line: Mapping[int, tuple[GridCell, bool]],
        number: int,
        names: Sequence[str],
        label: str,
        heading: tuple[str, ...],
        above: dict[int, Span],
        subject: int,
    ) -> None:
        written: list[tuple[int, Inline]] = []
        inherited: list[int] = []
        seen: set[int] = set()
        for column in sorted(line):
            cell, first = line[column]
            if id(cell) in seen:
                continue
            seen.add(id(cell))
            if first:
                written.append((column, cell.content))
            else:
                inherited.append(column)
        if not any(content.text for _, content in written):
            return
        leading = True
        cells: list[Cell] = []
        start = self._length
        end = start
        final = max(i for i, (_, content) in enumerate(written) if content.text)
        for position, (column, content) in enumerate(written[: final + 1]):
            span = self._write(content, "\n" if position == final else "\t")
            end = span.end
            head = names[column] if column < len(names) else ""
            if content.text:
                leading = False
                cells.append(Cell(column, span, head))
                if number >= 0:
                    above[column] = span
            elif leading and number > 0 and column in above:
                cells.append(Cell(column, above[column], head, inherited=True))
        for column in inherited:
            if column in above and number >= 0:
                cells.append(Cell(column, above[column], names[column], inherited=True))
        cells.sort(key=lambda cell: cell.column)
        while self.text_at(start) == "\t":
            start += 1
        kind = PassageKind.TABLE_ROW if number >= 0 else PassageKind.TABLE_HEAD
        row_head = next((i for i, cell in enumerate(cells) if cell.column == subject), 0) if number >= 0 else 0
        self.passages.append(
            Passage(
                len(self.passages),
                Section.TABLE,
                kind,
                start,
                end,
                heading,
                None,
                label,
                max(number, -1),
                tuple(cells),
                row_head,
            )
        )

    def text_at(self, offset: int) -> str:
        """The code point at an offset near the end of the text."""
        behind = self._length
        for part in reversed(self._parts):
            behind -= len(part)
            if behind <= offset:
                return part[offset - behind]
        return ""


def lay_out(rows: Sequence[Sequence[GridCell]]) -> list[dict[int, tuple[GridCell, bool]]]:
    """Cells by column for each row, spans spelled out; the flag says whether the cell begins in that row.

    Examples
    --------
    >>> a, b, c = (GridCell(Inline(x)) for x in "abc")
    >>> tall = GridCell(Inline("t"), rows=2)
    >>> [[(k, v[0].content.text, v[1]) for k, v in sorted(r.items())] for r in lay_out([[tall, a], [b]])]
    [[(0, 't', True), (1, 'a', True)], [(0, 't', False), (1, 'b', True)]]
    """
    grid: list[dict[int, tuple[GridCell, bool]]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            for down in range(min(cell.rows, len(rows) - number)):
                for right in range(min(cell.columns, 200)):
                    grid[number + down].setdefault(column + right, (cell, down == 0))
            column += min(cell.columns, 200)
    return grid


def _count_heads(rows: Sequence[Sequence[GridCell]]) -> int:
    count = 0
    for row in rows:
        if not row or not all(cell.head for cell in row):
            break
        count += 1
    if count == 0:
        words = [[cell.content.text for cell in row] for row in rows[:4]]
        count = min(head_rows(words, len(rows)), 1)
    return count if count < len(rows) else 0
