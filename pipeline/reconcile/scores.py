"""Precision, recall and F1 from counts, and the schemes by which pairs are counted as right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.reconcile.marks import Entity


@dataclass(frozen=True, slots=True)
class Counts:
    """Numerator and denominators of a score.

    ``tp`` is the number of right pairs (halves under the partial scheme), ``gold`` and ``predicted`` the numbers of
    things marked. A ratio without a denominator is None, never 0 or 1: nothing was asked, or nothing answered.

    Examples
    --------
    >>> Counts(tp=2, gold=4, predicted=3).f1
    0.5714285714285714
    >>> Counts(tp=0, gold=0, predicted=3).recall is None
    True
    """

    tp: float = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right."""
        return self.tp / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found."""
        return self.tp / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both, as ``2 tp / (gold + predicted)``: defined as soon as either side has something."""
        return 2 * self.tp / (self.gold + self.predicted) if self.gold + self.predicted else None


def macro(counts: Iterable[Counts]) -> tuple[float | None, float | None, float | None]:
    """Means of precision, recall and F1 over types, each over the types for which it is defined."""
    every = list(counts)
    means = []
    for values in ([c.precision for c in every], [c.recall for c in every], [c.f1 for c in every]):
        known = [value for value in values if value is not None]
        means.append(sum(known) / len(known) if known else None)
    return means[0], means[1], means[2]


#: the schemes for entities: name -> what counts as right
SCHEMES: dict[str, str] = {
    "strict": "span and type agree",
    "exact": "span agrees, whatever the type",
    "partial": "span agrees: 1; spans overlap: 1/2; whatever the type",
    "type": "type agrees and spans overlap, in the alignment that keeps exact pairs together",
    "overlap": "type agrees and spans overlap, in the alignment with most such pairs",
}


def credit(one: Entity, other: Entity, scheme: str) -> float:
    """What an aligned pair is worth under a scheme (``overlap`` has its own alignment and is not asked here)."""
    if scheme == "strict":
        return float(one.type == other.type and one.fragments == other.fragments)
    if scheme == "exact":
        return float(one.fragments == other.fragments)
    if scheme == "partial":
        return 1.0 if one.fragments == other.fragments else 0.5
    return float(one.type == other.type)
