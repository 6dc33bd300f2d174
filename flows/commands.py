"""What the commands do: each opens the stages or flows that it needs, and only those."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows import environment, progress
from pipeline.core.errors import InputError, SettingsError
from pipeline.core.records import Failure, Reading
from pipeline.core.settings import ROOT, Settings

if TYPE_CHECKING:
    from flows.summary import Summary

log = logging.getLogger("vesiweb")


def sample() -> Path:
    """The corpus that ships with the project, named from here where that is possible."""
    path = ROOT / "corpus" / "sample"
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def mine(paths: Sequence[Path], outputs: Path, settings: Settings, gold: Path | None, *, retry_failed: bool) -> Summary:
    """Run the main flow here and now."""
    _must_exist(paths)
    environment.prepare(outputs, quiet=True)
    from flows.mine import mine as flow

    return flow(
        [str(path) for path in paths],
        outputs=str(outputs),
        settings=settings.model_dump(mode="json"),
        gold=str(gold) if gold else None,
        retry_failed=retry_failed,
    )


def annotate(paths: Sequence[Path], form: str, out: Path, settings: Settings) -> tuple[list[Path], list[Failure]]:
    """Annotate texts and write one file a document.

    Raises
    ------
    SettingsError
        The format is not known.
    """
    from flows.extraction import Extractor
    from pipeline.ingest import discover
    from pipeline.reconcile.export import FORMATS, write

    if form not in FORMATS:
        raise SettingsError(f"--format {form!r} is not known", remedy=f"choose one of {', '.join(sorted(FORMATS))}")
    discovery = discover(paths, settings.ingest)
    extractor = Extractor(settings)
    readings: list[Reading] = []
    failures = list(discovery.failures)
    with progress.meter("annotating", len(discovery.sources)) as meter:
        for source in discovery.sources:
            result = extractor.extract(source)
            if isinstance(result, Failure):
                failures.append(result)
            else:
                readings.append(result)
            meter.step()
    return write(readings, form, out), failures


def schedule(paths: Sequence[Path], cron: str, outputs: Path, settings: Settings) -> None:
    """Serve the main flow on a cron schedule until stopped."""
    _must_exist(paths)
    environment.prepare(outputs)
    from flows.schedule import serve

    serve(paths, cron, outputs, settings)


def _must_exist(paths: Sequence[Path]) -> None:
    """Tell of a wrong path before anything slow is started."""
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file or folder", where=str(path), remedy="check the path")
