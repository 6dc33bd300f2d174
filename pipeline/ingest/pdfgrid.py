"""Makes rows and columns of the words in the frame of a table on a PDF page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.ingest.layout import Line, Word, rows
from pipeline.ingest.pdfium import Rule
from pipeline.ingest.pdfspans import join_spanned


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table: the words of each column (``""`` where it is empty) and where it stands."""

    cells: tuple[str, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 8.0

    @property
    def filled(self) -> list[int]:
        """Columns with words."""
        return [column for column, words in enumerate(self.cells) if words]


def segments(words: Sequence[Word], size: float, wide: float = 0.9) -> list[list[Word]]:
    """Words of a line, parted where a gap is wider than ``wide`` type sizes.

    Examples
    --------
    >>> words = [Word("a", 0, 0, 5, 9, 9), Word("b", 8, 0, 12, 9, 9), Word("c", 40, 0, 45, 9, 9)]
    >>> [len(part) for part in segments(words, 9)]
    [2, 1]
    """
    parts: list[list[Word]] = []
    for word in words:
        if parts and word.x0 - max(w.x1 for w in parts[-1]) <= wide * size:
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def read_rows(words: Sequence[Word], rules: Sequence[Rule], x0: float, x1: float) -> list[GridRow]:
    """Rows of the table that the words make.

    Columns are parted by the rules that run down it, or by the strips that hardly a line crosses. Rows are
    parted by the rules across where most lines have one, else each line is a row, and a line that only goes
    on with cells above it is added to the row above.
    """
    lines = rows(words, 0)
    if not lines:
        return []
    size = median(line.size for line in lines)
    borders = _drawn_borders(rules, lines) or _free_strips(lines, size)
    across = sorted({round(r.top, 1) for r in rules if r.across and r.x1 - r.x0 > 0.6 * (x1 - x0)})
    table = [_cells(line, borders, size) for line in lines]
    groups = _by_rules(lines, across)
    if groups is None:
        groups = _by_words(lines, table, across)
    found = [_row([lines[i] for i in group], [table[i] for i in group]) for group in groups]
    return join_spanned(found, rules, borders[0]) if borders else found


def _drawn_borders(rules: Sequence[Rule], lines: Sequence[Line]) -> list[float]:
    """Places of rules that run down past most of the lines."""
    top, bottom = lines[0].top, max(line.bottom for line in lines)
    reach: dict[int, float] = {}
    for rule in rules:
        if not rule.across:
            key = next((k for k in reach if abs(k - rule.x0) <= 2), round(rule.x0))
            reach[key] = reach.get(key, 0.0) + rule.bottom - rule.top
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return sorted(
        float(x) for x, length in reach.items() if length >= 0.6 * (bottom - top) and left + 3 < x < right - 3
    )


def _free_strips(lines: Sequence[Line], size: float) -> list[float]:
    """Middles of the strips between columns: hardly a line has words there, and on either side many begin or end.

    A line that is one long run of words (a heading inside the table) does not count.
    """
    spans: list[list[tuple[float, float]]] = []
    for line in lines:
        parts = [(part[0].x0, max(w.x1 for w in part)) for part in segments(line.words, size, 0.55)]
        if len(parts) > 1 or len(lines) < 3:
            spans.append(parts)
    if not spans:
        return []
    left = min(part[0] for parts in spans for part in parts)
    right = max(part[1] for parts in spans for part in parts)
    count = [0] * (int(2 * (right - left)) + 3)
    for parts in spans:
        for start, end in parts:
            for place in range(int(2 * (start - left)), int(2 * (end - left)) + 1):
                count[place] += 1
    allowed = 0 if len(spans) < 6 else max(1, int(0.08 * len(spans)))
    strips: list[tuple[int, int]] = []
    start_at: int | None = None
    for place, crossing in enumerate(count):
        free = crossing <= allowed
        if free and start_at is None:
            start_at = place
        elif not free and start_at is not None:
            strips.append((start_at, place))
            start_at = None
    borders = []
    for first, last in strips:
        if last - first >= 2 * 0.35 * size and first > 0:
            borders.append(left + (first + last) / 4)
    return borders


def _cells(line: Line, borders: Sequence[float], size: float) -> list[list[Word]]:
    """Words of a line by column: runs of words stay together, in the column that most of a run lies in."""
    cells: list[list[Word]] = [[] for _ in range(len(borders) + 1)]
    for part in segments(line.words, size, 0.55):
        start, end = part[0].x0, max(w.x1 for w in part)
        crossed = [b for b in borders if start + 0.15 * size < b < end - 0.15 * size]
        if not crossed or len(segments(part, size, 0.42)) == 1:
            edges = [float("-inf"), *borders, float("inf")]
            if len(crossed) > 1:
                best = sum(1 for b in borders if b <= start)
            else:
                best = max(range(len(edges) - 1), key=lambda i: (min(end, edges[i + 1]) - max(start, edges[i]), -i))
            cells[best] += part
        else:
            for word in part:
                cells[sum(1 for b in borders if b <= (word.x0 + word.x1) / 2)].append(word)
    return cells


def _by_rules(lines: Sequence[Line], across: Sequence[float]) -> list[list[int]] | None:
    """Groups of lines between rules, where rules part most of them."""
    inner = [y for y in across if lines[0].top < y < lines[-1].bottom - 1]
    if len(inner) < 3 or len(inner) < len(lines) / 4:
        return None
    groups: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(sum(1 for y in inner if y <= (line.top + line.bottom) / 2), []).append(index)
    return [groups[key] for key in sorted(groups)]


def _by_words(lines: Sequence[Line], table: Sequence[Sequence[list[Word]]], across: Sequence[float]) -> list[list[int]]:
    """Groups of lines: a line goes on with the one above where its gap or its empty cells say so."""
    steps = [b.top - a.top for a, b in pairwise(lines)]
    tight = sorted(steps)[len(steps) // 5] if steps else 0.0
    loose = sum(1 for step in steps if step > 1.2 * tight)
    parted = len(steps) >= 4 and loose >= 0.15 * len(steps) and len(steps) - loose >= 0.2 * len(steps)
    first_filled = sum(1 for cells in table if cells[0])
    groups: list[list[int]] = [[0]]
    for index in range(1, len(lines)):
        above, here = lines[index - 1], lines[index]
        ruled = any(above.bottom - 2 <= y <= here.top + 3 for y in across)
        step = steps[index - 1]
        goes_on = False
        if not ruled and not _figures(table[index]):
            if parted:
                goes_on = step <= 1.2 * tight and not (table[index][0] and _complete(table, groups[-1], index))
            else:
                goes_on = _goes_on(table, groups[-1], index, first_filled * 3 >= 2 * len(lines))
        if goes_on:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _figures(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether a line fills half of the columns, mostly with figures: no line that goes on does."""
    begun = [cell[0].text[:1] for cell in cells if cell]
    figures = sum(1 for c in begun if c.isdigit() or c in "<>±−–-+~≈")
    return len(begun) >= max(2, 0.5 * len(cells)) and figures * 2 >= len(begun)


def _complete(table: Sequence[Sequence[list[Word]]], group: Sequence[int], index: int) -> bool:
    """Whether a tight line has as many filled cells as a whole row, all begun anew."""
    filled = [column for column, cell in enumerate(table[index]) if cell]
    before = [column for column, cell in enumerate(table[group[-1]]) if cell]
    return len(filled) >= max(2, 0.8 * len(table[index])) and len(filled) >= len(before) and not _small(table[index])


def _small(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether most filled cells begin in lower case, as lines that go on do."""
    begun = [cell[0].text[:1] for cell in cells if cell]
    return sum(1 for c in begun if c.islower() or c in "(,;)/") * 2 > len(begun)


def _goes_on(table: Sequence[Sequence[list[Word]]], group: Sequence[int], index: int, subject: bool) -> bool:
    here = table[index]
    filled = [column for column, cell in enumerate(here) if cell]
    above = {column for i in group for column, cell in enumerate(table[i]) if cell}
    if not filled or not set(filled) <= above:
        return False
    fewer = len(filled) < len(above)
    if filled == [0]:
        return bool(here[0][0].text[:1].islower()) or here[0][0].text[:1] == "("
    if 0 not in filled and len(filled) == len(above) - 1 >= 3 and not _small(here):
        return False  # all but a subject that spans rows
    if 0 not in filled and subject and fewer:
        figures = sum(1 for column in filled if here[column][0].text[:1].isdigit())
        return figures * 2 <= len(filled) or len(filled) == 1
    return fewer and _small(here)


def _row(lines: Sequence[Line], table: Sequence[Sequence[list[Word]]]) -> GridRow:
    cells = []
    for column in range(len(table[0])):
        said = ""
        for cells_of in table:
            if cells_of[column]:
                piece = " ".join(Line(cells_of[column]).text().split())
                broken = len(said) > 2 and said.endswith("-") and piece[:1].islower() and said[-2].isalpha()
                said = said[:-1] + piece if broken else f"{said} {piece}".strip()
        cells.append(said)
    words = [word for line in lines for word in line.words]
    return GridRow(
        tuple(cells),
        min(w.x0 for w in words),
        min(w.top for w in words),
        max(w.x1 for w in words),
        max(w.bottom for w in words),
        lines[0].size,
    )
