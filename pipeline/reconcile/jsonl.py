"""JSON lines for annotation tools: a document a line, with its text, entities and relations.

The shape is ``{"id", "text", "entities": [{"start", "end", "type", "text", "norm"?, "name"?, "fragments"?, ...}],
"relations": [{"head", "tail", "type", "polarity"?, "speculative"?, "cross_sentence"?, "evidence"?}]}``; ``head`` and
``tail`` count the entities from 0, ``fragments`` stands where an entity is discontinuous (``start`` to ``end`` is then
its envelope). Keys of entities and links are counted anew on reading; everything else is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.core.errors import GoldError
from pipeline.core.records import ARGUMENTS, POLARITIES, EntityType, RelationType, Span
from pipeline.reconcile.marks import Entity, Link, Marks, Note


def dumps(marks: Marks) -> str:
    """One line without the line end.

    Examples
    --------
    >>> dumps(Marks("a", text="None."))
    '{"id": "a", "text": "None.", "entities": [], "relations": []}'
    """
    place = {entity.key: number for number, entity in enumerate(marks.entities)}
    entities = []
    for entity in marks.entities:
        fields: dict[str, Any] = {
            "start": entity.start,
            "end": entity.end,
            "type": entity.type.value,
            "text": entity.text,
            "norm": entity.concept,
            "name": entity.name,
            "fragments": [[s.start, s.end] for s in entity.fragments] if len(entity.fragments) > 1 else None,
            "negated": entity.negated,
            "speculative": entity.speculative,
            "found_by": list(entity.found_by),
            "notes": [note.text for note in marks.notes if note.target == entity.key],
        }
        entities.append({name: value for name, value in fields.items() if value not in (None, "", [])})
    relations = []
    for link in marks.links:
        fields = {
            "head": place[link.head],
            "tail": place[link.tail],
            "type": link.type.value,
            "polarity": link.polarity,
            "speculative": link.speculative or None,
            "cross_sentence": link.cross_sentence or None,
            "evidence": [link.evidence.start, link.evidence.end] if link.evidence else None,
            "rule": link.rule or None,
            "notes": [note.text for note in marks.notes if note.target == link.key] or None,
        }
        relations.append({name: value for name, value in fields.items() if value is not None})
    document = {"id": marks.name, "text": marks.text, "entities": entities, "relations": relations}
    return json.dumps(document, ensure_ascii=False)


def write(documents: Iterable[Marks], path: Path) -> None:
    """Write documents, a line each."""
    path.write_text("".join(f"{dumps(marks)}\n" for marks in documents), encoding="utf-8", newline="\n")


def read(path: Path) -> list[Marks]:
    """Read all documents of a file.

    Raises
    ------
    GoldError
        The file cannot be read, or a line is malformed; names file, line, value and remedy.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(
            f"the file cannot be read ({error})", where=str(path), remedy="check the path and save it as UTF-8"
        ) from error
    return [loads(line, where=f"{path}, line {n}") for n, line in enumerate(lines, 1) if line.strip()]


def loads(line: str, *, where: str = "") -> Marks:
    """Marks from one line; see `read`."""
    try:
        document = json.loads(line)
        name, text = str(document["id"]), document.get("text")
        entities = [_entity(n, fields, text) for n, fields in enumerate(document.get("entities", []))]
        notes = [
            Note(entity.key, words)
            for entity, fields in zip(entities, document.get("entities", []), strict=True)
            for words in fields.get("notes", [])
        ]
        links = []
        for number, fields in enumerate(document.get("relations", [])):
            links.append(_link(number, fields, entities))
            notes += [Note(links[-1].key, words) for words in fields.get("notes", [])]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise GoldError(
            f"the line is no annotated document ({type(error).__name__}: {error})",
            where=where,
            remedy="write id, text, entities (start, end, type, text) and relations (head, tail, type), one JSON "
            "object a line; types are those of the annotation guidelines",
        ) from error
    return Marks(name, tuple(entities), tuple(links), tuple(notes), text)


def _entity(number: int, fields: dict[str, Any], text: str | None) -> Entity:
    places = fields.get("fragments") or [[fields["start"], fields["end"]]]
    fragments = tuple(Span(int(start), int(end)) for start, end in places)
    if any(part.start >= part.end or part.start < 0 for part in fragments):
        raise ValueError(f"entity {number} has offsets {places!r}")
    surface = str(fields["text"])
    if text is not None:
        if fragments[-1].end > len(text):
            raise ValueError(f"entity {number} ends at {fragments[-1].end}, the text has {len(text)} characters")
        found = " ".join(text[part.start : part.end] for part in fragments)
        if found != surface and len(fragments) == 1:
            raise ValueError(f"entity {number} is {surface!r}, the text has {found!r} there")
        surface = found
    return Entity(
        key=f"T{number + 1}",
        type=EntityType(fields["type"]),
        fragments=fragments,
        text=surface,
        concept=fields.get("norm"),
        name=fields.get("name", ""),
        negated=fields.get("negated"),
        speculative=fields.get("speculative"),
        found_by=tuple(fields.get("found_by", ())),
    )


def _link(number: int, fields: dict[str, Any], entities: list[Entity]) -> Link:
    kind = RelationType(fields["type"])
    ends = []
    for role, allowed in zip(("head", "tail"), ARGUMENTS[kind], strict=True):
        place = int(fields[role])
        if not 0 <= place < len(entities) or entities[place].type not in allowed:
            raise ValueError(f"relation {number} has {role} {place}, which {kind.value} does not allow")
        ends.append(entities[place].key)
    polarity = fields.get("polarity")
    if polarity is not None and polarity not in POLARITIES[kind]:
        raise ValueError(f"relation {number} has polarity {polarity!r}")
    evidence = fields.get("evidence")
    return Link(
        key=f"R{number + 1}",
        type=kind,
        head=ends[0],
        tail=ends[1],
        polarity=polarity,
        speculative=bool(fields.get("speculative", False)),
        cross_sentence=bool(fields.get("cross_sentence", False)),
        evidence=Span(int(evidence[0]), int(evidence[1])) if evidence else None,
        rule=fields.get("rule", ""),
    )
