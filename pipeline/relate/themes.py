"""What the verbs of a row act on: objects, passive subjects, instruments, and the signs of the nouns on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.atoms import COORDINATORS, Row
from pipeline.relate.claims import Theme
from pipeline.relate.clauses import Verb, find_verbs
from pipeline.relate.patterns import Lexicon
from pipeline.relate.phrases import Phrase, describe
from pipeline.relate.roles import Role
from pipeline.relate.vesicles import attach

_CELL, _MIRNA, _PATHWAY = EntityType.CELL_TYPE, EntityType.MIRNA, EntityType.PATHWAY
_MEANS = ("by", "via", "through")


class Themes:
    """The object side of one row; :class:`pipeline.relate.subjects.Reader` adds the subjects."""

    def __init__(self, row: Row, lexicon: Lexicon) -> None:
        self.row = row
        self.lexicon = lexicon
        self.phrases = describe(row, lexicon)
        attach(row, self.phrases, lexicon)
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        for phrase in self.phrases:
            self._first.setdefault(phrase.group, phrase.at)
            self._last[phrase.group] = phrase.at
        inside = {at for group, first in self._first.items() for at in range(first, self._last[group])}
        self.verbs, self.others = find_verbs(row, lexicon, inside.__contains__)
        self.nominal = {v.at: v for v in self.others if v.role is not Role.TITLE}

    def between(self, left: int, right: int) -> list[Phrase]:
        """Phrases of the mentions in the half-open stretch of atoms."""
        return [p for p in self.phrases if left <= p.at < right]

    def first(self, phrase: Phrase) -> int:
        """Atom of the first mention of the list that a phrase belongs to."""
        return self._first[phrase.group]

    def last(self, phrase: Phrase) -> int:
        """Atom of the last mention of the list that a phrase belongs to."""
        return self._last[phrase.group]

    def lead(self, left: int, right: int) -> list[Verb]:
        """Nominal triggers, attributes and compounds in a stretch."""
        return [self.nominal[at] for at in range(left, right) if at in self.nominal]

    def stopped(self, left: int, right: int) -> bool:
        """Whether a word that ends what a verb governs stands in the stretch (``compared with``, ``whereas``)."""
        return any(self.lexicon.has("prepositions.stop", self.row.word(at)) for at in range(left, right))

    def by_means(self, verb: Verb) -> bool:
        """Whether a noun of action stands right behind ``by``, ``via`` or ``through``."""
        at = verb.at - 1
        while at > max(0, verb.at - 4) and self.row.word(at).isalpha() and self.row.word(at) not in _MEANS:
            if any(t.form == "ing" and t.effect != "other" for t in self.row.atoms[at].triggers):
                return False  # "by reducing the activation of": the gerund is the means
            at -= 1
        return self.row.word(at) in _MEANS

    def themes_left(self, number: int) -> list[Theme]:
        """The grammatical subject of a passive verb, as what is acted on."""
        verb = self.verbs[number]
        if verb.shares and verb.before >= 0:
            former = self.verbs[verb.before]
            if verb.role is Role.PASSIVE and former.role in (Role.PASSIVE, Role.ACTIVE):
                return self.themes_left(verb.before)
            return []
        stretch = self.between(verb.left, verb.stop)
        if verb.relative or verb.role is Role.REDUCED:
            stretch = [p for p in stretch if p.group == stretch[-1].group]
            if stretch and verb.relative and self._noun_between(stretch[-1], verb.stop):
                return []  # "X rose by signals, which are made by Y"
            if stretch and verb.role is Role.REDUCED and verb.at - stretch[-1].at > 6:
                return []
        found = []
        for phrase in stretch:
            if phrase.modifier and phrase.vesicle < 0:
                continue
            if phrase.type is _CELL and phrase.vesicle < 0 and phrase.preposition == "by" and verb.role is Role.PASSIVE:
                continue  # "secretion by X was reduced"
            place = self.lexicon.has("prepositions.locative", phrase.preposition) and phrase.preposition_at >= verb.left
            opened = any(self.row.word(at) == "," for at in range(phrase.preposition_at, self.first(phrase)))
            place = place and not (opened and phrase.type is not _CELL)  # "in the X group, Y was lower"
            sign, process = self.path(verb.left, phrase)
            found.append(Theme(phrase, sign, False, phrase.preposition if place else "", process, place))
        return found

    def _noun_between(self, phrase: Phrase, stop: int) -> bool:
        """Whether a preposition and a noun stand between a mention and the relative pronoun: that noun is meant."""
        words = [self.row.word(at) for at in range(phrase.at + 1, stop)]
        words = words[:-1] if words[-1:] == [","] else words
        led = any(self.lexicon.has("prepositions.words", w) for w in words[:-1])
        return led and not any(self.row.atoms[at].vesicle for at in range(phrase.at + 1, stop))

    def objects(self, number: int) -> list[Theme]:
        """What an active verb acts on, up to the next clause, comparison or instrument."""
        verb = self.verbs[number]
        found: list[Theme] = []
        attributed: set[int] = set()
        detached = instrument = False
        previous: Phrase | None = None
        for phrase in self.between(verb.at + 1, verb.right):
            begin = verb.at + 1 if previous is None else previous.at + 1
            if self.stopped(begin, phrase.at) or self._next_clause(begin, phrase.at):
                break
            if previous is not None and self._apposed(previous.at, phrase.at):
                break  # "lowered X, an inhibitor of Y"
            lead = [v for v in self.lead(begin, phrase.at) if v.role is not Role.COMPOUND]
            if phrase.preposition in _MEANS and phrase.preposition_at > verb.at:
                instrument = True
            if not lead and any(self.row.word(at) in _MEANS for at in range(begin, self.first(phrase))):
                instrument = True
            if lead and (previous is None or previous.group != phrase.group):
                words = {self.row.word(at) for at in range(begin, lead[0].at)}
                if words & {"along", "accompanied", "together"} or (previous is not None and "," in words):
                    detached = True
                if any(self.by_means(v) for v in lead):
                    detached, instrument = True, False
            named = next((v for v in lead if v.trigger.effect == "affect" and phrase.preposition == "of"), None)
            owner = named is not None and 0 < phrase.preposition_at - named.at <= 2
            owner = owner and named is not None and not self.lexicon.has("grammar.of_theme", self.row.word(named.at))
            aside = (
                (phrase.modifier and phrase.vesicle < 0 and phrase.type is not _PATHWAY)
                or self.labels(phrase)
                or self.becomes(phrase)
                or self.joined(phrase.at + 1)  # "restored the X knockdown-induced loss"
            )
            if not (instrument or owner or aside):
                sign, process = self.path(verb.at + 1, phrase)
                locative = self.lexicon.has("prepositions.locative", phrase.preposition)
                place = phrase.preposition if locative and phrase.preposition_at > verb.at else ""
                if lead and lead[0].role is Role.ATTRIBUTE and lead[0].at > phrase.preposition_at:
                    attributed.add(phrase.group)
                if phrase.group in attributed:
                    place = ""  # "towards reduced X and Y"
                behind = any(t.phrase.type is not _CELL and t.phrase.group != phrase.group for t in found)
                found.append(Theme(phrase, sign, detached, place, process, behind))
            previous = phrase
        return found

    def _apposed(self, left: int, right: int) -> bool:
        titles = [v.at for v in self.others if v.role is Role.TITLE and left < v.at < right]
        return self.row.word(left + 1) == "," and any(self.row.word(at + 1) == "of" for at in titles)

    def becomes(self, phrase: Phrase) -> bool:
        """Whether a cell is what another turns into: ``X-to-Y differentiation``: Y."""
        words = [self.row.word(at) for at in range(phrase.at - 3, phrase.at)] if phrase.at >= 4 else []
        former = phrase.type is _CELL and "to" in words and self.row.atoms[phrase.at - 1].hyphen
        return former and any(p.type is _CELL and 2 <= phrase.at - p.at <= 4 for p in self.phrases)

    def _next_clause(self, left: int, right: int) -> bool:
        """Whether a semicolon that joins no list stands in the stretch."""
        return any(
            self.row.word(at) == ";" and self.row.word(at + 1) != "and" for at in range(left, right)
        ) and not any(self.first(p) < left <= self.last(p) for p in self.between(left - 1, right + 1))

    def labels(self, phrase: Phrase) -> bool:
        """Whether the name only labels what follows or is blocked: ``CD8+ T cells``, ``anti-X``."""
        after = self.row.word(phrase.at + 1)
        behind = self.row.word(self.last(phrase) + 1)
        minus = self.row.word(phrase.at + 2) if self.row.atoms[phrase.at + 1 : phrase.at + 2] else ""
        if self.lexicon.has("grammar.animals", behind):
            return True
        if self.lexicon.has("grammar.minus", minus) and self.row.hyphened(phrase.at + 2):
            return True
        plus = after in ("+", "⁺") or (after == "(" and self.row.word(phrase.at + 2) in ("+", "⁺", "-", "−"))
        return (
            plus
            or (self.row.word(phrase.at - 1) == "anti")
            or (self.row.hyphened(phrase.at) and self.row.word(phrase.at - 2) == "anti")
        )

    def instruments(self, number: int) -> list[Phrase]:
        """Mentions behind ``by``, ``via`` or ``through`` of a verb, without a noun of action between."""
        verb = self.verbs[number]
        found = [  # "X, via Y, inhibits"
            p
            for p in self.between(verb.left, verb.stop)
            if verb.role is Role.ACTIVE
            and p.preposition in _MEANS
            and self.row.word(self.last(p) + 1) == ","
            and not any(p.preposition_at < v.at < p.at for v in self.verbs)  # "by releasing Y, X inhibits"
        ]
        for phrase in self.between(verb.at + 1, verb.right):
            if self.stopped(verb.at + 1, phrase.at):
                break
            if phrase.preposition in _MEANS and phrase.preposition_at > verb.at:
                if all(v.role is Role.COMPOUND for v in self.lead(phrase.preposition_at, phrase.at)):
                    found.append(phrase)
            elif phrase.modifier == "dependent" or self._handed(phrase):
                found.append(phrase)
        return found

    def _handed(self, phrase: Phrase) -> bool:
        """``via transfer of miR-21``: what is handed over is the means."""
        noun = self.nominal.get(phrase.preposition_at - 1) if phrase.preposition == "of" else None
        return noun is not None and noun.trigger.effect == "carry" and phrase.type is _MIRNA and self.by_means(noun)

    def path(self, left: int, phrase: Phrase) -> tuple[int, str]:
        """Product of the signs of the nouns of action that govern a mention, and the process that they name."""
        first = max(self.first(phrase), left)
        start = first - 1
        while start >= max(left, first - 12):
            atom = self.row.atoms[start]
            if (atom.mention >= 0 and not self.phrases[atom.mention].modifier) or atom.low in (";", ":"):
                break
            start -= 1
        lead = [v for v in self.lead(start + 1, first) if v.role is not Role.COMPOUND and not self.joined(v.at)]
        lead = [v for v in lead if v.trigger.effect not in ("derive", "target")]  # "its target X"
        sign = 1
        for verb in lead:
            attribute = verb.role is Role.ATTRIBUTE
            if (attribute or first - verb.at > 1) and (not self.apart(verb.at, first) or self._reaches(verb.at, first)):
                sign *= verb.trigger.sign
        after = self._noun_behind(phrase)
        if after is not None and after.trigger.effect != "derive":  # "promoted X differentiation"
            sign *= after.trigger.sign
        return sign, self.process(start + 1, phrase)

    def apart(self, left: int, right: int) -> bool:
        """Whether a comma or a conjunction stands in a stretch."""
        return any(self.row.word(at) in (",", ";", "and", "but") for at in range(left, right))

    def _reaches(self, at: int, first: int) -> bool:
        """``reduction of growth and spread of X``: the noun governs a whole list of processes."""
        if self.row.word(at + 1) not in ("of", "in"):
            return False
        places = [i for i in range(at + 2, first) if self.row.word(i) in (",", "and", "or")]
        if any(v.role is not Role.COMPOUND and v.trigger.sign for v in self.lead(at + 1, first)):
            return False
        parts = zip(places, [*places[1:], first], strict=True)
        return all(left + 1 == right or any(self.is_process(self.row.word(i)) for i in range(left + 1, right))
                   for left, right in parts)  # fmt: skip

    def joined(self, at: int) -> bool:
        """``ubiquitination-dependent``: whether a hyphen joins a noun to a word that only tells of it."""
        return self.row.hyphened(at + 2) and self.lexicon.has("grammar.telling", self.row.word(at + 2))

    def _noun_behind(self, phrase: Phrase) -> Verb | None:
        """A noun of action right behind the mention or its list: ``AKT activation``."""
        last = self.last(phrase)
        for at in range(last + 1, min(last + 4, len(self.row.atoms))):
            verb = self.nominal.get(at)
            if verb is not None and verb.role is Role.NOUN:
                return verb
            if not (self.lexicon.has("processes.level", self.row.word(at)) or self.row.atoms[at].hyphen):
                return None
        return None

    def process(self, left: int, phrase: Phrase) -> str:
        """What is said to happen to a cell: behind it (``HUVEC migration``) or before it (``migration of HUVECs``)."""
        own = self.row.word(phrase.at + 1)
        if self.is_process(own):  # "X survival and Y dysfunction"
            return own
        last = max(p.at for p in self.phrases if p.group == phrase.group and p.type is phrase.type)
        for at in range(last + 1, min(last + 6, len(self.row.atoms))):
            word = self.row.word(at)
            if self.is_process(word):
                return word
            if not word or word in (",", ".", ";", ")", "(") or self.lexicon.has("prepositions.words", word):
                break
            if word in COORDINATORS:
                break
        first = self.first(phrase)
        words = [self.row.word(at) for at in range(max(left, first - 14), first)]
        if any(w in ("of", "in", "on", "by", "for", "to", "including") for w in words):
            begin = first - len(words)  # of "senescence-associated secretion" the second
            told = [w for i, w in enumerate(words, begin) if self.is_process(w) and not self.joined(i)]
            return next((w for w in told if not self.lexicon.has("processes.neutral", w)), told[0] if told else "")
        return ""

    def process_on(self, at: int, phrase: Phrase) -> bool:
        """``effect … on the growth of X``: the phrase is of a process that stands behind ``on``."""
        if phrase.preposition != "of" or phrase.preposition_at <= at:
            return False
        words = [self.row.word(i) for i in range(max(at + 1, phrase.preposition_at - 5), phrase.preposition_at)]
        return "on" in words and any(self.is_process(w) for w in words)

    def is_process(self, word: str) -> bool:
        """Whether a word names something that happens to cells, good, bad or neither."""
        lists = self.lexicon.lists
        return word in lists["processes.good"] or word in lists["processes.bad"] or word in lists["processes.neutral"]

    def own_process(self, verb: Verb) -> str:
        """The first process named between a verb and the end of its object stretch."""
        return next((w for at in range(verb.at + 1, verb.right) if self.is_process(w := self.row.word(at))), "")


def shared(themes: Sequence[Theme], process: str) -> list[Theme]:
    """``enhancing proliferation and reducing apoptosis of X``: the first verb's process, of the second verb's cells."""
    return [
        replace(t, process=process, sign=1, detached=False)
        for t in themes
        if t.phrase.type is _CELL and t.phrase.preposition in ("of", "in") and not t.behind
    ]
