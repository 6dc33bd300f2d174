"""Walks over the blocks of a text and says of each which section it is in and what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.records import PassageKind, Section
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.facts import Fact, find_title, front_end, gather, opens_body
from pipeline.ingest.patterns import furniture
from pipeline.ingest.plainlines import ends_sentence
from pipeline.ingest.sections import heading_level, plain_heading


@dataclass(frozen=True, slots=True)
class Label:
    """What a block is: its section, its kind, the headings above it."""

    section: Section
    kind: PassageKind
    heading: tuple[str, ...] = ()
    caption: str = ""  # label of a caption
    title: bool = False


#: sections whose unnumbered sub-headings stay within them
_KEEPS = frozenset({Section.METHODS, Section.RESULTS, Section.DISCUSSION})
_FRONT = frozenset({Section.TITLE, Section.FRONT_MATTER, Section.ABSTRACT})
_CITES = re.compile(r"\[\d[\d,\s–-]*\]|\bet al\.")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OTHER_FRONT = Label(Section.FRONT_MATTER, PassageKind.OTHER)


def label(text: str, blocks: Sequence[Block], title: int | None = None) -> list[Label]:
    """A label for each block.

    The walk knows where it is: before the abstract, in it, between it and the body, in a section of the body,
    among abbreviations, in back matter, in the reference list. Lines known as furniture, and short lines
    repeated three times (running heads), are set aside without leaving that place. A heading from the table
    of headings moves the walk on; a line that looks like a heading and is followed by running text opens a
    section of the body, or goes on with back matter where the walk is there.

    Parameters
    ----------
    text
        The document's text.
    blocks
        Its blocks, in order.
    title
        Index of the title's block, where it is known.
    """
    return _Walk(text, blocks).labels(title)


class _Walk:
    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.facts = gather(text, blocks)
        self.front_end = front_end(self.facts)
        self.found: list[Label] = []
        self.section = Section.FRONT_MATTER
        self.path: tuple[tuple[int, str], ...] = ()
        self.keyword_list = False
        self.references_seen = False
        self.resume: Section | None = None  # the methods that a statement on ethics stands in

    def labels(self, known: int | None) -> list[Label]:
        """Labels of all blocks."""
        title = find_title(self.blocks, self.facts) if known is None else known
        for index in range(len(self.blocks)):
            if index == title:
                self.found.append(Label(Section.TITLE, PassageKind.HEADING, title=True))
            else:
                self.found.append(self._next(index, title))
        return self.found

    def _next(self, index: int, title: int) -> Label:
        block, fact = self.blocks[index], self.facts[index]
        if block.shape is Shape.RULE:
            return self._label(PassageKind.OTHER)
        if block.shape is Shape.GRID:
            return self._grid(fact)
        if block.shape is Shape.NOTE:
            return Label(Section.TABLE, PassageKind.OTHER, self._headings())
        if block.shape is Shape.STRAY:
            return _OTHER_FRONT
        if fact.section is not None and self._is_heading(index):
            return self._open(index, fact.section)
        if fact.furniture and self.section is not Section.REFERENCES:
            return self._label(PassageKind.OTHER) if self.section is Section.BACK_MATTER else _OTHER_FRONT
        if fact.keywords is not None and (self.section in _FRONT or self.section is Section.INTRODUCTION):
            self.keyword_list = fact.keywords >= len(fact.words)
            back = self.section if self.section is Section.INTRODUCTION else Section.FRONT_MATTER
            self.section = back
            kind = PassageKind.HEADING if self.keyword_list else PassageKind.KEYWORDS
            return Label(Section.ABSTRACT, kind, ("Keywords",) if self.keyword_list else ())
        if self.keyword_list and self.section in _FRONT:
            if block.shape is Shape.ITEM or (len(fact.words) < 400 and not fact.prose):
                self.keyword_list = block.shape is Shape.ITEM
                return Label(Section.ABSTRACT, PassageKind.KEYWORDS)
            self.keyword_list = False
        if fact.caption and self.section is not Section.REFERENCES:
            return Label(Section.CAPTION, PassageKind.CAPTION, self._headings(), caption=fact.caption)
        if self.section is Section.REFERENCES:
            return self._reference(index)
        if self.section in _FRONT:
            return self._front(index, title)
        return self._body(index)

    def _headings(self) -> tuple[str, ...]:
        return tuple(words for _, words in self.path)

    def _label(self, kind: PassageKind) -> Label:
        section = Section.FRONT_MATTER if self.section is Section.TITLE else self.section
        return Label(section, kind, self._headings())

    def _is_heading(self, index: int) -> bool:
        """Whether a block that reads like a known heading stands as one here."""
        block, fact = self.blocks[index], self.facts[index]
        if block.shape is Shape.HEADING:
            return True
        if fact.words[-1:] in ".,;" and len(fact.words.split()) > 3:
            return False
        return not fact.words[:1].islower()

    def _open(self, index: int, section: Section) -> Label:
        """A known heading: move to its section, or stay in a structured abstract or in a part of a section."""
        fact, block = self.facts[index], self.blocks[index]
        plain = plain_heading(fact.words)
        if index < self.front_end and section not in (Section.ABSTRACT, Section.ABBREVIATIONS):
            if self.section is Section.ABSTRACT and section is not Section.BACK_MATTER:
                return Label(Section.ABSTRACT, PassageKind.HEADING, ("Abstract",))
            self.section = Section.FRONT_MATTER
            return Label(Section.FRONT_MATTER, PassageKind.OTHER)
        if section is Section.ABSTRACT and self.section not in _FRONT:
            return self._subheading(index)
        level = block.level or heading_level(fact.words)
        numbered_part = level > 1 and self.section not in _FRONT
        behind = (
            section is Section.BACK_MATTER and self.section is not Section.METHODS and not heading_level(fact.words)
        )
        if numbered_part and self.section in _KEEPS and section is not Section.REFERENCES and not behind:
            return self._subheading(index)
        if section is Section.INTRODUCTION and self.section in _KEEPS and plain not in ("introduction", "background"):
            return self._subheading(index)
        if (
            section is Section.METHODS
            and self.section in _KEEPS
            and plain.startswith(("statistical", "study", "search"))
        ):
            return self._subheading(index)
        self.resume = self.section if section is Section.BACK_MATTER and self.section is Section.METHODS else None
        self.section = section
        self.references_seen = self.references_seen or section is Section.REFERENCES
        self.path = ((1, fact.words),)
        return Label(section, PassageKind.HEADING, ())

    def _cites(self, index: int) -> bool:
        """Whether the paragraph below a heading cites, as back matter does not."""
        below = next((f for f in self.facts[index + 1 : index + 3] if f.prose), None)
        return below is not None and len(_CITES.findall(below.words)) >= 2

    def _subheading(self, index: int) -> Label:
        """A heading that the table does not know, or that is a part of the section it stands in."""
        fact, block = self.facts[index], self.blocks[index]
        if self.section is Section.BACK_MATTER and not self.references_seen:
            if self.resume is not None:
                self.section = self.resume
                self.path = ((1, self.section.value.capitalize()),)
            elif self._cites(index):
                self.section = Section.BODY
        level = block.level or heading_level(fact.words)
        if (level == 1 and not (block.level and self.section in _KEEPS)) or (
            level == 0 and self.section not in _KEEPS and self.section is not Section.BACK_MATTER
        ):
            self.section = Section.BODY
            self.path = ()
        depth = max(level, 2 if self.path else 1)
        above = tuple((lv, words) for lv, words in self.path if lv < depth)
        found = Label(self.section, PassageKind.HEADING, tuple(words for _, words in above))
        self.path = (*above, (depth, fact.words))
        return found

    def _front(self, index: int, title: int) -> Label:
        block, fact = self.blocks[index], self.facts[index]
        if fact.inline is Section.ABSTRACT:
            self.section = Section.ABSTRACT
            self.path = ((1, "Abstract"),)
            return self._label(PassageKind.PARAGRAPH)
        if fact.inline is Section.BACK_MATTER:
            return Label(Section.BACK_MATTER, PassageKind.PARAGRAPH)
        before_body = index < self.front_end
        if block.shape is Shape.ITEM and furniture(re.sub(r"^[-*•†‡§\s]+", "", fact.words)):
            return _OTHER_FRONT
        if block.shape is Shape.ITEM and not fact.prose:
            return Label(Section.ABSTRACT, PassageKind.KEYWORDS) if title >= 0 else self._label(PassageKind.OTHER)
        if (
            not before_body
            and opens_body(self.blocks, self.facts, index)
            and (title >= 0 or index > 0)
            and self._past_authors()
        ):
            return self._subheading(index)
        if fact.prose:
            if self.section is Section.ABSTRACT:
                return self._label(PassageKind.LIST_ITEM if block.shape is Shape.ITEM else PassageKind.PARAGRAPH)
            seen = any(found.section is Section.ABSTRACT for found in self.found)
            if not seen and (title >= 0 or before_body) and (before_body or self._record()):
                self.section = Section.ABSTRACT
                return self._label(PassageKind.PARAGRAPH)
            if not before_body:
                self.section = Section.BODY
                self.path = ()
                return self._label(PassageKind.PARAGRAPH)
            return Label(Section.FRONT_MATTER, PassageKind.OTHER)
        if (title < 0 and index == 0) or not self._has_body():
            kind = PassageKind.PARAGRAPH if ends_sentence(fact.words) else PassageKind.OTHER
            section = Section.BODY if kind is PassageKind.PARAGRAPH else Section.FRONT_MATTER
            return Label(self.section if self.section is Section.ABSTRACT else section, kind)
        small = sum(1 for word in fact.words.split() if word[:1].islower()) * 2 >= len(fact.words.split())
        if self.section is Section.ABSTRACT and ends_sentence(fact.words) and (small or not before_body):
            return self._label(PassageKind.PARAGRAPH)
        return _OTHER_FRONT

    def _past_authors(self) -> bool:
        """Whether the walk has seen an abstract, keywords or front lines, so that a heading may open the body."""
        return bool(self.found) and (
            self.section is not Section.ABSTRACT or self.found[-1].kind is PassageKind.PARAGRAPH
        )

    def _record(self) -> bool:
        """Whether the text is no article but the record of one: few paragraphs, no section of a body."""
        if any(f.section in _KEEPS or f.section is Section.INTRODUCTION for f in self.facts):
            return True
        return sum(1 for fact in self.facts if fact.prose) <= 3

    def _has_body(self) -> bool:
        return any(fact.prose or fact.section for fact in self.facts)

    def _body(self, index: int) -> Label:
        block, fact = self.blocks[index], self.facts[index]
        if fact.inline is Section.BACK_MATTER:
            return Label(Section.BACK_MATTER, PassageKind.PARAGRAPH, self._headings())
        if fact.inline is Section.ABBREVIATIONS or self.section is Section.ABBREVIATIONS:
            if self.section is Section.ABBREVIATIONS and fact.prose and opens_body(self.blocks, self.facts, index):
                return self._subheading(index)
            return Label(Section.ABBREVIATIONS, PassageKind.ABBREVIATION, self._headings())
        if block.shape is Shape.ITEM:
            return self._label(PassageKind.LIST_ITEM)
        if opens_body(self.blocks, self.facts, index):
            return self._subheading(index)
        return self._label(PassageKind.PARAGRAPH)

    def _reference(self, index: int) -> Label:
        fact = self.facts[index]
        if self._leaves_list(index):
            return self._subheading(index)
        if fact.furniture in ("page number", "repeated", "open access", "journal", "portal", "licence"):
            return _OTHER_FRONT
        if fact.caption and self.blocks[index].shape is not Shape.ITEM:
            return Label(Section.CAPTION, PassageKind.CAPTION, self._headings(), caption=fact.caption)
        return Label(Section.REFERENCES, PassageKind.REFERENCE, self._headings())

    def _leaves_list(self, index: int) -> bool:
        """Whether a line in the reference list is a heading above running text, which prints no year of a source."""
        below = self.facts[index + 1 : index + 3]
        text = all(fact.prose and not _YEAR.search(fact.words) for fact in below)
        return len(below) == 2 and text and opens_body(self.blocks, self.facts, index)

    def _grid(self, fact: Fact) -> Label:
        if self.section is Section.ABBREVIATIONS:
            return Label(Section.ABBREVIATIONS, PassageKind.ABBREVIATION, self._headings())
        if self.section in (Section.FRONT_MATTER, Section.TITLE) and not fact.caption and not self._after_caption():
            return _OTHER_FRONT
        return Label(Section.TABLE, PassageKind.TABLE_ROW, self._headings(), caption=fact.caption)

    def _after_caption(self) -> bool:
        return bool(self.found) and self.found[-1].section is Section.CAPTION
