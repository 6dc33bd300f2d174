"""Claims of nouns of action and of compounds: ``activation of X by Y``, ``effect of Y on X``, ``Y-induced X``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.derivation import derived, turned
from pipeline.relate.instruments import by_vesicles, examples, kind_of, through, titled, worth_of
from pipeline.relate.phrases import Phrase
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _PATHWAY = EntityType.CELL_TYPE, EntityType.PATHWAY
_BE = frozenset({"is", "are", "was", "were", "be", "as", "being"})
_LEVELED = frozenset({"upregulation", "downregulation", "elevation"})
_ON = frozenset({"on", "in", "to", "over", "upon", "against", "towards", "toward"})


def noun_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all nominal triggers and compounds of a row, in text order."""
    for verb in reader.others:
        if verb.role is Role.COMPOUND:
            yield from _compound(reader, verb)
        elif verb.role in (Role.NOUN, Role.TITLE):
            limit = next(
                (v.at for v in reader.verbs if v.at > verb.at and not _links(reader, v)), len(reader.row.atoms)
            )
            behind = [p for p in reader.between(verb.at + 1, min(limit, verb.at + 40)) if p.preposition_at >= verb.at]
            governed = _governed(reader, verb, behind)
            if verb.trigger.effect == "derive":
                yield from turned(reader, verb, _main_agents(reader, verb))
                yield from derived(reader, verb, [*governed, *(p for p in behind if p not in governed)])
            elif verb.trigger.effect == "uptake":
                yield from _uptake(reader, verb, behind, governed)
            elif verb.role is Role.TITLE or verb.trigger.effect == "target":
                yield from titled(reader, verb)
                yield from _copula(reader, verb, governed)
                yield from examples(reader, verb, governed)
            else:
                yield from _action(reader, verb, behind, governed)


def _links(reader: Reader, verb: Verb) -> bool:
    """Whether the verb only ties vesicles to their source: ``exosomes derived from``."""
    word = reader.row.word(verb.at)
    return (verb.role is Role.REDUCED and reader.lexicon.has("grammar.linking", word)) or word == "using"


def _governed(reader: Reader, verb: Verb, behind: Sequence[Phrase]) -> list[Phrase]:
    """What the noun is of: ``activation of X``, or else ``X activation``."""
    words = ("of", "for") if verb.trigger.effect == "affect" else ("of", "in", "for")  # "effects in X": X bears them
    near = [p for p in behind if p.preposition in words and 0 < p.preposition_at - verb.at <= 2]
    if near:
        return [p for p in behind if p.group == near[0].group]
    before = [p for p in reader.phrases if 0 < verb.at - p.at <= 4 and not (p.modifier and p.vesicle < 0)]
    if not before:
        return []
    last = before[-1]
    for at in range(last.at + 1, verb.at):
        level = reader.lexicon.has("processes.level", reader.row.word(at))
        if not (level or reader.row.atoms[at].hyphen or reader.row.atoms[at].vesicle):
            return []
    return [p for p in reader.phrases if p.group == last.group and p.at < verb.at]


def _claim(agent: Agent, theme: Theme, verb: Verb, confidence: float = 0.75) -> Claim:
    trigger = verb.trigger
    return Claim(agent, theme, trigger.effect, trigger.sign, trigger.rule, verb.at, verb.negated, confidence)


def _uptake(reader: Reader, verb: Verb, behind: Sequence[Phrase], governed: Sequence[Phrase]) -> Iterator[Claim]:
    for taken in governed:
        for taker in behind:
            if taker.preposition in ("by", "in", "into") and taker.group != taken.group:
                yield _claim(reader.agent(taken), Theme(taker), verb)


def _copula(reader: Reader, verb: Verb, governed: Sequence[Phrase]) -> Iterator[Claim]:
    """``X is a direct target of Y``, ``X, an inhibitor of Y``: regulators act on, targets are acted on."""
    low = max((v.at + 1 for v in reader.verbs if v.at < verb.at), default=0)
    linked = next((at for at in range(verb.at - 1, max(-1, verb.at - 9), -1) if reader.row.word(at) in _BE), -1)
    apposed = -1
    if linked < 0:
        apposed = next((at for at in range(verb.at - 1, max(0, verb.at - 8), -1) if reader.row.word(at) == ","), -1)
        if (
            apposed < 1
            or not reader.lexicon.has("grammar.apposing", reader.row.word(apposed + 1))
            or reader.row.atoms[apposed - 1].mention < 0
        ):
            return
        linked, low = apposed, reader.first(reader.phrases[reader.row.atoms[apposed - 1].mention])
    if not governed or any(reader.row.word(at) == ";" for at in range(linked, verb.at)):
        return
    lead = range(max(verb.at, governed[0].preposition_at), governed[0].at)
    if governed[0].at > verb.at and any(reader.row.word(at) == "," for at in lead):
        return  # "the main regulators of growth, X and Y" does not say that growth is X
    between = [v for v in reader.verbs if linked < v.at < verb.at]
    if any("as" not in {reader.row.word(at) for at in range(v.at, verb.at)} for v in between):
        return  # "was abolished by the inhibitor"
    if linked < low and apposed < 0:  # the copula is part of a passive: "was identified as a target of"
        low = next((v.left for v in reversed(reader.verbs) if v.at < linked), 0)
    subjects = reader.between(low, linked) or reader.between(max(0, low - 14), linked)
    subjects = [p for p in subjects if p.group == subjects[0].group]
    target = verb.trigger.effect == "target"
    agents, themes = (governed, subjects) if target else (subjects, list(governed))
    sign = verb.trigger.sign if target else verb.trigger.sign or kind_of(reader, verb.at)
    for agent in reader.with_carriers([reader.agent(p) for p in agents], agents):
        for phrase in themes:
            yield replace(_claim(agent, Theme(phrase), verb), sign=sign)


def _action(reader: Reader, verb: Verb, behind: Sequence[Phrase], governed: Sequence[Phrase]) -> Iterator[Claim]:
    effect, sign = verb.trigger.effect, verb.trigger.sign
    if effect == "affect":
        yield from _effect_on(reader, verb, behind, governed)
    if effect in ("hold", "carry", "express"):
        for cell in behind:
            inside = cell.preposition in ("in", "within", "inside") and cell not in governed
            if cell.type is _CELL and cell.vesicle >= 0 and inside:
                for phrase in governed:
                    yield _claim(reader.agent(cell), Theme(phrase), verb)
    leveled = effect in ("up", "down") and reader.row.word(verb.at) in _LEVELED
    if leveled or reader.lexicon.has("grammar.enriching", reader.row.word(verb.at)):  # "upregulation of A in X-Exos"
        for cell in behind:
            if cell.type is _CELL and cell.vesicle >= 0 and cell.preposition == "in" and not cell.treatment:
                for phrase in governed:
                    if phrase.type in (EntityType.MIRNA, EntityType.MARKER) and cell.at - phrase.at < 8:
                        yield Claim(
                            reader.agent(cell), Theme(phrase), "level", sign, verb.trigger.rule, verb.at, verb.negated
                        )
    agents = [p for p in behind if p not in governed and p.preposition_at > verb.at and p.type is not _PATHWAY]
    agents = [
        p
        for p in agents
        if p.preposition in ("by", "via", "through", "upon")
        or reader.because(p, verb.at)
        or (p.preposition == "with" and (p.vesicle >= 0 or p.treatment))
    ]
    if reader.lexicon.has("loss.experiments", reader.row.word(verb.at)):  # "knockdown of X via an AAV9 vector"
        agents = [p for p in agents if p.type is not EntityType.MARKER]
    chosen: Sequence[Agent] = reader.with_carriers([reader.agent(p) for p in agents], agents)
    if not chosen and reader.by_means(verb):
        chosen = _main_agents(reader, verb)
    if not chosen and effect in ("up", "down") and governed:  # "upregulation of X with EV treatment"
        chosen = by_vesicles(reader, max(p.at for p in governed) + 1) if governed[0].at > verb.at else ()
    if not chosen and not reader.verbs:
        chosen = reader.default  # a table cell: "Inhibition of X"
    for agent in chosen:
        for phrase in governed:
            _, process = reader.path(verb.at + 1, phrase)
            yield replace(_claim(agent, Theme(phrase, 1, False, "", process), verb), effect=effect, sign=sign)
    if effect in ("up", "down"):
        yield from through(reader, verb, behind, [reader.agent(p) for p in agents])


def _main_agents(reader: Reader, noun: Verb) -> tuple[Agent, ...]:
    """Who acts ``via downregulation of X``: the subject, or the agent, of the last verb before."""
    number = next((n for n in range(len(reader.verbs) - 1, -1, -1) if reader.verbs[n].at < noun.at), -1)
    if number < 0:
        return reader.doers_in(0, noun.at) or reader.agents_in(0, noun.at) or reader.default
    verb = reader.verbs[number]
    done = verb.role is Role.PASSIVE and verb.trigger.sign and noun.trigger.effect in ("up", "down")
    if done and "by" in [reader.row.word(at) for at in range(verb.at + 1, noun.at)][-3:]:
        return ()  # "X was lowered by silencing of Y" does nothing to Y
    if verb.role is not Role.REDUCED:
        return reader.handed_on(number, replace(verb, role=Role.GERUND))
    themes = reader.themes_left(number)
    return (*(reader.agent(t.phrase) for t in themes), *reader.passive_agents(number))


def _effect_on(reader: Reader, verb: Verb, behind: Sequence[Phrase], governed: Sequence[Phrase]) -> Iterator[Claim]:
    """``the effect of X on Y, Z and the growth of W``; ``the role of X in Y activation``."""
    themes: list[Phrase] = []
    for phrase in behind:
        on = phrase.preposition in _ON and phrase.preposition_at > verb.at and phrase not in governed
        on = on or (not themes and reader.process_on(verb.at, phrase))
        if not reader.stopped(verb.at, phrase.at) and (on or themes) and not (phrase.modifier and phrase.vesicle < 0):
            themes.append(phrase)
    if not governed and themes:  # "the effect of vesicles derived from X on Y"
        governed = [p for p in behind if p.at < themes[0].preposition_at and (p.vesicle >= 0 or p.cargo)]
    agents: Sequence[Agent] = reader.with_carriers([reader.agent(p) for p in governed], governed)
    if not agents and themes and reader.refers_back(max(0, verb.at - 2), verb.at + 5):
        agents = reader.resolve(verb.at)
    if not agents and themes and not governed:  # "X exerted effects on Y"
        agents = [a for a in _main_agents(reader, verb) if a.mention.type is _CELL]
    for agent in agents:
        for phrase in themes:
            sign, process = reader.path(verb.at + 1, phrase)
            behind_other = any(p.type is not _CELL and p.at < phrase.at for p in themes) and phrase.type is _CELL
            worth = worth_of(reader, verb.at) if phrase.type is _CELL and not behind_other and not process else 0
            claim = _claim(agent, Theme(phrase, sign, False, "", process, behind_other), verb)
            yield replace(claim, effect="up", sign=worth) if worth else claim


def _compound(reader: Reader, verb: Verb) -> Iterator[Claim]:
    """``X-induced activation of Y``, ``X-delivered miR-21``, ``X-expressing cells``, ``X-targeting miR-21``."""
    owners = _owners(reader, verb)
    behind: list[Phrase] = []
    limit = min([*(v.at for v in reader.verbs if v.at > verb.at), len(reader.row.atoms), verb.at + 14])
    for phrase in reader.between(verb.at + 1, limit):
        words = {reader.row.word(place) for place in range(verb.at + 1, phrase.at)}
        if not behind and words & {",", ";", "by", "via", "through", "with", "on", "after", "to", "("}:
            break
        if behind and phrase.group != behind[0].group:
            break
        behind.append(phrase)
    word = reader.row.word(verb.at)
    made = reader.lexicon.has("grammar.made_to_express", word)
    for phrase in behind:
        for owner in owners:
            yield from _joined(reader, verb, owner, phrase, made)


def _bare_vesicle(reader: Reader, at: int) -> bool:
    atoms = reader.row.atoms
    return at < len(atoms) and atoms[at].vesicle and not any(p.vesicle == at for p in reader.phrases)


def _owners(reader: Reader, verb: Verb) -> Sequence[Agent]:
    """Who stands before the hyphen: a mention, or vesicles whose source is named elsewhere."""
    owner = next((p for p in reader.phrases if p.modifier and p.at < verb.at <= p.at + 5), None)
    if owner is not None:
        return [reader.agent(owner)]
    before = verb.at - 2
    if before >= 0 and _bare_vesicle(reader, before):
        return reader.resolve(before)
    return ()


def _source(reader: Reader, owner: Agent) -> Theme:
    return Theme(replace(reader.phrases[owner.inside], vesicle=-1), preposition="from")


def _joined(reader: Reader, verb: Verb, owner: Agent, phrase: Phrase, made: bool) -> Iterator[Claim]:
    effect, sign = verb.trigger.effect, verb.trigger.sign
    word = reader.row.word(verb.at)
    if effect in ("express", "hold") or made:
        more = reader.lexicon.has("contents.enriched", word) and phrase.vesicle > verb.at
        if not more and phrase.type is _CELL and owner.mention.type is not _CELL and owner.inside >= 0:
            theme = Theme(reader.phrases[owner.inside])
            yield Claim(
                reader.agent(phrase), theme, "express" if effect != "hold" else effect, 1, "made", verb.at, False, 0.75
            )
    elif effect == "derive":
        if (
            word == "derived"
            and phrase.type is owner.mention.type is _CELL
            and phrase.at - verb.at <= 2
            and phrase.vesicle < 0
        ):
            yield Claim(reader.agent(phrase), _source(reader, owner), effect, 0, verb.trigger.rule, verb.at, False, 0.9)
        elif word == "derived" and owner.mention.type is _CELL and phrase.at == verb.at + 1 and not phrase.carriers:
            theme = Theme(phrase)  # "macrophage-derived TNF"
            yield Claim(replace(owner, vesicle=False), theme, "secrete", 1, "derive", verb.at, False, 0.65)
    elif effect == "secrete" and owner.mention.type is _CELL and phrase.type is EntityType.MARKER:
        if phrase.at == verb.at + 1 and not phrase.carriers:  # "macrophage-secreted TNF"
            yield Claim(replace(owner, vesicle=False), Theme(phrase), effect, 1, "secrete", verb.at, False, 0.65)
    elif effect == "target" and word != "targeting":
        return
    elif effect == "target" and owner.inside >= 0:
        yield Claim(
            reader.agent(phrase), Theme(reader.phrases[owner.inside]), effect, 0, verb.trigger.rule, verb.at, False, 0.6
        )
    elif effect in ("up", "down", "mediate", "affect", "carry"):
        own, process = reader.path(verb.at + 1, phrase)
        nouns = [v for v in reader.lead(verb.at + 1, reader.last(phrase) + 4) if v.trigger.sign]
        made_sign = sign if effect in ("up", "down") else int(bool(nouns))
        kind = "up" if effect == "mediate" and made_sign else effect
        yield Claim(
            owner, Theme(phrase, own, False, "", process), kind, made_sign, verb.trigger.rule, verb.at, False, 0.7
        )
