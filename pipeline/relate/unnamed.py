"""Claims of the parse across sentences: changes whose cause, and vesicles whose source, a sentence before has named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.records import EntityType
from pipeline.relate.actions import Actions
from pipeline.relate.claims import Claim, Theme
from pipeline.relate.patterns import Trigger

_CELL, _PATHWAY = EntityType.CELL_TYPE, EntityType.PATHWAY


class Unnamed(Actions):
    """Reads what only the sentences before make whole."""

    def happened(self, token: int, trigger: Trigger, themes: Sequence[Theme]) -> Iterator[Claim]:
        """``apoptosis of X was reduced``, ``Y fell``: the vesicles that acted in the sentences before did it."""
        if trigger.effect not in ("up", "down", "change") or not trigger.sign or not themes:
            return
        cells = [t for t in themes if t.phrase.type is _CELL]
        if cells and not all(t.process and t.phrase.vesicle < 0 for t in cells):
            return
        for theme in themes:
            for agent in self.before():
                effect = "up" if trigger.sign > 0 else "down"
                yield self.claim(agent, theme, trigger, token, 0.55, effect=effect)

    def contained(self, token: int, trigger: Trigger, themes: Sequence[Theme], place: int) -> Iterator[Claim]:
        """``X was enriched in the exosomes``: those of the cell that a sentence before named."""
        if trigger.effect not in ("hold", "carry", "express", "secrete", "lack"):
            return
        for argument in self.expand(place):
            for agent in argument.agents if argument.phrase is None else ():
                for theme in themes:
                    if theme.phrase.type not in (_CELL, _PATHWAY):
                        yield self.claim(agent, Theme(theme.phrase), trigger, token, 0.6)
