"""The main flow: discover, read batch by batch, build the network, score against gold, write the report."""

from __future__ import annotations

import errno
import logging
import os
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.futures import as_completed
from prefect.states import Cancelled
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows import duplicates, environment, lock, observe, plan, progress, reporting, runs, scoring, stages, tracing
from flows.summary import Summary, count_mentions, count_relations, strongest
from flows.workers import Done, Team, workers
from pipeline.core.errors import InputError, StoreError
from pipeline.core.provenance import extractor_digest, extractor_parts, versions
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


def _step(step: Any) -> Callable[..., Any]:
    """A task where a flow runs; its plain function where ``mine.fn`` is called, which needs no server.

    What a task is given is quoted: Prefect would look into every record of every reading for results of other tasks,
    which takes as long as building the network.
    """
    if FlowRunContext.get() is None:
        return step.fn  # type: ignore[no-any-return]
    return lambda *given: step(*map(quote, given))


def _read_all(batches: Sequence[Sequence[Source]], settings: Settings, store: Store) -> list[Done]:
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
                done.append(_step(read_batch)(batch, team))
                meter.step(done[-1].sources)
        else:
            begun = [read_batch.submit(quote(batch), quote(team)) for batch in batches]  # type: ignore[call-overload]
            for future in as_completed(begun):
                done.append(future.result())
                meter.step(done[-1].sources)
    return done


@flow(
    name="vesiweb-mine",
    task_runner=ThreadPoolTaskRunner(max_workers=16),  # type: ignore[arg-type]
    validate_parameters=False,
    persist_result=False,
)
def mine(
    paths: Sequence[str],
    outputs: str = "outputs",
    settings: dict[str, Any] | None = None,
    gold: str | None = None,
    retry_failed: bool = False,
    query: str | None = None,
    since: str | None = None,
) -> Summary:
    """Read all that is new below ``paths`` and make a run of everything there.

    Parameters
    ----------
    paths
        Files and folders.
    outputs
        Folder of store and runs.
    settings
        Settings by stage, as in ``vesiweb.toml``; what is left out has its default.
    gold
        A gold manifest to score against; ``None`` takes the project's own.
    retry_failed
        Read sources again that failed before.
    query
        A Europe PMC query, of which new hits are fetched before anything is read; ``None``: nothing is fetched.
    since
        Only hits first published on or after this day.

    Returns
    -------
    Summary
        What was read and found; the same is in ``run.json``.

    Raises
    ------
    InputError
        There is nothing to read below the paths.
    """
    chosen = Settings.load(None, **(settings or {}))
    out = Path(outputs)
    try:
        with lock.hold(out, chosen.run.wait_seconds):
            asked = {"paths": list(paths), "query": query, "since": since}
            last = next((told for _, told in runs.history(out) if told.get("asked") == asked), None)
            if observe.missed(last):
                return Cancelled(message="a later run has read all that this one was to read")  # type: ignore[return-value]
            job = _Job(list(paths), out, chosen, Path(gold) if gold else None, retry_failed, query, since)
            with tracing.recording(), tracing.span("run"):
                return _mine(job)
    except OSError as error:
        raise StoreError(
            f"it cannot be written ({error.strerror or error})",
            where=str(error.filename or outputs),
            remedy="check free space and write permission of the outputs folder, then run again",
        ) from error


class _Job(NamedTuple):
    """What a run was asked to do."""

    paths: list[str]
    out: Path
    settings: Settings
    gold: Path | None
    retry_failed: bool
    query: str | None
    since: str | None


def _mine(job: _Job) -> Summary:
    """The run itself, which has the outputs folder to itself."""
    paths, out, chosen = job.paths, job.out, job.settings
    started = datetime.now(UTC).isoformat(timespec="seconds")
    clock = observe.Clock()
    environment.enough_space(out, chosen.run)
    digest = extractor_digest(chosen)
    store = Store(out / "store", digest)
    for left in (*runs.sweep(out), *store.sweep()):
        log.info("a killed run had left %s: removed", left)
    if FlowRunContext.get() is not None:
        observe.mark_killed(out)
    missing: tuple[Failure, ...] = ()
    if job.query is not None:
        with clock("fetch"):
            fetched = _step(fetch_query)(job.query, job.since, out / "sources", chosen)
        missing = fetched.failures
        paths = [*paths, str(fetched.folder)]
    with clock("discover"):
        discovery = stages.with_failures(
            _step(discover_sources)([Path(path) for path in paths], chosen, missing), missing
        )
    with clock("plan"):
        before = runs.history(out)
        known = store.known(with_failures=not job.retry_failed)
        planned = plan.make(discovery, known, before, paths, extractor_parts(chosen), chosen).text()
        log.info("%s", planned)
        fresh = stages.batches(discovery, chosen.run.batch_size, known)
    with clock("read"):
        done = _read_all(fresh, chosen, store)
    with clock("collect"):
        documents, failures = stages.collect(store, discovery)
        printed = duplicates.prints(store, documents)
        works, twice = duplicates.leave_out(documents, printed)
    inputs = stages.inputs_digest(discovery, digest)
    run = runs.new_run(out, inputs)
    with clock("network"):
        network = _step(build_network)(works, chosen, run / "network", store)
    with clock("evaluate"):
        marked = stages.with_gold(store, documents, printed, job.gold)
        evaluation = _step(evaluate)(marked, run / "evaluation", job.gold)
    same = (*discovery.duplicates, *twice)
    told = {
        "number": 1 + max((one.get("number", 0) for _, one in before), default=0),
        "started": started,
        "asked": {"paths": job.paths, "query": job.query, "since": job.since},
        "gold": str(job.gold) if job.gold else None,
        "paths": paths,
        "plan": planned,
        "inputs": {source.source: source.sha256 for source in discovery.sources},
        "inputs_digest": inputs,
        "extractor": extractor_parts(chosen),
        "extractor_digest": digest,
        "settings": chosen.model_dump(mode="json"),
        "versions": versions(),
    }
    with clock("report"):
        last = reporting.last_run(before, told)
        data = reporting.report_data(
            store,
            works,
            network,
            failures,
            evaluation,
            same,
            printed=printed,
            last=last,
            now=(run, told),
            ingest=chosen.ingest,
        )
        page = _step(report)(run / "report", data)
    read_now = {source.sha256 for batch in fresh for source in batch}
    mentions, concepts = count_mentions(network.named)
    summary = Summary(
        run=str(run),
        report=str(page),
        found=len(discovery.sources) + len(discovery.failures),
        read_now=sum(document.sha256 in read_now for document in documents),
        read_before=sum(document.sha256 not in read_now for document in documents),
        failed=len(failures),
        duplicates=len(same),
        ignored=len(discovery.ignored),
        failures=failures,
        mentions=mentions,
        concepts=concepts,
        relations=count_relations(network.statements),
        edges=dict(sorted(Counter(layer for _, _, layer in network.graph.edges(data="layer")).items())),
        accuracy=tuple(evaluation.headline()) if evaluation else (),
        accuracy_documents=evaluation.documents if evaluation else 0,
        strongest=strongest(network.graph, network.statements, works),
        seconds=clock.seconds,
    )
    runs.write_json(
        run / "run.json",
        {
            **told,
            "throughput": observe.throughput(done, clock.seconds["read"], chosen.run.workers),
            "megabytes": observe.memory(done),
            "summary": summary.as_json(),
        },
    )
    runs.point_latest(out, run)
    if FlowRunContext.get() is not None:
        observe.publish(summary, planned)
    return summary
