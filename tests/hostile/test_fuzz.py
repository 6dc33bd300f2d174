"""A small part of the fuzz run: mutated files end in a Document or a Failure."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from fuzz_ingest import run


def test_mutated_files_are_read_or_told() -> None:
    ends, longest = run(60, seed=7)
    assert sum(ends.values()) >= 60
    assert ends["read"] > 0
    assert longest < 25
