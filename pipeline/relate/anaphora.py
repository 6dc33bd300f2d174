"""What ``these exosomes``, ``they`` and ``the former`` mean: the nearest fitting cell before, in the same paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.records import Mention
from pipeline.relate.atoms import Row
from pipeline.relate.claims import Agent
from pipeline.relate.phrases import Phrase


@dataclass(slots=True)
class Antecedents:
    """The vesicle sources that a paragraph has named so far, sentence by sentence, oldest first."""

    sources: list[Agent] = field(default_factory=list)

    def note(self, row: Row, phrases: Sequence[Phrase]) -> None:
        """Remember the cells of a sentence that are sources of vesicles; the last list named stands last."""
        named = [p for p in phrases if p.vesicle >= 0]
        if not named:
            self._move_on(row)
            return
        groups = sorted({p.group for p in named})
        chosen = [p for p in named if p.group == groups[-1] and not (p.partner >= 0 and not p.short)]
        self.sources = [Agent(row.mentions[p.mention], 1, True, True) for p in chosen or named[-1:]]
        self._move_on(row)

    def _move_on(self, row: Row) -> None:
        """Where a known source is named again, the later mention is the nearer one."""
        last = {name_of(mention): mention for mention in row.mentions}
        self.sources = [replace(a, mention=last.get(name_of(a.mention), a.mention)) for a in self.sources]

    def resolve(self, row: Row, phrases: Sequence[Phrase], at: int) -> tuple[Agent, ...]:
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


def name_of(mention: Mention) -> str:
    """What tells two mentions of the same thing in one document: the concept, or the surface without plural."""
    return mention.concept or f"{mention.type.value}:{mention.surface.casefold().rstrip('s')}"
