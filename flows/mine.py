"""The main flow: discover, read batch by batch, build the network, score against gold, write the report."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from prefect import flow
from prefect.context import FlowRunContext
from prefect.states import Cancelled
from prefect.task_runners import ThreadPoolTaskRunner

from flows import duplicates, environment, lock, observe, plan, reporting, runs, stages, tasks, tracing
from flows.summary import Summary, count_mentions, count_relations, strongest
from pipeline.core.errors import StoreError
from pipeline.core.provenance import extractor_digest, extractor_parts, versions
from pipeline.core.records import Failure
from pipeline.core.settings import Settings
from pipeline.core.store import Store

log = logging.getLogger("vesiweb")


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
                return Cancelled(message=observe.MISSED)  # type: ignore[return-value]
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
        observe.cancel_missed()
    missing: tuple[Failure, ...] = ()
    if job.query is not None:
        with clock("fetch"):
            fetched = tasks.step(tasks.fetch_query)(job.query, job.since, out / "sources", chosen)
        missing = fetched.failures
        paths = [*paths, str(fetched.folder)]
    with clock("discover"):
        discovery = stages.with_failures(
            tasks.step(tasks.discover_sources)([Path(path) for path in paths], chosen, missing), missing
        )
    with clock("plan"):
        before = runs.history(out)
        known = store.known(with_failures=not job.retry_failed)
        planned = plan.make(discovery, known, before, paths, extractor_parts(chosen), chosen).text()
        log.info("%s", planned)
        fresh = stages.batches(discovery, chosen.run.batch_size, known)
    with clock("read"):
        done = tasks.read_all(fresh, chosen, store)
    with clock("collect"):
        documents, failures = stages.collect(store, discovery)
        printed = duplicates.prints(store, documents)
        works, twice = duplicates.leave_out(documents, printed)
    inputs = stages.inputs_digest(discovery, digest)
    run = runs.new_run(out, inputs)
    with clock("network"):
        network = tasks.step(tasks.build_network)(works, chosen, run / "network", store)
    with clock("evaluate"):
        marked = stages.with_gold(store, documents, printed, job.gold)
        evaluation = tasks.step(tasks.evaluate)(marked, run / "evaluation", job.gold)
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
        page = tasks.step(tasks.report)(run / "report", data)
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
