"""The schedule: serves the main flow on a cron, with Prefect alone, on this machine."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.errors import SettingsError
from pipeline.core.settings import Settings

log = logging.getLogger("vesiweb")


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


def serve(paths: Sequence[Path], cron: str, outputs: Path, settings: Settings) -> None:
    """Serve the main flow until the process is stopped."""
    check_cron(cron)
    from flows.mine import mine

    log.info("serving on %r; stop with Ctrl-C", cron)
    mine.serve(
        name="vesiweb",
        cron=cron,
        parameters={
            "paths": [str(path.resolve()) for path in paths],
            "outputs": str(outputs.resolve()),
            "settings": settings.model_dump(mode="json"),
        },
    )
