"""The words and the studies that a relation rests on: its sentence or row, and the citations of its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.core.records import Citation, Span

_CLAUSE_END = re.compile(r"[;]|,\s+(?:and|but|while|whereas|although)\b|\b(?:whereas|while)\b")
_AUTHOR = re.compile(r"\bet\s+al\b|\band\s+(?:co-?workers|colleagues)\b", re.IGNORECASE)


class Citations:
    """The citation marks of a document, by place.

    Examples
    --------
    >>> marks = Citations([Citation(20, 23, (4,)), Citation(40, 47, (7, 8))])
    >>> marks.within(0, 50)
    (4, 7, 8)
    """

    def __init__(self, marks: Sequence[Citation]) -> None:
        self.marks = sorted(marks, key=lambda c: (c.start, c.end))
        self._starts = [c.start for c in self.marks]

    def _between(self, start: int, end: int) -> list[Citation]:
        return [
            c for c in self.marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)] if c.end <= end
        ]

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """Numbers of the entries that are cited in a stretch of text, each once, ascending."""
        return tuple(sorted({n for c in self._between(start, end) for n in c.numbers}))

    def of_clause(self, text: str, sentence: Span, start: int, end: int) -> tuple[int, ...]:
        """Entries that the clause of ``[start, end)`` cites.

        Marks inside the clause count; without any, those at the sentence's end (a mark right behind the full stop
        included); an ``et al.`` mark before the clause counts for the whole sentence.
        """
        left, right = _clause(text, sentence, start, end)
        stop = sentence.end
        behind = re.match(r"\s?(?:\[[\d,–\- ]+\]\s?)+", text[stop : stop + 40])
        if behind:
            stop += behind.end()
        named = [
            c
            for c in self._between(sentence.start, start)
            if _AUTHOR.search(text[max(sentence.start, c.start - 40) : c.end])
        ]
        inside = self._between(left, right + (stop - sentence.end if right >= sentence.end else 0))
        numbers = {n for c in (*named, *inside) for n in c.numbers}
        if not numbers:
            last = [c for c in self._between(sentence.start, stop) if not text[c.end : sentence.end].strip(" .)];")]
            numbers = {n for c in last for n in c.numbers}
        return tuple(sorted(numbers))


def _clause(text: str, sentence: Span, start: int, end: int) -> tuple[int, int]:
    """Bounds of the clause that holds ``[start, end)``, cut at semicolons and at ``and/but/while`` behind a comma."""
    left, right = sentence.start, sentence.end
    for match in _CLAUSE_END.finditer(text, sentence.start, sentence.end):
        if match.start() < start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    return left, right
