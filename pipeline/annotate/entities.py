"""Makes mentions of candidates: who wins where they overlap, so that spans nest and never cross.

Candidates are taken in order of rank (microRNAs, pathways, all others), the longer first within a rank. A candidate is
kept where it fits those kept before it: it does not cross them; inside of another it may stand only as the guidelines
nest (molecules in a pathway, the two cells of a derivation in the derived cell, surface markers in a cell's name);
everything else inside of another name is part of that name. Equal spans of one type are one mention, found by all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.annotate.candidates import Candidate, Found
from pipeline.annotate.glossary import Glossary
from pipeline.annotate.linking import link
from pipeline.annotate.links import Link
from pipeline.core.records import EntityType

if TYPE_CHECKING:
    from pipeline.annotate.lexicon import Lexicon

_CELL, _MARKER, _MIRNA, _PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY
_SIGN = re.compile(
    r"\s?(?:\+|\([+\u2212\u2013-]\)|[-\u2010-\u2015\u2212](?=[\s/)]|CD)|high|low|hi\b|lo\b|bright|dim|pos|neg)"
)
#: characters of a stretch of text: only what lies in the same stretches is compared
_STRETCH = 64
_ORDER = {_PATHWAY: 0, _CELL: 1, _MARKER: 2, _MIRNA: 3}


def resolve(text: str, candidates: Iterable[Candidate]) -> list[tuple[Candidate, tuple[str, ...]]]:
    """The candidates that stand, each with who found it, outer before inner, in text order.

    Examples
    --------
    >>> outer = Candidate(0, 24, EntityType.MARKER, "lexicon", 0.9)
    >>> inner = Candidate(0, 10, EntityType.CELL_TYPE, "composer", 0.95)
    >>> [c.type.value for c, _ in resolve("fibroblast growth factor", [inner, outer])]
    ['MARKER']
    """
    merged: dict[tuple[int, int, EntityType], list[Candidate]] = {}
    for candidate in candidates:
        merged.setdefault((candidate.start, candidate.end, candidate.type), []).append(candidate)
    pool = []
    for same in merged.values():
        best = max(same, key=lambda item: (item.nested, item.confidence, item.source))
        sources = tuple(sorted({item.source for item in same}))
        if "model" in sources and len(sources) > 1:
            best = _agreed(same)
        pool.append((best, sources))
    pool.sort(
        key=lambda item: (
            _rank(item[0]),
            -(item[0].end - item[0].start),
            -item[0].confidence,
            item[0].start,
            item[0].type,
        )
    )
    kept: list[tuple[Candidate, tuple[str, ...]]] = []
    near: dict[int, list[Candidate]] = {}  # those kept, by the stretches of the text that they reach into
    for candidate, sources in pool:
        reach = range(candidate.start // _STRETCH, (candidate.end - 1) // _STRETCH + 1)
        beside = [other for stretch in reach for other in near.get(stretch, ())]
        if all(_fits(text, candidate, other) for other in beside if _touch(candidate, other)):
            kept.append((candidate, sources))
            for stretch in reach:
                near.setdefault(stretch, []).append(candidate)
    kept.sort(key=lambda item: (item[0].start, -item[0].end, _ORDER[item[0].type]))
    return kept


def _agreed(same: list[Candidate]) -> Candidate:
    """A candidate that a model found, too: independent of the lists, it adds to their confidence."""
    own = [item for item in same if item.source != "model"]
    best = max(own, key=lambda item: (item.nested, item.confidence, item.source))
    doubt = (1 - best.confidence) * (1 - max(item.confidence for item in same if item.source == "model"))
    return replace(best, confidence=min(round(1 - doubt, 3), 0.999))


def _rank(candidate: Candidate) -> int:
    if candidate.source == "model":
        return 3  # found by a model alone: where nobody else has found anything
    if candidate.type is _MIRNA:
        return 0
    return 1 if candidate.type is _PATHWAY else 2


def _touch(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _fits(text: str, candidate: Candidate, other: Candidate) -> bool:
    """Whether a candidate can stand beside one that was kept before it and that it overlaps."""
    if (candidate.start, candidate.end) == (other.start, other.end):
        return {candidate.type, other.type} in ({_PATHWAY, _MARKER}, {_PATHWAY, _MIRNA})
    if other.start <= candidate.start and candidate.end <= other.end:
        return _nests(text, candidate, other)
    if candidate.start <= other.start and other.end <= candidate.end:
        return _nests(text, other, candidate)
    return False


def _nests(text: str, inner: Candidate, outer: Candidate) -> bool:
    if outer.type is _PATHWAY:
        return inner.type in (_MARKER, _MIRNA) and (
            not outer.members
            or any(kind and start <= inner.start and inner.end <= end for start, end, kind in outer.members)
        )
    if outer.type is _CELL:
        if inner.type is _CELL:
            return inner.nested
        return inner.type is _MARKER and _SIGN.match(text, inner.end) is not None
    return False


#: concept, name, rule, score
_Linked = tuple[str | None, str, str, float]


class Linker:
    """Gives each kept candidate its concept, and remembers what it gave.

    Parameters
    ----------
    lexicon
        What names mean.
    glossary
        The document's definitions; the long form of a short form helps to link it.
    """

    def __init__(self, lexicon: Lexicon, glossary: Glossary) -> None:
        self._lexicon = lexicon
        self._glossary = glossary
        self._known: dict[tuple[EntityType, str, str | None], _Linked] = {}

    def found(self, text: str, candidate: Candidate, sources: tuple[str, ...]) -> Found:
        """The mention that a candidate becomes."""
        surface = text[candidate.start : candidate.end]
        if candidate.concept is not None:
            linked: _Linked = (candidate.concept, self._lexicon.name_of(candidate.concept), "grammar", 1.0)
        else:
            linked = self._link(candidate.type, surface, candidate.long_form)
        return Found(candidate.start, candidate.end, candidate.type, *linked, sources, candidate.confidence)

    def _link(self, kind: EntityType, surface: str, long_form: str | None) -> _Linked:
        key = (kind, surface, long_form)
        if key not in self._known:
            long_form = long_form or self._glossary.long_of(surface)
            if long_form is None and kind is _CELL:
                long_form = self._written_out(surface)
            result = link(kind, surface, long_form=long_form, lexicon=self._lexicon)
            if result.concept is None and (short := self._glossary.short_of(surface)) is not None:
                result = self._by_short_form(kind, short) or result
            self._known[key] = (result.concept, result.name, result.rule, result.score)
        return self._known[key]

    def _by_short_form(self, kind: EntityType, short: str) -> Link | None:
        """What the short form means that the document gives to a long form which no source has."""
        entries = self._lexicon.lookup(short, kind)
        if not entries or "weak" in entries[0].flags:
            return None
        found = link(kind, short, long_form=None, lexicon=self._lexicon)
        return replace(found, rule="short form", score=round(found.score * 0.9, 3)) if found.concept else None

    def _written_out(self, surface: str) -> str | None:
        """A cell's name without brackets, its head written out: ``adult CPCs``, ``adult cardiac progenitor cells``."""
        plain = re.sub(r"\s?\([^()]*\)", "", surface)
        if re.search(r"\scells?$", plain) and (long := self._glossary.long_of(plain.rpartition(" ")[0])):
            return long  # "HSCs cells"
        modifiers, blank, head = plain.rpartition(" ")
        long = self._glossary.long_of(head) if blank else None
        written = f"{modifiers} {long}" if long else plain
        return written if written != surface else None
