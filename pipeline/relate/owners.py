"""Which cells a table row is about: its most specific cells, else those of its group, its caption or its columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.core.records import Cell, Document, EntityType, Mention, Passage, PassageKind
from pipeline.relate.anaphora import name_of
from pipeline.relate.atoms import outermost, split
from pipeline.relate.columns import Column, Columns, Finder
from pipeline.relate.patterns import Lexicon, options
from pipeline.relate.phrases import Phrase, describe

_CELL = EntityType.CELL_TYPE
#: between two cells of a list, vesicles named or not
_LISTED = re.compile(
    r"(?:[-‐‑–]|\s*\b(?:derived|exosomes?|exos?|s?evs?|mvs?|vesicles)\b){0,3}\s*(?:,\s*and\b|[,;/&]|\n|\band\b|\bor\b)\s*",
    re.IGNORECASE,
)
#: of a cell behind these a caption says that vesicles act on it
_ACTED_ON = frozenset({"on", "upon", "against", "towards", "toward", "to", "into"})
_GROUP_WORDS = 12


@dataclass(frozen=True, slots=True)
class _Wordings:
    """What the words around a cell say of it, compiled from the data (``[[wording]]``)."""

    made: re.Pattern[str]  # ends right before a cell that vesicles were made from
    aside: re.Pattern[str]  # before a cell that something was done with
    medium: re.Pattern[str]  # behind a cell: what was made from it
    made_from: re.Pattern[str]  # between two cells: the second is what the first was made from, or where it was taken
    all: re.Pattern[str]


@cache
def _wordings(lists: tuple[frozenset[str], ...]) -> _Wordings:
    vesicles, media, making, aside, products, made_from, every = map(options, lists)
    flags = re.IGNORECASE
    return _Wordings(
        re.compile(
            rf"\b(?:{vesicles}|{media})\s(?:\w+\s)?(?:from|of)\s(?:[\w-]+[ ,]\s?(?:and\s)?){{0,5}}$"
            rf"|\b{making}\b[^.;]{{0,120}}?\b(?:from|of|by)\b[^.;]{{0,60}}$",
            flags,
        ),
        re.compile(rf"\b{aside}\s+(?:[\w-]+\s+){{0,2}}$", flags),
        re.compile(rf"\s*[-‐‑–]?\s*(?:{products}|{vesicles})\b", flags),
        re.compile(
            rf"^[^.;]*\b{made_from}\s+(?:\w+\s+){{0,2}}from\b|^[^.;]*\(\s*(?:from\s+)?(?:\w+\s+){{0,2}}$", flags
        ),
        re.compile(rf"^\s*{every}\b", flags),
    )


class Owners:
    """Finds the cells that the rows of one document's tables are about.

    The row's own source columns come first; a column on how the vesicles were made may name a more specific cell
    (``isolated from BM-MSCs`` beside ``MSCs``). A row without own cell takes that of the row above that names
    nothing else (a group's head), then the only cell that the caption names, unless the columns name cells. A row that
    lacks cells, as where a program left out those that span rows, takes those of the row before.
    """

    def __init__(self, document: Document, within: Finder, lexicon: Lexicon, columns: Columns) -> None:
        self.document = document
        self.within = within
        self.lexicon = lexicon
        self.columns = columns
        names = ("media", "making", "aside", "products", "made from", "all")
        lists = [lexicon.lists["vesicles.words"], *(lexicon.lists[f"wording.{name}"] for name in names)]
        self._words = _wordings(tuple(lists))
        self._group: dict[int, tuple[Mention, ...]] = {}
        self._caption: dict[str, tuple[Mention, ...]] = {}
        self._seen: dict[str, list[Mention]] = {}
        self._last: dict[str, tuple[Mention, ...]] = {}  # of the row read before
        self._width: dict[str, int] = {}
        current: dict[str, tuple[Mention, ...]] = {}
        for passage in document.passages:
            if passage.kind is PassageKind.CAPTION and passage.table:
                self._caption[passage.table] = self._only(passage)
            elif passage.kind is PassageKind.TABLE_ROW:
                self._width[passage.table] = max(self._width.get(passage.table, 0), len(passage.cells))
                alone = self._alone(passage)
                if alone:
                    current[passage.table] = alone
                self._group[passage.index] = current.get(passage.table, ())

    def of(self, passage: Passage, kinds: Mapping[int, Column]) -> tuple[Mention, ...]:
        """The cells that a row is about, in text order; several where it lists several."""
        first = next((c for c in passage.cells if c.column == passage.row_head), None)
        if first is not None and self._words.all.match(self.document.text[first.span.start : first.span.end]):
            seen = self._seen.get(passage.table)
            if seen:
                return tuple(seen)
        found = self._own(passage, kinds)
        if not found and any(c.inherited for c in passage.cells):  # goes on with what the row above is about
            found = self._last.get(passage.table, ())
        found = found or self._group.get(passage.index, ()) or tuple(self.columns.acting(passage.table))
        if not found and not any(self.columns.cells(passage, c.column) for c in passage.cells):
            found = self._caption.get(passage.table, ())
        if not found and len(passage.cells) < self._width.get(passage.table, 0):
            found = self._last.get(passage.table, ())
        self._last[passage.table] = found
        known = self._seen.setdefault(passage.table, [])
        names = {name_of(m) for m in known}
        known += [m for m in found if name_of(m) not in names]
        return found

    def _own(self, passage: Passage, kinds: Mapping[int, Column]) -> tuple[Mention, ...]:
        best: tuple[tuple[int, ...], Phrase, list[Phrase], Sequence[Mention]] | None = None
        made: list[tuple[Phrase, list[Phrase], Sequence[Mention]]] = []
        for cell in passage.cells:
            column = kinds[cell.column]
            about = cell.column == passage.row_head and column.how in ("", "skip", "origin")
            told = column.how in ("origin", "skip", "") or column.id in ("description", "made and marked")
            if not (column.source or column.beside or about or told) or self.columns.compared(passage, cell.column):
                continue
            phrases, mentions, inner = self._phrases(cell)
            for phrase in phrases:
                if phrase.type is not _CELL or (phrase.partner >= 0 and not phrase.short and not inner[phrase.mention]):
                    continue
                if phrase.short and inner[phrase.partner]:
                    continue
                mention = mentions[phrase.mention]
                if about and self.columns.acted_on(cell, [mention]):
                    continue
                if column.source or column.beside or about:
                    line = (mention.concept or "").startswith("CVCL:")  # no kind is as specific as a line
                    rank = (inner[phrase.mention], not cell.inherited, column.source, column.id == "source", line,
                            len(mention.surface), -mention.start)  # fmt: skip
                    if best is None or rank > best[0]:
                        best = rank, phrase, phrases, mentions
                elif not cell.inherited and self._made(cell, column, mention):
                    made.append((phrase, phrases, mentions))
        for phrase, phrases, mentions in made:
            if best is None or self._closer(mentions[phrase.mention], best[3][best[1].mention], best[0][0]):
                return self._members(phrase, phrases, mentions)
        return self._members(best[1], best[2], best[3]) if best is not None else ()

    def _asides(self, phrases: Sequence[Phrase], mentions: Sequence[Mention]) -> set[int]:
        """The cells that the cell before them was made from or is explained by (``iPSCs (skin fibroblasts)``)."""
        found = set[int]()
        cells = [p for p in phrases if p.type is _CELL]
        for before, phrase in itertools.pairwise(cells):
            one, other = mentions[before.mention], mentions[phrase.mention]
            named = _squeezed(other.surface).endswith(_squeezed(one.surface))
            if named or (phrase.partner >= 0 and not (" " in other.surface or other.surface.islower())):
                continue  # "MSCs (BM-MSCs)", "mesenchymal stem cells (MSCs)"
            if _within_letters(one.surface, other.surface) or before.mention in found:
                continue  # "MSCs (mesenchymal stem cells)"
            if self._words.made_from.search(self.document.text[one.end : other.start]):
                found.add(phrase.mention)
        return found

    def _phrases(self, cell: Cell) -> tuple[list[Phrase], Sequence[Mention], list[int]]:
        """Phrases of a cell's text, its mentions, and how many cells each mention is made of."""
        start, end = cell.span.start, cell.span.end
        row = split(self.document.text, start, end, self.within(start, end), self.lexicon)
        inner = [sum(m.type is _CELL for m in row.inner.get(i, ())) for i in range(len(row.mentions))]
        phrases = describe(row, self.lexicon)
        asides = self._asides(phrases, row.mentions)
        for phrase in phrases:
            if phrase.partner in asides:
                phrase.partner = -1
        return [p for p in phrases if p.mention not in asides], row.mentions, inner

    def _members(self, phrase: Phrase, phrases: Sequence[Phrase], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The cell and those coordinated with it, short forms in place of long ones."""
        cells = [p for p in phrases if p.type is _CELL]
        at = cells.index(phrase)
        first, last = at, at
        while first and self._listed(cells[first - 1], cells[first], mentions):
            first -= 1
        while last + 1 < len(cells) and self._listed(cells[last], cells[last + 1], mentions):
            last += 1
        group = [p for i, p in enumerate(cells) if first <= i <= last or p.group == phrase.group]
        kept = [
            p for p in group if p is phrase or not (p.partner >= 0 and (not p.short or p.partner == phrase.mention))
        ]
        return tuple(mentions[p.mention] for p in kept)

    def _listed(self, before: Phrase, phrase: Phrase, mentions: Sequence[Mention]) -> bool:
        gap = self.document.text[mentions[before.mention].end : mentions[phrase.mention].start]
        return _LISTED.fullmatch(gap) is not None

    def _made(self, cell: Cell, column: Column, mention: Mention) -> bool:
        """Whether a column that is not on sources says that vesicles were made from a cell."""
        text = self.document.text
        if self._words.aside.search(text, cell.span.start, mention.start):
            return False
        behind = self._words.medium.match(text, mention.end, cell.span.end) is not None
        return (
            column.how == "origin"
            or behind
            or self._words.made.search(text, cell.span.start, mention.start) is not None
        )

    def _closer(self, made: Mention, known: Mention, parts: int) -> bool:
        """Whether the cell that vesicles were made from names the row's cell more closely: not where it is the same
        cell or but its last part (``MSCs`` beside ``BM-MSCs``).
        """
        inner = [m for m in self.within(made.start, made.end) if m.type is _CELL and m != made]
        if len(inner) != parts:
            return len(inner) > parts
        one, other = _squeezed(made.surface), _squeezed(known.surface)
        short = "".join(word[0] for word in re.findall(r"[^\W_]+", known.surface.lower()))
        long = "".join(word[0] for word in re.findall(r"[^\W_]+", made.surface.lower()))
        return name_of(made) != name_of(known) and not other.endswith(one) and one != short and other != long

    def _alone(self, passage: Passage) -> tuple[Mention, ...]:
        """The cell of a row whose only text names one: the head of the rows below it."""
        own = [c for c in passage.cells if not c.inherited and self.document.text[c.span.start : c.span.end].strip()]
        if len(own) != 1 or len(passage.cells) < 1:
            return ()
        cell = own[0]
        if cell.column and any(c.inherited for c in passage.cells):
            return ()
        text = self.document.text[cell.span.start : cell.span.end]
        found = outermost(self.within(cell.span.start, cell.span.end))
        if len(text.split()) > _GROUP_WORDS or not found or any(m.type is not _CELL for m in found):
            return ()
        return tuple(found[-1:])

    def _only(self, passage: Passage) -> tuple[Mention, ...]:
        """The one cell that a caption on vesicles names."""
        row = split(
            self.document.text, passage.start, passage.end, self.within(passage.start, passage.end), self.lexicon
        )
        phrases = [p for p in describe(row, self.lexicon) if p.type is _CELL and p.preposition not in _ACTED_ON]
        cells = [row.mentions[p.mention] for p in phrases]
        cells = [m for m in cells if m.surface.lower() not in ("stem cell", "stem cells")] or cells
        if not any(a.vesicle for a in row.atoms) or len({name_of(m) for m in cells}) != 1:
            return ()
        return (cells[0],)


def _within_letters(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in a long one in their order."""
    letters = iter(_squeezed(long))
    return all(letter in letters for letter in _squeezed(short))


def _squeezed(surface: str) -> str:
    return "".join(c for c in surface.lower() if c.isalnum()).rstrip("s")
