"""Tables as grids: which rows are heads, what each column says, what a row is about, what an empty cell inherits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.records import Cell, Passage, PassageKind, Section, Span
from pipeline.ingest.blocks import Block
from pipeline.ingest.gridrows import divide, mend
from pipeline.ingest.plainlines import collapse, runs_on, trim

_DIVIDER = re.compile(r"[\s\-–—_=|:+]*\Z")
_CAPTION = re.compile(
    r"\W{0,3}(?P<label>(?:(?:supplementa\w*|additional|extended data|online|suppl\.?)\s+)?"
    r"(?P<what>table|tab\.|fig\.?|figure|figs\.|scheme|box|chart|plate|panel|video|movie)\s*"
    r"(?P<number>[A-Z]?\d{1,3}[A-Z]?|[IVXL]{1,6}(?![a-z])|[A-Z](?![A-Za-z])))(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ORDINAL = re.compile(
    r"(?:no|nr|number|s\.?no|#|sl|id|refs?|references?|study|studies|citations?|authors?|year)\W*", re.I
)
_MARK = re.compile(
    r"(?:\[[\d,;\s–-]+\]|\d{1,4}\.?|[A-Z][\w’'-]+(?: et al\.?| and [A-Z]\w+)?,? ?\(?(?:19|20)\d\d[a-z]?\)?)"
)


#: a short line that begins with an abbreviation: ``miRNAs``, ``hESC-derived exosomes``
_ABBREVIATED = re.compile(r"[a-z]{1,4}[A-Z][\w/-]*(?:\s\S+){0,2}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a grid: its span and the spans of its cells (None where a cell is empty)."""

    span: Span
    cells: tuple[Span | None, ...]

    @property
    def filled(self) -> int:
        """How many cells have something in them."""
        return sum(1 for cell in self.cells if cell is not None)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as read: rows above the body (``heads``) and the body, and rules between them (``rules``)."""

    heads: tuple[Row, ...]
    body: tuple[Row, ...]
    rules: tuple[Span, ...] = ()


def caption_label(text: str) -> tuple[str, str] | None:
    """Label and sort (``table``, ``figure``, ``other``) of a caption, None where a text is no caption.

    A caption begins with its label and goes on with a stop, a colon or a bar, or with a capital, digit or
    bracket; ``Figure 2 shows`` is a sentence.

    Examples
    --------
    >>> caption_label("Fig. 2 Formation of vesicles"), caption_label("Table 2 lists the methods")
    (('Figure 2', 'figure'), None)
    >>> caption_label("TABLE IV. Markers")
    ('Table IV', 'table')
    """
    match = _CAPTION.match(text.replace("**", ""))
    if match is None:
        return None
    rest = match.group("rest")
    stop = re.match(r"\s*[.:|。—–]|\s*\t", rest)
    following = re.sub(r"^[\s.:|—–*_)\]-]+", "", rest)
    if not stop and rest.strip():
        if not rest[:1].isspace() or not (
            following[:1].isupper() or following[:1].isdigit() or following[:1] in "([“\"'"
        ):
            return None
        if re.match(r"(?:[A-Z][a-z]+ed|In|As|And|Of|For)\b", following) and following[:3] in ("As ", "And", "Of "):
            return None
    if stop and following[:1].islower() and "." not in stop.group() and not re.match(r"[a-z]{1,4}[A-Z\d]", following):
        return None
    what = match.group("what").lower().rstrip(".")
    sort = "table" if what.startswith("tab") else "figure" if what.startswith("fig") else "other"
    name = {"table": "Table", "figure": "Figure"}.get(sort, what.capitalize())
    extra = "Supplementary " if re.match(r"\W*suppl", text, re.I) else ""
    return f"{extra}{name} {match.group('number').upper()}", sort


def split_row(text: str, line: Span) -> Row:
    """Cells of a line between its tabs or bars."""
    return _row(Span(*trim(text, line.start, line.end)), divide(text, line))


def _row(span: Span, cells: Sequence[Span | None]) -> Row:
    kept = list(cells)
    while kept and kept[-1] is None:
        kept.pop()
    return Row(span, tuple(kept))


def read_grid(text: str, block: Block) -> Grid:
    """Rows of a block whose lines have tabs or bars, told apart into heads and body.

    A line of one cell that begins in lower case runs on from the last cell of the row above; for other lines that a
    row runs over, and rows that lack cells, see `pipeline.ingest.gridrows.mend`.
    """
    lines: list[list[Span | None]] = []
    rules: list[Span] = []
    for line in block.lines:
        content = text[line.start : line.end].strip()
        if _DIVIDER.match(content) and (not lines or len(content) > 3):
            rules.append(Span(*trim(text, line.start, line.end)))
            continue
        cells = divide(text, line)
        alone = cells[0] if len(cells) == 1 else None
        last = next((i for i in reversed(range(len(lines[-1]))) if lines[-1][i] is not None), 0) if lines else 0
        begun = lines[-1][last] if lines else None
        if not rules and alone is not None and begun is not None and _runs_on(text[begun.start : begun.end], content):
            lines[-1][last] = Span(begun.start, alone.end)
        elif any(cells):
            lines.append(cells)
    rows = [_row(_whole(cells), cells) for cells in mend(text, lines)]
    count = head_rows([[text[c.start : c.end] if c else "" for c in row.cells] for row in rows[:4]], len(rows))
    return Grid(tuple(rows[:count]), tuple(rows[count:]), tuple(rules))


def _runs_on(above: str, line: str) -> bool:
    """Whether a line of one cell that begins in lower case goes on with the cell above; ``miRNAs`` may head rows."""
    if not line[:1].islower():
        return False
    return _ABBREVIATED.fullmatch(line) is None or runs_on(above, line)


def _whole(cells: Sequence[Span | None]) -> Span:
    filled = [cell for cell in cells if cell is not None]
    return Span(filled[0].start, filled[-1].end)


def head_rows(rows: Sequence[Sequence[str]], total: int) -> int:
    """How many of a grid's first rows are heads, judged by what they say.

    The first row is a head where there is more than one row and it is no data (no cell is long, none is a
    citation mark or a measured value). A second row is one where it only goes on with words of the first
    (``Stem cell`` / ``source``) or names the columns under a spanning head.
    """
    if total < 2 or not rows or not _head_like(rows[0]):
        return 0
    if len(rows) < 2 or total < 3:
        return 1
    first, second = rows[0], rows[1]
    filled = [cell for cell in second if cell]
    fewer = len(filled) < len([c for c in first if c])
    goes_on = all(len(c) <= 30 and _second_line(c) for c in filled) and (
        fewer or all(c.startswith("(") for c in filled)
    )
    if filled and goes_on:
        return 2
    under = (
        any(not cell for cell in first[1:]) and len(first) <= len(second) and len(filled) > len([c for c in first if c])
    )
    if under and _head_like(second) and (not first[0] or not any(ch.isdigit() for c in filled for ch in c)):
        return 2
    return 1


def _second_line(cell: str) -> bool:
    """Whether a cell only goes on with the words above it: small words, a unit in brackets, a stray dash."""
    word = cell.split()[0]
    return (word.isalpha() and word.islower()) or cell.startswith("(") or not any(c.isalnum() for c in cell)


def _head_like(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled or (len(filled) < 2 and len(cells) < 2):
        return False
    if any(len(cell) > 120 for cell in filled):
        return False
    return not any(re.fullmatch(r"\[[\d,;\s–-]+\]|[<>=~≈±\d.,\s%–-]*\d[\d.,\s%–±-]*", cell) for cell in filled)


def join_head(parts: Sequence[str]) -> str:
    """One head from the words of the cells that stand above each other, words broken by a hyphen made whole.

    Examples
    --------
    >>> join_head(["Ref- er-", "ences"]), join_head(["Size", "-"])
    ('References', 'Size')
    """
    text = " ".join(collapse(part) for part in parts if any(ch.isalnum() for ch in part))
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", text)


def column_heads(text: str, heads: Sequence[Row]) -> list[str]:
    """The head of each column; in a row of heads an empty cell takes the one to its left if a row below has words."""
    width = max((len(row.cells) for row in heads), default=0)
    columns: list[str] = []
    for column in range(width):
        parts = []
        for index, row in enumerate(heads):
            cell = row.cells[column] if column < len(row.cells) else None
            spanning = index == 0 and len(heads) > 1 and len(heads[1].cells) > 0 and heads[0].filled < heads[1].filled
            back = column
            while cell is None and spanning and back > 1:
                back -= 1
                cell = row.cells[back] if back < len(row.cells) else None
            if cell is not None:
                parts.append(text[cell.start : cell.end])
        columns.append(join_head(parts))
    return columns


def subject_column(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The column that says what a row is about: the first that is no ordinal, reference or study.

    Examples
    --------
    >>> subject_column(["No.", "Cell", "Size"], [["1", "MSC", "90 nm"]])
    1
    """
    width = max((len(row) for row in rows), default=0)
    for column in range(width):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        if not cells or (column < len(heads) and _ORDINAL.fullmatch(heads[column])):
            continue
        if sum(1 for cell in cells if _MARK.fullmatch(cell)) * 2 <= len(cells):
            return column
    return 0


def grid_passages(
    text: str,
    grid: Grid,
    *,
    label: str,
    heading: tuple[str, ...],
    first: int,
    page: int | None = None,
    heads: Sequence[str] | None = None,
    first_row: int = 0,
) -> list[Passage]:
    """Passages of a grid: its head rows, its body rows with cells and heads, and its rules.

    An empty cell at the head of a row takes the cell above it (``inherited``).

    Parameters
    ----------
    heads
        Column heads to use where the grid prints none (it goes on with a table begun before).
    first_row
        Number of the first body row.
    """
    names = column_heads(text, grid.heads) if grid.heads else list(heads or ())
    found: list[Passage] = []

    def add(kind: PassageKind, span: Span, row: int = -1, cells: tuple[Cell, ...] = (), row_head: int = 0) -> None:
        found.append(Passage(0, Section.TABLE, kind, span.start, span.end, heading, page, label, row, cells, row_head))

    for span in grid.rules:
        add(PassageKind.OTHER, span)
    for row in grid.heads:
        add(
            PassageKind.TABLE_HEAD,
            row.span,
            cells=tuple(
                Cell(column, cell, names[column] if column < len(names) else "")
                for column, cell in enumerate(row.cells)
                if cell is not None
            ),
        )
    words = [[collapse(text[c.start : c.end]) if c else "" for c in row.cells] for row in grid.body]
    subject = subject_column(names, words)
    above: dict[int, Span] = {}
    for number, row in enumerate(grid.body):
        cells = []
        leading = True
        for column, cell in enumerate(row.cells):
            head = names[column] if column < len(names) else ""
            if cell is not None:
                leading = False
                above[column] = cell
                cells.append(Cell(column, cell, head))
            elif leading and column in above and row.filled:
                cells.append(Cell(column, above[column], head, inherited=True))
        row_head = next((i for i, cell in enumerate(cells) if cell.column == subject), 0)
        add(PassageKind.TABLE_ROW, row.span, first_row + number, tuple(cells), row_head)
    found.sort(key=lambda passage: passage.start)
    return [
        Passage(first + i, p.section, p.kind, p.start, p.end, p.heading, p.page, p.table, p.row, p.cells, p.row_head)
        for i, p in enumerate(found)
    ]
