"""Changes told without who made them: ``…, whereas X fell``, ``when Y was blocked, X rose``, ``had lower X``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)
_WHEN = frozenset({"when", "once", "if", "after", "upon", "where"})
_GIVEN = frozenset({"given", "added", "applied", "delivered", "infused", "used"})
_AFTER = frozenset({"in", "of", "after", "upon", "following", "from", "with"})
_ELSEWHERE = frozenset({"patients", "model", "models", "mice", "rats", "untreated", "controls", "control", "disease"})
_ENDS = frozenset({";", ".", "than", "but", "was", "were", "is", "are"})


def change_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of changes of molecules and pathways without an agent of their own, in text order."""
    for number, verb in enumerate(reader.verbs):
        yield from _unexpressed(reader, number, verb)
        themes = _changed(reader, number, verb)
        if not themes:
            continue
        conditions = _conditions(reader, number)
        agents = conditions or _former(reader, number)
        surety = 0.65 if conditions else 0.55
        negated = verb.negated and not (conditions and "longer" in _before(reader, verb))
        for agent in agents:
            sign = verb.trigger.sign
            if conditions and verb.negated:  # "no longer activated when X was blocked"
                negated, sign = False, -sign
            for theme in themes:
                if agent.inside != theme.phrase.mention:
                    yield Claim(agent, theme, _effect(sign), sign, verb.trigger.rule, verb.at, negated, surety)
    yield from _compared(reader)


def _unexpressed(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``X expressed A, while B was not expressed``: X is who lacks B."""
    if verb.role is not Role.PASSIVE or verb.trigger.effect not in ("express", "lack") or number == 0:
        return
    former = reader.verbs[number - 1]
    named = any(p.type is _CELL for p in reader.between(former.at + 1, len(reader.row.atoms)))
    if named or former.trigger.effect not in ("express", "hold", "carry") or former.role is not Role.ACTIVE:
        return
    for agent in reader.subject(number - 1):
        for theme in reader.themes_left(number) if agent.mention.type is _CELL else ():
            if theme.phrase.type is _MARKER:
                yield Claim(agent, theme, verb.trigger.effect, verb.trigger.sign, verb.trigger.rule, verb.at,
                            verb.negated, 0.6)  # fmt: skip


def _compared(reader: Reader) -> Iterator[Claim]:
    """``the X-EV group had lower A and higher B``: X-EVs lowered A and raised B."""
    has = reader.lexicon.has
    for atom in reader.row.atoms:
        cells = [p for p in reader.between(atom.index - 6, atom.index) if p.type is _CELL and p.vesicle > p.at]
        if atom.low not in ("had", "have") or not cells or cells[-1].preposition or not cells[-1].treatment:
            continue
        sign = 0
        for place in reader.row.atoms[atom.index + 1 :]:
            more, less = has("grammar.more", place.low), has("grammar.less", place.low)
            sign = more - less if more or less else sign
            if place.mention >= 0 and sign and reader.phrases[place.mention].type is _MARKER:
                theme = Theme(reader.phrases[place.mention])
                yield Claim(reader.agent(cells[-1]), theme, "up", sign, "load", atom.index, False, 0.7)
            broken = place.low == "," and not (sign and reader.row.atoms[place.index - 1].mention >= 0)
            if broken or (place.mention < 0 and (place.low in _ENDS or has("grammar.opens_clause", place.low))):
                break


def _effect(sign: int) -> str:
    return "up" if sign > 0 else "down"


def _before(reader: Reader, verb: Verb) -> set[str]:
    return {reader.row.word(at) for at in range(max(0, verb.at - 4), verb.at)}


def _changed(reader: Reader, number: int, verb: Verb) -> list[Theme]:
    """What the verb says to have changed, where it names nobody who changed it."""
    if verb.trigger.effect == "change":
        themes = _subjects(reader, verb)
    elif verb.trigger.effect not in ("up", "down") or not verb.trigger.sign:
        return []
    elif verb.role is Role.PASSIVE:
        themes = [] if reader.passive_agents(number) else reader.themes_left(number)
    elif verb.role is Role.ACTIVE and verb.trigger.rule in ("raise", "lower") and not reader.objects(number):
        themes = _subjects(reader, verb) if reader.row.word(verb.at + 1) in ("", ".", ",", "again", "in", "and") else []
    else:
        return []
    named = [t for t in themes if t.phrase.type is not _CELL]
    if named and all(reader.row.word(t.phrase.at - 1) == "(" for t in themes if t.phrase.type is _CELL):
        themes = named  # "X (a cell's marker) was raised"
    kinds = {t.phrase.type for t in themes}
    if not kinds or _CELL in kinds:
        return []
    return [replace(t, preposition="", behind=False) for t in themes]


def _subjects(reader: Reader, verb: Verb) -> list[Theme]:
    left = verb.left if not verb.shares else verb.at
    return [
        Theme(p, reader.path(left, p)[0])
        for p in reader.between(left, verb.stop or verb.at)
        if p.preposition in ("", "of") and not p.modifier and p.type is not _CELL and p.sign > 0
    ]


def _conditions(reader: Reader, number: int) -> list[Agent]:
    """``when X was blocked``, ``in X knockout mice``, ``after silencing of X``: X, its function taken away."""
    found: list[Agent] = []
    for other, verb in enumerate(reader.verbs):
        if other == number or verb.role is not Role.PASSIVE or verb.negated:
            continue
        opens = {reader.row.word(at) for at in range(max(0, verb.left - 1), min(verb.left + 2, verb.at))}
        lost = verb.trigger.sign < 0 or reader.lexicon.has("loss.words", reader.row.word(verb.at))
        if (
            opens & _WHEN
            and (treated := reader.row.word(verb.at))
            and (treated in _GIVEN or reader.lexicon.has("agents.treated", treated))
        ):
            found += [reader.agent(t.phrase) for t in reader.themes_left(other) if t.phrase.vesicle >= 0]
        if not opens & _WHEN or not (lost or verb.trigger.sign > 0):
            continue
        for theme in reader.themes_left(other):
            if theme.phrase.type in (_MARKER, _MIRNA):
                found.append(replace(reader.agent(theme.phrase), sign=-1 if lost else 1))
    taken = [p for p in reader.phrases if p.sign < 0 and p.type in (_MARKER, _MIRNA) and p.preposition in _AFTER]
    return found or [reader.agent(p) for p in taken if not (p.short and p.partner >= 0)]


def _former(reader: Reader, number: int) -> tuple[Agent, ...]:
    """Who acted in the clause before, or in the sentence before where this one names nobody who could."""
    verb = reader.verbs[number]
    words = {reader.row.word(at) for at in range(verb.left, min(verb.right + 1, len(reader.row.atoms)))}
    if words & _ELSEWHERE:
        return ()
    for before in range(number - 1, -1, -1):
        former = reader.verbs[before]
        if former.negated or former.trigger.effect == "other":
            continue
        if former.relative and not verb.relative:  # "X that target Y were raised": of X
            return ()
        if former.trigger.effect not in ("up", "down", "affect", "carry", "target"):
            return ()
        agents = reader.passive_agents(before) if former.role is Role.PASSIVE else reader.subject(before)
        acting = tuple(a for a in agents if a.vesicle or a.mention.type is _MIRNA)
        if acting or former.role is not Role.PASSIVE:
            return acting
    return _unnamed(reader)


def _unnamed(reader: Reader) -> tuple[Agent, ...]:
    """Who acted in the sentence before, where this one names no cell and no treatment of its own."""
    if any(p.type is _CELL or p.treatment for p in reader.phrases):
        return ()
    words = {a.low for a in reader.row.atoms}
    lists = reader.lexicon.lists
    return () if words & lists["grammar.elsewhere"] else reader.acting
