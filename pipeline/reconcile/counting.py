"""Right, gold and predicted things of every document, counted by metric, unit of resampling and type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from pipeline.core.records import Document, EntityType
from pipeline.reconcile import relation_scores
from pipeline.reconcile.marks import Entity, Marks, close_gaps
from pipeline.reconcile.matching import Pairs, align, align_links, align_overlap, resolve
from pipeline.reconcile.scores import SCHEMES, Counts, credit
from pipeline.reconcile.tally import Array, Tally

TYPES = tuple(kind.value for kind in EntityType)
_CODE = {kind: number for number, kind in enumerate(EntityType)}
#: fewer documents than this, and passages are resampled in their place
FEW_DOCUMENTS = 10

#: (slice, type, metric) -> right, gold, predicted
Parts: TypeAlias = dict[tuple[str, str, str], list[float]]


@dataclass(frozen=True, slots=True)
class Case:
    """One document to score: gold and predicted marks, and, where known, the document with its passages."""

    gold: Marks
    predicted: Marks
    document: Document | None = None

    @property
    def text(self) -> str | None:
        """The text that both sides mark, where it is known."""
        return self.gold.text if self.gold.text is not None else self.predicted.text

    def passage(self, offset: int) -> int:
        """Number of the passage that holds an offset: of the document, else the line of the text, else 0."""
        if self.document is not None:
            found = self.document.passage_at(offset)
            return found.index + 1 if found else 0
        return self.text.count("\n", 0, offset) if self.text else 0

    def slices(self, offset: int) -> tuple[str, ...]:
        """Names of the section and the kind of passage that an offset stands in."""
        found = self.document.passage_at(offset) if self.document else None
        return (f"section: {found.section.value}", f"kind: {found.kind.value}") if found else ()


def case(gold: Marks, predicted: Marks, text: str | None = None) -> Case:
    """A case of two sets of marks; with a text, stretches that a line end parted are joined on both sides."""
    if text is None:
        return Case(gold, predicted)
    return Case(close_gaps(gold, text), close_gaps(predicted, text))


@dataclass
class Counting:
    """The counts of an evaluation.

    A unit of resampling is (number of the document, number of the passage); the passage is 0 for all where documents
    are resampled. Units are numbered as they are met; tables have them sorted, so that the order of marks decides
    nothing.
    """

    unit: str = "documents"
    pairs: list[Pairs] = field(default_factory=list)
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    slices: dict[tuple[str, str, str], Counts] = field(default_factory=dict)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def keys(self) -> list[tuple[int, int]]:
        """The units, sorted."""
        return sorted(self.numbers)

    def table(self, key: tuple[str, str], keys: Sequence[tuple[int, int]] | None = None) -> Array:
        """Counts of a metric, of shape (3, units, types): right, gold, predicted.

        Parameters
        ----------
        keys
            The units wanted, in their order; one that was not met has counts of 0. By default all, sorted.
        """
        tally = self.tallies[key]
        met = tally.table(len(self.numbers))
        wanted = self.keys if keys is None else keys
        table = np.zeros((3, len(wanted), len(tally.types)))
        for place, unit in enumerate(wanted):
            if unit in self.numbers:
                table[:, place] = met[:, self.numbers[unit]]
        return table


def count_cases(cases: Sequence[Case], known: Container[str] | None = None) -> Counting:
    """Align every document and count."""
    few = len(cases) < FEW_DOCUMENTS
    counting = Counting("passages" if few else "documents")
    numbers = counting.numbers
    mentions = {scheme: Tally(TYPES) for scheme in SCHEMES}
    identifiers, concepts = Tally(TYPES), Tally(TYPES)
    relations = relation_scores.tallies()
    parts: Parts = defaultdict(lambda: [0.0, 0, 0])
    for number, case in enumerate(cases):

        def unit(offset: int, case: Case = case, number: int = number) -> int:
            key = (number, case.passage(offset) if few else 0)
            return numbers.setdefault(key, len(numbers))

        gold, predicted = case.gold.entities, case.predicted.entities
        pairs = align(gold, predicted)
        counting.pairs.append(pairs)
        here = [(unit(e.start), _CODE[e.type], 1.0) for e in gold]
        there = [(unit(e.start), _CODE[e.type], 1.0) for e in predicted]
        for scheme, tally in mentions.items():
            tally.gold += here
            tally.predicted += there
            if scheme == "overlap":
                tally.right += [here[i] for i, _ in align_overlap(gold, predicted, pairs)]
                continue
            for i, j in pairs:
                value = credit(gold[i], predicted[j], scheme)
                if value:
                    tally.right.append((here[i][0], here[i][1], value))
        for i, j in pairs:
            if credit(gold[i], predicted[j], "strict"):
                identifiers.gold.append(here[i])
                identifiers.predicted.append(here[i])
                if gold[i].concept == predicted[j].concept:
                    identifiers.right.append(here[i])
        _mention_slices(case, pairs, parts, known)
        if case.document is not None:
            _relation_slices(case, parts)
        whole = unit(0)
        _concepts(concepts, gold, predicted, whole)
        relation_scores.count(relations, case.gold, case.predicted, unit, whole)
    counting.tallies.update({("mentions", scheme): tally for scheme, tally in mentions.items()})
    counting.tallies["identifiers", "given span"] = identifiers
    counting.tallies["concepts", "per document"] = concepts
    counting.tallies.update({("relations", name): tally for name, tally in relations.items()})
    counting.slices = {key: Counts(tp, round(g), round(p)) for key, (tp, g, p) in sorted(parts.items())}
    return counting


def _mention_slices(case: Case, pairs: Pairs, parts: Parts, known: Container[str] | None) -> None:
    """Strict counts by section, kind of passage and seen or unseen concept."""
    hits = {i for i, j in pairs if credit(case.gold.entities[i], case.predicted.entities[j], "strict")}
    for side, entities in ((1, case.gold.entities), (2, case.predicted.entities)):
        for number, entity in enumerate(entities):
            names = case.slices(entity.start)
            if known is not None:
                names += ("concept: seen" if entity.concept in known else "concept: unseen",)
            for name in names:
                for kind in (entity.type.value, "all"):
                    parts[name, kind, "strict"][side] += 1
                    if side == 1 and number in hits:
                        parts[name, kind, "strict"][0] += 1


def _relation_slices(case: Case, parts: Parts) -> None:
    """Counts of relations with overlapping spans by section and kind of passage; each stands where its head is."""
    gold, predicted = resolve(case.gold), resolve(case.predicted)
    hits = {i for i, _ in align_links(gold, predicted, "overlap")}
    for side, items in ((1, gold), (2, predicted)):
        for number, item in enumerate(items):
            for name in case.slices(item.head.start):
                for kind in (item.link.type.value, "all"):
                    parts[name, kind, "overlap"][side] += 1
                    if side == 1 and number in hits:
                        parts[name, kind, "overlap"][0] += 1


def _concepts(tally: Tally, gold: Sequence[Entity], predicted: Sequence[Entity], unit: int) -> None:
    """Sets of identifiers of one document; entities without one do not take part."""
    wanted = {(e.type, e.concept) for e in gold if e.concept}
    found = {(e.type, e.concept) for e in predicted if e.concept}
    tally.gold += [(unit, _CODE[kind], 1.0) for kind, _ in wanted]
    tally.predicted += [(unit, _CODE[kind], 1.0) for kind, _ in found]
    tally.right += [(unit, _CODE[kind], 1.0) for kind, _ in wanted & found]
