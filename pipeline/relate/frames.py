"""From verbs and phrases to claims: who does what to whom in one row of atoms, with the sign of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.core.records import EntityType, Mention
from pipeline.relate.atoms import COORDINATORS, RELATIVE, Row
from pipeline.relate.clauses import Role, Verb, find_verbs
from pipeline.relate.patterns import Lexicon
from pipeline.relate.phrases import Phrase, describe

_CELL, _MARKER, _MIRNA, _PATHWAY = (
    EntityType.CELL_TYPE,
    EntityType.MARKER,
    EntityType.MIRNA,
    EntityType.PATHWAY,
)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts: a mention, the sign of its own wording (-1: its loss), whether vesicles are meant, how it was found."""

    mention: Mention
    sign: int = 1
    vesicle: bool = False
    cross: bool = False
    carrier: bool = False  # stands for the molecule that it carries
    inside: int = -1  # index in the row, -1 for a mention from elsewhere


@dataclass(frozen=True, slots=True)
class Theme:
    """What is acted on: a phrase, the product of the signs on the way to it, the worth of the process, the preposition."""

    phrase: Phrase
    sign: int = 1
    detached: bool = False  # the verb's own sign does not reach it
    preposition: str = ""
    process: str = ""
    behind: bool = False  # stands behind another object: "X in HUVECs"


@dataclass(frozen=True, slots=True)
class Claim:
    """An agent and a theme that a trigger joins; :mod:`pipeline.relate.sentences` makes relations of claims."""

    agent: Agent
    theme: Theme
    effect: str
    sign: int
    rule: str
    at: int  # atom of the trigger
    negated: bool = False
    confidence: float = 0.8


#: finds what a word that refers back means: atom index -> agents
Resolver = Callable[[int], tuple[Agent, ...]]


class Reader:
    """Reads the claims of one row.

    Parameters
    ----------
    resolve
        Called for a subject without mention that refers back, with the atom where its stretch begins.
    default
        The agent of verbs without any subject (the cell that a table row is about).
    """

    def __init__(self, row: Row, lexicon: Lexicon, resolve: Resolver, default: tuple[Agent, ...] = ()) -> None:
        self.row = row
        self.lexicon = lexicon
        self.resolve = resolve
        self.default = default
        self.phrases = describe(row, lexicon)
        self.verbs, self.others = find_verbs(row, lexicon)
        self.nominal = {v.at: v for v in self.others}
        self._subjects: dict[int, tuple[Agent, ...]] = {}

    # -- words -------------------------------------------------------------------------------------------------

    def word(self, at: int) -> str:
        """The lower-case word at an atom, "" for a mention or beyond the row."""
        atoms = self.row.atoms
        return atoms[at].low if 0 <= at < len(atoms) and atoms[at].mention < 0 else ""

    def between(self, left: int, right: int) -> list[Phrase]:
        """Phrases of the mentions in the half-open stretch of atoms."""
        return [p for p in self.phrases if left <= p.at < right]

    def agent(self, phrase: Phrase, *, carrier: bool = False) -> Agent:
        """The agent that a phrase is."""
        return Agent(
            self.row.mentions[phrase.mention], phrase.sign, phrase.vesicle >= 0, False, carrier, phrase.mention
        )

    # -- subjects ----------------------------------------------------------------------------------------------

    def subject(self, number: int) -> tuple[Agent, ...]:
        """Who acts in the verb of this number, in text order."""
        if number not in self._subjects:
            self._subjects[number] = ()  # guards against circles
            self._subjects[number] = self._subject(number)
        return self._subjects[number]

    def _subject(self, number: int) -> tuple[Agent, ...]:
        verb = self.verbs[number]
        if verb.role in (Role.PASSIVE, Role.REDUCED):
            return self.passive_agents(number)
        if verb.shares and verb.before >= 0:
            return self.handed_on(verb.before, verb)
        if verb.relative:
            return self._antecedent(verb)
        found = self.agents_in(verb.left, verb.at)
        if found:
            return found
        if self._refers_back(verb.left, verb.at):
            return self.resolve(verb.left)
        if verb.role in (Role.GERUND, Role.INFINITIVE) and verb.before >= 0:
            return self.handed_on(verb.before, verb)
        return self.default if number == 0 or verb.before < 0 else ()

    def handed_on(self, number: int, taker: Verb) -> tuple[Agent, ...]:
        """The subject that a verb without one takes from the verb before it."""
        verb = self.verbs[number]
        if verb.trigger.effect in ("carry",) and taker.role is Role.INFINITIVE:
            cargo = [t.phrase for t in self.objects(number) if t.phrase.type in (_MIRNA, _MARKER)]
            if cargo:
                return tuple(self.agent(p) for p in cargo) + tuple(
                    replace(a, carrier=True) for a in self.subject(number)
                )
        if verb.role in (Role.PASSIVE, Role.REDUCED):
            agents = self.passive_agents(number)
            if agents and verb.trigger.effect != "other":
                return agents
            if verb.shares and verb.before >= 0:
                return self.handed_on(verb.before, taker)
            themes = self.agents_in(verb.left, verb.at)
            if themes:
                return themes
            return self.resolve(verb.left) if self._refers_back(verb.left, verb.at) else self.default
        found = self.subject(number)
        if not found and verb.before >= 0 and verb.trigger.effect == "other":
            return self.handed_on(verb.before, taker)
        return found

    def _antecedent(self, verb: Verb) -> tuple[Agent, ...]:
        """The list of mentions nearest before a relative pronoun; a molecule brings the cell that carries it."""
        pronoun = next((i for i in range(verb.at - 1, verb.left - 1, -1) if self.word(i) in RELATIVE), verb.at)
        before = [p for p in self.phrases if p.at < pronoun]
        if not before:
            return ()
        last = before[-1]
        agents = [self.agent(p) for p in before if p.group == last.group]
        former = verb.before
        if last.type is not _CELL and former >= 0 and self.verbs[former].trigger.effect in ("carry", "hold"):
            agents += [replace(a, carrier=True) for a in self.subject(former) if a.mention.type is _CELL]
        return self._with_carriers(agents, [p for p in before if p.group == last.group])

    def agents_in(self, left: int, right: int) -> tuple[Agent, ...]:
        """The mentions of a subject stretch that can act."""
        stretch = [p for p in self.between(left, right) if not p.modifier or p.vesicle >= 0 or p.modifier == "mediated"]
        locative = self.lexicon.lists["prepositions.locative"]
        free = [p for p in stretch if p.preposition not in locative or p.preposition_at < left]
        strong = [p for p in stretch if p.type is _CELL and (p.vesicle >= 0 or p.treatment) and p.preposition != "on"]
        strong += [p for p in stretch if p.cargo or (p.sign < 0 and p.preposition in ("", "of"))]
        if strong:
            chosen = min(
                strong, key=lambda p: (p.sign > 0, not p.cargo, p.preposition in locative and p.vesicle < 0, p.at)
            )
        elif free:
            chosen = free[0]
        else:
            after = [p for p in stretch if p.preposition in ("after", "upon", "following") and p.treatment]
            if not after:
                return ()
            chosen = after[0]
        members = [
            p for p in stretch if p.group == chosen.group and (p.type is chosen.type or chosen.type is not _CELL)
        ]
        return self._with_carriers([self.agent(p) for p in members], members)

    def _with_carriers(self, agents: list[Agent], phrases: list[Phrase]) -> tuple[Agent, ...]:
        known = {a.mention for a in agents}
        for phrase in phrases:
            for carrier in phrase.carriers:
                mention = self.row.mentions[carrier]
                if mention not in known:
                    known.add(mention)
                    agents.append(Agent(mention, phrase.sign, True, False, True, carrier))
        return tuple(agents)

    def _refers_back(self, left: int, right: int) -> bool:
        """Whether a stretch without usable mention names vesicles or is a pronoun."""
        for at in range(left, right):
            atom = self.row.atoms[at]
            if atom.mention >= 0:
                continue
            if atom.vesicle:
                return not any(p.vesicle == at for p in self.phrases)
            if self.lexicon.has("anaphora.pronouns", atom.low) and at + 1 < len(self.row.atoms):
                following = self.row.atoms[at + 1]
                if (
                    atom.low in ("former", "latter", "they")
                    or following.triggers
                    or following.adverb
                    or at + 1 >= right
                ):
                    return True
        return False

    def passive_agents(self, number: int) -> tuple[Agent, ...]:
        """``by X``, ``via X``, ``upon X treatment``, ``in cells treated with X`` behind a passive."""
        verb = self.verbs[number]
        found: list[Agent] = []
        members: list[Phrase] = []
        last = self.verbs[number + 1].right if self._treated(number + 1) else verb.right
        for phrase in self.between(verb.at + 1, last):
            instrument = self.lexicon.has("prepositions.instrument", phrase.preposition)
            treated = phrase.treatment and (phrase.vesicle >= 0 or phrase.type is not _CELL)
            if self._stopped(verb.at + 1, phrase.at):
                break
            if phrase.type is _PATHWAY:
                continue
            if (instrument and phrase.preposition_at > verb.at) or treated:
                if phrase.preposition == "with" and not (phrase.vesicle >= 0 or phrase.treatment):
                    continue
                members.append(phrase)
                found.append(self.agent(phrase))
            elif phrase.modifier in self.lexicon.lists["agents.treated"] and phrase.vesicle >= 0:
                found.append(self.agent(phrase))
        if not found and verb.shares and verb.before >= 0 and self.verbs[verb.before].role is Role.PASSIVE:
            return self.passive_agents(verb.before)
        if not found and verb.role is Role.PASSIVE:  # "after treatment with X, Y was increased"
            found = [
                self.agent(p)
                for p in self.between(0, verb.at)
                if p.treatment
                and p.preposition in ("after", "upon", "following", "with", "of", "by", "in")
                and p.type is _CELL
            ][:1]
        return self._with_carriers(found, members)

    def _treated(self, number: int) -> bool:
        if number >= len(self.verbs):
            return False
        verb = self.verbs[number]
        return verb.role is Role.REDUCED and self.lexicon.has("agents.treated", self.word(verb.at))

    def _stopped(self, left: int, right: int) -> bool:
        stops = self.lexicon.lists["prepositions.stop"]
        return any(self.word(at) in stops for at in range(left, right))

    # -- objects -----------------------------------------------------------------------------------------------

    def themes_left(self, number: int) -> list[Theme]:
        """The grammatical subject of a passive verb, as what is acted on."""
        verb = self.verbs[number]
        if verb.shares and verb.before >= 0:
            former = self.verbs[verb.before]
            if former.role in (Role.PASSIVE, Role.ACTIVE) and verb.role is Role.PASSIVE:
                return self.themes_left(verb.before)
            return []
        stretch = self.between(verb.left, verb.at)
        if verb.role is Role.REDUCED:
            stretch = stretch[-1:] and [p for p in stretch if p.group == stretch[-1].group]
            if stretch and verb.at - stretch[-1].at > 6:
                return []
        if verb.relative and stretch:
            stretch = [p for p in stretch if p.group == stretch[-1].group]
        found = []
        locative = self.lexicon.lists["prepositions.locative"]
        for phrase in stretch:
            if phrase.modifier and phrase.vesicle < 0:
                continue
            place = phrase.preposition in locative and phrase.preposition_at >= verb.left
            sign, process = self._path(verb.left, phrase)
            found.append(Theme(phrase, sign, False, phrase.preposition if place else "", process, place))
        return found

    def objects(self, number: int) -> list[Theme]:
        """What an active verb acts on, up to the next clause, comparison or instrument."""
        verb = self.verbs[number]
        return self._objects(verb.at, verb.right)

    def _objects(self, start: int, right: int) -> list[Theme]:
        found: list[Theme] = []
        instrument = False
        detached = False
        segment = start + 1
        previous: Phrase | None = None
        for phrase in self.between(start + 1, right):
            if self._stopped(segment if previous is None else previous.at + 1, phrase.at):
                break
            lead = self._lead(start + 1 if previous is None else previous.at + 1, phrase.at)
            if phrase.preposition in ("by", "via", "through") and phrase.preposition_at > start:
                instrument = True
                if lead and lead[0].at > phrase.preposition_at:
                    instrument, detached = False, True
            elif previous is not None and previous.group != phrase.group and lead:
                words = [self.word(at) for at in range(previous.at + 1, lead[0].at)]
                if "," in words or "along" in words or "accompanied" in words or "with" in words:
                    detached = True
            if instrument:
                previous = phrase
                continue
            if phrase.modifier and phrase.vesicle < 0:
                previous = phrase
                continue
            sign, process = self._path(segment, phrase)
            place = (
                phrase.preposition
                if phrase.preposition_at > start and self.lexicon.has("prepositions.locative", phrase.preposition)
                else ""
            )
            behind = any(t.phrase.type is not _CELL and t.phrase.group != phrase.group for t in found)
            found.append(Theme(phrase, sign, detached, place, process, behind))
            if previous is None or previous.group != phrase.group:
                pass
            previous = phrase
        return found

    def instruments(self, number: int) -> list[Phrase]:
        """Mentions that stand behind ``by``, ``via`` or ``through`` of a verb, without a noun of action between."""
        verb = self.verbs[number]
        found = []
        for phrase in self.between(verb.at + 1, verb.right):
            if self._stopped(verb.at + 1, phrase.at):
                break
            if phrase.preposition in ("by", "via", "through") and phrase.preposition_at > verb.at:
                lead = [v for v in self._lead(phrase.preposition_at, phrase.at) if v.role is not Role.COMPOUND]
                if not lead:
                    found.append(phrase)
            elif phrase.modifier == "dependent":
                found.append(phrase)
        return found

    def _lead(self, left: int, right: int) -> list[Verb]:
        """Nominal triggers and attributes in a stretch."""
        return [self.nominal[at] for at in range(left, right) if at in self.nominal]

    def _path(self, left: int, phrase: Phrase) -> tuple[int, str]:
        """Product of the signs of the nouns of action that govern a mention, and the process that they name."""
        first = min(p.at for p in self.phrases if p.group == phrase.group)
        first = max(first, left)
        sign = 1
        start = first - 1
        floor = max(left, first - 12)
        while start >= floor:
            atom = self.row.atoms[start]
            if atom.mention >= 0 and not any(p.mention == atom.mention and p.modifier for p in self.phrases):
                break
            if atom.low in (";", ":"):
                break
            start -= 1
        lead = [v for v in self._lead(start + 1, phrase.at) if v.role is not Role.COMPOUND]
        if (lead and lead[-1].role is Role.NOUN and first - lead[-1].at > 1) or (
            lead and lead[-1].role is Role.ATTRIBUTE
        ):
            for verb in lead:
                if not self._cut(verb.at, first):
                    sign *= verb.trigger.sign
        after = self._after(phrase)
        if after is not None:
            sign *= after.trigger.sign
        return sign, self._process(start + 1, phrase)

    def _cut(self, left: int, right: int) -> bool:
        return any(self.word(at) in (",", ";", "and", "but") for at in range(left, right))

    def _after(self, phrase: Phrase) -> Verb | None:
        """A noun of action right behind the mention or its list: ``AKT activation``."""
        last = max(p.at for p in self.phrases if p.group == phrase.group)
        for at in range(last + 1, min(last + 4, len(self.row.atoms))):
            verb = self.nominal.get(at)
            if verb is not None and verb.role is Role.NOUN:
                return verb
            if not (self.lexicon.has("processes.level", self.word(at)) or self.row.atoms[at].hyphen):
                return None
        return None

    def _process(self, left: int, phrase: Phrase) -> str:
        """The process that is said of a cell: behind it (``HUVEC migration``) or before it (``migration of HUVECs``)."""
        lists = self.lexicon.lists
        known = lists["processes.good"] | lists["processes.bad"] | lists["processes.neutral"]
        last = max(p.at for p in self.phrases if p.group == phrase.group and p.type is phrase.type)
        for at in range(last + 1, min(last + 6, len(self.row.atoms))):
            word = self.word(at)
            if word in known:
                return word
            if (
                not word
                or word in (",", ".", ";", ")", "(")
                or self.lexicon.has("prepositions.words", word)
                or word in COORDINATORS
            ):
                break
        first = min(p.at for p in self.phrases if p.group == phrase.group)
        words = [self.word(at) for at in range(max(left, first - 14), first)]
        if any(w in ("of", "in", "on", "by", "for") for w in words):
            for word in words:
                if word in known:
                    return word
        return ""
