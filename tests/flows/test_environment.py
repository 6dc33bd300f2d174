"""Prefect's environment: local and silent, and a home that exists."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from flows import environment
from pipeline.core.errors import StoreError
from pipeline.core.settings import ROOT, RunSettings


def test_the_home_is_made_with_its_parents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    monkeypatch.setattr(os, "environ", plain)
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


def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "environ", {"PREFECT_HOME": str(tmp_path)})
    return tmp_path / "prefect.db"


def test_a_damaged_database_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _database(tmp_path, monkeypatch)
    environment.check_database()
    path.write_bytes(b"this is no database at all" * 99)
    (tmp_path / "prefect.db-wal").write_bytes(b"")
    environment.check_database()
    assert [item.name for item in tmp_path.iterdir()] == ["prefect.db.damaged"]


def test_a_full_disk_is_told_before_the_server_tries_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _database(tmp_path, monkeypatch)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 19_000_000, 19_000_000))  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match=r"the disk is full: 19 MB are free.*needs 20 MB.*PREFECT_HOME"):
        environment.check_database()


def test_a_locked_database_is_told_and_a_free_one_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _database(tmp_path, monkeypatch)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("CREATE TABLE a (b)")
        environment.check_database()
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match=r"locked.*run\.json"):
            environment.check_database(wait=0.1)


def test_a_database_elsewhere_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _database(tmp_path, monkeypatch)
    path.write_bytes(b"no database" * 99)
    os.environ["PREFECT_API_URL"] = "http://127.0.0.1:4200/api"
    environment.check_database()
    assert path.exists()


def test_errors_of_prefect_are_told_in_our_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert "prefect.db" in str(environment.not_started("it ended with 3"))
    assert environment.explained(RuntimeError("another"), tmp_path) is None
    gone = environment.explained(httpx.ConnectError("Connection refused"), tmp_path)
    assert "does not answer any more (ConnectError: Connection refused)" in str(gone)
    lost = environment.explained(RuntimeError("Failed to reach API at http://127.0.0.1:9/api/"), tmp_path)
    assert "does not answer any more (RuntimeError: Failed to reach" in str(lost)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**8, 10**8 - 5, 5))  # type: ignore[attr-defined]
    assert "the disk is full: 0 MB" in str(environment.explained(RuntimeError("another"), tmp_path))
    assert "the disk is full: 0 MB" in str(environment.not_started("it ended with 3"))


def test_space_is_asked_for_where_the_folder_is_going_to_be(tmp_path: Path) -> None:
    environment.enough_space(tmp_path / "not" / "yet", RunSettings(min_free_megabytes=1))
    with pytest.raises(StoreError, match=r"disk is full.*vesiweb prune"):
        environment.enough_space(tmp_path / "not" / "yet", RunSettings(min_free_megabytes=10**9))


def test_a_machine_that_cannot_talk_to_itself_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    assert environment.loopback()
    monkeypatch.setattr("socket.create_connection", refuse)
    assert not environment.loopback()


def test_what_is_said_at_the_very_end_of_a_process_is_not_heard() -> None:
    code = "import atexit, os, sys; from flows import environment; environment.end_quietly()\n"
    code += "atexit.register(lambda: print('told', file=sys.stderr))\n"
    code += "class Late:\n    def __del__(self, write=os.write): write(2, b'leaked')\n"
    code += "sys.late = Late(); sys.late.itself = sys.late"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stderr == "told\n"
