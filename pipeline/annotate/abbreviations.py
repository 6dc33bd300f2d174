"""Abbreviations that a document defines: short form, long form, and where.

The letters are matched as Schwartz and Hearst do (2003, Pac Symp Biocomput 451-462, "A simple algorithm for identifying
abbreviation definitions in biomedical text"). scispaCy's detector does the same, but its map from letters to tokens
presumes a blank between any two tokens and it refuses short forms with a hyphen; both are the rule in this field
(``adipose-derived stem cells (AD-MSCs)``). So the component takes scispaCy's place and keeps its interface:
``doc._.abbreviations`` and ``span._.long_form``. Rows of an abbreviation list count as definitions, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]")
_SHORT = re.compile(r"[^\W_](?:[\w*+.]|[-‐‑–/](?=\w)|\s(?=\d))*")
_WORD = re.compile(r"\S+")
_BREAK = re.compile(r"[.;:!?]\s|[()\[\]]|,\s(?:and|or|but|which)\s|\n\s*\n|\t")
_LIST_ROW = re.compile(
    r"\s*(?P<short>[^\s:,;=\t][^:,;=\t]{0,18}?)\s*(?:[:=\t,]|\s[–-])\s*(?P<long>[^;\t\n]{3,150}?)\s*(?=[;\t\n]|\.?\s*$)"
)
_SPECIES = re.compile(r"[hmrp][A-Z]{2}")
_NO_START = frozenset(
    {"and", "or", "of", "the", "a", "an", "in", "with", "by", "for", "as", "to", "from", "via", "on", "that", "is"}
)
_VESICLE = re.compile(r"[-‐‑–](?:s?EVs?|EXOs?|[Ee]xos?|[Ee]x|MVs?|[Ee]xosomes?)$")
_VESICLE_TAIL = re.compile(
    r"[-‐‑–\s]*(?:(?:[Dd]erived|[Ss]ecreted|[Rr]eleased)[-‐‑–\s]*)?(?:small\s)?(?:extracellular\s)?"
    r"(?:[Ee]xosom(?:e|es|al)|[Vv]esicles?|EVs?|EXOs?)$"
)
_LOOK = str.maketrans("αβγδεκλμ", "abgdeklm")


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition in a text: the spans of the short and of the long form.

    Examples
    --------
    >>> Definition(24, 27, 0, 22, "MSC", "mesenchymal stem cells").short
    'MSC'
    """

    short_start: int
    short_end: int
    long_start: int
    long_end: int
    short: str
    long: str


def find_definitions(text: str) -> list[Definition]:
    """Definitions in brackets, long form first or short form first, in text order.

    Examples
    --------
    >>> [(d.short, d.long) for d in find_definitions("adipose stem cells (ASCs) and Nrf2 (NF-related factor 2)")]
    [('ASCs', 'adipose stem cells'), ('Nrf2', 'NF-related factor 2')]
    """
    return list(_defined(text))


@lru_cache(maxsize=64)
def _defined(text: str) -> tuple[Definition, ...]:
    """Kept for the texts read last: a document is asked for its definitions before its passages are read."""
    return tuple(_definitions(text))


def _definitions(text: str) -> Iterator[Definition]:
    for bracket in _BRACKET.finditer(text):
        inside, offset = bracket[1], bracket.start(1)
        first = re.split(r"[,;]\s|\s(?:or|also)\s", inside, maxsplit=1)[0].rstrip()
        vesicles = _VESICLE.search(first)
        if vesicles is not None:
            first = first[: vesicles.start()]
        if vesicles is not None and sum(c.isupper() for c in first) < 2:
            continue  # "Hypo-EVs" names vesicles by what was done to the cells
        if _is_short(first):
            before = _before(text, bracket.start(), first)
            if vesicles is not None:
                tail = _VESICLE_TAIL.search(text, *before)
                before = (before[0], tail.start() if tail is not None else before[1])
            span = _long_span(text, first, *before)
            if span is not None and (both := _respective(text, inside, first, span)) is not None:
                first_long, second, second_long = both
                yield Definition(offset, offset + len(first), *first_long, first, text[slice(*first_long)])
                start = offset + inside.index(second, len(first))
                yield Definition(start, start + len(second), *second_long, second, text[slice(*second_long)])
                continue
            if span is not None:
                yield Definition(offset, offset + len(first), *span, first, text[span[0] : span[1]])
                continue
        word = re.search(r"([^\s()\[\]]+)\s$", text[max(0, bracket.start() - 30) : bracket.start()])
        if word is not None and " " in inside.strip() and _is_short(word[1]) and not word[1].islower():
            start = bracket.start() - 1 - len(word[1])
            span = _long_span(text, word[1], offset, offset + len(inside.rstrip()))
            if span is not None and span[0] == offset:
                yield Definition(start, start + len(word[1]), *span, word[1], text[span[0] : span[1]])


def _respective(
    text: str, inside: str, first: str, span: tuple[int, int]
) -> tuple[tuple[int, int], str, tuple[int, int]] | None:
    """The conjuncts that two short forms in one bracket stand for: ``fibroblasts and macrophages (CAFs, TAMs)``."""
    shorts = re.split(r",\s(?:and\s)?|\sand\s", inside.strip())
    links = list(re.finditer(r"\sand\s", text[span[0] : span[1]]))
    if len(shorts) != 2 or not links or not _is_short(shorts[1]):
        return None
    middle, after = span[0] + links[-1].start(), span[0] + links[-1].end()
    if _long_span(text, first, span[0], middle) != (span[0], middle):
        return None
    return (span[0], middle), shorts[1], (after, span[1])


def list_definitions(text: str) -> list[Definition]:
    """Definitions in a row of an abbreviation list (``MSC: mesenchymal stem cell``), several where ``;`` parts them.

    Examples
    --------
    >>> [(d.short, d.long) for d in list_definitions("MSC: mesenchymal stem cell; BM, bone marrow")]
    [('MSC', 'mesenchymal stem cell'), ('BM', 'bone marrow')]
    """
    found, position = [], 0
    while position < len(text) and (row := _LIST_ROW.match(text, position)) is not None:
        if _is_short(row["short"]):
            found.append(
                Definition(
                    row.start("short"), row.end("short"), row.start("long"), row.end("long"), row["short"], row["long"]
                )
            )
        position = row.end() + 1
    return found


def _is_short(candidate: str) -> bool:
    """Schwartz and Hearst's conditions: 2 to 12 characters, one word or a word and a number, a letter in it."""
    return (
        2 <= len(candidate) <= 12
        and _SHORT.fullmatch(candidate) is not None
        and any(c.isalpha() for c in candidate)
        and (any(c.isupper() or c.isdigit() for c in candidate) or len(candidate) <= 5)
        and not candidate.isdigit()
    )


def long_start(text: str, short: str, end: int) -> int | None:
    """Where the long form of a short form begins that ends at ``end``, or None.

    Examples
    --------
    >>> long_start("via the toll-like receptor 2 on", "TLR2", 28)
    8
    """
    span = _long_span(text, short, *_before(text, end, short))
    return None if span is None or span[1] != end else span[0]


def _before(text: str, bracket: int, short: str) -> tuple[int, int]:
    """Where the long form is looked for: min(|A| + 5, 2 |A|) words before the bracket, in the same clause."""
    start = max(0, bracket - 250)
    window = text[start:bracket]
    cut = max((match.end() for match in _BREAK.finditer(window)), default=0)
    words = list(_WORD.finditer(window, cut))
    size = sum(c.isalnum() for c in short)
    words = words[-min(size + 5, 2 * size) :]
    if not words:
        return bracket, bracket
    return start + words[0].start(), start + words[-1].end()


def _long_span(text: str, short: str, start: int, end: int) -> tuple[int, int] | None:
    forms = [short]
    if short.endswith("s") and len(short) > 2:
        forms.append(short[:-1])
    if _SPECIES.match(short):
        forms += [form[1:] for form in forms]
    for form in forms:
        at = _match_letters(form, text[start:end])
        if at is not None:
            long = text[start + at : end]
            words = re.split(r"[\s\-‐‑–/]+", long)
            if words[0].lower() in _NO_START:
                continue
            if len(long) > len(short) + 1 and short not in words and len(words) <= 2 * len(short):
                return start + at, end
    return None


def _match_letters(short: str, long: str) -> int | None:
    """Start of the shortest long form that holds the short form's letters in order, the first at a word's start."""
    needle, hay = short.lower().translate(_LOOK), long.lower().translate(_LOOK)
    if len(hay) != len(long):
        return None
    position = len(hay) - 1
    for index in range(len(needle) - 1, -1, -1):
        letter = needle[index]
        if not letter.isalnum():
            continue
        while position >= 0 and (
            hay[position] != letter or (index == 0 and position > 0 and hay[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
        position -= 1
    return position + 1
