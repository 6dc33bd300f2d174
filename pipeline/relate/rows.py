"""Relations of a table row: the cells that the row is about, with what each column's head says of its names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.records import Cell, Document, EntityType, Mention, Passage, RelationType
from pipeline.relate.anaphora import name_of
from pipeline.relate.atoms import outermost, split
from pipeline.relate.claims import Agent
from pipeline.relate.columns import Column, Columns, Finder
from pipeline.relate.fates import Fate, fates, unnamed
from pipeline.relate.findings import arrows_lead, findings, paired, status
from pipeline.relate.labels import EFFECTS, Labels
from pipeline.relate.owners import Owners
from pipeline.relate.patterns import Lexicon
from pipeline.relate.sentences import Draft, read
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)
_PLUS = re.compile(r"^\s*(?:\++|⁺|yes|positive|present|✓|✔|√|high)\s*$", re.IGNORECASE)
_MINUS = re.compile(r"^\s*(?:[-−–]+|⁻|no|negative|absent|✗|×|x)\s*$", re.IGNORECASE)

_NOT_FOUND = re.compile(r"^\s*(?:not\s+(?:detected|found|present)|absent|undetectable|n\.?d\.?)\s*$", re.IGNORECASE)
_ARROWS = frozenset("↑↓⬆⬇")
_SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z])|\n+")
_HOLDING = frozenset({RelationType.CARRIES, RelationType.EXPRESSES})
_LISTS = frozenset({"cargo", "markers", "absent"})
_TURNS = {1: "promotes", -1: "inhibits", 0: ""}
_SIGNS = {1: "activates", -1: "inhibits", 0: "unspecified"}
#: what a sign says of a cell and a molecule; that a microRNA is not carried is not told
_SIGNED = {
    (_MARKER, "present"): RelationType.EXPRESSES,
    (_MARKER, "absent"): RelationType.EXPRESSES,
    (_MIRNA, "present"): RelationType.CARRIES,
}
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

    def read(self, passage: Passage) -> list[Draft]:
        """Drafts of one row; their order follows the columns."""
        if self.columns.is_head(passage):
            return []
        row = self._row(passage)
        drafts: list[Draft] = []
        comments: list[Draft] = []
        for cell in passage.cells:
            column = row.columns[cell.column]
            if cell.inherited and column.how not in ("source", ""):
                continue
            mentions = outermost(self.within(cell.span.start, cell.span.end))
            drafts += self._signs(row, cell, mentions)
            if column.how not in ("skip", "origin"):
                drafts += self._cell(row, cell, column, mentions)
                comments += self._comments(row, cell, column, mentions)
        said = {(d.type, d.head.id, name_of(d.tail)) for d in comments if d.polarity != "present"}
        return _unique([*(d for d in drafts if (d.type, d.head.id, name_of(d.tail)) not in said), *comments])

    def _row(self, passage: Passage) -> _Row:
        columns = dict(self.columns.of(passage))
        owners = self.owners.of(passage, columns)
        self._second(passage, columns, owners)
        first = next((c for c in passage.cells if c.column == passage.row_head), None)
        if first is not None and not owners:  # a table that names its cells in the heads, and its columns in the rows
            label = self.columns.read(self.document.text[first.span.start : first.span.end])
            for cell in passage.cells:
                if cell.column != passage.row_head and self.columns.cells(passage, cell.column):
                    known = columns[cell.column]
                    columns[cell.column] = label if label.id and not label.source else self._unnamed(known)
        by_kind: dict[str, list[Mention]] = {}
        for cell in passage.cells:
            how = columns[cell.column].how
            found = [m for m in outermost(self.within(*_bounds(cell))) if m.type in (_MARKER, _MIRNA)]
            by_kind.setdefault(how, []).extend(found)
        denied = any(
            columns[c.column].how == "level" and _NOT_FOUND.match(self.document.text[c.span.start : c.span.end])
            for c in passage.cells
        )
        cargo = () if denied else tuple(by_kind.get("cargo", ()))
        fate = next((s for c in passage.cells if columns[c.column].how == "prose" and (s := self._fate(c))), "")
        change = next((n for c in passage.cells if columns[c.column].how == "change" and (n := self._change(c))), 0)
        return _Row(passage, columns, owners, cargo, cargo or tuple(by_kind.get("markers", ())), denied, fate, change)

    def _change(self, cell: Cell) -> int:
        """The sign of a cell that says in a word what became of the row's targets."""
        words = {
            m.group().lower() for m in re.finditer(r"[^\W_]+|[↑↓]", self.document.text[cell.span.start : cell.span.end])
        }
        up, down = (self.lexicon.lists[f"findings.head_{way}"] | {way} for way in ("up", "down"))
        return 0 if words & {"not", "no"} else bool(words & up) - bool(words & down)

    def _second(self, passage: Passage, columns: dict[int, Column], owners: Sequence[Mention]) -> None:
        """Read a column of plain ``cells`` beside the one that named the source as recipients, in place; a column of
        levels right behind targets as one on these."""
        before = ""
        for cell in passage.cells:
            column = columns[cell.column]
            named = any(m.type is _CELL and cell.span.contains(m.span) for m in owners)
            strong = any(
                columns[c.column].id == "source"
                and c.column < cell.column
                and any(c.span.contains(o.span) for o in owners)
                for c in passage.cells
            )
            words = re.findall(r"[^\W_]+", cell.head.lower())
            vesicles = any(self.lexicon.has("vesicles.words", word) for word in words)
            if column.id == "vesicles" and strong and not named and not vesicles:
                columns[cell.column] = Column("recipient", "recipient")
            elif (
                column.how == "level"
                and before == "target"
                and not ({"mirna", "mir", "microrna", "cargo"} & set(words))
            ):
                columns[cell.column] = Column("change", "change")
            before = column.how

    def _fate(self, cell: Cell) -> str:
        """``promotes`` or ``inhibits``: what a column of effects that names no cell says of the row's recipients."""
        row = split(self.document.text, *_bounds(cell), self.within(*_bounds(cell)), self.lexicon)
        leading = arrows_lead(self.document.text, cell.span.start, row.mentions) or not row.mentions
        return _TURNS[unnamed(row, self.lexicon, leading)]

    @staticmethod
    def _unnamed(column: Column) -> Column:
        """A column whose head names vesicles of a cell and nothing else lists what they hold."""
        return Column("cargo", "cargo") if column.id == "vesicles" else column

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
                found += [
                    _make(RelationType.EXPRESSES, o, head, polarity, "row:sign", text.strip()) for o in row.owners
                ]
            elif head.type is _CELL:
                found += [
                    _make(kind, head, m, polarity, "row:sign", text.strip())
                    for m in rows
                    if (kind := _SIGNED.get((m.type, polarity))) is not None
                ]
        return found

    def _cell(self, row: _Row, cell: Cell, column: Column, mentions: Sequence[Mention]) -> list[Draft]:
        start, end = _bounds(cell)
        owners = self._owners(row, cell)
        inside = {m.id for m in mentions}
        acting = [m for m in row.cargo if m.id not in inside]
        default = tuple(Agent(m) for m in acting)
        default += tuple(Agent(o, 1, True, carrier=bool(acting)) for o in owners if o.id not in inside)
        drafts: list[Draft] = []
        pairs = paired(self.document.text, mentions, column)
        for head, tail in pairs:
            sign, word = status(self.document.text, tail, end, self.lexicon)
            drafts.append(_make(RelationType.TARGETS, head, tail, _SIGNS[sign], "row:pair", word or "pair"))
        targets, column = {b.id for _, b in pairs}, replace(column, how="cargo") if column.paired else column
        labels = self.labels.find(start, end, column)
        leading = arrows_lead(self.document.text, start, mentions)
        for mention in (m for m in mentions if m.id not in targets):
            sign, word = status(self.document.text, mention, end, self.lexicon, leading)
            told_sign, told_word = Labels.effect(self.labels.label(mention, labels))
            effect = (sign, word) if sign else (told_sign, told_word) if told_sign else (column.sign, column.id)
            if not effect[0] and column.how == "target":
                effect = row.change, "change"
            drafts += self._acted_on(mention, owners, column, acting, *effect)
            if row.denied and column.how == "cargo":
                continue
            drafts += self.labels.listed(mention, owners, column, labels, (sign, word), (start, end))
        prose: list[Draft] = []
        for first, last in self._sentences(start, end):
            atoms = split(self.document.text, first, last, self.within(first, last), self.lexicon)
            atoms.headless = True
            lot = list(fates(atoms, self.lexicon, leading)) if column.how in ("prose", "target", "pathway") else []
            if not leading:  # an arrow behind a name is no verb of that name
                for atom in atoms.atoms:
                    if self.document.text[atom.start : atom.end] in _ARROWS:
                        atom.triggers, atom.low = (), ";"
            said = read(Reader(atoms, self.lexicon, lambda _row, _phrases, _at: default, default))
            prose += said
            known = {m for d in said for m in (d.head.id, d.tail.id)} | {m.id for m in (*acting, *owners)}
            prose += self._fates([f for f in lot if f.mention.id not in known], owners, acting)
        prose = [replace(p, cross=False) for p in prose]
        if column.how in _LISTS:  # a list: only what its own names are said to do to each other
            lacks = [p for p in prose if p.polarity == "absent" and p.head.id in {o.id for o in owners} and not labels]
            prose = [p for p in prose if p.head.id in inside and p.type not in _HOLDING]
            acted = {p.tail.id for p in prose}
            drafts = [d for d in drafts if d.type not in _HOLDING or d.tail.id not in acted]
            prose += lacks if column.how != "cargo" else []
        elif column.how == "level":
            prose = []
        if row.fate:
            drafts = [replace(d, polarity=row.fate) if d.type is RelationType.ACTS_ON else d for d in drafts]
        told = {(p.type, p.tail.id) for p in prose}
        return [d for d in drafts if (d.type, d.tail.id) not in told] + prose

    def _fates(self, lot: Sequence[Fate], owners: Sequence[Mention], acting: Sequence[Mention]) -> Iterator[Draft]:
        """What happens to names of which nothing else is said, by the row's vesicles or what they carry."""
        for fate in lot:
            if fate.mention.type is _CELL:
                for owner in owners:
                    yield _make(RelationType.ACTS_ON, owner, fate.mention, _TURNS[fate.sign], "row:fate", fate.word)
            else:
                target = Column("target", "target")
                yield from self._acted_on(fate.mention, owners, target, acting, fate.sign, fate.word)

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
                    yield _make(kind, owner, found.mention, polarity, "row:comment", found.word)
                if found.cells and found.mention.type is _MARKER:
                    yield _make(RelationType.EXPRESSES, owner, found.mention, "present", "row:comment", found.word)

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """Bounds of a cell's sentences: cut behind a full stop or semicolon before a capital, or at a line."""
        cuts = [m.end() for m in _SENTENCE_END.finditer(self.document.text, start, end)]
        return list(itertools.pairwise([start, *cuts, end]))

    def _acted_on(
        self,
        mention: Mention,
        owners: Sequence[Mention],
        column: Column,
        acting: Sequence[Mention],
        sign: int,
        word: str,
    ) -> list[Draft]:
        """Relations of a name in a target, pathway or effect column."""
        trigger = word or column.how
        polarity = _SIGNS[sign]
        if mention.type is _PATHWAY and column.how in ("pathway", "target", "prose"):
            heads = [*acting, *owners]
            return [_make(RelationType.MODULATES, head, mention, polarity, "row:head", trigger) for head in heads]
        if mention.type is not _MARKER or not (column.how == "target" or (sign and column.how in EFFECTS)):
            return []
        found = []
        for head in acting or owners:
            kind = RelationType.TARGETS if head.type is _MIRNA else RelationType.REGULATES
            if head.id != mention.id:
                found.append(_make(kind, head, mention, polarity, "row:head", trigger))
        return found


def _bounds(cell: Cell) -> tuple[int, int]:
    return cell.span.start, cell.span.end


def _make(kind: RelationType, head: Mention, tail: Mention, polarity: str, rule: str, trigger: str) -> Draft:
    return Draft(kind, head, tail, polarity, rule, trigger, 0.85, False, False, 0)


def _unique(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft a pair and type: one with a stated polarity before one without."""
    chosen: dict[tuple[RelationType, str, str], Draft] = {}
    for draft in drafts:
        key = (draft.type, draft.head.id, draft.tail.id)
        if key not in chosen or (chosen[key].polarity == "unspecified" and draft.polarity != "unspecified"):
            chosen[key] = draft
    return list(chosen.values())
