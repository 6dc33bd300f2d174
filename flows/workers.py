"""The workers: processes that read batches and store them; one that dies has its batch read again."""

from __future__ import annotations

import logging
import resource
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

from flows import environment, progress, stages
from flows.extraction import extractor
from pipeline.core.batch import Batch
from pipeline.core.provenance import extractor_digest
from pipeline.core.records import Failure
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import Source

log = logging.getLogger("vesiweb")
#: how often a worker may die over a batch before its sources are read one by one
DEATHS = 2


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker tells of a batch: the batch itself is in the store."""

    sources: int
    failed: int
    characters: int
    megabytes: float  # the worker's memory peak so far


def memory_peak() -> float:
    """The most memory that this process ever held, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def read_and_store(settings: Settings, sources: Sequence[Source], store: Store) -> Done:
    """Read a batch and store it, in whichever process this is called."""
    return _stored(store, sources, extractor(settings).extract_all(sources))


def _stored(store: Store, sources: Sequence[Source], batch: Batch) -> Done:
    stages.commit(store, sources, batch)
    characters = sum(len(reading.document.text) for reading in batch.readings)
    return Done(len(sources), len(batch.failures), characters, memory_peak())


def merged(store: Store, sources: Sequence[Source], batches: Sequence[Batch]) -> Done:
    """Store as one batch what was read source by source."""
    readings = tuple(reading for batch in batches for reading in batch.readings)
    failures = tuple(failure for batch in batches for failure in batch.failures)
    return _stored(store, sources, Batch(readings, failures))


def read_one(settings: Settings, source: Source) -> Batch:
    """Read one source, in whichever process this is called; nothing is stored."""
    return extractor(settings).extract_all([source])


class Workers:
    """Processes that load the models once each; with one worker, this process.

    Parameters
    ----------
    settings
        Settings of all stages.
    store
        Where batches go; each worker writes its own.
    apart
        One worker is a process of its own, too: the last run was killed, perhaps by a source.
    """

    def __init__(self, settings: Settings, store: Store, *, apart: bool = False) -> None:
        self.settings = settings
        self.store = store
        self.apart = apart
        self.many = settings.run.workers
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._free = threading.Semaphore(self.many)

    def read(self, sources: Sequence[Source]) -> Done:
        """Read a batch and store it; called by as many threads as there are batches at work.

        A source that kills every worker that reads it becomes a failure, the others of its batch are read.

        Raises
        ------
        StoreError
            The batch cannot be stored.
        """
        if self.many == 1 and not self.apart:
            return read_and_store(self.settings, sources, self.store)
        with self._free:  # what waits here is not lost when a worker dies
            for _ in range(DEATHS):
                pool = self._current()
                try:
                    return pool.submit(read_and_store, self.settings, sources, self.store).result()
                except BrokenProcessPool:
                    log.warning("a worker died; what it had not stored is read again")
                    self._drop(pool)
            return self._one_by_one(sources)

    def _current(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = _new_pool(self.many)
            return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        """Give up a pool that lost a worker; the first thread that noticed does it for all."""
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)

    def _one_by_one(self, sources: Sequence[Source]) -> Done:
        """Read each source in a process that may die without taking another source with it."""
        batches = []
        pool = _new_pool(1)
        for source in sources:
            try:
                batches.append(pool.submit(read_one, self.settings, source).result())
            except BrokenProcessPool:
                log.warning("%s: the worker that read it died", source.source)
                batches.append(Batch((), (deadly(source),)))
                pool.shutdown(wait=False)
                pool = _new_pool(1)
        pool.shutdown()
        return merged(self.store, sources, batches)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def warm(settings: Settings, outputs: Path) -> None:
    """Load the models of this process where it is sure to read: one worker, and a store that has nothing yet."""
    alone = settings.run.workers == 1 and not settings.run.scheduler
    if alone and not Store(outputs / "store", extractor_digest(settings)).batches():
        extractor(settings)


def _new_pool(workers: int) -> ProcessPoolExecutor:
    spawn, told = get_context("spawn"), progress.chosen()
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin, initargs=(told,))


def _begin(told: dict[str, Any]) -> None:
    """Begin a worker: it ends quietly, and its log is written as that of the process that started it."""
    environment.end_quietly()
    if told:
        progress.log_to_terminal(**told)


def deadly(source: Source) -> Failure:
    """The failure of a source that ends every process that reads it."""
    return Failure(
        source.source,
        "read",
        "worker died",
        "the process that read it ended without a word",
        "look for its end in the system's log (often too little memory), then run again with --retry-failed",
        source.sha256,
    )


class Team(Protocol):
    """What reads batches: processes of this machine, or a cluster."""

    many: int

    def read(self, sources: Sequence[Source]) -> Done:
        """Read a batch and store it."""


@contextmanager
def workers(settings: Settings, store: Store, *, apart: bool = False) -> Iterator[Team]:
    """Workers for the length of a block: of the cluster at ``run.scheduler``, else processes of this machine."""
    if settings.run.scheduler:
        from flows.cluster import cluster

        with cluster(settings, store) as there:
            yield there
        return
    found = Workers(settings, store, apart=apart)
    try:
        yield found
    finally:
        found.close()
