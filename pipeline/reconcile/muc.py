"""MUC counts of mentions by scheme and type: correct, incorrect, partial, missed, spurious.

So evaluators of named entities count since MUC-5 (Chinchor and Sundheim 1993), and since SemEval-2013 task 9.1 under
four schemes (`scores.SCHEMES` without ``overlap``, which has no partial or incorrect pairs).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.records import EntityType
from pipeline.reconcile.counting import Case
from pipeline.reconcile.marks import Entity
from pipeline.reconcile.matching import Pairs
from pipeline.reconcile.scores import Counts, credit

SCHEMES = ("strict", "exact", "partial", "type")
#: columns of a row
COLUMNS = (
    "scheme",
    "type",
    "correct",
    "incorrect",
    "partial",
    "missed",
    "spurious",
    "possible",
    "actual",
    "precision",
    "recall",
    "f1",
)


@dataclass(frozen=True, slots=True)
class Muc:
    """The MUC counts of one scheme: correct, incorrect, partial, missed, spurious.

    Examples
    --------
    >>> one = Muc(correct=1, partial=1, missed=2)
    >>> one.possible, one.actual, one.counts.precision
    (4, 2, 0.75)
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Muc) -> Muc:
        return Muc(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def possible(self) -> int:
        """All that gold holds."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """All that was predicted."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def counts(self) -> Counts:
        """What precision, recall and F1 are made of: a partial pair is worth a half."""
        return Counts(self.correct + self.partial / 2, self.possible, self.actual)


def muc(gold: Sequence[Entity], predicted: Sequence[Entity], pairs: Pairs, scheme: str) -> Muc:
    """MUC counts of an alignment under a scheme.

    An aligned pair that the scheme does not count as correct is *incorrect*, or *partial* under the partial scheme.
    """
    return sum(by_type(gold, predicted, pairs, scheme).values(), Muc())


def by_type(gold: Sequence[Entity], predicted: Sequence[Entity], pairs: Pairs, scheme: str) -> dict[EntityType, Muc]:
    """MUC counts of each type: that of gold, and of what is spurious the predicted one."""
    kinds: Counter[tuple[EntityType, str]] = Counter()
    for i, j in pairs:
        value = credit(gold[i], predicted[j], scheme)
        kinds[gold[i].type, "correct" if value == 1 else "partial" if value else "incorrect"] += 1
    paired = {i for i, _ in pairs}, {j for _, j in pairs}
    kinds.update((one.type, "missed") for i, one in enumerate(gold) if i not in paired[0])
    kinds.update((one.type, "spurious") for j, one in enumerate(predicted) if j not in paired[1])
    return {kind: Muc(*(kinds[kind, name] for name in Muc.__slots__)) for kind in EntityType}


def rows(cases: Sequence[Case], aligned: Sequence[Pairs]) -> list[dict[str, object]]:
    """A row for each scheme over all types, and for each of its types, over all documents.

    Parameters
    ----------
    cases, aligned
        Documents, and of each the alignment of its entities (`matching.align`).
    """
    found: list[dict[str, object]] = []
    for scheme in SCHEMES:
        each = dict.fromkeys(EntityType, Muc())
        for case, pairs in zip(cases, aligned, strict=True):
            for kind, counted in by_type(case.gold.entities, case.predicted.entities, pairs, scheme).items():
                each[kind] += counted
        named = {"all": sum(each.values(), Muc()), **{kind.value: one for kind, one in each.items()}}
        found += [_row(scheme, name, one) for name, one in named.items()]
    return found


def _row(scheme: str, name: str, one: Muc) -> dict[str, object]:
    ratios = {what: getattr(one.counts, what) for what in ("precision", "recall", "f1")}
    return {"scheme": scheme, "type": name, **{what: getattr(one, what) for what in COLUMNS[2:9]}, **ratios}
