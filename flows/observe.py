"""What an operator sees of a run: timings, throughput and memory in run.json; names and artifacts in Prefect."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import get_client
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled, Crashed

from flows import tracing
from flows.summary import Summary
from flows.workers import Done, memory_peak

log = logging.getLogger("vesiweb")
#: failures shown in Prefect; all of them are in run.json and in the report
SHOWN = 200
#: what is told of a run that was not needed any more
MISSED = "a later run has read all that this one was to read"


class Clock:
    """Wall-clock seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time a stage, and trace it where traces are recorded.

        Examples
        --------
        >>> clock = Clock()
        >>> with clock("discover"):
        ...     pass
        >>> list(clock.seconds)
        ['discover']
        """
        start = time.perf_counter()
        with tracing.span(stage):
            yield
        self.seconds[stage] = round(time.perf_counter() - start, 3)


@dataclass(frozen=True, slots=True)
class Throughput:
    """How fast sources were read."""

    sources: int
    characters: int
    seconds: float
    workers: int
    sources_per_second: float
    sources_per_second_and_worker: float
    characters_per_second: float


def throughput(done: Sequence[Done], seconds: float, workers: int) -> dict[str, Any]:
    """Throughput of the batches of a run as plain data.

    Examples
    --------
    >>> told = throughput([Done(20, 0, 40_000, 300.0)], 10.0, 2)
    >>> told["sources_per_second"], told["sources_per_second_and_worker"]
    (2.0, 1.0)
    """
    sources, characters = sum(item.sources for item in done), sum(item.characters for item in done)
    rate = sources / seconds if seconds else 0.0
    speed = characters / seconds if seconds else 0.0
    return asdict(
        Throughput(
            sources, characters, round(seconds, 3), workers, round(rate, 4), round(rate / workers, 4), round(speed, 1)
        )
    )


def memory(done: Sequence[Done]) -> dict[str, float]:
    """Memory peaks in megabytes: of the main process so far, and of the worker that took most."""
    return {"main": memory_peak(), "worker": max((item.megabytes for item in done), default=0.0)}


@contextmanager
def _optional(what: str) -> Iterator[None]:
    """Prefect's database is no record: what cannot be told to it must not cost the run."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever Prefect's client, server or database raises
        log.warning("Prefect could not be told %s (%s: %s)", what, type(error).__name__, error)


def _client() -> SyncPrefectClient:
    return get_client(sync_client=True)


def mark_killed(outputs: Path) -> int:
    """Mark runs of these outputs that Prefect believes to be running as crashed; call it while holding the lock.

    Returns
    -------
    int
        How many there were.
    """
    killed = 0
    with _optional("of killed runs"), _client() as client:
        running = FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING]))
        )
        for run in client.read_flow_runs(flow_run_filter=running, limit=200):
            mine = str(run.id) != flow_run.id and run.state is not None and run.state.type == StateType.RUNNING
            if mine and Path(str(run.parameters.get("outputs", "outputs"))).resolve() == outputs.resolve():
                client.set_flow_run_state(run.id, Crashed(message="its process was killed"), force=True)
                killed += 1
    return killed


def missed(last: dict[str, Any] | None) -> bool:
    """Whether this run is a scheduled one whose time had passed before the last run began: that one read it all."""
    if last is None or deployment.id is None or "started" not in last:
        return False
    due: datetime = flow_run.scheduled_start_time
    # a run that began in the future tells only that the clock went wrong since
    return due < datetime.fromisoformat(last["started"]) <= datetime.now(UTC)


def cancel_missed() -> int:
    """Cancel the runs of this schedule whose time has passed: this one, which begins now, reads all that they would.

    Each would start a process of its own only to find that out; where a run takes longer than the schedule's interval,
    such processes would soon be all that is started.

    Returns
    -------
    int
        How many there were.
    """
    cancelled = 0
    if deployment.id is None:
        return cancelled
    with _optional("of missed runs"), _client() as client:
        late = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
                expected_start_time=FlowRunFilterExpectedStartTime(before_=datetime.now(UTC)),
            ),
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[UUID(str(deployment.id))])),
            limit=200,
        )
        for run in late:
            if str(run.id) != flow_run.id:
                client.set_flow_run_state(run.id, Cancelled(message=MISSED), force=True)
                cancelled += 1
    return cancelled


def publish(summary: Summary, plan: str) -> None:
    """Name Prefect's flow run after what was read, and attach the summary, the failures and the report's place."""
    with _optional("of the results"):
        if flow_run.id:
            with _client() as client:
                client.update_flow_run(UUID(str(flow_run.id)), name=name(summary))
        create_markdown_artifact(markdown(summary, plan), key="vesiweb-summary", description="What was read and found")
        create_link_artifact(Path(summary.report).resolve().as_uri(), key="vesiweb-report", link_text="Report")
        if summary.failures:
            rows = [
                {"source": item.source, "class": item.code, "what": item.message, "remedy": item.remedy}
                for item in summary.failures[:SHOWN]
            ]
            create_table_artifact(rows, key="vesiweb-failures", description=f"{summary.failed} failures")


def name(summary: Summary) -> str:
    """Name of a run: what was read."""
    return f"{summary.read_now} read now, {summary.read_before} before, {summary.failed} failed"


def markdown(summary: Summary, plan: str) -> str:
    """The summary as Markdown, for Prefect's page of the run."""
    lines = [
        f"**{name(summary)}**, {summary.duplicates} duplicates, {summary.ignored} files passed over",
        "",
        f"Before it began: {plan}.",
        "",
        "| type | mentions | concepts |",
        "| --- | ---: | ---: |",
        *(f"| {kind} | {count} | {summary.concepts[kind]} |" for kind, count in summary.mentions.items()),
        "",
        "Relations: " + (", ".join(f"{kind} {count}" for kind, count in summary.relations.items() if count) or "none"),
        "",
        "Edges: " + (", ".join(f"{layer} {count}" for layer, count in summary.edges.items()) or "none"),
        "",
        "Seconds: " + ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in summary.seconds.items()),
        "",
        f"Report: `{summary.report}`",
    ]
    return "\n".join(lines) + "\n"
