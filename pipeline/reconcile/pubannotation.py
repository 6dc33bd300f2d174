"""PubAnnotation JSON: a document with its text, denotations, relations and attributes (Kim and Wang 2012).

A file holds one document or a list of them. A denotation's ``obj`` is the type of the entity, a relation's ``pred``
that of the relation, from ``subj`` (head) to ``obj`` (tail). Attributes say what else is known: ``identifier``,
``name``, ``negated`` and ``speculative`` of a denotation, ``polarity``, ``speculative``, ``cross_sentence`` and
``evidence`` (``start end``) of a relation, ``note`` of either. A discontinuous denotation has a list of spans.
``sourceid`` names the document; where it is missing the file does.
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
    """The JSON text of one document.

    Examples
    --------
    >>> print(dumps(Marks("7", text="None.")))
    {"sourceid": "7", "text": "None.", "denotations": [], "relations": [], "attributes": []}
    """
    if marks.text is None:
        raise GoldError("PubAnnotation needs the text", where=marks.name, remedy="give the text, or choose BRAT")
    said: list[tuple[str, str, Any]] = []
    for one in marks.entities:
        said += [(one.key, "identifier", one.concept), (one.key, "name", one.name)]
        said += [(one.key, "negated", one.negated), (one.key, "speculative", one.speculative)]
    for link in marks.links:
        evidence = f"{link.evidence.start} {link.evidence.end}" if link.evidence else None
        said += [(link.key, "polarity", link.polarity), (link.key, "speculative", link.speculative or None)]
        said += [(link.key, "cross_sentence", link.cross_sentence or None), (link.key, "evidence", evidence)]
    said += [(note.target, "note", note.text) for note in marks.notes]
    kept = [one for one in said if one[2] is not None and one[2] != ""]
    document = {
        "sourceid": marks.name,
        "text": marks.text,
        "denotations": [{"id": one.key, "span": _span(one.fragments), "obj": one.type.value} for one in marks.entities],
        "relations": [
            {"id": one.key, "pred": one.type.value, "subj": one.head, "obj": one.tail} for one in marks.links
        ],
        "attributes": [
            {"id": f"A{number}", "subj": subject, "pred": what, "obj": value}
            for number, (subject, what, value) in enumerate(kept, 1)
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def write(documents: Iterable[Marks], path: Path) -> None:
    """Write documents: one as an object, several as a list."""
    texts = [dumps(marks) for marks in documents]
    body = texts[0] if len(texts) == 1 else "[" + ",\n".join(texts) + "]"
    path.write_text(f"{body}\n", encoding="utf-8", newline="\n")


def recognised(raw: str) -> bool:
    """Whether JSON text is PubAnnotation's: an object, or a list that begins with one, with a text and no passages.

    Examples
    --------
    >>> recognised('{"text": "MSC", "denotations": []}'), recognised('{"documents": []}'), recognised("no JSON")
    (True, False, False)
    """
    try:
        value = json.loads(raw)
    except ValueError:
        return False
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and "text" in first and "passages" not in first


def loads(raw: str, name: str, *, where: str = "") -> list[Marks]:
    """Documents from JSON text.

    Parameters
    ----------
    name
        What a document without ``sourceid`` is called; of several each gets its number behind it.

    Raises
    ------
    GoldError
        The text is no PubAnnotation, or has types, arguments or polarities that the guidelines do not have.
    """
    try:
        value = json.loads(raw)
        documents = value if isinstance(value, list) else [value]
        names = [name] if len(documents) == 1 else [f"{name}-{number}" for number in range(1, len(documents) + 1)]
        return [_marks(one, str(one.get("sourceid") or default)) for one, default in zip(documents, names, strict=True)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(
            f"the file is no PubAnnotation in our scheme ({type(error).__name__}: {error})",
            where=where or name,
            remedy="give text, denotations (id, span, obj), relations (id, pred, subj, obj) and attributes; types are "
            f"{', '.join(EntityType)} and {', '.join(RelationType)}",
        ) from error


def _span(fragments: tuple[Span, ...]) -> Any:
    spans = [{"begin": part.start, "end": part.end} for part in fragments]
    return spans[0] if len(spans) == 1 else spans


def _marks(document: dict[str, Any], name: str) -> Marks:
    text = str(document["text"])
    said: dict[str, dict[str, Any]] = {}
    notes: list[Note] = []
    for one in document.get("attributes", []):
        if one["pred"] == "note":
            notes.append(Note(str(one["subj"]), str(one["obj"])))
        else:
            said.setdefault(str(one["subj"]), {})[one["pred"]] = one["obj"]
    entities = [_entity(one, said.get(str(one["id"]), {}), text) for one in document.get("denotations", [])]
    types = {entity.key: entity.type for entity in entities}
    links = [_link(one, said.get(str(one["id"]), {}), types) for one in document.get("relations", [])]
    known = types.keys() | {link.key for link in links}
    strange = sorted((said.keys() | {note.target for note in notes}) - known)
    if strange:
        raise ValueError(f"an attribute is of {strange[0]!r}, which is not there")
    return Marks(name, tuple(entities), tuple(links), tuple(notes), text)


def _entity(one: dict[str, Any], said: dict[str, Any], text: str) -> Entity:
    spans = one["span"] if isinstance(one["span"], list) else [one["span"]]
    fragments = tuple(Span(int(part["begin"]), int(part["end"])) for part in spans)
    if not fragments or any(not 0 <= part.start < part.end <= len(text) for part in fragments):
        raise ValueError(f"denotation {one['id']} has the span {one['span']!r}, the text has {len(text)} characters")
    return Entity(
        key=str(one["id"]),
        type=EntityType(one["obj"]),
        fragments=fragments,
        text=" ".join(text[part.start : part.end] for part in fragments),
        concept=said.get("identifier"),
        name=said.get("name", ""),
        negated=_flag(said, "negated"),
        speculative=_flag(said, "speculative"),
    )


def _link(one: dict[str, Any], said: dict[str, Any], types: dict[str, EntityType]) -> Link:
    kind = RelationType(one["pred"])
    for role, key, allowed in zip(("subj", "obj"), (one["subj"], one["obj"]), ARGUMENTS[kind], strict=True):
        if types.get(key) not in allowed:
            raise ValueError(f"relation {one['id']} has the {role} {key!r}, which {kind.value} does not allow")
    polarity = said.get("polarity")
    if polarity is not None and polarity not in POLARITIES[kind]:
        raise ValueError(f"relation {one['id']} has the polarity {polarity!r}")
    evidence = str(said.get("evidence", "")).split()
    return Link(
        key=str(one["id"]),
        type=kind,
        head=one["subj"],
        tail=one["obj"],
        polarity=polarity,
        speculative=bool(_flag(said, "speculative")),
        cross_sentence=bool(_flag(said, "cross_sentence")),
        evidence=Span(int(evidence[0]), int(evidence[1])) if evidence else None,
    )


def _flag(said: dict[str, Any], what: str) -> bool | None:
    value = said.get(what)
    if value not in (None, True, False, "true", "false"):
        raise ValueError(f"{what} is {value!r}, neither true nor false")
    return None if value is None else value in (True, "true")
