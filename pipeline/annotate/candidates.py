"""What the finders propose: stretches of a text with a type, who found them and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.records import EntityType


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed mention, offsets on the text of its passage.

    Examples
    --------
    >>> Candidate(0, 6, EntityType.MIRNA, "grammar", 0.99).type.value
    'MIRNA'
    """

    start: int
    end: int
    type: EntityType
    source: str  # grammar, lexicon, composer, abbreviation
    confidence: float
    concept: str | None = None
    #: whether it may stand inside of another mention of its own type
    nested: bool = False
    #: what the link goes by instead of the surface (``BM`` of ``BM-, AT- and UC-MSCs`` is ``BM-MSCs``)
    long_form: str | None = None
    #: spans of the participants in a pathway's name, and whether each is an entity itself
    members: tuple[tuple[int, int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A mention as the pipeline leaves it, offsets on the text of the doc."""

    start: int
    end: int
    type: EntityType
    concept: str | None
    name: str
    link_rule: str
    link_score: float
    found_by: tuple[str, ...]
    confidence: float
    negated: bool | None = None
    speculative: bool | None = None
    species: str = ""
