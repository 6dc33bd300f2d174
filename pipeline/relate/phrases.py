"""What stands around each mention: its preposition, list, short form, loss of function, treatment and joined words."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.core.records import EntityType
from pipeline.relate.atoms import BE, CLOSE, COORDINATORS, DETERMINERS, OPEN, RELATIVE, Row
from pipeline.relate.patterns import Lexicon

_CELL = EntityType.CELL_TYPE


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
    surface: bool = False  # "X on vesicles"
    carriers: list[int] = field(default_factory=list)


def describe(row: Row, lexicon: Lexicon) -> list[Phrase]:
    """One :class:`Phrase` a mention, in text order."""
    phrases = [Phrase(m, row.place[m], row.type_of(m)) for m in range(len(row.mentions))]
    for phrase in phrases:
        phrase.preposition, phrase.preposition_at = preposition(row, phrase.at, lexicon)
        _modifier(row, phrase, lexicon)
    _partners(row, phrases)
    _groups(row, phrases, lexicon)
    _lost(row, phrases, lexicon)
    return phrases


def _lost(row: Row, phrases: list[Phrase], lexicon: Lexicon) -> None:
    """``loss of suppressors, such as X and Y``: the function of all that the list names is taken away."""
    taken: set[int] = set()
    for phrase in phrases:
        if phrase.sign < 0 and row.word(phrase.at - 1) == "of" and lexicon.has("loss.words", row.word(phrase.at - 2)):
            taken.add(phrase.group)  # "loss of X or Y"
        if phrase.group in taken:
            phrase.sign = -1
        at = phrase.at - 1
        at -= row.word(at) == "as"
        if phrase.sign < 0 or row.word(at) not in ("such", "including", "like", "namely"):
            continue
        words = [row.word(place) for place in range(max(0, at - 8), at)]
        lost = next((i for i in range(len(words) - 2, -1, -1) if lexicon.has("loss.words", words[i])), -1)
        if lost >= 0 and words[lost + 1] in ("of", "in") and all(words[lost:]):
            taken.add(phrase.group)
            phrase.sign = -1


def preposition(row: Row, at: int, lexicon: Lexicon) -> tuple[str, int]:
    """The nearest preposition before an atom and its place, with only words of the same noun phrase (and lists of
    mentions) between; ``by way of`` and ``by means of`` are one; ("", -1) for none.
    """
    for place in range(at - 1, max(-1, at - 14), -1):
        atom = row.atoms[place]
        if atom.mention >= 0 or atom.low in COORDINATORS or atom.low in (",", "(", ")", "-", "as", "well"):
            if at - place > 10:
                return "", -1
            continue
        if lexicon.has("prepositions.words", atom.low):
            if atom.low == "like" and lexicon.has("parse.class_nouns", row.word(place - 1)):
                continue  # "proteins like X": such as
            if atom.low == "of" and row.word(place - 1) in ("way", "means", "virtue", "dint"):
                return "via", place
            return atom.low, place
        if atom.low in BE or atom.low in RELATIVE or atom.low in (";", ":", "."):
            return "", -1
        if atom.triggers and not any(t.form in ("noun", "adjective") for t in atom.triggers):
            if row.word(place - 1) and row.atoms[place - 1].hyphen:
                continue  # "hypoxia-induced X"
            if atom.low.endswith(("ed", "ing")) and lexicon.has("prepositions.words", row.word(place - 1)):
                continue  # "in treated X"
            return "", -1
    return "", -1


def _modifier(row: Row, phrase: Phrase, lexicon: Lexicon) -> None:
    """Words joined to the mention: ``X-induced``, ``anti-X``, ``X inhibitor``, ``knockdown of X``, ``X treatment``."""
    at = phrase.at
    after = at + 1
    if row.word(after) == ")" and after + 1 < len(row.atoms) and row.atoms[after + 1].hyphen:
        after += 1
    while after < len(row.atoms) and (row.atoms[after].hyphen or row.atoms[after].vesicle):
        after += 1
    word = row.word(after)
    if after > at + 1 and row.atoms[after - 1].hyphen and word.endswith(("ed", "ing", "dependent")):
        phrase.modifier = word
    skip = after
    while lexicon.has("grammar.noun_tail", row.word(skip)) or row.word(skip) == ")":
        skip += 1
    word = row.word(skip)
    if lexicon.has("loss.words", word) and (not word.endswith("ed") or row.hyphened(skip)):
        phrase.sign = -1
    elif lexicon.has("agents.treatment", word):
        phrase.treatment = True
    place = at - 1
    seen = 0
    while place >= 0 and seen < 8:
        word = row.word(place)
        if not word or word in ("and", ",", ";", "by") or word in BE:
            break
        if lexicon.has("loss.words", word) and (seen <= 1 or word not in ("anti", "si", "sh")):
            following = row.word(place + 1)
            if (
                seen == 0
                or word.endswith("ed")
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
            word in ("of", "with", "using")
            or word in DETERMINERS
            or row.atoms[place].vesicle
            or word.endswith(("al", "ed", "gene", "expression", "from"))
            or row.atoms[place].hyphen
        ):
            place -= 1
            seen += 1
            continue
        break


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
    _split_pairs(row, phrases)


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
        if any(t.form == "noun" and t.sign and t.effect in ("up", "down", "lack") for t in atom.triggers):
            return False
        if lexicon.has("grammar.opens_clause", atom.low) and atom.low != "as":
            return False
        if not known:
            if atom.triggers and not any(t.form == "noun" for t in atom.triggers):
                return False
            if lexicon.has("prepositions.words", atom.low) or atom.low in BE | RELATIVE:
                return False
            loose += 1
    return loose <= 2


def _split_pairs(row: Row, phrases: list[Phrase]) -> None:
    """Two names with but a comma between them are no list (``By binding X, Y inhibits``): part them."""
    sizes = Counter(phrase.group for phrase in phrases)
    shift = 0
    for previous, phrase in itertools.pairwise(phrases):
        phrase.group += shift
        paired = sizes[phrase.group - shift] == 2 and previous.group == phrase.group
        between = row.atoms[previous.at + 1 : phrase.at]
        paired = paired and row.word(previous.at - 1) not in OPEN
        if paired and all(a.low not in COORDINATORS and a.low not in OPEN | CLOSE | {"well"} for a in between):
            phrase.group += 1
            shift += 1


def listed(phrases: Iterable[Phrase], phrase: Phrase, *types: EntityType) -> list[Phrase]:
    """The names of some types in the list that a phrase belongs to, in text order; itself among them."""
    return [p for p in phrases if p.group == phrase.group and p.type in types]
