"""Which themes are only named aside: of a state, of a bond of two molecules, or in a list with the agent."""

from __future__ import annotations

from pipeline.core.records import EntityType
from pipeline.relate.claims import Claim
from pipeline.relate.phrases import Phrase
from pipeline.relate.subjects import Reader

_CELL = EntityType.CELL_TYPE
_JOINTS = "-\u2010\u2011\u2012\u2013\u2212 "


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
    if _basis(reader, phrase) or _likened(reader, phrase, claim.at) or _described(reader, phrase, claim.at):
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


def _basis(reader: Reader, phrase: Phrase) -> bool:
    """``raised p-X/X``: the whole protein is what the share of its state is taken of."""
    atoms, first = reader.row.atoms, phrase.at
    if phrase.type is not EntityType.MARKER or first < 2 or atoms[first - 1].low != "/" or atoms[first - 2].mention < 0:
        return False
    name = reader.row.mentions[phrase.mention].surface.casefold()
    state = reader.row.mentions[atoms[first - 2].mention].surface.casefold()
    told = state[: -len(name)].strip(_JOINTS) if state.endswith(name) else ""
    return reader.lexicon.has("grammar.protein_state", told)


def _likened(reader: Reader, phrase: Phrase, at: int) -> bool:
    """``had effects similar to those of X``: X does the same, nothing is done to it."""
    words = [reader.row.word(i) for i in range(at + 1, reader.first(phrase))]
    like = next((i for i, word in enumerate(words) if reader.lexicon.has("grammar.likening", word)), -1)
    return (
        like >= 0 and words[like + 1 : like + 2] in (["to"], ["with"]) and bool({"that", "those"} & set(words[like:]))
    )


def _described(reader: Reader, phrase: Phrase, at: int) -> bool:
    """``targeting X, a repressor of Y``: Y tells what X is."""
    if phrase.preposition not in ("of", "for", "in") or phrase.preposition_at <= at + 2:
        return False
    comma = next((i for i in range(phrase.preposition_at - 1, at, -1) if reader.row.word(i) == ","), -1)
    if comma < at + 2 or reader.row.atoms[comma - 1].mention < 0 or reader.row.word(comma + 1) not in ("a", "an"):
        return False
    return not any(reader.row.atoms[i].mention >= 0 for i in range(comma + 1, phrase.preposition_at))
