"""Do indirect links come true? Holds out documents, and years, of a store of readings, and prints a table.

    python tests/benchmarks/indirect.py STORE [--splits 20] [--share 0.2] [--years 2019 2021 2023]

``STORE`` is a folder of batches (``outputs/store/<extractor>``). Intervals are the middle 95 % of the splits; for a
year these are random four fifths of what was published after it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pipeline.core.settings import NetworkSettings
from pipeline.core.store import Store
from pipeline.network.holdout import FIRST, Judged, Trial, by_documents, by_year, trial

MEASURES: dict[str, Callable[[Judged], float]] = {
    "AUC, all pairs": lambda one: one.auc,
    "AUC, pairs of equal degrees": lambda one: one.matched,
    **{f"of the first {first}": lambda one, first=first: one.hits[first] for first in FIRST},  # type: ignore[misc]
}


def told(trials: list[Trial]) -> None:
    """Print each measure of each ranking, beside the share that all pairs have."""
    rate = np.mean([one.true / one.pairs for one in trials])
    pairs, true = (int(np.mean([getattr(one, name) for one in trials])) for name in ("pairs", "true"))
    print(f"{pairs} pairs, {true} come true ({rate:.3%})")
    for name, measure in MEASURES.items():
        cells = []
        for ranking in ("score", "chance", "degrees"):
            values = [measure(getattr(one, ranking)) for one in trials]
            low, high = np.quantile(values, [0.025, 0.975])
            spread = f" ({low:.3f}-{high:.3f})" if len(values) > 1 else ""
            cells.append(f"{ranking} {np.mean(values):.3f}{spread}")
        print(f"  {name:<28}" + "   ".join(cells))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--years", type=int, nargs="*", default=[2019, 2021, 2023])
    chosen = parser.parse_args()
    readings = list(Store(chosen.store.parent, chosen.store.name).readings())
    settings = NetworkSettings()
    print(f"{len(readings)} documents; {chosen.splits} times {chosen.share:.0%} held out")
    splits = by_documents(readings, chosen.share, chosen.splits, seed=1)
    told([trial(split, settings, seed) for seed, split in enumerate(splits)])
    for year in chosen.years:
        split = by_year(readings, year)
        print(f"up to {year}: {len(split.seen)} documents; after: {len(split.unseen)}")
        chance = np.random.default_rng(year)
        parts = []
        for _ in range(chosen.splits):
            keep = sorted(chance.permutation(len(split.unseen))[: round(0.8 * len(split.unseen))].tolist())
            parts.append(split._replace(unseen=tuple(split.unseen[at] for at in keep)))
        told([trial(part, settings, seed) for seed, part in enumerate(parts)])


if __name__ == "__main__":
    main()
