"""The spread of figures over trainings that differ in their seed."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest
import seeds
from hypothesis import given
from hypothesis import strategies as st

from tests.training.taught import HEADS, make

VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=7)


@given(VALUES)
def test_the_mean_lies_between_the_lowest_and_the_highest(values: list[float]) -> None:
    ((on_what, count, mean, deviation, low, high),) = seeds.spread([[("set", "F1", value)] for value in values])
    assert (on_what, count) == ("set", "F1")
    assert low == min(values)
    assert high == max(values)
    assert low - 1e-9 <= mean <= high + 1e-9
    assert deviation <= high - low + 1e-9
    assert (deviation > 0) == (len(values) > 1 and statistics.variance(values) > 0)


def test_figures_are_kept_apart_and_in_order() -> None:
    runs = [[("a", "P", 0.5), ("b", "P", 0.1)], [("a", "P", 0.7), ("b", "P", 0.3), ("b", "R", 1.0)]]
    rows = list(seeds.spread(runs))
    assert [row[:2] for row in rows] == [("a", "P"), ("b", "P"), ("b", "R")]
    assert [row[2] for row in rows] == pytest.approx([0.6, 0.2, 1.0])
    assert rows[2][3] == 0


def test_each_model_is_measured_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [make(tmp_path / str(seed), seed, HEADS) for seed in (1, 2)]
    monkeypatch.setitem(seeds.MEASURES, "spans", lambda nlp: [("labels", "count", float(len(nlp.path.name)))])
    seeds.main("spans", *paths)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"{path}\tlabels\tcount\t1.0000" for path in paths]
    assert lines[2].split() == ["labels", "count", "1.0000", "+-", "0.0000", "(1.0000", "to", "1.0000)"]
