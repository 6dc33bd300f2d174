"""The tables of the operators' documentation say what the code says."""

from __future__ import annotations

from pathlib import Path

from flows import tables
from pipeline.core.settings import ROOT, Settings

OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")


def test_the_documented_settings_are_the_settings() -> None:
    assert tables.settings_markdown() in OPERATORS


def test_the_documented_environment_is_the_environment() -> None:
    assert tables.environment_markdown() in OPERATORS


def test_every_setting_says_what_it_does() -> None:
    assert all(len(effect) > 10 for _, _, effect in tables.rows(Settings()))


def test_a_table_that_fell_behind_is_put_right(tmp_path: Path) -> None:
    path = tmp_path / "operators.md"
    lines = OPERATORS.split("\n")
    path.write_text("\n".join(line for line in lines if "ingest.max_bytes" not in line and "DO_NOT_TRACK" not in line))
    assert tables.refresh(path)
    assert path.read_text(encoding="utf-8") == OPERATORS
    assert not tables.refresh(path)
