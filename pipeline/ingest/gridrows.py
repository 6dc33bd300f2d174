"""The cells of a grid's lines: between tabs or bars, run over line breaks, moved back where a spanned cell is left out.

Programs that print a table as text leave out what its rows cannot say: a cell that spans rows stands in the first of
them only, so that the cells of the others stand too far to the left; a cell with line breaks begins a new line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.core.records import Span
from pipeline.ingest.plainlines import bars, runs_on, trim

#: lines that one row may run over
_LONGEST_ROW = 12
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("citation", re.compile(r"\[?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]?\Z|.*\bet al\b|.*\b(?:19|20)\d\d[a-z]?\)?\Z")),
    ("microRNA", re.compile(r"(?:hsa-|mmu-|rno-)?(?:miR|mir|let|microRNA)[-‐‑– ]?\d", re.IGNORECASE)),
    ("measure", re.compile(r"[~<>≈]?\s*\d[\d.,–\s±-]*\s*(?:nm|µm|μm|kDa|%|µg|μg|mg)?\b")),
    ("nothing", re.compile(r"(?:n\.?\s?[aad]\.?|n/a|nr|none|unknown|[-–—]+)\Z", re.IGNORECASE)),
    ("sign", re.compile(r"[-+−–±]{1,3}\Z")),
    ("cells", re.compile(r".*\b(?:cells?|\w*(?:SC|PC)s?|fibroblasts|neurons|macrophages)\b", re.IGNORECASE)),
    ("symbol", re.compile(r"[A-Z][A-Za-z]{0,4}[-‐‑]?\d*[A-Z]?\d*(?:[,;/ ]|\Z)")),
    ("arrow", re.compile(r".*[↑↓]")),
)


def divide(text: str, line: Span) -> list[Span | None]:
    """The cells of a line between its tabs, or between its bars where it has no tab; None for an empty one.

    Examples
    --------
    >>> divide("| a |  | b |", Span(0, 12))
    [Span(start=2, end=3), None, Span(start=9, end=10)]
    """
    start, end, mark = line.start, line.end, "\t"
    if text.find("\t", start, end) < 0 and bars(text[start:end]):
        mark = "|"
        start, end = trim(text, start, end)
        start += text[start] == "|"
        end -= text[end - 1] == "|"
    cells: list[Span | None] = []
    while True:
        at = text.find(mark, start, end)
        inner = trim(text, start, end if at < 0 else at)
        cells.append(Span(*inner) if inner[0] < inner[1] else None)
        if at < 0:
            return cells
        start = at + 1


class _Profile:
    """What the cells of each column look like, by the rows that have all of them."""

    def __init__(self, text: str, rows: Sequence[Sequence[Span | None]], width: int) -> None:
        self.text = text
        self.seen: list[Counter[str]] = [Counter() for _ in range(width)]
        self.rows = len(rows)
        for row in rows:
            for column, cell in enumerate(row):
                if cell is not None:
                    self.seen[column].update(self._traits(cell))

    def _traits(self, cell: Span) -> set[str]:
        words = self.text[cell.start : cell.end]
        found = {name for name, pattern in _KINDS if pattern.match(words)}
        count = len(words.split())
        found.add("one word" if count == 1 else "few words" if count < 5 else "many words")
        return found | {word.lower() for word in re.findall(r"[^\W\d_]{4,}", words)[:6]}

    def fit(self, cells: Sequence[Span | None], offset: int) -> float:
        """How well cells fit the columns from ``offset`` on: the mean share of their traits that those columns have."""
        worth = 0.0
        filled = [(column, cell) for column, cell in enumerate(cells, offset) if cell is not None]
        for column, cell in filled:
            traits = self._traits(cell)
            worth += sum(self.seen[column][trait] for trait in traits) / (len(traits) * max(1, self.rows))
        return worth / max(1, len(filled))

    def leans_left(self, cells: Sequence[Span | None], by: float = -0.05) -> bool:
        """Whether cells fit the first columns better than the last, by more than a margin."""
        return self.fit(cells, 0) > self.fit(cells, len(self.seen) - len(cells)) + by


def mend(text: str, lines: Sequence[Sequence[Span | None]]) -> list[list[Span | None]]:
    """Rows of a grid's lines: cells that run over lines made whole, rows that lack spanned cells moved to the right.

    A line with fewer cells than the table has columns is judged by the rows that have all: it goes on in the lines
    below it where they make up just one row with it, it fits the first columns and the last of them the last columns;
    otherwise it stands under the last columns where
    its cells fit these better. A row is moved as a whole, as far as cells are missing. Nothing is done where less than
    two rows have all cells.

    Returns
    -------
    list of list of Span or None
        As many cells as the widest line; rows without moved or joined cells are as they were.
    """
    lines = _run_on(text, lines)
    width = max((len(line) for line in lines), default=0)
    whole = [line for line in lines[1:] if len(line) == width]
    if width < 3 or len(whole) == len(lines) - 1:
        return [list(line) for line in lines]
    rows: list[list[Span | None]] = []
    joined: list[Sequence[Span | None]] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        last, merged = _joined(lines, number, width) if number else (number, line)
        if last > number:
            joined.append(merged)
        number = last + 1
    profile = _Profile(text, whole or joined, width)
    number = 0
    while number < len(lines):
        line = list(lines[number])
        last, merged = _joined(lines, number, width) if number else (number, line)
        missing = width - len(line)
        fits = profile.leans_left(line) and not profile.leans_left(lines[last], 0.05)
        if last > number and (fits or not whole):
            rows.append(merged)
            number = last + 1
            continue
        if len(line) == 1 and line[0] is not None and rows and _goes_on(profile, rows[-1], line[0], width):
            before = rows[-1][-1]
            rows[-1][-1] = Span(before.start if before else line[0].start, line[0].end)
        elif (
            number and 1 < len(line) < width and len(whole) > 1
            and line[0] is not None and profile.fit(line, missing) > profile.fit(line, 0) + 0.1
        ):  # fmt: skip
            rows.append([*[None] * missing, *line])
        else:
            rows.append(line)
        number += 1
    return rows


def _run_on(text: str, lines: Sequence[Sequence[Span | None]]) -> list[list[Span | None]]:
    """The lines with those of one cell added to the cell above that they go on with by their words.

    They open with a label as that cell has one (``Absence: …`` below ``Presence: …``), or that cell is left open.
    """
    rows: list[list[Span | None]] = []
    for line in lines:
        above = next((cell for cell in reversed(rows[-1]) if cell is not None), None) if len(rows) > 1 else None
        first = line[0] if len(line) == 1 else None
        if above is not None and first is not None and runs_on(
            text[above.start : above.end], text[first.start : first.end]
        ):  # fmt: skip
            place = next(i for i in reversed(range(len(rows[-1]))) if rows[-1][i] is not None)
            rows[-1][place] = Span(above.start, first.end)
        else:
            rows.append(list(line))
    return rows


def _joined(lines: Sequence[Sequence[Span | None]], number: int, width: int) -> tuple[int, list[Span | None]]:
    """The last line of a row that begins in a line and has just as many cells as there are columns, and its cells."""
    merged = list(lines[number])
    for last in range(number + 1, min(number + _LONGEST_ROW, len(lines))):
        if not 1 < len(merged) < width or len(merged) - 1 + len(lines[last]) > width:
            break
        first = lines[last][0]
        if first is None:
            break
        before = merged[-1]
        merged[-1] = Span(before.start, first.end) if before is not None else first
        merged += lines[last][1:]
        if len(merged) == width:
            return last, merged
    return number, list(lines[number])


def _goes_on(profile: _Profile, above: Sequence[Span | None], cell: Span, width: int) -> bool:
    """Whether a line of one cell goes on with the last cell of a full row above it: it fits that column, no other."""
    if len(above) != width or above[-1] is None:
        return False
    fits = [profile.fit([cell], column) for column in range(width)]
    return fits[-1] > 0.5 and fits[-1] > fits[0] + 0.1 and fits[-1] >= max(fits)
