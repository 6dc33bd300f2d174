"""Lists in running text as in a table: ``Presence: A, B Absence: C`` behind a cell, pathways in a caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.records import EntityType, Mention, Passage, PassageKind, RelationType, Span
from pipeline.relate.anaphora import name_of
from pipeline.relate.atoms import Row, outermost, split
from pipeline.relate.columns import Column, Finder
from pipeline.relate.labels import Labels
from pipeline.relate.patterns import Lexicon
from pipeline.relate.phrases import describe
from pipeline.relate.sentences import Draft
from pipeline.relate.vesicles import attach

_CELL, _MARKER, _PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.PATHWAY
_HOLDING = frozenset({RelationType.CARRIES, RelationType.EXPRESSES, RelationType.REGULATES})
_ITEM = r"[\w/+&-]{1,14}(?:\s[\w-]{1,8})?\s?[,:=]\s[^;.]{3,90}"
_GLOSSARY = re.compile(rf"(?:{_ITEM};\s*){{2,}}{_ITEM}[.;]?")
_PART = re.compile(r"(?P<short>[\w/+&-]{1,14})(?:\s[\w-]{1,8})?\s?[,:=]\s(?P<long>\w)")
_GAP = 40  # characters that may stand between two names of a list, or between a label and the first


def glossary(text: str, span: Span) -> list[Span]:
    """The stretch of a passage that lists short forms: ``Con, control; EV, extracellular vesicle; …``.

    At least three parts between semicolons, each a short form, a comma, colon or equals sign, and words; two thirds of
    the forms begin as their words do.

    Examples
    --------
    >>> text = "Scheme. Con, control; EV, extracellular vesicle; OB, osteoblast."
    >>> [text[s.start : s.end] for s in glossary(text, Span(0, len(text)))]
    ['Con, control; EV, extracellular vesicle; OB, osteoblast.']
    """
    found: list[Span] = []
    for match in _GLOSSARY.finditer(text, span.start, span.end):
        parts = [_PART.match(part.strip()) for part in match.group().split(";") if part.strip()]
        alike = [p for p in parts if p is not None and p["short"][0].casefold() == p["long"][0].casefold()]
        if len(parts) >= 3 and 3 * len(alike) >= 2 * len(parts):
            found.append(Span(match.start(), match.end()))
    return found


class Lists:
    """Reads the lists of one document's running text."""

    def __init__(self, text: str, within: Finder, lexicon: Lexicon) -> None:
        self.text = text
        self.within = within
        self.lexicon = lexicon
        self.labels = Labels(text, lexicon)
        self._last: tuple[int, tuple[Mention, ...]] = (-2, ())

    def markers(self, passage: Passage) -> tuple[list[Draft], list[Span]]:
        """Drafts of the marker lists of a passage, and the stretches that they stand in.

        The names behind ``Presence:`` and the like are those of the cell nearest before, the most specific of those
        that stand between the last list and this one; a passage that begins with a list goes on with the cell of
        the passage before.
        """
        found: list[Draft] = []
        regions = glossary(self.text, passage.span)
        mentions = self.within(passage.start, passage.end)
        labels = [
            x
            for x in self.labels.find(passage.start, passage.end, Column())
            if x.strong and x.relation is RelationType.EXPRESSES
        ]
        if not labels:
            return found, regions
        tops = outermost(mentions)
        owners = self._last[1] if self._last[0] == passage.index - 1 else ()
        begin = passage.start
        for label in labels:
            names = self._names(label.at, tops)
            if not names:
                continue
            cells = [m for m in tops if m.type is _CELL and begin <= m.start < label.at]
            owners = (self._nearest(cells, mentions),) if cells else owners
            for owner in owners:
                found += [
                    Draft(
                        RelationType.EXPRESSES,
                        owner,
                        m,
                        label.polarity,
                        "list:label",
                        label.word,
                        0.75,
                        False,
                        False,
                        label.at,
                    )
                    for m in names
                ]
            begin = names[-1].end
            regions.append(Span(label.at - len(label.word) - 2, begin))
        if regions:
            self._last = (passage.index, owners)
        return found, regions

    def _names(self, at: int, tops: Sequence[Mention]) -> list[Mention]:
        """The markers of one list: each near the one before, no sentence between."""
        names: list[Mention] = []
        end = at
        for mention in (m for m in tops if m.start >= at):
            gap = self.text[end : mention.start]
            if mention.type is not _MARKER or len(gap) > _GAP or ":" in gap or re.search(r"[.;]\s+[A-Z]", gap):
                break
            names.append(mention)
            end = mention.end
        return names

    @staticmethod
    def _nearest(cells: Sequence[Mention], mentions: Sequence[Mention]) -> Mention:
        """The most specific of the cells: the one made of most others, else the last."""

        def rank(cell: Mention) -> tuple[int, int]:
            inner = sum(m.type is _CELL and m != cell and cell.span.contains(m.span) for m in mentions)
            return inner, cell.start

        return max(cells, key=rank)

    def pathways(self, passage: Passage, told: Sequence[Draft]) -> list[Draft]:
        """``Pathways of X-Exos in repair: A, B and C``: in a caption, the named vesicles act through those listed."""
        if passage.kind is not PassageKind.CAPTION:
            return []
        inside = self.within(passage.start, passage.end)
        row = split(self.text, passage.start, passage.end, inside, self.lexicon)
        phrases = describe(row, self.lexicon)
        attach(row, phrases, self.lexicon)
        known = {d.tail.id for d in told if d.type is RelationType.MODULATES}
        listed = [m for m in row.mentions if m.type is _PATHWAY and m.id not in known]
        cells = [p for p in phrases if p.type is _CELL and p.vesicle >= 0]
        if not cells and any(a.vesicle for a in row.atoms):
            cells = [p for p in phrases if p.type is _CELL]
        sources: dict[str, Mention] = {}
        for phrase in cells:
            sources.setdefault(name_of(row.mentions[phrase.mention]), row.mentions[phrase.mention])
        if len(listed) + len(known) < 2 or len({p.group for p in cells}) != 1:
            return []
        signs = {m.id: self._sign(row, row.place[i]) for i, m in enumerate(row.mentions)}
        return [
            Draft(RelationType.MODULATES, source, m, *signs[m.id], 0.5, False, False, m.start)
            for source in sources.values()
            for m in listed
        ]

    def _sign(self, row: Row, at: int) -> tuple[str, str, str]:
        """Polarity, rule and trigger of a listed pathway, by the noun that it hangs on (``(A) activation of Wnt``)."""
        back = at - 1 - (row.word(at - 1) == "the")
        if row.word(back) == "of":
            for trigger in row.atoms[back - 1].triggers if back else ():
                if trigger.form == "noun" and trigger.effect in ("up", "down"):
                    return "activates" if trigger.sign > 0 else "inhibits", "list:caption", row.word(back - 1)
        return "unspecified", "list:caption", "caption"


def clear(drafts: Sequence[Draft], regions: Sequence[Span]) -> list[Draft]:
    """The drafts without those that hold names of a list for cargo or for regulated."""
    return [d for d in drafts if d.type not in _HOLDING or not any(r.start <= d.tail.start < r.end for r in regions)]
