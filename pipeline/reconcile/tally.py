"""Counts of right, gold and predicted things by unit of resampling and by type, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile.scores import Counts

Array: TypeAlias = NDArray[np.float64]


@dataclass(slots=True)
class Tally:
    """What one metric counts, event by event.

    An event is (unit, type, weight): a thing in gold, a thing predicted, or a right pair, which counts where its gold
    side stands. Units are numbered by the evaluation: documents, or passages where there are few documents.
    """

    types: tuple[str, ...]
    right: list[tuple[int, int, float]] = field(default_factory=list)
    gold: list[tuple[int, int, float]] = field(default_factory=list)
    predicted: list[tuple[int, int, float]] = field(default_factory=list)

    def table(self, units: int) -> Array:
        """Counts of shape (3, units, types): right, gold, predicted."""
        return np.stack([_table(events, units, len(self.types)) for events in (self.right, self.gold, self.predicted)])


def _table(events: Sequence[tuple[int, int, float]], units: int, types: int) -> Array:
    if not events:
        return np.zeros((units, types))
    columns = np.asarray(events, dtype=np.float64)
    cells = columns[:, 0].astype(np.int64) * types + columns[:, 1].astype(np.int64)
    counted = np.bincount(cells, weights=columns[:, 2], minlength=units * types)
    return np.asarray(counted, dtype=np.float64).reshape(units, types)


def counts(table: Array) -> list[Counts]:
    """Counts by type, summed over the units."""
    sums = table.sum(axis=1)
    return [Counts(float(tp), round(gold), round(predicted)) for tp, gold, predicted in sums.T]


def f1(sums: Array) -> Array:
    """F1 from an array whose first axis is (right, gold, predicted); nan where it is undefined."""
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Array = np.where(sums[1] + sums[2] > 0, 2 * sums[0] / (sums[1] + sums[2]), np.nan)
    return result


def mean_of_known(values: Array) -> Array:
    """Means over the last axis that pass over nan; nan where nothing is known."""
    known = ~np.isnan(values)
    number = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    mean: Array = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return mean
