"""Prefect's environment: local and silent, and a home that exists."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows import environment
from pipeline.core.errors import StoreError


def test_the_home_is_made_with_its_parents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    environment.prepare(tmp_path / "not" / "yet")
    assert (tmp_path / "not" / "yet" / "prefect").is_dir()
    assert os.environ["PREFECT_HOME"] == str(tmp_path / "not" / "yet" / "prefect")
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_what_the_operator_set_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"PREFECT_HOME": str(tmp_path / "mine"), "PREFECT_LOGGING_LEVEL": "DEBUG"})
    environment.prepare(tmp_path)
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert (tmp_path / "mine").is_dir()
    assert not (tmp_path / "prefect").exists()


def test_a_home_that_cannot_be_made_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--outputs"):
        environment.prepare(tmp_path / "file")
