"""Claims on vesicles that are named for a molecule, were made to hold it, hold more of it, or hand it on to cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.phrases import Phrase, listed
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_NAMED = (_MARKER, _MIRNA)
_HELD = frozenset({"express", "hold", "secrete", "carry"})
_ACTING = frozenset({"up", "down", "affect", "target", "mediate"})
_ENDS = frozenset({";", ".", "than", "but", "was", "were", "is", "are"})
_WITHIN = frozenset({"in", "within", "inside", "into", "via", "through", "by"})
INTO = frozenset({"to", "into", "toward", "towards"})
#: the rule of what a name says of vesicles (under no doubt where the sentence only asks what they do), and of the rest
LADEN, LOAD = "laden", "load"
_REACH = 24  # atoms that may stand between a word of transfer and the cells that it names


def load_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all wordings, in the order of the row within each."""
    yield from _named_for(reader)
    yield from _made_with(reader)
    yield from _more_of(reader)
    yield from _handed(reader)
    yield from _had(reader)
    yield from _grown(reader)
    yield from _theirs(reader)


def _claim(cell: Agent, held: Phrase, at: int) -> Claim:
    return Claim(cell, Theme(held), "hold", 1, LADEN, at, False, 0.7)


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


def _theirs(reader: Reader) -> Iterator[Claim]:
    """``A and their differentiated B``, ``A and A-like B derived from them``: B comes from A."""
    for first, second in itertools.pairwise(p for p in reader.phrases if p.type is _CELL):
        words = [reader.row.word(at) for at in range(first.at + 1, second.at)]
        if words[-2:-1] in (["their"], ["its"]) and words[-1] in ("derived", "differentiated") and second.vesicle < 0:
            theme = Theme(replace(first, vesicle=-1), preposition="from")
            yield Claim(replace(reader.agent(second), vesicle=False), theme, "derive", 0, LOAD, second.at - 1, False)


def _had(reader: Reader) -> Iterator[Claim]:
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
                yield Claim(reader.agent(cells[-1]), theme, "up", sign, LOAD, atom.index, False, 0.7)
            broken = place.low == "," and not (sign and reader.row.atoms[place.index - 1].mention >= 0)
            if broken or (place.mention < 0 and (place.low in _ENDS or has("grammar.opens_clause", place.low))):
                break


def _handed(reader: Reader) -> Iterator[Claim]:
    """``exosomal transfer of miR-143 from A to B``, ``miR-9 of A exosomes was shuttled into B``: A acts on B."""
    told = any(a.vesicle or a.low == "exosomic" for a in reader.row.atoms)
    for noun in reader.others if told else ():
        if noun.role is not Role.NOUN or noun.trigger.effect != "carry" or noun.negated:
            continue
        behind = [p for p in reader.between(noun.at + 1, noun.at + _REACH) if p.preposition_at > noun.at]
        givers = [p for p in behind if p.type is _CELL and p.preposition == "from"]
        if not givers or reader.stopped(noun.at, givers[0].at):
            continue
        held = [p for p in behind if p.type in _NAMED and p.preposition == "of" and p.preposition_at == noun.at + 1]
        held = held or [p for p in reader.phrases if p.type in _NAMED and 0 < noun.at - p.at <= 2]
        agents = [Agent(reader.row.mentions[g.mention], 1, True, inside=g.mention) for g in givers]
        for agent in agents if held else ():
            for phrase in listed(reader.phrases, held[0], *_NAMED):
                yield Claim(agent, Theme(phrase), "carry", 1, LOAD, noun.at, False, 0.7)
            yield from given(behind, agent, givers[0], noun.at)
    for number, verb in enumerate(reader.verbs):
        if verb.role is not Role.PASSIVE or verb.trigger.effect != "carry" or verb.negated:
            continue
        carriers = {c for t in reader.themes_left(number) for c in t.phrase.carriers}
        behind = [p for p in reader.between(verb.at + 1, verb.right) if p.preposition_at > verb.at]
        for carrier in sorted(carriers):
            giver = next(p for p in reader.phrases if p.mention == carrier)
            agent = Agent(reader.row.mentions[carrier], 1, True, inside=carrier)
            yield from given(behind, agent, giver, verb.at)


def in_vesicles(reader: Reader, claim: Claim) -> Claim:
    """``X cells showed more Y in their exosomes``, ``X cells release Y via EVs``: vesicles hold it, not cells."""
    agent, first, last = claim.agent, reader.first(claim.theme.phrase), reader.last(claim.theme.phrase)
    plain = agent.mention.type is _CELL and not agent.vesicle and not claim.negated
    changed = claim.effect in ("up", "down") and claim.sign != 0
    told = changed or claim.effect in _HELD
    if not plain or not told or claim.theme.phrase.type not in _NAMED or agent.inside < 0:
        return claim
    if not _into_own(reader, max(last, claim.at, reader.row.place[agent.inside]) + 1):
        return claim
    if changed:  # "treatment of X with drugs raised Y in their exosomes"
        sign = claim.sign * claim.theme.sign
        return replace(claim, agent=replace(agent, vesicle=True), effect="level", sign=sign) if sign else claim
    signs = {reader.row.word(at) for at in range(claim.at + 1, first) if not reader.row.hyphened(at)}
    raised = {t.sign for w in signs for t in reader.lexicon.triggers.get(w, ()) if t.form in ("ed", "degree")} - {0}
    more = 1 in raised or any(reader.lexicon.has("grammar.more", w) for w in signs)
    less = -1 in raised or any(reader.lexicon.has("grammar.less", w) for w in signs)
    effect, sign = ("level", more - less) if more != less else ("hold", 1)
    return replace(claim, agent=replace(agent, vesicle=True), effect=effect, sign=sign)


def secreted(reader: Reader, claim: Claim) -> Claim:
    """``X cells act through the production of Y``: they make Y themselves; what vesicles do so, they do to others."""
    agent, theme = claim.agent, claim.theme
    plain = agent.mention.type is _CELL and not agent.vesicle and agent.inside >= 0 and agent.sign > 0
    if not plain or theme.phrase.type is not _MARKER or claim.effect not in _ACTING:
        return claim
    first = reader.first(theme.phrase)
    own = reader.lexicon.has("grammar.own_state", reader.row.word(reader.phrases[agent.inside].at + 1))
    words = {reader.row.word(at) for at in range(claim.at, first)}
    if (
        own
        and words & {"expression", "levels", "level", "upregulation", "overexpression"}
        and claim.sign * theme.sign > 0
    ):
        return replace(claim, effect="express", sign=1)  # "X activation raised the expression of Y": in X
    for noun in reader.lead(max(claim.at, first - 9), first):
        if noun.trigger.effect == "secrete" and noun.role is Role.NOUN and reader.by_means(noun):
            made = replace(theme, sign=1, detached=False, preposition="")
            return replace(claim, theme=made, effect="secrete", sign=1, rule=noun.trigger.rule)
    return claim


def _into_own(reader: Reader, at: int) -> bool:
    """Whether ``in their exosomes``, ``via EVs`` stands at an atom or up to four behind, vesicles of no other cell."""
    words = [reader.row.word(i) for i in range(at, at + 5)]
    opened = next((at + i for i, w in enumerate(words) if w in _WITHIN), -1)
    if opened < 0 or any(w in (",", ";", "and", "than") for w in words[: opened - at]):
        return False
    for atom in reader.row.atoms[opened + 1 : opened + 5]:
        if atom.vesicle:
            return all(p.vesicle != atom.index or p.at < at for p in reader.phrases)
        if atom.mention >= 0 or not (atom.low in ("their", "its", "the", "-") or atom.low.isalpha()) or atom.triggers:
            return False
    return False


def given(behind: list[Phrase], agent: Agent, giver: Phrase, at: int) -> Iterator[Claim]:
    """``from A to B``: A's vesicles act on each cell of these phrases that something is handed to."""
    for taker in behind:
        if taker.type is _CELL and taker.preposition in INTO and taker.vesicle < 0 and taker.group != giver.group:
            yield Claim(agent, Theme(taker, preposition="to"), "carry", 1, LOAD, at, False, 0.65)
