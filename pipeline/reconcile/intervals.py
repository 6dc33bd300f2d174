"""Confidence intervals by bootstrap, and tests of whether two systems differ.

The units that are drawn are documents, or passages where there are fewer than ten documents: passages of one document
resemble one another, so those intervals are narrower than they ought to be, and the evaluation says that it used them.

Methods: percentile bootstrap (Efron and Tibshirani 1993, chapter 13); paired bootstrap (Berg-Kirkpatrick, Burkett and
Klein 2012); approximate randomisation (Noreen 1989; Yeh 2000), p = (hits + 1) / (rounds + 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.reconcile.tally import Array, f1

#: resamples that are drawn unless told otherwise
RESAMPLES = 1_000
#: resamples that are weighed at once: bounds memory at this many times the number of units
_CHUNK = 100


def _weights(units: int, resamples: int, seed: int) -> Iterator[Array]:
    """How often each unit is drawn, a row a resample, a chunk at a time."""
    random = np.random.default_rng(seed)
    for start in range(0, resamples, _CHUNK):
        rows = min(_CHUNK, resamples - start)
        drawn = random.integers(0, units, size=(rows, units)) + np.arange(rows)[:, None] * units
        yield np.bincount(drawn.ravel(), minlength=rows * units).reshape(rows, units).astype(np.float64)


def resample(table: Array, resamples: int, seed: int) -> Array:
    """Sums of the counts over each bootstrap sample.

    Parameters
    ----------
    table
        Counts of shape (3, units, columns).

    Returns
    -------
    numpy.ndarray
        Of shape (3, resamples, columns).
    """
    measures, units, columns = table.shape
    flat = table.transpose(1, 0, 2).reshape(units, measures * columns)
    sums = [weights @ flat for weights in _weights(units, resamples, seed)]
    return np.concatenate(sums).reshape(-1, measures, columns).transpose(1, 0, 2)


def interval(values: Array, level: float = 0.95) -> tuple[float, float] | None:
    """Percentile interval of bootstrap values; None where fewer than half of them are defined."""
    known = values[~np.isnan(values)]
    if not len(values) or len(known) * 2 < len(values):
        return None
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Comparison:
    """F1 of two systems on the same texts."""

    f1: float | None
    other: float | None
    difference: float | None
    low: float | None  # of the difference, paired bootstrap
    high: float | None
    p_bootstrap: float | None  # twice the smaller share of resamples on one side of no difference
    p_randomised: float | None  # approximate randomisation, two-sided


def compare(one: Array, other: Array, resamples: int = RESAMPLES, seed: int = 13) -> Comparison:
    """Compare two systems by F1 over the same units.

    Parameters
    ----------
    one, other
        Counts of shape (3, units): right, gold, predicted.

    Examples
    --------
    >>> import numpy as np
    >>> same = np.ones((3, 20))
    >>> compare(same, same).p_randomised
    1.0
    """
    first, second = float(f1(one.sum(axis=1))), float(f1(other.sum(axis=1)))
    if np.isnan(first) or np.isnan(second):
        return Comparison(_known(first), _known(second), None, None, None, None, None)
    both = np.stack([one, other], axis=2)
    drawn = f1(resample(both, resamples, seed))
    gaps = drawn[:, 0] - drawn[:, 1]
    limits = interval(gaps)
    gaps = gaps[~np.isnan(gaps)]
    share = min(float(np.mean(gaps <= 0)), float(np.mean(gaps >= 0))) if len(gaps) else 0.5
    observed, hits, rounds = abs(first - second), 0, 0
    random = np.random.default_rng(seed + 1)
    for start in range(0, resamples, _CHUNK):
        rows = min(_CHUNK, resamples - start)
        swap = random.integers(0, 2, size=(rows, one.shape[1])).astype(np.float64)
        moved = np.stack([swap @ (other[m] - one[m]) for m in range(3)])
        left = f1(one.sum(axis=1)[:, None] + moved)
        right = f1(other.sum(axis=1)[:, None] - moved)
        hits += int(np.sum(np.nan_to_num(np.abs(left - right)) >= observed - 1e-12))
        rounds += rows
    return Comparison(
        first,
        second,
        first - second,
        limits[0] if limits else None,
        limits[1] if limits else None,
        min(1.0, 2 * share),
        (hits + 1) / (rounds + 1),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
