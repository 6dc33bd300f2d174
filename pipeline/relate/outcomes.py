"""Claims of what treatments lead to, and of effects that are lost without a pathway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _PATHWAY = EntityType.CELL_TYPE, EntityType.PATHWAY
_LEADS = ("lead", "led", "result", "contribut", "culminat")


def treated_before(reader: Reader, verb: Verb) -> list[Theme]:
    """``treatment of X with Y enhanced migration``, ``in X, Y enhanced migration``: the process is that of X."""
    process = reader.own_process(verb)
    if not process:
        return []
    tied = verb.before >= 0 and reader.verbs[verb.before].role is Role.REDUCED  # "with exosomes derived from X"
    left = reader.verbs[verb.before].left if tied else verb.left
    cells = [p for p in reader.between(left, verb.stop) if p.type is _CELL and p.vesicle < 0]
    return [
        Theme(p, process=process) for p in cells if p.preposition == "in" or (p.treatment and p.preposition == "of")
    ]


def leads_to(reader: Reader, verb: Verb, theme: Theme, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``X-EVs led to Y survival``: they act on Y."""
    word, phrase = reader.row.word(verb.at), theme.phrase
    if phrase.type is not _CELL or phrase.vesicle >= 0 or not theme.process or not word.startswith(_LEADS):
        return
    if theme.preposition in ("to", "in", "") and 0 <= phrase.preposition_at - verb.at <= 2:
        for agent in agents:
            if agent.vesicle:
                yield Claim(agent, replace(theme, preposition=""), "up", 1, "lead", verb.at, verb.negated, 0.6)


def led(reader: Reader, verb: Verb, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``treatment of Y with X-EVs led to increased migration``: X acts on Y."""
    process, word = reader.own_process(verb), reader.row.word(verb.at)
    if not process or not word.startswith(_LEADS) or any(reader.between(verb.at + 1, verb.right)):
        return
    signs = [v.trigger.sign for v in reader.lead(verb.at + 1, verb.right) if v.trigger.sign]
    for theme in treated_before(reader, verb) if signs else ():
        acting = [a for a in agents if a.vesicle] or reader.agents_in(0, verb.at)
        for agent in acting:
            if agent.vesicle:
                yield Claim(agent, theme, "up", signs[0], "lead", verb.at, verb.negated, 0.65)


def undone(reader: Reader, verb: Verb, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``inhibition of the X pathway abolished the effects of Y``: Y acts through X."""
    for phrase in reader.between(verb.at + 1, verb.right):
        told = any(v.trigger.effect == "affect" for v in reader.lead(verb.at + 1, phrase.at))
        if told and phrase.preposition == "of" and (phrase.vesicle >= 0 or phrase.cargo):
            for agent in agents:
                if agent.mention.type is _PATHWAY and agent.inside >= 0:
                    theme = Theme(reader.phrases[agent.inside])
                    yield Claim(
                        reader.agent(phrase), theme, "affect", 0, verb.trigger.rule, verb.at, verb.negated, 0.65
                    )
