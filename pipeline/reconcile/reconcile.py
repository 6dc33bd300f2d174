"""Extraction against gold, thing by thing: confirmed, missed, spurious or novel, contradicted; and the curator's queue.

A mention or relation is *confirmed* where both sides have it with equal type, span (mentions), identifier and polarity;
*missed* where only gold has it; *spurious* where only the extraction has it (it may be novel: the annotators' miss);
*contradicted* where both say something there and differ: boundary, type, identifier or polarity.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any, Protocol

from pipeline.core.store import write_records
from pipeline.reconcile import errors
from pipeline.reconcile.marks import Entity, Link, Marks
from pipeline.reconcile.matching import Resolved, align, align_links, resolve


class Compared(Protocol):
    """What is set against each other for one document."""

    @property
    def gold(self) -> Marks: ...
    @property
    def predicted(self) -> Marks: ...
    @property
    def text(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the reconciliation; ``change`` says in JSON what accepting the extraction would do to the gold."""

    id: str
    document: str
    status: str  # confirmed, missed, spurious, contradicted
    task: str  # mention, relation
    kind: str  # confirmed, missed, spurious, boundary, type, identifier, polarity ...
    type: str
    surface: str
    gold: str
    predicted: str
    start: int
    end: int
    before: str
    mark: str
    after: str
    cause: str
    found_by: str
    change: str


#: columns of the queue: the difference, and what the curator decides
QUEUE = ("id", "decision", "reason", *(f.name for f in fields(Difference) if f.name != "id"))


def differences(case: Compared, known: Container[str] | None = None) -> list[Difference]:
    """All rows of one document, confirmed ones included, in text order, mentions before relations."""
    gold, predicted = case.gold, case.predicted
    pairs = align(gold.entities, predicted.entities)
    by_place: dict[tuple[str, str, str], dict[str, Any]] = {}
    rows: list[Difference] = []
    for row in errors.list_errors(gold, predicted, pairs, case.text, known):
        by_place.setdefault(_place(row), row)
    for i, j in pairs:
        one, other = gold.entities[i], predicted.entities[j]
        same = (one.type, one.fragments, one.concept) == (other.type, other.fragments, other.concept)
        rows.append(_mention(gold.name, "confirmed" if same else "contradicted", one, other, case.text, by_place))
    left = set(range(len(gold.entities))) - {i for i, _ in pairs}
    right = set(range(len(predicted.entities))) - {j for _, j in pairs}
    rows += [_mention(gold.name, "missed", gold.entities[i], None, case.text, by_place) for i in sorted(left)]
    rows += [_mention(gold.name, "spurious", None, predicted.entities[j], case.text, by_place) for j in sorted(right)]
    wanted, found = resolve(gold), resolve(predicted)
    linked = align_links(wanted, found, "overlap")
    for i, j in linked:
        same = wanted[i].link.polarity == found[j].link.polarity
        rows.append(
            _relation(gold.name, "confirmed" if same else "contradicted", wanted[i], found[j], case.text, by_place)
        )
    free = set(range(len(wanted))) - {i for i, _ in linked}
    rows += [_relation(gold.name, "missed", wanted[i], None, case.text, by_place) for i in sorted(free)]
    free = set(range(len(found))) - {j for _, j in linked}
    rows += [_relation(gold.name, "spurious", None, found[j], case.text, by_place) for j in sorted(free)]
    return sorted(rows, key=lambda d: (d.task, d.start, d.end, astuple(d)))


def reconcile(cases: Iterable[Compared], known: Container[str] | None = None) -> list[Difference]:
    """All rows of some documents, by document, then mentions and relations in text order."""
    return [row for case in sorted(cases, key=lambda c: c.gold.name) for row in differences(case, known)]


def write(cases: Sequence[Compared], folder: Path, known: Container[str] | None = None) -> list[Difference]:
    """Leave ``reconciliation.csv``, ``reconciliation.parquet`` and ``queue.csv`` in a folder."""
    rows = reconcile(cases, known)
    names = tuple(f.name for f in fields(Difference))
    with (folder / "reconciliation.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(astuple(row) for row in rows)
    write_records(folder / "reconciliation.parquet", Difference, rows)
    with (folder / "queue.csv").open("w", encoding="utf-8", newline="") as handle:
        queue = csv.DictWriter(handle, QUEUE, lineterminator="\n")
        queue.writeheader()
        queue.writerows({"decision": "", "reason": "", **asdict(r)} for r in rows if r.status != "confirmed")
    return rows


def _place(row: dict[str, Any]) -> tuple[str, str, str]:
    return (str(row["task"]), str(row["gold"]), f"{row['predicted']}@{row['start']}-{row['end']}")


def entity_json(entity: Entity) -> dict[str, Any]:
    """An entity as the queue's JSON."""
    return {
        "type": entity.type.value,
        "fragments": [[part.start, part.end] for part in entity.fragments],
        "text": entity.text,
        "concept": entity.concept,
        "name": entity.name,
    }


def link_json(item: Resolved) -> dict[str, Any]:
    """A relation as the queue's JSON, with its arguments."""
    link: Link = item.link
    return {
        "type": link.type.value,
        "head": entity_json(item.head),
        "tail": entity_json(item.tail),
        "polarity": link.polarity,
        "speculative": link.speculative,
        "cross_sentence": link.cross_sentence,
        "evidence": [link.evidence.start, link.evidence.end] if link.evidence else None,
    }


def _mention(
    document: str,
    status: str,
    one: Entity | None,
    other: Entity | None,
    text: str | None,
    told: dict[tuple[str, str, str], dict[str, Any]],
) -> Difference:
    change = {"remove": entity_json(one) if one else None, "add": entity_json(other) if other else None}
    row = errors.mention_row(document, status, one, other, text, "")
    return _difference(row, status, change, told)


def _relation(
    document: str,
    status: str,
    one: Resolved | None,
    other: Resolved | None,
    text: str | None,
    told: dict[tuple[str, str, str], dict[str, Any]],
) -> Difference:
    change = {"remove": link_json(one) if one else None, "add": link_json(other) if other else None}
    row = errors.relation_row(document, status, one, other, text, "")
    return _difference(row, status, change, told)


def _difference(
    row: dict[str, Any], status: str, change: dict[str, Any], told: dict[tuple[str, str, str], dict[str, Any]]
) -> Difference:
    known = told.get(_place(row))
    if known and status != "confirmed":
        row = {**row, "kind": known["kind"], "cause": known["cause"]}
    said = "" if status == "confirmed" else json.dumps(change, ensure_ascii=False, sort_keys=True)
    content = json.dumps([row["document"], row["task"], change], sort_keys=True)
    return Difference(id=hashlib.sha256(content.encode()).hexdigest()[:12], status=status, change=said, **row)
