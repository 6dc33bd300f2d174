"""Makes a Document of a text and its blocks: passages, tables, abbreviations, reference list, citation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.records import Document, Passage, PassageKind, Reference, Region, Section, document_id
from pipeline.ingest.abbreviations import abbreviation_passages
from pipeline.ingest.bibliography import number_entries, parse_reference
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.citations import find_citations
from pipeline.ingest.gridtexts import GridTexts
from pipeline.ingest.labels import Label, label
from pipeline.ingest.metadata import find_identifiers, find_licence, find_year
from pipeline.ingest.plainlines import collapse, item_body, trim


def assemble(
    text: str,
    blocks: Sequence[Block],
    *,
    source: str,
    format: str,
    sha256: str,
    regions: Sequence[Region] = (),
    title: int | None = None,
) -> Document:
    """The Document of a text.

    Parameters
    ----------
    text
        The text, as it is to be kept.
    blocks
        Its blocks in order, from ``blocks.cut`` or from a reader that knows them from mark-up or layout.
    source, format, sha256
        Taken over into the Document.
    regions
        Where its lines stand on pages.
    title
        Index of the block that is the title, where the reader knows it.

    Returns
    -------
    Document
        Every code point of ``blocks`` that is not blank lies in a passage.
    """
    labels = label(text, blocks, title)
    passages, references = _expand(text, blocks, labels)
    words = next((collapse(text[b.start : b.end]) for b, found in zip(blocks, labels, strict=True) if found.title), "")
    front = [
        collapse(text[p.start : p.end])
        for p in passages
        if p.section in (Section.FRONT_MATTER, Section.TITLE, Section.BACK_MATTER)
    ]
    doi, pmid, pmcid = find_identifiers(front)
    licence = next((found for found in map(find_licence, front) if found), "")
    return Document(
        id=document_id(sha256),
        source=source,
        format=format,
        sha256=sha256,
        text=text,
        title=re.sub(r"^#+\s*|\*\*", "", words),
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        year=find_year(front),
        licence=licence,
        passages=tuple(passages),
        references=references,
        citations=find_citations(text, passages, references),
        regions=tuple(regions),
    )


def _expand(text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> tuple[list[Passage], tuple[Reference, ...]]:
    grids = GridTexts(text, blocks, labels)
    passages: list[Passage] = []
    entries: list[tuple[Block, bool]] = []
    for index, (block, found) in enumerate(zip(blocks, labels, strict=True)):
        first = len(passages)
        if found.section is Section.TABLE and block.shape is Shape.GRID:
            passages.extend(grids.passages(index, first))
        elif found.section is Section.ABBREVIATIONS and found.kind is PassageKind.ABBREVIATION:
            passages.extend(abbreviation_passages(text, block, found.heading, first))
        elif (
            found.section is Section.REFERENCES
            and block.shape is Shape.TEXT
            and len(block.lines) > 1
            and (found.kind is PassageKind.REFERENCE and block.page is None and _one_a_line(text, block))
        ):
            for line in block.lines:
                start, end = trim(text, line.start, line.end)
                part = replace(block, start=start, end=end, lines=(line,))
                entries.append((part, True))
                passages.append(_passage(len(passages), part, found))
        else:
            if found.kind is PassageKind.REFERENCE:
                entries.append((block, block.shape is Shape.ITEM))
            passages.append(_passage(first, block, found))
    return passages, _references(text, entries)


def _passage(index: int, block: Block, found: Label) -> Passage:
    return Passage(
        index,
        found.section,
        found.kind,
        block.start,
        block.end,
        found.heading,
        block.page,
        table=found.caption if found.caption.startswith(("Table", "Supplementary Table")) else "",
    )


def _one_a_line(text: str, block: Block) -> bool:
    """Whether the lines of a block of references are entries each: most end in a stop and hold a year."""
    lines = [collapse(text[line.start : line.end]) for line in block.lines]
    whole = sum(1 for line in lines if re.search(r"\b(?:19|20)\d\d\b", line) and len(line) > 40)
    return whole * 3 >= 2 * len(lines)


def _references(text: str, entries: Sequence[tuple[Block, bool]]) -> tuple[Reference, ...]:
    """The reference list: items, with the paragraphs that go on with an item added to it."""
    any_items = any(item for _, item in entries)
    texts: list[str] = []
    printed: list[int | None] = []
    for block, item in entries:
        begin, number = item_body(text, block.start, block.end)
        words = collapse(text[begin : block.end])
        goes_on = bool(texts) and not item and number is None and (any_items or words[:1].islower())
        if goes_on and not (any_items and _entry_like(words)):
            texts[-1] = f"{texts[-1]} {words}"
        elif words:
            texts.append(words)
            printed.append(number)
    numbers = number_entries(printed)
    return tuple(parse_reference(number, words) for number, words in zip(numbers, texts, strict=True))


def _entry_like(words: str) -> bool:
    """Whether a paragraph among items is an entry that lost its bullet: it begins with a name and holds a year."""
    return bool(
        re.match(r"[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)? [A-Z]{1,3}[,.] ", words)
        and re.search(r"\b(?:19|20)\d\d\b", words)
    )
