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
    behind = {reader.row.word(phrase.at + 1), reader.row.word(reader.last(phrase) + 1)}
    if phrase.type is not _CELL and any(reader.lexicon.has("grammar.state", word) for word in behind):
        return True
    if _of_next(reader, phrase) or _paired(reader, phrase) or _therapy(reader, phrase, claim.at):
        return True
    listed = inside >= 0 and reader.phrases[inside].group == phrase.group and claim.rule != "weak"
    return listed and min(reader.phrases[inside].at, phrase.at) > claim.at and claim.effect == "target"


def _of_next(reader: Reader, phrase: Phrase) -> bool:
    """``the X ligand Y``, ``the X receptor Y``: Y is meant."""
    atoms, at = reader.row.atoms, phrase.at
    named = (
        at + 2 < len(atoms) and atoms[at + 2].mention >= 0 and reader.phrases[atoms[at + 2].mention].type is phrase.type
    )
    return named and phrase.type is EntityType.MARKER and reader.lexicon.has("grammar.of_next", reader.row.word(at + 1))


def _therapy(reader: Reader, phrase: Phrase, at: int) -> bool:
    """``improved the efficacy of X blockade``, ``raised resistance to X``: how well something works, not X."""
    first = reader.first(phrase)
    words = [reader.row.word(i) for i in range(max(at + 1, first - 4), first)]
    told = next((i for i, w in enumerate(words) if reader.lexicon.has("grammar.outcome", w)), -1)
    return phrase.type is not _CELL and 0 <= told < len(words) - 1 and words[told + 1] in ("of", "to")


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
