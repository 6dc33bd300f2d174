"""BioC XML and JSON, through the ``bioc`` library (Comeau et al. 2013).

A document is one passage at offset 0 with its text; offsets count code points. Infons hold what BioC has no place for:
``type``, ``identifier``, ``name``, ``negated``, ``speculative``, ``polarity``, ``cross_sentence``, ``evidence``
(``start end``), ``found_by``, ``rule`` and ``note 1``, ``note 2`` ... Relations have the nodes ``head`` and ``tail``.
XML cannot hold most control characters: there a blank stands for each, so that offsets are kept; JSON holds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bioc import (
    BioCAnnotation,
    BioCCollection,
    BioCDocument,
    BioCLocation,
    BioCNode,
    BioCPassage,
    BioCRelation,
    biocjson,
    biocxml,
)
from lxml import etree

from pipeline.core.errors import GoldError
from pipeline.core.records import ARGUMENTS, POLARITIES, EntityType, RelationType, Span
from pipeline.reconcile.marks import Entity, Link, Marks, Note

#: what XML 1.0 has no place for
_ILLEGAL = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def collection(documents: Iterable[Marks]) -> BioCCollection:
    """A BioC collection of some documents."""
    made = BioCCollection()
    made.source, made.key = "vesiweb", "vesiweb.key"
    made.date = ""
    for marks in documents:
        document = BioCDocument()
        document.id = marks.name
        passage = BioCPassage()
        passage.offset = 0
        passage.text = marks.text or ""
        if marks.text is None:
            passage.infons["text"] = "none"
        for entity in marks.entities:
            passage.add_annotation(_annotation(entity, marks))
        for link in marks.links:
            passage.add_relation(_relation(link, marks))
        document.add_passage(passage)
        made.add_document(document)
    return made


def dumps(documents: Iterable[Marks], form: str = "xml") -> str:
    """BioC text; ``form`` is ``xml`` or ``json``."""
    if form == "json":
        return str(biocjson.dumps(collection(documents), indent=1, ensure_ascii=False))
    return str(biocxml.dumps(collection(_legal(marks) for marks in documents)))


def _legal(marks: Marks) -> Marks:
    """Marks with a blank for each character that XML cannot hold."""
    if marks.text is None or not _ILLEGAL.search(marks.text):
        return marks
    entities = tuple(replace(entity, text=_ILLEGAL.sub(" ", entity.text)) for entity in marks.entities)
    return replace(marks, text=_ILLEGAL.sub(" ", marks.text), entities=entities)


def write(documents: Iterable[Marks], path: Path) -> None:
    """Write a collection; a name that ends in ``.json`` gets JSON, every other XML."""
    form = "json" if path.suffix == ".json" else "xml"
    path.write_text(dumps(documents, form) + ("\n" if form == "json" else ""), encoding="utf-8", newline="\n")


def read(path: Path) -> list[Marks]:
    """Read all documents of a BioC file.

    Raises
    ------
    GoldError
        The file is no BioC, or has types, arguments or polarities that the guidelines do not have.
    """
    try:
        raw = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(
            f"the file cannot be read ({error})", where=str(path), remedy="check path and encoding"
        ) from error
    return loads(raw, "json" if path.suffix == ".json" else "xml", where=str(path))


def loads(raw: str, form: str = "xml", *, where: str = "") -> list[Marks]:
    """Documents from BioC text; see `read`."""
    try:
        made = biocjson.loads(raw) if form == "json" else biocxml.loads(raw)
    except (etree.XMLSyntaxError, json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(
            f"the file is no BioC {form.upper()} ({type(error).__name__}: {error})",
            where=where,
            remedy="check it with a BioC validator",
        ) from error
    return [_marks(document, where) for document in made.documents]


def _annotation(entity: Entity, marks: Marks) -> BioCAnnotation:
    made = BioCAnnotation()
    made.id, made.text = entity.key, entity.text
    for part in entity.fragments:
        made.add_location(BioCLocation(part.start, len(part)))
    made.infons["type"] = entity.type.value
    values: dict[str, Any] = {
        "identifier": entity.concept,
        "name": entity.name,
        "negated": entity.negated,
        "speculative": entity.speculative,
        "found_by": "; ".join(entity.found_by),
    }
    _infons(made.infons, values, entity.key, marks)
    return made


def _relation(link: Link, marks: Marks) -> BioCRelation:
    made = BioCRelation()
    made.id = link.key
    made.infons["type"] = link.type.value
    values: dict[str, Any] = {
        "polarity": link.polarity,
        "speculative": link.speculative or None,
        "cross_sentence": link.cross_sentence or None,
        "evidence": f"{link.evidence.start} {link.evidence.end}" if link.evidence else None,
        "rule": link.rule,
    }
    _infons(made.infons, values, link.key, marks)
    made.add_node(BioCNode(link.head, "head"))
    made.add_node(BioCNode(link.tail, "tail"))
    return made


def _infons(infons: dict[str, str], values: dict[str, Any], key: str, marks: Marks) -> None:
    for name, value in values.items():
        if value is True or value is False:
            infons[name] = str(value).lower()
        elif value:
            infons[name] = value
    for number, note in enumerate((note for note in marks.notes if note.target == key), 1):
        infons[f"note {number}"] = note.text


def _marks(document: BioCDocument, where: str) -> Marks:
    entities: list[Entity] = []
    links: list[Link] = []
    notes: list[Note] = []
    pieces: list[tuple[int, str]] = []
    text_known = True
    holders: list[Any] = [document]
    for passage in document.passages:
        holders += [passage, *passage.sentences]
        pieces.append((passage.offset, passage.text or ""))
        pieces += [(sentence.offset, sentence.text or "") for sentence in passage.sentences]
        text_known = text_known and passage.infons.get("text") != "none"
    text = _text(pieces) if text_known else None
    place = f"{where}, document {document.id}"
    for holder in holders:
        for item in holder.annotations:
            entities.append(_entity(item, text, place))
            notes += _notes(item)
    types = {entity.key: entity.type for entity in entities}
    for holder in holders:
        for item in holder.relations:
            links.append(_link(item, types, place))
            notes += _notes(item)
    return Marks(document.id, tuple(entities), tuple(links), tuple(notes), text)


def _text(pieces: list[tuple[int, str]]) -> str:
    """The document's text; what lies between passages is blank."""
    whole = ""
    for offset, piece in sorted(pieces):
        whole = (whole.ljust(offset) if len(whole) <= offset else whole[:offset]) + piece + whole[offset + len(piece) :]
    return whole


def _notes(item: Any) -> list[Note]:
    return [Note(item.id, value) for name, value in item.infons.items() if name.startswith("note ")]


def _entity(item: BioCAnnotation, text: str | None, where: str) -> Entity:
    kind = item.infons.get("type", "")
    if kind not in EntityType.__members__:
        raise GoldError(
            f"annotation {item.id} has the unknown type {kind!r}",
            where=where,
            remedy=f"use one of {', '.join(EntityType.__members__)}",
        )
    fragments = tuple(Span(p.offset, p.offset + p.length) for p in item.locations)
    words = item.text or ""
    if not fragments or any(len(part) <= 0 or part.start < 0 for part in fragments):
        raise GoldError(f"annotation {item.id} has no span", where=where, remedy="give it a location of some length")
    if text is not None:
        found = " ".join(text[part.start : part.end] for part in fragments)
        if fragments[-1].end > len(text) or found.split() != words.split():
            raise GoldError(
                f"annotation {item.id} is {words!r}, the text has {found!r} at {fragments[0].start}",
                where=where,
                remedy="count offsets in code points from the start of the document",
            )
        words = found
    return Entity(
        key=item.id,
        type=EntityType(kind),
        fragments=fragments,
        text=words,
        concept=item.infons.get("identifier"),
        name=item.infons.get("name", ""),
        negated=_flag(item.infons.get("negated")),
        speculative=_flag(item.infons.get("speculative")),
        found_by=tuple(filter(None, item.infons.get("found_by", "").split("; "))),
    )


def _link(item: BioCRelation, types: dict[str, EntityType], where: str) -> Link:
    kind = item.infons.get("type", "")
    ends = {node.role: node.refid for node in item.nodes}
    polarity = item.infons.get("polarity")
    if kind not in RelationType.__members__:
        raise GoldError(
            f"relation {item.id} has the unknown type {kind!r}",
            where=where,
            remedy=f"use one of {', '.join(RelationType.__members__)}",
        )
    for role, allowed in zip(("head", "tail"), ARGUMENTS[RelationType(kind)], strict=True):
        if types.get(ends.get(role, "")) not in allowed:
            raise GoldError(
                f"relation {item.id} has the {role} {ends.get(role)!r}, which {kind} does not allow",
                where=where,
                remedy=f"the nodes 'head' and 'tail' name annotations; the {role} is {' or '.join(sorted(allowed))}",
            )
    if polarity is not None and polarity not in POLARITIES[RelationType(kind)]:
        raise GoldError(f"relation {item.id} has the polarity {polarity!r}", where=where, remedy="see the guidelines")
    evidence = item.infons.get("evidence", "").split()
    return Link(
        key=item.id,
        type=RelationType(kind),
        head=ends["head"],
        tail=ends["tail"],
        polarity=polarity,
        speculative=_flag(item.infons.get("speculative")) or False,
        cross_sentence=_flag(item.infons.get("cross_sentence")) or False,
        evidence=Span(int(evidence[0]), int(evidence[1])) if len(evidence) == 2 else None,
        rule=item.infons.get("rule", ""),
    )


def _flag(value: str | None) -> bool | None:
    return None if value is None else value == "true"
