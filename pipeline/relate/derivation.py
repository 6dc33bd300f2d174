"""Claims on which cells come of which: made, turned or differentiated from others, or told to be theirs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.records import EntityType
from pipeline.relate.claims import Agent, Claim, Theme
from pipeline.relate.clauses import Verb
from pipeline.relate.instruments import make
from pipeline.relate.phrases import Phrase
from pipeline.relate.subjects import Reader

_CELL = EntityType.CELL_TYPE


def derived(reader: Reader, verb: Verb, phrases: Sequence[Phrase]) -> Iterator[Claim]:
    """``made X from Y``, ``turned Y into X``, ``differentiation of Y into X``: the direct object and the other cell."""
    cells = [p for p in phrases if p.type is _CELL and p.vesicle < 0]
    others = [p for p in cells if p.preposition in ("from", "into", "to") and p.preposition_at > verb.at]
    for phrase in cells:
        for other in others:
            if phrase.group != other.group and phrase not in others and phrase.at < other.at:
                yield make(reader.agent(phrase), Theme(other, preposition=other.preposition), verb)


def turned(reader: Reader, verb: Verb, doers: Sequence[Agent]) -> Iterator[Claim]:
    """``X-to-Y transition``, ``Y differentiation of X``, ``X have the capacity of differentiation into Y``."""
    cells = [p for p in reader.phrases if p.type is _CELL and p.vesicle < 0]
    after = [p for p in cells if p.at == verb.at - 1]  # names what comes of it
    for first in cells:
        for second in after:
            words = [reader.row.word(at) for at in range(first.at + 1, second.at)]
            if "to" in words and all(
                w == "to" or reader.row.atoms[first.at + 1 + i].hyphen for i, w in enumerate(words)
            ):
                yield make(reader.agent(second), Theme(first, preposition="from"), verb, 0.8)
    of = [p for p in cells if p.preposition == "of" and 0 < p.preposition_at - verb.at <= 1 and p.at > verb.at]
    for source in of:
        for second in after:
            yield make(reader.agent(second), Theme(source, preposition="from"), verb, 0.7)
    made = [
        p for p in cells if p.preposition in ("into", "including") and p.at > verb.at and p.preposition_at > verb.at
    ]
    if made and not of and not after and reader.row.word(verb.at - 1) in ("of", "for"):
        for agent in doers:
            for phrase in reader.phrases:
                if phrase.group == made[0].group and agent.mention.type is _CELL and not agent.vesicle:
                    yield make(
                        reader.agent(phrase), Theme(reader.phrases[agent.inside], preposition="from"), verb, 0.65
                    )


def their_own(reader: Reader) -> Iterator[Claim]:
    """``A and their differentiated B``, ``A and A-like B derived from them``: B comes from A."""
    for first, second in itertools.pairwise(p for p in reader.phrases if p.type is _CELL):
        words = [reader.row.word(at) for at in range(first.at + 1, second.at)]
        if words[-2:-1] in (["their"], ["its"]) and words[-1] in ("derived", "differentiated") and second.vesicle < 0:
            theme = Theme(replace(first, vesicle=-1), preposition="from")
            yield Claim(replace(reader.agent(second), vesicle=False), theme, "derive", 0, "load", second.at - 1, False)
