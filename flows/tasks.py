"""The main flow's steps as Prefect's tasks, and how they are called where there is no flow."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.futures import as_completed
from prefect.utilities.annotations import quote

from flows import environment, lock, progress, scoring, stages, tracing
from flows.workers import Done, Team, workers
from pipeline.core.errors import InputError, StoreError
from pipeline.core.records import Document, Failure, Reading
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import Discovery, Source, discover
from pipeline.ingest.europepmc import Fetched, fetch
from pipeline.reconcile.evaluation import Evaluation
from pipeline.report.data import ReportData
from pipeline.report.page import write_report
from pipeline.report.plates import write_plates

log = logging.getLogger("vesiweb")


def _may_help(_task: Any, _run: Any, state: Any) -> bool:
    """A retry helps where the disk or a worker failed, not where a text is at fault."""
    error = state.result(raise_on_failure=False)
    full = os.strerror(errno.ENOSPC) in str(error)  # it stays full for longer than a retry waits
    help_expected = isinstance(error, OSError | StoreError | RuntimeError) and not full
    log.warning("a batch failed (%s)%s", error, "; it is tried again" if help_expected else "")
    return help_expected


@task(name="discover", cache_policy=NO_CACHE, persist_result=False)
def discover_sources(paths: Sequence[Path], settings: Settings, missing: Sequence[Failure] = ()) -> Discovery:
    """Find the sources below the paths given; ``missing`` is told where there is none."""
    try:
        return discover(paths, settings.ingest)
    except InputError as error:
        if not missing:
            raise
        raise InputError(missing[0].message, where=missing[0].source, remedy=missing[0].remedy) from error


@task(name="fetch", cache_policy=NO_CACHE, persist_result=False)
def fetch_query(query: str, since: str | None, root: Path, settings: Settings) -> Fetched:
    """Fetch what a query finds and is not there yet."""
    return fetch(query, since, root, settings.fetch)


@task(
    name="read batch",
    retries=2,
    retry_delay_seconds=2,
    retry_condition_fn=_may_help,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_batch(sources: Sequence[Source], team: Team) -> Done:
    """Read a batch and store it."""
    with tracing.span("batch", sources=len(sources)) as span:
        done = team.read(sources)
        span.set_attribute("vesiweb.failed", done.failed)
    return done


@task(name="build network", cache_policy=NO_CACHE, persist_result=False)
def build_network(documents: Sequence[Document], settings: Settings, folder: Path, store: Store) -> stages.Network:
    """Build the network and write it in every format."""
    return stages.build_network(documents, settings.network, folder, store)


@task(name="evaluate", cache_policy=NO_CACHE, persist_result=False)
def evaluate(readings: Sequence[Reading], folder: Path, manifest: Path | None) -> Evaluation | None:
    """Score the documents that have gold."""
    evaluation = stages.score(readings, manifest)
    if evaluation is not None:
        scoring.leave(evaluation, folder)
    return evaluation


@task(name="report", cache_policy=NO_CACHE, persist_result=False)
def report(folder: Path, data: ReportData) -> Path:
    """Write the report that people look at, and beside it the figures for papers."""
    with stages.no_cycles():
        write_plates(data.graph, folder.parent / "figures")
        return write_report(folder, data)


def step(step: Any) -> Callable[..., Any]:
    """A task where a flow runs; its plain function where ``mine.fn`` is called, which needs no server.

    What a task is given is quoted: Prefect would look into every record of every reading for results of other tasks,
    which takes as long as building the network.
    """
    if FlowRunContext.get() is None:
        return step.fn  # type: ignore[no-any-return]
    return lambda *given: step(*map(quote, given))


def read_all(batches: Sequence[Sequence[Source]], settings: Settings, store: Store) -> list[Done]:
    """Read batches, each with a task; those of several workers at once. Gives what was told of each."""
    total = sum(map(len, batches))
    done: list[Done] = []
    if not total:
        return done
    apart = lock.interrupted(store.folder.parents[1])
    with workers(settings, store, apart=apart) as team, progress.meter("reading", total) as meter:
        log.info("reading %d sources in %d batches with %d workers", total, len(batches), team.many)
        if team.many == 1 or FlowRunContext.get() is None:
            for batch in batches:
                environment.enough_space(store.folder, settings.run)
                done.append(step(read_batch)(batch, team))
                meter.step(done[-1].sources)
        else:
            begun = [read_batch.submit(quote(batch), quote(team)) for batch in batches]  # type: ignore[call-overload]
            for future in as_completed(begun):
                done.append(future.result())
                meter.step(done[-1].sources)
    return done
