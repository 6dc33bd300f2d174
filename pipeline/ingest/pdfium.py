"""Takes words and rules off a PDF page with PDFium, which is many times as fast as reading it in Python."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from pipeline.ingest.glyphs import ACCENTS, symbol, with_accent
from pipeline.ingest.layout import Word

#: path objects of a page that are looked at: a drawing may have millions
_MOST_PATHS = 6_000
_MOST_SEGMENTS = 600
_MOST_OBJECTS = 60_000
_BOLD = ("bold", "black", "heavy", "-bd", ".b", "demi", "semibold")
_ITALIC = ("italic", "oblique", "-it", ".i")


#: rows of dots or strokes that draw a rule
_LEADER = re.compile(r"(?:\.{4,}|_{4,}|-{6,}|—{3,})\Z")


_GONE = object()


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, across (``top`` equals ``bottom``, nearly) or down."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def across(self) -> bool:
        """Whether it runs across the page."""
        return self.x1 - self.x0 > self.bottom - self.top


@dataclass(slots=True)
class Sheet:
    """What a page holds, in points with the origin at the upper left; ``turned`` where it is read sideways."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: int = 0
    turned: int = 0  # degrees that its text is turned against the page


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    italic: bool
    turned: int
    symbol: bool
    family: str


class _Text:
    """The characters of a page, one call of the C library for each of their features."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.count = max(0, raw.FPDFText_CountChars(text))
        self.styles: dict[int, _Style] = {}

    def style(self, index: int) -> _Style | None:
        """Style of a character: that of its text object, asked once an object."""
        place = ctypes.cast(raw.FPDFText_GetTextObject(self.text, index), ctypes.c_void_p).value
        if place is None:
            return None
        known = self.styles.get(place)
        if known is None:
            known = self.styles[place] = self._ask(index)
        return known

    def _ask(self, index: int) -> _Style:
        matrix, flags = raw.FS_MATRIX(), ctypes.c_int()
        buffer = ctypes.create_string_buffer(200)
        raw.FPDFText_GetFontInfo(self.text, index, buffer, 200, flags)
        name = buffer.value.decode("utf-8", "replace").rpartition("+")[2].lower()
        size = raw.FPDFText_GetFontSize(self.text, index)
        turn = 0
        if raw.FPDFText_GetMatrix(self.text, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
        bold = any(mark in name for mark in _BOLD) or raw.FPDFText_GetFontWeight(self.text, index) >= 600
        italic = any(mark in name for mark in _ITALIC) or bool(flags.value & 64)
        return _Style(abs(size), bold, italic, turn, name.startswith("symbol"), re.split(r"[-,.]", name)[0])

    def characters(self) -> Iterator[tuple[str, float, float, float, float, _Style] | None]:
        """Each character with its box (PDF coordinates) and style; None where a word ends."""
        box = raw.FS_RECTF()
        high = 0
        for index in range(self.count):
            code = raw.FPDFText_GetUnicode(self.text, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0
            high = 0
            if code in (0x20, 0x0D, 0x0A, 0x09, 0xA0):
                yield None
                continue
            if raw.FPDFText_IsHyphen(self.text, index) == 1 or code in (0x02, 0xFFFE):
                code = 0x2D
            style = self.style(index)
            if style is None or not raw.FPDFText_GetLooseCharBox(self.text, index, box):
                continue
            if code < 0x20 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
                continue
            char = chr(code)
            if style.symbol and (char.isascii() or 0xF000 <= code <= 0xF0FF):
                char = symbol(code)
            if char:
                yield char, box.left, box.bottom, box.right, box.top, style


def read_sheet(page: Any) -> Sheet:
    """Words and rules of a page that ``pypdfium2`` opened.

    Where more characters are turned by a quarter than stand upright (a rotated table), the page is read in
    the direction of those, and its upright characters, which are running heads then, are left out.
    """
    left, bottom, right, top = page.get_mediabox()
    text = page.get_textpage()
    try:
        characters = accented(list(_Text(text).characters()))
    finally:
        text.close()
    turns: dict[int, int] = {}
    for character in characters:
        if character is not None:
            turns[character[5].turned] = turns.get(character[5].turned, 0) + 1
    turned = max(sorted(turns), key=lambda turn: turns[turn]) if turns else 0
    width, height = (right - left, top - bottom) if turned % 180 == 0 else (top - bottom, right - left)
    sheet = Sheet(width, height, turned=turned)

    def turn(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if turned == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turned == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if turned == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    words = _words(characters, turned, turn)
    sheet.words = [word for word in words if not _LEADER.match(word.text)]
    sheet.rules, sheet.images = _rules(page, turn)
    for word in words:
        if _LEADER.match(word.text):
            middle = (word.top + word.bottom) / 2
            sheet.rules.append(Rule(word.x0, middle, word.x1, middle))
    return sheet


def accented(characters: list[Any]) -> list[Any]:
    """Characters with accents that are drawn over a letter near them made one with it."""
    found = list(characters)
    for index, character in enumerate(characters):
        if character is None or character[0] not in ACCENTS:
            continue
        middle = (character[1] + character[3]) / 2
        near = sorted(range(max(0, index - 20), min(len(found), index + 21)), key=lambda i: abs(i - index))
        for other in near:
            letter = found[other]
            if other == index or letter is None or letter is _GONE or not letter[0].isalpha():
                continue
            if letter[1] - 0.5 <= middle <= letter[3] + 0.5 and abs(letter[2] - character[2]) < 0.6 * letter[5].size:
                made = with_accent(letter[0], character[0])
                if made:
                    found[other] = (made, *letter[1:])
                    found[index] = _GONE
                    break
    return [character for character in found if character is not _GONE]


def _words(characters: list[Any], turned: int, turn: Any) -> list[Word]:
    """Characters that touch, in one style and at one height, as words."""
    words: list[Word] = []
    letters = ""
    apart = before = False
    x0 = top = x1 = bottom = 0.0
    style: _Style | None = None

    def flush() -> None:
        nonlocal letters
        if letters and style is not None:
            words.append(Word(letters, x0, top, x1, bottom, style.size, style.bold, style.italic, before, style.family))
        letters = ""

    for character in characters:
        if character is None:
            flush()
            apart = True
            continue
        char, *box, here = character
        if here.turned != turned:
            continue
        a, b, c, d = turn(*box)
        size = max(here.size, 1.0)
        if letters and (
            (
                here is not style
                and (style is None or here.bold != style.bold or abs(here.size - style.size) > 0.1 * size)
            )
            or abs(d - bottom) > 0.12 * size
            or a - x1 > 0.3 * size  # PDFium gives a blank for most gaps
            or a < x0 - 0.3 * size
            or c < x1 - 0.8 * size
        ):
            flush()
        if not letters:
            x0, top, x1, bottom, style = a, b, c, d, here
            before, apart = apart, False
        letters += char
        x1 = max(x1, c)
    flush()
    return words


def _rules(page: Any, turn: Any) -> tuple[list[Rule], int]:
    """Straight lines and thin boxes of the page's drawings, and how many images it has."""
    rules: list[Rule] = []
    images = paths = 0
    for number, item in enumerate(page.get_objects(max_depth=2)):
        if number > _MOST_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        elif item.type == raw.FPDF_PAGEOBJ_PATH and paths < _MOST_PATHS:
            paths += 1
            rules.extend(_lines_of(item, turn))
    return rules, images


def _lines_of(item: Any, turn: Any) -> Iterator[Rule]:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item.raw, *edges):
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    x0, y0, x1, y1 = (edge.value for edge in edges)
    if min(x1 - x0, y1 - y0) < 2.5:
        rule = Rule(*turn(x0, y0, x1, y1))
        if max(x1 - x0, y1 - y0) > 6:
            yield rule
        return
    count = raw.FPDFPath_CountSegments(item.raw)
    if not stroke.value or not 2 <= count <= _MOST_SEGMENTS:
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item.raw, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO and last is not None:
            a, b = sorted((last[0], point[0]))
            c, d = sorted((last[1], point[1]))
            if min(b - a, d - c) < 1 and max(b - a, d - c) > 6:
                yield Rule(*turn(a, c, b, d))
        last = point
