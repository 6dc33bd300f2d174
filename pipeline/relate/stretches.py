"""The mentions of a stretch of words that can act: vesicles' sources and cargo first, with their carriers."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent
from pipeline.relate.phrases import Phrase
from pipeline.relate.roles import Role
from pipeline.relate.themes import Themes

_CELL, _MARKER, _MIRNA = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA
_THEIRS = frozenset({"these", "those", "such", "them", "both", "the", "their", "its", "this"})


class Stretches(Themes):
    """Agents by stretch of words; :class:`pipeline.relate.subjects.Reader` finds the stretch of each verb."""

    def agent(self, phrase: Phrase, *, carrier: bool = False) -> Agent:
        """The agent that a phrase is."""
        mention = self.row.mentions[phrase.mention]
        sign = -1 if self._lessened(phrase) else phrase.sign
        return Agent(mention, sign, phrase.vesicle >= 0, False, carrier, phrase.mention)

    def _lessened(self, phrase: Phrase) -> bool:
        """``suppressed X expression led to``: an attribute right before the name takes its function away."""
        before = self.nominal.get(phrase.at - 1)
        lost = before is not None and before.role is Role.ATTRIBUTE and before.trigger.sign < 0
        return phrase.type in (_MARKER, _MIRNA) and (lost or self.row.word(phrase.at - 1) == "low")

    @staticmethod
    def long_form(phrase: Phrase, group: Sequence[Phrase]) -> bool:
        """Whether the phrase is a long form whose short form stands beside it, nearer to the verb."""
        return phrase.partner >= 0 and not phrase.short and any(p.mention == phrase.partner for p in group)

    def agents_in(self, left: int, right: int) -> tuple[Agent, ...]:
        """The mentions of a subject stretch that can act, vesicles' sources and cargo first."""
        between = self.between(left, right)
        stretch = [p for p in between if not p.modifier or p.vesicle >= 0 or p.modifier == "mediated" or self._laden(p)]
        stretch = [p for p in stretch if not self._set_apart(p)]
        strong = [p for p in stretch if p.type is _CELL and (p.vesicle >= 0 or p.treatment) and p.preposition != "on"]
        strong += [p for p in stretch if p.cargo or (p.sign < 0 and p.preposition in ("", "of"))]
        if strong:
            chosen = min(
                strong,
                key=lambda p: (
                    p.sign > 0,
                    not p.cargo,
                    p.vesicle < 0 and (self._place(p) or not p.treatment or p.type is _CELL),
                    p.at,
                ),
            )
        else:
            cut = self._opening(left, right, stretch)
            free = [p for p in stretch if p.at > cut and (not self._place(p) or p.preposition_at < max(left, cut))]
            if not free:
                return ()
            plain = [p for p in free if p.preposition in ("", "of") or p.preposition_at < max(left, cut)]
            chosen = (plain or free)[0]
        members = [
            p for p in stretch if p.group == chosen.group and (p.type is chosen.type or chosen.type is not _CELL)
        ]
        members = [p for p in members if not self.long_form(p, members)]
        return self.with_carriers([self.agent(p) for p in members], members)

    def _laden(self, phrase: Phrase) -> bool:
        """``miR-21-loaded exosomes``, of no named cell: what they hold is what acts."""
        vesicle = phrase.at + 3
        return (
            phrase.type is _MIRNA
            and self.lexicon.has("grammar.holding", phrase.modifier)
            and vesicle < len(self.row.atoms)
            and self.row.atoms[vesicle].vesicle
            and not any(p.vesicle == vesicle for p in self.phrases)
        )

    def doers_in(self, left: int, stop: int) -> tuple[Agent, ...]:
        """``activation of Y by X occurs via …``: X, where a noun of action and ``by`` stand in a subject stretch."""
        told = [v.at for v in self.others if v.role is Role.NOUN and v.trigger.sign and left <= v.at < stop]
        doers = [p for p in self.between(left, stop) if told and p.preposition == "by" and p.preposition_at > told[0]]
        return self.with_carriers([self.agent(p) for p in doers], doers)

    def _set_apart(self, phrase: Phrase) -> bool:
        """``but not X``, ``unlike X``, ``compared with X``: named only to be told apart."""
        near = {self.row.word(at) for at in range(max(0, phrase.at - 3), phrase.at)}
        return "not" in near or (bool(near & {"unlike", "than", "versus", "vs"}) and "more" not in near)

    def _opening(self, left: int, right: int, stretch: Sequence[Phrase]) -> int:
        """Atom of the comma that ends an opening ``Through binding X, …`` of a subject stretch, -1 without one."""
        for at in range(right - 1, left, -1):
            joins = any(self.first(p) < at < self.last(p) for p in stretch)
            if self.row.word(at) == "," and not joins and any(p.at > at for p in stretch):
                return at
        return -1

    def _place(self, phrase: Phrase) -> bool:
        return self.lexicon.has("prepositions.locative", phrase.preposition)

    def with_carriers(self, agents: list[Agent], phrases: Sequence[Phrase]) -> tuple[Agent, ...]:
        """Agents, with the cells whose vesicles carry them behind."""
        known = {a.mention.id for a in agents}
        for phrase in phrases:
            for carrier in phrase.carriers:
                mention = self.row.mentions[carrier]
                if mention.id not in known:
                    known.add(mention.id)
                    agents.append(Agent(mention, phrase.sign, True, False, True, carrier))
        return tuple(agents)

    def others_own(self, at: int) -> bool:
        """``vesicles released from apoptotic cells``, ``exosomes from serum``: a source of their own, with no name."""
        if at >= len(self.row.atoms) or not self.row.atoms[at].vesicle:
            return False
        start = at + 1 + self.lexicon.has("grammar.linking", self.row.word(at + 1))
        if self.row.word(start) not in ("from", "by") or any(p.vesicle == at for p in self.phrases):
            return False
        for atom in self.row.atoms[start + 1 : start + 6]:
            if atom.mention >= 0:
                return self.row.type_of(atom.mention) is not _CELL
            if atom.low in _THEIRS:
                return False
            if atom.triggers or atom.low in (",", ";", "."):
                break
        return True

    def because(self, phrase: Phrase, verb: int) -> bool:
        """``due to X``, ``in response to X``, ``owing to the presence of X`` behind a verb."""
        for at in range(max(verb + 1, phrase.at - 6), phrase.at - 1):
            if self.row.word(at) in ("due", "owing", "response", "thanks") and self.row.word(at + 1) == "to":
                return not any(at < p.at < self.first(phrase) for p in self.phrases)
        return False
