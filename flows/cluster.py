"""A Dask cluster as the workers: each task reads a batch and stores it, the driver plans and is told counts."""

from __future__ import annotations

import importlib.util
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.workers import Done, deadly, merged, read_and_store, read_one
from pipeline.core.batch import Batch
from pipeline.core.errors import SettingsError, StoreError
from pipeline.core.provenance import extractor_digest
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import Source

log = logging.getLogger("vesiweb")
#: seconds for which the cluster may be without any worker
PATIENCE = 120.0
_POLL = 2.0
_CONNECT = 30.0
_one_at_a_time = threading.Lock()  # a worker may have many threads, the models of a process serve one


def check(address: str) -> None:
    """Refuse an address that cannot be used, before anything slow is started.

    Raises
    ------
    SettingsError
        Dask is not installed, or the address has no protocol.

    Examples
    --------
    >>> check("")
    """
    if not address:
        return
    if importlib.util.find_spec("distributed") is None:
        raise SettingsError(
            f"run.scheduler = {address!r} needs Dask, which is not installed",
            remedy="install the extra (pip install 'vesiweb[dask]'), or leave --scheduler out and use --workers",
        )
    if "://" not in address:
        raise SettingsError(
            f"run.scheduler = {address!r} is no address of a Dask scheduler",
            remedy="give it with its protocol, such as tcp://127.0.0.1:8786",
        )


def read_there(settings: dict[str, Any], sources: Sequence[Source], root: str, digest: str) -> Done:
    """Read a batch and store it, in a worker of the cluster.

    Raises
    ------
    StoreError
        The worker's code, model or rules are others than the driver's, or the batch cannot be stored.
    """
    chosen = Settings.model_validate(settings)
    here = extractor_digest(chosen)
    if here != digest:
        raise StoreError(
            f"a worker of the cluster reads with another extractor ({here[:16]}) than the driver ({digest[:16]})",
            where=root,
            remedy="install the same vesiweb, libraries and model on every worker",
        )
    with _one_at_a_time:
        return read_and_store(chosen, sources, Store(Path(root), digest))


def read_one_there(settings: dict[str, Any], source: Source) -> Batch:
    """Read one source in a worker of the cluster; the driver stores it."""
    with _one_at_a_time:
        return read_one(Settings.model_validate(settings), source)


class Cluster:
    """The workers of a Dask cluster, which see library and outputs under the same paths as the driver.

    Workers need no way to Prefect's server, which is bound to the driver's loopback interface: the driver's tasks
    wait for theirs.

    Parameters
    ----------
    settings
        Settings of all stages.
    store
        Where batches go; each worker writes its own.
    client
        A ``distributed.Client``.
    """

    #: what the workers are asked to do
    batch: Callable[..., Done] = staticmethod(read_there)
    single: Callable[..., Batch] = staticmethod(read_one_there)

    def __init__(self, settings: Settings, store: Store, client: Any) -> None:
        self.store = store
        self._client = client
        # what has its default has the worker's own, so that a model lies where the worker is installed
        self._settings = settings.model_dump(mode="json", exclude_defaults=True)
        self.many = max(2, len(client.scheduler_info(n_workers=-1)["workers"]))

    def read(self, sources: Sequence[Source]) -> Done:
        """Read a batch and store it; called by as many threads as there are batches at work.

        Dask gives the batch of a worker that died to another. A source that kills every worker that reads it becomes
        a failure, the others of its batch are read.

        Raises
        ------
        StoreError
            The cluster is lost or has no workers, or the batch cannot be stored.
        """
        from distributed.scheduler import KilledWorker

        there = [replace(source, path=source.path.resolve()) for source in sources]
        root = str(self.store.folder.parent.resolve())
        try:
            done: Done = self._ask(type(self).batch, self._settings, there, root, self.store.digest)
        except KilledWorker:
            log.warning("workers of the cluster died over a batch: its sources are read one by one")
        else:
            return done
        batches: list[Batch] = []
        for source in there:
            try:
                batches.append(self._ask(type(self).single, self._settings, source))
            except KilledWorker:
                log.warning("%s: the workers that read it died", source.source)
                batches.append(Batch((), (deadly(source),)))
        return merged(self.store, sources, batches)

    def _ask(self, what: Callable[..., Any], *arguments: Any) -> Any:
        """What a worker makes of a task, as long as there are workers."""
        from distributed import CancelledError

        future = self._client.submit(what, *arguments, pure=False)
        seen = time.monotonic()
        while True:
            try:
                return future.result(timeout=_POLL)
            except TimeoutError:
                if self._client.scheduler_info(n_workers=1)["workers"]:
                    seen = time.monotonic()
                elif time.monotonic() - seen > PATIENCE:
                    future.cancel()
                    raise _lost(f"has had no worker for {PATIENCE:g} s", self._client) from None
            except CancelledError as error:
                raise _lost(f"was lost ({error})", self._client) from error


def _lost(what: str, client: Any) -> StoreError:
    return StoreError(
        f"the Dask cluster {what}",
        where=str(client.scheduler_info(n_workers=0).get("address", "run.scheduler")),
        remedy="see to its scheduler and workers, then run again: what was read is in the store",
    )


@contextmanager
def cluster(settings: Settings, store: Store) -> Iterator[Cluster]:
    """The cluster at ``run.scheduler`` for the length of a block.

    Raises
    ------
    SettingsError
        Dask is not installed, or the address is none.
    StoreError
        The scheduler does not answer.
    """
    address = settings.run.scheduler
    check(address)
    import distributed

    connect: Callable[..., Any] = distributed.Client
    try:
        client = connect(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise StoreError(
            f"the Dask scheduler does not answer ({error})",
            where=address,
            remedy="start it (dask scheduler) and its workers (dask worker), or check the address",
        ) from error
    try:
        log.info("reading on the Dask cluster %s", address)
        yield Cluster(settings, store, client)
    finally:
        client.close()
