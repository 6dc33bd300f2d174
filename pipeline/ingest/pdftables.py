"""Finds the tables of a PDF page by their captions and rules, and takes their words out of the running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.ingest.layout import Line, Word, rows
from pipeline.ingest.pdfgrid import GridRow, read_rows, segments
from pipeline.ingest.pdfium import Rule
from pipeline.ingest.tables import caption_label

#: points below a caption's first line in which a table's first rule stands
_REACH = 120.0


@dataclass(slots=True)
class PageTable:
    """A table on a page: the caption's first line, where the grid stands, and its rows."""

    caption: Line | None
    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[GridRow] = field(default_factory=list)

    def holds(self, word: Word) -> bool:
        """Whether a word lies in the grid."""
        middle = (word.top + word.bottom) / 2
        return self.x0 - 4 <= (word.x0 + word.x1) / 2 <= self.x1 + 4 and self.top <= middle <= self.bottom


def merge_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Rules across the page, those at one height that touch made one, top to bottom.

    Examples
    --------
    >>> merge_rules([Rule(10, 5, 60, 5), Rule(61, 5.3, 90, 5.3), Rule(10, 9, 11, 30)])
    [Rule(x0=10, top=5, x1=90, bottom=5.3)]
    """
    found: list[Rule] = []
    for rule in sorted((r for r in rules if r.across), key=lambda r: (round(r.top), r.x0)):
        last = next((f for f in reversed(found[-12:]) if abs(f.top - rule.top) <= 1.5 and rule.x0 <= f.x1 + 4), None)
        if last is not None and rule.x1 >= last.x0 - 4:
            found.remove(last)
            rule = Rule(min(last.x0, rule.x0), last.top, max(last.x1, rule.x1), max(last.bottom, rule.bottom))
        found.append(rule)
    return sorted(found, key=lambda r: (r.top, r.x0))


def find_tables(
    words: Sequence[Word], rules: Sequence[Rule], lines: Sequence[Line], size: float, gutter: tuple[float, float] | None
) -> list[PageTable]:
    """Tables of a page.

    A table begins below a line that is a caption of a table. Rules of one width below it, as far as no other
    caption and no running text stands between them, are its frame; where there are none, the lines below it
    that have wide gaps are its rows.

    Parameters
    ----------
    words, rules
        What is on the page.
    lines
        Its lines as they would be read without knowing of tables.
    size
        Type size of the document's running text.
    gutter
        The strip between its columns.
    """
    across = [rule for rule in merge_rules(rules) if rule.x1 - rule.x0 >= 60]
    labelled = [(line, caption_label(line.text())) for line in lines]
    captions = [line for line, found in labelled if found and found[1] == "table"]
    others = [line for line, found in labelled if found]
    found: list[PageTable] = []
    for caption in sorted(captions, key=lambda line: (line.top, line.x0)):
        limit = min((o.top for o in others if o.top > caption.bottom + 5 and _beside(o, caption)), default=float("inf"))
        table = _framed(caption, words, across, limit, size)
        if table is None:
            table = _unframed(caption, words, limit, size, gutter)
        if table is None or any(_overlap(table, other) for other in found):
            continue
        inside = [word for word in words if table.holds(word)]
        table.rows = read_rows(inside, [r for r in rules if _within(r, table)], table.x0, table.x1)
        if len(table.rows) >= 2 and max(len(row.filled) for row in table.rows) >= 2:
            found.append(table)
    return found


def _beside(one: Line, other: Line) -> bool:
    """Whether two lines share a part of the page's width."""
    return one.x0 < other.x1 + 20 and other.x0 < one.x1 + 20


def _within(rule: Rule, table: PageTable) -> bool:
    return (
        rule.x0 >= table.x0 - 6
        and rule.x1 <= table.x1 + 6
        and rule.bottom >= table.top - 3
        and rule.top <= table.bottom + 3
    )


def _overlap(one: PageTable, other: PageTable) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom - 1 and other.top < one.bottom - 1


def _framed(
    caption: Line, words: Sequence[Word], across: Sequence[Rule], limit: float, size: float
) -> PageTable | None:
    below = [
        r
        for r in across
        if caption.bottom - 3 <= r.top <= min(limit, caption.bottom + _REACH)
        and r.x0 <= caption.x0 + 25
        and r.x1 >= min(caption.x1, caption.x0 + 60) - 5
    ]
    if not below:
        return None
    first = below[0]
    frame = [first]
    for rule in across:
        if rule.top <= frame[-1].top + 2 or rule.top >= limit:
            continue
        wide = min(rule.x1, first.x1) - max(rule.x0, first.x0)
        if wide < 0.75 * (first.x1 - first.x0) or rule.x1 - rule.x0 > 1.25 * (first.x1 - first.x0):
            continue
        between = [
            w for w in words
            if frame[-1].top <= w.top + 2 and w.bottom - 2 <= rule.top and first.x0 - 4 <= w.x0 and w.x1 <= first.x1 + 4
        ]  # fmt: skip
        if not between or _is_prose(rows(between, 0), first.x1 - first.x0):
            break
        frame.append(rule)
    if len(frame) < 2:
        return None
    x0, x1 = min(r.x0 for r in frame), max(r.x1 for r in frame)
    bottom = _extended(words, x0, x1, frame[-1].top, limit, size) if len(frame) == 2 else frame[-1].top
    return PageTable(caption, x0, first.top - 1, x1, bottom + 1)


def _is_prose(lines: Sequence[Line], width: float) -> bool:
    """Whether lines are running text: most fill the width without a gap."""
    full = sum(1 for line in lines if line.x1 - line.x0 > 0.8 * width and len(segments(line.words, line.size)) == 1)
    return len(lines) >= 3 and full * 3 > 2 * len(lines)


def _extended(words: Sequence[Word], x0: float, x1: float, start: float, limit: float, size: float) -> float:
    """Where the rows below a height end: lines with wide gaps, close to each other."""
    below = [w for w in words if w.top >= start - 2 and w.bottom < limit and w.x0 >= x0 - 6 and w.x1 <= x1 + 6]
    end = start
    kept = 0
    for line in rows(below, 0):
        if line.top - end > 2.2 * max(line.size, 6.0):
            break
        parts = segments(line.words, line.size)
        narrow = line.x1 - line.x0 < 0.45 * (x1 - x0) and abs(line.size - size) > 0.4
        if len(parts) < 2 and not (narrow and kept):
            break
        kept += len(parts) >= 2
        end = max(w.bottom for w in line.words)
    return end if kept >= 2 else start


def _unframed(
    caption: Line, words: Sequence[Word], limit: float, size: float, gutter: tuple[float, float] | None
) -> PageTable | None:
    """A table without rules: rows with wide gaps below the caption, which may have some lines of words."""
    left = min(word.x0 for word in words)
    right = max(word.x1 for word in words)
    if gutter is not None and caption.column == 0:
        right = gutter[0]
    elif gutter is not None and caption.column == 1:
        left = gutter[1]
    below = [
        w for w in words if w.top > caption.top + 2 and w.bottom < limit and w.x0 >= left - 2 and w.x1 <= right + 4
    ]
    lines = rows(below, 0)
    for before, line in pairwise([caption, *lines[:8]]):
        if line.top - before.bottom > 2.5 * size:
            return None
        if len(segments(line.words, line.size)) >= 2:
            end = _extended(words, left, right, line.top - 1, limit, size)
            return PageTable(caption, left, line.top - 1, right, end + 1) if end > line.bottom else None
    return None
