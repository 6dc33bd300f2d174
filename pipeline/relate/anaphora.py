"""What ``these exosomes``, ``they`` and ``the former`` mean: the nearest fitting cell before, in the same paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.relate.atoms import DETERMINERS, Row
from pipeline.relate.frames import Agent
from pipeline.relate.patterns import Lexicon
from pipeline.relate.phrases import Phrase


@dataclass(slots=True)
class Antecedents:
    """The vesicle sources that a paragraph has named so far, sentence by sentence, oldest first."""

    sources: list[Agent] = field(default_factory=list)

    def note(self, row: Row, phrases: list[Phrase]) -> None:
        """Remember the cells of a sentence that are sources of vesicles; the last list named stands last."""
        named = [p for p in phrases if p.vesicle >= 0]
        if not named:
            return
        groups = sorted({p.group for p in named})
        chosen = [p for p in named if p.group == groups[-1] and not (p.partner >= 0 and not p.short)]
        self.sources = [Agent(row.mentions[p.mention], 1, True, True) for p in chosen or named[-1:]]

    def resolve(self, row: Row, phrases: list[Phrase], at: int, lexicon: Lexicon) -> tuple[Agent, ...]:
        """The agents that a reference back at atom ``at`` means.

        A source named earlier in the same sentence wins and is no cross-sentence reading; else the last one of the
        paragraph. ``the former`` takes the first of the list, ``the latter`` the last.
        """
        words = [a.low for a in row.atoms[at : at + 8] if a.mention < 0]
        earlier = [p for p in phrases if p.at < at and p.vesicle >= 0]
        if earlier:
            last = earlier[-1]
            agents = [
                Agent(row.mentions[p.mention], 1, True, False, False, p.mention)
                for p in earlier
                if p.group == last.group and not (p.partner >= 0 and p.short is False and p.partner in row.place)
            ] or [Agent(row.mentions[last.mention], 1, True, False, False, last.mention)]
        else:
            agents = list(self.sources)
        if "former" in words:
            return tuple(agents[:1])
        if "latter" in words:
            return tuple(agents[-1:])
        return tuple(agents)


def generic(row: Row, at: int) -> bool:
    """Whether the vesicles at ``at`` are named in general (``exosomes are``), not referred back to."""
    return not any(a.low in DETERMINERS for a in row.atoms[max(0, at - 2) : at + 1])
