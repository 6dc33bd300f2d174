"""What was found in a document: sentences, tokens, mentions, relations; and what became of a source, read or failed."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.core.document import Document, Span
from pipeline.core.scheme import EntityType, RelationType


@dataclass(frozen=True, slots=True)
class Token:
    """A token as plain data. ``head`` is the index of its syntactic head, its own index for a root or no parse."""

    start: int
    end: int
    lemma: str
    tag: str = ""
    dep: str = ""
    head: int = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, with the half-open range of its tokens in ``Annotation.tokens``."""

    index: int
    passage: int  # Passage.index
    start: int
    end: int
    first_token: int = 0
    last_token: int = 0

    @property
    def span(self) -> Span:
        """The sentence's span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the document defines, and its long form."""

    short: Span
    long: Span
    short_text: str
    long_text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an entity, with the concept that it means."""

    document: str
    type: EntityType
    start: int
    end: int
    surface: str
    concept: str | None = None  # CURIE; None is NIL
    name: str = ""  # the concept's name
    link_rule: str = ""  # which rule linked it
    link_score: float = 0.0
    found_by: tuple[str, ...] = ()  # grammar, lexicon, composer, abbreviation, model ...
    confidence: float = 1.0
    negated: bool | None = None  # None: not assessed
    speculative: bool | None = None
    passage: int = -1  # Passage.index
    sentence: int = -1  # Sentence.index
    #: of a gene, protein or microRNA: the species that the words speak for and what says so (``mouse:name``,
    #: ``rodent:spelling``, ``rat:sentence``); "" where nothing does. The concept is the human one all the same.
    species: str = ""

    @property
    def id(self) -> str:
        """Identifier from content: document, span and type."""
        return f"{self.document}:{self.start}-{self.end}:{self.type.value}"

    @property
    def span(self) -> Span:
        """The mention's span."""
        return Span(self.start, self.end)

    @property
    def node(self) -> str:
        """What the mention counts as in a network: its concept, or its normal form where it has none."""
        return self.concept or f"nil:{self.type.value}:{' '.join(self.surface.casefold().split())}"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was found in one document: sentences, tokens, abbreviations and mentions, in text order."""

    document: str
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[Token, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What the text says of two mentions, and on what evidence."""

    document: str
    type: RelationType
    head: str  # Mention.id
    tail: str  # Mention.id
    polarity: str | None = None
    speculative: bool = False
    cross_sentence: bool = False
    evidence_start: int = 0
    evidence_end: int = 0
    cited: tuple[int, ...] = ()  # Reference.number
    rule: str = ""  # rule or model that made it
    trigger: str = ""  # the words that the rule went by
    confidence: float = 1.0
    primary: bool = False  # the sentence reports a study, it does not state what is generally known

    @property
    def id(self) -> str:
        """Identifier from content: type, polarity and the two spans."""
        head, tail = self.head.split(":")[1], self.tail.split(":")[1]
        return f"{self.document}:{self.type.value}:{self.polarity or '-'}:{head}>{tail}"


#: the rule of relations that follow from names within names alone, and say nothing beyond them
NESTING = "nesting"


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be processed: an output, never a lost document."""

    source: str
    stage: str  # discover, ingest, annotate, relate
    code: str  # VesiwebError.code
    message: str
    remedy: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document: what the store holds."""

    document: Document
    annotation: Annotation
    relations: tuple[Relation, ...] = field(default=())
