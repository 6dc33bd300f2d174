"""A curator's decisions on the queue become a new version of the gold, each with author, date and reason.

The queue is ``evaluation/queue.csv`` of a run, with ``decision`` filled in: ``accept`` where the extraction is right
and the gold is to be changed, ``reject`` where the gold stands, empty where nothing was decided. What was decided is
kept in ``corpus/gold/decisions.csv``, the rejected too, so that nobody has to decide twice.
"""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.core.errors import GoldError
from pipeline.core.records import EntityType, RelationType, Span
from pipeline.reconcile import brat
from pipeline.reconcile.gold import MANIFEST, GoldDocument, load
from pipeline.reconcile.marks import Entity, Link, Marks, renumber
from pipeline.reconcile.reconcile import QUEUE

#: columns of the file of decisions
DECISIONS = ("date", "author", "decision", "reason", "id", "document", "task", "kind", "surface", "change")


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """What a round of decisions did."""

    accepted: int
    rejected: int
    undecided: int
    changed: tuple[Path, ...]


def adjudicate(queue: Path, author: str, date: str, manifest: Path = MANIFEST) -> Adjudicated:
    """Apply the decisions of a queue to the gold; `vesiweb gold adjudicate`.

    Nothing is written unless every accepted change can be made.

    Parameters
    ----------
    author, date
        Who decided, and when (``YYYY-MM-DD``): kept with each decision.

    Raises
    ------
    GoldError
        The queue is malformed, a decision has no reason, names no gold document or does not fit the gold as it is.
    """
    if not author.strip():
        raise GoldError("the author is empty", where=str(queue), remedy="say who decided with --author")
    try:
        datetime.date.fromisoformat(date)
    except ValueError as error:
        raise GoldError(f"{date!r} is no date", where=str(queue), remedy="write it as YYYY-MM-DD") from error
    rows = _read(queue)
    index = {gold.name: gold for gold in load(manifest)}
    marks: dict[str, Marks] = {}
    done: list[dict[str, str]] = []
    for number, row in rows:
        where = f"{queue}, line {number}"
        if row["decision"] not in ("accept", "reject", ""):
            raise GoldError(f"decision {row['decision']!r}", where=where, remedy="write accept, reject or nothing")
        if not row["decision"]:
            continue
        if not row["reason"].strip():
            raise GoldError("the decision has no reason", where=where, remedy="say why in the column 'reason'")
        if row["document"] not in index:
            raise GoldError(f"{row['document']!r} is no gold document", where=where, remedy="check the manifest")
        if row["decision"] == "accept":
            name = row["document"]
            marks[name] = apply(marks.get(name, index[name].marks), row["task"], _change(row, where), where)
        done.append({"date": date, "author": author, **{key: row[key] for key in DECISIONS[2:]}})
    changed = []
    for name in sorted(marks):
        path = _path(index[name], manifest)
        brat.write(renumber(marks[name].entities, marks[name].links, name, notes=marks[name].notes), path)
        changed.append(path)
    _keep(manifest.parent / "gold" / "decisions.csv", done)
    accepted = sum(row["decision"] == "accept" for row in done)
    return Adjudicated(accepted, len(done) - accepted, len(rows) - len(done), tuple(changed))


def apply(marks: Marks, task: str, change: dict[str, Any], where: str) -> Marks:
    """The marks with one change made: something removed, something added, or one in place of the other.

    A removed mention takes its relations with it; one that is replaced keeps them where its type allows. Nesting is
    brought up to date: every molecule in a pathway's name has its ``MEMBER_OF``.
    """
    entities, links = list(marks.entities), list(marks.links)
    removed, added = change.get("remove"), change.get("add")
    if task == "mention":
        old = _find(entities, removed, where) if removed else None
        new = _entity(added, old.key if old else _fresh("T", (e.key for e in entities))) if added else None
        if new and any(e.type == new.type and e.fragments == new.fragments and e is not old for e in entities):
            raise GoldError(f"{new.text!r} is in the gold already", where=where, remedy="reject the row")
        entities = [e for e in entities if e is not old] + ([new] if new else [])
        if old and (new is None or new.type != old.type):
            links = [k for k in links if old.key not in (k.head, k.tail)]
    else:
        if removed:
            found = _find_link(links, entities, removed, where)
            links.remove(found)
        if added:
            head, tail = _find(entities, added["head"], where), _find(entities, added["tail"], where)
            evidence = added.get("evidence")
            links.append(
                Link(
                    key=_fresh("R", (k.key for k in marks.links)),
                    type=RelationType(added["type"]),
                    head=head.key,
                    tail=tail.key,
                    polarity=added["polarity"],
                    speculative=added["speculative"],
                    cross_sentence=added["cross_sentence"],
                    evidence=Span(*evidence) if evidence else None,
                )
            )
    return replace(marks, entities=tuple(entities), links=tuple(nested(entities, links)))


def nested(entities: list[Entity], links: list[Link]) -> list[Link]:
    """The links with ``MEMBER_OF`` made anew from nesting."""
    kept = [k for k in links if k.type is not RelationType.MEMBER_OF]
    inside = [
        (one, whole)
        for whole in entities
        if whole.type is EntityType.PATHWAY
        for one in entities
        if one.type in (EntityType.MARKER, EntityType.MIRNA) and whole.start <= one.start and one.end <= whole.end
    ]
    taken = {k.key for k in kept}
    for one, whole in inside:
        key = _fresh("R", taken)
        taken.add(key)
        kept.append(Link(key, RelationType.MEMBER_OF, one.key, whole.key, evidence=Span(whole.start, whole.end)))
    return kept


def _read(queue: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with queue.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            columns = tuple(reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GoldError(
            f"the queue cannot be read ({error})", where=str(queue), remedy="check path and format"
        ) from error
    missing = set(QUEUE) - set(columns)
    if missing or any(None in row or None in row.values() for _, row in rows):
        raise GoldError(
            f"the queue lacks columns or fields: {', '.join(sorted(missing)) or 'a row is short'}",
            where=str(queue),
            remedy="keep the columns of evaluation/queue.csv as they are; fill in decision and reason only",
        )
    return rows


def _change(row: dict[str, str], where: str) -> dict[str, Any]:
    try:
        change: dict[str, Any] = json.loads(row["change"])
        if not isinstance(change, dict) or not (change.get("remove") or change.get("add")):
            raise ValueError("neither remove nor add")
    except ValueError as error:
        raise GoldError(
            f"the change is damaged ({error})", where=where, remedy="take the row anew from evaluation/queue.csv"
        ) from error
    return change


def _find(entities: Iterable[Entity], wanted: dict[str, Any], where: str) -> Entity:
    spans = tuple(Span(*part) for part in wanted["fragments"])
    for entity in entities:
        same = entity.fragments == spans or (entity.start, entity.end) == (spans[0].start, spans[-1].end)
        if entity.type.value == wanted["type"] and same:
            return entity
    raise GoldError(
        f"the gold has no {wanted['type']} {wanted['text']!r} at {spans[0].start}",
        where=where,
        remedy="accept its mention first, or reject the row; a queue fits only the gold that it was made from",
    )


def _find_link(links: Iterable[Link], entities: list[Entity], wanted: dict[str, Any], where: str) -> Link:
    head, tail = _find(entities, wanted["head"], where), _find(entities, wanted["tail"], where)
    for link in links:
        if (link.type.value, link.head, link.tail, link.polarity) == (
            wanted["type"],
            head.key,
            tail.key,
            wanted["polarity"],
        ):
            return link
    raise GoldError(
        f"the gold has no {wanted['type']} of {head.text!r} and {tail.text!r}",
        where=where,
        remedy="reject the row: it was settled already",
    )


def _entity(wanted: dict[str, Any], key: str) -> Entity:
    return Entity(
        key=key,
        type=EntityType(wanted["type"]),
        fragments=tuple(Span(*part) for part in wanted["fragments"]),
        text=" ".join(str(wanted["text"]).split()),
        concept=wanted["concept"],
        name=wanted.get("name", ""),
    )


def _fresh(letter: str, taken: Iterable[str]) -> str:
    return f"{letter}{max((int(key[1:]) for key in taken if key[1:].isdecimal()), default=0) + 1}"


def _path(gold: GoldDocument, manifest: Path) -> Path:
    return manifest.parent / "gold" / gold.set / f"{gold.name}.ann"


def _keep(path: Path, rows: list[dict[str, str]]) -> None:
    new = not path.exists()
    if not rows:
        return
    with path.open("a", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, DECISIONS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)
