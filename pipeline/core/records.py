"""The records that join the stages: frozen, typed, plain data over half-open code-point spans.

This is the contract that stages, programs of users and stored files are written against: names are imported from here,
wherever they are defined. Identifiers are made from content, so that two runs can be compared.
"""

from __future__ import annotations

from pipeline.core.annotation import (
    NESTING,
    Abbreviation,
    Annotation,
    Failure,
    Mention,
    Reading,
    Relation,
    Sentence,
    Token,
)
from pipeline.core.document import (
    UNMINED,
    Cell,
    Citation,
    Document,
    Passage,
    PassageKind,
    Reference,
    Region,
    Section,
    Span,
    document_id,
)
from pipeline.core.scheme import ARGUMENTS, POLARITIES, SIGN, EntityType, RelationType
from pipeline.core.statement import Evidence, Statement

__all__ = [
    "ARGUMENTS",
    "NESTING",
    "POLARITIES",
    "SIGN",
    "UNMINED",
    "Abbreviation",
    "Annotation",
    "Cell",
    "Citation",
    "Document",
    "EntityType",
    "Evidence",
    "Failure",
    "Mention",
    "Passage",
    "PassageKind",
    "Reading",
    "Reference",
    "Region",
    "Relation",
    "RelationType",
    "Section",
    "Sentence",
    "Span",
    "Statement",
    "Token",
    "document_id",
]
