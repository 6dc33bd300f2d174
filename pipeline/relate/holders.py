"""Who holds what a claim tells: the vesicles in place of the cells that release them, or the cells themselves."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Claim
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_NAMED = (_MARKER, _MIRNA)
_HELD = frozenset({"express", "hold", "secrete", "carry"})
_ACTING = frozenset({"up", "down", "affect", "target", "mediate"})
_WITHIN = frozenset({"in", "within", "inside", "into", "via", "through", "by"})


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
