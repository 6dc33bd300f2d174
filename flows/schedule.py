"""The schedule: serves the main flow on a cron or an interval, with Prefect alone, on this machine."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.core.errors import SettingsError
from pipeline.core.settings import Settings

log = logging.getLogger("vesiweb")
NAME = "vesiweb"


@dataclass(frozen=True, slots=True)
class Timing:
    """When runs begin: as cron writes it, or every so many seconds."""

    cron: str
    every: float | None = None


def check(when: Timing) -> None:
    """Refuse a time that is none, before anything slow is started."""
    if when.every is None:
        check_cron(when.cron)


def check_cron(cron: str) -> None:
    """Refuse what is no cron line.

    Raises
    ------
    SettingsError
        The line cannot be read.

    Examples
    --------
    >>> check_cron("0 6 * * 1")
    """
    from prefect.client.schemas.schedules import CronSchedule
    from pydantic import ValidationError

    try:
        CronSchedule(cron=cron)
    except ValidationError as error:
        raise SettingsError(
            f"--cron {cron!r} is no cron line ({error.errors()[0]['msg']})",
            remedy="write minute hour day month weekday, e.g. '0 6 * * 1' for Mondays at six",
        ) from error


def serve(
    paths: Sequence[str], when: Timing, outputs: Path, settings: Settings, query: str | None, since: str | None
) -> None:
    """Serve the main flow until the process is stopped.

    One run is at work at a time. Runs that were missed while nothing was served are caught up by one run; the
    schedule goes on where it is served again.
    """
    from flows.mine import mine

    late = forget_late()
    if late > 1:
        log.info("%d runs were missed: one run catches up", late)
    timing: dict[str, Any] = {"interval": when.every} if when.every is not None else {"cron": when.cron}
    log.info("serving %s; stop with Ctrl-C", f"every {when.every:g} s" if when.every else f"on {when.cron!r}")
    mine.serve(
        name=NAME,
        parameters={
            "paths": list(paths),
            "outputs": str(outputs.resolve()),
            "settings": settings.model_dump(mode="json"),
            "query": query,
            "since": since,
        },
        limit=1,
        pause_on_shutdown=False,
        print_starting_message=False,
        **timing,
    )


def forget_late() -> int:
    """Delete the runs whose time passed while nothing was served, but for the newest; gives how many there were."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterName,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType

    with get_client(sync_client=True) as client:
        scheduled = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
            ),
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[NAME])),
            limit=200,
        )
        now = datetime.now(UTC)
        late = sorted(
            (run for run in scheduled if run.expected_start_time is not None and run.expected_start_time < now),
            key=lambda run: str(run.expected_start_time),
        )
        for run in late[:-1]:
            client.delete_flow_run(run.id)
    return len(late)
