"""What texts say of two concepts, brought together: a statement with the evidence for and against it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.document import Section
from pipeline.core.scheme import RelationType


@dataclass(frozen=True, slots=True)
class Evidence:
    """One relation that speaks for or against a statement, with what an analyst wants to see of it."""

    relation: str  # Relation.id
    document: str
    polarity: str | None
    speculative: bool
    cross_sentence: bool
    start: int
    end: int
    text: str
    section: Section
    studies: tuple[str, ...]  # Reference.key of the primary studies cited
    rule: str
    confidence: float
    head_start: int = 0
    head_end: int = 0
    tail_start: int = 0
    tail_end: int = 0
    primary: bool = True  # it reports a study, it does not state what is generally known


@dataclass(frozen=True, slots=True)
class Statement:
    """All relations of one type between two concepts, with the evidence for and against."""

    type: RelationType
    head: str  # node
    tail: str  # node
    polarity: str | None  # that of the stronger side
    belief: float
    documents: int
    studies: int
    supporting: tuple[Evidence, ...] = ()
    opposing: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """Identifier from content."""
        return f"{self.type.value}:{self.head}>{self.tail}"
