"""Claims on what vesicles hold, told without a verb of holding: ``the cargo of X-EVs includes A``, ``A-rich X-EVs``."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.records import EntityType
from pipeline.relate.atoms import BE, CLOSE, OPEN
from pipeline.relate.claims import Claim, Theme
from pipeline.relate.phrases import Phrase, listed
from pipeline.relate.subjects import Reader

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_NAMED = (_MARKER, _MIRNA)
_NEAR = 6  # atoms that may stand between the words of one wording
_IN = frozenset({"in", "within", "inside", "of", "from", "among"})
_JOINTS = frozenset({",", ";", ":", "."})
_APART = frozenset({";", ".", "with", "on", "not", "by", "to", "that"})


def content_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all wordings, in the order of the row within each."""
    yield from _superlative(reader)
    yield from _listed(reader)
    yield from _levels(reader)
    yield from _sources(reader)
    yield from _made_to_hold(reader)


def _claim(
    reader: Reader, cell: Phrase, held: Phrase, at: int, effect: str = "hold", sign: int = 1, surety: float = 0.7
) -> Claim:
    return Claim(reader.agent(cell), Theme(held), effect, sign, "contents", at, False, surety)


def _holders(reader: Reader, left: int, right: int) -> list[Phrase]:
    """The sources of vesicles in a stretch, with those coordinated with the first; treated ones hold nothing here."""
    found = [p for p in reader.between(max(left, 0), right) if p.type is _CELL and p.vesicle >= 0]
    plain = [p for p in found if not p.treatment and not reader.lexicon.has("agents.treated", p.modifier)]
    return [p for p in plain if p.group == plain[0].group] if plain else []


def _denied(reader: Reader, left: int, right: int) -> bool:
    return any(reader.lexicon.has("negation.words", reader.row.word(at)) for at in range(max(left, 0), right))


def _superlative(reader: Reader) -> Iterator[Claim]:
    """``A was the most abundant miRNA in X-EVs``, ``among the cargo of X-EVs, A was the most abundant``."""
    for atom in reader.row.atoms[1:]:
        at = atom.index
        if not reader.lexicon.has("contents.abundant", atom.low) or reader.row.word(at - 1) not in ("most", "highly"):
            continue
        low = _clause(reader, at)
        behind = [p for p in _holders(reader, at, at + 2 * _NEAR) if p.preposition in _IN and p.preposition_at > at]
        cells = behind or [p for p in _holders(reader, low, at) if p.preposition in _IN]
        linked = next((i for i in range(at - 1, max(low, at - 9), -1) if reader.row.word(i) in BE), -1)
        names = [p for p in reader.between(max(low, linked - 4), linked) if p.type in _NAMED] if linked > 0 else []
        if not names and behind:
            names = _told(reader, max(max(p.at, p.vesicle) for p in cells))
        for held in listed(reader.phrases, names[-1], *_NAMED) if names and not _denied(reader, at - 5, at) else ():
            for cell in cells:
                yield _claim(reader, cell, held, at)


def _told(reader: Reader, end: int) -> list[Phrase]:
    """The molecules right behind ``was`` or ``included`` behind a cell and its vesicles."""
    names = [p for p in reader.between(end + 1, end + _NEAR) if p.type in _NAMED]
    words = [reader.row.word(i) for i in range(end + 1, names[0].at)] if names else []
    linked = any(w in BE or reader.lexicon.has("contents.lists", w) for w in words[-2:])
    return names if linked and not set(words) & _JOINTS else []


def _clause(reader: Reader, at: int) -> int:
    """Where the clause of an atom begins: behind the last semicolon before it."""
    return max((i + 1 for i in range(at) if reader.row.word(i) in (";", "whereas", "while", "but")), default=0)


def _listed(reader: Reader) -> Iterator[Claim]:
    """``the cargo of X-EVs includes A and B``, ``X-EV proteins, such as A``, ``miRNAs in X-EVs included A``."""
    for cell in reader.phrases:
        if cell.type is not _CELL or cell.vesicle < 0 or cell.treatment:
            continue
        first, end = min(cell.at, cell.vesicle), max(cell.at, cell.vesicle)
        names = [p for p in reader.between(end + 1, end + 2 * _NEAR) if p.type in _NAMED]
        if not names or any(end < p.at < names[0].at for p in reader.phrases):
            continue
        words = [reader.row.word(at) for at in range(end + 1, names[0].at)]
        around = [reader.row.word(at) for at in range(max(0, first - _NEAR), first)]
        lists = next((i for i, w in enumerate(words) if reader.lexicon.has("contents.lists", w)), -1)
        about = any(reader.lexicon.has("contents.nouns", w) for w in (*around, *words))
        verbs = any(0 <= v.at - end - 1 < lists for v in reader.verbs)
        if lists < 0 or not about or verbs or len(words) - lists > 4 or set(words) & _APART:
            continue
        for held in listed(reader.phrases, names[0], *_NAMED):
            yield _claim(reader, cell, held, end + 1 + lists)


def _levels(reader: Reader) -> Iterator[Claim]:
    """``X-EVs with high levels of A``; ``X-EVs had more A than``, where the vesicles are compared with others."""
    for cell in reader.phrases:
        if cell.type is not _CELL or cell.vesicle < 0 or cell.treatment:
            continue
        end = max(cell.at, cell.vesicle)
        names = [p for p in reader.between(end + 1, end + _NEAR + 2) if p.type in _NAMED]
        words = [reader.row.word(at) for at in range(end + 1, names[0].at)] if names else []
        if len(words) < 2:
            continue
        known = all(reader.lexicon.has("contents.level_words", w) for w in words[1:])
        if words[0] == "with" and known and {"high", "higher", "abundant", "levels", "amounts"} & set(words):
            for held in listed(reader.phrases, names[0], *_NAMED):
                yield _claim(reader, cell, held, end + 1)
        changed = {
            t.sign for t in reader.lexicon.triggers.get(words[1], ()) if t.form == "ed" and t.effect in ("up", "down")
        } - {0}
        if words[0] == "with" and changed and all(reader.lexicon.has("contents.level_words", w) for w in words[2:]):
            for held in listed(reader.phrases, names[0], *_NAMED):  # "X-EVs with elevated levels of A"
                yield _claim(reader, cell, held, end + 1, "level", min(changed))
        more = bool({"more", "higher"} & set(words))
        if words[0] in ("had", "have") and known and (more or {"less", "lower"} & set(words)):
            near = [reader.row.word(at) for at in range(max(0, cell.at - 4), cell.at)]
            given = any(w in ("given", "receiving") or reader.lexicon.has("agents.treated", w) for w in near)
            for held in listed(reader.phrases, names[0], *_NAMED):
                effect = "up" if given else "level"  # "mice given X-EVs had less A"
                yield _claim(reader, cell, held, end + 1, effect, 1 if more else -1)


def _sources(reader: Reader) -> Iterator[Claim]:
    """``X-EVs are a source of A``, ``X-EVs serve as carriers of A``."""
    for atom in reader.row.atoms:
        if not reader.lexicon.has("contents.carriers", atom.low) or reader.row.word(atom.index + 1) not in (
            "of",
            "for",
        ):
            continue
        names = [p for p in reader.between(atom.index + 2, atom.index + 2 + _NEAR) if p.type in _NAMED]
        near = range(max(0, atom.index - 5), atom.index)
        linked = next((at for at in near if reader.row.word(at) in BE or reader.row.word(at) == "as"), -1)
        cells = _holders(reader, linked - 8, linked) if linked > 0 else []
        if names and names[0].preposition_at == atom.index + 1 and cells and not _denied(reader, linked, atom.index):
            for held in listed(reader.phrases, names[0], *_NAMED):
                for cell in cells:
                    yield _claim(reader, cell, held, atom.index)


def _made_to_hold(reader: Reader) -> Iterator[Claim]:
    """``A-overexpressing exosomes from X``, ``exosomes overexpressing A from X``: they hold more of A."""
    for atom in reader.row.atoms:
        if not reader.lexicon.has("contents.enriched", atom.low):
            continue
        before = [p for p in reader.between(atom.index - 2, atom.index) if p.type in _NAMED]
        hung = before and reader.row.hyphened(atom.index) and before[0].at == atom.index - 2
        joined = hung or (before and before[-1].at == atom.index - 1)  # "miR-210 overexpressing X exosomes"
        behind = [p for p in reader.between(atom.index + 1, atom.index + 2) if p.type in _NAMED]
        after = range(atom.index + 1, min(atom.index + 4, len(reader.row.atoms)))
        cells: list[Phrase] = []
        if joined:
            vesicle = next((at for at in after if reader.row.atoms[at].vesicle), -1)
            cell = next((p for p in reader.between(atom.index + 1, atom.index + 2) if p.vesicle > p.at), None)
            cells = [cell] if cell is not None else [p for p in reader.phrases if p.vesicle == vesicle >= 0]
            cells = cells or _apart(reader, vesicle)
        elif behind and reader.row.atoms[atom.index - 1].vesicle:
            cells = [p for p in reader.phrases if p.vesicle == atom.index - 1] or _apart(reader, behind[0].at)
        for held in before if joined else behind:
            for found in cells:
                yield _claim(reader, found, held, atom.index, "level", 1, 0.75)


def _apart(reader: Reader, at: int) -> list[Phrase]:
    """The cell behind ``from`` or ``derived from``, right behind vesicles or what they hold."""
    if at < 0:
        return []
    cell = next((p for p in reader.between(at + 1, at + _NEAR) if p.type is _CELL), None)
    if cell is None or cell.preposition not in ("from", "of", "by"):
        return []
    words = [reader.row.word(i) for i in range(at + 1, cell.preposition_at)]
    tied = all(reader.lexicon.has("grammar.linking", w) or w in OPEN | CLOSE for w in words)
    return [cell] if tied and not set(words) & _JOINTS else []
