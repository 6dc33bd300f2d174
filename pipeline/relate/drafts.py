"""Relations before evidence is attached, and which of several readings of one pair stay."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.records import Mention, RelationType
from pipeline.relate.anaphora import name_of
from pipeline.relate.subjects import Reader


@dataclass(frozen=True, slots=True)
class Draft:
    """A relation before evidence is attached; ``at`` is where in the text its trigger stands."""

    type: RelationType
    head: Mention
    tail: Mention
    polarity: str | None
    rule: str
    trigger: str
    confidence: float
    cross: bool
    speculative: bool
    at: int


def respective(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """``A and B inhibit C and D, respectively``: of the pairs of two lists as long as each other, the diagonal."""
    if all(atom.low != "respectively" for atom in reader.row.atoms):
        return drafts
    kept = list(drafts)
    for key in sorted({(d.at, d.type.value) for d in drafts}):
        same = [d for d in drafts if (d.at, d.type.value) == key]
        heads = sorted({(d.head.start, d.head.id) for d in same})
        tails = sorted({(d.tail.start, d.tail.id) for d in same})
        if len(heads) == len(tails) > 1:
            pairs = {(h[1], t[1]) for h, t in zip(heads, tails, strict=True)}
            kept = [d for d in kept if d not in same or (d.head.id, d.tail.id) in pairs]
    return kept


def once(drafts: list[Draft]) -> list[Draft]:
    """``exosomal X, secreted by Y``: what vesicles carry is not told of their cells, too."""
    cargo = {(d.head.id, d.tail.id) for d in drafts if d.type is RelationType.CARRIES}
    told = RelationType.EXPRESSES
    return [d for d in drafts if d.type is not told or d.rule != "secrete" or (d.head.id, d.tail.id) not in cargo]


def best(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """One draft a pair and type: a stated sign before an unspecified one, the surer, the nearer mention of a name."""
    mentions = reader.row.mentions
    names = {mentions[p.mention].id: name_of(mentions[p.partner]) for p in reader.phrases if p.partner >= 0 and p.short}
    chosen: dict[tuple[RelationType, str, str], Draft] = {}
    for draft in drafts:
        key = (
            draft.type,
            names.get(draft.head.id) or name_of(draft.head),
            names.get(draft.tail.id) or name_of(draft.tail),
        )
        known = chosen.get(key)
        if known is None or _rank(draft) > _rank(known):
            chosen[key] = draft
    return list(chosen.values())


def _rank(draft: Draft) -> tuple[object, ...]:
    stated = draft.polarity not in ("unspecified", "present", None)
    distance = abs(draft.head.start - draft.at) + abs(draft.tail.start - draft.at)
    near = abs(draft.tail.start - draft.at)  # of two verbs before a thing, the nearer acts on it
    return (not draft.cross, stated, draft.confidence, -distance, -near, -draft.tail.start)
