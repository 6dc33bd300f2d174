"""What stands around each mention: its vesicles, preposition, list, short form, loss of function and cargo's carrier."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from pipeline.core.records import EntityType
from pipeline.relate.atoms import BE, CLOSE, COORDINATORS, DETERMINERS, OPEN, RELATIVE, Row
from pipeline.relate.patterns import Lexicon

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)
_ORIGIN = frozenset(["from", "of", "by", "in"])
_DERIVED = frozenset(
    [
        "derived",
        "secreted",
        "released",
        "isolated",
        "shed",
        "produced",
        "originated",
        "originating",
        "obtained",
        "purified",
        "collected",
        "extracted",
        "generated",
        "harvested",
        "engineered",
        "loaded",
        "delivered",
        "mediated",
        "based",
        "containing",
        "enriched",
        "sourced",
        "origin",
    ]
)
_FILL = 6  # words that may stand between a mention and its vesicle word


@dataclass(slots=True)
class Phrase:
    """What stands around one mention; indices are of mentions or, where named ``at``, of atoms."""

    mention: int
    at: int
    type: EntityType
    vesicle: int = -1  # atom of the vesicle word that it is the source of
    preposition: str = ""
    preposition_at: int = -1
    partner: int = -1  # long form of this short form, or the other way round
    short: bool = False  # is the short form in brackets
    group: int = -1
    sign: int = 1  # -1 where its function is taken away
    treatment: bool = False  # "X treatment", "the X group"
    modifier: str = ""  # participle joined to it: "X-induced"
    cargo: bool = False  # "exosomal X"
    carriers: list[int] = field(default_factory=list)


def describe(row: Row, lexicon: Lexicon) -> list[Phrase]:
    """One :class:`Phrase` a mention, in text order."""
    phrases = [Phrase(m, row.place[m], row.type_of(m)) for m in range(len(row.mentions))]
    for phrase in phrases:
        _preposition(row, phrase, lexicon)
        _modifier(row, phrase, lexicon)
        if phrase.type is _CELL:
            phrase.vesicle = _vesicle(row, phrase, lexicon)
    _partners(row, phrases)
    _groups(row, phrases, lexicon)
    _share_vesicles(row, phrases)
    _carriers(row, phrases, lexicon)
    return phrases


def _word(row: Row, at: int) -> str:
    return row.atoms[at].low if 0 <= at < len(row.atoms) and row.atoms[at].mention < 0 else ""


def _preposition(row: Row, phrase: Phrase, lexicon: Lexicon) -> None:
    """The nearest preposition before, with only words of the same noun phrase (and lists of mentions) between."""
    for place in range(phrase.at - 1, max(-1, phrase.at - 14), -1):
        atom = row.atoms[place]
        if atom.mention >= 0 or atom.low in COORDINATORS or atom.low in (",", "(", ")", "-", "as", "well"):
            if phrase.at - place > 10:
                return
            continue
        if lexicon.has("prepositions.words", atom.low):
            phrase.preposition, phrase.preposition_at = atom.low, place
            return
        if atom.low in BE or atom.low in RELATIVE or atom.low in (";", ":", "."):
            return
        if atom.triggers and not any(t.form in ("noun", "adjective") for t in atom.triggers):
            if _word(row, place - 1) and row.atoms[place - 1].hyphen:
                continue  # "hypoxia-induced X"
            if atom.low.endswith(("ed", "ing")) and lexicon.has("prepositions.words", _word(row, place - 1)):
                continue  # "in treated X"
            return


def _modifier(row: Row, phrase: Phrase, lexicon: Lexicon) -> None:
    """Words joined to the mention: ``X-induced``, ``anti-X``, ``X inhibitor``, ``knockdown of X``, ``X treatment``."""
    at = phrase.at
    after = at + 1
    while after < len(row.atoms) and (row.atoms[after].hyphen or row.atoms[after].vesicle):
        after += 1
    word = _word(row, after)
    if after > at + 1 and row.atoms[after - 1].hyphen and word.endswith(("ed", "ing", "dependent")):
        phrase.modifier = word
    skip = after
    while _word(row, skip) in ("expression", "gene", "level", "signaling", "specific", "pathway"):
        skip += 1
    word = _word(row, skip)
    if lexicon.has("loss.words", word):
        phrase.sign = -1
    elif lexicon.has("agents.treatment", word):
        phrase.treatment = True
    place = at - 1
    seen = 0
    while place >= 0 and seen < 8:
        word = _word(row, place)
        if not word or word in ("and", ",", ";", "by") or word in BE:
            break
        if lexicon.has("loss.words", word) and (seen == 0 or row.atoms[place].low != "anti"):
            following = _word(row, place + 1)
            if (
                seen == 0
                or following == "of"
                or word in ("anti", "si", "sh")
                or (row.atoms[place + 1].hyphen and seen == 1)
            ):
                phrase.sign = -1
            break
        if lexicon.has("agents.treatment", word):
            phrase.treatment = True
            break
        if (
            word == "of"
            or word in DETERMINERS
            or row.atoms[place].vesicle
            or word.endswith(("al", "ed", "gene", "expression", "from"))
            or row.atoms[place].hyphen
        ):
            place -= 1
            seen += 1
            continue
        break


def _vesicle(row: Row, phrase: Phrase, lexicon: Lexicon) -> int:
    """The atom of the vesicle word whose source the cell is, or -1."""
    at = phrase.at
    for place in range(at + 1, min(len(row.atoms), at + _FILL + 2)):
        atom = row.atoms[place]
        if atom.mention >= 0 or atom.low in CLOSE or atom.low in (",", ";", "and", "or", ".", "("):
            break
        if atom.vesicle:
            return place
        if atom.low in BE or lexicon.has("prepositions.words", atom.low):
            break
        if atom.triggers and not row.atoms[place - 1].hyphen and atom.low not in _DERIVED:
            break
    seen_origin = ""
    for place in range(at - 1, max(-1, at - 14), -1):
        atom = row.atoms[place]
        if atom.low in (".", ";", ":") or atom.low in BE or atom.low in RELATIVE:
            return -1
        if atom.mention >= 0 and row.type_of(atom.mention) is not _CELL and not seen_origin:
            continue
        if atom.vesicle:
            if atom.low in ("exosomal", "vesicular") or not seen_origin:
                return -1
            return place
        if atom.low in _ORIGIN:
            if atom.low == "in":
                return -1
            if atom.low == "by" and _word(row, place - 1) not in _DERIVED:
                return -1
            seen_origin = atom.low
        elif lexicon.has("prepositions.words", atom.low) or (
            atom.triggers and atom.low not in _DERIVED and not any(t.form == "noun" for t in atom.triggers)
        ):
            return -1
    return -1


def _partners(row: Row, phrases: list[Phrase]) -> None:
    """Pair a long form with the short form in brackets behind it (of the same type, alone in its brackets)."""
    for first, second in itertools.pairwise(phrases):
        if first.type is not second.type or second.at - first.at > 9:
            continue
        between = row.atoms[first.at + 1 : second.at]
        opens = [a for a in between if a.low in OPEN]
        if len(opens) != 1 or between[-1].low not in OPEN | DETERMINERS:
            continue
        if any(a.low in CLOSE or a.low in BE or a.low in (",", "and", "or") for a in between):
            continue
        close = next((a for a in row.atoms[second.at + 1 : second.at + 10] if a.low in CLOSE or a.mention >= 0), None)
        if close is None or close.mention >= 0:
            continue
        first.partner, second.partner, second.short = second.mention, first.mention, True
        if first.type is _CELL:
            first.vesicle = first.vesicle if first.vesicle >= 0 else second.vesicle
            second.vesicle = second.vesicle if second.vesicle >= 0 else first.vesicle
        first.sign = second.sign = min(first.sign, second.sign)
        if not second.preposition:
            second.preposition, second.preposition_at = first.preposition, first.preposition_at


def _family(kind: EntityType) -> str:
    return "cell" if kind is _CELL else "molecule"


def _groups(row: Row, phrases: list[Phrase], lexicon: Lexicon) -> None:
    """Number the lists: neighbours of one family joined by commas, slashes, ``and`` and words of level or vesicles."""
    number = -1
    for previous, phrase in zip([None, *phrases], phrases, strict=False):
        if previous is None or not _joined(row, previous, phrase, lexicon):
            number += 1
        phrase.group = number


def _joined(row: Row, first: Phrase, second: Phrase, lexicon: Lexicon) -> bool:
    if first.partner == second.mention:
        return True
    if _family(first.type) != _family(second.type):
        return False
    between = row.atoms[first.at + 1 : second.at]
    if not any(a.low in COORDINATORS or a.low in (",", "well") or a.low in OPEN | CLOSE for a in between):
        return False
    loose = 0
    for atom in between:
        known = (
            atom.low in COORDINATORS
            or atom.low in DETERMINERS
            or atom.low in OPEN | CLOSE
            or atom.vesicle
            or atom.hyphen
            or atom.low in (",", "as", "well", "both", "+", "+/", "derived", "then", "of")
            or lexicon.has("processes.level", atom.low)
            or atom.low.isdigit()
        )
        if not known:
            if atom.triggers and not any(t.form == "noun" for t in atom.triggers):
                return False
            if lexicon.has("prepositions.words", atom.low) or atom.low in BE | RELATIVE:
                return False
            loose += 1
    return loose <= 2


def _share_vesicles(row: Row, phrases: list[Phrase]) -> None:
    """``A- and B-derived exosomes``, ``exosomes from A and B``: every cell of the list is a source."""
    for first, second in zip(phrases[::-1][1:], phrases[::-1], strict=False):  # right to left: first is before second
        _share(row, first, second, first)
    for first, second in itertools.pairwise(phrases):
        _share(row, first, second, second)


def _share(row: Row, first: Phrase, second: Phrase, taker: Phrase) -> None:
    giver = first if taker is second else second
    if first.group != second.group or first.type is not _CELL or taker.vesicle >= 0 or giver.vesicle < 0:
        return
    if taker is first:  # "A- and B-exosomes": the hyphen of a suspended compound, or the word right behind the list
        hung = first.at + 1 < len(row.atoms) and (row.atoms[first.at + 1].hyphen or _word(row, first.at + 1) == "/")
        lone = giver.vesicle > giver.at and _word(row, first.at + 1) in ("and", "or", "/", ",")
        if hung or lone:
            taker.vesicle = giver.vesicle
    elif giver.vesicle < giver.at:
        taker.vesicle = giver.vesicle


def _carriers(row: Row, phrases: list[Phrase], lexicon: Lexicon) -> None:
    """Mark molecules that a vesicle word or a preposition ties to vesicles, and find the cell these come from."""
    cells = [p for p in phrases if p.type is _CELL]
    for phrase in phrases:
        if phrase.type not in (_MIRNA, _MARKER):
            continue
        at = phrase.at
        place = at - 1
        steps = 0
        vesicle = -1
        while place >= 0 and steps < 6:
            atom = row.atoms[place]
            if (
                atom.mention >= 0
                and row.type_of(atom.mention) is not _CELL
                and _same_list(phrases, atom.mention, phrase)
            ):
                place -= 1
                continue
            if atom.vesicle and lexicon.has("vesicles.cargo", atom.low):
                vesicle = place
                break
            if atom.low in (",", "and", "/", "or") and place > 0 and row.atoms[place - 1].mention >= 0:
                place -= 1
                continue
            if not (
                atom.hyphen
                or atom.low in _DERIVED
                or atom.low
                in ("transferred", "transported", "carried", "shuttled", "packaged", "cargo", "rich", "specific")
            ):
                break
            place -= 1
            steps += 1
        if vesicle >= 0:
            plural = row.atoms[vesicle].low.endswith("s")
            joined = place == at - 1 or row.atoms[at - 1].hyphen or not plural
            phrase.cargo = joined or phrase.at - vesicle > 1
            phrase.carriers = [
                c.mention
                for c in cells
                if c.vesicle == vesicle or (c.at < vesicle and c.vesicle >= 0 and c.vesicle == vesicle)
            ]
        if not phrase.carriers:
            _carriers_behind(row, phrase, cells, phrases, lexicon)


def _same_list(phrases: list[Phrase], mention: int, phrase: Phrase) -> bool:
    return phrases[mention].group == phrase.group


def _carriers_behind(row: Row, phrase: Phrase, cells: list[Phrase], phrases: list[Phrase], lexicon: Lexicon) -> None:
    """``exosomal miR-21 from MSCs``, ``miR-21 in MSC-Exos``, ``miR-21-containing MSC exosomes``."""
    at = phrase.at + 1
    if _word(row, at) and row.atoms[at].hyphen and _word(row, at + 1) in (
        "containing", "loaded", "enriched", "carrying", "laden", "rich", "encapsulated", "packed", "bearing", "abundant", "harboring"
    ):  # fmt: skip
        for cell in cells:
            if (cell.vesicle >= 0 and 0 < cell.at - at < 10) or (
                cell.at > at and cell.vesicle >= 0 and cell.vesicle - at < 6
            ):
                phrase.cargo = True
                phrase.carriers = [cell.mention]
                return
    last = max((p.at for p in phrases if p.group == phrase.group), default=phrase.at)
    for cell in cells:
        gap = row.atoms[last + 1 : cell.at]
        if cell.at <= last or len(gap) > 7 or cell.group == phrase.group:
            continue
        words = [a.low for a in gap]
        if any(a.mention >= 0 and row.type_of(a.mention) is not _CELL for a in gap) or not words:
            return
        start = (
            words[0]
            if words[0] not in (")", "expression", "levels", "level", "content")
            else (words[1] if len(words) > 1 else "")
        )
        within = start in ("in", "within", "inside", "from", "of") and cell.vesicle >= 0
        origin = phrase.cargo and (start in ("from", "derived", "secreted", "released", "in", "of"))
        carried = (
            start in ("derived", "secreted", "released", "delivered", "carried", "transferred") and cell.vesicle >= 0
        )
        if (within or origin or carried) and not {",", "and", ";", "by"} & set(
            words[:-1] if cell.vesicle >= 0 else words
        ):
            phrase.carriers = [c.mention for c in cells if c.group == cell.group]
            phrase.cargo = True
        return
