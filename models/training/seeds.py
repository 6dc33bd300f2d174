"""Measures trainings that differ in their seed alone: each figure's mean, standard deviation, lowest and highest.

Usage: ``python seeds.py WHAT MODEL MODEL ...``; ``WHAT`` as in ``measure.py`` (``trees``, ``sentences``, ``spans``).
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import registered
from measure import MEASURES, opened


def spread(runs: Iterable[Iterable[tuple[str, str, float]]]) -> Iterator[tuple[str, str, float, float, float, float]]:
    """What the figures of several runs scatter around, in the order of the first.

    Parameters
    ----------
    runs
        For each run its figures: on what, which count, the value.

    Yields
    ------
    tuple
        On what, which count, mean, sample standard deviation (0 for a single run), lowest, highest.

    Examples
    --------
    >>> list(spread([[("test", "F1", 0.70)], [("test", "F1", 0.74)]]))
    [('test', 'F1', 0.72, 0.028284271247461926, 0.7, 0.74)]
    """
    values: dict[tuple[str, str], list[float]] = {}
    for run in runs:
        for on_what, count, value in run:
            values.setdefault((on_what, count), []).append(value)
    for (on_what, count), own in values.items():
        deviation = statistics.stdev(own) if len(own) > 1 else 0.0
        yield on_what, count, statistics.mean(own), deviation, min(own), max(own)


def measured(what: str, path: Path) -> list[tuple[str, str, float]]:
    """The figures of one model, and what it is called as they are printed."""
    figures = list(MEASURES[what](opened(path)))
    for on_what, count, value in figures:
        print(f"{path}\t{on_what}\t{count}\t{value:.4f}", flush=True)
    return figures


def main(what: str, *models: Path) -> None:
    """Print the figures of each model, then their spread."""
    for row in spread([measured(what, path) for path in models]):
        print("{:<42} {:<38} {:9.4f} +- {:.4f} ({:.4f} to {:.4f})".format(*row), flush=True)


if __name__ == "__main__":
    assert registered  # the import registers what the pipelines name
    main(sys.argv[1], *map(Path, sys.argv[2:]))
