"""Claims on transfer from cell to cell: ``exosomal transfer of miR-1 from A to B``, ``shuttled from A into B``."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.phrases import Phrase, listed
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_NAMED = (_MARKER, _MIRNA)
_INTO = frozenset({"to", "into", "toward", "towards"})
#: the rule of claims on cargo and on those that it is handed to
LOAD = "load"
_NOUN_REACH = 24  # atoms that may stand between a noun of transfer and the cells that it names
_REACH = 16  # atoms that may stand between any word of transfer and the cells and names


def transfer_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all wordings, in the order of the row within each."""
    yield from _handed(reader)
    yield from _from_to(reader)


def _handed(reader: Reader) -> Iterator[Claim]:
    """``exosomal transfer of miR-143 from A to B``, ``miR-9 of A exosomes was shuttled into B``: A acts on B."""
    told = any(a.vesicle or a.low == "exosomic" for a in reader.row.atoms)
    for noun in reader.others if told else ():
        if noun.role is not Role.NOUN or noun.trigger.effect != "carry" or noun.negated:
            continue
        behind = [p for p in reader.between(noun.at + 1, noun.at + _NOUN_REACH) if p.preposition_at > noun.at]
        givers = [p for p in behind if p.type is _CELL and p.preposition == "from"]
        if not givers or reader.stopped(noun.at, givers[0].at):
            continue
        held = [p for p in behind if p.type in _NAMED and p.preposition == "of" and p.preposition_at == noun.at + 1]
        held = held or [p for p in reader.phrases if p.type in _NAMED and 0 < noun.at - p.at <= 2]
        agents = [Agent(reader.row.mentions[g.mention], 1, True, inside=g.mention) for g in givers]
        for agent in agents if held else ():
            for phrase in listed(reader.phrases, held[0], *_NAMED):
                yield Claim(agent, Theme(phrase), "carry", 1, LOAD, noun.at, False, 0.7)
            yield from _given(behind, agent, givers[0], noun.at)
    for number, verb in enumerate(reader.verbs):
        if verb.role is not Role.PASSIVE or verb.trigger.effect != "carry" or verb.negated:
            continue
        carriers = {c for t in reader.themes_left(number) for c in t.phrase.carriers}
        behind = [p for p in reader.between(verb.at + 1, verb.right) if p.preposition_at > verb.at]
        for carrier in sorted(carriers):
            giver = next(p for p in reader.phrases if p.mention == carrier)
            agent = Agent(reader.row.mentions[carrier], 1, True, inside=carrier)
            yield from _given(behind, agent, giver, verb.at)


def _from_to(reader: Reader) -> Iterator[Claim]:
    """``transfer miR-1 from A to B``, ``exosomal miRNAs travel from A into B``: A acts on B."""
    told = any(a.vesicle or a.low == "exosomal" for a in reader.row.atoms)
    for verb in (*reader.verbs, *reader.others):
        if verb.trigger.effect != "carry" or verb.negated or verb.role in (Role.COMPOUND, Role.ATTRIBUTE):
            continue
        behind = [p for p in reader.between(verb.at + 1, verb.at + _REACH) if p.preposition_at > verb.at]
        cells = [p for p in behind if p.type is _CELL]
        givers = [p for p in cells if p.preposition == "from"]
        takers = [p for p in cells if p.preposition in _INTO and givers and p.preposition_at > givers[-1].at]
        held = any(p.type is _MIRNA for p in reader.between(verb.at - 4, verb.at + _REACH))
        if not takers or not (told or held) or reader.stopped(verb.at, takers[0].at):
            continue
        for giver in givers:
            agent = Agent(reader.row.mentions[giver.mention], 1, True, inside=giver.mention)
            yield from _given(takers, agent, giver, verb.at)


def _given(behind: list[Phrase], agent: Agent, giver: Phrase, at: int) -> Iterator[Claim]:
    """``from A to B``: A's vesicles act on each cell of these phrases that something is handed to."""
    for taker in behind:
        if taker.type is _CELL and taker.preposition in _INTO and taker.vesicle < 0 and taker.group != giver.group:
            yield Claim(agent, Theme(taker, preposition="to"), "carry", 1, LOAD, at, False, 0.65)
