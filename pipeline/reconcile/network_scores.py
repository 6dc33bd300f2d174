"""How much of the gold network was found, and whether its strongest edges come out as the strongest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau, spearmanr

from pipeline.reconcile.marks import Marks
from pipeline.reconcile.scores import Counts

Edge = tuple[str, str, str]  # relation type, head node, tail node


@dataclass(frozen=True, slots=True)
class NetworkScore:
    """Edges found, and rank agreement over the strongest edges of either network.

    ``spearman`` and ``kendall`` (tau-b) are None where fewer than three edges are compared or one side has no
    order; an edge that one network lacks has weight 0 there. Both mislead where most edges have equal weight.
    """

    edges: Counts
    compared: int
    spearman: float | None
    kendall: float | None


def edges(documents: Iterable[Marks]) -> Counter[Edge]:
    """Edges of the network that some marks make, each with the number of relations behind it."""
    found: Counter[Edge] = Counter()
    for marks in documents:
        entities = marks.by_key()
        for link in marks.links:
            found[link.type.value, entities[link.head].node, entities[link.tail].node] += 1
    return found


def network_score(gold: Sequence[Marks], predicted: Sequence[Marks], strongest: int = 50) -> NetworkScore:
    """Compare the network of the predicted marks with that of gold.

    Parameters
    ----------
    strongest
        How many of the strongest edges of each network are ranked (ties at the end by name).
    """
    wanted, found = edges(gold), edges(predicted)
    counts = Counts(len(wanted.keys() & found.keys()), len(wanted), len(found))
    chosen = sorted({edge for side in (wanted, found) for edge in _top(side, strongest)})
    left = np.array([wanted[edge] for edge in chosen])
    right = np.array([found[edge] for edge in chosen])
    if len(chosen) < 3 or len(set(left)) < 2 or len(set(right)) < 2:
        return NetworkScore(counts, len(chosen), None, None)
    return NetworkScore(
        counts, len(chosen), float(spearmanr(left, right).statistic), float(kendalltau(left, right).statistic)
    )


def _top(found: Counter[Edge], number: int) -> list[Edge]:
    return sorted(found, key=lambda edge: (-found[edge], edge))[:number]
