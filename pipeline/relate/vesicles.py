"""Which cells vesicles come from and which molecules they carry, as the words around the names say."""

from __future__ import annotations

import itertools

from pipeline.core.records import EntityType
from pipeline.relate.atoms import BE, CLOSE, RELATIVE, Row
from pipeline.relate.patterns import Lexicon
from pipeline.relate.phrases import Phrase, preposition

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_ACTIONS = frozenset({"up", "down", "uptake"})
_SHEDDING = frozenset({"release", "secretion", "biogenesis", "production", "synthesis", "shedding", "generation",
                       "formation", "delivery"})  # fmt: skip
_AHEAD, _BACK = 8, 14  # atoms that may stand between a cell and the word for its vesicles


def attach(row: Row, phrases: list[Phrase], lexicon: Lexicon) -> None:
    """Fill ``vesicle`` of the cells, then ``cargo`` and ``carriers`` of the molecules."""
    for phrase in phrases:
        if phrase.type is _CELL:
            ahead = _ahead(row, phrase, lexicon)
            phrase.vesicle = ahead if ahead >= 0 else _behind(row, phrase, lexicon)
            if ahead < 0 <= phrase.vesicle:  # "by exosomes from X": what counts stands before the vesicles
                phrase.preposition, phrase.preposition_at = preposition(row, phrase.vesicle, lexicon)
            if phrase.vesicle < 0:
                phrase.vesicle = sheds(row, phrase.at)
    for phrase in phrases:
        if phrase.partner >= 0 and phrase.type is _CELL and phrase.vesicle < 0:
            phrase.vesicle = phrases[phrase.partner].vesicle
    _share(row, phrases)
    for phrase in phrases:
        if phrase.type is _CELL and phrase.vesicle >= 0 and phrase.sign > 0 and _lost(row, phrase, lexicon):
            phrase.sign = -1
    cells = [p for p in phrases if p.type is _CELL]
    for phrase in phrases:
        if phrase.type in (_MIRNA, _MARKER):
            _carried_before(row, phrase, phrases, cells, lexicon)
            if not phrase.carriers:
                _carried_behind(row, phrase, phrases, cells, lexicon)


def _ahead(row: Row, phrase: Phrase, lexicon: Lexicon) -> int:
    """``hESC-Exos``, ``MSC-derived small vesicles``; the medium that cells conditioned stands for what they shed."""
    near = [row.word(at) for at in range(phrase.at + 1, phrase.at + 5)]
    if "conditioned" in near[:2] and {"medium", "media"} & set(near[1:]):
        return phrase.at + 1 + next(i for i, w in enumerate(near) if w in ("medium", "media"))
    for place in range(phrase.at + 1, min(len(row.atoms), phrase.at + _AHEAD)):
        atom = row.atoms[place]
        suffix = place == phrase.at + 1 and atom.low == ")" and row.word(place + 1) in ("derived", "-")
        if suffix or (place == phrase.at + 2 and row.word(place - 1) == ")" and atom.hyphen):
            continue
        if atom.mention >= 0 and place > phrase.at + 2 and _holding(row, place, lexicon):
            continue  # "X-derived miR-21-rich vesicles"
        if atom.mention >= 0 or atom.low in CLOSE or atom.low in (",", ";", "and", "or", ".", "("):
            return -1
        if atom.vesicle:
            return place
        if atom.low in BE or lexicon.has("prepositions.words", atom.low):
            return -1
        treated = row.atoms[place + 1 : place + 2] and atom.low.endswith("ed") and _close(row, place)
        loose = atom.triggers and not row.hyphened(place) and not treated
        plural = row.mentions[phrase.mention].surface.endswith("s") and atom.low != "derived"
        if loose and (plural or not lexicon.has("grammar.linking", atom.low)):
            return -1
    return -1


def _lost(row: Row, phrase: Phrase, lexicon: Lexicon) -> bool:
    """``blocking the secretion of exosomes by X``, ``inhibition of EV release from X``: what X sheds is taken away."""
    place = min(phrase.at, phrase.vesicle) - 1
    shed = row.word(phrase.vesicle + 1) in _SHEDDING
    for at in range(place, max(-1, place - 5), -1):
        word = row.word(at)
        if word in _SHEDDING:
            shed = True
        elif lexicon.has("loss.words", word):
            return shed
        elif word not in ("of", "the", "these", "small", "-"):
            return False
    return False


def _holding(row: Row, place: int, lexicon: Lexicon) -> bool:
    """Whether a molecule is joined to a word of holding: ``miR-21-rich``, ``CD63-positive``."""
    if place + 2 >= len(row.atoms) or not row.hyphened(place + 2) or row.type_of(row.atoms[place].mention) is _CELL:
        return False
    return lexicon.has("grammar.holding", row.word(place + 2)) or row.word(place + 2) == "positive"


def _close(row: Row, place: int) -> bool:
    """Whether the word for vesicles stands right behind a participle: ``X primed exosomes``."""
    after = row.atoms[place + 1]
    following = row.atoms[place + 2] if after.hyphen and place + 2 < len(row.atoms) else after
    return following.vesicle


def sheds(row: Row, at: int) -> int:
    """``X shed vesicles``: the vesicles behind a verb of release behind a cell, if none but words stand between."""
    released = False
    for atom in row.atoms[at + 1 : at + 9]:
        if (
            atom.mention >= 0
            and released
            and row.type_of(atom.mention) in (_MIRNA, _MARKER)
            and _inside(row, atom.index)
        ):
            return _inside(row, atom.index)
        rich = atom.mention >= 0 and atom.index + 2 < len(row.atoms) and row.atoms[atom.index + 1].hyphen
        if (atom.mention >= 0 and not (rich and released)) or atom.low in (",", ";", "."):
            return -1  # but "X generate miR-21-rich vesicles"
        released = released or any(
            (t.effect == "secrete" or atom.low.startswith("generat")) and t.form in ("base", "s", "ed", "past")
            for t in atom.triggers
        )
        if atom.vesicle:
            return atom.index if released else -1
    return -1


def _inside(row: Row, at: int) -> int:
    """``X secrete miR-21 in exosomes``: the vesicles behind a molecule, 0 for none."""
    words = (row.word(at + 1), row.word(at + 2))
    if words[0] in ("in", "via", "into", "through", "within") and at + 2 < len(row.atoms) and row.atoms[at + 2].vesicle:
        return at + 2
    return 0


def _behind(row: Row, phrase: Phrase, lexicon: Lexicon) -> int:
    """``exosomes from MSCs``, ``vesicles secreted by hypoxic MSCs``."""
    origin = ""
    for place in range(phrase.at - 1, max(-1, phrase.at - _BACK), -1):
        atom = row.atoms[place]
        if atom.low in (".", ";", ":") or atom.low in BE or atom.low in RELATIVE:
            return -1
        if atom.mention >= 0 and row.type_of(atom.mention) is not _CELL and not origin:
            continue
        if atom.vesicle:
            return place if origin and atom.low not in ("exosomal", "vesicular") else -1
        linking = lexicon.has("grammar.linking", atom.low)
        if origin and any(t.form in ("base", "s") and t.effect != "other" for t in atom.triggers) and not linking:
            return -1
        if origin and not linking and any(t.form == "noun" and t.effect in _ACTIONS for t in atom.triggers):
            return -1  # "EVs mediated activation of X"
        if origin and row.hyphened(place) and atom.low.endswith("ed") and not linking:  # "EV-induced growth of X"
            return -1
        if lexicon.has("vesicles.source", atom.low):
            if atom.low == "by" and not lexicon.has("grammar.linking", row.word(place - 1)):
                return -1
            origin = atom.low
        elif lexicon.has("prepositions.words", atom.low) or (
            atom.triggers and not linking and not row.hyphened(place) and all(t.form != "noun" for t in atom.triggers)
        ):
            return -1
    return -1


def _share(row: Row, phrases: list[Phrase]) -> None:
    """``A- and B-derived exosomes``, ``exosomes from A and B``: every cell of the list is a source."""
    for first, second in reversed(list(itertools.pairwise(phrases))):
        if first.group == second.group and first.type is _CELL and first.vesicle < 0 <= second.vesicle:
            after = row.word(first.at + 1)
            hung = first.at + 1 < len(row.atoms) and (row.atoms[first.at + 1].hyphen or after == "/")
            if hung or (second.vesicle > second.at and after in ("and", "or", ",")):
                first.vesicle = second.vesicle
    for first, second in itertools.pairwise(phrases):
        if first.group == second.group and second.type is _CELL and second.vesicle < 0 <= first.vesicle < first.at:
            second.vesicle = first.vesicle
            second.preposition, second.preposition_at = first.preposition, first.preposition_at


def _carried_before(row: Row, phrase: Phrase, phrases: list[Phrase], cells: list[Phrase], lexicon: Lexicon) -> None:
    """``exosomal miR-21``, ``MSC-derived exosomal miR-21``, ``MSC exosome-delivered miR-21 and miR-22``."""
    vesicle = -1
    steps = 0
    for place in range(phrase.at - 1, max(-1, phrase.at - 30), -1):
        atom = row.atoms[place]
        if atom.mention >= 0 and phrases[atom.mention].group == phrase.group:
            continue
        if atom.vesicle and lexicon.has("vesicles.cargo", atom.low):
            vesicle = place
            break
        if (
            atom.low in (",", "and", "/", "or", "(")
            and place > 0
            and (row.atoms[place - 1].mention >= 0 or atom.low == "(")
        ):
            continue
        steps += 1
        hung = row.hyphened(place) and lexicon.has("grammar.enclosed", atom.low)
        if steps > 5 or not (atom.hyphen or hung or lexicon.has("grammar.linking", atom.low)):
            break
    if vesicle >= 0:
        while vesicle > 1 and row.word(vesicle - 1) == "/" and row.atoms[vesicle - 2].vesicle:
            vesicle -= 2  # "MSC exosomes/microvesicles miR-21"
        phrase.cargo = True
        phrase.carriers = [c.mention for c in cells if c.vesicle == vesicle]


def _carried_behind(row: Row, phrase: Phrase, phrases: list[Phrase], cells: list[Phrase], lexicon: Lexicon) -> None:
    """``exosomal miR-21 from MSCs``, ``miR-21 in MSC-Exos``, ``miR-21-containing MSC exosomes``."""
    at = phrase.at + 1
    if row.atoms[at : at + 1] and row.atoms[at].hyphen and lexicon.has("grammar.holding", row.word(at + 1)):
        for cell in cells:
            shed = cell.at < at < cell.vesicle < at + 6  # "X generate miR-21-rich vesicles"
            shown = row.word(at + 1) == "expressing" and phrase.type is _MARKER and cell.at == at + 2
            if shown:  # "CD47-expressing X exosomes": said of X
                return
            if shed or (cell.vesicle >= 0 and cell.at > at and min(cell.at, cell.vesicle) - at < 10):
                phrase.cargo, phrase.carriers = True, [cell.mention]
                return
    last = max(p.at for p in phrases if p.group == phrase.group)
    found = [c for c in cells if c.at > last]
    if not found:
        return
    cell = found[0]
    gap = row.atoms[last + 1 : cell.at]
    words = _plain([a.low for a in gap], lexicon)
    if len(words) > 7 or cell.group == phrase.group:
        return
    if not words or any(a.mention >= 0 for a in gap):
        return
    if words[0] in (")", "expression", "levels", "level", "content") and len(words) > 1:
        words = words[1:]
    if phrase.type is _MIRNA and words in (
        ["from"],
        ["of"],
        ["derived", "from"],
        ["released", "by"],
        ["secreted", "by"],
    ):
        phrase.cargo, phrase.carriers = True, [c.mention for c in cells if c.group == cell.group]
        return
    phrase.surface = "on" in words[:1]
    within = words[0] in ("in", "within", "inside", "from", "of", "on") and cell.vesicle >= 0
    origin = phrase.cargo and words[0] in ("from", "derived", "secreted", "released", "in", "of")
    linked = lexicon.has("grammar.linking", words[0]) and cell.vesicle >= 0
    broken = {",", "and", ";", "by", "("} & set(words[:-1] if cell.vesicle >= 0 else words)
    plain = not any(lexicon.has("agents.treated", w) or w in ("with", "group", "to") for w in words)
    acts = words[0] in ("in", "on", "by") and any(a.low.endswith("ing") and a.triggers for a in gap[1:])
    if not plain or acts:  # "the role of exosomal miR-21 in activating X"
        return
    if (within or origin or linked) and not broken - ({"by"} if linked or origin else set()):
        phrase.cargo = True
        phrase.carriers = [c.mention for c in cells if c.group == cell.group]


def _plain(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words without a short form in brackets, and without the comma before a participle of origin."""
    for at in range(len(words) - 2):
        if words[at] == "(" and words[at + 2] == ")":
            words = words[:at] + words[at + 3 :]
            break
    aside = len(words) > 2 and words[0] == "," and lexicon.has("grammar.linking", words[1])
    return words[1:] if aside and words[-1] in ("from", "of", "by") else words
