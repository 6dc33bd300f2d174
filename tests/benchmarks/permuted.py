"""Are the q values calibrated? Lays the concepts of a store out by chance, many times, and counts what is found.

    python tests/benchmarks/permuted.py STORE [--times 200]

``STORE`` is a folder of batches (``outputs/store/<extractor>``). Every concept keeps its number of sentences, which are
drawn anew: nothing is associated. Told are: the Kolmogorov-Smirnov p of the p values of all testable pairs (ties broken
by chance, since counts are whole numbers), how often anything at all has q < 0.05 (by Benjamini and Hochberg's own
promise at most one time in twenty), and, with as many true associations planted as a tenth of the concepts, which share
of what is found is false.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, stats

from pipeline.core.settings import NetworkSettings
from pipeline.core.store import Store
from pipeline.network.association import adjusted, at_least, exactly
from pipeline.network.occurrences import of_store

Integers = NDArray[np.int64]


def laid_out(held: Integers, everything: int, chance: np.random.Generator, planted: int) -> sparse.csr_array:
    """Sentences by concepts; of the first ``planted`` pairs of neighbours the second stands where the first does."""
    rows = [chance.choice(everything, size, replace=False) for size in held.tolist()]
    for pair in range(planted):
        first, second = rows[2 * pair], rows[2 * pair + 1]
        shared = chance.permutation(first)[: max(2, min(len(first), len(second)) // 2)]
        rest = np.setdiff1d(second, shared)
        rows[2 * pair + 1] = np.concatenate([shared, chance.permutation(rest)[: len(second) - len(shared)]])
    concepts = np.repeat(np.arange(len(held)), [len(row) for row in rows])
    where = (np.concatenate(rows), concepts)
    return sparse.csr_array((np.ones(len(concepts), dtype=np.int64), where), shape=(everything, len(held)))


def tested(
    held: Integers, everything: int, chance: np.random.Generator, planted: int
) -> tuple[NDArray[np.float64], float, int, int]:
    """Ties-broken p values of all pairs, the smallest q, and how many false and true ones have q < 0.05."""
    matrix = laid_out(held, everything, chance, planted)
    size = len(held)
    counts = (matrix.T @ matrix).toarray()
    held = np.diag(counts)
    a, b = np.triu_indices(size, 1)
    k = counts[a, b]
    p = np.ones(len(k))
    met = k > 0
    p[met] = at_least(k[met], held[a][met], held[b][met], everything)
    q = adjusted(p)
    spread = p - chance.random(len(p)) * exactly(k, held[a], held[b], everything)
    true = (a % 2 == 0) & (b == a + 1) & (a < 2 * planted)
    return spread, float(q.min()), int(((q < 0.05) & ~true).sum()), int(((q < 0.05) & true).sum())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--times", type=int, default=200)
    chosen = parser.parse_args()
    store = Store(chosen.store.parent, chosen.store.name)
    documents = {reading.document.id for reading in store.readings()}
    table = of_store(store.batches(), documents)
    rows = {(row["node"], row["sentence"]) for row in table.table.to_pylist() if row["sentence"] is not None}
    held = np.bincount([node for node, _ in rows], minlength=len(table.nodes))
    held = np.sort(held[held >= NetworkSettings().test_floor])[::-1].astype(np.int64)
    everything = table.places.num_rows
    print(f"{len(held)} concepts in {everything} sentences, {len(held) * (len(held) - 1) // 2} testable pairs")
    chance = np.random.default_rng(1)
    uniform, found, false = [], 0, []
    for _ in range(chosen.times):
        spread, least, *_ = tested(held, everything, chance, planted=0)
        uniform.append(float(stats.kstest(spread, "uniform").pvalue))
        found += least < 0.05
        _, _, wrong, right = tested(held, everything, chance, planted=len(held) // 10)
        false.append(wrong / max(1, wrong + right))
    rejected = sum(value < 0.01 for value in uniform)
    print(f"Kolmogorov-Smirnov p: median {np.median(uniform):.2f}, below 0.01 {rejected} of {chosen.times} times")
    print(f"anything with q < 0.05 where nothing is associated: {found} of {chosen.times} times")
    print(f"false among what is found, true associations planted: {np.mean(false):.2%} on average")


if __name__ == "__main__":
    main()
