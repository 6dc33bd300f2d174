"""How often rules are right, as measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import NetworkError
from pipeline.network.precision import PRECISION, PRIOR, expected_precision, load_precision


def test_the_table_is_that_of_the_repository() -> None:
    table = load_precision(PRECISION)
    assert len(table) >= 20
    assert sum(found for found, _ in table.values()) >= 500
    assert "measured by" in PRECISION.read_text(encoding="utf-8").splitlines()[0]


@given(st.floats(0, 1), st.sampled_from([*load_precision(), "no such rule"]))
def test_the_measured_share_draws_away_from_the_confidence(confidence: float, rule: str) -> None:
    found, right = load_precision().get(rule, (0, 0))
    value = expected_precision(rule, confidence)
    ends = sorted([confidence, right / found if found else confidence])
    assert ends[0] - 1e-9 <= value <= ends[1] + 1e-9
    assert value == pytest.approx((right + PRIOR * confidence) / (found + PRIOR))


@pytest.mark.parametrize("row", ["carry\t3", "carry\t3\t4", "carry\tthree\t1"])
def test_a_row_that_is_none_is_told(row: str, tmp_path: Path) -> None:
    path = tmp_path / "precision.tsv"
    path.write_text(f"rule\tfound\tright\n{row}\n", encoding="utf-8")
    with pytest.raises(NetworkError, match="is no rule with"):
        load_precision(path)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="cannot be read"):
        load_precision(tmp_path / "none.tsv")
