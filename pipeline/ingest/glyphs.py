"""Characters as PDFs print them: ligatures, symbol fonts and private-use glyphs as the letters that they mean."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\xa0": " "}
#: Adobe's Symbol encoding (PDF 32000-1, annex D.5), the codes that articles use
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SIGNS = {
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD1: "∇", 0xD2: "®", 0xD3: "©",
    0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xE5: "∑", 0xF2: "∫", 0x2D: "−", 0x2A: "∗", 0x7E: "∼",
}  # fmt: skip
#: accents that stand alone -> those that combine
ACCENTS = {
    "¨": "\u0308", "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327", "˘": "\u0306",
    "ˇ": "\u030c", "˚": "\u030a", "¯": "\u0304", "˙": "\u0307", "˝": "\u030b", "˛": "\u0328",
}  # fmt: skip
_GLYPH = re.compile(r"\(cid:\d+\)")
_PLAIN = str.maketrans(_LIGATURES)


def symbol(code: int) -> str:
    """What a code of the Symbol font means, a code in the private-use area (U+F000 on) too; ``""`` if unknown.

    Examples
    --------
    >>> symbol(ord("k")), symbol(0xF0B1), symbol(0xE123)
    ('κ', '±', '')
    """
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    elif code > 0xFF:
        return ""
    if chr(code) in _LETTERS:
        return _LETTERS[chr(code)]
    return _SIGNS.get(code, chr(code) if 0x20 < code < 0x7F else "")


def with_accent(letter: str, accent: str) -> str:
    """A letter with an accent that is drawn over it, ``""`` where the two make no character.

    Examples
    --------
    >>> with_accent("a", "¨"), with_accent("7", "¨")
    ('ä', '')
    """
    made = unicodedata.normalize("NFC", ("i" if letter == "ı" else letter) + ACCENTS[accent])
    return made if len(made) == 1 else ""


def clean(text: str) -> str:
    """A line's text with ligatures spelled out, symbols read, and glyphs without a character left out.

    Examples
    --------
    >>> clean("eﬃcient (cid:3)cells, 5 \\uf0b1 1")
    'efficient cells, 5 ± 1'
    """
    text = _GLYPH.sub("", text.translate(_PLAIN))
    return "".join(_known(c) for c in text if c >= " " or c == "\t")


def _known(char: str) -> str:
    if "\ue000" <= char <= "\ue001":  # marks of the layout
        return char
    if "\ue002" <= char <= "\uf8ff":
        return symbol(ord(char))
    if "\U0001d400" <= char <= "\U0001d7ff":  # letters of mathematical alphabets
        return unicodedata.normalize("NFKC", char)
    return "" if char in "\ufffe\uffff\ufffd" else char
