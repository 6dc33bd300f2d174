"""The annotation scheme: types of entities and relations, the arguments and polarities that each relation has."""

from __future__ import annotations

from enum import StrEnum


class EntityType(StrEnum):
    """The four types of entity."""

    CELL_TYPE = "CELL_TYPE"
    MARKER = "MARKER"
    MIRNA = "MIRNA"
    PATHWAY = "PATHWAY"


class RelationType(StrEnum):
    """The relation types of the annotation guidelines."""

    EXPRESSES = "EXPRESSES"
    CARRIES = "CARRIES"
    TARGETS = "TARGETS"
    MODULATES = "MODULATES"
    REGULATES = "REGULATES"
    ACTS_ON = "ACTS_ON"
    DERIVED_FROM = "DERIVED_FROM"
    MEMBER_OF = "MEMBER_OF"


_C, _M, _I, _P = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY

#: relation type -> (types of the head, types of the tail)
ARGUMENTS: dict[RelationType, tuple[frozenset[EntityType], frozenset[EntityType]]] = {
    RelationType.EXPRESSES: (frozenset({_C}), frozenset({_M})),
    RelationType.CARRIES: (frozenset({_C}), frozenset({_I, _M})),
    RelationType.TARGETS: (frozenset({_I}), frozenset({_M})),
    RelationType.MODULATES: (frozenset({_C, _I, _M}), frozenset({_P})),
    RelationType.REGULATES: (frozenset({_C, _M}), frozenset({_M})),
    RelationType.ACTS_ON: (frozenset({_C}), frozenset({_C})),
    RelationType.DERIVED_FROM: (frozenset({_C}), frozenset({_C})),
    RelationType.MEMBER_OF: (frozenset({_M, _I}), frozenset({_P})),
}

#: relation type -> polarities that it may have; ``None`` where it has none
POLARITIES: dict[RelationType, tuple[str | None, ...]] = {
    RelationType.EXPRESSES: ("present", "absent"),
    RelationType.CARRIES: ("present", "enriched", "depleted"),
    RelationType.TARGETS: ("inhibits", "activates", "unspecified"),
    RelationType.MODULATES: ("activates", "inhibits", "unspecified"),
    RelationType.REGULATES: ("activates", "inhibits", "unspecified"),
    RelationType.ACTS_ON: ("promotes", "inhibits", "unspecified"),
    RelationType.DERIVED_FROM: (None,),
    RelationType.MEMBER_OF: (None,),
}

#: polarity -> sign of the edge that it makes: +1 raises or has, -1 lowers or lacks, 0 not said
SIGN: dict[str | None, int] = {
    "present": 1,
    "enriched": 1,
    "activates": 1,
    "promotes": 1,
    "absent": -1,
    "depleted": -1,
    "inhibits": -1,
    "unspecified": 0,
    None: 0,
}
