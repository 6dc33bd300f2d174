"""Relations of a sentence: its claims read by type of agent and theme, each with polarity, rule and trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.records import ARGUMENTS, EntityType, Mention, RelationType
from pipeline.relate.clauses import Role, Verb
from pipeline.relate.cues import speculative
from pipeline.relate.frames import Agent, Claim, Reader, Theme

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)
_REGULATING = frozenset({"up", "down", "affect", "target", "mediate", "secrete"})
_SIGNS = {1: "activates", -1: "inhibits", 0: "unspecified"}
_ACTS = {1: "promotes", -1: "inhibits", 0: "unspecified"}
_KILL = frozenset({"kill", "kills", "killed", "killing"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A relation before evidence is attached; ``first``/``last`` bound the atoms that it rests on."""

    type: RelationType
    head: Mention
    tail: Mention
    polarity: str | None
    rule: str
    trigger: str
    confidence: float
    cross: bool
    speculative: bool
    at: int


def read(reader: Reader) -> list[Draft]:
    """All relations that one row of atoms states, the surest reading of each pair only."""
    drafts = [d for claim in claims(reader) for d in _draft(reader, claim)]
    drafts += _carried(reader)
    return _best(reader, drafts)


def claims(reader: Reader) -> Iterator[Claim]:
    """Claims of verbs, then of nominal triggers."""
    for number, verb in enumerate(reader.verbs):
        yield from _verb_claims(reader, number, verb)
    for verb in reader.others:
        if verb.role is Role.NOUN:
            yield from _noun_claims(reader, verb)
        elif verb.role is Role.COMPOUND:
            yield from _compound_claims(reader, verb)


def _verb_claims(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    effect, sign, rule = verb.trigger.effect, verb.trigger.sign, verb.trigger.rule
    passive = verb.role in (Role.PASSIVE, Role.REDUCED)
    if passive and effect == "uptake":
        takers = [p for p in reader.between(verb.at + 1, verb.right) if p.type is _CELL and p.preposition == "by"]
        for theme in reader.themes_left(number):
            for taker in takers:
                yield Claim(reader.agent(theme.phrase), Theme(taker), effect, 0, rule, verb.at, verb.negated)
        return
    if passive and effect == "derive":
        sources = [
            p
            for p in reader.between(verb.at + 1, verb.right)
            if p.preposition in ("from", "into", "to") and p.type is _CELL
        ]
        for theme in reader.themes_left(number):
            for source in sources:
                yield Claim(
                    reader.agent(theme.phrase),
                    Theme(source, preposition=source.preposition),
                    effect,
                    0,
                    rule,
                    verb.at,
                    verb.negated,
                )
        return
    if passive:
        yield from _passive_claims(reader, number, verb)
        return
    agents = reader.subject(number)
    if effect == "uptake":
        agents_here = agents
        for theme in reader.objects(number):
            for agent in agents_here:
                yield Claim(agent, theme, effect, 0, rule, verb.at, verb.negated, 0.7)
        return
    if effect == "other":
        yield from _other_claims(reader, number, verb, agents)
        return
    themes = reader.objects(number)
    if (
        not themes
        and effect in ("up", "down", "affect")
        and number + 1 < len(reader.verbs)
        and reader.verbs[number + 1].shares
    ):
        themes = [t for t in reader.objects(number + 1) if t.phrase.type is _CELL and not t.behind][:1]
    for theme in themes:
        place = theme.phrase.at
        if effect in ("express", "lack") and any(
            reader.word(at) == "," for at in range(verb.at, _first(reader, theme))
        ):
            continue
        negated = verb.negated or _denied(reader, verb.at, place)
        made = 1 if effect == "mediate" and reader._lead(verb.at, place + 4) else sign
        for agent in agents:
            yield Claim(agent, theme, effect, made, rule, verb.at, negated)
    yield from _instrument_claims(reader, number, verb, agents, themes)


def _first(reader: Reader, theme: Theme) -> int:
    """Atom of the first mention of a theme's list."""
    return min(p.at for p in reader.phrases if p.group == theme.phrase.group)


def _denied(reader: Reader, left: int, right: int) -> bool:
    """``contains no X``, ``raised neither X nor Y``, ``contains A but not B``: denial between verb and object."""
    for at in range(right - 1, left, -1):
        word = reader.word(at)
        if word in ("but", "and", ",") and reader.word(at + 1) != "nor":
            return False
        if word in ("no", "neither", "nor", "not", "without") and reader.word(at + 1) != "only":
            return True
    return False


def _other_claims(reader: Reader, number: int, verb: Verb, agents: Sequence[Agent]) -> Iterator[Claim]:
    """General verbs: nouns of action behind them (``led to activation of X``), instruments (``acts via the X pathway``)."""
    for agent in agents:
        for theme in reader.objects(number):
            lead = [v for v in reader.others if v.role is Role.NOUN and verb.at < v.at <= theme.phrase.at + 3]
            if lead and not _of_agent(reader, lead[-1]):
                yield Claim(agent, theme, "up" if lead[-1].trigger.sign else "affect", 1 if lead[-1].trigger.sign else 0,
                            lead[-1].trigger.rule, lead[-1].at, verb.negated or lead[-1].negated, 0.65)  # fmt: skip
    yield from _instrument_claims(reader, number, verb, agents, [])


def _of_agent(reader: Reader, noun: Verb) -> bool:
    """Whether ``effect of X on Y`` names its agent itself."""
    return noun.trigger.effect in ("affect", "uptake") and any(
        p.preposition in ("of", "by") and p.preposition_at - noun.at in range(1, 4) for p in reader.phrases
    )


def _instrument_claims(
    reader: Reader, number: int, verb: Verb, agents: Sequence[Agent], themes: Sequence[Theme]
) -> Iterator[Claim]:
    for phrase in reader.instruments(number):
        if phrase.type is _PATHWAY:
            for agent in agents:
                yield Claim(agent, Theme(phrase), "affect", 0, "instrument", phrase.at, verb.negated, 0.7)
        elif phrase.type is _MIRNA or phrase.vesicle >= 0 or phrase.cargo:
            for agent in reader._with_carriers([reader.agent(phrase)], [phrase]):
                for theme in themes:
                    yield Claim(
                        agent,
                        theme,
                        verb.trigger.effect,
                        verb.trigger.sign,
                        verb.trigger.rule,
                        verb.at,
                        verb.negated,
                        0.7,
                    )


def _passive_claims(reader: Reader, number: int, verb: Verb) -> Iterator[Claim]:
    effect, sign, rule = verb.trigger.effect, verb.trigger.sign, verb.trigger.rule
    themes = reader.themes_left(number)
    agents = reader.passive_agents(number)
    if effect in ("other",):
        for theme in themes:
            if theme.phrase.type is _PATHWAY and not theme.behind:
                continue
        return
    if effect == "mediate":
        behind = list(reader.between(verb.at + 1, verb.right))
        for theme in themes:
            for phrase in behind:
                if theme.phrase.type is _PATHWAY and phrase.type is not _PATHWAY:
                    yield Claim(reader.agent(phrase), theme, "affect", 0, rule, verb.at, verb.negated, 0.7)
                elif phrase.type is _PATHWAY and verb.trigger.form != "noun":
                    yield Claim(
                        reader.agent(theme.phrase), Theme(phrase), "affect", 0, rule, verb.at, verb.negated, 0.7
                    )
        return
    for theme in themes:
        for agent in agents:
            yield Claim(agent, theme, effect, sign, rule, verb.at, verb.negated)
    # "miR-21 was enriched in MSC-Exos", "CD63 is expressed on MSCs"
    for phrase in reader.between(verb.at + 1, verb.right):
        if reader._stopped(verb.at + 1, phrase.at):
            break
        if phrase.type is not _CELL or phrase.preposition_at <= verb.at:
            if effect in ("hold", "carry") and phrase.preposition in ("in", "with") and phrase.preposition_at > verb.at:
                for theme in themes:  # "MSC-Exos are enriched in miR-21", "loaded with miR-21"
                    if theme.phrase.type is _CELL:
                        yield Claim(
                            reader.agent(theme.phrase), Theme(phrase), effect, sign, rule, verb.at, verb.negated
                        )
            continue
        if phrase.preposition in ("in", "within", "on", "from", "into", "inside", "of", "by", "at", "to"):
            for theme in themes:
                if theme.phrase.type is _CELL:
                    continue
                if effect in ("hold", "carry", "express", "secrete") and (phrase.preposition != "to"):
                    if phrase.preposition == "into" and phrase.vesicle < 0:
                        continue
                    yield Claim(reader.agent(phrase), theme, effect, sign, rule, verb.at, verb.negated)
                elif (
                    effect in ("up", "down")
                    and phrase.vesicle >= 0
                    and phrase.preposition in ("in", "within", "inside")
                    and not phrase.treatment
                    and not agents
                ):
                    yield Claim(reader.agent(phrase), theme, "level", sign, rule, verb.at, verb.negated)
    yield from _instrument_claims(
        reader,
        number,
        verb,
        [reader.agent(t.phrase) for t in themes if t.phrase.type is _CELL and t.phrase.vesicle >= 0],
        [],
    )


def _noun_claims(reader: Reader, verb: Verb) -> Iterator[Claim]:
    """``activation of X by Y``, ``effect of Y on X``, ``X downregulation via Y``, ``uptake of Y by X``, ``a target of Y``."""
    effect, sign, rule = verb.trigger.effect, verb.trigger.sign, verb.trigger.rule
    limit = next((v.at for v in reader.verbs if v.at > verb.at), len(reader.row.atoms))
    behind = [p for p in reader.between(verb.at + 1, min(limit, verb.at + 40)) if p.preposition_at > verb.at - 1]
    governed = [p for p in behind if p.preposition in ("of", "in", "for") and p.preposition_at - verb.at in (1, 2)]
    if governed:
        governed = [p for p in behind if p.group == governed[0].group]
    else:
        near = [p for p in reader.phrases if 0 < verb.at - p.at <= 4 and not (p.modifier and p.vesicle < 0)]
        gap = near and all(
            reader.lexicon.has("processes.level", reader.word(at))
            or reader.row.atoms[at].hyphen
            or reader.row.atoms[at].vesicle
            for at in range(near[-1].at + 1, verb.at)
        )
        governed = [p for p in reader.phrases if near and p.group == near[-1].group and p.at < verb.at] if gap else []
    agents = [
        p
        for p in behind
        if p.preposition in ("by", "via", "through", "with", "upon")
        and p not in governed
        and p.preposition_at > verb.at
    ]
    agents = [p for p in agents if p.preposition != "with" or p.vesicle >= 0 or p.treatment]
    if effect == "uptake":
        for taken in governed:
            for taker in agents:
                yield Claim(reader.agent(taken), Theme(taker), effect, 0, rule, verb.at, verb.negated)
            for taker in behind:
                if taker.preposition in ("in", "into") and taker.group != taken.group:
                    yield Claim(reader.agent(taken), Theme(taker), effect, 0, rule, verb.at, verb.negated)
        return
    if effect == "affect":
        themes = [
            p
            for p in behind
            if p.preposition in ("on", "in", "to", "over", "upon", "against", "towards", "toward")
            and p not in governed
            and p.preposition_at > verb.at
        ]
        for agent in reader._with_carriers([reader.agent(p) for p in governed], governed):
            for phrase in themes:
                sign_on, process = reader._path(phrase.preposition_at + 1, phrase)
                theme = Theme(phrase, sign_on, False, "", process)
                yield Claim(agent, theme, effect, 0, rule, verb.at, verb.negated)
    if effect == "target" and governed:
        copula = [v for v in reader.verbs if v.at < verb.at]
        low = max([v.at + 1 for v in copula], default=0)
        be = [at for at in range(low, verb.at) if reader.word(at) in ("is", "are", "was", "were", "as", ",", "being")]
        if be:
            subjects = list(reader.between(max(0, low - 12) if reader.word(be[0]) == "as" else low, be[0]))
            for phrase in subjects:
                for source in governed:
                    yield Claim(reader.agent(source), Theme(phrase), effect, 0, rule, verb.at, verb.negated)
        return
    chosen = reader._with_carriers([reader.agent(p) for p in agents if p.type is not _PATHWAY], agents)
    for agent in chosen:
        for phrase in governed:
            _, process = reader._path(verb.at + 1, phrase)
            yield Claim(agent, Theme(phrase, 1, False, "", process), effect, sign, rule, verb.at, verb.negated, 0.75)


def _compound_claims(reader: Reader, verb: Verb) -> Iterator[Claim]:
    """``X-induced activation of Y``, ``X-delivered miR-21``, ``X-expressing cells``, ``X-targeting miR-21``."""
    effect, sign, rule = verb.trigger.effect, verb.trigger.sign, verb.trigger.rule
    owner = next((p for p in reader.phrases if p.modifier and 0 < verb.at - p.at <= 4 and p.at < verb.at), None)
    if owner is None:
        return
    limit = min([v.at for v in reader.verbs if v.at > verb.at] + [len(reader.row.atoms), verb.at + 12])
    behind: list[Phrase] = []
    for phrase in reader.between(verb.at + 1, limit):
        words = [reader.word(at) for at in range(verb.at + 1, phrase.at)]
        if (
            any(w in (",", ";", "by", "via", "through", "with", "and", "on", "after", "to", "(") for w in words)
            and not behind
        ):
            break
        if behind and phrase.group != behind[0].group:
            break
        behind.append(phrase)
    word = reader.word(verb.at)
    for phrase in behind:
        if effect in ("express", "hold") or word in ("modified", "transfected", "overexpressing", "engineered"):
            if phrase.type is _CELL and owner.type is not _CELL:
                yield Claim(
                    reader.agent(phrase),
                    Theme(owner),
                    "express" if effect != "hold" else effect,
                    1,
                    rule,
                    verb.at,
                    False,
                    0.75,
                )
        elif effect in ("up", "down", "mediate", "affect", "carry", "target") and word not in ("targeted", "loaded"):
            agent = reader.agent(owner)
            if effect == "target" and word == "targeting":
                yield Claim(reader.agent(phrase), Theme(owner), effect, 0, rule, verb.at, False, 0.6)
                continue
            own, process = reader._path(verb.at + 1, phrase)
            made = (
                sign if effect in ("up", "down") else (1 if own != 1 or reader._lead(verb.at + 1, phrase.at + 3) else 0)
            )
            kind = "up" if effect == "mediate" and made else effect
            yield Claim(agent, Theme(phrase, own, False, "", process), kind, made, rule, verb.at, False, 0.7)


def _draft(reader: Reader, claim: Claim) -> Iterator[Draft]:
    agent, theme = claim.agent, claim.theme
    tail = reader.row.mentions[theme.phrase.mention]
    head = agent.mention
    if head.id == tail.id:
        return
    read_as = _type(claim, head, tail, reader.word(claim.at))
    if read_as is None:
        return
    kind, polarity = read_as
    if polarity == "":
        polarity = _acts(reader, claim)
    if kind is RelationType.DERIVED_FROM and theme.preposition in ("into", "to"):
        head, tail = tail, head
    if kind is RelationType.ACTS_ON and claim.effect == "uptake" and not agent.vesicle:
        head, tail = (tail, head) if theme.phrase.vesicle >= 0 else (head, tail)
        if theme.phrase.vesicle < 0:
            return
    if claim.negated:
        if kind is not RelationType.EXPRESSES:
            return
        polarity = "absent"
    heads, tails = ARGUMENTS[kind]
    if head.type not in heads or tail.type not in tails:
        return
    places = [reader.row.place[theme.phrase.mention], claim.at] + (
        [reader.row.place[agent.inside]] if agent.inside >= 0 else []
    )
    doubt = speculative(reader.row, claim.at, min(places), max(places), reader.lexicon)
    trigger = reader.row.atoms[claim.at]
    word = trigger.low or reader.word(claim.at - 1)
    yield Draft(kind, head, tail, polarity, claim.rule, word, claim.confidence, agent.cross, doubt, claim.at)


def _type(claim: Claim, head: Mention, tail: Mention, word: str) -> tuple[RelationType, str | None] | None:
    """The relation type and polarity that a claim's effect has between these two types; None where it has none."""
    agent, theme, effect = claim.agent, claim.theme, claim.effect
    own = agent.sign * theme.sign * (1 if theme.detached else claim.sign)
    if effect == "derive":
        vesicles = agent.vesicle or theme.phrase.vesicle >= 0
        if head.type is tail.type is _CELL and theme.preposition in ("from", "into", "to") and not vesicles:
            return RelationType.DERIVED_FROM, None
        return None
    if head.type is _CELL and tail.type is _CELL:
        return _on_cell(claim)
    if tail.type is _CELL:
        return None
    if (
        effect in ("carry", "hold", "level", "express", "secrete", "lack")
        and head.type is _CELL
        and tail.type is not _PATHWAY
    ):
        if theme.phrase.type is _MARKER and theme.sign <= 0 and effect not in ("hold",):
            return None
        return _holding(claim, tail, word)
    if effect not in _REGULATING:
        return None
    if theme.preposition and theme.preposition not in ("of", "for", "to", "on", "in", "into"):
        return None
    if tail.type is _PATHWAY:
        return RelationType.MODULATES, _SIGNS[own]
    if head.type is _MIRNA:
        return (RelationType.TARGETS, _SIGNS[own]) if tail.type is _MARKER else None
    if tail.type is _MARKER and head.type in (_CELL, _MARKER) and not agent.carrier:
        return RelationType.REGULATES, _SIGNS[own]
    return None


def _holding(claim: Claim, tail: Mention, word: str) -> tuple[RelationType, str] | None:
    agent, effect = claim.agent, claim.effect
    if effect == "level":
        return RelationType.CARRIES, "enriched" if claim.sign > 0 else "depleted"
    if effect in ("express", "lack"):
        if tail.type is _MIRNA:
            return (RelationType.CARRIES, "present") if agent.vesicle and effect == "express" else None
        return RelationType.EXPRESSES, "present" if effect == "express" else "absent"
    if tail.type is _MARKER and effect in ("hold", "secrete") and not agent.vesicle:
        return RelationType.EXPRESSES, "present"
    if effect == "hold" and word.startswith("enrich"):
        return RelationType.CARRIES, "enriched"
    return RelationType.CARRIES, "present"


def _on_cell(claim: Claim) -> tuple[RelationType, str] | None:
    agent, theme = claim.agent, claim.theme
    effect = claim.effect
    if (theme.phrase.vesicle >= 0 and effect != "uptake") or (
        theme.phrase.group >= 0 and agent.inside >= 0 and agent.inside == theme.phrase.mention
    ):
        return None
    if effect in ("carry", "uptake"):
        return (
            (RelationType.ACTS_ON, "unspecified")
            if effect == "uptake" or theme.preposition in ("to", "into", "toward", "towards")
            else None
        )
    if effect not in ("up", "down", "affect", "mediate", "target"):
        return None
    if theme.behind or theme.preposition not in ("", "of", "for", "on", "in"):
        return None
    return RelationType.ACTS_ON, ""  # the polarity hangs on the process: see _acts


def _acts(reader: Reader, claim: Claim) -> str:
    """Polarity of an effect on a cell: the sign of the verb times the worth of what happens to the cell."""
    theme, lists = claim.theme, reader.lexicon.lists
    worth = theme.sign
    if theme.process in lists["processes.neutral"]:
        worth = 0
    elif theme.process in lists["processes.bad"] and not any(
        t.form == "noun" and t.sign < 0 for t in reader.lexicon.triggers.get(theme.process, ())
    ):
        worth = -theme.sign
    if claim.rule in ("restore", "abolish") and not theme.process and theme.sign > 0:
        return _ACTS[claim.agent.sign * (-1 if reader.word(claim.at) in _KILL else 1)]
    return _ACTS[claim.agent.sign * (1 if theme.detached else claim.sign) * worth]


def _carried(reader: Reader) -> Iterator[Draft]:
    """``exosomal miR-21 from MSCs``: what the words around a molecule say of its carrier."""
    for phrase in reader.phrases:
        for carrier in phrase.carriers:
            head, tail = reader.row.mentions[carrier], reader.row.mentions[phrase.mention]
            doubt = False
            yield Draft(RelationType.CARRIES, head, tail, "present", "cargo", "exosomal", 0.75, False, doubt, phrase.at)


def _best(reader: Reader, drafts: list[Draft]) -> list[Draft]:
    """One draft a pair and type: the surest, a stated sign before an unspecified one, the nearest mention of a name."""
    chosen: dict[tuple[RelationType, str, str], Draft] = {}
    for draft in drafts:
        key = (draft.type, _name(draft.head), _name(draft.tail))
        known = chosen.get(key)
        if known is None or _rank(draft) > _rank(known):
            chosen[key] = draft
    return list(chosen.values())


def _rank(draft: Draft) -> tuple[object, ...]:
    stated = draft.polarity not in ("unspecified", "present", None)
    distance = abs(draft.head.start - draft.tail.start)
    return (not draft.cross, stated, draft.confidence, -distance, -draft.tail.start)


def _name(mention: Mention) -> str:
    return mention.concept or mention.surface.casefold().rstrip("s")
