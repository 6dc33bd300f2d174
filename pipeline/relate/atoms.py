"""A sentence as a row of atoms: mentions whole, the rest word by word, each with what the lexicon knows of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.core.records import EntityType, Mention
from pipeline.relate.patterns import Lexicon, Trigger

_WORD = re.compile(
    r"(?:up|down|over|co|re|pre|de|under)[-‐‑–][a-z]{4,}|(?:up|down)\s(?=regulat)[a-z]+"
    r"|knock(?:ed|ing)?(?:[-‐‑–\s]?(?:down|out))"
    r"|[^\W_]+|\S",
    re.IGNORECASE,
)
_ARROWS = {"↑": "increases", "↓": "decreases", "⬆": "increases", "⬇": "decreases"}
_HYPHENS = "-‐‑–−"
_JOINTS = re.compile(rf"[{_HYPHENS}\s]")
BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
HAVE = frozenset(["has", "have", "had", "having"])
MODAL = frozenset(["can", "could", "may", "might", "will", "would", "shall", "should", "must"])
DO = frozenset(["do", "does", "did"])
DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "these",
        "those",
        "that",
        "its",
        "their",
        "our",
        "each",
        "both",
        "such",
        "some",
        "any",
        "all",
        "no",
    ]
)
RELATIVE = frozenset(["which", "that", "who", "whose"])
COORDINATORS = frozenset({"and", "or", "/", "&", "but", "nor"})
OPEN, CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(slots=True)
class Atom:
    """One mention or one word. ``mention`` indexes the sentence's arguments, -1 for a word."""

    index: int
    start: int
    end: int
    low: str
    mention: int = -1
    triggers: tuple[Trigger, ...] = ()
    vesicle: bool = False

    @property
    def hyphen(self) -> bool:
        """Whether the atom is a hyphen or dash."""
        return len(self.low) == 1 and self.low in _HYPHENS

    @property
    def adverb(self) -> bool:
        """Whether the atom reads as an adverb that may stand between an auxiliary and its verb."""
        return self.low.endswith("ly") or self.low in (
            "also",
            "further",
            "thus",
            "then",
            "often",
            "not",
            "been",
            "more",
        )


@dataclass(slots=True)
class Row:
    """The atoms of one stretch of text (a sentence, a cell) and the mentions that can be arguments in it."""

    start: int
    end: int
    atoms: list[Atom]
    mentions: tuple[Mention, ...]
    place: dict[int, int] = field(default_factory=dict)  # mention index -> atom index

    headless: bool = False  # its first verb has no subject of its own (a table cell)
    inner: dict[int, tuple[Mention, ...]] = field(default_factory=dict)  # mentions inside one, by its index

    def word(self, at: int) -> str:
        """The lower-case word at an atom, "" for a mention or beyond the row."""
        return self.atoms[at].low if 0 <= at < len(self.atoms) and self.atoms[at].mention < 0 else ""

    def hyphened(self, at: int) -> bool:
        """Whether a hyphen joins the atom to what stands before it."""
        return 0 < at <= len(self.atoms) and self.atoms[at - 1].hyphen

    def type_of(self, mention: int) -> EntityType:
        """The entity type of a mention by its index."""
        return self.mentions[mention].type


def outermost(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions that no other contains; of two with the same span the pathway, then the cell, stays.

    Crossing spans (which well-formed annotation has not) keep the earlier, longer one.
    """
    rank = {EntityType.PATHWAY: 0, EntityType.CELL_TYPE: 1, EntityType.MIRNA: 2, EntityType.MARKER: 3}
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, rank[m.type])):
        if mention.start < mention.end and (not kept or mention.start >= kept[-1].end):
            kept.append(mention)
    return tuple(kept)


def split(text: str, start: int, end: int, mentions: Sequence[Mention], lexicon: Lexicon) -> Row:
    """Cut ``text[start:end]`` into atoms.

    Parameters
    ----------
    mentions
        Mentions within the stretch; nested ones are left to :mod:`pipeline.relate.nesting`.
    """
    inside = outermost([m for m in mentions if start <= m.start and m.end <= end])
    row = Row(start, end, [], inside)
    for number, mention in enumerate(inside):
        parts = tuple(m for m in mentions if m != mention and mention.span.contains(m.span))
        if parts:
            row.inner[number] = parts
    position = start
    for number, mention in enumerate(inside):
        _words(row, text, position, mention.start, lexicon)
        row.place[number] = len(row.atoms)
        row.atoms.append(Atom(len(row.atoms), mention.start, mention.end, "", number))
        position = mention.end
    _words(row, text, position, end, lexicon)
    _assign(row, lexicon)
    return row


def _words(row: Row, text: str, start: int, end: int, lexicon: Lexicon) -> None:
    for match in _WORD.finditer(text, start, end):
        low = _ARROWS.get(match.group()) or match.group().lower()
        if len(low) > 2 and not low.isalnum():
            low = _JOINTS.sub("", low)
        atom = Atom(len(row.atoms), match.start(), match.end(), low)
        atom.vesicle = lexicon.has("vesicles.words", low)
        row.atoms.append(atom)


def _assign(row: Row, lexicon: Lexicon) -> None:
    """Give every word its trigger senses; a sense with a particle needs that word next or after one other word."""
    atoms = row.atoms
    for atom in atoms:
        triggers = () if atom.mention >= 0 else lexicon.triggers.get(atom.low)
        if not triggers:
            continue
        near = [a.low for a in atoms[atom.index + 1 : atom.index + 3]]
        senses = [t for t in triggers if not t.particle or t.particle in near]
        senses = [t for t in senses if t.form != "adjective" or t.particle in near[:1]]  # not "protective effect of"
        made = any(a.low == "into" for a in atoms[atom.index + 1 : atom.index + 8])  # "reprogrammed X into Y"
        made = made or any(a.low == "from" for a in atoms[atom.index + 1 : atom.index + 2])  # "reprogrammed from Y"
        atom.triggers = tuple(
            sorted(senses, key=lambda t: (t.effect == "other", not (made and t.effect == "derive"), not t.particle))
        )
