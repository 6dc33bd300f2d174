"""Which drafts of a table row stay: each fact once, by the cell that says most of it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.records import RelationType
from pipeline.relate.anaphora import name_of
from pipeline.relate.sentences import Draft

#: relations of what vesicles and cells hold
HOLDING = frozenset({RelationType.CARRIES, RelationType.EXPRESSES})


def nearest(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without recipients of a column of recipients of which another cell of the row says more."""
    listed = [d.type is RelationType.ACTS_ON and d.rule == "row:head" for d in drafts]
    told = {
        (d.head.id, name_of(d.tail))
        for d, plain in zip(drafts, listed, strict=True)
        if d.type is RelationType.ACTS_ON and not plain
    }
    return [d for d, plain in zip(drafts, listed, strict=True) if not (plain and (d.head.id, name_of(d.tail)) in told)]


def fact(draft: Draft) -> tuple[RelationType, str, str]:
    """What a draft says, by the names of its two."""
    return draft.type, name_of(draft.head), name_of(draft.tail)


def once(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without what a statement says of contents that a list of the row names, too."""
    listed = {fact(d) for d in drafts if d.type in HOLDING and d.rule.startswith("row:")}
    return [d for d in drafts if d.rule.startswith("row:") or d.polarity != "present" or fact(d) not in listed]


def unique(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft a pair and type: one with a stated polarity before one without."""
    chosen: dict[tuple[RelationType, str, str], Draft] = {}
    for draft in drafts:
        key = (draft.type, draft.head.id, draft.tail.id)
        if key not in chosen or (chosen[key].polarity == "unspecified" and draft.polarity != "unspecified"):
            chosen[key] = draft
    return list(chosen.values())
