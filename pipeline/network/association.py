"""Association of two things from counts: NPMI, G², the hypergeometric tail and Benjamini–Hochberg q values."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln

Floats = NDArray[np.float64]
#: a tail smaller than this is told as this
SMALLEST = 1e-300


def npmi(together: int, with_a: int, with_b: int, everything: int) -> float:
    """Normalised pointwise mutual information of two things (Bouma 2009, GSCL).

    ``ln(p_ab / (p_a·p_b)) / -ln p_ab``: from -1 (never together) over 0 (as chance has it) to 1 (never apart).
    It favours what is rare: of two things seen once, in the same unit, it says 1.

    Parameters
    ----------
    together, with_a, with_b, everything
        Units (sentences) that hold both, the one, the other, and all units.

    Returns
    -------
    float
        From -1 to 1; 1 where every unit holds both.

    Examples
    --------
    >>> npmi(2, 2, 2, 8), npmi(1, 2, 4, 8), npmi(0, 2, 4, 8)
    (1.0, 0.0, -1.0)
    """
    if together == 0:
        return -1.0
    if together == everything:
        return 1.0
    return log(together * everything / (with_a * with_b)) / -log(together / everything)


def log_likelihood_ratio(together: ArrayLike, with_a: ArrayLike, with_b: ArrayLike, everything: int) -> Floats:
    """G² of the two-by-two tables (Dunning 1993, Comput Linguist 19:61).

    ``G² = 2·Σ O·ln(O / E)`` over the four cells, a cell with ``O = 0`` giving 0; ``E = row·column / N``. It is
    two-sided (grows also where two things shun one another) and, unlike the p value, no probability.

    Parameters
    ----------
    together, with_a, with_b
        For each table the units that hold both, the one and the other.
    everything
        All units, N.

    Returns
    -------
    array of float
        Non-negative.

    Examples
    --------
    >>> log_likelihood_ratio([10, 25], [20, 50], [50, 50], 100).round(3).tolist()
    [0.0, 0.0]
    >>> float(log_likelihood_ratio(3, 3, 3, 6).round(4))  # 2·(3·ln 2 + 3·ln 2)
    8.3178
    """
    k, a, b = (np.asarray(value, dtype=np.float64) for value in (together, with_a, with_b))
    total = float(everything)
    cells = ((k, a, b), (a - k, a, total - b), (b - k, total - a, b), (total - a - b + k, total - a, total - b))
    g2 = np.zeros(np.broadcast(k, a, b).shape)
    for seen, row, column in cells:
        there = np.broadcast_to(seen > 0, g2.shape)
        ratio = np.divide(seen * total, row * column, out=np.ones_like(g2), where=there)
        g2 += 2 * np.where(there, seen * np.log(ratio), 0.0)
    return np.maximum(g2, 0.0)


def at_least(together: ArrayLike, with_a: ArrayLike, with_b: ArrayLike, everything: int) -> Floats:
    """One-sided Fisher p: the chance of at least so many units with both, were the two laid out without regard.

    ``P(X ≥ k) = Σ_{j ≥ k} C(A,j)·C(N-A,B-j) / C(N,B)``, X hypergeometric: of N units A hold the one, B are
    drawn for the other. It takes units to be alike and independent; sentences of one document are neither, so
    it asks whether two concepts share sentences more than chance has it, whatever the reason, a common topic
    of their documents among them.

    Parameters
    ----------
    together, with_a, with_b
        For each pair k, A and B.
    everything
        N.

    Returns
    -------
    array of float
        From 1e-300 (or less) to 1; the relative error is below 1e-6 for N up to 10 million.

    Notes
    -----
    The first term comes from log-beta functions, the others by the ratio of neighbours, from k away from the
    mean, so that terms fall and the sum may end early; for k below the mean the other tail is summed.

    Examples
    --------
    Both of 2 units with the one hold the other, which is in 2 of 4: one of six ways.

    >>> at_least([2, 0], [2, 2], [2, 2], 4).round(6).tolist()
    [0.166667, 1.0]
    """
    k, a, b = (np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in (together, with_a, with_b))
    k, a, b = (part.copy() for part in np.broadcast_arrays(k, a, b))
    upper = k > a * b / everything
    tail = np.empty(k.shape)
    tail[upper] = _tail(k[upper], a[upper], b[upper], float(everything), up=True)
    tail[~upper] = 1 - _tail(k[~upper] - 1, a[~upper], b[~upper], float(everything), up=False)
    return np.clip(tail, SMALLEST, 1.0)


def exactly(together: ArrayLike, with_a: ArrayLike, with_b: ArrayLike, everything: int) -> Floats:
    """``P(X = k)`` of the same hypergeometric law as `at_least`; 0 for a count that cannot be."""
    k, a, b = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in (together, with_a, with_b)))
    total = float(everything)
    can = (k >= 0) & (k <= a) & (k <= b) & (k >= a + b - total)
    k = np.where(can, k, np.maximum(0, a + b - total))
    logs = (
        betaln(a + 1, 1)
        + betaln(total - a + 1, 1)
        + betaln(total - b + 1, b + 1)
        - betaln(k + 1, a - k + 1)
        - betaln(b - k + 1, total - a - b + k + 1)
        - betaln(total + 1, 1)
    )
    return np.where(can, np.exp(logs), 0.0)


def _tail(k: Floats, a: Floats, b: Floats, total: float, *, up: bool) -> Floats:
    """Sum of the terms from k on, away from the mean, until they no longer count."""
    whole = exactly(k, a, b, int(total))
    live = np.flatnonzero(whole > 0)
    k, a, b, term = k[live], a[live], b[live], whole[live]
    while live.size:
        if up:
            term = term * (a - k) * (b - k) / ((k + 1) * (total - a - b + k + 1))
            k = k + 1
        else:
            term = term * k * (total - a - b + k) / ((a - k + 1) * (b - k + 1))
            k = k - 1
        whole[live] += term
        keep = term > whole[live] * 1e-12
        live, k, a, b, term = live[keep], k[keep], a[keep], b[keep], term[keep]
    return whole


def adjusted(p: ArrayLike, tests: int | None = None) -> Floats:
    """Benjamini–Hochberg q values (1995, J R Stat Soc B 57:289).

    The i-th smallest p becomes ``min over j ≥ i of p_j·m / j``, at most 1: of all pairs with ``q < 0.05`` no
    more than one in twenty is expected to be there by chance, where the tests are independent or lean the
    same way.

    Parameters
    ----------
    p
        The p values, in any order.
    tests
        m, where more was tested than is passed: the rest, not passed, has p = 1. ``None``: all are passed.

    Returns
    -------
    array of float
        In the order of ``p``.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    >>> adjusted([0.01], tests=20).round(3).tolist()
    [0.2]
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    ranked = values[order] * (values.size if tests is None else tests) / np.arange(1, values.size + 1)
    found = np.empty_like(values)
    found[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return found
