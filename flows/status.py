"""`vesiweb status`: the library, its failures by class, the last runs, and what the next run would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows import lock, plan, runs
from pipeline.core.errors import InputError
from pipeline.core.provenance import extractor_digest, extractor_parts
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import discover

#: runs that are shown
RUNS = 5


@dataclass(frozen=True, slots=True)
class Status:
    """What there is, and what the next run would do."""

    outputs: str
    megabytes: float  # of the store, all extractors together
    extractors: int  # that the store holds readings of
    sources: int  # that the extractor of now has read or failed at
    failures: dict[str, int]  # of the newest run, by class
    at_work: dict[str, Any] | None
    serving: dict[str, Any] | None
    runs: tuple[dict[str, Any], ...]
    paths: tuple[str, ...]
    next: str

    def as_json(self) -> dict[str, Any]:
        """The status as plain data."""
        return asdict(self)


def look(outputs: Path, paths: Sequence[str], settings: Settings) -> Status:
    """Look at an outputs folder; nothing is changed and nothing is waited for.

    Parameters
    ----------
    outputs
        The outputs folder.
    paths
        What the next run would read; none for the paths of the newest run.
    settings
        Settings of the next run.
    """
    earlier = runs.history(outputs)
    newest: Mapping[str, Any] = earlier[0][1] if earlier else {}
    paths = list(paths) or list(newest.get("paths", ()))
    store = Store(outputs / "store", extractor_digest(settings))
    folder = outputs / "store"
    known = store.known()
    failures = Counter(item["code"] for item in newest.get("summary", {}).get("failures", ()))
    return Status(
        outputs=str(outputs),
        megabytes=round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1),
        extractors=sum(path.is_dir() for path in folder.iterdir()) if folder.is_dir() else 0,
        sources=len(known),
        failures=dict(sorted(failures.items())),
        at_work=lock.holder(outputs),
        serving=lock.holder(outputs, lock.SERVING),
        runs=tuple(_line(path, told) for path, told in earlier[:RUNS]),
        paths=tuple(paths),
        next=_next(paths, known, earlier, settings),
    )


def _next(paths: Sequence[str], known: set[str], earlier: Sequence[tuple[Path, plan.Run]], settings: Settings) -> str:
    if not paths:
        return "there was no run yet: name what to read, 'vesiweb mine PATH'"
    try:
        discovery = discover([Path(path) for path in paths], settings.ingest)
    except InputError as error:
        return str(error)
    return plan.make(discovery, known, earlier, paths, extractor_parts(settings), settings).text()


def _line(path: Path, told: Mapping[str, Any]) -> dict[str, Any]:
    summary = told.get("summary", {})
    return {
        "run": path.name,
        "started": told.get("started", ""),
        "read now": summary.get("read_now", 0),
        "before": summary.get("read_before", 0),
        "failed": summary.get("failed", 0),
        "seconds": round(sum(summary.get("seconds", {}).values()), 1),
        "sources/s": round(told.get("throughput", {}).get("sources_per_second", 0.0), 2),
    }


def show(status: Status, console: Console) -> None:
    """Print a status."""
    console.print(
        f"[bold]Library[/]  {status.sources} sources in the store of now, {status.megabytes:g} MB by "
        f"{status.extractors} extractors, in {escape(status.outputs)}"
    )
    failures = ", ".join(f"{code} {count}" for code, count in status.failures.items())
    console.print(f"[bold]Failures[/]  {escape(failures) or 'none in the newest run'}")
    for word, who in (("At work", status.at_work), ("Schedule", status.serving)):
        if who is not None:
            console.print(f"[bold]{word}[/]  process {who.get('pid')} since {who.get('since')}")
    if status.runs:
        table = Table(*status.runs[0], box=None, pad_edge=False)
        for run in status.runs:
            table.add_row(*(escape(str(value)) for value in run.values()))
        console.print(table)
    console.print(
        f"[bold]Next run[/]  {escape(' '.join(status.paths))}{': ' if status.paths else ''}{escape(status.next)}"
    )
