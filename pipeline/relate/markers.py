"""Markers set beside cells without a verb: ``CD34+ cells``, ``cells (CD31)``, ``the neuron marker NeuN``."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.records import EntityType
from pipeline.relate.atoms import CLOSE, COORDINATORS, OPEN
from pipeline.relate.bearing import bearing_claims
from pipeline.relate.claims import Claim, Theme
from pipeline.relate.phrases import Phrase
from pipeline.relate.subjects import Reader

_CELL, _MARKER = EntityType.CELL_TYPE, EntityType.MARKER
_BE = frozenset({"is", "are", "was", "were", "be", "being"})
_OF = frozenset({"of", "for", "on", "in"})
_LISTS = frozenset({"include", "includes", "included", "are", "were", "is", "comprise", ":", "such", "(", "like"})
_PLUS = frozenset({"+", "⁺"})
_NO = frozenset({"no", "not", "without", "neither", "nor", "low", "reduced", "fewer", "less", "lacking"})
_MINUS = frozenset({"−", "⁻"})


def marker_claims(reader: Reader) -> Iterator[Claim]:
    """Claims of all wordings, in the order of the row within each."""
    yield from signed(reader)
    yield from _marker_of(reader)
    yield from _known_by(reader)
    yield from _has_markers(reader)
    yield from _are_markers(reader)
    yield from _plus_behind(reader)
    yield from _expression_on(reader)
    yield from bearing_claims(reader)
    for first, second in zip(reader.phrases, reader.phrases[1:], strict=False):
        if first.type is _MARKER and second.type is _CELL:
            yield from _plus_before(reader, first, second)
        if first.type is _CELL and second.type is _MARKER:
            yield from _in_brackets(reader, first, second)
            yield from _called_marker(reader, first, second)


def _claim(reader: Reader, cell: Phrase, marker: Phrase, effect: str = "express", surety: float = 0.7) -> Claim:
    return Claim(reader.agent(cell), Theme(marker), effect, 1, "marker", marker.at, False, surety)


def _plus_before(reader: Reader, marker: Phrase, cell: Phrase) -> Iterator[Claim]:
    """``CD11b+ microglia``: a sign and nothing else between the two."""
    between = [a.low for a in reader.row.atoms[marker.at + 1 : cell.at]]
    if between in (["+"], ["⁺"], ["(", "+", ")"]):
        yield _claim(reader, cell, marker, "express", 0.85)
    elif between in (["positive"], ["negative"]):
        yield _claim(reader, cell, marker, "express" if between == ["positive"] else "lack", 0.8)
    elif between in (["−"], ["⁻"], ["(", "-", ")"], ["(", "−", ")"]):
        yield _claim(reader, cell, marker, "lack", 0.85)


def _in_brackets(reader: Reader, cell: Phrase, marker: Phrase) -> Iterator[Claim]:
    """``Tregs (CD4+CD25+FOXP3+)``: brackets right behind a cell that hold markers and signs, nothing else."""
    atoms = reader.row.atoms
    if marker.at != cell.at + 2 or atoms[cell.at + 1].low not in OPEN:
        return
    members: list[tuple[Phrase, str]] = []
    for atom in atoms[marker.at :]:
        if atom.low in CLOSE:
            break
        if atom.mention >= 0:
            if reader.phrases[atom.mention].type is not _MARKER:
                return
            members.append((reader.phrases[atom.mention], "express"))
        elif atom.low in _MINUS or (atom.hyphen and reader.row.word(atom.index + 1) in (",", ")", "and")):
            members[-1] = (members[-1][0], "lack")
        elif not (atom.low in _PLUS or atom.low in COORDINATORS or atom.low in (",", ";") or atom.hyphen):
            return
    for phrase, effect in members:
        yield _claim(reader, cell, phrase, effect)


def _called_marker(reader: Reader, cell: Phrase, marker: Phrase) -> Iterator[Claim]:
    """``the neuron marker NeuN``, ``endothelial cell markers (CD31, VWF)``, ``exosomal markers of …`` is not meant."""
    between = [a.low for a in reader.row.atoms[cell.at + 1 : marker.at]]
    words = [w for w in between if w.isalpha()]
    if (
        not words
        or len(words) > 4
        or not {"marker", "markers"} & set(words)
        or not set(between) <= {*words, "(", ":", ",", "-"}
    ):
        return
    if words[0] not in ("marker", "markers", "surface", "specific", "exosome", "exosomal", "cell"):
        return
    verb = next((n for n in range(len(reader.verbs) - 1, -1, -1) if reader.verbs[n].at < cell.at), -1)
    if verb >= 0 and reader.verbs[verb].trigger.effect in ("express", "hold", "lack", "carry"):
        return  # "X expressed the Y markers A and B": they are markers of X
    for phrase in reader.phrases:
        if phrase.group == marker.group:
            yield _claim(reader, cell, phrase)


def _are_markers(reader: Reader) -> Iterator[Claim]:
    """``A and B are common X markers``: X has them."""
    for atom in reader.row.atoms:
        cell = next((p for p in reader.phrases if p.at == atom.index - 1 and p.type is _CELL), None)
        if atom.low not in ("marker", "markers") or cell is None:
            continue
        linked = next((at for at in range(cell.at - 1, max(-1, cell.at - 7), -1) if reader.row.word(at) in _BE), -1)
        names = [p for p in reader.between(linked - 3, linked) if p.type is _MARKER] if linked > 0 else []
        between = {reader.row.word(at) for at in range(linked + 1, cell.at)}
        if names and not between & (_NO | {"by", "with", "in"}) and reader.last(names[-1]) == linked - 1:
            for phrase in reader.phrases:
                if phrase.group == names[-1].group and phrase.type is _MARKER:
                    yield _claim(reader, cell, phrase)


def _marker_of(reader: Reader) -> Iterator[Claim]:
    """``the surface markers of X include A and B``, ``markers of X-Exos are A``: X has them."""
    for atom in reader.row.atoms:
        if atom.low not in ("marker", "markers"):
            continue
        cells = [p for p in reader.between(atom.index + 1, atom.index + 10) if p.type is _CELL and p.preposition in _OF]
        if not cells or cells[0].preposition_at != atom.index + 1:
            continue
        cells = [p for p in cells if p.group == cells[0].group]
        last = max(max(p.at, p.vesicle) for p in cells)
        linked = [a.low for a in reader.row.atoms[last + 1 : last + 4]]
        names = [p for p in reader.between(last + 1, last + 8) if p.type is _MARKER]
        if not names or not linked or linked[0] not in _LISTS or any(w in ("not", "by") for w in linked):
            continue
        for phrase in reader.phrases:
            if phrase.group == names[0].group and phrase.type is _MARKER:
                for cell in cells:
                    yield _claim(reader, cell, phrase)


def _known_by(reader: Reader) -> Iterator[Claim]:
    """``A, a marker of X``, ``A is known as a marker for X``: X has it."""
    for atom in reader.row.atoms:
        if atom.low not in ("marker", "markers") or reader.row.word(atom.index + 1) not in ("of", "for"):
            continue
        cells = [p for p in reader.between(atom.index + 2, atom.index + 8) if p.type is _CELL]
        names = [p for p in reader.between(atom.index - 9, atom.index) if p.type is _MARKER]
        if not cells or not names or cells[0].preposition_at != atom.index + 1:
            continue
        words = [reader.row.word(at) for at in range(names[-1].at + 1, atom.index)]
        plain = all(reader.lexicon.has("identity.known", w) for w in words)
        for phrase in reader.phrases:
            if words and plain and phrase.group == names[-1].group and phrase.type is _MARKER:
                for cell in cells:
                    if cell.group == cells[0].group:
                        yield _claim(reader, cell, phrase)


def _has_markers(reader: Reader) -> Iterator[Claim]:
    """``X had the markers A and B``, ``X with pluripotency markers such as A``, ``X with high A expression``."""
    for cell in reader.phrases:
        end = max(cell.at, cell.vesicle)
        if cell.type is not _CELL or reader.row.word(end + 1) not in ("had", "have", "has", "with"):
            continue
        names = [p for p in reader.between(end + 2, end + 10) if p.type is _MARKER]
        words = [reader.row.word(at) for at in range(end + 2, names[0].at)] if names else []
        told = bool(words) and all(w.isalpha() or w in "(:,-" for w in words) and not set(words) & _NO
        marked = {"marker", "markers"} & set(words) and words[-1] in ("marker", "markers", "as", ":", "(", "including")
        level = reader.row.word(names[-1].at + 1) in ("expression", "level", "levels") if names else False
        high = len(words) <= 2 and bool({"high", "strong"} & set(words)) and level and cell.vesicle < 0
        high = high or (words[:3] in (["high", "levels", "of"], ["high", "expression", "of"]) and cell.vesicle < 0)
        for phrase in reader.phrases:
            if told and (marked or high) and phrase.group == names[0].group and phrase.type is _MARKER:
                yield _claim(reader, cell, phrase)


def _plus_behind(reader: Reader) -> Iterator[Claim]:
    """``X-EVs were A+, B+ and C-``: signs right behind the names behind a copula."""
    if any(a.low in ("positive", "negative") for a in reader.row.atoms):
        return  # "A- and B-positive": see signed
    for cell in reader.phrases:
        end = max(cell.at, cell.vesicle)
        if cell.type is not _CELL or reader.row.word(end + 1) not in _BE or reader.row.word(end + 2) == "not":
            continue
        for phrase in reader.between(end + 2, len(reader.row.atoms)):
            sign = reader.row.word(phrase.at + 1)
            follows = reader.row.atoms[phrase.at + 2 : phrase.at + 3]
            ends = not follows or follows[0].low in (",", ".", "and", ")", ";", "but", "/")
            minus = sign in _MINUS or (sign in ("-", "–") and ends)
            if phrase.type is not _MARKER or not (sign in _PLUS or minus):
                break
            yield _claim(reader, cell, phrase, "lack" if minus else "express", 0.8)


def _expression_on(reader: Reader) -> Iterator[Claim]:
    """``A expression on X``, ``expression of A by X``, where nothing is said to have changed it."""
    for marker, cell in zip(reader.phrases, reader.phrases[1:], strict=False):
        if marker.type is not _MARKER or cell.type is not _CELL or cell.vesicle >= 0 or cell.modifier:
            continue
        words = [reader.row.word(at) for at in range(marker.at + 1, cell.at)]
        before = [reader.row.word(at) for at in range(max(0, marker.at - 5), marker.at)]
        behind = words[:1] == ["expression"] and words[1:2] in (["on"], ["by"]) and len(words) <= 3
        ahead = before[-2:] == ["expression", "of"] and words[:1] in (["on"], ["by"]) and len(words) <= 2
        near = range(max(0, marker.at - 5), min(cell.at + 6, len(reader.row.atoms)))
        changed = any(t.sign and t.effect in ("up", "down") for at in near for t in reader.row.atoms[at].triggers)
        if (behind or ahead) and not changed and not _NO & {*before, *words}:
            yield _claim(reader, cell, marker, "express", 0.6)


def signed(reader: Reader) -> Iterator[Claim]:
    """``X-Exos were A- and B-positive and C-negative``: the cell before the copula has the markers or lacks them."""
    for atom in reader.row.atoms:
        if atom.low not in ("positive", "negative") or not reader.row.hyphened(atom.index):
            continue
        owner = next((p for p in reader.phrases if p.at == atom.index - 2), None)
        if owner is None or owner.type is not _MARKER:
            continue
        behind = [p for p in reader.between(atom.index + 1, atom.index + 4) if p.type is _CELL]
        linked = next((at for at in range(reader.first(owner) - 1, -1, -1) if reader.row.word(at) in _BE), -1)
        agents = [reader.agent(p) for p in behind] or list(reader.agents_in(0, max(linked, 0)))
        members = [p for p in reader.phrases if p.group == owner.group and p.at < atom.index]
        cut = max((a.index for a in reader.row.atoms[: owner.at] if a.low in ("positive", "negative")), default=-1)
        effect, sign = ("express", 1) if atom.low == "positive" else ("lack", -1)
        for agent in agents:
            for phrase in members:
                if phrase.at > cut and agent.mention.type is _CELL:
                    yield Claim(agent, Theme(phrase), effect, sign, "signed", atom.index, False, 0.85)
