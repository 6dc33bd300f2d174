"""Claims of the parse that hang on nouns and participles: ``activation of X by Y``, ``Y-induced X``, effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.doers import BY, REGULATES, Doers
from pipeline.relate.patterns import Trigger
from pipeline.relate.roles import Role

_CELL, _PATHWAY = EntityType.CELL_TYPE, EntityType.PATHWAY
_HOLDS = frozenset({"carry", "hold", "express", "lack", "secrete"})
_SEEN = frozenset({"observe", "find", "see", "detect", "note", "notice", "record", "reveal", "show", "confirm"})
_ON = ("on", "to", "in", "against", "toward", "towards", "upon")


class Actions(Doers):
    """Reads nouns of action and compounds of one parsed row."""

    def claim(self, agent: Agent, theme: Theme, trigger: Trigger, token: int, surety: float = 0.72, **more: object
               ) -> Claim:  # fmt: skip
        effect, sign = str(more.get("effect", trigger.effect)), more.get("sign", self._turned(token, trigger))
        return Claim(agent, theme, effect, int(str(sign)), trigger.rule + "/path", self.tree.atom[token],
                     self.negated(token), surety)  # fmt: skip

    def _turned(self, token: int, trigger: Trigger) -> int:
        """The sign of a trigger with its adverb: ``negatively regulates``."""
        if trigger.effect in ("affect", "target"):
            for child in self.tree.children(token, "advmod"):
                if self.lexicon.has("grammar.negative_adverbs", self.tree.word(child)):
                    return -1
                if self.lexicon.has("grammar.positive_adverbs", self.tree.word(child)):
                    return 1
        return trigger.sign

    def negated(self, token: int) -> bool:
        """Whether a word of denial governs a trigger or its object."""
        tree = self.tree
        if tree.children(token, "neg"):
            return True
        for child in tree.children(token, "det", "advmod", "preconj", "cc"):
            if tree.word(child) in ("no", "neither", "hardly", "never", "nor", "longer"):
                return True
        above = next(tree.up(token), token)
        if tree.dep(token) in ("xcomp", "dobj", "conj", "ccomp") and above != token:
            word = tree.word(above)
            if self.lexicon.has("negation.words", word):
                return True
            return tree.dep(token) != "ccomp" and self.tree.verbal(above) and bool(tree.children(above, "neg"))
        return False

    def told(self, agent: Agent, theme: Theme, token: int, trigger: Trigger) -> Iterator[Claim]:
        """One claim; the signs of what ``mediate`` and ``affect`` govern are said by the nouns behind."""
        happens = theme.process and not self.lexicon.has("processes.turns", theme.process)
        if trigger.effect == "mediate" and ((happens and theme.phrase.type is _CELL) or theme.sign != 1):
            yield self.claim(agent, theme, trigger, token, sign=1)
        elif trigger.effect in REGULATES | _HOLDS:
            yield self.claim(agent, theme, trigger, token)

    def nominal(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        """``activation of X by Y``, ``the effect of Y on X``, ``Y led to activation of X``."""
        tree = self.tree
        if trigger.effect not in ("up", "down", "affect", "uptake", "mediate") or trigger.form == "role":
            return
        of = ("of", "in") if trigger.rule in ("raise", "lower") else ("of",)  # "an increase in X"
        inner = [t for _, t in tree.prepositions(token, *of)] + tree.children(token, "nn")
        by = [a for word, t in tree.prepositions(token, "by") if not tree.verbal(t) for a in self.agents(t)]
        if trigger.effect == "affect" and by:  # "regulation of X by Y"
            for theme in (theme for thing in inner for theme in self.themes(thing)):
                for agent in by:
                    yield self.claim(agent, replace(theme, preposition=""), trigger, token, 0.65)
            return
        if trigger.effect in ("affect", "mediate"):
            agents = [a for thing in (*inner, *tree.children(token, "poss")) for a in self.agents(thing)]
            agents = agents or list(self.given(token))
            for _, thing in tree.prepositions(token, *_ON):
                for theme in self.themes(thing) if not tree.verbal(thing) else ():
                    for agent in agents:
                        worth = self._worth(token) if theme.phrase.type is _CELL and agent.mention.type is _CELL else 0
                        if worth:
                            theme = replace(theme, process="")
                        yield self.claim(agent, replace(theme, preposition=""), trigger, token, 0.65,
                                          effect="up" if worth else "affect", sign=worth)  # fmt: skip
            return
        doers = [
            a
            for word, thing in tree.prepositions(token)
            if not tree.verbal(thing)
            and (word in BY or (word in ("with", "after", "following") and self.treated(thing)))
            for a in self.agents(thing)
        ]
        doers = [a for a in doers if a.mention.type is not _PATHWAY]
        if self.lexicon.has("loss.experiments", tree.word(token)):  # whoever silences a gene is no name of the text
            doers = [a for a in doers if a.mention.type is not EntityType.MARKER]
        else:
            doers = doers or list(self.given(token))
        if not doers and self.observed(token):
            doers = list(self.before())
        for thing in inner:
            for theme in self.themes(thing):
                for agent in doers:
                    above = self.sign(token) // (trigger.sign or 1) if trigger.sign else 1
                    yield self.claim(
                        agent, replace(theme, preposition="", sign=theme.sign * above), trigger, token, 0.65
                    )

    def observed(self, noun: int) -> bool:
        """``an increase in X was observed``, ``we found upregulation of X``: nothing is said of who made it."""
        tree, head = self.tree, self.tree.heads[noun]
        seen = tree.tokens[head].lemma.lower() in _SEEN
        return seen and (tree.dep(noun) == "nsubjpass" or (tree.dep(noun) == "dobj" and not self.subject(head)))

    def before(self) -> Sequence[Agent]:
        """Whose vesicles acted in the sentences before, where this one names no cell that could have."""
        reader = self.reader
        own = any(p.type is _CELL and (p.vesicle >= 0 or p.treatment) for p in reader.phrases)
        acts = any(
            verb.role is Role.ACTIVE
            and verb.trigger.sign
            and verb.trigger.effect in REGULATES
            and reader.subject(number)
            for number, verb in enumerate(reader.verbs)
        )
        words = {a.low for a in reader.row.atoms}
        return () if own or acts or words & self.lexicon.lists["grammar.elsewhere"] else reader.acting

    def _worth(self, noun: int) -> int:
        """What the adjective of an effect says of it: ``protective``: 1, ``inhibitory``: -1, else 0."""
        words = [self.tree.word(c) for c in self.tree.children(noun, "amod")]
        good = any(self.lexicon.has("processes.kind", w) for w in words)
        return 1 if good else -int(any(self.lexicon.has("processes.unkind", w) for w in words))

    def compound(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        """``X-induced activation of Y``, ``X-mediated Y``."""
        tree = self.tree
        makers = [a for child in tree.children(token, "npadvmod", "nn") for a in self.agents(child)]
        if trigger.effect not in ("up", "down", "affect", "mediate"):
            return
        for theme in self.themes(tree.heads[token]):
            for agent in makers:
                if agent.inside != theme.phrase.mention:
                    yield from self.told(agent, theme, token, trigger)

    def hung(self, token: int) -> Iterator[Claim]:
        """``X-dependent Y expression``, ``X-responsive Y``: X acts on Y."""
        tree = self.tree
        trigger = Trigger("depend", "affect", 0, "adjective")
        makers = [a for child in tree.children(token, "npadvmod", "nn") for a in self.agents(child)]
        for theme in self.themes(tree.heads[token]) if tree.dep(token) == "amod" else ():
            for agent in makers:
                if agent.inside != theme.phrase.mention and agent.mention.type is not _CELL:
                    yield self.claim(agent, replace(theme, preposition=""), trigger, token, 0.6)

    def derived(self, token: int, trigger: Trigger, things: Sequence[int], agents: Sequence[Agent]) -> Iterator[Claim]:
        """``exosomes transform X into Y``: they act on X."""
        for thing in things:
            for theme in self.themes(thing):
                for agent in agents:
                    if agent.vesicle and theme.phrase.type is _CELL:
                        yield self.claim(agent, theme, trigger, token, 0.6, effect="affect")
