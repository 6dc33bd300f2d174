"""What a noun of the parse stands for: the mentions that it names, heads or is about, with the signs on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Theme
from pipeline.relate.phrases import Phrase
from pipeline.relate.subjects import Reader
from pipeline.relate.tree import Tree

_CELL = EntityType.CELL_TYPE
_ABOUT = ("of", "in", "on", "for", "from", "with")
_DEEP = 7
_LESS, _MORE = "grammar.less", "grammar.more"


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention below a noun. ``agents`` are set instead where vesicles without a named source refer back."""

    phrase: Phrase | None
    sign: int = 1
    process: str = ""
    preposition: str = ""
    agents: tuple[Agent, ...] = ()
    about: bool = False  # a noun stands between: "levels of X"
    effect: bool = False  # of an effect: "the effect of X"


class Arguments:
    """Finds the mentions of one parsed row that a token stands for."""

    def __init__(self, reader: Reader, tree: Tree) -> None:
        self.reader = reader
        self.tree = tree
        self.lexicon = reader.lexicon

    def expand(self, token: int, *, listed: bool = True) -> list[Argument]:
        """The mentions that a token names, with those coordinated with it; each mention once, the first way found."""
        found: dict[object, Argument] = {}
        for argument in self._expand(token, Argument(None), 0, listed):
            key = argument.phrase.mention if argument.phrase is not None else ("back", argument.agents)
            found.setdefault(key, argument)
        return list(found.values())

    def _expand(self, token: int, way: Argument, depth: int, listed: bool = True) -> Iterator[Argument]:
        if depth > _DEEP:
            return
        tree = self.tree
        atom = tree.at(token)
        if atom is not None and atom.mention >= 0:
            yield replace(way, phrase=self.reader.phrases[atom.mention])
            beside = [m for part in tree.named(token) for m in tree.children(part, "conj", "appos")]
            for member in self._affirmed([m for m in beside if tree.atom[m] != atom.index]):
                yield from self._expand(member, way, depth + 1)
        elif atom is not None and atom.vesicle:
            yield from self._vesicles(token, way)
        else:
            yield from self._noun(token, way, depth)
        others = tree.children(token, "conj") if listed and (atom is None or atom.mention < 0) else []
        for member in self._affirmed(others):
            if not tree.verbal(member) or tree.tag(member) in ("VBN", "VBG"):
                yield from self._expand(member, replace(way, process=""), depth + 1)

    def _affirmed(self, members: Sequence[int]) -> list[int]:
        """The members of a list up to the first that is denied: ``A and B but not C or D``."""
        return list(takewhile(lambda member: not self._denied(member), sorted(members)))

    def denials(self, token: int) -> list[Phrase]:
        """What a list denies: ``A and B but not C or D``: C and D."""
        tree, places = self.tree, [token]
        for place in places:  # grows as it goes
            places += [m for part in tree.named(place) for m in tree.children(part, "conj", "appos") if m not in places]
        atoms = [tree.at(place) for place in places[1:] if self._denied(place)]
        return [self.reader.phrases[a.mention] for a in atoms if a is not None and a.mention >= 0]

    def _denied(self, member: int) -> bool:
        """``A but not B``, ``lowered A and raised B``: B is no member of what is told of A."""
        first = min((member, *self.tree.children(member)))
        tree = self.tree
        before = [tree.word(i) for i in range(max(0, first - 2), first)]
        between = {tree.word(i) for i in range(tree.heads[member], member)}
        if between & {"not", "nor", "rather"} or "not" in before or "nor" in before or tree.children(member, "neg"):
            return True
        opens = tree.dep(first) == "amod" and before[-1:] == ["and"] and tree.word(first).endswith("ed")
        alike = any(self._raises(c) for c in tree.children(tree.heads[member], "amod"))  # fmt: skip
        return opens and not alike and self._raises(first)

    def _raises(self, token: int) -> bool:
        """Whether a participle raises or lowers something."""
        return any(t.form == "ed" and t.sign for t in self.lexicon.triggers.get(self.tree.word(token), ()))

    def _vesicles(self, token: int, way: Argument) -> Iterator[Argument]:
        place = self.tree.atom[token]
        sources = [p for p in self.reader.phrases if p.vesicle == place]
        for phrase in sources:
            yield replace(way, phrase=phrase)
        if not sources:
            theirs = [c for c in self.tree.children(token, "poss") if self.tree.low(c) in ("their", "its")]
            named = [a.phrase for a in self._theirs(place, way) if a.phrase is not None] if theirs else []
            own = tuple(replace(self.reader.agent(p), vesicle=True) for p in named)
            agents = own or self.reader.resolve(place)
            if agents:
                yield replace(way, agents=tuple(replace(a, sign=a.sign * way.sign) for a in agents))

    def _noun(self, token: int, way: Argument, depth: int) -> Iterator[Argument]:
        """Mentions that a plain noun is about: ``expression of X``, ``X activation``, ``reduced levels of X``."""
        tree, word = self.tree, self.tree.word(token)
        if not word:
            return
        plain, before = way.sign, way.about
        way = replace(
            way,
            sign=way.sign * self.sign(token),
            process=way.process or self.process(token),
            about=True,
            effect=way.effect or self._effect(word),
        )
        if not self.opens(word):
            if self.lexicon.has("parse.class_nouns", word):
                way = replace(way, about=before)  # "via pathways such as X": X itself
                for child in (*tree.children(token, "nn"), *tree.lists(token)):
                    yield from self._expand(child, way, depth + 1)
            return
        by = ("with", "using", "to") if word == "exposure" else ("with", "using")
        given = [thing for _, thing in tree.prepositions(token, *by)] if self.treats(word) else []
        for child in given or tree.children(token, "nn", "amod", "poss", "npadvmod"):
            place = tree.at(child)
            named = place is not None and (place.mention >= 0 or place.vesicle or self.opens(place.low))
            if place is not None and self.reader.joined(place.index + 1):
                continue  # "the X knockdown-induced loss"
            if given or (named and not (tree.dep(child) == "amod" and place is not None and place.mention < 0)):
                yield from self._expand(child, way, depth + 1)
            elif tree.dep(child) == "poss" and tree.low(child) in ("their", "its") and way.process:
                yield from self._theirs(tree.atom[token], way)
            elif tree.dep(child) == "poss" and self.lexicon.has("anaphora.determiners", tree.low(child)):
                agents = self.reader.resolve(tree.atom[child])
                if agents:
                    yield replace(way, agents=agents)
        for preposition, thing in () if given else tree.prepositions(token, *_ABOUT):
            yield from self._expand(thing, replace(way, preposition=way.preposition or preposition), depth + 1)
        role = any(t.form == "role" for t in self.lexicon.triggers.get(word, ()))  # "suppressors such as X"
        for child in tree.lists(token):
            yield from self._expand(child, replace(way, sign=plain) if role else way, depth + 1)

    def _theirs(self, place: int, way: Argument) -> Iterator[Argument]:
        """``was taken up by X and promoted their migration``: of the last cells named, their vesicles not meant."""
        cells = [p for p in self.reader.phrases if p.type is _CELL and p.at < place]
        for phrase in cells:
            if (
                phrase.group == cells[-1].group
                and phrase.vesicle < 0
                and not (phrase.partner >= 0 and not phrase.short)
            ):
                yield replace(way, phrase=phrase)

    def opens(self, word: str) -> bool:
        """Whether a noun is one through which its complement is meant: level, process, action, treatment, loss."""
        has = self.lexicon.has
        return (
            self.reader.is_process(word)
            or has("processes.level", word)
            or has("loss.words", word)
            or has("agents.treatment", word)
            or has("parse.light_nouns", word)
            or any(t.form in ("noun", "role") and t.effect in ("up", "down", "affect", "secrete", "express", "lack")
                   for t in self.lexicon.triggers.get(word, ()))
        )  # fmt: skip

    def _effect(self, word: str) -> bool:
        return any(t.form == "noun" and t.effect == "affect" for t in self.lexicon.triggers.get(word, ()))

    def treats(self, word: str) -> bool:
        """Whether a noun names a treatment."""
        return self.lexicon.has("agents.treatment", word)

    def sign(self, token: int) -> int:
        """The product of the signs of a noun and of the participles before it (``reduced activation of``: -1)."""
        tree, word = self.tree, self.tree.word(token)
        sign = 1
        for trigger in self.lexicon.triggers.get(word, ()):
            if trigger.form in ("noun", "role") and trigger.sign and trigger.effect in ("up", "down", "lack", "change"):
                sign = trigger.sign
                break
        else:
            if self.lexicon.has("loss.words", word):
                sign = -1
            elif self.lexicon.has("processes.unclear", word):
                sign = 0
        for child in tree.children(token, "amod", "nn"):
            sign *= self.attribute(child)
        return sign

    def attribute(self, token: int) -> int:
        """The sign of a word before a noun: ``reduced``, ``lower``: -1; 1 for all others and for ``X-reduced``."""
        word = self.tree.word(token)
        if self.tree.children(token, "npadvmod", "nn") or not word:
            return 1
        if self.lexicon.has("grammar.less", word) or self.lexicon.has("parse.low", word):
            return -1
        signs = [t.sign for t in self.lexicon.triggers.get(word, ()) if t.form in ("ed", "part", "degree") and t.sign]
        return signs[0] if signs else 1

    def process(self, token: int) -> str:
        """The word itself where it names something that happens to cells."""
        word = self.tree.word(token)
        return word if self.reader.is_process(word) else ""

    def agents(self, token: int) -> list[Agent]:
        """Who acts where a token is the subject or instrument: cells whose vesicles are meant, molecules, pathways."""
        doers = [thing for _, thing in self.tree.prepositions(token, "by")] if self.tree.tag(token) == "NN" else []
        found = [a for thing in doers for a in self.expand(thing)] or self.expand(token)  # "activation of Y by X"
        phrases = [a for a in found if a.phrase is not None]
        back = [agent for a in found for agent in a.agents]
        strong = [a for a in phrases if a.phrase is not None and (a.phrase.vesicle >= 0 or a.phrase.cargo)]
        direct = [a for a in phrases if not a.preposition or a.preposition in ("of", "with", "by", "using")]
        chosen = strong or ([] if back else direct or [])
        agents = []
        for argument in chosen:
            if argument.phrase is None or (argument.phrase.short is False and self._short_beside(argument, chosen)):
                continue
            agent = self.reader.agent(argument.phrase)
            loss = argument.sign if argument.sign < 0 else agent.sign
            agents.append(replace(agent, sign=loss))
        kept = [a.phrase for a in chosen if a.phrase is not None]
        if not found:
            back = self._referred(token)
        return [*self.reader.with_carriers(agents, kept), *([] if strong else back)]

    def _referred(self, token: int) -> list[Agent]:
        """``the treatment``, ``this effect``, ``the mechanism``: that of the vesicles named last."""
        tree = self.tree
        bare = not tree.children(token, "nn", "poss", "npadvmod") and not any(tree.prepositions(token, "of", "with"))
        known = self.lexicon.has("parse.back_nouns", tree.word(token)) and bare
        elsewhere = {a.low for a in self.reader.row.atoms} & self.lexicon.lists["grammar.elsewhere"]
        if not known or elsewhere:
            return []
        return list(self.reader.acting) or (list(self.reader.sources) if self.treats(tree.word(token)) else [])

    @staticmethod
    def _short_beside(argument: Argument, others: list[Argument]) -> bool:
        partner = argument.phrase.partner if argument.phrase is not None else -1
        return partner >= 0 and any(o.phrase is not None and o.phrase.mention == partner for o in others)

    def themes(self, token: int) -> list[Theme]:
        """What is acted on where a token is the object."""
        found = []
        for argument in self.expand(token):
            phrase = argument.phrase
            if phrase is None or (phrase.modifier and phrase.vesicle < 0 and phrase.type is not _CELL):
                continue
            if self.reader.becomes(phrase):
                continue
            if argument.effect and argument.preposition == "of":
                continue  # "reversed the effect of X" does nothing to X
            place = argument.preposition if argument.preposition in ("in", "on", "from", "with") else ""
            if phrase.type is not _CELL and place in ("from", "with"):
                continue
            process = argument.process if phrase.type is _CELL else ""
            found.append(Theme(phrase, argument.sign, False, place if place != "from" else "in", process, False))
        return self._behind(found)

    @staticmethod
    def _behind(themes: list[Theme]) -> list[Theme]:
        """Cells that only tell where a molecule is: ``X in Y``."""
        molecules = any(t.phrase.type is not _CELL for t in themes)
        return [
            replace(t, behind=molecules and t.phrase.type is _CELL and t.preposition in ("in", "on")) for t in themes
        ]
