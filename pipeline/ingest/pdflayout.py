"""Turns the words and rules of all pages into lines in reading order, tables as rows behind their captions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pipeline.ingest.bands import read_bands
from pipeline.ingest.layout import Line, Word, read_lines, settle_gutters
from pipeline.ingest.pdfium import Sheet
from pipeline.ingest.pdftables import PageTable, find_tables

#: a line as JSON: text, column, size, bold, x0, top, x1, bottom, italic, lead, role, other
PlainLine = list[Any]


def laid_out(sheets: Sequence[Sheet], count: int) -> dict[str, Any]:
    """The answer of the reading process for pages that were read.

    Returns
    -------
    dict
        ``count`` of all pages and ``pages``: width, height, turned (degrees), images, lines. A line's ``lead`` holds
        its first words where they are set apart (``b`` bold, ``i`` italic) from the rest; its ``role`` is ``caption``,
        ``grid`` (cells joined by tabs) or ``note`` for the parts of tables, ``""`` for all else; ``other`` says that it
        is set in another font than most of the text.
    """
    size, family = body_type(sheets)
    gutters = settle_gutters([(sheet.words, sheet.width) for sheet in sheets])
    return {
        "count": count,
        "pages": [
            {
                "width": sheet.width,
                "height": sheet.height,
                "turned": sheet.turned,
                "images": sheet.images,
                "lines": page_lines(sheet, gutter, size, family),
            }
            for sheet, gutter in zip(sheets, gutters, strict=True)
        ],
    }


def body_type(sheets: Sequence[Sheet]) -> tuple[float, str]:
    """Type size, in half points, and font of most characters."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    for sheet in _body_pages(sheets):
        for word in sheet.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
            fonts[word.font] += len(word.text)
    size = max(sorted(sizes), key=lambda s: sizes[s]) if sizes else 10.0
    return size, max(sorted(fonts), key=lambda f: fonts[f]) if fonts else ""


def _body_pages(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Pages before the reference list, whose type is smaller and may be most of the document; all, where few are."""
    for number in range(len(sheets) - 1, 0, -1):
        words = sheets[number].words
        for word in words:
            if word.text.strip(".:").casefold() not in ("references", "bibliography"):
                continue
            beside = sum(1 for w in words if abs(w.bottom - word.bottom) < 3 and abs(w.x0 - word.x0) < 150)
            if beside == 1:
                return sheets[:number] if number * 3 >= len(sheets) else sheets
    return sheets


def page_lines(sheet: Sheet, gutter: tuple[float, float] | None, size: float, family: str) -> list[PlainLine]:
    """Lines of a page, the rows of each table after the lines of its caption."""
    lines = read_bands(sheet.words, gutter)
    tables = find_tables(sheet.words, sheet.rules, lines, size, gutter) if lines else []
    if not tables:
        return [_plain(line, "", family) for line in lines]
    rest = [word for word in sheet.words if not any(table.holds(word) for table in tables)]
    again = _regutter(rest, sheet, gutter)
    captions: dict[int, list[Word]] = {}
    for number, table in enumerate(tables):
        if table.caption is not None:
            captions[number] = [word for word in rest if _in_caption(word, table)]
    taken = {id(word) for words in captions.values() for word in words}
    notes = {number: _notes(table, rest, taken, size) for number, table in enumerate(tables)}
    taken |= {id(word) for words in notes.values() for word in words}
    flow = read_bands([word for word in rest if id(word) not in taken], again)
    out = [_plain(line, "", family) for line in flow]
    for number, table in enumerate(tables):
        block = [_plain(line, "caption", family) for line in read_lines(captions.get(number, []), None)]
        column = table.caption.column if table.caption is not None else 0
        block += [_grid(row.cells, column, row) for row in table.rows]
        block += [_plain(line, "note", family) for line in read_lines(notes[number], None)]
        at = _place(out, table, column)
        out[at:at] = block
    return out


def _regutter(words: Sequence[Word], sheet: Sheet, gutter: tuple[float, float] | None) -> tuple[float, float] | None:
    """The gutter of a page whose tables were taken out."""
    found = settle_gutters([(words, sheet.width)])[0]
    if gutter is None or found is None:
        return gutter or found
    return found if abs(sum(found) - sum(gutter)) <= 30 else gutter


def _in_caption(word: Word, table: PageTable) -> bool:
    caption = table.caption
    if caption is None or not caption.top - 2 <= word.top <= table.top:
        return False
    return table.x0 - 8 <= word.x0 and word.x1 <= max(table.x1, caption.x1) + 8 and word.bottom <= table.top + 4


def _notes(table: PageTable, words: Sequence[Word], taken: set[int], size: float) -> list[Word]:
    """Words in small print right below a table."""
    below = sorted(
        (
            w
            for w in words
            if w.top >= table.bottom - 3 and id(w) not in taken and table.x0 - 6 <= w.x0 and w.x1 <= table.x1 + 8
        ),
        key=lambda w: w.top,
    )
    found: list[Word] = []
    end = table.bottom
    for line in read_lines(below, None):
        if line.top - end > 1.6 * max(line.size, 6.0) or line.size > size - 0.7:
            break
        found += line.words
        end = line.bottom
    return found


def _place(lines: Sequence[PlainLine], table: PageTable, column: int) -> int:
    """Where a table stands among the lines: behind the last line above it in its column."""
    at = 0
    for index, line in enumerate(lines):
        same = line[1] == column or line[1] == -1 or column == -1
        if same and line[5] < table.top:
            at = index + 1
    return at


def _grid(cells: Sequence[str], column: int, row: Any) -> PlainLine:
    text = "\t".join(cells).rstrip("\t")
    box = [round(v, 2) for v in (row.x0, row.top, row.x1, row.bottom)]
    return [text, column, row.size, False, *box, False, "", "grid", False]


def _plain(line: Line, role: str, family: str) -> PlainLine:
    bold, italic, lead = line.style()
    box = [round(v, 2) for v in (line.x0, line.top, line.x1, line.bottom)]
    letters = sum(len(word.text) for word in line.words)
    other = sum(len(word.text) for word in line.words if word.font != family)
    return [line.text(), line.column, line.size, bold, *box, italic, lead, role, other * 20 >= 17 * letters]
