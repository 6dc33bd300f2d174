"""What a line of plain text tells by itself: blanks, cells between bars or tabs, bullets and numbers, its end."""

from __future__ import annotations

import re

BULLET = re.compile(r"\s*(?:[-*•‣◦▪·●○■□➢–—]|o(?=\t))\s+(?=\S)")
NUMBERED = re.compile(r"\s*(?:\[(\d{1,4})\]|\(?(\d{1,4})[.)])\s+(?=\S)")
_SENTENCE_END = ".!?:;)]”\"'"
_LABEL = re.compile(r"[A-Z][\w-]*(?:[ /][\w-]+){0,3}(?:\s?\([^()]*\))?\s?:")
_LABELLED = re.compile(r"(?:\A|[.;,)\s])[A-Z]?[\w-]+(?:\s?\([^()]*\))?\s?:\s")
_ASIDE = re.compile(r"(?:notes?|abbreviations?|sources?|adapted|legend|key|table|figure|fig)\b", re.IGNORECASE)
_OPEN = re.compile(r"(?:[,;(:/+&-]|\b(?:and|or|of|in|by|with|the|to|from|via|for|a|an))\Z")


def is_blank(char: str) -> bool:
    """Whether a code point is blank: white space, or the byte order mark that a text may begin with."""
    return char.isspace() or char == "\ufeff"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends.

    Examples
    --------
    >>> trim("  ab ", 0, 5)
    (2, 4)
    """
    while start < end and is_blank(text[start]):
        start += 1
    while end > start and is_blank(text[end - 1]):
        end -= 1
    return start, end


def collapse(text: str) -> str:
    """The text with every run of blanks as one space, none at the ends."""
    return " ".join(text.replace("\ufeff", " ").split())


def bars(line: str) -> int:
    """How many cells a line without tabs has between upright bars; 0 where it is none of a table.

    A row of a table begins with a bar, or has at least three cells.

    Examples
    --------
    >>> bars("| a | b |"), bars("a | b | c"), bars("CD9 | CD63"), bars("| |x| | is the norm")
    (2, 3, 0, 0)
    """
    words = line.strip("\ufeff \r\xa0")
    cells = words.strip("|").split("|")
    if "\t" in words or not all(c[:1] in ("", " ", "-", ":") and c[-1:] in ("", " ", "-", ":") for c in cells[1:-1]):
        return 0
    spaced = len(cells) > 1 and all(a[-1:] in ("", " ", "-", ":") for a in cells[:-1])
    return len(cells) if spaced and (words[:1] == "|" == words[-1:] or (len(cells) > 2 and all(cells))) else 0


def runs_on(above: str, line: str) -> bool:
    """Whether a line without cells goes on with the words of the cell above it.

    Both have a label before a colon, or the cell is left open: it ends in a comma, a hyphen or a small joint word, or
    a bracket in it is not closed.

    Examples
    --------
    >>> runs_on("Presence: CD9", "Absence: CD3"), runs_on("CD9,", "CD63"), runs_on("CD9", "Embryonic stem cells")
    (True, True, False)
    >>> runs_on("+", "Negative markers")
    False
    """
    label = _LABEL.match(line.strip())
    if label is not None:
        return _LABELLED.search(above) is not None and not _ASIDE.match(line.strip())
    open_end = _OPEN.search(above.strip()) is not None and any(ch.isalnum() for ch in above)  # a sign alone is whole
    return open_end or above.count("(") > above.count(")")


def filled_cells(line: str) -> int:
    """How many cells of a line, between tabs or else bars, have something in them.

    Examples
    --------
    >>> filled_cells("a\\t\\tb"), filled_cells("\\tc"), filled_cells("d"), filled_cells("| a | b |")
    (2, 1, 1, 2)
    """
    cells = line.split("\t") if not bars(line) else line.strip("\ufeff \r\xa0").strip("|").split("|")
    return sum(1 for cell in cells if cell.strip("\ufeff \t\r\xa0"))


def item_body(text: str, start: int, end: int) -> tuple[int, int | None]:
    """Where a list item's words begin, and the number that it prints (None where it prints none).

    Examples
    --------
    >>> item_body("- 15. Lee", 0, 9), item_body("[3] Gao", 0, 7), item_body("- Li", 0, 4)
    ((6, 15), (4, 3), (2, None))
    """
    bullet = BULLET.match(text, start, end)
    if bullet:
        start = bullet.end()
    number = NUMBERED.match(text, start, end)
    if number:
        return number.end(), int(number.group(1) or number.group(2))
    return start, None


def ends_sentence(text: str) -> bool:
    """Whether a paragraph ends as a sentence does."""
    return text.rstrip()[-1:] in _SENTENCE_END
