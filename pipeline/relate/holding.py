"""Claims of the parse on what cells and vesicles hold: ``X is found in Y-Exos``, ``X was higher in Y-Exos``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.records import EntityType
from pipeline.relate.claims import Claim, Theme
from pipeline.relate.patterns import Trigger
from pipeline.relate.unnamed import Unnamed

_CELL, _MARKER, _MIRNA, _PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY


class Holding(Unnamed):
    """Reads participles, degrees and adjectives of content."""

    def held(self, token: int, trigger: Trigger, themes: Sequence[Theme], acted: bool) -> Iterator[Claim]:
        """``X is found in Y-Exos``, ``Y-Exos were enriched in X``, ``X was increased in Y-Exos``."""
        words = ("in", "from", "by", "on", "within", "of", "into", "at", "with", "for")
        for word, thing in self.tree.prepositions(token, *words):
            if self.tree.verbal(thing) or self.treated(thing):
                continue
            if word in ("in", "within", "from", "on", "by", "into"):
                yield from self.contained(token, trigger, themes, thing)
            for other in self.themes(thing):
                for theme in themes:
                    cell, held = (other, theme) if other.phrase.type is _CELL else (theme, other)
                    if cell.phrase.type is not _CELL or held.phrase.type in (_CELL, _PATHWAY):
                        continue
                    if other is held and (word not in ("in", "with", "for") or trigger.effect not in ("hold", "carry")):
                        continue
                    if word == "into" and cell.phrase.vesicle < 0:
                        continue
                    changed = trigger.effect in ("up", "down")
                    if changed and (acted or cell.phrase.vesicle < 0 or word != "in"):
                        continue
                    effect = "level" if changed else trigger.effect
                    yield self.claim(self.reader.agent(cell.phrase), Theme(held.phrase), trigger, token, effect=effect)

    def state(self, token: int, trigger: Trigger) -> Iterator[Claim]:
        """``X was higher in Y-Exos``, ``Y was positive for X``, ``X is responsible for activation of Y``."""
        tree = self.tree
        own = [t for thing in tree.children(token, "nsubj") for t in self.themes(thing)]
        if trigger.form == "adjective":
            agents = [a for thing in tree.children(token, "nsubj", "nsubjpass") for a in self.agents(thing)]
            for _, thing in tree.prepositions(token, trigger.particle):
                for theme in self.themes(thing):
                    for agent in agents:
                        yield from self.told(agent, theme, token, trigger)
            return
        places = [t for _, thing in tree.prepositions(token, "in", "from") for t in self.themes(thing)]
        for theme in own:
            for cell in places or [t for t in own if t.preposition == "in"]:
                treated = cell.phrase.treatment or self.lexicon.has("agents.treated", cell.phrase.modifier)
                if treated or theme.phrase.type not in (_MARKER, _MIRNA):
                    continue
                if cell.phrase.type is _CELL and (cell.phrase.vesicle >= 0 or trigger.effect == "express"):
                    effect = "level" if trigger.effect in ("up", "down") else trigger.effect
                    yield self.claim(self.reader.agent(cell.phrase), Theme(theme.phrase), trigger, token, effect=effect)
