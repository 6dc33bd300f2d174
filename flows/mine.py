"""The main flow: discover, read batch by batch, build the network, score against gold, write the report."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import progress, stages
from flows.extraction import extract_batch, extractor
from flows.runs import new_run, point_latest, write_json
from flows.summary import Summary, count_mentions, count_relations, strongest
from pipeline.core.errors import StoreError
from pipeline.core.provenance import extractor_digest, versions
from pipeline.core.records import Failure, Reading
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import Discovery, Source, discover
from pipeline.reconcile.evaluation import Evaluation
from pipeline.report.data import ReportData
from pipeline.report.page import write_report

log = logging.getLogger("vesiweb")


def _may_help(_task: Any, _run: Any, state: Any) -> bool:
    """A retry helps where the disk or a worker failed, not where a text is at fault."""
    error = state.result(raise_on_failure=False)
    help_expected = isinstance(error, OSError | StoreError | RuntimeError)
    log.warning("a batch failed (%s)%s", error, "; it is tried again" if help_expected else "")
    return help_expected


@task(name="discover", cache_policy=NO_CACHE, persist_result=False)
def discover_sources(paths: Sequence[Path], settings: Settings) -> Discovery:
    """Find the sources below the paths given."""
    return discover(paths, settings.ingest)


@task(
    name="read batch",
    retries=2,
    retry_delay_seconds=2,
    retry_condition_fn=_may_help,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_batch(sources: Sequence[Source], settings: Settings, store: Store, pool: ProcessPoolExecutor | None) -> int:
    """Read a batch and store it; gives the number of sources."""
    if pool is None:
        batch = extractor(settings).extract_all(sources)
    else:
        batch = pool.submit(extract_batch, settings, sources).result()
    stages.commit(store, sources, batch)
    return len(sources)


@task(name="build network", cache_policy=NO_CACHE, persist_result=False)
def build_network(readings: Sequence[Reading], settings: Settings, folder: Path) -> stages.Network:
    """Build the network and write it in every format."""
    return stages.build_network(readings, settings.network, folder)


@task(name="evaluate", cache_policy=NO_CACHE, persist_result=False)
def evaluate(readings: Sequence[Reading], folder: Path, manifest: Path | None) -> Evaluation | None:
    """Score the documents that have gold."""
    evaluation = stages.score(readings, manifest)
    if evaluation is not None:
        evaluation.write(folder)
    return evaluation


@task(name="report", cache_policy=NO_CACHE, persist_result=False)
def report(folder: Path, data: ReportData) -> Path:
    """Write the report that people look at."""
    return write_report(folder, data)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor | None]:
    """Worker processes that load the models once each; none for one worker, which reads in this process."""
    if workers == 1:
        yield None
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield pool


def _read_all(batches: Sequence[Sequence[Source]], settings: Settings, store: Store) -> None:
    total = sum(map(len, batches))
    if not total:
        log.info("nothing to read: the store has every source")
        return
    log.info("reading %d sources in %d batches with %d workers", total, len(batches), settings.run.workers)
    with _pool(settings.run.workers) as pool, progress.meter("reading", total) as meter:
        if pool is None:
            for batch in batches:
                meter.step(read_batch(batch, settings, store, None))
        else:
            futures = [read_batch.submit(batch, settings, store, pool) for batch in batches]
            for future in as_completed(futures):
                meter.step(future.result())


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
    clock = _Clock()
    out = Path(outputs)
    with clock("discover"):
        discovery = discover_sources([Path(path) for path in paths], chosen)
    with clock("read"):
        digest = extractor_digest(chosen)
        store = Store(out / "store", digest)
        known = store.known(with_failures=not retry_failed)
        fresh = stages.batches(discovery, chosen.run.batch_size, known)
        _read_all(fresh, chosen, store)
        readings, failures = stages.collect(store, discovery)
    inputs = stages.inputs_digest(discovery, digest)
    run = new_run(out, inputs)
    with clock("network"):
        network = build_network(readings, chosen, run / "network")
    with clock("evaluate"):
        evaluation = evaluate(readings, run / "evaluation", Path(gold) if gold else None)
    with clock("report"):
        page = report(run / "report", _report_data(readings, failures, network, evaluation, discovery))
    read_now = {source.sha256 for batch in fresh for source in batch}
    mentions, concepts = count_mentions(readings)
    summary = Summary(
        run=str(run),
        report=str(page),
        found=len(discovery.sources) + len(discovery.failures),
        read_now=sum(reading.document.sha256 in read_now for reading in readings),
        read_before=sum(reading.document.sha256 not in read_now for reading in readings),
        failed=len(failures),
        duplicates=len(discovery.duplicates),
        ignored=len(discovery.ignored),
        failures=failures,
        mentions=mentions,
        concepts=concepts,
        relations=count_relations(readings),
        edges=dict(sorted(Counter(layer for _, _, layer in network.graph.edges(data="layer")).items())),
        accuracy=tuple(evaluation.headline()) if evaluation else (),
        accuracy_documents=evaluation.documents if evaluation else 0,
        strongest=strongest(network.graph, network.statements, readings),
        seconds=clock.seconds,
    )
    write_json(
        run / "run.json",
        {
            "inputs": {source.source: source.sha256 for source in discovery.sources},
            "inputs_digest": inputs,
            "extractor_digest": digest,
            "settings": chosen.model_dump(mode="json"),
            "versions": versions(),
            "summary": summary.as_json(),
        },
    )
    point_latest(out, run)
    return summary


def _report_data(
    readings: Sequence[Reading],
    failures: Sequence[Failure],
    network: stages.Network,
    evaluation: Evaluation | None,
    discovery: Discovery,
) -> ReportData:
    return ReportData(
        readings=tuple(readings),
        graph=network.graph,
        statements=network.statements,
        failures=tuple(failures),
        evaluation=tuple(evaluation.rows()) if evaluation else None,
        errors=tuple(evaluation.errors()) if evaluation else None,
        duplicates=discovery.duplicates,
    )


class _Clock:
    """Wall-clock seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - start, 3)
