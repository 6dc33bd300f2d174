"""What is done to a cell: whether a claim says that one acts on it, and whether that promotes or inhibits it."""

from __future__ import annotations

from pipeline.core.records import RelationType
from pipeline.relate.claims import Claim
from pipeline.relate.instruments import powerful, worth_of
from pipeline.relate.subjects import Reader

_ACTS = {1: "promotes", -1: "inhibits", 0: "unspecified"}
_EFFECTS = frozenset({"effect", "effects", "action", "actions", "benefit", "benefits"})
_BETTERS = ("improv", "optimi", "normali", "restor", "correct", "rejuvenat")
_KILL = ("kill", "eliminat", "remov", "combat", "arrest", "eradicat", "destroy")


def acted_on(claim: Claim) -> tuple[RelationType, str] | None:
    """The relation that a claim on two cells states, with "" for a polarity that `worth_to` tells; None for none."""
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
    if theme.behind and theme.preposition in ("in", "of", "on") and agent.vesicle:
        return RelationType.ACTS_ON, "unspecified"  # "activates the X pathway in Y"
    worth = claim.rule in ("benefit", "harm") and theme.preposition == "to"
    if theme.behind or (theme.preposition not in ("", "of", "for", "on", "in") and not worth):
        return None
    return RelationType.ACTS_ON, ""  # the polarity hangs on the process


def worth_to(reader: Reader, claim: Claim) -> str:
    """Polarity of an effect on a cell: the sign of the verb times the worth of what happens to the cell."""
    theme, lists = claim.theme, reader.lexicon.lists
    worth = theme.sign
    if not theme.process and claim.rule == "activate":  # "X-induced protective effects on Y"
        effect = next((i for i in range(claim.at + 1, theme.phrase.at) if reader.row.word(i) in _EFFECTS), -1)
        if effect > 0 and (told := worth_of(reader, effect)):
            return _ACTS[claim.agent.sign * told]
    if theme.process in lists["processes.neutral"] and not powerful(reader, theme):
        worth = int(theme.sign > 0 and reader.row.word(claim.at).startswith(_BETTERS))
    elif (
        theme.process in lists["processes.counts"] and reader.row.word(theme.phrase.at - 1) in lists["processes.states"]
    ):
        worth = -theme.sign  # "the number of apoptotic X"
    elif claim.rule.startswith("restore") and theme.sign < 0:
        worth = 1  # "rescued the loss of X", whose sign the noun has told
    elif theme.process in lists["processes.bad"] and not any(
        t.form == "noun" and t.sign < 0 for t in reader.lexicon.triggers.get(theme.process, ())
    ):
        worth = -theme.sign
    if claim.rule.split("/")[0] in ("restore", "abolish") and not theme.process and theme.sign > 0:
        return _ACTS[claim.agent.sign * (-1 if reader.row.word(claim.at).startswith(_KILL) else 1)]
    return _ACTS[claim.agent.sign * (1 if theme.detached else claim.sign) * worth]
