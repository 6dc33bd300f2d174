"""Claims of active verbs, gerunds and infinitives, and of general verbs that lead to nouns of action."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.anaphora import name_of
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.derivation import derived
from pipeline.relate.instruments import adverb_sign, denied, instruments, shows
from pipeline.relate.outcomes import leads_to, led, treated_before, undone
from pipeline.relate.passives import passive_claims, residing
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader
from pipeline.relate.themes import shared

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_PATHWAY = EntityType.PATHWAY
_REVEALED = frozenset({"showed", "shows", "show", "revealed", "reveals", "demonstrated", "yielded"})
_SHOWN = re.compile(r"(?:show|exhibit|display|ha[ds]$|have$|demonstrat|present|possess)")
_AMOUNTS = frozenset({"level", "levels", "amount", "amounts", "quantities", "concentrations", "expression"})
_INTO = frozenset({"to", "into", "toward", "towards"})
_GIVES = ("confer", "impart", "bestow", "transfer", "transmit", "convey", "deliver")


def verb_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all verbs of a row, in text order."""
    for number, verb in enumerate(reader.verbs):
        if verb.role not in (Role.PASSIVE, Role.REDUCED):
            yield from _active(reader, number, verb)
        else:
            yield from passive_claims(reader, number, verb)


def _active(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    effect, trigger = verb.trigger.effect, verb.trigger
    agents = reader.subject(number)
    if effect == "other":
        yield from _general(reader, number, verb, agents)
        return
    if effect == "change":  # told without who made it: see changes
        return
    if effect == "reside":
        yield from residing(reader, verb)
        return
    themes = reader.objects(number)
    if effect == "derive":
        yield from derived(reader, verb, [t.phrase for t in themes])
    if not themes and effect in ("up", "down", "affect") and number + 1 < len(reader.verbs):
        process = reader.own_process(verb)
        if process and reader.verbs[number + 1].shares:
            themes = shared(reader.objects(number + 1), process)
    if not themes and effect in ("up", "down", "affect"):
        themes = treated_before(reader, verb)
    if effect == "mediate" and any(a.mention.type is _PATHWAY for a in agents):
        yield from _mediating(reader, verb, agents)
        return
    if effect == "down" and any(a.mention.type is _PATHWAY and a.sign < 0 for a in agents):
        yield from undone(reader, verb, agents)
    sign = trigger.sign
    if effect == "affect":
        sign = adverb_sign(reader, verb)
    for theme in themes:
        if effect == "affect" and trigger.particle and theme.preposition == trigger.particle:
            theme = replace(theme, preposition="")  # "talks to X"
        first = reader.first(theme.phrase)
        if effect in ("express", "lack") and _broken(reader, verb.at, first):
            continue
        turned = reader.lexicon.has("processes.turns", theme.process)  # "mediates polarization" tells no direction
        told = (theme.process and not turned and theme.phrase.type is _CELL) or any(
            v.trigger.sign for v in reader.lead(verb.at + 1, theme.phrase.at + 4)
        )
        made = 1 if effect == "mediate" and told else sign
        if effect == "affect" and any(v.role is Role.ATTRIBUTE for v in reader.lead(verb.at, first)):
            made = 1  # "shifted the profile towards reduced X"
        theme, given = _given(reader, verb, theme)
        told_effect = "up" if given else effect
        made = 1 if given else made
        if effect in ("target", "affect") and not sign:
            made = _for_what(reader, theme) or made
        negated = verb.negated or denied(reader, verb.at, theme.phrase.at)
        compared = _compared(reader, verb, first) if effect in ("carry", "hold", "express") else 0
        lost = any(a.sign < 0 for a in agents) and trigger.rule == "abolish"
        unclear = reader.lexicon.lists["grammar.of_theme"]
        if lost and any(
            v.trigger.effect == "affect" and reader.row.word(v.at) not in unclear for v in reader.lead(verb.at, first)
        ):
            theme = replace(theme, sign=1)  # "silencing of X abolished the effect on Y"
        for agent in agents:
            if effect in ("carry", "hold", "express", "secrete") and _by_treatment(reader, verb, agent):
                less = compared or _compared(reader, verb, first)
                if less:
                    yield Claim(agent, theme, "up", less, trigger.rule, verb.at, negated, 0.7)
                continue
            if compared and (agent.vesicle or theme.phrase.cargo):  # "transferred less exosomal X"
                yield Claim(agent, theme, "level", compared, trigger.rule, verb.at, negated)
                continue
            yield Claim(agent, theme, told_effect, made, trigger.rule, verb.at, negated)
            other = theme.phrase.carriers and name_of(reader.row.mentions[theme.phrase.carriers[0]])
            if effect in ("up", "down") and other and agent.mention.type is _CELL and other != name_of(agent.mention):
                carrier = Agent(
                    reader.row.mentions[theme.phrase.carriers[0]], 1, True, False, False, theme.phrase.carriers[0]
                )
                yield Claim(carrier, theme, "level", made, trigger.rule, verb.at, negated)
    yield from _inside(reader, verb, agents, themes)
    yield from instruments(reader, number, verb, agents, themes)


def _given(reader: Reader, verb: Verb, theme: Theme) -> tuple[Theme, bool]:
    """``conferred resistance to X``: X gains it; ``protects against X death``: X is spared."""
    word = reader.row.word(verb.at)
    if theme.phrase.type is not _CELL or theme.phrase.vesicle >= 0:
        return theme, False
    if word.startswith("protect") and theme.preposition in ("against", "from") and theme.process:
        return replace(theme, preposition="", process="", sign=1), False
    if not word.startswith(_GIVES) or theme.preposition not in ("to", "on", "upon", "into"):
        return theme, False
    between = [reader.row.word(at) for at in range(verb.at + 1, theme.phrase.preposition_at)]
    process = next((w for w in between if reader.is_process(w)), "")
    return (replace(theme, preposition="", process=process), True) if process else (theme, False)


def _for_what(reader: Reader, theme: Theme) -> int:
    """``targets X for degradation``: the sign of the noun of action behind ``for``, else 0."""
    after = reader.last(theme.phrase) + 1
    if reader.row.word(after) != "for":
        return 0
    return next((v.trigger.sign for v in reader.lead(after + 1, after + 4) if v.trigger.sign), 0)


def _inside(reader: Reader, verb: Verb, agents: Sequence[Agent], themes: Sequence[Theme]) -> Iterator[Claim]:
    """``In Y, X-Exos activated Z``: the vesicles act on the cells in which they change a molecule."""
    if verb.trigger.effect not in ("up", "down", "affect") or not any(t.phrase.type is not _CELL for t in themes):
        return
    for cell in reader.between(verb.left, verb.stop):
        fronted = cell.preposition == "in" and reader.row.word(reader.last(cell) + 1) == ","
        if cell.type is _CELL and cell.vesicle < 0 and fronted:
            for agent in agents:
                if agent.vesicle:
                    yield Claim(agent, Theme(cell, preposition="in", behind=True), verb.trigger.effect, 0,
                                verb.trigger.rule, verb.at, verb.negated, 0.6)  # fmt: skip


def _broken(reader: Reader, left: int, right: int) -> bool:
    """Whether a comma parts a verb from its object, and no ``including`` or ``such as`` stands behind it."""
    return any(
        reader.row.word(at) == "," and reader.row.word(at + 1) not in ("including", "such", "namely", "like")
        for at in range(left, right)
    )


def _compared(reader: Reader, verb: Verb, first: int) -> int:
    """``carry less X``, ``contain higher levels of X``: -1 or 1; 0 where the words compare nothing."""
    for at in range(verb.at + 1, first):
        word = reader.row.word(at)
        if reader.lexicon.has("grammar.less", word):
            return -1
        if reader.lexicon.has("grammar.more", word):
            return 1
    raised = [v for v in reader.lead(verb.at, min(first, verb.at + 3)) if v.role is Role.ATTRIBUTE and v.trigger.sign]
    return raised[0].trigger.sign if raised and reader.row.word(raised[0].at + 1) in _AMOUNTS else 0


def _mediating(reader: Reader, verb: Verb, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``the X pathway mediates the effects of Y``: Y acts through X."""
    for agent in agents:
        if agent.mention.type is not _PATHWAY or agent.inside < 0:
            continue
        for phrase in reader.between(verb.at + 1, verb.right):
            if phrase.vesicle >= 0 or phrase.cargo:
                theme = Theme(reader.phrases[agent.inside])
                yield Claim(reader.agent(phrase), theme, "affect", 0, verb.trigger.rule, verb.at, verb.negated, 0.7)


def _general(reader: Reader, number: int, verb: Verb, agents: Sequence[Agent]) -> Iterator[Claim]:
    """General verbs: nouns of action behind them (``led to activation of X``), and instruments (``act via X``)."""
    if reader.lexicon.has("grammar.no_cause", reader.row.word(verb.at)):
        return
    yield from led(reader, verb, agents)
    for theme in reader.objects(number):
        end = reader.last(theme.phrase)
        lead = [
            v
            for v in reader.lead(verb.at + 1, max(theme.phrase.at, end) + 4)
            if v.role in (Role.NOUN, Role.ATTRIBUTE)
            and not (v.at > end and (reader.apart(end + 1, v.at) or reader.stopped(end + 1, v.at)))
        ]
        acting = tuple(a for a in agents if not _state(reader, verb, theme, a))
        yield from _possessed(reader, verb, theme, agents)
        if not lead:
            yield from leads_to(reader, verb, theme, acting)
            yield from shows(reader, verb, theme, agents)
            yield from _revealed(reader, verb, theme, agents)
            continue
        if _names_agent(reader, lead[-1]):
            continue
        theme = replace(theme, preposition="" if theme.preposition == "to" else theme.preposition)
        sign = 1 if lead[-1].trigger.sign else 0
        holds = lead[-1].trigger.effect in ("hold", "carry", "express") and all(a.mention.type is _CELL for a in acting)
        lacks = lead[-1].trigger.effect == "lack" and all(a.vesicle for a in acting)
        effect = lead[-1].trigger.effect if holds or lacks else "up" if sign else "affect"
        for agent in acting:
            yield Claim(agent, theme, effect, sign, lead[-1].trigger.rule, lead[-1].at,
                        verb.negated or lead[-1].negated, 0.65)  # fmt: skip
    yield from instruments(reader, number, verb, agents, [])


def _state(reader: Reader, verb: Verb, theme: Theme, agent: Agent) -> bool:
    """``X cells showed higher Y``: that is what X is like, not what it does; treated and vesicles' X act."""
    plain = agent.mention.type is _CELL and not agent.vesicle and agent.inside >= 0 and agent.sign > 0
    acts = plain and (reader.phrases[agent.inside].treatment or _treated(reader, agent, verb))
    return plain and not acts and theme.phrase.type is _MARKER and bool(_SHOWN.match(reader.row.word(verb.at)))


def _by_treatment(reader: Reader, verb: Verb, agent: Agent) -> bool:
    """``Y treated with X-EVs expressed more Z``, ``X-EV-treated Y released less Z``: X changed what Y holds."""
    if agent.inside < 0 or agent.mention.type is not _CELL or not agent.vesicle:
        return False
    phrase = reader.phrases[agent.inside]
    if phrase.at < verb.left:
        return False
    if reader.lexicon.has("agents.treated", phrase.modifier):
        return True
    near = range(max(0, phrase.at - 4), phrase.at)
    return phrase.preposition == "with" and any(
        reader.lexicon.has("agents.treated", reader.row.word(at)) for at in near
    )


def _treated(reader: Reader, agent: Agent, verb: Verb) -> bool:
    place = reader.row.place[agent.inside]
    return any(reader.lexicon.has("agents.treated", reader.row.word(at)) for at in range(max(0, place - 4), verb.at))


def _possessed(reader: Reader, verb: Verb, theme: Theme, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``X cells showed higher expression of Y``: X expresses Y."""
    words = {reader.row.word(at) for at in range(verb.at, min(theme.phrase.at + 4, len(reader.row.atoms)))}
    if theme.phrase.type is _MARKER and words & {"expression", "level", "levels", "expressions"}:
        if words & {"no", "low", "lower", "reduced", "decreased", "less", "diminished", "absent"}:
            return
        for agent in agents:
            if _state(reader, verb, theme, agent):
                yield Claim(agent, theme, "express", 1, "express", verb.at, verb.negated, 0.65)


def _revealed(reader: Reader, verb: Verb, theme: Theme, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``X-EVs showed A and B``, ``analysis of X-EVs revealed A``: names right behind the verb are what they hold."""
    if reader.row.word(verb.at) not in _REVEALED or theme.preposition or theme.phrase.type not in (_MARKER, _MIRNA):
        return
    first = reader.first(theme.phrase)
    near = [reader.row.word(at) for at in range(verb.at + 1, first)]
    if len(near) > 3 or "that" in near or reader.row.word(reader.last(theme.phrase) + 1) in ("to", "as", "in"):
        return
    for agent in agents:
        if agent.vesicle and agent.mention.type is _CELL and not agent.cross:
            yield Claim(agent, theme, "hold", 1, "hold", verb.at, verb.negated, 0.6)


def _names_agent(reader: Reader, noun: Verb) -> bool:
    """Whether ``effect of X on Y`` names its agent itself; ``regulation of Y`` does not."""
    if reader.lexicon.has("grammar.of_theme", reader.row.word(noun.at)):
        return False
    return noun.trigger.effect in ("affect", "uptake") and any(
        p.preposition in ("of", "by") and 0 < p.preposition_at - noun.at < 4 for p in reader.phrases
    )
