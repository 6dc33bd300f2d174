"""Which themes are only named aside: of a state, of a bond of two molecules, or in a list with the agent."""

from __future__ import annotations

from pipeline.core.records import EntityType
from pipeline.relate.claims import Claim
from pipeline.relate.phrases import Phrase
from pipeline.relate.subjects import Reader

_CELL = EntityType.CELL_TYPE


def aside(reader: Reader, claim: Claim) -> bool:
    """Whether the theme only names a state (``insulin resistance``), or is but listed with the agent behind the verb.

    ``Antibodies targeting X and Y`` says nothing of X and Y, ``disrupts the X-Y interaction`` nothing of their levels.
    """
    phrase, inside = claim.theme.phrase, claim.agent.inside
    if phrase.type is not _CELL and reader.lexicon.has("grammar.state", reader.row.word(phrase.at + 1)):
        return True
    if _paired(reader, phrase):
        return True
    listed = inside >= 0 and reader.phrases[inside].group == phrase.group and claim.rule != "weak"
    return listed and min(reader.phrases[inside].at, phrase.at) > claim.at and claim.effect == "target"


def _paired(reader: Reader, phrase: Phrase) -> bool:
    """``the X-Y interaction``, ``X/Y binding``: what happens to it happens to neither."""
    atoms, first, last = reader.row.atoms, phrase.at, phrase.at
    while (
        last + 2 < len(atoms)
        and (atoms[last + 1].hyphen or atoms[last + 1].low == "/")
        and atoms[last + 2].mention >= 0
    ):
        last += 2
    while first > 1 and (atoms[first - 1].hyphen or atoms[first - 1].low == "/") and atoms[first - 2].mention >= 0:
        first -= 2
    return first < last and reader.lexicon.has("grammar.pairing", reader.row.word(last + 1))
