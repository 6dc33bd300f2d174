"""Who acts, by the dependency tree: subjects and those that a clause takes over, agents of passives and of nouns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.arguments import Arguments
from pipeline.relate.claims import Agent
from pipeline.relate.subjects import Reader
from pipeline.relate.tree import Tree

_CELL, _MARKER, _MIRNA, _PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY
REGULATES = frozenset({"up", "down", "affect", "target", "mediate"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
#: words that mean what a clause before has said
BACK = frozenset({"this", "which", "these", "it", "that"})
RELATIVE = frozenset({"which", "that", "who"})
BY = ("by", "via", "through", "upon")
_AFTER = ("after", "following", "upon", "with", "under", "in")
_SHOWN = ("show", "exhibit", "display", "demonstrate", "have", "present", "reveal")
_PRONOUNS = frozenset({"it", "they", "these", "this", "both", "latter", "former"})


class Doers(Arguments):
    """Finds who acts in the verbs and nouns of one parsed row."""

    def __init__(self, reader: Reader, tree: Tree) -> None:
        super().__init__(reader, tree)
        self._subjects: dict[int, tuple[Agent, ...]] = {}

    def subject(self, token: int) -> tuple[Agent, ...]:
        """Who acts in a verb: its subject, or the one that its place in the sentence hands on."""
        if token not in self._subjects:
            self._subjects[token] = ()
            self._subjects[token] = tuple(self._subject(token))
        return self._subjects[token]

    def _subject(self, token: int) -> Sequence[Agent]:
        tree = self.tree
        own = tree.children(token, *SUBJECTS)
        if own:
            return self._named(own[0], token)
        dep, head = tree.dep(token), tree.heads[token]
        if head == token or dep in ("csubj", "csubjpass", "nsubj", "nsubjpass"):
            return ()
        if dep in ("vmod", "acl", "rcmod", "relcl", "partmod", "infmod"):
            return self._of_noun(head, token)
        if dep == "pcomp":
            return self._means_of(tree.heads[head])
        if dep == "conj" and not tree.verbal(head):  # "raising X and activating Y", read as X and activating
            above = next((h for h in tree.up(head) if tree.verbal(h)), -1)
            return self.subject(above) if above >= 0 else ()
        if dep == "xcomp" and tree.verbal(head):
            objects = tree.children(head, "dobj")
            if objects and not tree.passive(head) and self._causes(head):
                return [a for o in objects for a in self.agents(o)] or self.subject(head)
        if tree.verbal(head) or tree.tag(head).startswith("JJ"):
            beside = [c for c in tree.children(head, "conj", "ccomp", "parataxis") if c < token and dep == "conj"]
            return self.subject(next((c for c in reversed(beside) if tree.children(c, *SUBJECTS)), head))
        return self._of_noun(head, token) if dep in ("conj", "dep", "advcl", "xcomp", "prep") else ()

    def _named(self, child: int, verb: int) -> Sequence[Agent]:
        """The subject itself, what a relative pronoun stands for, what a pronoun refers back to."""
        tree, word = self.tree, self.tree.word(child)
        if word in RELATIVE:
            head = tree.heads[verb]
            if tree.dep(verb) not in ("rcmod", "relcl") or tree.verbal(head):
                return ()
            return [a for a in self.agents(head) if a.inside < 0 or self.reader.row.place[a.inside] < tree.atom[verb]]
        if word in _PRONOUNS or (tree.tag(child) == "DT" and word):
            return self.reader.resolve(tree.atom[child])
        if tree.verbal(child) and self.lexicon.has("agents.treating", word):  # "treating X with Y reduced Z"
            return [a for _, thing in tree.prepositions(child, "with", "to") for a in self.agents(thing)]
        if tree.verbal(child):  # "blocking X reduced Y"
            sign = next((t.sign for t in self.lexicon.triggers.get(word, ()) if t.form == "ing"), 1) or 1
            return [replace(a, sign=a.sign * sign) for o in tree.children(child, "dobj") for a in self.agents(o)]
        return self.agents(child)

    def _causes(self, verb: int) -> bool:
        """Whether the object of a verb is who acts in what follows: ``enable X to``."""
        return self.lexicon.has("parse.enabling", self.tree.tokens[verb].lemma.lower())

    def _of_noun(self, noun: int, token: int) -> Sequence[Agent]:
        """``EVs carrying``: the noun; ``the ability of X to``: what it is of, or who has it."""
        tree = self.tree
        if tree.verbal(noun):
            return self.subject(noun)
        if self.lexicon.has("parse.powers", tree.word(noun)):
            owners = [thing for _, thing in tree.prepositions(noun, "of", "for")] + tree.children(noun, "poss", "nn")
            owned = [a for o in owners for a in self.agents(o)]
            return owned or self._owner(noun)
        if tree.tag(token) == "VB" and tree.children(token, "aux"):  # "reduced X to activate Y"
            return self._owner(noun)
        return self.agents(noun) if tree.tag(token) in ("VBG", "VBZ", "VBP", "VBD") else ()

    def _owner(self, noun: int) -> Sequence[Agent]:
        """Who has what a noun names: the subject of the verb that it is the object of."""
        tree = self.tree
        for above in tree.up(noun):
            if tree.verbal(above):
                return self.subject(above)
            if not tree.tag(above).startswith(("IN", "TO", "NN", "JJ", "VB")):
                return ()
        return ()

    def _means_of(self, head: int) -> Sequence[Agent]:
        """Whose means ``by inhibiting`` behind a verb or noun is."""
        tree = self.tree
        if tree.verbal(head):
            above = tree.heads[head]
            if tree.dep(head) == "xcomp" and self._causes(above) and tree.children(above, "dobj"):
                head = above  # "X promotes Y to grow by activating Z"
            if tree.passive(head):
                changed = any(t.sign for t in self.reader.row.atoms[tree.atom[head]].triggers)
                return self.doers(head) or (() if changed else self.subject(head))
            found = self.subject(head)
            if found:
                return found
            nouns = tree.children(head, "dobj", "nsubjpass")  # "we show the effect of X by inhibiting Y"
        else:
            nouns = [head]
        for noun in nouns:
            for word, thing in tree.prepositions(noun, "of", "by"):
                agents = [a for a in self.agents(thing) if a.vesicle or a.mention.type is not _CELL]
                if agents and self._action(noun, word):
                    return agents
        return self._owner(head) if not tree.verbal(head) else ()

    def _action(self, noun: int, preposition: str) -> bool:
        """Whether a noun of action names its agent behind a preposition: ``rise of X`` is what X undergoes."""
        effects = ("affect", "mediate", "up", "down") if preposition == "by" else ("affect", "mediate")
        word = self.tree.word(noun)
        undergone = preposition == "of" and self.lexicon.has("grammar.of_theme", word)
        return not undergone and any(
            t.form == "noun" and t.effect in effects for t in self.lexicon.triggers.get(word, ())
        )

    def doers(self, token: int) -> list[Agent]:
        """Who acts in a passive: ``by X``, ``via X``, ``after treatment with X``."""
        tree, found = self.tree, []
        changes = self._changes(token)
        for word, thing in tree.prepositions(token):
            if tree.verbal(thing):  # but "is engaged in X by silencing Y" is what it does itself
                found += self._done(thing) if word in ("by", "upon", "after") and changes else []
                continue
            if word == "in" and not changes:
                continue
            agents = self.agents(thing)
            if word in BY or (word in _AFTER and self.treated(thing)):
                found += [a for a in agents if a.mention.type is not _PATHWAY or word == "by"]
        return found

    def _changes(self, token: int) -> bool:
        """Whether a verb raises or lowers something."""
        atom = self.tree.at(token)
        return atom is not None and any(t.sign and t.effect in ("up", "down", "change") for t in atom.triggers)

    def _done(self, token: int) -> list[Agent]:
        """``was lowered by silencing X``: X, its function taken away."""
        atom = self.tree.at(token)
        signs = [t.sign for t in atom.triggers if t.form == "ing" and t.effect in ("up", "down")] if atom else []
        if not signs or not signs[0]:
            return []
        found = [a for thing in self.tree.children(token, "dobj") for a in self.agents(thing)]
        return [replace(a, sign=a.sign * signs[0]) for a in found if a.mention.type in (_MARKER, _MIRNA)]

    def treated(self, token: int) -> bool:
        word = self.tree.word(token)
        return self.treats(word) or any(self.treats(self.tree.word(c)) for c in self.tree.children(token, "nn"))

    def later(self, token: int) -> list[Agent]:
        """``A was decreased, while B was increased after treatment with X``: X did both."""
        tree = self.tree
        for other in tree.children(token, "conj", "advcl", "parataxis", "ccomp"):
            named = [c for c in tree.children(other, *SUBJECTS) if tree.word(c) not in BACK]
            if tree.verbal(other) and named:
                found = self.doers(other)
                if found:
                    return [a for a in found if a.vesicle]
        return []

    def when(self, token: int) -> list[Agent]:
        """``when cells were incubated with X``: X."""
        tree, found = self.tree, []
        for other in tree.children(token, "advcl"):
            if tree.verbal(other) and self.lexicon.has("agents.treated", tree.word(other)):
                for _, thing in tree.prepositions(other, "with", "by", "to"):
                    found += [a for a in self.agents(thing) if a.vesicle]
        return found

    def given(self, noun: int) -> Sequence[Agent]:
        """Who does what a noun names, told by the verb above: ``X caused inhibition of``, ``X, via inhibition of``."""
        tree, head = self.tree, self.tree.heads[noun]
        if tree.dep(noun) == "conj" and head != noun:
            if not tree.verbal(head):
                return self.given(head)
            return () if tree.passive(head) and self._changes(head) else self.subject(head)
        if tree.dep(noun) == "dobj" and tree.verbal(head):
            own = any(t.effect in REGULATES for t in self.lexicon.triggers.get(tree.word(head), ()))
            if own or self.lexicon.has("grammar.no_cause", tree.word(head)):
                return ()
            shown = tree.tokens[head].lemma.lower() in _SHOWN
            return [a for a in self.subject(head) if not shown or a.vesicle or a.mention.type is not _CELL]
        if tree.dep(noun) != "pobj" or head == noun:
            return ()
        word, above = tree.low(head), tree.heads[head]
        if word in ("via", "through", "by", "with") or (word in ("to", "in", "for") and self._leads(above)):
            if tree.verbal(above) and tree.passive(above):
                return () if word == "by" else self.doers(above) or self.subject(above)
            if tree.verbal(above):
                return self.subject(above)
            return self._means_of(above) if word in ("via", "through", "by") else ()
        return ()

    def _leads(self, token: int) -> bool:
        """Whether a verb tells of a consequence: ``led to``, ``resulted in``."""
        return self.lexicon.has("parse.leading", self.tree.tokens[token].lemma.lower())
