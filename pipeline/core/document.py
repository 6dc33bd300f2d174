"""A document as it was read: text, passages, table cells, references, citation marks, places on pages.

Text is written once, at ingestion, and never changed: every span ``[start, end)`` counts Unicode code points of
``Document.text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
