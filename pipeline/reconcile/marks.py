"""An annotated text in a form that no file format decides: entities, links between them, and free notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.core.records import EntityType, Mention, Reading, Relation, RelationType, Span


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked name: its type, its stretches of text (more than one where it is discontinuous) and its concept.

    ``key`` tells it apart within its document (``T1`` in BRAT). ``text`` is the marked words, stretches joined by
    one blank. ``negated`` and ``speculative`` are None where nobody assessed them.
    """

    key: str
    type: EntityType
    fragments: tuple[Span, ...]
    text: str
    concept: str | None = None
    name: str = ""
    negated: bool | None = None
    speculative: bool | None = None
    found_by: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """First code point."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """Code point after the last."""
        return self.fragments[-1].end

    @property
    def node(self) -> str:
        """What it counts as in a network: its concept, or its normal form where it has none."""
        return self.concept or f"nil:{self.type.value}:{' '.join(self.text.casefold().split())}"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two entities of one document, by their keys."""

    key: str
    type: RelationType
    head: str
    tail: str
    polarity: str | None = None
    speculative: bool = False
    cross_sentence: bool = False
    evidence: Span | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A free remark of an annotator on an entity or a link."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of one document; ``text`` is None where the marks travel without it."""

    name: str
    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    text: str | None = None

    def by_key(self) -> dict[str, Entity]:
        """The entities by key."""
        return {entity.key: entity for entity in self.entities}


def entity_order(entity: Entity) -> tuple[int, int, tuple[Span, ...], str, str]:
    """Sort key: text order, outer before inner, then everything else that tells two entities apart."""
    return (entity.start, -entity.end, entity.fragments, entity.type.value, entity.concept or "")


def close_gaps(marks: Marks, text: str) -> Marks:
    """Join stretches with nothing but blanks between them.

    BRAT breaks a span at every line end, although nothing is missing there; joined, it equals the same span
    marked in one piece.

    Examples
    --------
    >>> from pipeline.core.records import EntityType, Span
    >>> one = Entity("T1", EntityType.CELL_TYPE, (Span(0, 4), Span(5, 10)), "stem cells")
    >>> close_gaps(Marks("a", (one,)), "stem\\ncells").entities[0].fragments
    (Span(start=0, end=10),)
    """
    entities = []
    for entity in marks.entities:
        joined: list[Span] = []
        for part in entity.fragments:
            if joined and part.start >= joined[-1].end and not text[joined[-1].end : part.start].strip():
                joined[-1] = Span(joined[-1].start, part.end)
            else:
                joined.append(part)
        if len(joined) == len(entity.fragments):
            entities.append(entity)
        else:
            words = " ".join(text[part.start : part.end] for part in joined)
            entities.append(replace(entity, fragments=tuple(joined), text=words))
    return replace(marks, entities=tuple(entities))


def from_records(
    name: str, mentions: Iterable[Mention], relations: Iterable[Relation] = (), text: str | None = None
) -> Marks:
    """Marks of the records of one document; keys count in text order, so equal records give equal marks.

    Raises
    ------
    KeyError
        A relation names a mention that is not among ``mentions``.
    """
    ordered = sorted(set(mentions), key=lambda m: (m.start, -m.end, m.type.value, m.concept or ""))
    keys: dict[str, str] = {}
    entities = []
    for number, mention in enumerate(ordered, 1):
        key = f"T{number}"
        keys.setdefault(mention.id, key)
        entities.append(
            Entity(
                key=key,
                type=mention.type,
                fragments=(mention.span,),
                text=mention.surface,
                concept=mention.concept,
                name=mention.name,
                negated=mention.negated,
                speculative=mention.speculative,
                found_by=mention.found_by,
            )
        )
    found = sorted(relations, key=lambda r: (int(keys[r.head][1:]), int(keys[r.tail][1:]), r.type.value, r.id))
    links = tuple(
        Link(
            key=f"R{number}",
            type=relation.type,
            head=keys[relation.head],
            tail=keys[relation.tail],
            polarity=relation.polarity,
            speculative=relation.speculative,
            cross_sentence=relation.cross_sentence,
            evidence=Span(relation.evidence_start, relation.evidence_end) if relation.evidence_end else None,
            rule=relation.rule,
        )
        for number, relation in enumerate(found, 1)
    )
    return Marks(name, tuple(entities), links, (), text)


def from_reading(reading: Reading, name: str = "") -> Marks:
    """Marks of what was read from one document, with its text."""
    return from_records(
        name or reading.document.id, reading.annotation.mentions, reading.relations, reading.document.text
    )


def to_mentions(marks: Marks, document: str) -> tuple[Mention, ...]:
    """The entities as Mention records; a discontinuous one is given by its envelope."""
    return tuple(_mention(entity, document) for entity in marks.entities)


def to_relations(marks: Marks, document: str) -> tuple[Relation, ...]:
    """The links as Relation records."""
    mentions = {entity.key: _mention(entity, document).id for entity in marks.entities}
    return tuple(
        Relation(
            document=document,
            type=link.type,
            head=mentions[link.head],
            tail=mentions[link.tail],
            polarity=link.polarity,
            speculative=link.speculative,
            cross_sentence=link.cross_sentence,
            evidence_start=link.evidence.start if link.evidence else 0,
            evidence_end=link.evidence.end if link.evidence else 0,
            rule=link.rule,
        )
        for link in marks.links
    )


def _mention(entity: Entity, document: str) -> Mention:
    return Mention(
        document=document,
        type=entity.type,
        start=entity.start,
        end=entity.end,
        surface=entity.text,
        concept=entity.concept,
        name=entity.name,
        found_by=entity.found_by,
        negated=entity.negated,
        speculative=entity.speculative,
    )


def renumber(
    entities: Sequence[Entity], links: Sequence[Link], name: str, text: str | None = None, notes: Sequence[Note] = ()
) -> Marks:
    """Marks with entities and links in text order and keys counted anew, so that equal content gives equal files.

    Notes follow what they are on; those on something that is not there any more go with it.
    """
    ordered = sorted(entities, key=entity_order)
    keys = {entity.key: f"T{number}" for number, entity in enumerate(ordered, 1)}
    place = {entity.key: number for number, entity in enumerate(ordered)}
    chain = sorted(links, key=lambda k: (place[k.head], place[k.tail], k.type.value, k.polarity or ""))
    targets = keys | {k.key: f"R{n}" for n, k in enumerate(chain, 1)}
    return Marks(
        name,
        tuple(replace(entity, key=keys[entity.key]) for entity in ordered),
        tuple(replace(k, key=f"R{n}", head=keys[k.head], tail=keys[k.tail]) for n, k in enumerate(chain, 1)),
        tuple(Note(targets[note.target], note.text) for note in notes if note.target in targets),
        text,
    )
