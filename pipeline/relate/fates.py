"""What a cell of effects says without an actor: ``Apoptosis of neurons was reduced``, ``IL-6 decreased``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.records import EntityType, Mention
from pipeline.relate.atoms import Row
from pipeline.relate.patterns import Lexicon, Trigger

_MOLECULES = frozenset({EntityType.MARKER, EntityType.PATHWAY})
_CHANGED = frozenset({"ed", "past", "part", "s", "base", "noun"})
_STOP = frozenset({";", ".", ":"})
_DENIED = frozenset({"not", "no", "without", "neither", "nor", "unchanged"})
_JOINTS = frozenset(
    {"and", "or", "but", "while", "whereas", "compared", "vs", "versus", "when", "relative", "up", "down"}
)
_BETWEEN = frozenset({",", "and", "or", "&", "/", "both"})
_BEHIND = 5


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a named cell, protein or pathway: ``sign`` is +1 where it gains, -1 where it loses, else 0."""

    mention: Mention
    sign: int
    word: str
    ahead: bool = False  # the word stands before it


def unnamed(row: Row, lexicon: Lexicon, leading: bool = True, bare: bool = False) -> int:
    """What effects that name no cell mean for the cells that they are told of: +1, -1, or 0 where nothing is said.

    The first process with a word of change before it or right behind it decides: ``Reduced apoptosis`` is +1.
    ``bare``: where no word of change stands at all, a process that is named alone is furthered (``Survival``).
    """
    if any(m.type is EntityType.CELL_TYPE for m in row.mentions):
        return 0
    if bare and not any(_tells(row, atom.index, lexicon) for atom in row.atoms) and not _denied(row):
        return int(
            any(
                lexicon.has("findings.bare", row.word(atom.index)) and not _undone(row, atom.index)
                for atom in row.atoms
            )
        )
    for atom in row.atoms:
        if (trigger := _change(atom.triggers)) is None:
            continue
        ahead, back = range(atom.index + 1, atom.index + 7), range(atom.index - 1, max(-1, atom.index - 4), -1)
        arrow = atom.end - atom.start == 1
        for places in (ahead if leading or not arrow else (), back if not (leading and arrow) else ()):
            for at in places:
                if row.word(at) in _STOP:
                    break
                if worth := _worth(row.word(at), lexicon):
                    return trigger.sign * worth
    return 0


def _tells(row: Row, at: int, lexicon: Lexicon) -> bool:
    """Whether an atom tells what is done; ``differentiation`` and other good processes that cells undergo do not."""
    return bool(row.atoms[at].triggers) and not lexicon.has("processes.good", row.word(at))


def _undone(row: Row, at: int) -> bool:
    """``de-differentiation``, ``anti-proliferation``."""
    return at > 1 and row.atoms[at - 1].hyphen and row.word(at - 2) in ("de", "anti", "trans")


def fates(row: Row, lexicon: Lexicon, leading: bool = True, bare: bool = False) -> Iterator[Fate]:
    """Fates of the names in one statement of a cell of effects whose verb has no subject that acts.

    A cell's fate is that of the process which stands right behind its name or is joined to it by ``of`` or ``in``;
    a molecule's fate is the word of change right behind it (``expression``, ``levels`` and auxiliaries between), or a
    bare ``less`` before it. ``leading``: arrows stand before what they are on, else behind it. ``bare``: in a column
    of effects a good process that no verb is on is one that is furthered (``Proliferation of keratinocytes``).
    """
    yield from _listed(row, sorted(_single(row, lexicon, leading, bare), key=lambda fate: fate.mention.start))


def _listed(row: Row, found: Sequence[Fate]) -> Iterator[Fate]:
    """The fates, and those of the molecules joined to one that is told by the same word: ``A and B reduced``."""
    known = {fate.mention.id for fate in found}
    order = sorted((at, number) for number, at in row.place.items())
    mentions = [row.mentions[number] for _, number in order]
    for fate in found:
        yield fate
        if fate.mention.type not in _MOLECULES:
            continue
        here = next(i for i, m in enumerate(mentions) if m.id == fate.mention.id)
        step = 1 if fate.ahead else -1
        while 0 <= here + step < len(mentions) and mentions[here + step].id not in known:
            one, other = sorted((order[here][0], order[here + step][0]))
            if mentions[here + step].type is not fate.mention.type or any(
                row.word(at) not in _BETWEEN for at in range(one + 1, other)
            ):
                break
            here += step
            yield Fate(mentions[here], fate.sign, fate.word, fate.ahead)


def _single(row: Row, lexicon: Lexicon, leading: bool, bare: bool) -> Iterator[Fate]:
    effects, bare = bare, bare and not any(_tells(row, atom.index, lexicon) for atom in row.atoms)
    places = sorted((at, number) for number, at in row.place.items())
    for at, number in places:
        mention = row.mentions[number]
        if mention.type is EntityType.CELL_TYPE:
            process = _process(row, at, lexicon)
            ailing = lexicon.has("findings.ailing", row.word(at - 1))
            if degree := _degree(row, at - 1 - ailing):  # "Fewer neutrophils", "fewer apoptotic neurons"
                yield Fate(mention, -degree if ailing else degree, row.word(at - 1))
            elif process >= 0 and bare and not _denied(row):
                yield Fate(mention, max(0, _worth(row.word(process), lexicon)), row.word(process))
            elif effects and not _denied(row) and (neutral := _undergone(row, at, lexicon)):
                yield Fate(mention, 0, neutral)
            elif process < 0 and (change := _behind(row, at, leading, lexicon)) is not None:  # "macrophages increased"
                yield Fate(mention, change.sign, change.rule)
            elif process >= 0 and (change := _near(row, min(at, process), max(at, process), leading)) is not None:
                yield Fate(mention, change.sign * _worth(row.word(process), lexicon), row.word(process))
        elif mention.type in _MOLECULES and (degree := _degree(row, at - 1)):  # "less GFAP", "Lower IL-6"
            yield Fate(mention, degree, row.word(at - 1), True)
        elif mention.type in _MOLECULES and (change := _behind(row, at, leading, lexicon)) is not None:
            yield Fate(mention, change.sign, change.rule)


def _denied(row: Row) -> bool:
    return any(atom.low in _DENIED for atom in row.atoms)


def _worth(word: str, lexicon: Lexicon) -> int:
    return lexicon.has("processes.good", word) - lexicon.has("processes.bad", word)


def _change(triggers: tuple[Trigger, ...]) -> Trigger | None:
    return next((t for t in triggers if t.effect in ("up", "down") and t.sign), None)


def _process(row: Row, at: int, lexicon: Lexicon) -> int:
    """The atom of the process that a cell undergoes, -1 for none."""
    if _worth(row.word(at + 1), lexicon):
        return at + 1
    for place in range(at - 1, max(-1, at - 5), -1):
        if row.atoms[place].mention >= 0 or row.word(place) in _STOP:
            break
        if _worth(row.word(place), lexicon):
            if lexicon.has("processes.level", row.word(place)) and place and row.atoms[place - 1].mention >= 0:
                return -1  # "TNF-α secretion of macrophages"
            joined = {row.word(i) for i in range(place + 1, at)} & {"of", "in", "by"}
            return place if joined else -1
    return -1


def _undergone(row: Row, at: int, lexicon: Lexicon) -> str:
    """The process without worth that a cell is said to undergo and nothing else: ``Autophagy in X``; "" for none."""
    joined = row.word(at - 1) in ("of", "in")
    return row.word(at - 2) if joined and at == 2 and lexicon.has("processes.neutral", row.word(at - 2)) else ""


def _near(row: Row, first: int, last: int, leading: bool) -> Trigger | None:
    """The word of change of a process: behind the stretch, else before it, else the first word of the statement, which
    holds for all that it lists; None where it is denied or none is near."""
    for at in range(last + 1, min(last + _BEHIND, len(row.atoms))):
        if row.word(at) in _DENIED:
            return None
        if row.atoms[at].mention >= 0 or row.word(at) in _STOP or row.word(at) in (",", "and"):
            break
        if leading and _arrow(row, at):
            break
        if (change := _change(row.atoms[at].triggers)) is not None and change.form in _CHANGED:
            return change
    for at in range(first - 1, max(-1, first - 4), -1):
        if row.word(at) in _STOP or row.word(at) in _DENIED or (_arrow(row, at) and not leading):
            return None
        if row.atoms[at].mention >= 0:
            break
        if (change := _change(row.atoms[at].triggers)) is not None:
            return change
    changes = [_change(row.atoms[at].triggers) for at in range(first)]
    alone = bool(changes) and changes[0] is not None and not any(changes[1:])
    stopped = any(row.word(at) in _STOP or row.word(at) in _DENIED for at in range(first))
    return changes[0] if alone and not stopped and not _arrow(row, 0) else None


def _arrow(row: Row, at: int) -> bool:
    atom = row.atoms[at]
    return atom.mention < 0 and atom.end - atom.start == 1 and bool(atom.triggers)


def _degree(row: Row, at: int) -> int:
    """The sign of a word of degree: +1 for ``higher`` and ``more``, -1 for ``less``, ``fewer``; 0 for others."""
    if at < 0 or row.atoms[at].mention >= 0:
        return 0
    return next((t.sign for t in row.atoms[at].triggers if t.form == "degree" and t.sign), int(row.word(at) == "more"))


def _has_object(row: Row, verb: int, lexicon: Lexicon) -> bool:
    """Whether what stands behind a verb can be its object: neither an end nor a joint nor an adverb."""
    if verb + 1 >= len(row.atoms):
        return False
    word = row.word(verb + 1)
    if row.atoms[verb + 1].mention >= 0:
        return True
    joint = lexicon.has("prepositions.words", word) or word in _JOINTS or word.endswith("ly")
    return word.isalpha() and not joint


def _behind(row: Row, at: int, leading: bool, lexicon: Lexicon) -> Trigger | None:
    """The verb of change right behind a molecule's name."""
    for place in range(at + 1, min(at + _BEHIND, len(row.atoms))):
        word = row.word(place)
        change = _change(row.atoms[place].triggers)
        if change is not None and change.form in ("ed", "past", "part", "s"):
            if _arrow(row, place):
                return None if leading else change
            return None if _has_object(row, place, lexicon) else change  # "IL-10 increased TNF": the molecule acts
        if word not in _LINKS and not word.endswith("ly"):
            return None
    return None


_LINKS = frozenset(
    ["expression", "expressions", "level", "levels", "mrna", "protein", "production", "secretion", "activity",
     "signaling", "signalling", "pathway", "was", "were", "is", "are", "phosphorylation"]
)  # fmt: skip
