"""Puts the words of a page into lines in reading order: finds the gutter and does not read across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

#: around raised digits in a line's text; the reader of the document decides what they are
RAISED, LOWERED = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, in points, origin top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    italic: bool = False
    apart: bool = False  # a blank stands before it
    font: str = ""  # family of its font


@dataclass(slots=True)
class Line:
    """A line of words; ``column`` is 0 for the left or only column, 1 for the right, -1 across the page."""

    words: list[Word] = field(default_factory=list)
    column: int = 0

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Upper edge of its largest word."""
        return max(self.words, key=lambda w: w.size).top

    @property
    def bottom(self) -> float:
        """Lower edge of its largest word."""
        return max(self.words, key=lambda w: w.size).bottom

    @property
    def size(self) -> float:
        """Type size of most of its characters."""
        weight: dict[float, int] = {}
        for word in self.words:
            key = round(word.size * 2) / 2
            weight[key] = weight.get(key, 0) + len(word.text)
        return max(sorted(weight), key=lambda size: weight[size])

    @property
    def bold(self) -> bool:
        """Whether all of it, nearly, is bold."""
        return self.style()[0]

    def style(self) -> tuple[bool, bool, str]:
        """Whether it is bold, whether it is italic, and which first words are, where the rest is not.

        The third is ``"b"`` or ``"i"`` and the words, ``""`` where the line begins like it goes on.
        """
        total = sum(len(word.text) for word in self.words)
        bold = sum(len(word.text) for word in self.words if word.bold)
        italic = sum(len(word.text) for word in self.words if word.italic)
        set_apart = bold * 20 >= 17 * total, italic * 20 >= 17 * total
        if any(set_apart):
            return (*set_apart, "")
        lead = 0
        first = self.words[0]
        if first.bold or first.italic:
            while lead < len(self.words) and (
                (self.words[lead].bold, self.words[lead].italic) == (first.bold, first.italic)
                or not any(c.isalpha() for c in self.words[lead].text)
            ):
                lead += 1
        if not 0 < lead < len(self.words):
            return False, False, ""
        return False, False, ("b" if first.bold else "i") + Line(self.words[:lead]).text()

    def text(self) -> str:
        """Its words, joined without a blank where they touch, by a tab where a wide gap parts them."""
        out = ""
        previous: Word | None = None
        base = self.size
        for word in self.words:
            raised = _is_raised(word, self, base)
            piece = f"{RAISED}{word.text}{LOWERED}" if raised else word.text
            if previous is not None:
                gap = word.x0 - previous.x1
                if gap > max(1.6 * base, 12.0):
                    out += "\t"
                elif gap > (0.02 if word.apart else 0.12) * max(base, 1.0) and not (raised and gap < 0.3 * base):
                    out += " "
            out += piece
            previous = word
        return out.replace(f"{LOWERED}{RAISED}", "").replace(f"{LOWERED} {RAISED}", "")


def _is_raised(word: Word, line: Line, base: float) -> bool:
    small = word.size <= 0.82 * base and word.bottom < line.bottom - 0.15 * base
    return small and any(c.isdigit() for c in word.text) and all(c.isdigit() or c in ",;-–—‒−.* " for c in word.text)


def find_gutter(words: Sequence[Word], width: float, near: float | None = None) -> tuple[float, float] | None:
    """Left and right edge of the strip between two columns, None on a page of one column.

    For each point of the middle two fifths of the page the height of the words that cross it is summed. The
    gutter is the widest strip of at least six points where this sum is below three fifths of its upper quartile:
    lines across the page cross it, lines of a column do not. Each side has to hold a fifth of the words.

    Parameters
    ----------
    words, width
        The page.
    near
        Where the other pages have their gutter: it is looked for within 25 points of there only, and a sum
        below four fifths will do.

    Examples
    --------
    >>> left = [Word("a", 50, y, 290, y + 10, 10) for y in range(0, 600, 12)]
    >>> right = [Word("b", 310, y, 550, y + 10, 10) for y in range(0, 600, 12)]
    >>> find_gutter(left + right, 600), find_gutter(left, 600)
    ((290.0, 310.0), None)
    """
    if len(words) < 40:
        return None
    low, high = int(width * 0.3), int(width * 0.7)
    crossing = [0.0] * (high - low)
    for word in words:
        for x in range(max(low, int(word.x0)), min(high, int(word.x1 - 0.01) + 1)):
            crossing[x - low] += word.bottom - word.top
    limit = (0.6 if near is None else 0.8) * sorted(crossing)[3 * len(crossing) // 4]
    within = range(len(crossing)) if near is None else range(int(near) - 25 - low, int(near) + 25 - low)
    best: tuple[int, int] | None = None
    start: int | None = None
    for index in range(len(crossing) + 1):
        inside = index < len(crossing) and index in within and crossing[index] <= limit
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            if best is None or index - start > best[1] - best[0]:
                best = (start, index)
            start = None
    if best is None or best[1] - best[0] < (6 if near is None else 4):
        return None
    best = _freest(crossing, best, limit)
    left, right = float(best[0] + low), float(best[1] + low)
    sides = sum(1 for word in words if (word.x0 + word.x1) / 2 < (left + right) / 2)
    if near is None and not 0.2 * len(words) <= sides <= 0.8 * len(words):
        return None
    return left, right


def _freest(crossing: Sequence[float], strip: tuple[int, int], limit: float) -> tuple[int, int]:
    """The widest part of a strip that hardly more words cross than its freest point."""
    allowed = min(crossing[strip[0] : strip[1]]) + max(0.06 * limit, min(36.0, 0.25 * limit))
    best, start = strip, None
    width = 0
    for index in range(strip[0], strip[1] + 1):
        if index < strip[1] and crossing[index] <= allowed:
            start = index if start is None else start
        elif start is not None:
            if index - start > width:
                best, width = (start, index), index - start
            start = None
    return best if width >= min(6, strip[1] - strip[0]) else strip


def settle_gutters(pages: Sequence[tuple[Sequence[Word], float]]) -> list[tuple[float, float] | None]:
    """The gutter of each page, pages that a table or figure makes unclear read like the others.

    Where half the pages or more have a gutter, their median is what a page without one, or with one more than
    30 points away, is looked at again for.
    """
    found = [find_gutter(words, width) for words, width in pages]
    middles = [(g[0] + g[1]) / 2 for g in found if g is not None]
    if len(middles) * 2 < len(pages) or not middles:
        return found
    usual = median(middles)
    return [
        gutter
        if gutter is not None and abs((gutter[0] + gutter[1]) / 2 - usual) <= 30
        else find_gutter(words, width, usual)
        for gutter, (words, width) in zip(found, pages, strict=True)
    ]


def read_lines(words: Sequence[Word], gutter: tuple[float, float] | None) -> list[Line]:
    """Lines of a page in reading order.

    On a page of two columns, lines are made on either side of the gutter; a line on the left and one on the
    right at the same height are one where no gap as wide as the gutter parts them. Such lines across the page
    part it into bands, and in each band the left column is read before the right.

    Parameters
    ----------
    words
        The page's words, in any order.
    gutter
        The strip between its columns, None where there is one column.
    """
    if gutter is None:
        return rows(words, 0)
    middle = (gutter[0] + gutter[1]) / 2

    def on_right(word: Word) -> bool:
        return (word.x0 + word.x1) / 2 >= middle or word.x0 > gutter[0] + 0.5 * (gutter[1] - gutter[0])

    left = rows([w for w in words if not on_right(w)], 0)
    right = rows([w for w in words if on_right(w)], 1)
    across: list[Line] = []
    for line in list(left):
        partner = next((r for r in right if abs(r.bottom - line.bottom) < 0.35 * max(line.size, 1.0)), None)
        crosses = line.x1 > gutter[1] + 1
        if partner is not None and (
            partner.x0 - line.x1 < min(0.8 * (gutter[1] - gutter[0]), 0.45 * line.size)
            or crosses
            or partner.x0 < gutter[0] - 1
        ):
            across.append(Line(sorted([*line.words, *partner.words], key=lambda w: w.x0), -1))
            left.remove(line)
            right.remove(partner)
        elif crosses:
            across.append(Line(line.words, -1))
            left.remove(line)
    for line in list(right):
        if line.x0 < gutter[0] - 1:
            across.append(Line(line.words, -1))
            right.remove(line)
    return _in_bands(left, right, sorted(across, key=lambda line: line.top))


def _in_bands(left: list[Line], right: list[Line], across: list[Line]) -> list[Line]:
    ordered: list[Line] = []
    edges = [line.top for line in across]
    for index in range(len(across) + 1):
        low = edges[index - 1] if index else float("-inf")
        high = edges[index] if index < len(across) else float("inf")
        if index:
            ordered.append(across[index - 1])
        ordered += [line for line in left if low <= line.top < high]
        ordered += [line for line in right if low <= line.top < high]
    return ordered


def rows(words: Sequence[Word], column: int) -> list[Line]:
    """Words of one column in lines, top to bottom: a word is on the line whose height it shares by half.

    Examples
    --------
    >>> [line.text() for line in rows([Word("b", 30, 0, 40, 10, 10), Word("a", 10, 1, 20, 11, 10)], 0)]
    ['a b']
    """
    lines: list[Line] = []
    extents: list[tuple[float, float]] = []
    large_first = sorted(words, key=lambda w: (round(w.top, 1), w.x0))
    for word in large_first:
        height = max(word.bottom - word.top, 0.1)
        for index in range(len(lines) - 1, max(-1, len(lines) - 5), -1):
            top, bottom = extents[index]
            shared = min(bottom, word.bottom) - max(top, word.top)
            if shared >= 0.5 * min(height, bottom - top):
                lines[index].words.append(word)
                if height > bottom - top:
                    extents[index] = (word.top, word.bottom)
                break
        else:
            lines.append(Line([word], column))
            extents.append((word.top, word.bottom))
    for line in lines:
        line.words.sort(key=lambda w: w.x0)
    return sorted(lines, key=lambda line: (line.top, line.x0))
