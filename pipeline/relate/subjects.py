"""Who acts in each verb of a row: subjects, antecedents of relative pronouns, agents of passives, carriers of cargo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType, Mention
from pipeline.relate.anaphora import MOLECULES, THESE
from pipeline.relate.atoms import Row
from pipeline.relate.claims import Agent
from pipeline.relate.clauses import Verb
from pipeline.relate.patterns import Lexicon
from pipeline.relate.phrases import Phrase
from pipeline.relate.roles import Role
from pipeline.relate.stretches import Stretches

_CELL, _MARKER = EntityType.CELL_TYPE, EntityType.MARKER
_MIRNA, _PATHWAY = EntityType.MIRNA, EntityType.PATHWAY

#: finds what a word that refers back means: (row, phrases, atom index) -> agents
Resolver = Callable[[Row, Sequence[Phrase], int], tuple[Agent, ...]]


class Reader(Stretches):
    """Subjects and objects of one row.

    Parameters
    ----------
    resolve
        Called for a subject without mention that refers back, with the atom where its stretch begins.
    default
        The agent of a first verb without any subject (the cell that a table row is about).
    acting
        Whose vesicles acted in the sentences before.
    sources
        The sources of vesicles that the sentences before named last.
    """

    def __init__(
        self,
        row: Row,
        lexicon: Lexicon,
        resolve: Resolver,
        default: tuple[Agent, ...] = (),
        acting: tuple[Agent, ...] = (),
        sources: Sequence[Agent] = (),
    ) -> None:
        super().__init__(row, lexicon)
        self._resolve = resolve
        self.default = default
        self.acting = acting
        self.sources = tuple(sources)
        self._subjects: dict[int, tuple[Agent, ...]] = {}

    def resolve(self, at: int) -> tuple[Agent, ...]:
        """What a reference back at an atom means."""
        return () if self.others_own(at) else self._resolve(self.row, self.phrases, at)

    def acted(self) -> list[Mention]:
        """The sources whose vesicles raise or lower something by the verbs of this row, named or not."""
        verbs = [n for n, v in enumerate(self.verbs) if v.role is Role.ACTIVE and v.trigger.effect in ("up", "down")]
        agents = (a for n in verbs if not self.verbs[n].negated for a in self.subject(n))
        return [a.mention for a in agents if a.vesicle]

    def subject(self, number: int) -> tuple[Agent, ...]:
        """Who acts in the verb of this number, in text order."""
        if number not in self._subjects:
            self._subjects[number] = ()  # whoever asks in a circle gets nobody
            self._subjects[number] = self._subject(number)
        return self._subjects[number]

    def _subject(self, number: int) -> tuple[Agent, ...]:
        verb = self.verbs[number]
        if verb.role in (Role.PASSIVE, Role.REDUCED):
            return self.passive_agents(number)
        if verb.shares and verb.before >= 0:
            former = self.verbs[verb.before]
            if self._by_doing(number) and former.trigger.sign:
                return ()  # "X was lowered by silencing Y"
            named = self._role_in(verb) if verb.role is Role.GERUND else ()
            return named or self.handed_on(verb.before, verb)
        if verb.relative:
            found = self._antecedent(verb)
            return found if found or verb.before < 0 else self.handed_on(verb.before, verb)
        led = verb.trigger.effect in ("other", "reside") and self.doers_in(verb.left, verb.stop)
        if found := led or self.agents_in(verb.left, verb.stop):
            return found
        if self.refers_back(verb.left, verb.stop):
            return self.resolve(verb.left)
        if verb.role is Role.GERUND and (named := self._role_in(verb)):
            return named
        if verb.role in (Role.GERUND, Role.INFINITIVE) and verb.before >= 0:
            return self.handed_on(verb.before, verb)
        if verb.role is Role.GERUND and number == 0 and len(self.verbs) > 1 and not self.verbs[1].shares:
            return self.subject(1) or self.default  # "By binding X, Y activated"
        return self.default if verb.before < 0 else ()

    def _role_in(self, verb: Verb) -> tuple[Agent, ...]:
        """``the role of X in regulating``: X; nobody for other gerunds."""
        if self.row.word(verb.at - 1) not in ("in", "on", "for"):
            return ()
        nouns = [
            v for v in self.others if v.role is Role.NOUN and v.trigger.effect == "affect" and 0 < verb.at - v.at < 16
        ]
        if not nouns or any(nouns[-1].at < v.at < verb.at for v in self.verbs):
            return ()
        of = [p for p in self.between(nouns[-1].at + 1, verb.at) if p.preposition == "of"]
        members = [p for p in of if p.group == of[0].group and p.preposition_at <= nouns[-1].at + 2]
        return self.with_carriers([self.agent(p) for p in members], members)

    def handed_on(self, number: int, taker: Verb) -> tuple[Agent, ...]:
        """The subject that a verb without one takes from the verb before it."""
        verb = self.verbs[number]
        if taker.role is Role.INFINITIVE and verb.trigger.effect == "carry" and verb.role is not Role.PASSIVE:
            cargo = [t.phrase for t in self.objects(number) if t.phrase.type in (_MIRNA, _MARKER)]
            if cargo:
                carriers = tuple(replace(a, carrier=True) for a in self.subject(number))
                return tuple(self.agent(p) for p in cargo) + carriers
        if verb.role not in (Role.PASSIVE, Role.REDUCED):
            found = self.subject(number)
            main = taker.role in (Role.ACTIVE, Role.PASSIVE) or self.row.word(taker.at - 1) in ("thereby", "thus")
            if main and verb.role is Role.GERUND and verb.trigger.effect == "carry" and self.by_means(verb):
                cargo = [t.phrase for t in self.objects(number) if t.phrase.type is _MIRNA]
                found = (*(self.agent(p) for p in cargo), *found)  # "by delivering miR-21, X inhibits"
            if taker.role is Role.INFINITIVE:
                found = self._enabled(number, verb, found)
            general = verb.trigger.effect == "other"
            return self.handed_on(verb.before, taker) if not found and general and verb.before >= 0 else found
        agents = self.passive_agents(number)
        if agents and verb.trigger.effect != "other":
            held = self._cargo(number) if verb.trigger.effect in ("carry", "hold") else []
            return (*held, *(replace(a, carrier=a.carrier or bool(held)) for a in agents))
        if verb.shares and verb.before >= 0:
            return self.handed_on(verb.before, taker)
        aside = verb.role is Role.REDUCED and verb.trigger.effect == "other" and verb.before >= 0
        themes = () if aside else self.agents_in(verb.left, verb.stop)
        if themes:
            return themes
        if not aside and self.refers_back(verb.left, verb.stop):
            return self.resolve(verb.left)
        return self.handed_on(verb.before, taker) if verb.role is Role.REDUCED and verb.before >= 0 else self.default

    def _cargo(self, number: int) -> list[Agent]:
        """The microRNAs that a passive verb says to be carried: they go on to act."""
        return [self.agent(t.phrase) for t in self.themes_left(number) if t.phrase.type is _MIRNA]

    def _enabled(self, number: int, verb: Verb, found: tuple[Agent, ...]) -> tuple[Agent, ...]:
        """``endowed X-Exos with power to``: the vesicles; ``increases Y to``: what was raised or lowered acts, too."""
        objects = [t for t in self.objects(number) if not t.behind]
        if verb.trigger.effect == "other" and not any(a.vesicle for a in found):
            sources = tuple(self.agent(t.phrase) for t in objects if t.phrase.vesicle >= 0)
            return sources or found
        if verb.trigger.effect in ("up", "down"):
            themes = [t for t in objects if t.phrase.type is _MARKER and not t.preposition]
            return (
                *found,
                *(replace(self.agent(t.phrase), sign=verb.trigger.sign * t.sign, step=True) for t in themes),
            )
        return found

    def _antecedent(self, verb: Verb) -> tuple[Agent, ...]:
        """The list of mentions nearest before a relative pronoun; a molecule brings the cell that carries it."""
        before = [p for p in self.phrases if p.at < verb.stop and not (p.modifier and p.vesicle < 0)]
        if not before or verb.stop - before[-1].at > 9:
            return ()
        gap = [a.low for a in self.row.atoms[before[-1].at + 1 : verb.stop - 1]]
        if any(w in (",", ";") for w in gap) or self._of_clause(verb, before[-1], gap):
            return ()
        group = [p for p in before if p.group == before[-1].group]
        agents = [self.agent(p) for p in group if not self.long_form(p, group)]
        former = verb.before
        held = former >= 0 and self.verbs[former].trigger.effect in ("carry", "hold", "secrete")
        if group[-1].type is not _CELL and held:
            agents += [replace(a, carrier=True) for a in self.subject(former) if a.mention.type is _CELL]
        return self.with_carriers(agents, group)

    def _of_clause(self, verb: Verb, last: Phrase, gap: Sequence[str]) -> bool:
        """Whether ``, which`` means what the clause says: behind a cell that something happens to, not a name.

        ``raised X polarization under stress, which activated Y``, and past upon past with a loss: ``lowered X, which
        activated Y``.
        """
        if self.row.word(verb.stop) != "which" or self.row.word(verb.stop - 1) != "," or verb.before < 0:
            return False
        former = self.verbs[verb.before]
        if former.trigger.effect not in ("up", "down") or former.role is not Role.ACTIVE:
            return False
        if last.type is _CELL and last.vesicle < 0:
            return any(w.isalpha() for w in gap)
        past = {former.trigger.form, verb.trigger.form} <= {"ed", "past"}
        undone = last.type is _PATHWAY or (last.type is _MARKER and former.trigger.sign < 0)
        return undone and past and verb.trigger.effect in ("up", "down")

    def refers_back(self, left: int, right: int) -> bool:
        """Whether a stretch without usable mention names vesicles or is a pronoun."""
        for at in range(left, min(right, len(self.row.atoms))):
            atom = self.row.atoms[at]
            if atom.mention >= 0:
                continue
            if atom.vesicle:
                after = self.row.word(at + 1)
                about = self.lexicon.has("grammar.about_vesicles", after) or self.others_own(at)
                return not (about or any(p.vesicle == at for p in self.phrases))
            if atom.low == "it" and not self._acts(at):
                continue
            if atom.low in ("this", "the", "these") and self.row.word(at + 1) in MOLECULES:
                return True
            if atom.low in THESE and self.row.word(at + 1) == "cells":
                return True
            if self.lexicon.has("anaphora.pronouns", atom.low) and at + 1 < len(self.row.atoms):
                following = self.row.atoms[at + 1]
                if atom.low == "both" and not following.triggers:
                    continue
                if (
                    atom.low in ("former", "latter", "they")
                    or following.triggers
                    or following.adverb
                    or at + 1 >= right
                ):
                    return True
        return False

    def _acts(self, at: int) -> bool:
        """Whether a verb with a meaning of its own follows a pronoun, no more than auxiliaries between."""
        for place in range(at + 1, min(at + 4, len(self.row.atoms))):
            atom = self.row.atoms[place]
            if any(t.effect != "other" and t.form != "noun" for t in atom.triggers):
                return True
            if atom.low not in ("can", "may", "could", "also", "might", "then") and not atom.adverb:
                return False
        return False

    def passive_agents(self, number: int) -> tuple[Agent, ...]:
        """``by X``, ``via X``, ``upon X treatment``, ``in cells treated with X`` behind a passive."""
        verb = self.verbs[number]
        members: list[Phrase] = []
        last = self.verbs[number + 1].right if self._treated(number + 1) else verb.right
        for phrase in self.between(verb.at + 1, last):
            if self.stopped(verb.at + 1, phrase.at):
                break
            if phrase.type is _PATHWAY:
                continue
            means = self.lexicon.has("prepositions.instrument", phrase.preposition) and phrase.preposition_at > verb.at
            meant = phrase.vesicle >= 0 or phrase.treatment
            if (
                (means and (phrase.preposition != "with" or meant))
                or (self.because(phrase, verb.at) and (meant or phrase.type is not _CELL))
                or (phrase.treatment and phrase.vesicle >= 0)
                or (phrase.vesicle >= 0 and self.lexicon.has("agents.treated", phrase.modifier))
            ):
                members.append(phrase)
        if not members and verb.shares and verb.before >= 0 and self.verbs[verb.before].role is Role.PASSIVE:
            return self.passive_agents(verb.before)
        if not members and number + 1 < len(self.verbs) and self._by_doing(number + 1):
            done = self.verbs[number + 1]
            return tuple(
                replace(self.agent(t.phrase), sign=done.trigger.sign * t.sign)
                for t in self.objects(number + 1)
                if t.phrase.type is not _PATHWAY and not t.preposition
            )
        if not members and verb.role is Role.PASSIVE:  # "after treatment with X, Y was increased"
            treated = [p for p in self.between(0, verb.at) if p.type is _CELL and p.preposition]
            members = [
                p for p in treated if p.treatment or (p.vesicle >= 0 and self.lexicon.has("agents.treated", p.modifier))
            ][:1]
        if not members and self._means_vesicles(verb.at + 1, last):
            return self.resolve(verb.at + 1)
        named = {p.mention for p in members}
        members = [p for p in members if not (p.short and p.partner in named)]
        return self.with_carriers([self.agent(p) for p in members], members)

    def _by_doing(self, number: int) -> bool:
        """Whether the verb is a gerund right behind a passive and its ``by``: ``was lowered by silencing Y``."""
        verb = self.verbs[number]
        return (
            verb.role is Role.GERUND
            and self.row.word(verb.at - 1) in ("by", "upon", "after")
            and number > 0
            and self.verbs[number - 1].role is Role.PASSIVE
            and verb.at - self.verbs[number - 1].at <= 3
            and verb.trigger.effect in ("up", "down")
        )

    def _means_vesicles(self, left: int, right: int) -> bool:
        """``by exosomes``, ``by these EVs``, ``upon EV treatment``: vesicles without a source in the instrument."""
        for at in range(left, right):
            if self.row.word(at) in ("by", "upon", "via", "following") and any(
                a.vesicle and not any(p.vesicle == a.index for p in self.phrases)
                for a in self.row.atoms[at + 1 : at + 4]
            ):
                return all(a.mention < 0 for a in self.row.atoms[at + 1 : at + 4])
        return False

    def _treated(self, number: int) -> bool:
        if number >= len(self.verbs):
            return False
        verb = self.verbs[number]
        return verb.role is Role.REDUCED and self.lexicon.has("agents.treated", self.row.word(verb.at))
