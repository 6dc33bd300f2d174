"""Relations of a table row: the cell that the row is about, with what each column's head says of its names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.records import Cell, Document, EntityType, Mention, Passage, PassageKind, RelationType
from pipeline.relate.atoms import outermost, split
from pipeline.relate.claims import Agent
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

_SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z])|\n+")
_HOLDING = frozenset({RelationType.CARRIES, RelationType.EXPRESSES})

#: mentions that lie in a stretch of text
Finder = Callable[[int, int], Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class _Label:
    at: int  # offset where its names begin
    relation: RelationType
    polarity: str
    word: str


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
        self._labels = {
            word: (RelationType(label["relation"]), str(label["polarity"]))
            for label in lexicon.labels
            for word in label["words"]
        }
        alternatives = "|".join(re.escape(w) for w in sorted(self._labels, key=lambda w: (-len(w), w)))
        self._label_at = re.compile(rf"\b({alternatives})\b(\s*:)?", re.IGNORECASE)
        self._heads: dict[tuple[str, int], list[Mention]] = {}
        for passage in document.passages:
            if passage.kind is PassageKind.TABLE_HEAD:
                for cell in passage.cells:
                    found = outermost(within(cell.span.start, cell.span.end))
                    self._heads.setdefault((passage.table, cell.column), []).extend(found)

    def read(self, passage: Passage) -> list[Draft]:
        """Drafts of one row; their order follows the columns."""
        kinds = {cell.column: self._kind(cell.head) for cell in passage.cells}
        subject = self._subject(passage, kinds)
        drafts: list[Draft] = []
        cargo = self._cargo(passage, kinds)
        for cell in passage.cells:
            if cell.inherited and kinds[cell.column][1] not in ("source", ""):
                continue
            mentions = outermost(self.within(cell.span.start, cell.span.end))
            how = kinds[cell.column][1]
            drafts += self._signs(passage, cell, mentions, subject)
            if how == "skip":
                continue
            drafts += self._cell(cell, how, mentions, subject, cargo)
        return _unique(drafts)

    def _kind(self, head: str) -> tuple[str, str]:
        """Id of the head entry that a column head's words fit best, and how its column is read."""
        words = " ".join(re.findall(r"[^\W_]+", head.lower()))
        best = ("", "", 0)
        for entry in self.lexicon.tables:
            for word in entry["words"]:
                if len(word) > best[2] and re.search(rf"\b{re.escape(word.lower())}\b", words):
                    best = (entry["id"], entry["read"] if entry["kind"] == "relation" else entry["kind"], len(word))
        return best[0], best[1]

    def _subject(self, passage: Passage, kinds: Mapping[int, tuple[str, str]]) -> Mention | None:
        """The most specific cell that the row's source columns name."""
        best: tuple[tuple[int, ...], Mention] | None = None
        for cell in passage.cells:
            how = kinds[cell.column][1]
            about = cell.column == passage.row_head
            if how != "source" and not (about and how in ("", "skip")):
                continue
            mentions = self.within(cell.span.start, cell.span.end)
            for mention in outermost(mentions):
                if mention.type is not _CELL:
                    continue
                parts = sum(1 for m in mentions if m.type is _CELL and mention.span.contains(m.span))
                rank = (parts, not cell.inherited, how == "source", len(mention.surface), -mention.start)
                if best is None or rank > best[0]:
                    best = (rank, mention)
        return best[1] if best is not None else None

    def _cargo(self, passage: Passage, kinds: Mapping[int, tuple[str, str]]) -> list[Mention]:
        """The molecules of the row's cargo columns: what the other columns say, they do."""
        return [
            mention
            for cell in passage.cells
            if kinds[cell.column][1] == "cargo"
            for mention in outermost(self.within(cell.span.start, cell.span.end))
            if mention.type in (_MARKER, _MIRNA)
        ]

    def _signs(self, passage: Passage, cell: Cell, mentions: Sequence[Mention], subject: Mention | None) -> list[Draft]:
        """A cell of ``+`` or ``-`` under a marker's name (or under a cell's, in a marker's row)."""
        if mentions:
            return []
        text = self.document.text[cell.span.start : cell.span.end]
        polarity = "present" if _PLUS.match(text) else "absent" if _MINUS.match(text) else ""
        if not polarity:
            return []
        found = []
        heads = self._heads.get((passage.table, cell.column), [])
        rows = [
            m
            for c in passage.cells
            if c.column == passage.row_head
            for m in outermost(self.within(c.span.start, c.span.end))
        ]
        for head in heads:
            if head.type is _MARKER and subject is not None:
                found.append(_make(RelationType.EXPRESSES, subject, head, polarity, "row:sign", text.strip()))
            elif head.type is _CELL:
                found += [
                    _make(RelationType.EXPRESSES, head, m, polarity, "row:sign", text.strip())
                    for m in rows
                    if m.type is _MARKER
                ]
        return found

    def _cell(
        self, cell: Cell, how: str, mentions: Sequence[Mention], subject: Mention | None, cargo: Sequence[Mention]
    ) -> list[Draft]:
        start, end = cell.span.start, cell.span.end
        acting = [m for m in cargo if m not in mentions]
        default = tuple(Agent(m) for m in acting)
        if subject is not None and subject not in mentions:
            default += (Agent(subject, 1, True, carrier=bool(acting)),)
        drafts: list[Draft] = []
        labels = self._find_labels(start, end, how)
        for mention in mentions:
            drafts += self._acted_on(mention, subject, how, acting)
            if subject is not None:
                drafts += self._listed(mention, subject, how, labels)
        prose: list[Draft] = []
        for first, last in self._sentences(start, end):
            row = split(self.document.text, first, last, self.within(first, last), self.lexicon)
            row.headless = True
            prose += read(Reader(row, self.lexicon, lambda _row, _phrases, _at: default, default))
        if how in ("cargo", "markers"):  # a list: only what its own names are said to do to each other
            inside = {m.id for m in mentions}
            prose = [p for p in prose if p.head.id in inside and p.type not in _HOLDING]
        told = {(p.type, p.tail.id) for p in prose}
        return [d for d in drafts if (d.type, d.tail.id) not in told] + prose

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """Bounds of a cell's sentences: cut behind a full stop or semicolon before a capital, or at a line."""
        cuts = [m.end() for m in _SENTENCE_END.finditer(self.document.text, start, end)]
        bounds = [start, *cuts, end]
        return list(itertools.pairwise(bounds))

    def _acted_on(self, mention: Mention, subject: Mention | None, how: str, acting: Sequence[Mention]) -> list[Draft]:
        """Relations of a name in a target, pathway or effect column."""
        if mention.type is _PATHWAY and how in ("pathway", "target", "prose"):
            heads = _heads_for(mention, subject, acting)
            return [_make(RelationType.MODULATES, head, mention, "unspecified", "row:head", how) for head in heads]
        if mention.type is not _MARKER or how != "target":
            return []
        found = []
        for head in _heads_for(mention, subject, acting):
            kind = RelationType.TARGETS if head.type is _MIRNA else RelationType.REGULATES
            if head.id != mention.id:
                found.append(_make(kind, head, mention, "unspecified", "row:head", how))
        return found

    def _find_labels(self, start: int, end: int, how: str) -> list[_Label]:
        found = []
        for match in self._label_at.finditer(self.document.text, start, end):
            relation, polarity = self._labels[match.group(1).lower()]
            strong = match.group(2) is not None
            loose = relation is RelationType.CARRIES and polarity != "present" and how == "cargo"
            if (
                strong
                or loose
                or (relation is RelationType.EXPRESSES and polarity == "absent" and how == "markers")
                or (match.group(1).lower() in ("positive", "presence") and how == "markers")
            ):
                found.append(_Label(match.end(), relation, polarity, match.group(1)))
        return found

    def _listed(self, mention: Mention, subject: Mention, how: str, labels: Sequence[_Label]) -> list[Draft]:
        """What a name in a cell means by the label before it, or else by the column's head."""
        label = next((x for x in reversed(labels) if x.at <= mention.start), None)
        if (
            label is not None
            and label.polarity != "present"
            and re.search(r"[;.]\s", self.document.text[label.at : mention.start])
        ):
            label = None  # "lower levels of A; B" says nothing of B
        if mention.type in (_MARKER, _MIRNA):
            if label is not None:
                relation = label.relation if mention.type is _MARKER else RelationType.CARRIES
                if mention.type is _MIRNA and label.polarity == "absent":
                    return []
                return [_make(relation, subject, mention, label.polarity, "row:label", label.word)]
            if how == "cargo" or (how == "markers" and mention.type is _MIRNA):
                return [_make(RelationType.CARRIES, subject, mention, "present", "row:head", how)]
            if how == "markers":
                return [_make(RelationType.EXPRESSES, subject, mention, "present", "row:head", how)]
        elif mention.type is _CELL and how == "recipient" and mention.id != subject.id:
            return [_make(RelationType.ACTS_ON, subject, mention, "unspecified", "row:head", how)]
        return []


def _heads_for(mention: Mention, subject: Mention | None, acting: Sequence[Mention]) -> list[Mention]:
    """Who acts on a name of a target or pathway column: the row's cargo; its cell on pathways, or for want of cargo."""
    cell = [subject] if subject is not None and (mention.type is _PATHWAY or not acting) else []
    return [*acting, *cell]


def _make(kind: RelationType, head: Mention, tail: Mention, polarity: str, rule: str, trigger: str) -> Draft:
    return Draft(kind, head, tail, polarity, rule, trigger, 0.85, False, False, 0)


def _unique(drafts: Sequence[Draft]) -> list[Draft]:
    chosen: dict[tuple[RelationType, str, str], Draft] = {}
    for draft in drafts:
        key = (draft.type, draft.head.id, draft.tail.id)
        if key not in chosen or (chosen[key].polarity == "unspecified" and draft.polarity != "unspecified"):
            chosen[key] = draft
    return list(chosen.values())
