"""Verbs and their roles in a row of atoms, and the stretches of words to their left and right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.relate.atoms import BE, DETERMINERS, DO, HAVE, MODAL, RELATIVE, Row
from pipeline.relate.patterns import Lexicon, Trigger


class Role(StrEnum):
    """What a trigger word does in its sentence."""

    ACTIVE = "active"
    PASSIVE = "passive"  # "was inhibited"
    REDUCED = "reduced"  # "miR-21 delivered by"
    GERUND = "gerund"  # "by inhibiting"
    INFINITIVE = "infinitive"  # "to inhibit"
    ATTRIBUTE = "attribute"  # "increased expression of"
    COMPOUND = "compound"  # "X-induced"
    NOUN = "noun"  # "inhibition of"
    ADJECTIVE = "adjective"  # "positive for"


VERBAL = frozenset({Role.ACTIVE, Role.PASSIVE, Role.REDUCED, Role.GERUND, Role.INFINITIVE, Role.ADJECTIVE})
_AFTER_PARTICIPLE = frozenset(
    [
        "by",
        "in",
        "from",
        "with",
        "within",
        "on",
        "to",
        "into",
        "via",
        "through",
        "at",
        "following",
        "upon",
        "after",
        "during",
        "for",
    ]
)
_BREAKS = frozenset({";", ":"})


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb or nominal trigger at an atom, with its role and with the stretches ``[left, at)`` and ``(at, right)``."""

    at: int
    trigger: Trigger
    role: Role
    negated: bool = False
    left: int = 0
    right: int = 0
    before: int = -1  # position in the list of the verb before it in the same sentence
    shares: bool = False  # takes the subject of the verb before
    relative: bool = False  # "…, which activates"


def _back(row: Row, at: int) -> int:
    """Index of the atom before ``at`` that is no adverb, -1 at the start."""
    at -= 1
    while at >= 0 and row.atoms[at].mention < 0 and row.atoms[at].adverb:
        at -= 1
    return at


def _ahead(row: Row, at: int) -> int:
    at += 1
    while at < len(row.atoms) and row.atoms[at].mention < 0 and row.atoms[at].low.endswith("ly"):
        at += 1
    return at


def _auxiliary(row: Row, at: int, words: frozenset[str]) -> bool:
    """Whether one of ``words`` stands in the three atoms before, with none but adverbs and auxiliaries between."""
    place = at - 1
    for _ in range(5):
        if place < 0 or row.atoms[place].mention >= 0:
            return False
        atom = row.atoms[place]
        if atom.low in words:
            return True
        if not (
            atom.adverb
            or atom.low in BE | HAVE | MODAL | {"both", "either", "significantly", "to", "found", "shown", "able"}
        ):
            return False
        place -= 1
    return False


def role_of(row: Row, at: int, lexicon: Lexicon) -> tuple[Role, Trigger] | None:
    """The role of the trigger word at an atom, with the sense that fits it; None for a word without sense."""
    senses = row.atoms[at].triggers
    if not senses:
        return None
    by_form: dict[str, Trigger] = {}
    for sense in senses:
        by_form.setdefault(sense.form, sense)
    behind, ahead = _back(row, at), _ahead(row, at)
    previous = row.atoms[behind] if behind >= 0 else None
    word_before = previous.low if previous is not None and previous.mention < 0 else ""
    word_after = row.atoms[ahead].low if ahead < len(row.atoms) and row.atoms[ahead].mention < 0 else ""
    if "adjective" in by_form:
        return Role.ADJECTIVE, by_form["adjective"]
    hyphen = at > 0 and row.atoms[at - 1].hyphen and row.atoms[at - 1].end == row.atoms[at].start
    for form in ("ed", "part", "ing"):
        if hyphen and form in by_form:
            return Role.COMPOUND, by_form[form]
    noun = by_form.get("noun")
    if noun is not None and _is_noun(row, at, set(by_form), word_before, word_after, lexicon):
        return Role.NOUN, noun
    if "ing" in by_form:
        active = previous is not None and word_before in BE
        return (Role.ACTIVE if active else Role.GERUND), by_form["ing"]
    for form in ("ed", "part"):
        if form in by_form:
            return _participle(row, at, word_before, word_after, form == "part", lexicon), by_form[form]
    for form in ("base", "s", "past"):
        if form in by_form:
            if form == "base" and word_before == "to":
                return Role.INFINITIVE, by_form[form]
            if word_before in DETERMINERS - {"both", "that", "these", "those"}:
                return (Role.NOUN, noun) if noun is not None else None
            return Role.ACTIVE, by_form[form]
    return (Role.NOUN, noun) if noun is not None else None


def _is_noun(row: Row, at: int, forms: set[str], before: str, after: str, lexicon: Lexicon) -> bool:
    if not forms & {"base", "s", "ing"}:
        return True
    if "ing" in forms:
        return after == "of" or before in DETERMINERS
    if before == "to" or before in MODAL | DO or before in RELATIVE:
        return False
    if after in ("of", "in", "on", "between", "for", "and", ",", ".", "by"):
        return True
    if after in BE | HAVE | MODAL:
        return True
    return before in DETERMINERS or lexicon.has("prepositions.words", before) or before in (
        "significant", "potential", "direct", "downstream", "marked", "dramatic", "inhibitory", "key", "strong", "beneficial"
    )  # fmt: skip


def _participle(row: Row, at: int, before: str, after: str, only: bool, lexicon: Lexicon) -> Role:
    if _auxiliary(row, at, BE):
        return Role.PASSIVE
    if _auxiliary(row, at, HAVE):
        return Role.ACTIVE
    if (
        before in DETERMINERS
        or lexicon.has("prepositions.words", before)
        or before in ("(", "more", "showed", "had", "toward")
    ):
        return Role.ATTRIBUTE if after not in ("by", "from") else Role.REDUCED
    if before in ("and", "or") and after not in _AFTER_PARTICIPLE:
        return Role.ACTIVE
    if only or after in _AFTER_PARTICIPLE:
        return Role.REDUCED
    if at == 0:
        return Role.ATTRIBUTE
    return Role.ACTIVE


def _negated(row: Row, at: int, lexicon: Lexicon) -> bool:
    """Whether a word of denial governs the verb: within five atoms before, not across a comma or a mention."""
    for place in range(at - 1, max(-1, at - 7), -1):
        atom = row.atoms[place]
        if atom.mention >= 0:
            return place > 0 and row.atoms[place - 1].low == "neither"
        if lexicon.has("negation.words", atom.low) and atom.low not in ("independent", "lacked"):
            if atom.low == "not" and place + 1 < len(row.atoms) and row.atoms[place + 1].low == "only":
                continue
            return True
        if atom.low in (",", ";", "but", "and"):
            return False
        if (
            atom.triggers
            and atom.low not in DO | BE | HAVE | MODAL
            and place < at - 1
            and atom.triggers[0].effect != "other"
        ):
            return False
    return False


def find_verbs(row: Row, lexicon: Lexicon) -> tuple[list[Verb], list[Verb]]:
    """The verbs of a row with their stretches, and the nominal, attributive and compound triggers.

    Returns
    -------
    verbs
        In text order; ``left`` and ``right`` bound the words that can hold subject and object.
    others
        Triggers in the roles NOUN, ATTRIBUTE and COMPOUND.
    """
    found: list[Verb] = []
    others: list[Verb] = []
    for atom in row.atoms:
        if not atom.triggers or atom.low in BE | HAVE | DO:
            continue
        role = role_of(row, atom.index, lexicon)
        if role is None:
            continue
        verb = Verb(atom.index, role[1], role[0], _negated(row, atom.index, lexicon))
        (found if role[0] in VERBAL else others).append(verb)
    return _stretches(row, found), others


def _stretches(row: Row, verbs: list[Verb]) -> list[Verb]:
    """Bound each verb's subject and object stretch by the verbs beside it and by the joint between two clauses."""
    edges = [0] * len(verbs)  # where the subject stretch of each verb begins
    shares = [False] * len(verbs)
    relative = [False] * len(verbs)
    for number, verb in enumerate(verbs):
        if number == 0:
            continue
        low = verbs[number - 1].at + 1
        edges[number], shares[number], relative[number] = _joint(row, low, verb, verbs[number - 1])
    built = []
    for number, verb in enumerate(verbs):
        right = len(row.atoms)
        if number + 1 < len(verbs):
            after = verbs[number + 1]
            right = after.at if after.role is Role.REDUCED or shares[number + 1] else edges[number + 1]
            if relative[number + 1]:
                right = after.at
        built.append(
            Verb(verb.at, verb.trigger, verb.role, verb.negated, edges[number], max(right, verb.at + 1), number - 1,
                 shares[number], relative[number])
        )  # fmt: skip
    return built


def _joint(row: Row, low: int, verb: Verb, previous: Verb) -> tuple[int, bool, bool]:
    """Where the subject of ``verb`` begins; whether it takes the former subject; whether a relative pronoun stands."""
    at = verb.at
    start = at
    while (
        start > low
        and row.atoms[start - 1].mention < 0
        and (row.atoms[start - 1].adverb or row.atoms[start - 1].low in BE | HAVE | MODAL | DO | {"not", "be"})
    ):
        start -= 1
    before = row.atoms[start - 1] if start > low else None
    if verb.role is Role.REDUCED:
        return low, False, False
    if before is None:
        return low, True, False
    if before.mention < 0 and before.low in RELATIVE and before.low != "whose":
        gap = row.atoms[low : start - 1]
        if any(a.mention >= 0 for a in gap) or before.low in ("which", "who"):
            return low, False, True
        return start, True, False
    if verb.role in (Role.GERUND, Role.INFINITIVE):
        words = list(row.atoms[low:at])
        # "via miR-21 targeting X": the mention between preposition and gerund is the subject
        if verb.role is Role.GERUND and before.mention >= 0:
            begin = start - 1
            while begin > low and row.atoms[begin - 1].low not in ("by", "via", "through", ",", "with", "that"):
                begin -= 1
            if begin > low and row.atoms[begin - 1].low in ("via", "through", "with", "by"):
                return begin, False, False
        return (at, True, False) if words is not None else (low, True, False)
    if before.mention < 0 and before.low in ("and", "but", "or", ",", "then", "to", "thereby"):
        return at, True, False
    # a finite verb with words of its own before it: its subject begins after the last joint between clauses
    joint = low
    for place in range(start - 1, low - 1, -1):
        atom = row.atoms[place]
        if atom.mention >= 0:
            continue
        if atom.low in _BREAKS or atom.low in (
            "that",
            "which",
            "whereas",
            "while",
            "whether",
            "how",
            "although",
            "because",
            "if",
            "when",
            "but",
        ):
            joint = place + 1
            break
        if atom.low == "," and _clause_comma(row, place, start):
            joint = place + 1
            break
        if atom.low == "and" and _clause_and(row, place, low, verb):
            joint = place + 1
            break
    return joint, False, False


def _clause_comma(row: Row, place: int, end: int) -> bool:
    """Whether a comma divides clauses and not members of a list: what follows is not a mention joined to a mention."""
    before = row.atoms[place - 1] if place > 0 else None
    after = row.atoms[place + 1] if place + 1 < end else None
    if before is None or after is None:
        return True
    if after.low in ("and", "or") and place + 2 < end:
        after = row.atoms[place + 2]
    return not (before.mention >= 0 and after.mention >= 0)


def _clause_and(row: Row, place: int, low: int, verb: Verb) -> bool:
    """Whether ``and`` begins a clause: no plural list of subjects fits, that is, mentions stand on either side."""
    left = any(a.mention >= 0 for a in row.atoms[low:place])
    between = [a for a in row.atoms[place + 1 : verb.at] if a.mention >= 0 or a.low.isalpha()]
    return left and bool(between)
