"""What active and passive claims share: making a claim, denial, adverbs of sign, instruments, shown expression."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.phrases import Phrase
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA, _PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY


_SHOWS = ("show", "exhibit", "display", "possess", "demonstrat")
_KNOWN = frozenset({"identified", "marked", "defined", "recognized", "recognised", "characterized", "characterised",
                    "distinguished"})  # fmt: skip


def is_marker(reader: Reader, phrase: Phrase) -> bool:
    """Whether a protein is one by whose name cells and vesicles are told."""
    name = reader.row.mentions[phrase.mention].surface.lower()
    return phrase.type is _MARKER and (
        re.fullmatch(r"cd\d+\w{0,2}", name) is not None or reader.lexicon.has("identity.words", name)
    )


def make(agent: Agent, theme: Theme, verb: Verb, confidence: float = 0.8, negated: bool = False) -> Claim:
    trigger = verb.trigger
    return Claim(agent, theme, trigger.effect, trigger.sign, trigger.rule, verb.at, verb.negated or negated, confidence)


def adverb_sign(reader: Reader, verb: Verb) -> int:
    """``negatively regulates``: -1, ``positively``: 1, else 0."""
    before = reader.row.word(verb.at - 1)
    if reader.lexicon.has("grammar.negative_adverbs", before):
        return -1
    return 1 if reader.lexicon.has("grammar.positive_adverbs", before) else verb.trigger.sign


def kind_of(reader: Reader, at: int) -> int:
    """What the words before ``regulator`` say: -1 for ``negative``, 1 for ``positive``, else 0."""
    words = [reader.row.word(place) for place in (at - 2, at - 1)]
    good = any(reader.lexicon.has("grammar.positive_kind", w) for w in words)
    return good - any(reader.lexicon.has("grammar.negative_kind", w) for w in words)


def worth_of(reader: Reader, at: int) -> int:
    """What the words before ``effect`` say of it: ``protective``: 1, ``inhibitory``: -1, else 0."""
    words = [reader.row.word(place) for place in range(max(0, at - 4), at)]
    if any(reader.lexicon.has("processes.kind", w) for w in words):
        return 1
    return -int(any(reader.lexicon.has("processes.unkind", w) for w in words))


def by_vesicles(reader: Reader, at: int) -> tuple[Agent, ...]:
    """``with EV treatment``, ``after exosome treatment`` right at an atom: what the vesicles refer back to."""
    near = reader.row.atoms[at + 1 : at + 5]
    bare = any(a.vesicle for a in near) and all(a.mention < 0 for a in near)
    told = bare and any(reader.lexicon.has("agents.treatment", a.low) for a in near)
    after = reader.row.word(at) in ("with", "after", "upon", "following", "by")
    return reader.resolve(at) if told and after else ()


def denied(reader: Reader, left: int, right: int) -> bool:
    """``contains no X``, ``raised neither X nor Y``, ``contains A but not B``: denial between verb and object."""
    for at in range(right - 1, left, -1):
        word = reader.row.word(at)
        listed = word in (",", "or") and reader.row.atoms[at - 1].mention >= 0
        if word in ("but", "and", ",") and reader.row.word(at + 1) != "nor" and not listed:
            return False
        if word in ("no", "neither", "nor", "not", "without") and reader.row.word(at + 1) != "only":
            return True
    return False


def instruments(
    reader: Reader, number: int, verb: Verb, agents: Sequence[Agent], themes: Sequence[Theme]
) -> Iterator[Claim]:
    """``… via the X pathway``: the subject acts through it; ``… via miR-21``: it acts on the object, too."""
    holders = [a for a in agents if a.mention.type is _CELL and not a.carrier] or list(agents)
    for phrase in reader.instruments(number):
        if phrase.type is _PATHWAY:
            for agent in holders if any(a.mention.type is _CELL for a in holders) else agents:
                yield Claim(agent, Theme(phrase), "affect", 0, "instrument", phrase.at, verb.negated, 0.7)
        elif phrase.type is _MARKER and phrase.vesicle < 0:
            for theme in themes:
                if theme.phrase.type is _PATHWAY:  # "inhibits the X pathway via Y"
                    yield make(reader.agent(phrase), theme, verb, 0.6)
            named = any(t.phrase.type is not _CELL for t in themes)
            free = [a for a in agents if a.inside < 0 or reader.phrases[a.inside].group != phrase.group]
            for agent in free if not phrase.modifier else ():  # "miR-21 promotes growth via Y"
                if agent.mention.type is _MIRNA or (agent.mention.type is _MARKER and not named):
                    effect, sign = ("up", told) if (told := _moved(reader, phrase)) else ("affect", 0)
                    yield Claim(agent, Theme(phrase), effect, sign, "instrument", phrase.at, verb.negated, 0.6)
        elif phrase.type is _MIRNA or phrase.vesicle >= 0 or phrase.cargo:
            for agent in reader.with_carriers([reader.agent(phrase)], [phrase]):
                for theme in themes:
                    yield make(agent, theme, verb, 0.7)
    for phrase in _delivered(reader, number):
        for theme in themes:
            if theme.phrase.type is _MARKER:
                yield make(reader.agent(phrase), theme, verb, 0.65)


def _delivered(reader: Reader, number: int) -> list[Phrase]:
    """``lowers Y by delivering miR-21``: the microRNAs that a verb's gerund of transport hands over."""
    following = reader.verbs[number + 1] if number + 1 < len(reader.verbs) else None
    if following is None or following.trigger.effect != "carry" or following.role is not Role.GERUND:
        return []
    if following.negated or not reader.by_means(following):
        return []
    return [t.phrase for t in reader.objects(number + 1) if t.phrase.type is _MIRNA and not t.preposition]


def _moved(reader: Reader, phrase: Phrase) -> int:
    """``through X and Y upregulation``: the sign of the noun of action behind the names, 0 for none."""
    at = reader.last(phrase) + 1
    while reader.lexicon.has("processes.level", reader.row.word(at)):
        at += 1
    noun = reader.nominal.get(at)
    return noun.trigger.sign if noun is not None and noun.role is Role.NOUN else 0


def shows(reader: Reader, verb: Verb, theme: Theme, agents: Sequence[Agent]) -> Iterator[Claim]:
    """``X-Exos showed high expression of A and low expression of B``: the cell has A; little is no lack."""
    first = reader.first(theme.phrase)
    words = [reader.row.word(at) for at in range(max(verb.at, first - 6), first)]
    told = set(words)
    shown = verb.role in (Role.PASSIVE, Role.REDUCED) or reader.row.word(verb.at).startswith(_SHOWS)
    marked = {"marker", "markers"} & told and shown
    known = verb.role is Role.PASSIVE and words[-1:] == ["by"] and reader.row.word(verb.at) in _KNOWN
    if not marked and not known and not ("of" in told and {"expression", "lack", "absence"} & told):
        return
    if {"low", "weak", "changes", "little"} & set(words):
        return
    if known and not is_marker(reader, theme.phrase):
        return
    absent = verb.negated or bool({"no", "absence", "lack", "without"} & set(words))
    for agent in agents:
        if agent.mention.type is _CELL:
            yield Claim(agent, theme, "express", 1, "express", verb.at, absent, 0.7)


def through(reader: Reader, verb: Verb, behind: Sequence[Phrase], agents: Sequence[Agent]) -> Iterator[Claim]:
    """``suppression of Y by X via the Z pathway``: X acts through Z."""
    for phrase in behind:
        means = phrase.preposition in ("via", "through") and phrase.preposition_at > verb.at
        if phrase.type is _PATHWAY and means and not reader.stopped(verb.at + 1, phrase.at):
            for agent in agents:
                if agent.vesicle or agent.mention.type is not _CELL:
                    yield Claim(agent, Theme(phrase), "affect", 0, verb.trigger.rule, verb.at, verb.negated, 0.65)


def titled(reader: Reader, verb: Verb) -> Iterator[Claim]:
    """``the X inhibitor Y``: Y inhibits X."""
    near = {p.at: p for p in reader.phrases if p.type in (_MARKER, _MIRNA, _PATHWAY)}
    what, who = near.get(verb.at - 1), near.get(verb.at + 1)
    if verb.trigger.sign and what is not None and who is not None and who.type is not _PATHWAY:
        yield make(replace(reader.agent(who), sign=1), Theme(what), verb, 0.75)


def examples(reader: Reader, verb: Verb, governed: Sequence[Phrase]) -> Iterator[Claim]:
    """``targets of miR-21, such as X and Y``, ``miR-21 targets (X, Y)``: what the list names is what it acts on."""
    micros = [p for p in governed if p.type is _MIRNA] if verb.trigger.effect == "target" else []
    end = max((verb.at, *(p.at for p in micros)))
    named = next((p for p in reader.between(end + 1, end + 8) if p.type is _MARKER), None)
    if not micros or named is None:
        return
    words = [reader.row.word(at) for at in range(end + 1, named.at)]
    lists = reader.lexicon.lists
    if not set(words) & lists["grammar.listing"] or set(words) - lists["grammar.listing"] - lists["grammar.of_lists"]:
        return
    for phrase in reader.phrases:
        if phrase.group == named.group and phrase.type is _MARKER and phrase.at > end:
            for micro in micros:
                yield replace(make(reader.agent(micro), Theme(phrase), verb, 0.75), at=named.at - 1)


def powerful(reader: Reader, theme: Theme) -> bool:
    """``the malignant behaviour of X``: an adjective makes a power of a word that alone says nothing."""
    first = reader.first(theme.phrase)
    places = [at for at in range(max(1, first - 8), reader.last(theme.phrase) + 6) if at < len(reader.row.atoms)]
    return any(
        reader.row.word(at) == theme.process and reader.lexicon.has("processes.powers", reader.row.word(at - 1))
        for at in places
    )
