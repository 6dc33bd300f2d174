"""What a trigger word does in its sentence: active or passive verb, gerund, attribute, part of a compound, noun."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pipeline.core.records import EntityType
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
    TITLE = "title"  # "X is an inhibitor of"


VERBAL = frozenset({Role.ACTIVE, Role.PASSIVE, Role.REDUCED, Role.GERUND, Role.INFINITIVE, Role.ADJECTIVE})
_HOLDING = frozenset({"carry", "hold", "express", "secrete"})
_PLAIN_DETERMINERS = DETERMINERS - {"both", "that", "these", "those", "all", "each"}
_BETWEEN = BE | HAVE | MODAL | {"both", "either", "to", "found", "shown", "able", "no", "longer"}


def skip_back(row: Row, at: int) -> int:
    """Index of the atom before ``at`` that is no adverb, -1 at the start."""
    at -= 1
    while at >= 0 and row.atoms[at].mention < 0 and row.atoms[at].adverb:
        at -= 1
    return at


def _skip_ahead(row: Row, at: int) -> int:
    at += 1
    while at < len(row.atoms) and row.atoms[at].mention < 0 and row.atoms[at].low.endswith("ly"):
        at += 1
    return at


def _auxiliary(row: Row, at: int, words: frozenset[str]) -> bool:
    """Whether one of ``words`` stands close before, with none but adverbs and auxiliaries between."""
    for place in range(at - 1, max(-1, at - 6), -1):
        atom = row.atoms[place]
        if atom.mention >= 0:
            return False
        if atom.low in words:
            return True
        if not (atom.adverb or atom.low in _BETWEEN):
            return False
    return False


def role_of(row: Row, at: int, lexicon: Lexicon) -> tuple[Role, Trigger] | None:
    """The role of the trigger word at an atom, with the sense that fits it; None for a word without sense.

    Without a parse the role is read off the word's form and its neighbours: a form of ``be`` before a participle makes
    it passive, a preposition behind one makes it a reduced relative clause, an article before makes it an attribute.
    """
    by_form: dict[str, Trigger] = {}
    for sense in row.atoms[at].triggers:
        by_form.setdefault(sense.form, sense)
    if not by_form:
        return None
    behind, ahead = skip_back(row, at), _skip_ahead(row, at)
    before = row.atoms[behind].low if behind >= 0 else ""
    after = row.atoms[ahead].low if ahead < len(row.atoms) else ""
    if "adjective" in by_form:
        return Role.ADJECTIVE, by_form["adjective"]
    if "role" in by_form:
        return Role.TITLE, by_form["role"]
    if "degree" in by_form and not ("base" in by_form and _plural(row, behind)):
        if _auxiliary(row, at, BE) or (before in ("but", "and", "or", "yet") and after in ("in", "from", "on")):
            return Role.PASSIVE, by_form["degree"]
        if after == "in" and behind >= 0 and (row.atoms[behind].vesicle or row.atoms[behind].mention >= 0):
            return Role.REDUCED, by_form["degree"]  # "vesicles rich in"
        named = ahead < len(row.atoms) and row.atoms[ahead].mention >= 0
        molecule = named and row.type_of(row.atoms[ahead].mention) in (EntityType.MARKER, EntityType.PATHWAY)
        level = (molecule or lexicon.has("processes.level", after)) and by_form["degree"].effect in ("up", "down")
        return (Role.ATTRIBUTE, by_form["degree"]) if level else None
    hyphen = at > 0 and row.atoms[at - 1].hyphen and row.atoms[at - 1].end == row.atoms[at].start
    for form in ("ed", "part", "ing"):
        if hyphen and form in by_form:
            return Role.COMPOUND, by_form[form]
    noun = by_form.get("noun")
    if noun is not None and (_is_noun(set(by_form), before, after, lexicon) or _lone(row, behind, set(by_form))):
        return Role.NOUN, noun
    if "ing" in by_form:
        return (Role.ACTIVE if before in BE else Role.GERUND), by_form["ing"]
    for form in ("ed", "part"):
        if form in by_form:
            return _participle(row, at, before, after, form == "part", lexicon), by_form[form]
    for form in ("base", "s", "past"):
        if form in by_form:
            if form == "base" and before == "to":
                return Role.INFINITIVE, by_form[form]
            general = by_form[form].effect == "other" and lexicon.has("grammar.nounlike", row.atoms[at].low)
            if general and not _plural(row, behind) and before not in MODAL | DO | RELATIVE | {"to", "they", "we"}:
                return None
            if before in _PLAIN_DETERMINERS:
                return (Role.NOUN, noun) if noun is not None else None
            return Role.ACTIVE, by_form[form]
    return (Role.NOUN, noun) if noun is not None else None


def _is_noun(forms: set[str], before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether a word that is noun and verb (``increase``, ``targets``, ``silencing``) is the noun here."""
    if not forms & {"base", "s", "ing"}:
        return True
    if "ing" in forms:
        return after == "of" or before in _PLAIN_DETERMINERS
    if before == "to" or before in MODAL | DO or before in RELATIVE:
        return False
    if after in ("of", "in", "on", "between", "for", "and", ",", ".", "by", "gene", "genes", "site", "sites"):
        return True
    if after in BE | HAVE | MODAL:
        return True
    listed = lexicon.has("prepositions.words", before) or lexicon.has("grammar.before_noun", before)
    return listed or before in _PLAIN_DETERMINERS


def _plural(row: Row, at: int) -> bool:
    """Whether the atom is a plural mention or a plural word for vesicles."""
    if at < 0:
        return False
    atom = row.atoms[at]
    return (
        row.mentions[atom.mention].surface.endswith("s")
        if atom.mention >= 0
        else atom.vesicle and atom.low.endswith("s")
    )


def _lone(row: Row, behind: int, forms: set[str]) -> bool:
    """Whether a base form cannot be a finite verb, for what stands before is no plural, no pronoun and no joint."""
    if "base" not in forms or behind < 0:
        return False
    atom = row.atoms[behind]
    plural = atom.low.endswith("s") and not atom.low.endswith(("ss", "is", "us"))
    if atom.mention >= 0 or atom.vesicle or plural or not atom.low.isalpha():
        return False
    return atom.low not in MODAL | DO | RELATIVE | {"to", "and", "or", "but", "then", "they", "we", "thereby", "also"}


def _participle(row: Row, at: int, before: str, after: str, only: bool, lexicon: Lexicon) -> Role:
    if _auxiliary(row, at, BE):
        return Role.PASSIVE
    if _auxiliary(row, at, HAVE) or lexicon.has("grammar.intransitive", row.atoms[at].low):
        return Role.ACTIVE
    attributive = before in _PLAIN_DETERMINERS or before in ("(", "more", "less", "showed", "had", "toward", "towards")
    held = row.atoms[skip_back(row, at)] if skip_back(row, at) >= 0 else None
    attributive = attributive or (held is not None and held.mention < 0 and _holds(held.triggers) and after.isalpha())
    reported = before == "that" and any(t.effect == "other" for t in row.atoms[skip_back(row, at) - 1].triggers)
    named = at + 1 < len(row.atoms) and row.atoms[at + 1].mention >= 0
    if attributive or (reported and named) or lexicon.has("prepositions.words", before):
        return Role.ATTRIBUTE if after not in ("by", "from") else Role.REDUCED
    follows = lexicon.has("grammar.after_participle", after)
    if before in ("and", "or") and not follows:
        return Role.ACTIVE
    if only or follows:
        return Role.REDUCED
    return Role.ATTRIBUTE if at == 0 and not row.headless else Role.ACTIVE


def _holds(triggers: Sequence[Trigger]) -> bool:
    """Whether a word is a finite verb of holding: what stands right behind it is its object (``contain raised``)."""
    return any(t.effect in _HOLDING and t.form in ("base", "s", "ed", "past", "ing") for t in triggers)


def negated(row: Row, at: int, lexicon: Lexicon) -> bool:
    """Whether a word of denial governs the verb: within six atoms before, not across a comma, mention or verb."""
    for place in range(at - 1, max(-1, at - 7), -1):
        atom = row.atoms[place]
        if atom.mention >= 0:
            return place > 0 and row.atoms[place - 1].low in ("neither", "nor")
        if lexicon.has("negation.words", atom.low) and atom.low not in ("independent", "lacked"):
            if atom.low == "not" and place + 1 < len(row.atoms) and row.atoms[place + 1].low == "only":
                continue
            return True
        if atom.low in (",", ";", "but", "and"):
            return False
        verb = atom.triggers and atom.low not in DO | BE | HAVE | MODAL and atom.triggers[0].effect != "other"
        if verb and place < at - 1:
            return False
    return False
