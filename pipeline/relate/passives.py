"""Claims of passive verbs and reduced relative clauses: ``X was inhibited by Y``, ``miR-21 enriched in Y-Exos``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.instruments import adverb_sign, denied, instruments, make, shows
from pipeline.relate.phrases import Phrase
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _PATHWAY = EntityType.CELL_TYPE, EntityType.PATHWAY
_INTO = frozenset({"to", "into", "toward", "towards"})
_IN = frozenset({"in", "within", "inside"})
_SEEN = frozenset({"observed", "seen", "found", "noted", "detected", "noticed", "recorded"})
_HELD_TYPES = (EntityType.MARKER, EntityType.MIRNA)
_HELD = frozenset({"hold", "carry", "express", "lack", "up", "down"})


def passive_claims(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """Claims of one passive or reduced verb, by what it means."""
    effect = verb.trigger.effect
    yield from _seen(reader, verb)
    if effect == "uptake":
        yield from _taken_up(reader, number, verb)
    elif effect == "derive":
        yield from _derived(reader, number, verb)
    elif effect == "mediate":
        yield from _mediated(reader, number, verb)
    elif effect == "reside":
        yield from residing(reader, verb)
    elif effect == "other":
        yield from _accompanied(reader, number, verb)
        yield from _treated(reader, number, verb)
    else:
        yield from _passive(reader, number, verb)


def _passive(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``X was inhibited by Y``, ``X is enriched in Y-Exos``, ``miR-21 was carried to X by Y``."""
    effect = verb.trigger.effect
    themes, agents = reader.themes_left(number), reader.passive_agents(number)
    if effect == "hold":
        owners = [reader.agent(t.phrase) for t in themes if t.phrase.type is _CELL]
        for phrase in reader.between(verb.at + 1, verb.right):
            yield from shows(reader, verb, Theme(phrase), owners)
    if effect == "affect":
        verb = replace(verb, trigger=replace(verb.trigger, sign=adverb_sign(reader, verb)))
    for theme in themes:
        for agent in agents:
            yield make(agent, theme, verb)
    process = next((w for at in range(verb.left, verb.stop) if reader.is_process(w := reader.row.word(at))), "")
    for phrase in reader.between(verb.at + 1, verb.right):
        if reader.stopped(verb.at + 1, phrase.at):
            break
        if phrase.preposition_at <= verb.at:
            continue
        if phrase.type is _CELL:
            yield from _located(reader, verb, phrase, themes, agents, process)
        elif effect in ("hold", "carry") and phrase.preposition in ("in", "with", "for"):
            if not themes and phrase.type is not _PATHWAY and reader.refers_back(verb.left, verb.stop):
                for agent in reader.resolve(verb.left):  # "these vesicles were rich in miR-21"
                    yield make(agent, Theme(phrase), verb, 0.7, denied(reader, verb.at, phrase.at))
            for theme in themes:  # "MSC-Exos are enriched in miR-21", "loaded with miR-21"
                if theme.phrase.type is _CELL:
                    yield make(reader.agent(theme.phrase), Theme(phrase), verb, 0.8, denied(reader, verb.at, phrase.at))
    for theme in themes:  # "in the vesicles of X, miR-21 was found"
        treated = theme.phrase.treatment or reader.lexicon.has("agents.treated", theme.phrase.modifier)
        if theme.phrase.type is _CELL and theme.preposition in _IN and theme.phrase.vesicle >= 0 and not treated:
            for other in themes:
                if other.phrase.type is not _CELL and other.phrase.at > theme.phrase.at and effect in _HELD:
                    kind = "level" if effect in ("up", "down") else effect
                    yield replace(make(reader.agent(theme.phrase), other, verb, 0.75), effect=kind)
    holders = [reader.agent(t.phrase) for t in themes if t.phrase.type is _CELL and t.phrase.vesicle >= 0]
    yield from instruments(reader, number, verb, holders, [])


def _located(
    reader: Reader, verb: Verb, cell: Phrase, themes: Sequence[Theme], agents: Sequence[Agent], process: str
) -> Iterator[Claim]:
    """What a cell behind a passive verb is: holder of the theme, place that it is carried to, place of the process."""
    effect = verb.trigger.effect
    if effect == "carry" and cell.preposition in _INTO and cell.vesicle < 0:
        givers = [p for p in reader.between(verb.at + 1, verb.right) if p.type is _CELL and p.preposition == "from"]
        for agent in agents or [reader.agent(p) for p in givers]:
            yield make(agent, Theme(cell, preposition=cell.preposition), verb, 0.7)
        return
    if (
        effect in ("up", "down", "affect")
        and cell.vesicle < 0
        and cell.preposition in ("in", "of")
        and process
        and agents
    ) and not any(t.phrase.type is not _CELL and not t.behind for t in themes):
        for agent in agents:
            yield make(agent, Theme(cell, process=process), verb, 0.7)
    for theme in themes:
        if theme.phrase.type is _CELL:
            continue
        if (
            effect in ("hold", "carry", "express", "secrete", "lack")
            and cell.preposition in (*_IN, "on", "from", "of", "by", "at")
        ) or (effect == "carry" and cell.preposition == "into" and cell.vesicle >= 0):
            without = reader.row.word(theme.phrase.at - 1) == "not" and theme.phrase.at < verb.at
            yield make(reader.agent(cell), theme, verb, 0.8, without or denied(reader, verb.at, cell.at))
        elif (
            effect == "up"
            and cell.vesicle < 0
            and cell.preposition in _IN
            and not agents
            and not cell.treatment
            and not reader.lexicon.has("agents.treated", reader.row.word(cell.at + 1))
        ):
            yield Claim(reader.agent(cell), theme, "express", 1, verb.trigger.rule, verb.at, verb.negated, 0.55)
        elif (
            effect in ("up", "down")
            and cell.vesicle >= 0
            and cell.preposition in _IN
            and not cell.treatment
            and not agents
        ):
            yield Claim(reader.agent(cell), theme, "level", verb.trigger.sign, verb.trigger.rule, verb.at, verb.negated)


def residing(reader: Reader, verb: Verb) -> Iterator[Claim]:
    """``X sits on the vesicles of Y``, ``X resides in Y-Exos``, ``X is embedded in Y-Exos``: they hold it."""
    held = [p for p in reader.between(verb.left, verb.stop) if p.type in _HELD_TYPES and p.preposition in ("", "of")]
    for cell in reader.between(verb.at + 1, verb.right):
        surface = cell.preposition == "of" and reader.row.word(cell.preposition_at - 1) in ("surface", "membrane")
        if (
            cell.type is _CELL
            and cell.vesicle >= 0
            and (surface or cell.preposition in (*_IN, "on", "with", "to", "of"))
        ):
            for phrase in held:
                effect = "express" if cell.preposition == "on" or surface else "hold"
                yield Claim(reader.agent(cell), Theme(phrase), effect, 1, verb.trigger.rule, verb.at, verb.negated, 0.7)


def _taken_up(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    takers = [p for p in reader.between(verb.at + 1, verb.right) if p.type is _CELL and p.preposition == "by"]
    sources = [reader.agent(t.phrase) for t in reader.themes_left(number)]
    if not sources and reader.refers_back(verb.left, verb.stop):
        sources = list(reader.resolve(verb.left))
    for source in sources:
        for taker in takers:
            yield make(source, Theme(taker), verb)


def _derived(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    for theme in reader.themes_left(number):
        gap = {reader.row.word(at) for at in range(reader.last(theme.phrase) + 1, verb.at)}
        if verb.role is Role.REDUCED and gap & {"and", "or"}:
            continue  # "X and fibres generated from Y"
        for phrase in reader.between(verb.at + 1, verb.right):
            if phrase.type is _CELL and phrase.preposition in ("from", "into", "to"):
                yield make(reader.agent(theme.phrase), Theme(phrase, preposition=phrase.preposition), verb)


def _mediated(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``the X pathway was involved in the effect of Y``, ``the effect of Y is mediated by the X pathway``."""
    for theme in reader.themes_left(number):
        for phrase in reader.between(verb.at + 1, verb.right):
            if theme.phrase.type is _PATHWAY and phrase.type is not _PATHWAY:
                if phrase.type is _CELL and phrase.vesicle < 0:
                    continue
                yield Claim(reader.agent(phrase), theme, "affect", 0, verb.trigger.rule, verb.at, verb.negated, 0.7)
            elif phrase.type is _PATHWAY:
                agent = reader.agent(theme.phrase)
                yield Claim(agent, Theme(phrase), "affect", 0, verb.trigger.rule, verb.at, verb.negated, 0.7)
            elif phrase.type is EntityType.MARKER and phrase.preposition == "of" and theme.phrase.type is not _CELL:
                lead = [v for v in reader.lead(verb.at + 1, reader.first(phrase)) if v.role is Role.NOUN]
                if lead and lead[-1].trigger.effect in ("up", "down", "affect", "secrete"):  # "in the degradation of Y"
                    sign = lead[-1].trigger.sign if lead[-1].trigger.effect != "secrete" else 0
                    agent = reader.agent(theme.phrase)
                    yield Claim(agent, Theme(phrase), "up", sign, verb.trigger.rule, verb.at, verb.negated, 0.65)


def _accompanied(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``…, accompanied by a decrease in X``, ``evidenced by increased X``: the subject of the clause did it."""
    if not reader.lexicon.has("grammar.accompany", reader.row.word(verb.at)):
        return
    owners = [reader.agent(t.phrase) for t in reader.themes_left(number) if t.phrase.type is _CELL]
    for phrase in reader.between(verb.at + 1, verb.right):
        yield from shows(reader, verb, Theme(phrase), owners)
    if verb.role is Role.REDUCED:
        agents = reader.handed_on(verb.before, verb) if verb.before >= 0 else ()
    else:
        agents = reader.agents_in(verb.left, verb.stop)
    if reader.lexicon.has("grammar.no_cause", reader.row.word(verb.at)):  # of two proteins it says no more
        agents = tuple(a for a in agents if a.mention.type is not EntityType.MARKER)
    for theme in reader.objects(number):
        lead = [v for v in reader.lead(verb.at + 1, theme.phrase.at + 4) if v.trigger.sign]
        for agent in agents if lead else ():
            yield Claim(agent, theme, "up", 1, lead[0].trigger.rule, lead[0].at, False, 0.65)


def _seen(reader: Reader, verb: Verb) -> Iterator[Claim]:
    """``an improvement was seen in Y after X treatment``, ``less apoptosis was found in Y``: X acts on Y."""
    words = [reader.row.word(at) for at in range(verb.left, verb.stop)]
    told = reader.row.word(verb.at) in _SEEN and not verb.negated and "no" not in words
    if not told or any(reader.between(verb.left, verb.stop)):
        return
    signs = [s for at in range(verb.left, verb.stop) if (s := _gain(reader, at))]
    process = next((w for w in words if reader.is_process(w)), "")
    behind = [p for p in reader.between(verb.at + 1, verb.right) if p.type is _CELL]
    cells = [p for p in behind if p.vesicle < 0 and p.preposition == "in" and not p.modifier]
    sources = [p for p in behind if p.vesicle >= 0 and (p.treatment or p.preposition in ("after", "upon", "following"))]
    plain = "improvement" in words or "recovery" in words
    for source in sources if signs and (process or plain) else ():
        for cell in cells:
            theme = Theme(cell, process="" if plain else process)
            yield Claim(reader.agent(source), theme, "up", signs[0], "seen", verb.at, False, 0.6)


def _gain(reader: Reader, at: int) -> int:
    """1 for a word that says more of something, -1 for less, else 0."""
    word = reader.row.word(at)
    less = reader.lexicon.has("grammar.less", word)
    more = reader.lexicon.has("grammar.more", word)
    signs = [t.sign for t in reader.row.atoms[at].triggers if t.effect in ("up", "down") and t.sign]
    return more - less or (signs[0] if signs else 0)


def _treated(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    """``cells treated with X showed less apoptosis``: X acts on the cells that the process is told of."""
    if verb.role is not Role.REDUCED or not reader.lexicon.has("agents.treated", reader.row.word(verb.at)):
        return
    cells = [t.phrase for t in reader.themes_left(number) if t.phrase.type is _CELL and t.phrase.vesicle < 0]
    agents = [a for a in reader.passive_agents(number) if a.vesicle]
    following = reader.verbs[number + 1] if number + 1 < len(reader.verbs) else None
    if following is not None and not cells and not any(reader.between(0, verb.at)):  # "when treated with X, Y showed"
        own = {a.mention.id for a in agents}
        behind = [p for p in reader.between(verb.at + 1, following.at) if p.type is _CELL and p.vesicle < 0]
        cells = [p for p in behind if reader.row.mentions[p.mention].id not in own and not p.modifier]
        agents = agents or [reader.agent(p) for p in reader.between(verb.at + 1, following.at) if p.vesicle >= 0]
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
