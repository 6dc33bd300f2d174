"""The words and the studies that a relation rests on: its sentence or row, and the citations of its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.core.records import Citation, Passage, Span

_CLAUSE_END = re.compile(r"[;]|,\s+(?:and|but|yet|while|whereas|although|though)\b|\b(?:whereas|while)\b")
_CONTRAST = re.compile(r";|\b(?:whereas|while|yet|but|although|however)\b")
_NAMED = re.compile(
    r"(?:\bet\s+al\.?,?|\b(?:co-?workers|colleagues|group|team|associates)"
    r"|\b[A-Z][\w'-]+\s+(?:and|&)\s+[A-Z][\w'-]+|(?:^|[.;,]\s)\s*(?:In\s+)?[A-Z][a-z'-]+)\s*(?:\(\d{4}\)\s*)?$"
)
_OWN = re.compile(
    r"\b(?:[Ww]e|[Oo]ur)\b(?!\s+(?:review|discuss|summari))|\b(?:this|present)\s+study\b|\b[Oo]ne\s+(?:study|report|paper|group)\b"
)
_FOUND = re.compile(
    r"\b(?:showed|shown|demonstrated|reported|found|revealed|observed|confirmed|proved|proven|detected|identified|"
    r"treated|injected|transplanted|knock(?:ed)?[- ]?down|mice|rats?|model|in vitro|in vivo|stud(?:y|ies))\b"
)
_GENERAL = re.compile(
    r"\b(?:widely|generally|commonly|well[- ]known|well[- ]established|it is known|are known|is known|review(?:s|ed)?|"
    r"in general)\b",
    re.IGNORECASE,
)
_SHOWN_BY = re.compile(
    r"(?:\bas\s+(?:\w+\s+){0,2}\w+(?:ed|own|und)\s+(?:in\s+\w+\s+\w+\s+)?by\s|\baccording\s+to\s"
    r"|\b(?:shown|demonstrated|reported|described|found|observed|confirmed|identified)\s+by\s|\((?:see\s|cf\.\s)?)"
    r"(?:[^.;]|al\.){0,60}$"
)
_STOP = re.compile(r"[.!?](?<!al\.)(?:\s?\[[\d,–\- ]+\])?\s+(?=[A-Z])|\n\s*\n")
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
        self._above: dict[str, tuple[int, ...]] = {}

    def _between(self, start: int, end: int) -> list[Citation]:
        return [
            c for c in self.marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)] if c.end <= end
        ]

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """Numbers of the entries that are cited in a stretch of text, each once, ascending."""
        return tuple(sorted({n for c in self._between(start, end) for n in c.numbers}))

    def of_clause(self, text: str, sentence: Span, start: int, end: int) -> tuple[int, ...]:
        """Entries that what is told in ``[start, end)`` of a sentence rests on.

        A mark behind names of authors (``Gao et al. [38] showed``) counts for what follows up to a contrast
        (``whereas``, ``yet``, a semicolon). Any other mark counts for what stands between it and the mark before: the
        first ones behind the stretch count, first within its clause, then in the sentence (of which a mark behind the
        full stop is the last); without any, those within the stretch or its clause.
        """
        left, right = _clause(text, sentence, start, end)
        sentence = self._begun(text, sentence)
        marks = self._between(sentence.start, sentence.end)
        named = [c for c in marks if _by_authors(text, sentence, c)]
        plain = [c for c in marks if c not in named or _behind_claim(text, sentence, c)]
        found = [c for c in named if c.start < start and not _CONTRAST.search(text, c.end, start)][-1:]
        found += _first_cluster(text, [c for c in plain if c.start >= end], right)
        found = found or [c for c in marks if left <= c.start < end]
        found = found or _first_cluster(text, [c for c in plain if c.start >= end], sentence.end)
        return tuple(sorted({n for c in found for n in c.numbers}))

    def of_row(self, passage: Passage) -> tuple[int, ...]:
        """Entries that a table row cites; one without any whose first cell spans it from above has those of that row.

        Rows are asked for in their order: a cell of references spans the rows that the subject's cell spans.
        """
        cited = self.within(passage.start, passage.end)
        if not cited and any(cell.inherited for cell in passage.cells):
            cited = self._above.get(passage.table, ())
        self._above[passage.table] = cited
        return cited

    @staticmethod
    def _begun(text: str, sentence: Span) -> Span:
        """The sentence with the words that a page or a figure parted from it: it begins small, they have no end."""
        if not text[sentence.start : sentence.start + 1].islower():
            return sentence
        before = text[max(0, sentence.start - 600) : sentence.start]
        words = before.rstrip()
        if not words or words[-1] in ".!?:;|" or "\n" not in before[len(words) :]:
            return sentence
        last = max((m.end() for m in _STOP.finditer(words)), default=-1)
        return sentence if last < 0 else Span(sentence.start - len(before) + last, sentence.end)

    def reported(self, text: str, sentence: Span, cited: Sequence[int]) -> bool:
        """Whether a sentence reports a study: its authors are named, it is one's own, or a finding is cited.

        Words of what is generally held (``widely known``), and a finding without citation, tell the opposite.
        """
        sentence = self._begun(text, sentence)
        words = text[sentence.start : sentence.end]
        if _GENERAL.search(words):
            return False
        named = any(_by_authors(text, sentence, c) for c in self._between(sentence.start, sentence.end))
        return named or _OWN.search(words) is not None or (bool(cited) and _FOUND.search(words) is not None)


def _by_authors(text: str, sentence: Span, mark: Citation) -> bool:
    """Whether the mark stands behind the names of its authors, or is made of them."""
    before = text[max(sentence.start, mark.start - 60) : mark.start]
    return bool(_NAMED.search(before) or _AUTHOR.search(text[mark.start : mark.end]))


def _behind_claim(text: str, sentence: Span, mark: Citation) -> bool:
    """Whether the authors are named behind what they showed: ``…, as shown by Gao et al. [50]``."""
    return _SHOWN_BY.search(text, max(sentence.start + 20, mark.start - 90), mark.start) is not None


def _first_cluster(text: str, marks: Sequence[Citation], limit: int) -> list[Citation]:
    """The first marks before a limit that stand beside each other."""
    found: list[Citation] = []
    for mark in marks:
        if mark.start >= limit or (found and text[found[-1].end : mark.start].strip(" ,;–-]").strip("[")):
            break
        found.append(mark)
    return found


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
