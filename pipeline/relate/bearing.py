"""Proteins said to be on or in cells without a verb: ``A on X``, ``high A expression in X``."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.records import EntityType
from pipeline.relate.atoms import DETERMINERS
from pipeline.relate.claims import Claim, Theme
from pipeline.relate.phrases import Phrase
from pipeline.relate.subjects import Reader

_CELL, _MARKER = EntityType.CELL_TYPE, EntityType.MARKER
_LEVEL = frozenset({"expression", "level", "levels", "expressions"})
_NEAR = 7


def bearing_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all wordings, in the order of the row within each."""
    for marker, cell in zip(reader.phrases, reader.phrases[1:], strict=False):
        fits = marker.type is _MARKER and cell.type is _CELL and cell.vesicle < 0 and not cell.modifier
        if fits and (_on(reader, marker, cell) or _high_in(reader, marker, cell)):
            meet = "between" in _before(reader, marker)  # "the bond between A and B on X": B is
            members = [marker] if meet else [p for p in reader.phrases if p.group == marker.group]
            for one in (p for p in reader.phrases if p.group == cell.group and p.at >= cell.at and p.type is _CELL):
                yield from _all(reader, one, members, marker.at + 1)
    for cell in reader.phrases:
        if cell.type is _CELL and cell.vesicle < 0 and not cell.modifier:
            yield from _all(reader, cell, _shown_by(reader, cell), max(cell.at, cell.vesicle) + 1)


def _all(reader: Reader, cell: Phrase, members: list[Phrase], at: int) -> Iterator[Claim]:
    for phrase in members:
        if phrase.type is _MARKER and phrase.sign > 0:
            yield Claim(reader.agent(cell), Theme(phrase), "express", 1, "bearing", at, False, 0.6)


def _before(reader: Reader, phrase: Phrase) -> list[str]:
    first = reader.first(phrase)
    return [reader.row.word(at) for at in range(max(0, first - _NEAR), first)]


def _denied(reader: Reader, words: list[str]) -> bool:
    return any(reader.lexicon.has("negation.words", w) or reader.lexicon.has("bearing.not", w) for w in words)


def _on(reader: Reader, marker: Phrase, cell: Phrase) -> bool:
    """``PD-1 on T cells``, ``A and B on the surface of X``; no effect of A on X, nothing against A."""
    words = [reader.row.word(at) for at in range(marker.at + 1, cell.at)]
    plain = all(w in DETERMINERS or reader.lexicon.has("bearing.surface", w) for w in words[1:])
    return words[:1] == ["on"] and plain and not _denied(reader, _before(reader, marker))


def _high_in(reader: Reader, marker: Phrase, cell: Phrase) -> bool:
    """``high A expression in X``, ``abundant expression of A by X``."""
    words = [reader.row.word(at) for at in range(marker.at + 1, cell.at)]
    before = _before(reader, marker)
    if words and words[0] in _LEVEL:
        words, near = words[1:], before[-2:]
    elif len(before) > 1 and before[-1] == "of" and before[-2] in _LEVEL:
        near = before[-4:-2]
    else:
        return False
    high = any(reader.lexicon.has("bearing.high", w) for w in near)
    placed = words[:1] in (["in"], ["by"], ["on"]) and len(words) <= 4 and all(w.isalpha() or w == "-" for w in words)
    return high and placed and not _denied(reader, before)


def _shown_by(reader: Reader, cell: Phrase) -> list[Phrase]:
    """``X characterized by A and B expression``, ``X with A expression``: the proteins between."""
    end = max(cell.at, cell.vesicle)
    opens = next((at for at in range(end + 1, end + 5) if reader.row.word(at) in ("with", "by")), -1)
    if opens < 0 or any(end < p.at < opens for p in reader.phrases):
        return []
    led = [reader.row.word(at) for at in range(end + 1, opens)]
    told = [w for w in led if w not in (",", "a", "the")]
    if reader.row.word(opens) == "by":
        if not told or not reader.lexicon.has("bearing.characterized", told[-1]):
            return []
    elif any(not reader.lexicon.has("bearing.subset", w) for w in told):
        return []
    names: list[Phrase] = []
    for at in range(opens + 1, min(opens + 14, len(reader.row.atoms))):
        atom = reader.row.atoms[at]
        if atom.mention >= 0:
            if reader.phrases[atom.mention].type is not _MARKER:
                return []
            names.append(reader.phrases[atom.mention])
        elif atom.low in _LEVEL and names:
            return names
        elif atom.triggers or _ends(reader, atom.low):
            return []
    return []


def _ends(reader: Reader, word: str) -> bool:
    """Whether a word ends a list of proteins before ``expression``, or tells that there is little of them."""
    has = reader.lexicon.has
    return (
        word in (".", ";", ":")
        or has("prepositions.words", word)
        or has("bearing.low", word)
        or _denied(reader, [word])
    )
