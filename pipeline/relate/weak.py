"""MicroRNA and protein in one sentence with a word of regulation near, but no rule that joins them: weakly a target."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipeline.core.records import EntityType
from pipeline.relate.atoms import BE
from pipeline.relate.claims import Claim, Theme
from pipeline.relate.phrases import Phrase
from pipeline.relate.roles import Role
from pipeline.relate.subjects import Reader

_MARKER, _MIRNA, _CELL = EntityType.MARKER, EntityType.MIRNA, EntityType.CELL_TYPE
#: how far apart the two may stand (atoms), and how sure a pair with the best evidence is
REACH, SUREST = 24, 0.4
_APART = frozenset({";", "whereas", "while", "but"})
_MEANS = frozenset({"by", "via", "through", "with"})
_EFFECTS = frozenset({"target", "mediate"})
_ACTIONS = frozenset({"up", "down", "affect"})
_DOING = (Role.ACTIVE, Role.GERUND, Role.INFINITIVE)


def weak_claims(
    reader: Reader, joined: Sequence[tuple[int, int]], driven: Collection[tuple[int, int]] = ()
) -> Iterator[Claim]:
    """Claims of type target, sign unknown, for pairs whose ends no rule has joined to anything.

    The score falls with the distance of the two, ``0.4 * (1 - distance / 48)``; a pair needs a word of binding, of
    targets or of regulation between the two or within three atoms of them, no denial between, and no cell that could
    be the carrier of the microRNA or the place of the protein. That the levels of the two go together, or that what
    one does is undone by the other, says of neither that it acts on the other.

    Parameters
    ----------
    joined
        Pairs of indices of mentions that rules have joined.
    driven
        Pairs of indices of a protein and a microRNA that it acts on.
    """
    taken = {i for pair in joined for i in pair}
    for micro in reader.phrases:
        if micro.type is not _MIRNA:
            continue
        for protein in reader.phrases:
            gap = abs(protein.at - micro.at)
            apart = protein.group != micro.group or _tied(reader, micro, protein)  # else "miR-21 and X" are a list
            known = {micro.mention, protein.mention} & taken and not _owned(reader, micro, protein)
            if protein.type is not _MARKER or known or gap > REACH or not apart or reader.labels(protein):
                continue
            if (protein.mention, micro.mention) in driven and not _owned(reader, micro, protein):
                continue
            at = -1 if _beside(reader, micro, protein) else _evidence(reader, micro, protein)
            if at >= 0:
                sign = _sign(reader, at, protein, micro)
                yield Claim(reader.agent(micro), Theme(protein), "target", sign, "weak", at, False, _score(gap))


def _sign(reader: Reader, at: int, protein: Phrase, micro: Phrase) -> int:
    """``inhibition of X by giving miR-21``: the noun's sign; 0 where no noun of action is of the protein alone."""
    noun = reader.nominal.get(at)
    if noun is None or reader.row.word(at + 1) != "of" or not 1 < protein.at - at <= 3:
        return 0
    between = {reader.row.word(i) for i in range(protein.at + 1, micro.at)}
    return noun.trigger.sign if between & _MEANS else 0


def _tied(reader: Reader, micro: Phrase, protein: Phrase) -> bool:
    """``the interaction between miR-21 and X``, ``miR-21 and its target X``: members of a list that meet."""
    first = min(micro.at, protein.at)
    before = [reader.row.word(at) for at in range(max(0, first - 4), first)]
    met = "between" in before[-2:] and any(reader.lexicon.has("grammar.meeting", w) for w in before)
    return met or _owned(reader, micro, protein)


def _owned(reader: Reader, micro: Phrase, protein: Phrase) -> bool:
    """``miR-21 and its direct target, X``."""
    between = {reader.row.word(at) for at in range(micro.at + 1, protein.at)}
    near = protein.at - micro.at <= 8 and not between & BE
    return near and bool({"its", "their"} & between and {"target", "targets"} & between)


def _beside(reader: Reader, micro: Phrase, protein: Phrase) -> bool:
    """``silencing X and stimulating miR-34a``: each the object of its own verb, acted on by somebody else."""
    signed = [n for n, v in enumerate(reader.verbs) if v.role in _DOING and v.trigger.sign]
    one, other = (
        {n for n in signed if any(t.phrase.mention == p.mention and not t.preposition for t in reader.objects(n))}
        for p in (micro, protein)
    )
    return bool(one) and bool(other) and not one & other


def _score(gap: int) -> float:
    return round(SUREST * (1 - gap / (2 * REACH)), 4)


def _evidence(reader: Reader, one: Phrase, other: Phrase) -> int:
    """Atom of the word that makes the pair worth telling, -1 for none."""
    first, last = min(one.at, other.at), max(one.at, other.at)
    words = [reader.row.word(at) for at in range(max(0, first - 6), last)]
    if (
        _APART & set(words[-(last - first) :])
        or reader.row.word(last + 2) == "dependent"
        or any(reader.lexicon.has("negation.words", w) for w in words)
        or any(p.type is _CELL for p in reader.between(first + 1, last))
    ):
        return -1
    for at in range(max(0, first - 3), min(last + 4, len(reader.row.atoms))):
        atom = reader.row.atoms[at]
        if atom.mention >= 0 or atom.low in BE:
            continue
        told = any(t.effect in _EFFECTS and t.form != "role" for t in atom.triggers)
        if told or reader.lexicon.has("grammar.weak", atom.low) or _acted_on(reader, at, one, other):
            return at
    return -1


def _acted_on(reader: Reader, at: int, one: Phrase, other: Phrase) -> bool:
    """``a role for miR-21 in the control of X``, ``inhibition of X by giving miR-21``."""
    noun = reader.nominal.get(at)
    micro, protein = (one, other) if one.type is _MIRNA else (other, one)
    if noun is None or noun.trigger.effect not in _ACTIONS or reader.row.word(at + 1) != "of":
        return False
    near = 1 < protein.at - at <= 3
    return near and (noun.trigger.effect == "affect" or bool(_sign(reader, at, protein, micro)))
