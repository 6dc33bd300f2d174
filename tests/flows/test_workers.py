"""Workers: one that dies has its batch read again; a source that kills its reader costs no other source."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows import workers as module
from flows.workers import Workers, workers
from pipeline.core.batch import Batch
from pipeline.core.records import Failure
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import Source

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # from Python 3.12 on


class Extractor:
    """Stands for the models: 'deadly' sources kill the reader, 'once' sources only the first that reads them."""

    def extract_all(self, sources: Sequence[Source]) -> Batch:
        for source in sources:
            mark = source.path.with_suffix(".seen")
            if source.source == "deadly" or (source.source == "once" and not mark.exists()):
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return Batch(
            (), tuple(Failure(source.source, "ingest", "empty", "no", "no", source.sha256) for source in sources)
        )


def _read(_: Settings, sources: Sequence[Source], store: Store) -> module.Done:
    return module._stored(store, sources, Extractor().extract_all(sources))


def _one(_: Settings, source: Source) -> Batch:
    return Extractor().extract_all([source])


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workers:
    monkeypatch.setattr(module, "get_context", lambda _: __import__("multiprocessing").get_context("fork"))
    monkeypatch.setattr(module, "read_and_store", _read)
    monkeypatch.setattr(module, "read_one", _one)
    return Workers(Settings.load(None, run={"workers": 2}), Store(tmp_path / "store", "0" * 64))


def _sources(folder: Path, *names: str) -> list[Source]:
    return [Source(folder / name, name, "txt", hashlib.sha256(name.encode()).hexdigest()) for name in names]


def test_the_batch_of_a_worker_that_died_is_read_again_once(team: Workers, tmp_path: Path) -> None:
    done = team.read(_sources(tmp_path, "a", "once", "b"))
    team.close()
    assert done.sources == 3
    assert [failure.source for failure in team.store.failures()] == ["a", "b", "once"]
    assert len(team.store.batches()) == 1


def test_a_source_that_kills_its_reader_is_a_failure_of_its_own(team: Workers, tmp_path: Path) -> None:
    team.read(_sources(tmp_path, "a", "deadly", "b"))
    team.read(_sources(tmp_path, "c"))
    team.close()
    codes = {failure.source: failure.code for failure in team.store.failures()}
    assert codes == {"a": "empty", "b": "empty", "c": "empty", "deadly": "worker died"}
    assert "--retry-failed" in next(item for item in team.store.failures() if item.source == "deadly").remedy


def test_one_worker_is_a_process_of_its_own_after_a_run_that_was_killed(team: Workers, tmp_path: Path) -> None:
    alone = Workers(Settings(), team.store, apart=True)
    assert alone.read(_sources(tmp_path, "a", "deadly")).sources == 2
    alone.close()
    assert {failure.source: failure.code for failure in team.store.failures()} == {
        "a": "empty",
        "deadly": "worker died",
    }


def test_workers_end_with_their_block(tmp_path: Path) -> None:
    with workers(Settings(), Store(tmp_path, "0" * 64)) as team:
        assert team.many == 1
    assert module.memory_peak() > 10
