"""Relations that follow from spans alone: molecules in a pathway's name, sources in a derivation compound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.records import NESTING, EntityType, Mention, Relation, RelationType

_HYPHENS = "-‐‑–"
_MOLECULES = frozenset({EntityType.MARKER, EntityType.MIRNA})


def nested(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs (outer, inner) of spans that lie in each other, in text order; linear but for the depth of nesting."""
    stack: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.type is not EntityType.PATHWAY, m.type.value)):
        while stack and stack[-1].end <= mention.start:
            stack.pop()
        for outer in stack:
            if mention.end <= outer.end:
                yield outer, mention
        stack.append(mention)


def from_nesting(text: str, mentions: Sequence[Mention]) -> list[Relation]:
    """``MEMBER_OF`` for molecules in pathways, ``DERIVED_FROM`` for compounds, ``EXPRESSES`` for ``CD34+ cells``.

    In a derivation compound (``iPSC-derived MSCs``) the outer span is the derived cell, the inner span that ends
    before the outer does is the source; the inner derived cell gets no relation of its own.
    """
    found = []
    for outer, inner in nested(mentions):
        if outer.type is EntityType.PATHWAY and inner.type in _MOLECULES:
            found.append(_relation(RelationType.MEMBER_OF, inner, outer, outer, None, "", 1.0))
        elif outer.type is EntityType.CELL_TYPE and inner.type is EntityType.CELL_TYPE and inner.end < outer.end:
            joint = text[inner.end : outer.end].lower()
            if joint[0] in _HYPHENS or joint.lstrip(" ").startswith("derived"):
                trigger = joint.strip(_HYPHENS + " ").split(" ")[0]
                found.append(_relation(RelationType.DERIVED_FROM, outer, inner, outer, None, trigger, 0.95))
        elif outer.type is EntityType.CELL_TYPE and inner.type is EntityType.MARKER:
            after = text[inner.end : inner.end + 16].lower()
            polarity = _sign(after)
            if polarity:
                found.append(_relation(RelationType.EXPRESSES, outer, inner, outer, polarity, after.split(" ")[0], 0.9))
    return found


def _sign(after: str) -> str | None:
    """What the characters behind a marker's name say: ``+``, ``-positive``, ``−``, ``-negative``; None for no sign."""
    if after.lstrip(" ")[:1] in ("+", "⁺") or after[:2] == "(+":
        return "present"
    if after[:1] in ("−", "⁻") or after[:2] == "(-" or after[:3] == "(−)":
        return "absent"
    word = after.lstrip(_HYPHENS + " ")
    if word.startswith(("positive", "expressing", "overexpress", "high ", "bright")):
        return "present"
    return "absent" if word.startswith(("negative", "deficient")) else None


def _relation(
    kind: RelationType, head: Mention, tail: Mention, around: Mention, polarity: str | None, trigger: str, surety: float
) -> Relation:
    return Relation(
        head.document,
        kind,
        head.id,
        tail.id,
        polarity,
        evidence_start=around.start,
        evidence_end=around.end,
        rule=NESTING,
        trigger=trigger,
        confidence=surety,
    )
