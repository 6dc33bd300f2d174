"""The verbs of a row, and the stretches of words to their left and right that can hold subject and object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.relate.atoms import BE, DO, HAVE, MODAL, RELATIVE, Row
from pipeline.relate.patterns import Lexicon, Trigger
from pipeline.relate.roles import VERBAL, Role, negated, role_of

#: whether an atom lies between two members of one list
InList = Callable[[int], bool]
_HOLDING = frozenset({"carry", "hold", "express", "lack", "secrete"})
_GIVING = frozenset({"carry", "hold", "secrete"})
_WHICH = frozenset({"that", "which"})


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb or nominal trigger at an atom: its role, stretches of subject ``[left, stop)``, object ``(at, right)``."""

    at: int
    trigger: Trigger
    role: Role
    negated: bool = False
    left: int = 0
    stop: int = 0
    right: int = 0
    before: int = -1  # number of the verb before it
    shares: bool = False  # takes the subject of the verb before
    relative: bool = False  # its subject is the nearest list before ``stop``


def find_verbs(row: Row, lexicon: Lexicon, in_list: InList) -> tuple[list[Verb], list[Verb]]:
    """The verbs of a row with their stretches, and the nominal, attributive and compound triggers.

    Returns
    -------
    verbs
        In text order.
    others
        Triggers in the roles NOUN, ATTRIBUTE and COMPOUND, without stretches.
    """
    found: list[Verb] = []
    others: list[Verb] = []
    for atom in row.atoms:
        if not atom.triggers or atom.low in BE | HAVE | DO or atom.low == "using":
            continue
        role = role_of(row, atom.index, lexicon)
        if role is not None:
            verb = Verb(atom.index, role[1], role[0], negated(row, atom.index, lexicon))
            (found if role[0] in VERBAL else others).append(verb)
    return _stretches(row, _coordinated(row, found), lexicon, in_list), others


def _coordinated(row: Row, verbs: list[Verb]) -> list[Verb]:
    """``was reduced by A and restored by B``: a participle behind ``and`` goes on with the passive before it."""
    done: list[Verb] = []
    for verb in verbs:
        joint = row.atoms[verb.at - 1].low if verb.at else ""
        after_passive = bool(done) and done[-1].role is Role.PASSIVE
        if (
            verb.role in (Role.REDUCED, Role.ACTIVE)
            and verb.trigger.form == "ed"
            and joint in ("and", "or")
            and after_passive
        ):
            follows = row.atoms[verb.at + 1] if verb.at + 1 < len(row.atoms) else None
            ends = follows is None or (follows.mention < 0 and follows.low in (".", ","))
            if verb.role is Role.REDUCED or ends:
                verb = replace(verb, role=Role.PASSIVE)
        done.append(verb)
    return done


def _stretches(row: Row, verbs: list[Verb], lexicon: Lexicon, in_list: InList) -> list[Verb]:
    """Bound each verb's stretches by the verbs beside it and by the joint between two clauses."""
    placed: list[Verb] = []
    for number, verb in enumerate(verbs):
        placed.append(_placed(row, verb, number, placed, lexicon, in_list))
    built: list[Verb] = []
    for number in range(len(placed) - 1, -1, -1):
        verb, right = placed[number], len(row.atoms)
        if number + 1 < len(placed):
            after = placed[number + 1]
            own = verb.at + 1 < after.left <= after.at and not after.shares and after.role not in (Role.REDUCED,)
            right = after.left if own and not after.relative else after.at
            if _ties(row, after, lexicon):
                right = built[-1].right
        built.append(replace(verb, right=max(right, verb.at + 1)))
    return built[::-1]


def _ties(row: Row, verb: Verb, lexicon: Lexicon) -> bool:
    """Whether the verb only ties vesicles to their source: ``exosomes derived from X``."""
    tied = (
        verb.role is Role.REDUCED
        and row.atoms[verb.at - 1].vesicle
        and lexicon.has("grammar.linking", row.word(verb.at))
    )
    return tied and row.word(verb.at + 1) in ("from", "by")


def _placed(row: Row, verb: Verb, number: int, before: list[Verb], lexicon: Lexicon, in_list: InList) -> Verb:
    """The verb with its subject's stretch, or with the mark that it takes the subject of the verb before."""
    verb = replace(verb, before=number - 1, stop=verb.at)
    if number == 0:
        behind_name = verb.role is Role.GERUND and verb.at > 1 and row.atoms[verb.at - 1].mention >= 0
        own = _nonfinite(row, verb, verb.at, 0) if behind_name else verb
        return _relative(row, verb, 0) or (own if not own.shares else verb)
    previous = before[-1]
    low = previous.at + 1
    if verb.role is Role.REDUCED:
        return replace(verb, left=low)
    start = verb.at
    while (
        start > low
        and row.atoms[start - 1].mention < 0
        and _helps(row.atoms[start - 1].low, row.atoms[start - 1].adverb)
    ):
        start -= 1
    if start <= low:
        return replace(verb, left=low, shares=True)
    if _of_contents(row, start, previous, lexicon):
        return replace(verb, left=verb.at, shares=True)
    relative = _relative(row, verb, low)
    if relative is not None:
        return relative
    gate = row.atoms[start - 1]
    if verb.role in (Role.GERUND, Role.INFINITIVE):
        return _nonfinite(row, verb, start, low)
    if gate.low == "," and (previous.relative or previous.role is Role.REDUCED):  # "X, which is Y, inhibits"
        resumed = _resumed(row, verb, before, lexicon)
        if resumed is not None:
            return resumed
    if gate.mention < 0 and lexicon.has("grammar.hands_on", gate.low):
        return replace(verb, left=verb.at, shares=True)
    joint = _joint(row, start, low, lexicon, in_list)
    if joint == low and (previous.role is Role.REDUCED or (previous.relative and previous.role is Role.GERUND)):
        return _resumed(row, verb, before, lexicon) or replace(verb, left=joint)
    return replace(verb, left=joint)


def _helps(low: str, adverb: bool) -> bool:
    return adverb or low in BE | HAVE | MODAL | DO


def _of_contents(row: Row, start: int, previous: Verb, lexicon: Lexicon) -> bool:
    """``X release cytokines that suppress``, ``X-EVs carry proteins which``: what holds them acts by them."""
    if previous.trigger.effect not in _GIVING or previous.role is Role.PASSIVE or row.word(start - 1) not in _WHICH:
        return False
    between = row.atoms[previous.at + 1 : start - 1]
    named = any(a.mention >= 0 or a.low in (",", ";", "(") for a in between)
    return not named and lexicon.has("contents.nouns", row.word(start - 2))


def _relative(row: Row, verb: Verb, low: int) -> Verb | None:
    """The verb of a relative clause (``, which activates``), or a gerund behind its noun (``exosomes carrying``)."""
    start = verb.at
    while (
        start > low
        and row.atoms[start - 1].mention < 0
        and _helps(row.atoms[start - 1].low, row.atoms[start - 1].adverb)
    ):
        start -= 1
    if start <= low:
        return None
    gate = row.atoms[start - 1]
    named = any(a.mention >= 0 for a in row.atoms[low : start - 1])
    if gate.mention < 0 and gate.low in RELATIVE and gate.low != "whose":
        noun = row.atoms[start - 4] if row.word(start - 2) == ")" and start > 4 else row.atoms[start - 2]
        if (
            (noun.vesicle or row.atoms[max(0, start - 3)].vesicle) and not named and low > 0
        ):  # "secrete exosomes that activate"
            return replace(verb, left=verb.at, shares=True)
        if gate.low != "that" or (named and row.atoms[start - 2].triggers == ()):
            return replace(verb, left=low, stop=start - 1, relative=True)
        return None
    behind_noun = verb.role is Role.GERUND and (gate.vesicle or gate.mention >= 0 or gate.low == ")")
    bonds = row.word(verb.at) == "targeting" or row.word(verb.at + 1) in ("to", "with")  # not "X-Y binding inhibits"
    told = verb.trigger.effect in _HOLDING or (verb.trigger.effect == "target" and gate.mention >= 0 and bonds)
    if behind_noun and told and (named or gate.mention >= 0):
        return replace(verb, left=low, stop=start, relative=True)
    return None


def _nonfinite(row: Row, verb: Verb, start: int, low: int) -> Verb:
    """``via miR-21 targeting X`` has its own subject, ``by inhibiting``, ``to inhibit`` take the one before."""
    if verb.role is Role.GERUND and row.atoms[start - 1].mention >= 0:
        begin = start - 1
        while begin > low and row.atoms[begin - 1].low not in ("by", "via", "through", ",", "with", "that"):
            begin -= 1
        if begin > low and row.atoms[begin - 1].low in ("via", "through", "with", "by"):
            return replace(verb, left=begin)
    return replace(verb, left=verb.at, shares=True)


def _resumed(row: Row, verb: Verb, before: list[Verb], lexicon: Lexicon) -> Verb | None:
    """The subject stands before the clause that was put in (``miR-21 carried by X inhibits``); None without mention."""
    number = len(before) - 1
    while number > 0 and (before[number].shares or before[number].role is Role.PASSIVE) and not before[number].relative:
        number -= 1
    inserted = before[number]
    stop = min(inserted.stop, inserted.at)
    treated = lexicon.has("agents.treated", row.word(inserted.at))  # "cells treated with X": X is who acts
    if treated or all(a.mention < 0 for a in row.atoms[inserted.left : stop]):
        return None
    return replace(verb, left=inserted.left, stop=stop, before=number - 1)


def _joint(row: Row, start: int, low: int, lexicon: Lexicon, in_list: InList) -> int:
    """Where the clause of a finite verb begins: behind the word that opens it, or a comma or ``and`` between two."""
    for place in range(start - 1, low - 1, -1):
        atom = row.atoms[place]
        if atom.mention >= 0:
            continue
        if atom.low in (";", ":") or lexicon.has("grammar.opens_clause", atom.low):
            return place + 1
        if atom.low in (",", "and") and not in_list(place):
            left = any(a.mention >= 0 or a.triggers for a in row.atoms[low:place])
            words = any(a.mention >= 0 or a.low.isalpha() for a in row.atoms[place + 1 : start])
            if words and (left or atom.low == ","):
                return place + 1
    return low
