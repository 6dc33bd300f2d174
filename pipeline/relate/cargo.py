"""Claims on the cargo of vesicles: they are named for it, were made to hold it, hold more of it, or it is listed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.records import EntityType
from pipeline.relate.atoms import BE
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.phrases import Phrase, listed
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader
from pipeline.relate.transfer import LOAD

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_NAMED = (_MARKER, _MIRNA)
_SUCH = frozenset(
    {"such", "including", "like", "namely", "particularly", "especially", "notably", "includes", "include"}
)
#: the rule of what a name says of vesicles: under no doubt where the sentence only asks what they do
LADEN = "laden"
_REACH = 16  # atoms that may stand between a noun of contents and the names


def cargo_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all wordings, in the order of the row within each."""
    yield from _named_for(reader)
    yield from _made_with(reader)
    yield from _more_of(reader)
    yield from _grown(reader)
    yield from _fronted(reader)
    yield from _listed_as_theirs(reader)
    yield from _in_which(reader)


def _claim(cell: Agent, held: Phrase, at: int) -> Claim:
    return Claim(cell, Theme(held), "hold", 1, LADEN, at, False, 0.7)


def _members(reader: Reader, phrase: Phrase) -> list[Phrase]:
    return [p for p in listed(reader.phrases, phrase, *_NAMED) if p.sign > 0]


def _named_for(reader: Reader) -> Iterator[Claim]:
    """``miR-210-EPC-EVs``, ``miR-124 exosomes derived from MSCs``: they hold it."""
    atoms = reader.row.atoms
    for cell in reader.phrases:
        if cell.type is not _CELL or cell.vesicle < 0:
            continue
        ahead = cell.at < cell.vesicle <= cell.at + 2
        hung = ahead and cell.at >= 2 and atoms[cell.at - 1].hyphen
        place = cell.at - 2 if hung else cell.vesicle - 1 if cell.vesicle < cell.at else -1
        if not hung and place > 0 and atoms[place].hyphen:
            place -= 1
        held = next((p for p in reader.phrases if p.at == place), None)
        if held is not None and held.type is _MIRNA and held.sign > 0:
            yield _claim(reader.agent(cell), held, cell.at if hung else cell.vesicle)


def _made_with(reader: Reader) -> Iterator[Claim]:
    """``exosomes from MSCs transfected with miR-140``, ``exosomes of MSCs overexpressing miR-21``: they hold it."""
    has = reader.lexicon.has
    for cell in reader.phrases:
        word = reader.row.word(cell.at + 1)
        if cell.type is not _CELL or not 0 <= cell.vesicle < cell.at or not has("grammar.made_to_express", word):
            continue
        held = next((p for p in reader.between(cell.at + 2, cell.at + 5) if p.type in _NAMED), None)
        if held is None or held.type is not _MIRNA or held.sign < 0:
            continue
        between = [reader.row.word(at) for at in range(cell.at + 2, held.at)]
        if all(w in ("with", "to", "express", "overexpress", "the", "by") for w in between):
            yield _claim(reader.agent(cell), held, cell.at + 1)


def _more_of(reader: Reader) -> Iterator[Claim]:
    """``Hypoxia increased the miR-126 content of EPC exosomes``: enriched; nobody with vesicles of its own acts."""
    for number, verb in enumerate(reader.verbs):
        if verb.role in (Role.PASSIVE, Role.REDUCED) or verb.trigger.effect not in ("up", "down") or verb.negated:
            continue
        themes = [t for t in reader.objects(number) if t.phrase.carriers and t.phrase.type in _NAMED]
        if not themes or any(a.mention.type is _CELL for a in reader.subject(number)):
            continue
        for theme in themes:
            for carrier in theme.phrase.carriers:
                cell = next(p for p in reader.phrases if p.mention == carrier)
                if cell.vesicle >= 0:
                    sign = verb.trigger.sign * theme.sign
                    yield Claim(reader.agent(cell), Theme(theme.phrase), "level", sign, LOAD, verb.at, False, 0.7)


def _grown(reader: Reader) -> Iterator[Claim]:
    """``A overexpression in X-EVs``, ``A enrichment in X exosomes``: they hold more of A."""
    for noun in reader.others:
        more = reader.lexicon.has("grammar.enriching", reader.row.word(noun.at))
        if noun.role is not Role.NOUN or not more or noun.negated or reader.row.word(noun.at + 1) not in ("in", "on"):
            continue
        held = [p for p in reader.phrases if p.type in _NAMED and p.at == noun.at - 1 and p.sign > 0]
        cells = [p for p in reader.between(noun.at + 2, noun.at + 6) if p.type is _CELL and p.vesicle >= 0]
        tied = cells and cells[0].preposition_at == noun.at + 1 and not reader.apart(noun.at, cells[0].at)
        for phrase in held if tied else ():
            yield Claim(reader.agent(cells[0]), Theme(phrase), "level", 1, LOAD, noun.at, False, 0.7)


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


def _listed_as_theirs(reader: Reader) -> Iterator[Claim]:
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
