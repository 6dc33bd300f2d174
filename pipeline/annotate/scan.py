"""Finds a lexicon's keys in a text: parts of words whose normal forms, put one behind another, make a key.

A text is read as parts: runs of letters and digits, and single marks. The normal form of a part, the keys that it is by
itself and whether a key goes on behind it are worked out once for each spelling and kept; so a text costs a look-up or
two a part. Blanks, hyphens and points between digits fold to nothing: ``TGF- β1`` and ``TGFβ1`` are one key. Which
Greek letters count as Latin ones depends on what stands beside them (``pipeline.annotate.normalise``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from pipeline.annotate.normalise import DASHES, fold_within, greek_as_latin, has_greek, is_plain

#: function words that layout glues to a name that ends in a digit or capital (``THBS2via``)
_FUNCTION = r"(?:via|and|in|of|by|with|to|the|or|from|for|on|was|were|is|are|as)"
_GLUED, _GLUED_END = re.compile(rf"{_FUNCTION}\b"), re.compile(rf"[^a-z]{_FUNCTION}$")
#: how many spellings, and how many openings of keys, are remembered
_MOST = 1 << 16
_KEY, _OPENS = 1, 2
#: a key at least this long is known by so many characters not to be there
_HEAD = 8
_FIRST = 4


class Hit(NamedTuple):
    """A key in a text, and its span there: with the ``s`` of a plural, if there is one."""

    start: int
    end: int
    key: str


#: where a name may end before its part does: characters of the form left over, end within the part, the least key
_Cut = tuple[int, int, int]
#: a part's normal form and size, its cuts, the keys that it is by itself with their ends, whether a key goes on
_Part = tuple[str, int, tuple[_Cut, ...], tuple[tuple[str, int], ...], bool]


class Scanner:
    """The keys of a lexicon, ready to be found.

    Examples
    --------
    >>> scanner = Scanner(["il10", "tgfb1"])
    >>> [(hit.start, hit.end, hit.key) for hit in scanner.hits("serum TGF‐ β1 and IL-10s fell")]
    [(6, 13, 'tgfb1'), (18, 24, 'il10')]
    """

    def __init__(self, keys: Iterable[str]) -> None:
        # tuples and dicts of plain values only: the collector of garbage need not walk over them again and again
        self._sorted = tuple(sorted(keys))
        self._keys = dict.fromkeys(self._sorted)
        self._heads = dict.fromkeys([key[:_HEAD] for key in self._sorted if len(key) >= _HEAD])
        self._ranges: dict[str, tuple[int, int]] = {}  # the first letters of keys -> where the keys stand
        at = 0
        for first, same in groupby(self._sorted, key=itemgetter(slice(_FIRST))):
            size = len(list(same))
            self._ranges[first] = at, at + size
            at += size
        self._chunks: dict[str, tuple[tuple[int, _Part], ...] | None] = {}
        self._words: dict[str, _Part] = {}
        self._greek: dict[tuple[str, tuple[bool, ...]], _Part] = {}
        self._states: dict[str, int] = {}

    def hits(self, text: str) -> list[Hit]:
        """Every key in a text, overlapping ones too, in the order of their starts.

        A name starts and ends where a part does; it may also end before the ``s`` of a plural, and before a function
        word that is glued to a digit or capital.
        """
        found: list[Hit] = []
        parts = self._read(text)
        keys, heads, states, count = self._keys, self._heads, self._states, len(parts)
        for number, (start, (form, _, _, whole, opens)) in enumerate(parts, start=1):
            for key, end in whole:
                found.append(Hit(start, start + end, key))
            if not opens:
                continue
            for following in range(number, count):
                at, (more, size, cuts, _, _) = parts[following]
                form += more
                if len(form) > _HEAD and form[:_HEAD] not in heads:
                    state = 0  # most forms end here: no key begins so
                elif (state := states.get(form, -1)) < 0:
                    state = self._state(form)
                if state & _KEY:
                    found.append(Hit(start, at + size, form))
                for over, end, least in cuts:
                    key = form[:-over]
                    if len(key) >= least and key in keys:
                        found.append(Hit(start, at + end, key))
                if not state & _OPENS:
                    break
        return found

    def _state(self, form: str) -> int:
        """Whether a form is a key, and whether a longer key begins with it."""
        if len(self._states) >= _MOST:
            self._states.clear()
        low, high = (0, len(self._sorted)) if len(form) < _FIRST else self._ranges.get(form[:_FIRST], (0, 0))
        at = bisect_right(self._sorted, form, low, high)
        opens = at < high and self._sorted[at].startswith(form)
        state = self._states[form] = (_KEY if form in self._keys else 0) | (_OPENS if opens else 0)
        return state

    def _read(self, text: str) -> list[tuple[int, _Part]]:
        """The parts of a text that have a normal form, with their starts."""
        read: list[tuple[int, _Part]] = []
        known, at = self._chunks, 0
        for chunk in text.split(" "):
            parts = known.get(chunk, _UNREAD)
            if parts is _UNREAD:
                parts = self._learn(chunk)
            if parts is None:
                read += self._beside(text, at, at + len(chunk))
            else:
                for start, part in parts:
                    read.append((at + start, part))
            at += len(chunk) + 1
        return read

    def _learn(self, chunk: str) -> tuple[tuple[int, _Part], ...] | None:
        """The parts between two blanks; None where what they fold to depends on what stands beside them."""
        if len(self._chunks) >= _MOST:
            self._chunks.clear()
        parts: list[tuple[int, _Part]] = []
        for at, word in _split(chunk):
            part = self._words.get(word)
            if part is None:
                if has_greek(word):
                    self._chunks[chunk] = None
                    return None
                part = self._word(word)
            if part[0]:
                parts.append((at, part))
        known = self._chunks[chunk] = tuple(parts)
        return known

    def _word(self, word: str) -> _Part:
        if len(self._words) >= _MOST:
            self._words.clear()
        part = self._words[word] = self._part(word, 0, len(word))
        return part

    def _beside(self, text: str, start: int, end: int) -> Iterator[tuple[int, _Part]]:
        """The parts between two blanks, with the Greek letters counted as what they are beside what they stand."""
        for at, word in _split(text[start:end]):
            part = self._words.get(word)
            if part is None:
                if has_greek(word):
                    first, last = start + at, start + at + len(word)
                    key = word, greek_as_latin(text, first, last)
                    part = self._greek.get(key)
                    if part is None:
                        if len(self._greek) >= _MOST:
                            self._greek.clear()
                        part = self._greek[key] = self._part(text, first, last)
                else:
                    part = self._word(word)
            if part[0]:
                yield start + at, part

    def _part(self, text: str, start: int, end: int) -> _Part:
        word = text[start:end]
        if word.isascii() and word.isalnum() and is_plain(word):
            folded, cased, ends = word.lower(), word, list(range(1, len(word) + 1))
        else:
            form, first, last = fold_within(text, start, end)
            folded, cased = form.text[first:last], form.cased[first:last]
            ends = [at - start for at in form.ends[first:last]]
        cuts: list[tuple[int, int, int]] = []
        if len(folded) > 2 and cased[-1] == "s":  # "as" is no plural
            cuts.append((1, ends[-1], 2))
        for size in range(1, len(folded) if _GLUED_END.search(word) is not None else 0):
            if not cased[size - 1].islower() and _GLUED.match(word, ends[size - 1]) is not None:
                cuts.append((len(folded) - size, ends[size - 1], 4))
        whole = [(folded, len(word))] if folded in self._keys else []
        whole += [
            (folded[:-over], stop)
            for over, stop, least in cuts
            if len(folded) - over >= least and folded[:-over] in self._keys
        ]
        return folded, len(word), tuple(cuts), tuple(whole), bool(folded and self._state(folded) & _OPENS)


_UNREAD: tuple[tuple[int, _Part], ...] = ((-1, ("", 0, (), (), False)),)


def _split(chunk: str) -> Iterator[tuple[int, str]]:
    """The words and marks of what stands between two blanks, with their places; no point between digits."""
    last = len(chunk) - 1
    for match in _parts("" if chunk.isascii() else _marks(chunk)).finditer(chunk):
        word, at = match[0], match.start()
        if word != "." or not (0 < at < last and chunk[at - 1].isdigit() and chunk[at + 1].isdigit()):
            yield at, word


@lru_cache(maxsize=64)
def _parts(marks: str) -> re.Pattern[str]:
    """Runs of letters, digits and the combining marks given, and any other mark that is no hyphen."""
    inner = f"(?:[^\\W_]|[{re.escape(marks)}])+" if marks else r"[^\W_]+"
    return re.compile(rf"{inner}|_|[^\w\s{re.escape(DASHES)}]")


def _marks(text: str) -> str:
    """The combining marks in a text."""
    return "".join(sorted(c for c in set(text) if not c.isascii() and unicodedata.category(c)[0] == "M"))
