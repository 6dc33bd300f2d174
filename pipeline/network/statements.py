"""Statements: all relations of one type between two concepts, with the evidence for and against and a belief."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import prod
from typing import NamedTuple

from pipeline.core.errors import NetworkError
from pipeline.core.records import (
    POLARITIES,
    SIGN,
    Annotation,
    Document,
    Evidence,
    Mention,
    PassageKind,
    Reading,
    Relation,
    RelationType,
    Section,
    Span,
    Statement,
)
from pipeline.network.precision import expected_precision

#: no single piece of evidence is believed more than this: a reader can always err
MOST = 0.95
#: what speculation ("may", "might") leaves of the confidence in a piece of evidence
SPECULATIVE = 0.5
#: what is left of it where the words state what is generally known instead of reporting a study
GENERAL = 0.8
#: what an unsigned piece of evidence ("via", "targeting") adds to a statement that has a sign
UNSIGNED = 0.5


#: what of the store's tables statements are made from, as `pipeline.core.store.Store.scan` takes it
NEEDED: Mapping[str, tuple[str, ...]] = {
    "documents": ("text",),
    "passages": ("index", "section", "kind", "start", "end"),
    "references": ("number", "text", "title", "doi", "pmid", "pmcid"),
    "sentences": ("index", "passage", "start", "end"),
    "mentions": ("type", "start", "end", "surface", "concept"),
    "relations": (),
}


def build_statements(readings: Iterable[Reading]) -> tuple[Statement, ...]:
    """Gather the relations of all documents into statements between concepts.

    Relations of one type whose heads and whose tails mean the same concept make one statement. Its
    evidence is parted by sign (`pipeline.core.records.SIGN`): the side with more belief (the positive one
    where both have the same) is supporting and names the polarity, the other is opposing; unsigned evidence
    supports. Belief is `belief` of the supporting evidence times one minus that of the opposing evidence:
    both cannot be right, so what speaks against counts as far as it is believed itself.

    Parameters
    ----------
    readings
        What was read from each document, in any order; they are gone through once.

    Returns
    -------
    tuple of Statement
        Sorted by type, head and tail; ``documents`` and ``studies`` count the supporting and the opposing
        evidence together, ``studies`` the distinct studies that it reports (`Reference.key`).

    Raises
    ------
    NetworkError
        A relation names a mention that its reading does not hold.

    Notes
    -----
    The way of combining follows INDRA's simple scorer (Bachman, Gyori and Sorger 2023, Mol Syst Biol
    19:e11325): evidence for and against kept apart, each side a noisy-or.

    Examples
    --------
    >>> build_statements([])
    ()
    """
    gathered: dict[tuple[RelationType, str, str], list[Evidence]] = defaultdict(list)
    for reading in readings:
        mentions = {mention.id: mention for mention in reading.annotation.mentions}
        places = _Places(reading.document, reading.annotation)
        for relation in reading.relations:
            head, tail = _argument(relation, relation.head, mentions), _argument(relation, relation.tail, mentions)
            gathered[relation.type, head.node, tail.node].append(places.evidence(relation, head, tail))
    return tuple(statement_of(*key, evidence) for key, evidence in sorted(gathered.items(), key=lambda item: item[0]))


def evidence_belief(evidence: Evidence) -> float:
    """How far one piece of evidence is believed.

    ``min(r, 0.95) * s * g``: ``r`` is how often its rule is right (`pipeline.network.precision.expected_precision`:
    measured, drawn towards the confidence that the rule gives it, which is lower across sentences), ``s`` is 0.5 where
    it is speculative, ``g`` is 0.8 where it states what is generally known without a study; 1 otherwise.

    Parameters
    ----------
    evidence
        One relation found in a text.
    """
    return _believed(evidence.rule, evidence.confidence, evidence.speculative, evidence.primary)


@lru_cache(maxsize=16_384)
def _believed(rule: str, confidence: float, speculative: bool, primary: bool) -> float:
    right = expected_precision(rule, max(0.0, min(1.0, confidence)))
    doubts = (SPECULATIVE if speculative else 1.0) * (1.0 if primary else GENERAL)
    return min(right, MOST) * doubts


def belief(evidence: Iterable[Evidence], *, signed: bool = False) -> float:
    """Belief that at least one of several pieces of evidence is right.

    ``1 - prod(1 - p_i)`` over independent units. Evidence is one unit where it is not independent: reports
    that cite a study in common, in whichever reviews, and pieces from one document that report no study or cite
    none, since a review that says a thing three times says it once. A unit's ``p`` is that of its best piece
    (`evidence_belief`).

    Parameters
    ----------
    evidence
        Pieces of evidence for the same side.
    signed
        Whether the side has a sign; an unsigned piece then counts half.

    Returns
    -------
    float
        From 0 (no evidence) to below 1.

    Examples
    --------
    Two sentences on one study are one unit, on two studies they are two:

    >>> from pipeline.core.records import Section
    >>> def piece(*studies):
    ...     return Evidence("r", "d1", "present", False, False, 0, 1, "", Section.BODY, studies, "rule", 0.8)
    >>> round(belief([piece("doi:a"), piece("doi:a")]), 2), round(belief([piece("doi:a"), piece("doi:b")]), 2)
    (0.8, 0.96)
    """
    return 1.0 - prod(1.0 - unit.p for unit in units(evidence, signed=signed))


class Unit(NamedTuple):
    """Evidence that counts once: the studies (or the document) that it goes back to, and how far it is believed."""

    sources: tuple[str, ...]
    p: float


def units(evidence: Iterable[Evidence], *, signed: bool = False) -> list[Unit]:
    """The independent units that `belief` is made of, the most believed first.

    Parameters
    ----------
    evidence, signed
        As for `belief`.
    """
    group: dict[str, int] = {}  # source -> the unit that it is of
    found: dict[int, tuple[list[str], float]] = {}
    for number, piece in enumerate(evidence):
        reported = piece.studies if piece.primary else ()
        own = dict.fromkeys(reported or (f"document:{piece.document}",))
        best = evidence_belief(piece) * (UNSIGNED if signed and SIGN[piece.polarity] == 0 else 1.0)
        met = sorted({group[source] for source in own if source in group}, key=lambda one: -len(found[one][0]))
        unit = met[0] if met else number
        sources, p = found.pop(unit, ([], best))
        sources += [source for source in own if source not in group]
        for other in met[1:]:  # what it reports joins what was apart
            more, q = found.pop(other)
            sources += more
            p = max(p, q)
        group.update(dict.fromkeys(sources if len(met) > 1 else own, unit))
        found[unit] = sources, max(p, best)
    return sorted(
        (Unit(tuple(sorted(some)), p) for some, p in found.values()), key=lambda unit: (-unit.p, unit.sources)
    )


def has_sign(supporting: Iterable[Evidence]) -> bool:
    """Whether a side's evidence says how, so that unsigned pieces count half in its belief."""
    return any(SIGN[piece.polarity] for piece in supporting)


def statement_of(kind: RelationType, head: str, tail: str, evidence: list[Evidence]) -> Statement:
    """Part the evidence by sign and put a number on it."""
    evidence.sort(key=lambda piece: (piece.document, piece.start, piece.end, piece.relation, piece.rule))
    positive = [piece for piece in evidence if SIGN[piece.polarity] > 0]
    negative = [piece for piece in evidence if SIGN[piece.polarity] < 0]
    against, sign = (positive, 1) if belief(negative) > belief(positive) else (negative, -1)
    supporting = [piece for piece in evidence if SIGN[piece.polarity] != sign]
    signed = [piece for piece in supporting if SIGN[piece.polarity]]
    return Statement(
        type=kind,
        head=head,
        tail=tail,
        polarity=_polarity(kind, signed or supporting),
        belief=round(belief(supporting, signed=has_sign(supporting)) * (1.0 - belief(against)), 6),
        documents=len({piece.document for piece in evidence}),
        studies=len({study for piece in evidence if piece.primary for study in piece.studies}),
        supporting=tuple(supporting),
        opposing=tuple(against),
    )


def _polarity(kind: RelationType, evidence: list[Evidence]) -> str | None:
    """The most believed polarity; of equals the one that the guidelines list first."""
    allowed = POLARITIES[kind]
    found = {piece.polarity for piece in evidence}
    if len(found) == 1:
        return found.pop()
    return max(
        sorted(found, key=lambda polarity: allowed.index(polarity) if polarity in allowed else len(allowed)),
        key=lambda polarity: belief(piece for piece in evidence if piece.polarity == polarity),
    )


def _argument(relation: Relation, identifier: str, mentions: dict[str, Mention]) -> Mention:
    if identifier in mentions:
        return mentions[identifier]
    raise NetworkError(
        f"relation {relation.id} names the mention {identifier}, which is not among the {len(mentions)} found",
        where=relation.document,
        remedy="annotate and relate the document again; the store's rows do not belong together",
    )


class _Places:
    """Looks up whole sentences, sections and cited studies of one document."""

    def __init__(self, document: Document, annotation: Annotation) -> None:
        self.document = document
        self.spans = sorted((sentence.start, sentence.end) for sentence in annotation.sentences)
        self.starts = [start for start, _ in self.spans]
        self.references = {reference.number: reference for reference in document.references}

    def whole(self, start: int, end: int) -> Span:
        """The sentences (for a table row: the row) that a stretch touches."""
        passage = self.document.passage_at(start)
        if passage is not None and passage.kind in (PassageKind.TABLE_ROW, PassageKind.TABLE_HEAD):
            return Span(min(start, passage.start), max(end, passage.end))
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        if first >= 0 and self.spans[first][1] > start:
            start = self.spans[first][0]
        if last >= 0 and self.spans[last][1] > end:
            end = self.spans[last][1]
        return Span(start, end)

    def evidence(self, relation: Relation, head: Mention, tail: Mention) -> Evidence:
        """One relation as evidence: the whole sentences it stands in, and the studies that they cite."""
        start, end = relation.evidence_start, relation.evidence_end
        if start >= end:
            start, end = min(head.start, tail.start), max(head.end, tail.end)
        span = self.whole(start, end)
        passage = self.document.passage_at(start)
        studies = {self.references[number].key for number in relation.cited if number in self.references}
        return Evidence(
            relation=relation.id,
            document=relation.document,
            polarity=relation.polarity,
            speculative=relation.speculative,
            cross_sentence=relation.cross_sentence,
            start=span.start,
            end=span.end,
            text=self.document.text[span.start : span.end],
            section=passage.section if passage is not None else Section.BODY,
            studies=tuple(sorted(studies)),
            rule=relation.rule,
            confidence=relation.confidence,
            head_start=head.start,
            head_end=head.end,
            tail_start=tail.start,
            tail_end=tail.end,
            primary=relation.primary,
        )
