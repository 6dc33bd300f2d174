"""Finds the citation marks of running text and resolves them to entries of the reference list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.core.records import UNMINED, Citation, Passage, Reference

_BRACKETS = re.compile(r"\[\s*(?P<list>\d{1,4}(?:\s*[,;–—‒−-]\s*\d{1,4})*)\s*\]")
_CARET = re.compile(r"\^\{\s*(?P<list>\d{1,4}(?:\s*[,;–—‒−-]\s*\d{1,4})*)\s*\}")
_ROUND = re.compile(r"(?<=[\w)%”\"’] )\(\s*(?P<list>\d{1,3}(?:\s*[,;–—‒−-]\s*\d{1,3})*)\s*\)")
_RAISED = re.compile(r"(?<=[A-Za-zα-ω)\].,;%”\"])(?P<list>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,⁻˒–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_UNIT = re.compile(r"(?:\b|\d)(?:[kcmnµμ]?m|s|h|kg|L|g|min|Ca|Mg|Zn|Fe|Cu|Mn|x|R|r|χ|I)\Z")
_AUTHOR_YEAR = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w’'-]{1,40})(?:\s+et\s+al\.?|\s+(?:and|&)\s+[A-ZÀ-Þ][\w’'-]{1,40})?,?\s*\(?(?P<year>(?:19|20)\d\d)[a-z]?\b"
)
#: a range is spelled out up to this many entries where no list says how many there are
_LONGEST = 60


def expand(marks: str, known: frozenset[int] | None) -> tuple[int, ...]:
    """Numbers that a mark names, ranges spelled out, in order, without those that the list does not hold.

    Parameters
    ----------
    marks
        What stands between the brackets.
    known
        Numbers of the reference list; None where there is no list.

    Examples
    --------
    >>> expand("3, 17–19", None), expand("3,99", frozenset({1, 2, 3}))
    ((3, 17, 18, 19), (3,))
    """
    numbers: list[int] = []
    for part in re.split(r"[,;]", marks):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] < ends[1] and (known is not None or ends[1] - ends[0] <= _LONGEST):
            if known is not None:
                numbers.extend(n for n in sorted(known) if ends[0] <= n <= ends[1])
            else:
                numbers.extend(range(ends[0], ends[1] + 1))
        else:
            numbers.extend(ends)
    kept = [n for n in dict.fromkeys(numbers) if n > 0 and (known is None or n in known)]
    return tuple(kept)


def find_citations(text: str, passages: Iterable[Passage], references: Sequence[Reference]) -> tuple[Citation, ...]:
    """Citation marks of the passages that are mined, in text order.

    Square brackets and ``^{12}`` count always; raised digits, round brackets and author–year marks only where
    the text has a reference list and fewer than three marks in square brackets.

    Parameters
    ----------
    text
        The document's text.
    passages
        Its passages.
    references
        Its reference list; a number that is not in it is no citation.
    """
    spans = [(p.start, p.end) for p in passages if p.section not in UNMINED]
    known = frozenset(reference.number for reference in references) or None
    found: dict[tuple[int, int], Citation] = {}

    def collect(pattern: re.Pattern[str]) -> int:
        count = 0
        for start, end in spans:
            for match in pattern.finditer(text, start, end):
                if pattern is _RAISED and _UNIT.search(text[max(start, match.start() - 4) : match.start()]):
                    continue
                numbers = expand(match.group("list").translate(_DIGITS), known)
                if numbers:
                    found[match.span()] = Citation(match.start(), match.end(), numbers)
                    count += 1
        return count

    usual = collect(_BRACKETS) + collect(_CARET)
    if references and usual < 3 and collect(_RAISED) < 3:
        before = dict(found)
        if collect(_ROUND) < 5:
            found = before
            for citation in _author_year(text, spans, references):
                found[citation.start, citation.end] = citation
    return tuple(found[key] for key in sorted(found))


def _author_year(text: str, spans: Sequence[tuple[int, int]], references: Sequence[Reference]) -> Iterable[Citation]:
    """Marks like ``Rivera et al., 2020`` by the first author's surname and the year."""
    index: dict[tuple[str, int], list[int]] = {}
    for reference in references:
        if reference.authors and reference.year:
            surname = re.split(r"[\s,]", reference.authors[0], maxsplit=1)[0].casefold()
            index.setdefault((surname, reference.year), []).append(reference.number)
    for start, end in spans:
        for match in _AUTHOR_YEAR.finditer(text, start, end):
            numbers = index.get((match.group("name").casefold(), int(match.group("year"))))
            if numbers:
                yield Citation(match.start(), match.end(), tuple(numbers))
