"""How the columns of one row are read beside each other, where their heads alone do not say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.records import Cell, Document, EntityType, Mention, Passage, PassageKind
from pipeline.relate.atoms import outermost
from pipeline.relate.columns import GIVING, PLAIN_CELLS, Column, Columns, Finder
from pipeline.relate.patterns import Lexicon

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_WORD = re.compile(r"[^\W_]+|[↑↓⬆⬇]")
_ARROW = re.compile(r"[↑↓⬆⬇]")
_LISTING = frozenset({"cargo", "markers"})
_NAMES = frozenset({"protein", "proteins", "name", "names", "symbol", "product", "products", "full"})
_OF_CARGO = frozenset({"mirna", "mir", "microrna", "cargo", "vesicles", "exosomes", "evs"})
_OF_TARGETS = frozenset(
    {"target", "targets", "pathway", "pathways", "gene", "genes", "change", "changes", "regulation", "mode", "effect"}
)
_AIMED = frozenset({"target", "targets", "targeted", "downstream", "regulated"})
_BESIDE_CHANGE = frozenset({"of", "the", "its", "in", "expression", "level", "levels", "activity", "pathway", "target"})


def _plain(head: str) -> bool:
    """Whether a head names cells as such: ``Tumour cell``, not ``Source cell``."""
    return PLAIN_CELLS & set(_WORD.findall(head.lower())) != set() and not GIVING & set(_WORD.findall(head.lower()))


class RowColumns:
    """Reads the columns of the rows of one document's tables.

    - A column of plain ``cells`` beside the one that named the source holds recipients.
    - A column of bare words of change (``Activated``, ``↓``) tells what became of the targets or pathways before it.
    - A column of levels in a row that lists no molecules elsewhere lists what it names itself: microRNAs as cargo,
      others as changed where it has arrows, else as markers.
    - A column without known head is one of effects where its names have arrows.
    - A column of levels in a disease says nothing of vesicles.
    - A column of genes behind one of their proteins' names is the same thing once more.
    - The first cell of a row, or else the row over all columns above it, says what its columns list where
      their heads name cells or say no more than examples.
    """

    def __init__(self, document: Document, within: Finder, lexicon: Lexicon, columns: Columns) -> None:
        self.text = document.text
        self.within = within
        self.lexicon = lexicon
        self.columns = columns
        self._section: dict[int, Column] = {}
        section: dict[str, Column] = {}
        for passage in document.passages:
            if passage.kind is PassageKind.TABLE_ROW:
                filled = [c for c in passage.cells if self.text[c.span.start : c.span.end].strip() and not c.inherited]
                if len(filled) == 1 and filled[0].column == 0 and not within(passage.start, passage.end):
                    section[passage.table] = columns.read(self.text[filled[0].span.start : filled[0].span.end])
                elif passage.table in section:
                    self._section[passage.index] = section[passage.table]
        self._up, self._down = (lexicon.lists[f"findings.head_{way}"] | {way} for way in ("up", "down"))

    def settle(self, passage: Passage, known: dict[int, Column], owners: Sequence[Mention]) -> dict[int, Column]:
        """The columns of a row by number, given how their heads read and the cells that the row is about."""
        columns = dict(known)
        self._recipients(passage, columns, owners)
        before = ""
        for cell in passage.cells:
            column = columns[cell.column]
            if before in ("target", "pathway") and self._tells_change(cell, column, bool(owners)):
                columns[cell.column] = Column("change", "change")
            if columns[cell.column].how not in ("skip", "source", "origin"):
                before = columns[cell.column].how
        for cell in passage.cells:
            if columns[cell.column].how == "level" and self._elsewhere(cell.head):
                columns[cell.column] = Column("level elsewhere", "skip")
        self._sponges(passage, columns)
        self._examples(passage, columns, owners)
        self._levels(passage, columns)
        self._aliases(passage, columns)
        self._by_label(passage, columns, owners)
        return columns

    def change(self, passage: Passage, columns: dict[int, Column]) -> int:
        """What a row's column of changes says of its targets and pathways: +1 raised, -1 lowered, 0 not said."""
        return next((n for c in passage.cells if columns[c.column].how == "change" and (n := self._change(c))), 0)

    def _words(self, cell: Cell) -> list[str]:
        return [m.group().lower() for m in _WORD.finditer(self.text, cell.span.start, cell.span.end)]

    def _change(self, cell: Cell) -> int:
        words = set(self._words(cell))
        return 0 if words & {"not", "no"} else bool(words & self._up) - bool(words & self._down)

    def _tells_change(self, cell: Cell, column: Column, owned: bool) -> bool:
        """Whether a cell behind targets tells what became of them: a word of change, or a column of levels.

        ``Expression: up`` without more may be of the microRNA, unless vesicles of a cell are said to bring it.
        """
        head = {m.group().lower() for m in _WORD.finditer(cell.head)}
        of_targets = bool(head & _OF_TARGETS)
        if column.how == "level":
            return (owned or of_targets) and not head & _OF_CARGO
        if column.how not in ("prose", "", "pathway", "target") or self.within(cell.span.start, cell.span.end):
            return False
        said = self._words(cell)
        if len(said) > 2 and said[1] in ("by", "via", "through"):  # "Activated by loss of X"
            said = said[:1]
        words = set(said) - _BESIDE_CHANGE
        plain = words & {"up", "down", "↑", "↓", "⬆", "⬇"}
        if not words or not words <= self._up | self._down or (plain and not of_targets):
            return False
        return self._change(cell) != 0

    def _elsewhere(self, head: str) -> bool:
        """Whether a column of levels tells of those in a disease or tissue: ``Expression in HCC``."""
        place = re.search(r"\b(?:in|of)\s+(.+)", head.lower())
        words = set(_WORD.findall(place[1])) if place is not None else set()
        known = words & (_OF_CARGO | _OF_TARGETS) or any(self.lexicon.has("vesicles.words", w) for w in words)
        return bool(words) and not known

    def _sponges(self, passage: Passage, columns: dict[int, Column]) -> None:
        """Beside microRNAs that are sponged other RNAs act through these alone."""
        sponged = [c.column for c in passage.cells if {"sponge", "sponged", "sponges"} & set(c.head.lower().split())]
        for cell in passage.cells if sponged else ():
            if columns[cell.column].how == "cargo" and cell.column not in sponged:
                columns[cell.column] = Column("sponge", "skip")

    def _examples(self, passage: Passage, columns: dict[int, Column], owners: Sequence[Mention]) -> None:
        inside = any(passage.start <= o.start < passage.end for o in owners)
        for cell in passage.cells:
            if inside and columns[cell.column].id == "examples":
                columns[cell.column] = Column()

    def _recipients(self, passage: Passage, columns: dict[int, Column], owners: Sequence[Mention]) -> None:
        for cell in passage.cells:
            column = columns[cell.column]
            if column.id != "vesicles" or any(m.type is _CELL and cell.span.contains(m.span) for m in owners):
                continue
            plain = not columns[cell.column].beside and _plain(cell.head)
            strong = any(
                columns[c.column].id == "source"
                and (c.column < cell.column or plain)
                and any(c.span.contains(o.span) for o in owners)
                for c in passage.cells
            )
            words = _WORD.findall(cell.head.lower())
            if strong and not any(self.lexicon.has("vesicles.words", word) for word in words):
                columns[cell.column] = Column("recipient", "recipient")

    def _levels(self, passage: Passage, columns: dict[int, Column]) -> None:
        molecules = {
            c.column: [m.type for m in self._outermost(c) if m.type in (_MARKER, _MIRNA, EntityType.PATHWAY)]
            for c in passage.cells
        }
        listed = any(columns[c.column].how in _LISTING and molecules[c.column] for c in passage.cells)
        for cell in passage.cells:
            column, types = columns[cell.column], set(molecules[cell.column])
            arrows = _ARROW.search(self.text, cell.span.start, cell.span.end) is not None
            of_cargo = set(_WORD.findall(cell.head.lower())) & {"cargo", "content", "contents"}
            if column.how == "level" and not listed and (_MIRNA in types or (types and of_cargo)):
                columns[cell.column] = Column("cargo", "cargo")
            elif column.how == "level" and types and not listed:
                words = set(self._words(cell))
                changed = arrows or words & (self._up | self._down)
                columns[cell.column] = Column("effect", "prose") if changed else Column("markers", "markers")
            elif column.how == "" and arrows and types - {_MIRNA} and cell.column != passage.row_head:
                columns[cell.column] = Column("effect", "prose")

    def _aliases(self, passage: Passage, columns: dict[int, Column]) -> None:
        proteins = False
        for cell in passage.cells:
            column = columns[cell.column]
            words = {m.group().lower() for m in _WORD.finditer(cell.head)}
            if column.how == "target" and proteins and not words & _AIMED and column.sign == 0:
                columns[cell.column] = Column("alias", "skip")
            proteins = proteins or (column.how in ("cargo", "") and bool(words & _NAMES))

    def _by_label(self, passage: Passage, columns: dict[int, Column], owners: Sequence[Mention]) -> None:
        """Where a table names its cells in the heads, its first column says what the row lists."""
        first = next((c for c in passage.cells if c.column == passage.row_head), None)
        if first is None:
            return
        label = self.columns.read(self.text[first.span.start : first.span.end])
        if not label.id:
            label = self._section.get(passage.index, label)
        plain = not columns[first.column].source and not self._outermost(first)
        for cell in passage.cells:
            column = columns[cell.column]
            if cell.column == passage.row_head:
                continue
            if not owners and self.columns.cells(passage, cell.column):
                if label.id and not label.source:
                    columns[cell.column] = label
                elif column.id == "vesicles":  # vesicles of a cell and nothing else: what they hold
                    columns[cell.column] = Column("cargo", "cargo")
            elif plain and label.how in ("markers", "absent") and column.id in ("molecules", "examples", ""):
                columns[cell.column] = label

    def _outermost(self, cell: Cell) -> tuple[Mention, ...]:
        return outermost(self.within(cell.span.start, cell.span.end))
