"""Makes a Document of a text and its blocks: passages, tables, abbreviations, reference list, citation marks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.records import (
    Cell,
    Document,
    Passage,
    PassageKind,
    Reference,
    Region,
    Section,
    Span,
    document_id,
)
from pipeline.ingest.bibliography import number_entries, parse_reference
from pipeline.ingest.blocks import Block, Shape, collapse, item_body, trim
from pipeline.ingest.citations import find_citations
from pipeline.ingest.labels import Label, label
from pipeline.ingest.metadata import find_identifiers, find_licence, find_year
from pipeline.ingest.tables import Grid, caption_label, column_heads, grid_passages, read_grid, split_row

_SHORT = r"[A-Za-zα-ωΑ-Ω0-9][^\s:;,=]{0,24}(?:[ -][^\s:;,=]{1,12}){0,3}"
_DEFINITION = re.compile(rf"(?P<short>{_SHORT}?)\s*(?:[:=,]|\s[–—-])\s*(?P<long>\S.*?)[\s.;,]*\Z", re.DOTALL)
_ITEM_END = re.compile(r"[;\n]\s*|\.\s+(?=[A-Zα-ω0-9])")


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
    grids = _Tables(text, blocks, labels)
    passages: list[Passage] = []
    entries: list[tuple[Block, bool]] = []
    for index, (block, found) in enumerate(zip(blocks, labels, strict=True)):
        first = len(passages)
        if found.section is Section.TABLE and block.shape is Shape.GRID:
            passages.extend(grids.passages(index, first))
        elif found.section is Section.ABBREVIATIONS and found.kind is PassageKind.ABBREVIATION:
            passages.extend(_abbreviations(text, block, found, first))
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


class _Tables:
    """The grids of a text with the captions that belong to them."""

    def __init__(self, text: str, blocks: Sequence[Block], labels: Sequence[Label]) -> None:
        self.text, self.blocks, self.labels = text, blocks, labels
        self.grids: dict[int, Grid] = {}
        for index, found in enumerate(labels):
            if found.section is Section.TABLE and blocks[index].shape is Shape.GRID:
                self.grids[index] = read_grid(text, blocks[index])
        self.named: dict[int, str] = {}
        self.continues: dict[int, int] = {}
        self._name()

    def _caption(self, index: int) -> str:
        if 0 <= index < len(self.labels):
            found = self.labels[index].caption
            if found.removeprefix("Supplementary ").startswith("Table"):
                return found
        return ""

    def _name(self) -> None:
        """A grid takes a free caption before it, else the one after it, else goes on or is counted."""
        claimed: set[int] = set()
        unnamed = 0
        carried: tuple[int, str] | None = None  # a caption that stood as a grid of its own
        last: int | None = None
        for index in sorted(self.grids):
            grid = self.grids[index]
            own = self._caption(index)
            if (own and not grid.body and len(grid.heads) <= 1) or (
                own and len(self.blocks[index].lines) - len(grid.rules) == 1
            ):
                carried = (index, own)
                claimed.add(index)
                self.named[index] = own
                continue
            near = next(
                (i for i in (index, index - 1, index - 2, index + 1) if i not in claimed and self._caption(i)), None
            )
            if carried is not None and index - carried[0] <= 2:
                self.named[index] = carried[1]
            elif near is not None:
                claimed.add(near)
                self.named[index] = self._caption(near)
            elif last is not None and self._goes_on(last, index):
                self.named[index] = self.named[last]
                self.continues[index] = last
            else:
                unnamed += 1
                self.named[index] = f"table-{unnamed}"
            carried = None
            last = index

    def _goes_on(self, last: int, index: int) -> bool:
        between = self.labels[last + 1 : index]
        if any(found.section not in (Section.FRONT_MATTER, Section.TABLE) for found in between):
            return False
        widths = [
            max((len(r.cells) for r in (*self.grids[i].heads, *self.grids[i].body)), default=0) for i in (last, index)
        ]
        return widths[0] == widths[1]

    def passages(self, index: int, first: int) -> list[Passage]:
        """Passages of the grid at a block."""
        grid, block, found = self.grids[index], self.blocks[index], self.labels[index]
        name = self.named[index]
        lines = len(grid.heads) + len(grid.body)
        if self._caption(index) and lines == 1:
            row = (*grid.heads, *grid.body)[0]
            parts = [Passage(0, Section.CAPTION, PassageKind.CAPTION, row.span.start, row.span.end, found.heading)]
            parts += [Passage(0, Section.TABLE, PassageKind.OTHER, s.start, s.end, found.heading) for s in grid.rules]
            parts.sort(key=lambda passage: passage.start)
            return [replace(p, index=first + i, page=block.page, table=name) for i, p in enumerate(parts)]
        heads: list[str] = []
        count = 0
        back = index
        while back in self.continues:
            back = self.continues[back]
            count += len(self.grids[back].body)
            heads = column_heads(self.text, self.grids[back].heads)
        if heads and grid.heads and column_heads(self.text, grid.heads) != heads:
            grid = Grid((), (*grid.heads, *grid.body), grid.rules)
        return grid_passages(
            self.text,
            grid,
            label=name,
            heading=found.heading,
            first=first,
            page=block.page,
            heads=heads,
            first_row=count,
        )


def _abbreviations(text: str, block: Block, found: Label, first: int) -> list[Passage]:
    """Entries of an abbreviation list: rows of two columns, or items parted by semicolons or lines."""
    if block.shape is Shape.GRID:
        spans: list[tuple[Span, tuple[Span, Span] | None]] = []
        for line in block.lines:
            row = split_row(text, line)
            filled = [cell for cell in row.cells if cell is not None]
            goes_on = bool(spans) and (len(filled) < 2 and (row.cells[:1] == (None,) or text[row.span.start].islower()))
            if goes_on:
                whole, pair = spans[-1]
                grown = Span(whole.start, row.span.end)
                spans[-1] = (grown, (pair[0], Span(pair[1].start, row.span.end)) if pair else None)
            else:
                pair = (filled[0], Span(filled[1].start, filled[-1].end)) if len(filled) >= 2 else None
                spans.append((row.span, pair))
    else:
        spans = _definitions(text, block)
    return [
        Passage(
            first + i,
            Section.ABBREVIATIONS,
            PassageKind.ABBREVIATION if pair else PassageKind.PARAGRAPH,
            span.start,
            span.end,
            found.heading,
            block.page,
            cells=(Cell(0, pair[0], ""), Cell(1, pair[1], "")) if pair else (),
        )
        for i, (span, pair) in enumerate(spans)
    ]


def _definitions(text: str, block: Block) -> list[tuple[Span, tuple[Span, Span] | None]]:
    """Items like ``ESC: embryonic stem cell`` of a paragraph; one span without a pair where it has none."""
    start = block.start
    opening = re.compile(r"\W{0,3}(?:list of )?abbreviations?(?: used)?\s*[:.—]\s*", re.IGNORECASE).match(
        text, start, block.end
    )
    edges = [block.start]
    position = opening.end() if opening else item_body(text, start, block.end)[0]
    begin = position
    edges += [m.end() for m in _ITEM_END.finditer(text, position, block.end) if m.end() < block.end]
    edges.append(block.end)
    found: list[tuple[Span, tuple[Span, Span] | None]] = []
    paired = 0
    for low, high in itertools.pairwise(edges):
        inner = trim(text, low, high)
        if inner[0] >= inner[1]:
            continue
        match = _DEFINITION.match(text, max(inner[0], begin), inner[1])
        pair = (Span(*match.span("short")), Span(*match.span("long"))) if match else None
        paired += pair is not None
        found.append((Span(*inner), pair))
    if paired * 3 < len(found) * 2:
        return [(Span(block.start, block.end), None)]
    return found


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


__all__ = ["assemble", "caption_label"]
