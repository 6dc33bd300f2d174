"""What a run is going to read, and why: told before it starts, and by `vesiweb status`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.settings import Settings
from pipeline.ingest import Discovery

Run = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts of sources by what happens to them, with the reasons and the time that it will take."""

    found: int
    new: int = 0
    replaced: int = 0
    afresh: int = 0
    retried: int = 0
    withdrawn: int = 0
    causes: tuple[str, ...] = ()  # what changed since they were read
    seconds: float | None = None  # None: no run tells how long a document takes

    @property
    def to_read(self) -> int:
        """Sources that are going to be read."""
        return self.new + self.replaced + self.afresh + self.retried

    def text(self) -> str:
        """The plan as a sentence.

        Examples
        --------
        >>> Plan(12, new=2, afresh=10, causes=("model",), seconds=95.0).text()
        '12 of 12 sources are to be read: 2 new, 10 afresh (changed: model); about 2 min'
        >>> Plan(12, withdrawn=1).text()
        'nothing to read: the store has every source (12); 1 withdrawn since the last run'
        >>> Plan(0).text()
        'nothing to read: no source can be read'
        """
        gone = f"; {self.withdrawn} withdrawn since the last run" if self.withdrawn else ""
        if not self.to_read:
            there = f"the store has every source ({self.found})" if self.found else "no source can be read"
            return f"nothing to read: {there}{gone}"
        parts = [
            f"{count} {word}"
            for count, word in (
                (self.new, "new"),
                (self.replaced, "replaced"),
                (self.afresh, "afresh"),
                (self.retried, "that failed before"),
            )
            if count
        ]
        why = f" (changed: {', '.join(self.causes)})" if self.afresh and self.causes else ""
        takes = "" if self.seconds is None else f"; about {duration(self.seconds)}"
        return f"{self.to_read} of {self.found} sources are to be read: {', '.join(parts)}{why}{takes}{gone}"


def duration(seconds: float) -> str:
    """Seconds as people say them.

    Examples
    --------
    >>> duration(4.2), duration(95), duration(9_000), duration(400_000)
    ('4 s', '2 min', '2.5 h', '4.6 days')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5_400:
        return f"{seconds / 60:.0f} min"
    if seconds < 48 * 3_600:
        return f"{seconds / 3_600:.1f} h"
    return f"{seconds / 86_400:.1f} days"


def make(
    discovery: Discovery,
    known: set[str],
    runs: Sequence[tuple[Path, Run]],
    paths: Sequence[str],
    parts: Mapping[str, str],
    settings: Settings,
) -> Plan:
    """The plan of a run.

    Parameters
    ----------
    discovery
        What was found.
    known
        SHA-256 of the sources that the store has under the extractor of now.
    runs
        Earlier runs, newest first.
    paths
        Paths of the run that is planned: only a run of the same paths tells what was withdrawn.
    parts
        What decides what is read, from :func:`pipeline.core.provenance.extractor_parts`.
    settings
        Settings of now.
    """
    same = next((run for _, run in runs if list(run.get("paths", ())) == list(paths)), None)
    last = same or next((run for _, run in runs), None)
    before: Mapping[str, str] = (last or {}).get("inputs", {})
    ever = {sha for _, run in runs for sha in run.get("inputs", {}).values()}
    changed = causes(last, parts, settings) if last else ()
    counts = {"new": 0, "replaced": 0, "afresh": 0, "retried": 0}
    for source in discovery.sources:
        if source.sha256 in known:
            continue
        if source.sha256 in ever:
            counts["afresh" if changed else "retried"] += 1
        else:
            counts["replaced" if source.source in before else "new"] += 1
    there = {source.source for source in discovery.sources}
    gone = sum(source not in there for source in before) if same else 0
    rate = speed(runs)
    seconds = sum(counts.values()) / rate / settings.run.workers if rate else None
    return Plan(len(discovery.sources), **counts, withdrawn=gone, causes=changed, seconds=seconds)


def causes(last: Run, parts: Mapping[str, str], settings: Settings) -> tuple[str, ...]:
    """What changed since a run, of all that decides what is read; settings are named with both values."""
    before: Mapping[str, str] = last.get("extractor", {})
    found = []
    for name, value in parts.items():
        if before.get(name) == value:
            continue
        if name == "settings":
            found += _settings(last.get("settings", {}), settings)
        elif name in before and len(value) < 20:
            found.append(f"{name} {before[name]} → {value}")
        else:
            found.append(name)
    return tuple(found)


def _settings(before: Mapping[str, Any], settings: Settings) -> list[str]:
    now = settings.model_dump(mode="json", include={"ingest", "annotate", "relate"})
    return [
        f"{stage}.{name} {before.get(stage, {}).get(name)!r} → {value!r}"
        for stage, values in now.items()
        for name, value in values.items()
        if before.get(stage, {}).get(name) != value and (stage, name) != ("annotate", "model")
    ] or ["settings"]


def speed(runs: Sequence[tuple[Path, Run]]) -> float | None:
    """Documents a second and worker, of the newest run that read at least five documents, or any at all."""
    rates = [
        (run["throughput"]["sources"], run["throughput"]["sources_per_second_and_worker"])
        for _, run in runs
        if run.get("throughput", {}).get("sources")
    ]
    return next((rate for many, rate in rates if many >= 5), rates[0][1] if rates else None)
