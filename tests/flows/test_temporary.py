"""Prefect's temporary server: an empty database is copied, a start that fails is told, a database lost costs no run."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows import environment, runs, server, stages
from flows.temporary import lay, template, temporary
from pipeline.core.errors import StoreError

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
TEXT = "Vesicles of {0} cells\n\nAbstract\n\nExosomes of {0} cells carry miR-{1} and CD63 but lack calnexin.\n"
Harm = Callable[[Path], Callable[[], None]]


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


def test_ctrl_c_in_a_terminal_ends_who_asks_the_server_before_the_server() -> None:
    with server.running(["-c", "import time; time.sleep(600)"]) as process:
        assert os.getpgid(process.pid) not in (os.getpgid(0), os.getpgid(os.getppid()))
        assert process.poll() is None
    assert process.poll() is not None


def test_a_server_that_is_there_is_used_and_none_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with temporary() as answers:
        answers()
    assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:9/api"


@contextmanager
def _served(home: Path) -> Iterator[None]:
    """A temporary server that this process's flows talk to, and that gives up soon on a database that is locked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PREFECT_API_URL", raising=False)
        patch.delenv("PREFECT_API_DATABASE_CONNECTION_URL", raising=False)
        patch.setenv("PREFECT_HOME", str(home))
        patch.setenv("PREFECT_API_DATABASE_TIMEOUT", "1")
        environment.prepare(home)
        environment.check_database()
        with temporary() as answers:
            from prefect import settings

            answers()
            soon = {settings.PREFECT_CLIENT_MAX_RETRIES: 0, settings.PREFECT_API_REQUEST_TIMEOUT: 3.0}
            with settings.temporary_settings({settings.PREFECT_API_URL: os.environ["PREFECT_API_URL"], **soon}):
                yield


def _lock(database: Path) -> Callable[[], None]:
    connection = sqlite3.connect(database, timeout=60, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection.close


def _delete(database: Path) -> Callable[[], None]:
    for path in database.parent.glob("prefect.db*"):
        path.unlink()
    return lambda: None


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize("harm", [_lock, _delete], ids=["locked", "deleted"])
def test_a_database_that_is_locked_or_deleted_in_mid_run_costs_no_byte(
    harm: Harm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, home = tmp_path / "library", tmp_path / "prefect"
    library.mkdir()
    for number, cell in ((21, "stromal"), (302, "embryonic stem"), (126, "endothelial")):
        (library / f"{number}.txt").write_text(TEXT.format(cell, number))
    commit, mended = stages.commit, list[Callable[[], None]]()

    def commit_then_harm(*given: Any) -> str:
        done = commit(*given)
        if not mended:
            mended.append(harm(home / "prefect.db"))
        return done

    monkeypatch.setattr(stages, "commit", commit_then_harm)
    asked: dict[str, Any] = {"outputs": str(tmp_path / "outputs"), "settings": {"run": {"batch_size": 1}}}
    told: object = "it ended well"
    with _served(home):
        from flows.mine import mine

        try:
            mine([str(library)], **asked)
        except (httpx.HTTPError, RuntimeError) as error:
            told = environment.explained(error, tmp_path)
        mended[0]()
    monkeypatch.setattr(stages, "commit", commit)
    assert "it ended well" in str(told) or "does not answer any more" in str(told), told
    assert runs.history(tmp_path / "outputs") or told != "it ended well"
    again = mine.fn([str(library)], **asked)
    alone = mine.fn([str(library)], **(asked | {"outputs": str(tmp_path / "alone")}))
    assert again.read == alone.read == 3
    assert _bytes(tmp_path / "outputs" / "store") == _bytes(tmp_path / "alone" / "store")
    for part in ("network", "report"):
        assert _bytes(Path(again.run) / part) == _bytes(Path(alone.run) / part)
