"""Difference: what one run's network has and another's has not, what changed in sign or strength, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.network.reading import RunTables

#: a belief that moved by less, or a score by a smaller share, has not changed
BELIEF, SCORE = 0.05, 0.25
#: below this q a co-occurrence is called significant
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """An edge that was gained, lost or changed.

    ``what`` is ``gained``, ``lost``, ``sign``, ``strength`` or ``significance``; ``before`` and ``after`` tell
    polarity and strength (belief, or co-occurrence score) in either run, ``None`` where it has none.
    """

    what: str
    layer: str
    type: str
    head: str
    tail: str
    head_name: str
    tail_name: str
    before: tuple[str | None, float] | None
    after: tuple[str | None, float] | None
    cause: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from one run to another, statements before co-occurrences, the strongest first."""

    documents_gained: tuple[str, ...]
    documents_lost: tuple[str, ...]
    settings: tuple[str, ...]  # network settings that differ: "name: before -> after"
    extractor_changed: bool
    changes: tuple[Change, ...]

    def of(self, layer: str, what: str | None = None) -> tuple[Change, ...]:
        """The changes of a layer (and of a kind)."""
        return tuple(one for one in self.changes if one.layer == layer and what in (None, one.what))


_EDGES = (
    "select source, target, key, layer, type, polarity, sign, coalesce(belief, score) as strength, q, places"
    " from edges order by layer desc, source, target, key"
)


def difference(before: RunTables, after: RunTables) -> Difference:
    """Compare two runs edge by edge.

    An edge is the same in both where source, target and type are. It changed in ``sign`` where its sign or
    polarity differs, in ``strength`` where its belief moved by 0.05 or its score by a quarter, and a
    co-occurrence in ``significance`` where q crossed 0.05.

    The cause is looked for in this order: a new document or one left out, where the edge's own sentences
    come from documents that only one run has; a new model, lexicon or reading setting, where its sentences in
    documents of both runs differ and the extractor does too; a threshold or weight, where the sentences are
    the same and the network's settings differ; other counts, where nothing of the edge's own changed, but
    what chance is reckoned from did.

    Parameters
    ----------
    before, after
        The older and the newer run.
    """
    old, new = _edges(before), _edges(after)
    sources = (before.sources(), after.sources())
    records = (before.record(), after.record())
    settings = tuple(_settings(*records))
    names = {**_names(before), **_names(after)}
    cause = _Causes(
        frozenset(sources[1]) - frozenset(sources[0]),
        frozenset(sources[0]) - frozenset(sources[1]),
        records[0].get("extractor_digest") != records[1].get("extractor_digest"),
        settings,
    )
    changes = []
    for edge in sorted(old.keys() | new.keys()):
        was, now = old.get(edge), new.get(edge)
        what = _what(was, now)
        if what is None:
            continue
        row = now or was or {}
        changes.append(
            Change(
                what,
                row["layer"],
                row["type"],
                edge[0],
                edge[1],
                names[edge[0]],
                names[edge[1]],
                _state(was),
                _state(now),
                cause.of(was, now),
            )
        )
    changes.sort(
        key=lambda one: (
            one.layer != "relation",
            -max(state[1] for state in (one.before, one.after) if state),
            one.what,
            one.head,
            one.tail,
            one.type,
        )
    )
    return Difference(
        tuple(sorted(sources[1][one] for one in cause.gained)),
        tuple(sorted(sources[0][one] for one in cause.lost)),
        settings,
        cause.extractor,
        tuple(changes),
    )


@dataclass(frozen=True, slots=True)
class _Causes:
    gained: frozenset[str]
    lost: frozenset[str]
    extractor: bool
    settings: tuple[str, ...]

    def of(self, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
        """Why an edge changed, in words."""
        old, new = (set(row["places"]) if row else set() for row in (was, now))
        fresh = {place.rpartition(":")[0] for place in new - old} & self.gained
        gone = {place.rpartition(":")[0] for place in old - new} & self.lost
        if fresh or gone:
            parts = [f"{len(fresh)} new {_documents(fresh)}"] if fresh else []
            return ", ".join(parts + ([f"{len(gone)} {_documents(gone)} left out"] if gone else []))
        if old != new and self.extractor:
            return "new model, lexicon or reading settings"
        if self.settings:
            return "threshold or weights: " + "; ".join(self.settings)
        if self.extractor:
            return "new model, lexicon or reading settings"
        return "counts of other edges" if old == new else "not known: same documents, model and settings"


def _documents(some: set[str]) -> str:
    return "document" if len(some) == 1 else "documents"


def _what(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str | None:
    if was is None or now is None:
        return "lost" if now is None else "gained"
    if (was["sign"], was["polarity"]) != (now["sign"], now["polarity"]):
        return "sign"
    if was["layer"] == "relation":
        return "strength" if abs(now["strength"] - was["strength"]) >= BELIEF else None
    if _significant(was) != _significant(now):
        return "significance"
    larger = max(was["strength"], now["strength"])
    return "strength" if larger and abs(now["strength"] - was["strength"]) >= SCORE * larger else None


def _significant(row: Mapping[str, Any]) -> bool:
    return row["q"] is not None and row["q"] < SIGNIFICANT


def _state(row: Mapping[str, Any] | None) -> tuple[str | None, float] | None:
    return None if row is None else (row["polarity"], row["strength"])


def _edges(run: RunTables) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(row["source"], row["target"], row["key"]): row for row in run.rows(_EDGES)}


def _names(run: RunTables) -> dict[str, str]:
    return {row["id"]: row["label"] for row in run.rows("select id, label from nodes")}


def _settings(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    old, new = (record.get("settings", {}).get("network", {}) for record in (before, after))
    return [
        f"{name}: {old.get(name)} -> {new.get(name)}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]
