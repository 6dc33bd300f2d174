"""A Dask cluster: the same bytes as one process; a dead worker's batch read again; clear words where there is none."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from flows import cluster as module
from flows import workers
from pipeline.core.batch import Batch
from pipeline.core.errors import SettingsError, StoreError
from pipeline.core.provenance import extractor_digest
from pipeline.core.records import Failure
from pipeline.core.settings import ROOT, Settings
from pipeline.core.store import Store
from pipeline.ingest import Source, discover

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TEXTS = {
    "one.txt": "Young cells\n\nAbstract\n\nExosomes of hESCs carry miR-200a and CD63.\n",
    "two.txt": "Stromal cells\n\nAbstract\n\nExosomes of MSCs carry miR-21 and lack calnexin.\n",
    "bad.txt": "",
}


def _extract(sources: Sequence[Source]) -> Batch:
    """Stands for the models: 'deadly' sources kill the reader, 'once' sources only the first that reads them."""
    for source in sources:
        mark = source.path.with_suffix(".seen")
        if source.source == "deadly" or (source.source == "once" and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return Batch((), tuple(Failure(item.source, "ingest", "empty", "no", "no", item.sha256) for item in sources))


def _batch(_: dict[str, Any], sources: Sequence[Source], root: str, digest: str) -> workers.Done:
    return workers._stored(Store(Path(root), digest), sources, _extract(sources))


def _single(_: dict[str, Any], source: Source) -> Batch:
    return _extract([source])


class Deadly(module.Cluster):
    """A cluster whose readers can be killed."""

    batch = staticmethod(_batch)
    single = staticmethod(_single)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Two Dask workers, processes of this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    import cloudpickle
    import dask

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    paths = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)
    changed = {
        "distributed.scheduler.allowed-failures": 1,
        "distributed.admin.log-format": "",
        "distributed.comm.timeouts.connect": "120s",
    }
    with warnings.catch_warnings(), dask.config.set(changed):
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=None,
            silence_logs=50,
        ) as local:
            yield local.scheduler_address
    if paths is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = paths


def _settings(address: str) -> Settings:
    return Settings.load(None, run={"scheduler": address})


def _sources(folder: Path, *names: str) -> list[Source]:
    return [Source(folder / name, name, "txt", hashlib.sha256(name.encode()).hexdigest()) for name in names]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_cluster_writes_the_bytes_of_one_process(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    library = Path("library")
    library.mkdir()
    for name, text in TEXTS.items():
        (library / name).write_text(text)
    settings = _settings(scheduler)
    digest = extractor_digest(settings)
    sources = discover([library], settings.ingest).sources
    alone = workers.read_and_store(settings, sources, Store(Path("alone"), digest))
    with workers.workers(settings, Store(Path("dask"), digest)) as team:
        assert team.many == 2
        done = team.read(sources)
    assert (done.sources, done.failed, done.characters) == (alone.sources, alone.failed, alone.characters)
    assert _bytes(Path("dask")) == _bytes(Path("alone")) != {}


def test_a_worker_with_another_extractor_writes_nothing(scheduler: str, tmp_path: Path) -> None:
    with (
        workers.workers(_settings(scheduler), Store(tmp_path / "store", "0" * 64)) as team,
        pytest.raises(StoreError, match=r"another extractor.*install the same vesiweb"),
    ):
        team.read(_sources(tmp_path, "a"))
    assert not (tmp_path / "store").exists()


def test_the_batch_of_a_killed_worker_is_read_again_and_a_deadly_source_costs_no_other(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "Cluster", Deadly)
    store = Store(tmp_path / "store", "0" * 64)
    with workers.workers(_settings(scheduler), store) as team:
        assert team.read(_sources(tmp_path, "a", "once", "b")).sources == 3
        assert {failure.source: failure.code for failure in store.failures()} == dict.fromkeys("ab", "empty") | {
            "once": "empty"
        }
        assert len(store.batches()) == 1
        team.read(_sources(tmp_path, "c", "deadly"))
    codes = {failure.source: failure.code for failure in store.failures()}
    assert (codes["c"], codes["deadly"], len(codes)) == ("empty", "worker died", 5)


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    monkeypatch.setattr(module, "_CONNECT", 0.5)
    with (
        pytest.raises(StoreError, match=r"tcp://127\.0\.0\.1:9.*does not answer.*dask scheduler"),
        workers.workers(_settings("tcp://127.0.0.1:9"), Store(tmp_path, "0" * 64)),
    ):
        pass


def test_without_dask_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"needs Dask.*vesiweb\[dask\].*--workers"):
        module.check("tcp://127.0.0.1:8786")
    module.check("")


def test_an_address_without_a_protocol_is_refused() -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1:8786.*tcp://"):
        module.check("127.0.0.1:8786")
