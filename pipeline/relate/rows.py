"""Relations of a table row: the cells that the row is about, with what each column's head says of its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.records import Cell, Document, EntityType, Mention, Passage, RelationType
from pipeline.relate.anaphora import name_of
from pipeline.relate.atoms import outermost
from pipeline.relate.cellprose import CellProse, acted_on, make
from pipeline.relate.columns import Column, Columns, Finder
from pipeline.relate.findings import findings
from pipeline.relate.labels import Labels
from pipeline.relate.owners import Owners
from pipeline.relate.patterns import Lexicon
from pipeline.relate.rowcolumns import RowColumns
from pipeline.relate.rowdrafts import HOLDING, fact, nearest, once, unique
from pipeline.relate.sentences import Draft
from pipeline.relate.statusmarks import arrows_lead, paired, status

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)
_PLUS = re.compile(r"^\s*(?:\++|⁺|yes|positive|present|✓|✔|√|high)\s*$", re.IGNORECASE)
_MINUS = re.compile(r"^\s*(?:[-−–]+|⁻|no|negative|absent|✗|×|x)\s*$", re.IGNORECASE)

_NOT_FOUND = re.compile(r"^\s*(?:not\s+(?:detected|found|present)|absent|undetectable|n\.?d\.?)\s*$", re.IGNORECASE)
_COLON = re.compile(
    r"(?:[-‐‑–\s]\s?(?:derived|exosom\w*|Exos?|EVs?|sEVs?|MVs?|vesicles)\b){0,3}\s*[:：]", re.IGNORECASE
)
_LIKE = re.compile(r"[-‐‑–\s]?like\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:hsa_|mmu_)?circ_?\d+", re.IGNORECASE)
_LISTS = frozenset({"cargo", "markers", "absent"})
_SIGNS = {1: "activates", -1: "inhibits", 0: "unspecified"}
#: what a sign says of a cell and a molecule; that a microRNA is not carried is not told
_SIGNED = {
    (_MARKER, "present"): RelationType.EXPRESSES,
    (_MARKER, "absent"): RelationType.EXPRESSES,
    (_MIRNA, "present"): RelationType.CARRIES,
}
_TURNED = {"inhibits": "activates", "activates": "inhibits"}
_DEGREES = {1: "enriched", -1: "depleted", 0: "present"}


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with what was found out of it before its cells are read."""

    passage: Passage
    columns: Mapping[int, Column]
    owners: tuple[Mention, ...]
    cargo: tuple[Mention, ...]  # the molecules of its cargo columns: what the other columns say, they do
    listed: tuple[Mention, ...]  # those or the markers: what its comments are on
    denied: bool  # a column of levels says that they were not found
    fate: str  # what a column of effects says of the row's recipients
    change: int = 0  # what a column on its targets says of them: +1 raised, -1 lowered


class RowReader:
    """Reads the rows of one document's tables.

    Parameters
    ----------
    within
        Gives the mentions that lie in ``[start, end)``.
    """

    def __init__(self, document: Document, within: Finder, lexicon: Lexicon) -> None:
        self.document = document
        self.within = within
        self.lexicon = lexicon
        self.columns = Columns(document, within, lexicon)
        self.owners = Owners(document, within, lexicon, self.columns)
        self.labels = Labels(document.text, lexicon)
        self.beside = RowColumns(document, within, lexicon, self.columns)
        self.prose = CellProse(document.text, within, lexicon)

    def read(self, passage: Passage) -> list[Draft]:
        """Drafts of one row; their order follows the columns."""
        if self.columns.is_head(passage):
            return []
        row = self._row(passage)
        drafts: list[Draft] = []
        comments: list[Draft] = []
        for cell in passage.cells:
            column = row.columns[cell.column].contents
            if cell.inherited and row.columns[cell.column].how not in ("source", ""):
                continue
            mentions = self._plain(cell, outermost(self.within(cell.span.start, cell.span.end)))
            drafts += self._signs(row, cell, mentions)
            drafts += self._recipients(row, cell, column)
            if column.how not in ("skip", "origin"):
                drafts += self._cell(row, cell, column, mentions)
                comments += self._comments(row, cell, column, mentions)
        drafts = [d for d in drafts if not self._idle(d)]
        drafts = once(nearest(drafts))
        told = {(*fact(d), d.polarity) for d in drafts}
        comments = [d for d in comments if (*fact(d), d.polarity) not in told]
        said = {(d.type, d.head.id, name_of(d.tail)) for d in comments if d.polarity != "present"}
        return unique([*(d for d in drafts if (d.type, d.head.id, name_of(d.tail)) not in said), *comments])

    def _idle(self, draft: Draft) -> bool:
        """Whether a cell acts on itself (but in a column of recipients) or on what is only likened to one."""
        if draft.type is not RelationType.ACTS_ON:
            return False
        itself = name_of(draft.head) == name_of(draft.tail) and draft.rule != "row:head"
        return itself or _LIKE.match(self.document.text, draft.tail.end) is not None

    def _row(self, passage: Passage) -> _Row:
        known = dict(self.columns.of(passage))
        owners = self.owners.of(passage, known)
        columns = self.beside.settle(passage, known, owners)
        by_kind: dict[str, list[Mention]] = {}
        for cell in passage.cells:
            how = columns[cell.column].contents.how
            names = self._plain(cell, outermost(self.within(*_bounds(cell))))
            targets = {b.id for _, b in paired(self.document.text, names, columns[cell.column])}
            found = [m for m in names if m.type in (_MARKER, _MIRNA) and m.id not in targets]
            by_kind.setdefault(how, []).extend(found)
        denied = any(
            columns[c.column].how == "level" and _NOT_FOUND.match(self.document.text[c.span.start : c.span.end])
            for c in passage.cells
        )
        cargo = () if denied else tuple(by_kind.get("cargo", ()))
        effects = [c for c in passage.cells if columns[c.column].how == "prose"]
        fate = next((told for c in effects if (told := self._fate(c, columns[c.column]))), "")
        change = self.beside.change(passage, columns)
        return _Row(passage, columns, owners, cargo, cargo or tuple(by_kind.get("markers", ())), denied, fate, change)

    def _headed(self, mention: Mention, mentions: Sequence[Mention], column: Column) -> tuple[Mention, ...]:
        """The cell that heads a name's part of a list (``ESC-Exos: CD9; MSC-Exos: CD63``), if one does."""
        if column.how not in _LISTS:
            return ()
        cells = [m for m in mentions if m.type is _CELL and m.end < mention.start]
        heads = [m for m in cells if _COLON.match(self.document.text, m.end, mention.start)]
        return tuple(heads[-1:])

    def _plain(self, cell: Cell, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions without long forms: of ``TNF-α-stimulated gene 6 (TSG-6)`` the short one."""
        kept: list[Mention] = []
        for mention in mentions:
            gap = self.document.text[kept[-1].end : mention.start] if kept else ""
            closed = self.document.text[mention.end : mention.end + 1] == ")" and mention.end < cell.span.end
            if kept and mention.type is kept[-1].type and gap.strip() == "(" and closed:
                if _NUMBERED.match(mention.surface):
                    continue
                if name_of(mention) == name_of(kept[-1]) or _initials(mention.surface, kept[-1].surface):
                    kept.pop()
            kept.append(mention)
        return tuple(kept)

    def _fate(self, cell: Cell, column: Column) -> str:
        return self.prose.fate(*_bounds(cell), bare=column.id == "effect")

    def _owners(self, row: _Row, cell: Cell) -> tuple[Mention, ...]:
        return row.owners or tuple(self.columns.cells(row.passage, cell.column))

    def _signs(self, row: _Row, cell: Cell, mentions: Sequence[Mention]) -> list[Draft]:
        """A cell of ``+`` or ``-`` under a marker's name (or under a cell's, in a marker's row)."""
        if mentions:
            return []
        text = self.document.text[cell.span.start : cell.span.end]
        polarity = "present" if _PLUS.match(text) else "absent" if _MINUS.match(text) else ""
        if not polarity:
            return []
        passage = row.passage
        rows = [m for c in passage.cells if c.column == passage.row_head for m in outermost(self.within(*_bounds(c)))]
        found = []
        for head in self.columns.names(passage, cell.column):
            if head.type is _MARKER:
                found += [make(RelationType.EXPRESSES, o, head, polarity, "row:sign", text.strip()) for o in row.owners]
            elif head.type is _CELL:
                found += [
                    make(kind, head, m, polarity, "row:sign", text.strip())
                    for m in rows
                    if (kind := _SIGNED.get((m.type, polarity))) is not None
                ]
        return found

    def _recipients(self, row: _Row, cell: Cell, column: Column) -> list[Draft]:
        """What a cell says of the cells that its head names: ``Proliferation ↑`` below ``Effect on fibroblasts``."""
        if column.id != "effect":
            return []
        owners, first = self._owners(row, cell), row.passage.cells[row.passage.row_head]
        named = self.columns.recipients(row.passage, cell.column)
        if any(c.how == "recipient" for c in row.columns.values()):  # the row names them itself
            named = []
        if not named and first.column != cell.column:  # the row's own head says it, where those of columns name owners
            named = self.columns.acted_on(first, self.within(*_bounds(first)))
        polarity = self._fate(cell, column) if named and owners else ""
        heads = [(o, m) for o in owners for m in named if polarity and name_of(o) != name_of(m)]
        return [make(RelationType.ACTS_ON, o, m, polarity, "row:recipient", "head") for o, m in heads]

    def _cell(self, row: _Row, cell: Cell, column: Column, mentions: Sequence[Mention]) -> list[Draft]:
        start, end = _bounds(cell)
        owners = self._owners(row, cell)
        inside = {m.id for m in mentions}
        acting = [m for m in row.cargo if m.id not in inside]
        if column.how == "prose" and owners:
            acting = [
                m for m in acting if m.type is _MIRNA
            ]  # of what the vesicles are told to do proteins that they hold are not said to be the cause
        drafts: list[Draft] = []
        pairs = paired(self.document.text, mentions, column)
        for head, tail in pairs:
            sign, word = status(self.document.text, tail, end, self.lexicon)
            drafts.append(make(RelationType.TARGETS, head, tail, _SIGNS[sign], "row:pair", word or "pair"))
        targets, column = {b.id for _, b in pairs}, replace(column, how="cargo") if column.paired else column
        labels = self.labels.find(start, end, column, mentions)
        leading = arrows_lead(self.document.text, start, end)
        shown = self.labels.shown(start, end, column, mentions)
        drafts += [
            make(RelationType.EXPRESSES, o, m, "present", "row:shown", "marker")
            for m in mentions
            if m.id in shown and column.id == "effect"
            for o in owners
        ]
        for mention in (m for m in mentions if m.id not in targets):
            sign, word = status(self.document.text, mention, end, self.lexicon, leading)
            told_sign, told_word = Labels.effect(self.labels.label(mention, labels))
            effect = (sign, word) if sign else (told_sign, told_word) if told_sign else (column.sign, column.id)
            if not effect[0] and column.how in ("target", "pathway"):
                effect = row.change, "change" if row.change else ""
            drafts += acted_on(mention, owners, column, acting, *effect)
            if row.denied and column.how == "cargo":
                continue
            named = self._headed(mention, mentions, column) or owners
            listed = Column("markers", "markers") if mention.id in shown else column
            drafts += self.labels.listed(mention, named, listed, labels, (sign, word), (start, end))
        prose = self.prose.read(start, end, column, owners, acting, mentions)
        prose += [  # "Sponges A and raises B" beside a transcript: that is what it does
            make(RelationType.REGULATES, m, d.tail, _TURNED.get(str(d.polarity), str(d.polarity)), d.rule, d.trigger)
            for d in prose
            if d.rule == "sponge" and d.type is RelationType.TARGETS
            for m in row.cargo
            if m.type is _MARKER and m.id not in inside and d.head.id in inside
        ]
        if column.how in _LISTS:  # a list: only what its own names are said to do to each other
            lacks = [p for p in prose if p.polarity == "absent" and p.head.id in {o.id for o in owners} and not labels]
            listing = column.how != "cargo"  # of markers, which are told, not acted on: "membrane-bound protein X"
            prose = [p for p in prose if not listing and p.head.id in inside and p.type not in HOLDING]
            acted = {p.tail.id for p in prose}
            drafts = [d for d in drafts if d.type not in HOLDING or d.tail.id not in acted]
            prose += lacks if column.how != "cargo" else []
        elif column.how == "level":
            prose = []
        drafts += self.prose.handed(start, end, column, owners, mentions)
        if row.fate:
            drafts = [replace(d, polarity=row.fate) if d.type is RelationType.ACTS_ON else d for d in drafts]
        told = {(p.type, p.tail.id) for p in prose}
        acts = {p.tail.id: p for p in prose if p.type is RelationType.MODULATES and p.head.type in (_MIRNA, _MARKER)}
        shared = [  # "miR-27a mediated inhibition of X": the vesicles do so, too
            replace(d, polarity=acts[d.tail.id].polarity, trigger=acts[d.tail.id].trigger)
            for d in drafts
            if d.type is RelationType.MODULATES and d.tail.id in acts and d.head.type is _CELL
        ]
        return [d for d in drafts if (d.type, d.tail.id) not in told] + prose + shared

    def _comments(self, row: _Row, cell: Cell, column: Column, mentions: Sequence[Mention]) -> Iterator[Draft]:
        """``twofold higher than in the cells``: what a cell says of the row's names beside listing them."""
        if column.how in ("source", "target", "recipient", "pathway", "change"):
            return
        owners = self._owners(row, cell)
        told = "contents" if column.how in ("cargo", "level") else "comments" if column.comments and row.listed else ""
        start, end = _bounds(cell)
        for found in findings(self.document.text, start, end, mentions, row.listed, self.lexicon, told):
            for owner in owners:
                if found.sign or not found.cells:
                    kind, polarity = RelationType.CARRIES, _DEGREES[found.sign]
                    yield make(kind, owner, found.mention, polarity, "row:comment", found.word)
                if found.cells and found.mention.type is _MARKER:
                    holder = found.cell or owner  # the mention nearest to the words
                    yield make(RelationType.EXPRESSES, holder, found.mention, "present", "row:comment", found.word)


def _initials(short: str, long: str) -> bool:
    """Whether a short form is that of a family, numbered or lettered: ``heat shock protein (HSP70)``."""
    first = "".join(word[0] for word in re.findall(r"[^\W\d_]+", long.lower()))
    return len(first) > 1 and short.lower().startswith(first) and len(short) - len(first) <= 3


def _bounds(cell: Cell) -> tuple[int, int]:
    return cell.span.start, cell.span.end
