"""Every difference between gold and prediction as a row for people: where, what, in which words, likely cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import TypeAlias

from pipeline.core.records import EntityType
from pipeline.reconcile.marks import Entity, Marks
from pipeline.reconcile.matching import Pairs, Resolved, align_links, jaccard, resolve

Row: TypeAlias = dict[str, object]

#: columns of a row
COLUMNS = (
    "document",
    "task",
    "kind",
    "type",
    "surface",
    "gold",
    "predicted",
    "start",
    "end",
    "before",
    "mark",
    "after",
    "cause",
    "found_by",
)

#: likely causes and what they mean
CAUSES: dict[str, str] = {
    "not in lexicon": "no lexicon entry has the identifier, or none was linked",
    "boundary": "a prediction overlaps and its span differs",
    "type": "a prediction has the span, or the arguments, and another type",
    "ambiguous": "the same words are right elsewhere and wrong here, or have several meanings",
    "tokenisation": "the name is glued to a letter or digit beside it",
    "not recognised": "the name is known, and nothing was predicted there",
    "argument": "an argument of the relation was not found, or should not have been",
    "reference back": "the relation crosses a sentence's end",
    "no trigger": "nothing was read from the evidence of the relation",
    "parse": "other relations were read from the same evidence",
    "direction": "the same arguments the other way round",
    "polarity": "the relation is there with another polarity",
    "spurious or novel": "gold has nothing there: wrong, or missed by the annotators",
}

_CONTEXT = 60


#: columns of a row on a cause
CAUSE_COLUMNS = ("cause", "mentions", "relations", "meaning")


def by_cause(errors: Iterable[Row]) -> list[Row]:
    """How many mentions and relations each cause explains, the most frequent first, and what it means.

    Examples
    --------
    >>> by_cause([{"cause": "polarity", "task": "relation"}])[0]["relations"]
    1
    """
    found = Counter((str(row["cause"]), str(row["task"])) for row in errors)
    rows: list[Row] = [
        {"cause": cause, "mentions": found[cause, "mention"], "relations": found[cause, "relation"], "meaning": meaning}
        for cause, meaning in CAUSES.items()
    ]
    times = {row["cause"]: found[str(row["cause"]), "mention"] + found[str(row["cause"]), "relation"] for row in rows}
    return sorted((row for row in rows if times[row["cause"]]), key=lambda row: -times[row["cause"]])


def list_errors(
    gold: Marks, predicted: Marks, pairs: Pairs, text: str | None, known: Container[str] | None = None
) -> list[Row]:
    """Differences of one document, mentions before relations, each in text order.

    Parameters
    ----------
    pairs
        The alignment of the entities (`matching.align`).
    text
        The text, for the words around a mark; without it these are empty.
    known
        Identifiers of the lexicon, to tell what it lacks.
    """
    rows = _mentions(gold, predicted, pairs, text, known)
    rows += _relations(gold, predicted, text)
    return rows


def _mentions(gold: Marks, predicted: Marks, pairs: Pairs, text: str | None, known: Container[str] | None) -> list[Row]:
    rows: list[tuple[int, Row]] = []
    right_elsewhere = {
        (gold.entities[i].type, _words(gold.entities[i]))
        for i, j in pairs
        if gold.entities[i].type == predicted.entities[j].type
    }
    for i, j in pairs:
        one, other = gold.entities[i], predicted.entities[j]
        kind, cause = "", ""
        if one.fragments != other.fragments:
            kind, cause = "boundary" if one.type == other.type else "boundary and type", "boundary"
            if text is not None and _glued(one, text):
                cause = "tokenisation"
        elif one.type != other.type:
            kind, cause = "type", "ambiguous"
        elif one.concept != other.concept:
            kind = "identifier"
            cause = "not in lexicon" if other.concept is None else "ambiguous"
        if kind:
            rows.append((one.start, mention_row(gold.name, kind, one, other, text, cause)))
    for i in sorted(set(range(len(gold.entities))) - {i for i, _ in pairs}):
        entity = gold.entities[i]
        rows.append(
            (
                entity.start,
                mention_row(
                    gold.name,
                    "missed",
                    entity,
                    None,
                    text,
                    _missed(entity, predicted.entities, right_elsewhere, text, known),
                ),
            )
        )
    for j in sorted(set(range(len(predicted.entities))) - {j for _, j in pairs}):
        entity = predicted.entities[j]
        cause = "ambiguous" if (entity.type, _words(entity)) in right_elsewhere else "spurious or novel"
        if cause != "ambiguous" and any(jaccard(entity.fragments, e.fragments) for e in gold.entities):
            cause = "boundary"
        rows.append((entity.start, mention_row(gold.name, "spurious", None, entity, text, cause)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _missed(
    entity: Entity,
    predicted: Sequence[Entity],
    right_elsewhere: set[tuple[EntityType, str]],
    text: str | None,
    known: Container[str] | None,
) -> str:
    if text is not None and _glued(entity, text):
        return "tokenisation"
    if known is not None and (entity.concept is None or entity.concept not in known):
        return "not in lexicon"
    if (entity.type, _words(entity)) in right_elsewhere:
        return "ambiguous"
    if any(jaccard(entity.fragments, other.fragments) for other in predicted):
        return "boundary"
    return "not recognised"


def _relations(gold: Marks, predicted: Marks, text: str | None) -> list[Row]:
    wanted, found = resolve(gold), resolve(predicted)
    pairs = align_links(wanted, found, "overlap")
    rows: list[tuple[int, Row]] = []
    for i, j in pairs:
        if wanted[i].link.polarity != found[j].link.polarity:
            rows.append(
                (wanted[i].head.start, relation_row(gold.name, "contradicted", wanted[i], found[j], text, "polarity"))
            )
    free = [found[j] for j in sorted(set(range(len(found))) - {j for _, j in pairs})]
    lost = [wanted[i] for i in sorted(set(range(len(wanted))) - {i for i, _ in pairs})]
    for item in lost:
        cause = _missed_link(item, free, found, predicted.entities)
        rows.append((item.head.start, relation_row(gold.name, "missed", item, None, text, cause)))
    for item in free:
        cause = _spurious_link(item, lost, gold.entities)
        rows.append((item.head.start, relation_row(gold.name, "spurious", None, item, text, cause)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _missed_link(item: Resolved, free: Sequence[Resolved], found: Sequence[Resolved], marks: Sequence[Entity]) -> str:
    for argument in (item.head, item.tail):
        if not any(e.type == argument.type and jaccard(e.fragments, argument.fragments) for e in marks):
            return "argument"
    for other in free:
        if _same_pair(item, other):
            return "type"
        if item.link.type == other.link.type and _same_pair(item, Resolved(other.link, other.tail, other.head)):
            return "direction"
    if item.link.cross_sentence:
        return "reference back"
    low, high = _stretch(item)
    return "parse" if any(low <= o.head.start < high and low <= o.tail.start < high for o in found) else "no trigger"


def _spurious_link(item: Resolved, lost: Sequence[Resolved], marks: Sequence[Entity]) -> str:
    for argument in (item.head, item.tail):
        if not any(e.type == argument.type and jaccard(e.fragments, argument.fragments) for e in marks):
            return "argument"
    for other in lost:
        if _same_pair(item, other):
            return "type"
        if item.link.type == other.link.type and _same_pair(item, Resolved(other.link, other.tail, other.head)):
            return "direction"
    return "spurious or novel"


def _same_pair(one: Resolved, other: Resolved) -> bool:
    return bool(jaccard(one.head.fragments, other.head.fragments) and jaccard(one.tail.fragments, other.tail.fragments))


def _stretch(item: Resolved) -> tuple[int, int]:
    if item.link.evidence:
        return item.link.evidence.start, item.link.evidence.end
    return min(item.head.start, item.tail.start), max(item.head.end, item.tail.end)


def _words(entity: Entity) -> str:
    return " ".join(entity.text.casefold().split())


def _glued(entity: Entity, text: str) -> bool:
    before, after = text[max(0, entity.start - 1) : entity.start], text[entity.end : entity.end + 1]
    return before.isalnum() or after.isalnum()


def mention_row(
    document: str, kind: str, gold: Entity | None, predicted: Entity | None, text: str | None, cause: str
) -> Row:
    """A row on one mention; it stands where gold has it, else where it was predicted."""
    at = gold or predicted
    if at is None:
        raise ValueError("a row needs a gold or a predicted mention")
    return {
        "document": document,
        "task": "mention",
        "kind": kind,
        "type": at.type.value,
        "surface": at.text,
        "gold": _say(gold),
        "predicted": _say(predicted),
        "start": at.start,
        "end": at.end,
        **_around(text, at.start, at.end),
        "cause": cause,
        "found_by": ", ".join(predicted.found_by) if predicted else "",
    }


def relation_row(
    document: str, kind: str, gold: Resolved | None, predicted: Resolved | None, text: str | None, cause: str
) -> Row:
    """A row on one relation; it stands where gold has it, else where it was predicted."""
    item = gold or predicted
    if item is None:
        raise ValueError("a row needs a gold or a predicted relation")
    low, high = min(item.head.start, item.tail.start), max(item.head.end, item.tail.end)
    return {
        "document": document,
        "task": "relation",
        "kind": kind,
        "type": item.link.type.value,
        "surface": f"{item.head.text} → {item.tail.text}",
        "gold": _say_link(gold),
        "predicted": _say_link(predicted),
        "start": low,
        "end": high,
        **_around(text, low, high),
        "cause": cause,
        "found_by": predicted.link.rule if predicted else "",
    }


def _say(entity: Entity | None) -> str:
    return f"{entity.type.value} {entity.text} {entity.concept or '-'}" if entity else ""


def _say_link(item: Resolved | None) -> str:
    if item is None:
        return ""
    words = [item.link.type.value, item.link.polarity or "", "speculative" if item.link.speculative else ""]
    return " ".join(word for word in words if word)


def _around(text: str | None, start: int, end: int) -> Row:
    if text is None:
        return {"before": "", "mark": "", "after": ""}
    return {
        "before": " ".join(text[max(0, start - _CONTEXT) : start].split()),
        "mark": " ".join(text[start:end].split()),
        "after": " ".join(text[end : end + _CONTEXT].split()),
    }
