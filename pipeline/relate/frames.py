"""Claims of the parse: each trigger with its subject and object by the labels of the dependency tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType, Mention, Token
from pipeline.relate.arguments import Argument
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.doers import BACK, REGULATES, RELATIVE
from pipeline.relate.holding import Holding
from pipeline.relate.patterns import Trigger
from pipeline.relate.subjects import Reader
from pipeline.relate.tree import Tree

_CELL, _MARKER, _MIRNA, _PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY
_FINITE = ("base", "s", "ed", "past", "part", "ing")
_MEANS = ("via", "through", "by", "with", "using", "involving")


class Frames(Holding):
    """Reads the claims of one parsed row."""

    def claims(self) -> Iterator[Claim]:
        """The claims of all triggers of the row, in text order."""
        for atom in self.reader.row.atoms:
            hung = self.lexicon.has("parse.dependent", atom.low)
            token = self.tree.token(atom.index) if atom.triggers or hung else -1
            if token < 0:
                continue
            if hung:
                yield from self.hung(token)
            for trigger in self._senses(token, atom.triggers):
                yield from self._frame(token, trigger)

    def _senses(self, token: int, triggers: Sequence[Trigger]) -> list[Trigger]:
        """The sense that fits the tag: verb, noun, or attribute."""
        tag, verbs = self.tree.tag(token), [t for t in triggers if t.form in _FINITE]
        if tag.startswith("VB"):
            needed = [t for t in triggers if t.form == "adjective" and self.tree.children(token, "auxpass")]
            return needed[:1] if needed and any(self.tree.prepositions(token, needed[0].particle)) else verbs[:1]
        if tag.startswith("NN"):
            nouns = [t for t in triggers if t.form in ("noun", "role")]
            return nouns[:1]
        if tag.startswith("JJ"):
            return [t for t in triggers if t.form in ("degree", "adjective")][:1] or verbs[:1]
        return []

    def _frame(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        tree = self.tree
        if tree.dep(token) == "amod" and trigger.form not in ("degree", "adjective"):
            yield from self.compound(token, trigger)
        elif trigger.form in ("noun", "role"):
            yield from self.nominal(token, trigger)
        elif trigger.rule == "depend" and trigger.form == "adjective":
            yield from self._needed(token, trigger, ())
        elif trigger.form in ("degree", "adjective"):
            yield from self.state(token, trigger)
        elif trigger.effect == "other":
            yield from self._general(token, trigger)
        elif tree.passive(token):
            yield from self._passive(token, trigger)
        else:
            yield from self._active(token, trigger)

    def _active(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        tree = self.tree
        things = tree.children(token, "dobj")
        if trigger.effect == "change" or (trigger.effect in ("up", "down") and not things):
            yield from self._changed(token, trigger)
        if trigger.effect == "change":
            return
        if trigger.rule == "depend":
            yield from self._needed(token, trigger, things)
            return
        agents = self.subject(token)
        if trigger.effect == "target" and not things:
            things = [t for _, t in tree.prepositions(token, "to", "with", "on")]
        if trigger.particle:
            things = things or [t for _, t in tree.prepositions(token, trigger.particle)]
        if trigger.effect == "derive":
            yield from self.derived(token, trigger, tree.children(token, "dobj"), agents)
            return
        themes = [t for thing in things for t in self.themes(thing)] or self._suffered(token, things)
        for theme in themes:
            for agent in agents:
                yield from self.told(agent, theme, token, trigger)
        if trigger.effect in ("express", "hold", "carry") and not self.negated(token):
            for phrase in (phrase for thing in things for phrase in self.denials(thing)):
                for agent in agents:
                    yield replace(self.claim(agent, Theme(phrase), trigger, token), negated=True)
        yield from self._places(token, trigger, agents, themes)
        yield from self._means(token, trigger, agents, themes)

    def _needed(self, token: int, trigger: Trigger, things: Sequence[int]) -> Iterator[Claim]:
        """``X expression depends on Y``, ``X activation requires Y``: Y acts on X; cells act through pathways."""
        tree = self.tree
        things = [*things, *(t for _, t in tree.prepositions(token, trigger.particle or "on"))]
        needed = [a for thing in things if not tree.verbal(thing) for a in self.agents(thing)]
        for agent in self.subject(token):
            for theme in (theme for thing in things for theme in self.themes(thing)):
                if theme.phrase.type is _PATHWAY and agent.vesicle:
                    yield self.claim(agent, theme, trigger, token, effect="affect", sign=0)
        for child in tree.children(token, "nsubj"):
            for theme in self.themes(child):
                for agent in needed:
                    if agent.mention.type in (_MARKER, _MIRNA) and theme.phrase.type in (_MARKER, _PATHWAY):
                        yield self.claim(agent, theme, trigger, token, 0.6, effect="affect", sign=0)

    def _changed(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        """``X fell after treatment with Y``, ``X increased when cells were cultured with Y``."""
        agents = [a for a in (*self.doers(token), *self.later(token), *self.when(token)) if a.vesicle or a.sign < 0]
        if not agents:
            yield from self.happened(
                token, trigger, [t for c in self.tree.children(token, "nsubj") for t in self.themes(c)]
            )
        for thing in self.tree.children(token, "nsubj") if agents else ():
            for theme in self.themes(thing):
                for agent in agents:
                    if theme.phrase.type is not _CELL and agent.inside != theme.phrase.mention:
                        effect = "up" if trigger.sign > 0 else "down"
                        yield self.claim(agent, theme, trigger, token, 0.65, effect=effect)

    def _suffered(self, token: int, things: Sequence[int]) -> list[Theme]:
        """``induced arrest and apoptosis in X``: the processes are those of the cells behind ``in``."""
        for thing in things:
            process, sign = self.process(thing), self.sign(thing)
            if not process:
                continue
            cells = [t for _, place in self.tree.prepositions(token, "in", "of") for t in self.themes(place)]
            return [replace(t, sign=sign, process=process, preposition="in", behind=False) for t in cells
                    if t.phrase.type is _CELL and t.phrase.vesicle < 0]  # fmt: skip
        return []

    def _places(self, token: int, trigger: Trigger, agents: Sequence[Agent], themes: Sequence[Theme]
                ) -> Iterator[Claim]:  # fmt: skip
        """``activates the X pathway in Y``, ``delivers X to Y``: the vesicles act on these cells."""
        if trigger.effect not in ("up", "down", "carry") or all(t.phrase.type is _CELL for t in themes):
            return
        words = ("to", "into") if trigger.effect == "carry" else ("in",)
        for word, thing in self.tree.prepositions(token, *words):
            for argument in self.expand(thing):
                phrase = argument.phrase
                if phrase is not None and phrase.type is _CELL and phrase.vesicle < 0:
                    theme = Theme(phrase, preposition=word, behind=trigger.effect != "carry")
                    for agent in agents:
                        if agent.vesicle:
                            yield self.claim(agent, theme, trigger, token, 0.6, sign=0)

    def _means(self, token: int, trigger: Trigger, agents: Sequence[Agent], themes: Sequence[Theme]
               ) -> Iterator[Claim]:  # fmt: skip
        """``… via the X pathway``: who acts, acts through it; ``… via miR-21``: it acts on the objects, too."""
        tree = self.tree
        places = [token, *tree.children(token, "dobj")]
        for place in places:
            for _, thing in tree.prepositions(place, *_MEANS):
                if tree.verbal(thing):
                    continue
                met = self.lexicon.has("grammar.meeting", tree.word(thing))
                if met:  # "through interaction with the X pathway"
                    thing = next((t for _, t in tree.prepositions(thing, "with")), thing)
                for argument in self.expand(thing):
                    phrase = argument.phrase
                    if phrase is None or (met and phrase.type is not _PATHWAY):
                        continue
                    if phrase.type is _PATHWAY and not argument.about:
                        holders = [a for a in agents if a.mention.type is _CELL] or list(agents)
                        for agent in holders:
                            yield self.claim(agent, Theme(phrase), trigger, token, 0.65, effect="affect", sign=0)
                    elif phrase.type is _CELL and argument.process and phrase.vesicle < 0:
                        yield from self._polarized(agents, argument, token, thing, trigger)
                    elif phrase.type in (_MIRNA, _MARKER) and trigger.effect in REGULATES:
                        for theme in themes:
                            if phrase.type is _MIRNA or theme.phrase.type is _PATHWAY:
                                yield self.claim(self.reader.agent(phrase), theme, trigger, token, 0.65)

    def _polarized(
        self, agents: Sequence[Agent], argument: Argument, token: int, noun: int, trigger: Trigger
    ) -> Iterator[Claim]:
        """``… via miR-24-promoted X polarization``: who acts, acts on X."""
        if argument.phrase is None:
            return
        words = [self.tree.at(c) for c in self.tree.children(noun, "amod")]
        signs = [t.sign for a in words if a is not None for t in a.triggers if t.sign and t.form == "ed"]
        theme = Theme(argument.phrase, argument.sign, process=argument.process)
        for agent in agents:
            if agent.vesicle:
                effect, sign = ("up", signs[0]) if signs else ("affect", 0)
                yield self.claim(agent, theme, trigger, token, 0.6, effect=effect, sign=sign)

    def _passive(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        tree = self.tree
        themes = self._undergone(token)
        if trigger.effect == "derive":
            return
        if trigger.effect == "uptake":
            for theme in themes:
                for _, thing in tree.prepositions(token, "by", "into"):
                    for taker in self.themes(thing):
                        yield self.claim(self.reader.agent(theme.phrase), taker, trigger, token)
            return
        agents = self.doers(token) or self.later(token) or (trigger.effect in ("up", "down") and self.when(token)) or []
        if not agents:
            yield from self.happened(token, trigger, themes)
        for theme in themes:
            for agent in agents:
                yield from self.told(agent, replace(theme, preposition="", behind=theme.behind), token, trigger)
        if trigger.effect == "mediate":
            yield from self._involved(token, trigger, themes)
        if trigger.effect in ("hold", "carry", "express", "secrete", "lack", "up", "down"):
            yield from self.held(token, trigger, themes, bool(agents))

    def _undergone(self, token: int) -> list[Theme]:
        """The grammatical subject of a passive verb, as what is acted on."""
        tree = self.tree
        own = tree.children(token, "nsubjpass", "nsubj")
        if own:
            head = tree.heads[token]
            if tree.word(own[0]) in BACK and tree.verbal(head) and head != token:  # "X fell, and this was reversed by"
                signs = [t.sign for t in self.reader.row.atoms[tree.atom[head]].triggers if t.sign]
                former = self._undergone(head) or [t for c in tree.children(head, "dobj") for t in self.themes(c)]
                return [replace(t, sign=t.sign * signs[0]) for t in former] if signs else []
            if tree.word(own[0]) in RELATIVE and tree.dep(token) in ("rcmod", "relcl"):
                return self.themes(head)
            return [t for thing in own for t in self.themes(thing)]
        dep, head = tree.dep(token), tree.heads[token]
        if dep in ("vmod", "acl", "partmod") and not tree.verbal(head):
            return [replace(t, sign=t.sign * self._above(head)) for t in self.themes(head)]
        if dep in ("conj", "xcomp") and head != token and tree.verbal(head) and tree.passive(head):
            return self._undergone(head)
        return []

    def _above(self, noun: int) -> int:
        """``the imbalance of X caused by Y``: the sign of the noun that X is of, which the participle tells of."""
        of = self.tree.heads[noun]
        above = self.tree.heads[of]
        governed = self.tree.dep(noun) == "pobj" and self.tree.low(of) == "of" and not self.tree.verbal(above)
        return self.sign(above) if governed and above != of else 1

    def _involved(self, token: int, trigger: Trigger, themes: Sequence[Theme]) -> Iterator[Claim]:
        """``the X pathway was involved in the effect of Y``, ``the effect of Y is mediated by the X pathway``."""
        for _, thing in self.tree.prepositions(token, "in", "by", "through", "via"):
            for other in self.themes(thing):
                for theme in themes:
                    pair = (theme, other) if other.phrase.type is _PATHWAY else (other, theme)
                    if pair[1].phrase.type is _PATHWAY and pair[0].phrase.type is not _PATHWAY:
                        agent = self.reader.agent(pair[0].phrase)
                        if agent.vesicle or agent.mention.type is not _CELL:
                            yield self.claim(agent, Theme(pair[1].phrase), trigger, token, 0.6, effect="affect", sign=0)

    def _general(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        """``X led to activation of Y``, ``X plays a role in Y activation``; ``X acts via the Y pathway``."""
        if self.lexicon.has("grammar.no_cause", self.tree.word(token)) or self.tree.passive(token):
            return
        yield from self._means(token, trigger, self.subject(token), [])

    def vetoes(self, start: int, tail: Mention, rule: str) -> bool:
        """Whether a thing read as what a verb acts on is the subject of a verb behind: ``X fell and Y rose``."""
        places = {a.start: a.index for a in self.reader.row.atoms}
        if rule.endswith("/path") or start not in places or tail.start not in places:
            return False
        verb, token = self.tree.token(places[start]), self.tree.token(places[tail.start])
        if verb < 0 or token <= verb or not self.tree.verbal(verb) or self.tree.passive(verb):
            return False
        for above in (token, *self.tree.up(token)):
            if self.tree.dep(above) in ("nsubj", "nsubjpass"):
                head = self.tree.heads[above]
                return head > token and head != verb and verb not in (*self.tree.up(verb), head)
            if self.tree.dep(above) not in ("nn", "pobj", "prep", "conj", "amod", "npadvmod"):
                return False
        return False


class Parse:
    """The tokens of a document, from which the frames of a row are made where it has a parse."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._starts = [t.start for t in tokens]

    def frames(self, reader: Reader) -> Frames | None:
        """The frames of a row, None where its tokens carry no parse."""
        if not self._tokens or len(reader.phrases) < 1:
            return None
        tree = Tree(reader.row, self._tokens, self._starts)
        return Frames(reader, tree) if tree.parsed else None
