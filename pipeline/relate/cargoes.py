"""Claims on cargo told on the way: ``from A to B``, ``their cargo, such as Y``, ``in which Y is enriched``."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.records import EntityType
from pipeline.relate.atoms import BE
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.loads import INTO, LOAD, given
from pipeline.relate.phrases import Phrase, listed
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_NAMED = (_MARKER, _MIRNA)
_SUCH = frozenset(
    {"such", "including", "like", "namely", "particularly", "especially", "notably", "includes", "include"}
)
_REACH = 16  # atoms that may stand between a word of transfer and the cells, or a noun of contents and the names


def cargo_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all wordings, in the order of the row within each."""
    yield from _from_to(reader)
    yield from _fronted(reader)
    yield from _theirs(reader)
    yield from _in_which(reader)


def _members(reader: Reader, phrase: Phrase) -> list[Phrase]:
    return [p for p in listed(reader.phrases, phrase, *_NAMED) if p.sign > 0]


def _from_to(reader: Reader) -> Iterator[Claim]:
    """``transfer miR-1 from A to B``, ``exosomal miRNAs travel from A into B``: A acts on B."""
    told = any(a.vesicle or a.low == "exosomal" for a in reader.row.atoms)
    for verb in (*reader.verbs, *reader.others):
        if verb.trigger.effect != "carry" or verb.negated or verb.role in (Role.COMPOUND, Role.ATTRIBUTE):
            continue
        behind = [p for p in reader.between(verb.at + 1, verb.at + _REACH) if p.preposition_at > verb.at]
        cells = [p for p in behind if p.type is _CELL]
        givers = [p for p in cells if p.preposition == "from"]
        takers = [p for p in cells if p.preposition in INTO and givers and p.preposition_at > givers[-1].at]
        held = any(p.type is _MIRNA for p in reader.between(verb.at - 4, verb.at + _REACH))
        if not takers or not (told or held) or reader.stopped(verb.at, takers[0].at):
            continue
        for giver in givers:
            agent = Agent(reader.row.mentions[giver.mention], 1, True, inside=giver.mention)
            yield from given(takers, agent, giver, verb.at)


def _fronted(reader: Reader) -> Iterator[Claim]:
    """``Through the delivery of miR-1, X-Exos …``: X's vesicles hold it."""
    for noun in reader.others:
        words = [reader.row.word(at) for at in range(max(0, noun.at - 3), noun.at)]
        opens = next((w for w in words if w not in ("the", "direct", "a", "successful")), "")
        if noun.role is not Role.NOUN or noun.trigger.effect != "carry" or noun.at > 3 or opens not in (
            "through", "via", "by", "upon"
        ):  # fmt: skip
            continue
        held = [p for p in reader.between(noun.at + 1, noun.at + 5) if p.type in _NAMED and p.preposition == "of"]
        if not held or reader.row.word(reader.last(held[0]) + 1) != ",":
            continue
        after = reader.between(reader.last(held[0]) + 1, reader.last(held[0]) + 6)
        for cell in (p for p in after[:1] if p.type is _CELL and p.vesicle >= 0):
            for phrase in _members(reader, held[0]):
                yield Claim(reader.agent(cell), Theme(phrase), "carry", 1, LOAD, noun.at, False, 0.7)


def _theirs(reader: Reader) -> Iterator[Claim]:
    """``X-Exos act by their cargo of miRNAs, such as miR-1``, ``Their cargo includes miR-1``: X's vesicles hold it."""
    for atom in reader.row.atoms:
        if atom.low not in ("their", "its"):
            continue
        near = range(atom.index + 1, atom.index + 5)
        noun = next((at for at in near if reader.lexicon.has("contents.own", reader.row.word(at))), -1)
        names = [p for p in reader.between(noun + 1, noun + _REACH) if p.type in _NAMED] if noun > 0 else []
        if not names or any(atom.index < p.at < names[0].at for p in reader.phrases):
            continue
        words = [reader.row.word(at) for at in range(noun + 1, names[0].at)]
        lists = next((i for i, w in enumerate(words) if w in _SUCH), -1)
        verbs = any(noun < v.at < noun + 1 + lists for v in reader.verbs)
        if lists < 0 or verbs or {";", ".", "not", "by", "to"} & set(words):
            continue
        for agent in reader.resolve(atom.index):
            for phrase in _members(reader, names[0]):
                if agent.vesicle and agent.mention.type is _CELL:
                    yield Claim(agent, Theme(phrase), "hold", 1, LOAD, noun + 1 + lists, False, 0.65)


def _in_which(reader: Reader) -> Iterator[Claim]:
    """``X-Exos, in which miR-1 is enriched, …``: they hold it."""
    for cell in reader.phrases:
        end = max(cell.at, cell.vesicle)
        words = [reader.row.word(at) for at in range(end + 1, end + 4)]
        words = words[1:] if words[:1] == [","] else words
        if cell.type is not _CELL or cell.vesicle < 0 or words[:1] not in (["in"], ["within"]) or words[1] != "which":
            continue
        held = next((p for p in reader.between(end + 3, end + 8) if p.type in _NAMED), None)
        near = range(end + 1, held.at) if held is not None else ()
        if held is None or any(reader.lexicon.has("negation.words", reader.row.word(at)) for at in near):
            continue
        last = reader.last(held)
        after = range(last + 1, last + 6)
        verb = next((v for v in reader.verbs if v.at in after and v.trigger.effect in ("hold", "carry")), None)
        if verb is not None and not verb.negated and any(reader.row.word(at) in BE for at in range(last + 1, verb.at)):
            for phrase in _members(reader, held):
                yield Claim(reader.agent(cell), Theme(phrase), "hold", 1, "hold", verb.at, False, 0.7)
