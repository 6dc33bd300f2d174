"""What ``these exosomes``, ``they`` and a document's short forms for vesicles mean: the nearest fitting cell before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.records import Annotation, Document, EntityType, Mention
from pipeline.relate.atoms import Row
from pipeline.relate.claims import Agent
from pipeline.relate.patterns import Lexicon
from pipeline.relate.phrases import Phrase

_CELL = EntityType.CELL_TYPE
#: words that stand for a molecule named before
MOLECULES = frozenset({"mirna", "microrna", "mir", "mirnas", "micrornas", "protein"})
#: before ``cells``: those named before
THESE = frozenset({"these", "those", "such"})
_SUCH = frozenset({"including", "such", "namely", "like"})
_DEFINED = re.compile(r"\b(\w+)(?:\s*\(\s*[A-Za-z]{2,10}\s*\))?\s*(?=\(\s*([A-Za-z]{2,10})\s*\))")


#: sentences over which who acted is remembered
REACH = 3


@dataclass(slots=True)
class Antecedents:
    """The vesicle sources that a paragraph has named so far, sentence by sentence, oldest first."""

    sources: list[Agent] = field(default_factory=list)
    cells: list[Agent] = field(default_factory=list)
    molecules: list[Agent] = field(default_factory=list)
    acting: tuple[Agent, ...] = ()  # the cells whose vesicles acted in the sentences before
    since: int = 0  # sentences since they did

    def note(self, row: Row, phrases: Sequence[Phrase]) -> None:
        """Remember the cells of a sentence that are sources of vesicles; the last list named stands last."""
        cells = [p for p in phrases if p.type is _CELL and not p.modifier]
        if cells:
            kept = [p for p in _topic(row, cells) if not (p.partner >= 0 and not p.short)]
            self.cells = [Agent(row.mentions[p.mention], 1, True, True) for p in kept or cells[:1]]
        molecules = _single(phrases)
        if molecules is not None:
            self.molecules = [Agent(row.mentions[molecules.mention], 1, False, True)]
        named = [p for p in phrases if p.vesicle >= 0]
        if not named:
            self._move_on(row)
            return
        groups = sorted({p.group for p in named})
        chosen = [p for p in named if p.group == groups[-1] and not (p.partner >= 0 and not p.short)]
        self.sources = [Agent(row.mentions[p.mention], 1, True, True) for p in chosen or named[-1:]]
        self._move_on(row)

    def act(self, heads: Sequence[Mention]) -> None:
        """Remember whose vesicles acted in a sentence that was read; one in which none did changes nothing."""
        known = {name_of(a.mention): a for a in self.sources}
        named = {name_of(m): m for m in heads if name_of(m) in known}
        self.since += 1
        if self.since > REACH:
            self.acting = ()
        if named:
            self.since = 0
            self.acting = tuple(replace(known[n], mention=m, cross=True) for n, m in named.items())

    def _move_on(self, row: Row) -> None:
        """Where a known source is named again, the later mention is the nearer one."""
        last = {name_of(mention): mention for mention in row.mentions}
        self.sources = [replace(a, mention=last.get(name_of(a.mention), a.mention)) for a in self.sources]

    def resolve(self, row: Row, phrases: Sequence[Phrase], at: int) -> tuple[Agent, ...]:
        """The agents that a reference back at atom ``at`` means.

        A source named earlier in the same sentence wins and is no cross-sentence reading; else the last one of the
        paragraph. ``the former`` takes the first of the list, ``the latter`` the last.
        """
        words = [a.low for a in row.atoms[at : at + 8] if a.mention < 0]
        if "it" in words[:3] or MOLECULES & set(words[:3]):
            known = [p for p in phrases if p.at < at and p.type is not EntityType.PATHWAY and p.type is not _CELL]
            micro = [p for p in known if p.type is EntityType.MIRNA] or (known if len(known) == 1 else [])
            if micro:
                return (Agent(row.mentions[micro[-1].mention], 1, False, False, False, micro[-1].mention),)
            if self.molecules:
                return tuple(self.molecules)
        if "both" in words[:1] and (two := self._both(row, phrases, at)):
            return two
        if words[:1] and words[0] in THESE and "cells" in words[1:2]:
            return tuple(replace(a, vesicle=False) for a in self.cells)
        if {"their", "its"} & set(words[:2]) and self.cells and not any(p.at < at for p in phrases):
            return tuple(self.cells)
        earlier = [p for p in phrases if p.at < at and p.vesicle >= 0]
        if earlier:
            last = earlier[-1]
            agents = [
                Agent(row.mentions[p.mention], 1, True, False, False, p.mention)
                for p in earlier
                if p.group == last.group and not (p.partner >= 0 and p.short is False and p.partner in row.place)
            ] or [Agent(row.mentions[last.mention], 1, True, False, False, last.mention)]
        else:
            agents = list(self.sources)
        if "former" in words:
            return tuple(agents[:1])
        if "latter" in words:
            return tuple(agents[-1:])
        return tuple(agents)

    def _both(self, row: Row, phrases: Sequence[Phrase], at: int) -> tuple[Agent, ...]:
        """``… and both inhibit``: the two of one list before it in the sentence, or the two sources named last."""
        lists: dict[int, list[Phrase]] = {}
        for phrase in phrases:
            if phrase.at < at and not (phrase.partner >= 0 and not phrase.short):
                lists.setdefault(phrase.group, []).append(phrase)
        pairs = [members for members in lists.values() if len(members) == 2]
        if pairs:
            return tuple(Agent(row.mentions[p.mention], 1, p.vesicle >= 0, False, False, p.mention) for p in pairs[-1])
        return tuple(self.sources) if len(self.sources) == 2 else ()


def _topic(row: Row, cells: Sequence[Phrase]) -> list[Phrase]:
    """The first list of cells of a sentence; where its first is but the class of the next (``…, such as X``), these."""
    first = [p for p in cells if p.group == cells[0].group]
    rest = [p for p in cells if p is not cells[0]]
    class_of = bool(rest) and _SUCH & {row.word(at) for at in range(cells[0].at + 1, rest[0].at)}
    return [p for p in rest if p.group == rest[0].group] if class_of else first


def _single(phrases: Sequence[Phrase]) -> Phrase | None:
    """The molecule that ``it`` can mean later: the last microRNA, or the only protein; None for none."""
    micro = [p for p in phrases if p.type is EntityType.MIRNA]
    proteins = [p for p in phrases if p.type is EntityType.MARKER]
    found = micro[-1:] or (proteins if len(proteins) == 1 else [])
    return found[0] if found else None


def name_of(mention: Mention) -> str:
    """What tells two mentions of the same thing in one document: the concept, or the surface without plural."""
    return mention.concept or f"{mention.type.value}:{mention.surface.casefold().rstrip('s')}"


def vesicle_names(document: Document, annotation: Annotation, lexicon: Lexicon) -> frozenset[str]:
    """Lower-case short forms whose long form ends in a word for vesicles, from brackets and from the annotation.

    A short form that is itself a mention (``MSC``) is none.
    """
    mentioned = {m.surface.lower() for m in annotation.mentions}
    found = {
        match.group(2).lower()
        for match in _DEFINED.finditer(document.text)
        if lexicon.has("vesicles.words", match.group(1).lower())
    }
    for abbreviation in annotation.abbreviations:
        last = abbreviation.long_text.lower().split()[-1:]
        if last and lexicon.has("vesicles.words", last[0]):
            found.add(abbreviation.short_text.lower())
    plural = {name + "s" for name in found if not name.endswith("s")}
    return frozenset(name for name in found | plural if name not in mentioned and name.isalpha())
