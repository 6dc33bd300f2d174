"""Prefect's temporary server: an empty database is copied, a start that fails is told."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows import server
from flows.temporary import lay, template, temporary
from pipeline.core.errors import StoreError


def _made(path: Path, word: str = "made") -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE told (word)")
        database.execute("INSERT INTO told VALUES (?)", (word,))


def _word(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return str(database.execute("SELECT word FROM told").fetchone()[0])


def test_an_empty_database_is_made_once_and_copied_afterwards(tmp_path: Path) -> None:
    kept, one, two = tmp_path / "var" / "kept.db", tmp_path / "one.db", tmp_path / "two.db"
    assert not lay(one, kept, lambda: _made(one))
    assert lay(two, kept, lambda: _made(two, "made again"))
    assert _word(one) == _word(two) == _word(kept) == "made"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["one.db", "two.db", "var"]


def test_a_kept_database_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    kept, one = tmp_path / "kept.db", tmp_path / "one.db"
    kept.write_bytes(b"this is no database at all" * 99)
    assert not lay(one, kept, lambda: _made(one))
    assert _word(one) == _word(kept) == "made"


def test_an_installation_that_cannot_be_written_keeps_none(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("no folder")
    assert not lay(tmp_path / "one.db", tmp_path / "var" / "kept.db", lambda: _made(tmp_path / "one.db"))
    assert _word(tmp_path / "one.db") == "made"
    assert template().name.startswith("prefect-3")


def test_a_server_that_ends_at_once_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    with (
        server.running(["-c", "raise SystemExit(3)"]) as process,
        pytest.raises(StoreError, match=r"did not start \(it ended with 3\).*prefect\.db"),
    ):
        server.wait(process, "http://127.0.0.1:9/api/health")


def test_a_server_that_is_there_is_used_and_none_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with temporary() as answers:
        answers()
    assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:9/api"
