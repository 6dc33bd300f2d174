"""Claims of verbs: active, passive, gerund and infinitive, with instruments and general verbs that lead to nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.phrases import Phrase
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader
from pipeline.relate.themes import shared

_CELL, _MIRNA, _PATHWAY = EntityType.CELL_TYPE, EntityType.MIRNA, EntityType.PATHWAY
_INTO = frozenset({"to", "into", "toward", "towards"})
_IN = frozenset({"in", "within", "inside"})


def verb_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all verbs of a row, in text order."""
    for number, verb in enumerate(reader.verbs):
        if verb.role not in (Role.PASSIVE, Role.REDUCED):
            yield from _active(reader, number, verb)
        elif verb.trigger.effect == "uptake":
            yield from _taken_up(reader, number, verb)
        elif verb.trigger.effect == "derive":
            yield from _derived(reader, number, verb)
        elif verb.trigger.effect == "mediate":
            yield from _mediated(reader, number, verb)
        elif verb.trigger.effect == "other":
            yield from _accompanied(reader, number, verb)
            yield from _treated(reader, number, verb)
        else:
            yield from _passive(reader, number, verb)


def _claim(agent: Agent, theme: Theme, verb: Verb, confidence: float = 0.8, negated: bool = False) -> Claim:
    trigger = verb.trigger
    return Claim(agent, theme, trigger.effect, trigger.sign, trigger.rule, verb.at, verb.negated or negated, confidence)


def _active(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    effect, trigger = verb.trigger.effect, verb.trigger
    agents = reader.subject(number)
    if effect == "other":
        yield from _general(reader, number, verb, agents)
        return
    themes = reader.objects(number)
    if not themes and effect in ("up", "down", "affect") and number + 1 < len(reader.verbs):
        process = reader.own_process(verb)
        if process and reader.verbs[number + 1].shares:
            themes = shared(reader.objects(number + 1), process)
    if not themes and effect in ("up", "down", "affect"):
        themes = _treated_before(reader, verb)
    if effect == "mediate" and any(a.mention.type is _PATHWAY for a in agents):
        yield from _mediating(reader, verb, agents)
        return
    sign = trigger.sign
    if effect == "affect":
        sign = _adverb_sign(reader, verb)
    for theme in themes:
        first = reader.first(theme.phrase)
        if effect in ("express", "lack") and any(reader.row.word(at) == "," for at in range(verb.at, first)):
            continue
        told = theme.process or reader.lead(verb.at, theme.phrase.at + 4)
        made = 1 if effect == "mediate" and told else sign
        if effect == "affect" and any(v.role is Role.ATTRIBUTE for v in reader.lead(verb.at, first)):
            made = 1  # "shifted the profile towards reduced X"
        denied = verb.negated or _denied(reader, verb.at, theme.phrase.at)
        for agent in agents:
            yield Claim(agent, theme, effect, made, trigger.rule, verb.at, denied)
            if effect in ("up", "down") and theme.phrase.carriers and agent.mention.type is _CELL:
                carrier = Agent(
                    reader.row.mentions[theme.phrase.carriers[0]], 1, True, False, False, theme.phrase.carriers[0]
                )
                yield Claim(carrier, theme, "level", made, trigger.rule, verb.at, denied)
    yield from _instruments(reader, number, verb, agents, themes)


def _treated_before(reader: Reader, verb: Verb) -> list[Theme]:
    """``treatment of X with Y enhanced migration``, ``in X, Y enhanced migration``: the process is that of X."""
    process = reader.own_process(verb)
    if not process:
        return []
    cells = [p for p in reader.between(verb.left, verb.stop) if p.type is _CELL and p.vesicle < 0]
    return [
        Theme(p, process=process) for p in cells if p.preposition == "in" or (p.treatment and p.preposition == "of")
    ]


def _mediating(reader: Reader, verb: Verb, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``the X pathway mediates the effects of Y``: Y acts through X."""
    for agent in agents:
        if agent.mention.type is not _PATHWAY or agent.inside < 0:
            continue
        for phrase in reader.between(verb.at + 1, verb.right):
            if phrase.vesicle >= 0 or phrase.cargo:
                theme = Theme(reader.phrases[agent.inside])
                yield Claim(reader.agent(phrase), theme, "affect", 0, verb.trigger.rule, verb.at, verb.negated, 0.7)


def _adverb_sign(reader: Reader, verb: Verb) -> int:
    """``negatively regulates``: -1, ``positively``: 1, else 0."""
    before = reader.row.word(verb.at - 1)
    if reader.lexicon.has("grammar.negative_adverbs", before):
        return -1
    return 1 if reader.lexicon.has("grammar.positive_adverbs", before) else verb.trigger.sign


def _denied(reader: Reader, left: int, right: int) -> bool:
    """``contains no X``, ``raised neither X nor Y``, ``contains A but not B``: denial between verb and object."""
    for at in range(right - 1, left, -1):
        word = reader.row.word(at)
        if word in ("but", "and", ",") and reader.row.word(at + 1) != "nor":
            return False
        if word in ("no", "neither", "nor", "not", "without") and reader.row.word(at + 1) != "only":
            return True
    return False


def _general(reader: Reader, number: int, verb: Verb, agents: Sequence[Agent]) -> Iterator[Claim]:
    """General verbs: nouns of action behind them (``led to activation of X``), and instruments (``act via X``)."""
    if reader.lexicon.has("grammar.no_cause", reader.row.word(verb.at)):
        return
    for theme in reader.objects(number):
        lead = [v for v in reader.lead(verb.at + 1, theme.phrase.at + 4) if v.role in (Role.NOUN, Role.ATTRIBUTE)]
        if not lead:
            yield from _shows(reader, verb, theme, agents)
            continue
        if _names_agent(reader, lead[-1]):
            continue
        theme = replace(theme, preposition="" if theme.preposition == "to" else theme.preposition)
        sign = 1 if lead[-1].trigger.sign else 0
        holds = lead[-1].trigger.effect in ("hold", "carry", "express")
        effect = lead[-1].trigger.effect if holds else "up" if sign else "affect"
        for agent in agents:
            yield Claim(agent, theme, effect, sign, lead[-1].trigger.rule, lead[-1].at,
                        verb.negated or lead[-1].negated, 0.65)  # fmt: skip
    yield from _instruments(reader, number, verb, agents, [])


def _shows(reader: Reader, verb: Verb, theme: Theme, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``X-Exos showed high expression of A and low expression of B``: the cell carries A; little is not told as lack."""
    first = reader.first(theme.phrase)
    words = [reader.row.word(at) for at in range(max(verb.at, first - 6), first)]
    if "expression" not in words or "of" not in words or {"low", "weak", "changes", "little"} & set(words):
        return
    absent = verb.negated or bool({"no", "lack", "without"} & set(words))
    for agent in agents:
        if agent.mention.type is _CELL:
            yield Claim(agent, theme, "express", 1, "express", verb.at, absent, 0.7)


def _names_agent(reader: Reader, noun: Verb) -> bool:
    """Whether ``effect of X on Y`` names its agent itself."""
    return noun.trigger.effect in ("affect", "uptake") and any(
        p.preposition in ("of", "by") and 0 < p.preposition_at - noun.at < 4 for p in reader.phrases
    )


def _instruments(
    reader: Reader, number: int, verb: Verb, agents: Sequence[Agent], themes: Sequence[Theme]
) -> Iterator[Claim]:
    """``… via the X pathway``: the subject acts through it; ``… via miR-21``: it acts on the object, too."""
    holders = [a for a in agents if a.mention.type is _CELL and not a.carrier] or list(agents)
    for phrase in reader.instruments(number):
        if phrase.type is _PATHWAY:
            for agent in holders if any(a.mention.type is _CELL for a in holders) else agents:
                yield Claim(agent, Theme(phrase), "affect", 0, "instrument", phrase.at, verb.negated, 0.7)
        elif phrase.type is _MIRNA or phrase.vesicle >= 0 or phrase.cargo:
            for agent in reader.with_carriers([reader.agent(phrase)], [phrase]):
                for theme in themes:
                    yield _claim(agent, theme, verb, 0.7)


def _passive(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``X was inhibited by Y``, ``X is enriched in Y-Exos``, ``miR-21 was carried to X by Y``."""
    effect = verb.trigger.effect
    themes, agents = reader.themes_left(number), reader.passive_agents(number)
    if effect == "affect":
        verb = replace(verb, trigger=replace(verb.trigger, sign=_adverb_sign(reader, verb)))
    for theme in themes:
        for agent in agents:
            yield _claim(agent, theme, verb)
    process = next((w for at in range(verb.left, verb.stop) if reader.is_process(w := reader.row.word(at))), "")
    for phrase in reader.between(verb.at + 1, verb.right):
        if reader.stopped(verb.at + 1, phrase.at):
            break
        if phrase.preposition_at <= verb.at:
            continue
        if phrase.type is _CELL:
            yield from _located(reader, verb, phrase, themes, agents, process)
        elif effect in ("hold", "carry") and phrase.preposition in ("in", "with", "for"):
            for theme in themes:  # "MSC-Exos are enriched in miR-21", "loaded with miR-21"
                if theme.phrase.type is _CELL:
                    yield _claim(
                        reader.agent(theme.phrase), Theme(phrase), verb, 0.8, _denied(reader, verb.at, phrase.at)
                    )
    holders = [reader.agent(t.phrase) for t in themes if t.phrase.type is _CELL and t.phrase.vesicle >= 0]
    yield from _instruments(reader, number, verb, holders, [])


def _located(
    reader: Reader, verb: Verb, cell: Phrase, themes: Sequence[Theme], agents: Sequence[Agent], process: str
) -> Iterator[Claim]:
    """What a cell behind a passive verb is: holder of the theme, place that it is carried to, place of the process."""
    effect = verb.trigger.effect
    if effect == "carry" and cell.preposition in _INTO:
        for agent in agents:
            yield _claim(agent, Theme(cell, preposition=cell.preposition), verb, 0.7)
        return
    if (
        effect in ("up", "down", "affect")
        and cell.vesicle < 0
        and cell.preposition in ("in", "of")
        and process
        and agents
    ) and not any(t.phrase.type is not _CELL and not t.behind for t in themes):
        for agent in agents:
            yield _claim(agent, Theme(cell, process=process), verb, 0.7)
    for theme in themes:
        if theme.phrase.type is _CELL:
            continue
        if (
            effect in ("hold", "carry", "express", "secrete", "lack")
            and cell.preposition in (*_IN, "on", "from", "of", "by", "at")
        ) or (effect == "carry" and cell.preposition == "into" and cell.vesicle >= 0):
            yield _claim(reader.agent(cell), theme, verb, 0.8, _denied(reader, verb.at, cell.at))
        elif effect == "up" and cell.vesicle < 0 and cell.preposition in _IN and not agents and not cell.treatment:
            yield Claim(reader.agent(cell), theme, "express", 1, verb.trigger.rule, verb.at, verb.negated, 0.55)
        elif (
            effect in ("up", "down")
            and cell.vesicle >= 0
            and cell.preposition in _IN
            and not cell.treatment
            and not agents
        ):
            yield Claim(reader.agent(cell), theme, "level", verb.trigger.sign, verb.trigger.rule, verb.at, verb.negated)


def _taken_up(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    takers = [p for p in reader.between(verb.at + 1, verb.right) if p.type is _CELL and p.preposition == "by"]
    sources = [reader.agent(t.phrase) for t in reader.themes_left(number)]
    if not sources and reader.refers_back(verb.left, verb.stop):
        sources = list(reader.resolve(verb.left))
    for source in sources:
        for taker in takers:
            yield _claim(source, Theme(taker), verb)


def _derived(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    for theme in reader.themes_left(number):
        for phrase in reader.between(verb.at + 1, verb.right):
            if phrase.type is _CELL and phrase.preposition in ("from", "into", "to"):
                yield _claim(reader.agent(theme.phrase), Theme(phrase, preposition=phrase.preposition), verb)


def _mediated(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``the X pathway was involved in the effect of Y``, ``the effect of Y is mediated by the X pathway``."""
    for theme in reader.themes_left(number):
        for phrase in reader.between(verb.at + 1, verb.right):
            if theme.phrase.type is _PATHWAY and phrase.type is not _PATHWAY:
                if phrase.type is _CELL and phrase.vesicle < 0:
                    continue
                yield Claim(reader.agent(phrase), theme, "affect", 0, verb.trigger.rule, verb.at, verb.negated, 0.7)
            elif phrase.type is _PATHWAY:
                yield Claim(
                    reader.agent(theme.phrase),
                    Theme(phrase),
                    "affect",
                    0,
                    verb.trigger.rule,
                    verb.at,
                    verb.negated,
                    0.7,
                )


def _accompanied(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``…, accompanied by a decrease in X``, ``evidenced by increased X``: the subject of the clause did it."""
    if not reader.lexicon.has("grammar.accompany", reader.row.word(verb.at)):
        return
    owners = [reader.agent(t.phrase) for t in reader.themes_left(number) if t.phrase.type is _CELL]
    for theme in reader.objects(number):
        yield from _shows(reader, verb, theme, owners)
    if verb.role is Role.REDUCED:
        agents = reader.handed_on(verb.before, verb) if verb.before >= 0 else ()
    else:
        agents = reader.agents_in(verb.left, verb.stop)
    for theme in reader.objects(number):
        lead = [v for v in reader.lead(verb.at + 1, theme.phrase.at + 4) if v.trigger.sign]
        for agent in agents if lead else ():
            yield Claim(agent, theme, "up", 1, lead[0].trigger.rule, lead[0].at, False, 0.65)


def _treated(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``cells treated with X showed less apoptosis``: X acts on the cells that the process is told of."""
    if verb.role is not Role.REDUCED or not reader.lexicon.has("agents.treated", reader.row.word(verb.at)):
        return
    cells = [t.phrase for t in reader.themes_left(number) if t.phrase.type is _CELL and t.phrase.vesicle < 0]
    agents = [a for a in reader.passive_agents(number) if a.vesicle]
    following = reader.verbs[number + 1] if number + 1 < len(reader.verbs) else None
    if following is None or not cells or following.negated:
        return
    process = reader.own_process(following)
    words = [reader.row.word(at) for at in range(following.at, following.right)]
    words = words[: words.index(process)] if process else []
    for word in words:
        signs = {t.sign for t in reader.lexicon.triggers.get(word, ()) if t.effect in ("up", "down") and t.sign}
        less, more = reader.lexicon.has("grammar.less", word), reader.lexicon.has("grammar.more", word)
        if signs or less or more:
            sign = -1 if less or -1 in signs else 1
            for agent in agents:
                for cell in cells:
                    yield Claim(agent, Theme(cell, process=process), "up", sign, "treated", verb.at, False, 0.65)
            return
