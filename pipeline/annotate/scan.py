"""Finds a lexicon's keys in a text: parts of words whose normal forms, put one behind another, make a key.

A text is read as parts: runs of letters and digits, and single marks. The normal form of a part, the keys that it is by
itself and whether a key goes on behind it are worked out once for each spelling and kept; so a text costs a look-up or
two a part. Blanks, hyphens and points between digits fold to nothing: ``TGF- β1`` and ``TGFβ1`` are one key. Which
Greek letters count as Latin ones depends on what stands beside them (``pipeline.annotate.normalise``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import cast

from pipeline.annotate.normalise import DASHES, fold_within, greek_as_latin, has_greek, is_odd, is_plain
from pipeline.annotate.prefixes import HEAD, KEY, Prefixes

#: function words that layout glues to a name that ends in a digit or capital (``THBS2via``)
_FUNCTIONS = ("via", "and", "in", "of", "by", "with", "to", "the", "or", "from", "for", "on", "was", "were", "is",
              "are", "as")  # fmt: skip
_FUNCTION = f"(?:{'|'.join(_FUNCTIONS)})"
_GLUED, _GLUED_END = re.compile(rf"{_FUNCTION}\b"), re.compile(rf"[^a-z]{_FUNCTION}$")
#: how many spellings are remembered
_MOST = 1 << 16
#: stands behind the last part: follows no form
_END = "\0"

#: a key in a text: its span there, with the ``s`` of a plural, if there is one, and the key
Hit = tuple[int, int, str]
#: where a name may end before its part does: characters of the form left over, end within the part, the least key
_Cut = tuple[int, int, int]
#: a part's normal form, the form's first character, the part's size, its cuts, the keys that it is by itself with their
#: ends, the characters that go on in keys that begin so
_Part = tuple[str, str, int, tuple[_Cut, ...], tuple[tuple[str, int], ...], str]
#: the parts between two blanks that have a normal form, where they start there, and how far it is from the start of
#: each to that of the next, that behind the blank for the last; nothing where the first does not start at once
_Chunk = tuple[tuple[_Part, ...], tuple[int, ...], tuple[int, ...] | None]


class Scanner:
    """The keys of a lexicon, ready to be found.

    Examples
    --------
    >>> Scanner(["il10", "tgfb1"]).hits("serum TGF‐ β1 and IL-10s fell")
    [(6, 13, 'tgfb1'), (18, 24, 'il10')]
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = Prefixes(keys)
        # dicts of plain values only: the collector of garbage need not walk over them again and again
        self._chunks: dict[str, _Chunk] = {}
        self._words: dict[str, _Part] = {}
        self._greek: dict[tuple[str, tuple[bool, ...]], _Part] = {}

    def hits(self, text: str) -> list[Hit]:
        """Every key in a text, overlapping ones too, in the order of their starts.

        A name starts and ends where a part does; it may also end before the ``s`` of a plural, and before a function
        word that is glued to a digit or capital.
        """
        found: list[Hit] = []
        parts, starts = self._read(text)
        heads, tails, long, count = self._keys.heads, self._keys.tails, self._keys.long, len(parts)
        beside = [part[1] for part in parts[1:]]
        beside.append(_END)
        for number, (next_one, (form, _, _, _, whole, after)) in enumerate(zip(beside, parts, strict=False), start=1):
            if whole:
                start = starts[number - 1]
                for key, end in whole:
                    found.append((start, start + end, key))
            if next_one not in after:
                continue
            for following in range(number, count):
                more, first, size, cuts, _, _ = parts[following]
                if first not in after:
                    break
                form += more
                if len(form) <= HEAD:
                    after = heads.get(form, "")
                elif form[:HEAD] not in tails:
                    after = ""  # most forms end here: no key begins so
                elif (told := long.get(form)) is None:
                    after = self._keys.look_up(form)
                else:
                    after = told
                if KEY in after:
                    found.append((starts[number - 1], starts[following] + size, form))
                for over, end, least in cuts:
                    key = form[:-over]
                    if len(key) >= least and KEY in self._keys.after(key):
                        found.append((starts[number - 1], starts[following] + end, key))
                if not after:
                    break
        return found

    def _read(self, text: str) -> tuple[list[_Part], list[int]]:
        """The parts of a text that have a normal form, and their starts."""
        chunks = text.split(" ")
        get = self._chunks.get
        found = list(map(get, chunks))
        if None in found:
            for number in [number for number, there in enumerate(found) if there is None]:
                found[number] = get(chunks[number]) or self._learn(text, chunks, number)
        known = cast(list[_Chunk], found)
        parts = list(chain.from_iterable([inside for inside, _, _ in known]))
        steps = [step for _, _, step in known]
        if None not in steps:
            return parts, list(accumulate(chain.from_iterable(cast(list[tuple[int, ...]], steps)), initial=0))
        places = accumulate([len(chunk) + 1 for chunk in chunks], initial=0)
        return parts, [place + start for place, (_, starts, _) in zip(places, known, strict=False) for start in starts]

    def _learn(self, text: str, chunks: list[str], number: int) -> _Chunk:
        """What stands between two blanks; kept, save where it folds to what its neighbours make of it."""
        if len(self._chunks) >= _MOST:
            self._chunks.clear()
        chunk = chunks[number]
        words, size = self._words, len(chunk) - 1
        learnt: _Chunk
        if chunk.isascii():  # most are a word, or one and a mark
            behind = chunk[size:] in _MARKS
            word = chunk[:size] if behind else chunk
            if word.isalnum() and (part := words.get(word) or self._plain(word)) is not None:
                if behind:
                    learnt = (
                        (part, words.get(chunk[size]) or self._word(chunk[size])),
                        _shared(0, size),
                        _shared(size, 2),
                    )
                else:
                    learnt = (part,), _AT_ONCE, _shared(size + 2)
                self._chunks[chunk] = learnt
                return learnt
        parts: list[_Part] = []
        starts: list[int] = []
        kept = True
        for at, word in _split(chunk):
            part = words.get(word)
            if part is None and word.isascii() and word.isalnum():
                part = self._plain(word)
            if part is None:
                if has_greek(word):
                    start = sum(map(len, chunks[:number])) + number + at
                    part, kept = self._beside(text, start, start + len(word)), False
                else:
                    part = self._word(word)
            if part[0]:
                parts.append(part)
                starts.append(at)
        steps = None if not starts or starts[0] else tuple([b - a for a, b in pairwise([*starts, size + 2])])
        learnt = tuple(parts), tuple(starts), steps
        if kept:
            self._chunks[chunk] = learnt
        return learnt

    def _word(self, word: str) -> _Part:
        return self._keep(word, self._part(word, 0, len(word)))

    def _keep(self, word: str, part: _Part) -> _Part:
        if len(self._words) >= _MOST:
            self._words.clear()
        self._words[word] = part
        return part

    def _plain(self, word: str) -> _Part | None:
        """The part that a word of ASCII letters and digits is, if its normal form is itself but for case."""
        form, size = word.lower(), len(word)
        if is_odd(form) and not is_plain(word):
            return None
        cuts: tuple[_Cut, ...] = ((1, size, 2),) if size > 2 and word[-1] == "s" else ()  # "as" is no plural
        if (form != word or not word.isalpha()) and word.endswith(_FUNCTIONS) and _GLUED_END.search(word) is not None:
            cuts += tuple(
                (size - at, at, 4) for at in range(1, size) if not word[at - 1].islower() and _GLUED.match(word, at)
            )
        after = self._keys.heads.get(form, "") if size <= HEAD else self._keys.after(form)
        whole = self._whole(form, size, cuts, after) if cuts or KEY in after else ()
        return self._keep(word, (form, form[0], size, cuts, whole, after))

    def _beside(self, text: str, start: int, end: int) -> _Part:
        """A part with Greek letters, these counted as what they are beside what they stand."""
        key = text[start:end], greek_as_latin(text, start, end)
        part = self._greek.get(key)
        if part is None:
            if len(self._greek) >= _MOST:
                self._greek.clear()
            part = self._greek[key] = self._part(text, start, end)
        return part

    def _part(self, text: str, start: int, end: int) -> _Part:
        word = text[start:end]
        form, first, last, before = fold_within(text, start, end)
        folded, cased = form.text[first:last], form.cased[first:last]
        ends = [at - before for at in form.ends[first:last]]
        cuts: list[_Cut] = []
        if len(folded) > 2 and cased[-1] == "s":
            cuts.append((1, ends[-1], 2))
        for size in range(1, len(folded) if _GLUED_END.search(word) is not None else 0):
            if not cased[size - 1].islower() and _GLUED.match(word, ends[size - 1]) is not None:
                cuts.append((len(folded) - size, ends[size - 1], 4))
        after = self._keys.after(folded)
        whole = self._whole(folded, len(word), tuple(cuts), after)
        return folded, folded[:1], len(word), tuple(cuts), whole, after

    def _whole(self, folded: str, size: int, cuts: tuple[_Cut, ...], after: str) -> tuple[tuple[str, int], ...]:
        """The keys that a part is by itself, with their ends."""
        whole = [(folded, size)] if KEY in after else []
        for over, end, least in cuts:
            if len(folded) - over >= least and KEY in self._keys.after(folded[:-over]):
                whole.append((folded[:-over], end))
        return tuple(whole)


#: where the only part starts
_AT_ONCE = (0,)


@cache
def _shared(*numbers: int) -> tuple[int, ...]:
    """A tuple that many spellings share: the collector of garbage has fewer to walk over."""
    return numbers


def _split(chunk: str) -> list[tuple[int, str]]:
    """The words and marks of what stands between two blanks, with their places; no point between digits."""
    size = len(chunk) - 1
    pattern = _ASCII_PARTS if chunk.isascii() else _parts(_marks(chunk))
    split = [(match.start(), match[0]) for match in pattern.finditer(chunk)]
    if "." not in chunk[1:-1]:
        return split
    return [
        (at, word)
        for at, word in split
        if word != "." or not (0 < at < size and chunk[at - 1].isdigit() and chunk[at + 1].isdigit())
    ]


@lru_cache(maxsize=64)
def _parts(marks: str) -> re.Pattern[str]:
    """Runs of letters, digits and the combining marks given, and any other mark that is no hyphen."""
    inner = f"(?:[^\\W_]|[{re.escape(marks)}])+" if marks else r"[^\W_]+"
    return re.compile(rf"{inner}|_|[^\w\s{re.escape(DASHES)}]")


#: what most often stands behind a word
_MARKS = frozenset(",.:;)")
#: the same for a text that has no other letters and marks
_ASCII_PARTS = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9\s-]")


def _marks(text: str) -> str:
    """The combining marks in a text."""
    return "".join(sorted(c for c in set(text) if not c.isascii() and unicodedata.category(c)[0] == "M"))
