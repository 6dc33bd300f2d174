"""What the statements of a table cell say: sentences without a subject, pieces of them, bare effects."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.core.records import EntityType, Mention, RelationType
from pipeline.relate.anaphora import name_of
from pipeline.relate.atoms import Row, split
from pipeline.relate.claims import Agent
from pipeline.relate.columns import Column, Finder
from pipeline.relate.fates import Fate, fates, unnamed
from pipeline.relate.labels import EFFECTS
from pipeline.relate.patterns import Lexicon, options
from pipeline.relate.sentences import Draft, read
from pipeline.relate.statusmarks import arrows_lead
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)
_ARROWS = frozenset("↑↓⬆⬇")
_ARROW = re.compile(r"[↑↓⬆⬇]")
#: where a statement ends: a line, a bullet, a number in brackets, a semicolon, a stop before a capital or an arrow
_STATEMENT_END = re.compile(
    r"(?:^|(?<=\s))\((?:\d{1,2}|[ivx]{1,4}|[a-h])\)\s+|[•▪●]\s*|[.;](?:\s*\[[\d,\s–-]+\])?\s+(?:(?<=;\s)|(?=[A-Z↑↓⬆⬇]))|\n+",
    re.MULTILINE,
)
_LISTED = re.compile(r"\s*(?:,\s*and\b|,|/|&|\band\b)\s*", re.IGNORECASE)
_TURNS = {1: "promotes", -1: "inhibits", 0: "unspecified"}
_ACTIONS = frozenset({RelationType.REGULATES, RelationType.TARGETS, RelationType.MODULATES, RelationType.ACTS_ON})
_SIGNS = {1: "activates", -1: "inhibits", 0: "unspecified"}


@cache
def _wordings(lists: tuple[frozenset[str], ...]) -> tuple[re.Pattern[str], ...]:
    """What says that something is handed on: before a name in a statement, behind it, and behind vesicles."""
    vesicles, handing, handed, beside = map(options, lists)
    return (
        re.compile(rf"(?:^|[.;,\n]\s*)(?:(?:via|by|through)\s)?(?:the\s)?{handing}\sof\s(?:\w+\s)?$", re.IGNORECASE),
        re.compile(rf"\s(?:is\s|are\s|was\s|were\s)?{handed}(?=\s*(?:$|[.;,)]|to\b))", re.IGNORECASE),
        re.compile(rf"\b{vesicles}\s{beside}\s$", re.IGNORECASE),
    )


class CellProse:
    """Reads the statements in the cells of one document's tables.

    A statement without subject is one on what the row's cargo does, or else the vesicles of the row's cells.
    """

    def __init__(self, text: str, within: Finder, lexicon: Lexicon) -> None:
        self.text = text
        self.within = within
        self.lexicon = lexicon
        names = ("vesicles.words", "wording.handing", "wording.handed", "wording.with")
        self._handing, self._handed, self._with = _wordings(tuple(lexicon.lists[name] for name in names))

    def statements(self, start: int, end: int, leading: bool = False) -> list[tuple[int, int]]:
        """Bounds of a cell's statements; where arrows lead, each begins one."""
        cuts = {m.end() for m in _STATEMENT_END.finditer(self.text, start, end)}
        if leading:
            cuts |= {m.start() for m in _ARROW.finditer(self.text, start + 1, end)}
        return list(itertools.pairwise([start, *sorted(cuts), end]))

    def read(
        self,
        start: int,
        end: int,
        column: Column,
        owners: Sequence[Mention],
        acting: Sequence[Mention],
        mentions: Sequence[Mention],
    ) -> list[Draft]:
        """What the statements of a cell say that its heads and labels do not."""
        inside = {m.id for m in mentions}
        default = tuple(Agent(m) for m in acting)
        default += tuple(Agent(o, 1, True, carrier=bool(acting)) for o in owners if o.id not in inside)
        leading = arrows_lead(self.text, start, end)
        told: list[Draft] = []
        for first, last in self.statements(start, end, leading):
            atoms = self._row(first, last)
            lot = []
            if column.how in ("prose", "target", "pathway"):
                lot = list(fates(atoms, self.lexicon, leading, bare=column.id == "effect"))
            if not leading:  # an arrow behind a name is no verb of that name
                for atom in atoms.atoms:
                    if self.text[atom.start : atom.end] in _ARROWS:
                        atom.triggers, atom.low = (), ";"
            said = read(Reader(atoms, self.lexicon, lambda _row, _phrases, _at: default, default))
            plain = {f.mention.id for f in lot if f.ahead and f.mention.type is not _CELL}  # "less A": whatever rises
            said = [d for d in said if d.tail.id not in plain or d.type not in _ACTIONS]
            said += self._goes_on(said, atoms)
            told += said
            known = {name_of(m) for d in said for m in (d.head, d.tail)} | {name_of(m) for m in (*acting, *owners)}
            told += self._fates([f for f in lot if name_of(f.mention) not in known], owners, acting)
        return [replace(d, cross=False) for d in told]

    def _goes_on(self, said: Sequence[Draft], row: Row) -> Iterator[Draft]:
        """What is said of a name holds for those listed right behind it of which nothing is said: ``less A, B``."""
        known = {m.id for d in said for m in (d.head, d.tail)}
        for draft in said:
            if draft.type not in _ACTIONS:
                continue
            at = next((i for i, m in enumerate(row.mentions) if m.id == draft.tail.id), len(row.mentions))
            for before, mention in itertools.pairwise(row.mentions[at:]):
                joined = _LISTED.fullmatch(self.text, before.end, mention.start)
                if mention.type is not draft.tail.type or mention.id in known or joined is None:
                    break
                yield replace(draft, tail=mention)

    def handed(
        self, start: int, end: int, column: Column, owners: Sequence[Mention], mentions: Sequence[Mention]
    ) -> Iterator[Draft]:
        """What a cell says the row's vesicles hand on: ``Delivery of A and B``, ``A transferred``, ``EVs with A``."""
        if column.how not in ("prose", "pathway", "source"):
            return
        listed = False
        for number, mention in enumerate(m for m in mentions if start <= m.start < end):
            before = mentions[number - 1] if number else None
            joined = before is not None and _LISTED.fullmatch(self.text, before.end, mention.start) is not None
            joined = joined and before is not None and before.type is mention.type
            listed = (listed and joined) or self._hands(start, mention, column)
            behind = column.how != "source" and self._handed.match(self.text, mention.end, end) is not None
            if mention.type in (_MARKER, _MIRNA) and (listed or behind):
                for owner in owners:
                    if not start <= owner.start < end or column.how == "source":
                        yield make(RelationType.CARRIES, owner, mention, "present", "row:handed", "handed on")

    def _hands(self, start: int, mention: Mention, column: Column) -> bool:
        pattern = self._with if column.how == "source" else self._handing
        return pattern.search(self.text[start : mention.start]) is not None

    def fate(self, start: int, end: int, bare: bool = False) -> str:
        """``promotes`` or ``inhibits``: what effects that name no cell say of the row's recipients; ``""`` for none.

        ``bare``: a process that is named alone is furthered.
        """
        row = self._row(start, end)
        sign = unnamed(row, self.lexicon, arrows_lead(self.text, start, end), bare)
        return _TURNS[sign] if sign else ""

    def _row(self, start: int, end: int) -> Row:
        row = split(self.text, start, end, self.within(start, end), self.lexicon)
        row.headless = True
        return row

    def _fates(self, lot: Sequence[Fate], owners: Sequence[Mention], acting: Sequence[Mention]) -> Iterator[Draft]:
        """What happens to names of which nothing else is said, by the row's vesicles or what they carry."""
        for fate in lot:
            if fate.mention.type is _CELL:
                for owner in owners:
                    yield make(RelationType.ACTS_ON, owner, fate.mention, _TURNS[fate.sign], "row:fate", fate.word)
            else:
                target = Column("target", "target")
                yield from acted_on(fate.mention, owners, target, acting, fate.sign, fate.word)


def acted_on(
    mention: Mention,
    owners: Sequence[Mention],
    column: Column,
    acting: Sequence[Mention],
    sign: int,
    word: str,
) -> list[Draft]:
    """Relations of a name in a target, pathway or effect column; nothing acts on itself by another mention.

    Parameters
    ----------
    owners, acting
        The cells that the row is about, and the molecules that its cargo columns list.
    sign, word
        +1 where the name is raised, -1 where it is lowered, 0 where neither is said, and by what word.
    """
    trigger, polarity = word or column.how, _SIGNS[sign]
    heads = [m for m in (*acting, *owners) if name_of(m) != name_of(mention)]
    if mention.type is _PATHWAY and column.how in ("pathway", "target", "prose"):
        return [make(RelationType.MODULATES, head, mention, polarity, "row:head", trigger) for head in heads]
    if mention.type is not _MARKER or not (column.how == "target" or (sign and column.how in EFFECTS)):
        return []
    if acting:
        heads = [m for m in heads if m in acting]
    kinds = [RelationType.TARGETS if head.type is _MIRNA else RelationType.REGULATES for head in heads]
    return [make(kind, head, mention, polarity, "row:head", trigger) for kind, head in zip(kinds, heads, strict=True)]


def make(kind: RelationType, head: Mention, tail: Mention, polarity: str, rule: str, trigger: str) -> Draft:
    """A draft that a row's heads and lists tell."""
    return Draft(kind, head, tail, polarity, rule, trigger, 0.85, False, False, 0)
