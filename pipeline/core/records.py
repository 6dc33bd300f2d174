"""The records that join the stages: frozen, typed, plain data over half-open code-point spans.

Text is written once, at ingestion, and never changed: every span ``[start, end)`` below counts Unicode
code points of ``Document.text``. Identifiers are made from content, so that two runs can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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


class Section(StrEnum):
    """Where in an article a passage stands; the fixed inventory."""

    TITLE = "title"
    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    METHODS = "methods"
    RESULTS = "results"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    BODY = "body"  # a review's thematic section
    TABLE = "table"
    CAPTION = "caption"
    ABBREVIATIONS = "abbreviations"
    REFERENCES = "references"
    FRONT_MATTER = "front matter"  # authors, affiliations, licence, journal lines
    BACK_MATTER = "back matter"  # acknowledgements, funding, declarations


class PassageKind(StrEnum):
    """What a passage is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    KEYWORDS = "keywords"
    CAPTION = "caption"
    TABLE_HEAD = "table head"
    TABLE_ROW = "table row"
    ABBREVIATION = "abbreviation"
    REFERENCE = "reference"
    OTHER = "other"


#: sections that are never mined (annotation guidelines, "Out of scope")
UNMINED: frozenset[Section] = frozenset({Section.REFERENCES, Section.FRONT_MATTER, Section.BACK_MATTER})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of code points.

    Examples
    --------
    >>> Span(3, 7).overlaps(Span(6, 9)), Span(3, 7).contains(Span(3, 5)), len(Span(3, 7))
    (True, True, 4)
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies within this span (equal counts)."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that a row passage holds: its column, its text span and its column's head.

    ``span`` may lie in an earlier row: an empty head cell takes the head above it (``inherited``).
    """

    column: int
    span: Span
    head: str  # words of the column's head(s), "" where there is none
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is read as one: a paragraph, a heading, a caption, a table row.

    Passages are in text order and do not overlap. ``heading`` holds the path of headings above it,
    outermost first. For table rows and heads ``table`` is the table's label in the document
    (``"Table 2"`` or ``"table-1"``), ``row`` counts body rows from 0 (-1 for a head) and ``cells`` gives
    the grid; the first cell is what the row is about unless ``row_head`` says otherwise.
    """

    index: int
    section: Section
    kind: PassageKind
    start: int
    end: int
    heading: tuple[str, ...] = ()
    page: int | None = None
    table: str = ""
    row: int = -1
    cells: tuple[Cell, ...] = ()
    row_head: int = 0

    @property
    def span(self) -> Span:
        """The passage's span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list; fields that the text does not print are empty."""

    number: int
    text: str
    authors: tuple[str, ...] = ()
    title: str = ""
    journal: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""

    @property
    def key(self) -> str:
        """What tells primary studies apart across reviews: DOI, PMID, PMCID or a normal form of the title."""
        for prefix, value in (("doi", self.doi.lower()), ("pmid", self.pmid), ("pmcid", self.pmcid.upper())):
            if value:
                return f"{prefix}:{value}"
        words = "".join(c for c in (self.title or self.text).casefold() if c.isalnum())
        return f"title:{words[:80]}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation mark of the running text (``[33]``, ``[17-19]``, ``Gao et al.``) and the entries it means."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """Where a line of text stands on a page of a PDF (points, origin top left)."""

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read, with its passages, references and citation marks."""

    id: str  # "d" + first 16 hex digits of sha256
    source: str  # path as given, "#member" appended for a record of a collection
    format: str  # txt, jats, html, pdf, json, csv ...
    sha256: str  # of the source's bytes (of the canonical record for a member of a collection)
    text: str
    title: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    year: int | None = None
    licence: str = ""
    passages: tuple[Passage, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    regions: tuple[Region, ...] = ()

    def passage_at(self, offset: int) -> Passage | None:
        """The passage that holds a code point, or None (binary search: passages are in order)."""
        low, high = 0, len(self.passages)
        while low < high:
            middle = (low + high) // 2
            if self.passages[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.passages) and self.passages[low].start <= offset:
            return self.passages[low]
        return None


def document_id(sha256: str) -> str:
    """Identifier of the document whose bytes have this SHA-256.

    Examples
    --------
    >>> document_id("e3b0c44298fc1c149afbf4c8996fb924")
    'de3b0c44298fc1c14'
    """
    return "d" + sha256[:16]


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
