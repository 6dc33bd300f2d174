"""Relations that follow from spans alone: molecules in a pathway's name, sources in a derivation compound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.records import EntityType, Mention, Relation, RelationType

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
        document = outer.document
        if outer.type is EntityType.PATHWAY and inner.type in _MOLECULES:
            found.append(
                Relation(document, RelationType.MEMBER_OF, inner.id, outer.id, None, False, False, outer.start, outer.end,
                         rule="nesting", trigger="", confidence=1.0)
            )  # fmt: skip
        elif outer.type is EntityType.CELL_TYPE and inner.type is EntityType.CELL_TYPE and inner.end < outer.end:
            joint = text[inner.end : outer.end].lower()
            if inner.start > outer.start + 8 and "-" not in joint:
                continue
            if joint.lstrip("‐‑–- ").startswith("derived") or joint[:1] in "-‐‑–":
                found.append(
                    Relation(document, RelationType.DERIVED_FROM, outer.id, inner.id, None, False, False, outer.start,
                             outer.end, rule="nesting", trigger=joint.strip("‐‑–- ").split(" ")[0], confidence=0.95)
                )  # fmt: skip
        elif outer.type is EntityType.CELL_TYPE and inner.type is EntityType.MARKER:
            sign = text[inner.end : inner.end + 2].lstrip(" -‐‑")[:1] or text[inner.end : inner.end + 1]
            after = text[inner.end : inner.end + 14].lower().lstrip(" ‐‑-")
            polarity = None
            if sign in ("+", "⁺") or after.startswith(("positive", "expressing", "overexpress")):
                polarity = "present"
            elif text[inner.end : inner.end + 1] in ("−", "⁻") or after.startswith(("negative", "deficient")):
                polarity = "absent"
            if polarity:
                found.append(
                    Relation(document, RelationType.EXPRESSES, outer.id, inner.id, polarity, False, False, outer.start,
                             outer.end, rule="nesting", trigger=sign or after, confidence=0.9)
                )  # fmt: skip
    return found
