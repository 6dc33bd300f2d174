"""Gold on another rendition of its text: each mark is found again by the words around it, or told to be lost.

The annotated text is not kept, so the gold brings only its marked names, in order, and how far apart they stand. A
rendition (the publisher's PDF, the JATS) is another text of the same article: passages may be moved, line ends,
hyphenation and blanks differ, notes may stand elsewhere. Where the text is the annotated one, byte for byte, the marks
are simply bound.

Method: both sides are reduced to letters and digits (NFKC, case folded). Every place of every marked name in the
rendition is a candidate; the chain of candidates is chosen that keeps the order of the gold, places most marks and
departs least from the distances of the gold (dynamic programming over candidates, as in chaining of anchors in sequence
alignment: Myers and Miller 1995). Passages that were moved out of order are placed by further chains over what is left,
each of which has to hold at least three marks near one another. Nothing is placed by its words alone.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace

from pipeline.core.errors import GoldError
from pipeline.core.records import Span
from pipeline.reconcile.gold import GoldDocument, text_sha256
from pipeline.reconcile.marks import Entity, Link, Marks, renumber

#: how many earlier marks a mark may follow in a chain; bounds the work
_BACK = 24
#: how many candidates of one mark are looked at, those nearest to where it is expected
_CANDIDATES = 60
#: what it costs to place a mark right beside a letter, on each side that there is one
_GLUED = 0.3
#: a further chain needs this many marks
_SMALLEST = 3


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of the gold on a text: the marks that were placed, and what was not."""

    marks: Marks
    exact: bool
    lost_entities: tuple[Entity, ...] = ()
    lost_links: tuple[Link, ...] = ()

    def report(self) -> str:
        """What a person wants to read.

        Examples
        --------
        >>> Attached(Marks("a"), True).report()
        'a: the text is the one that was annotated; 0 mentions and 0 relations bound'
        """
        kept = f"{len(self.marks.entities)} mentions and {len(self.marks.links)} relations"
        if self.exact:
            return f"{self.marks.name}: the text is the one that was annotated; {kept} bound"
        lines = [
            f"{self.marks.name}: another rendition; {kept} placed, {len(self.lost_entities)} mentions and "
            f"{len(self.lost_links)} relations not"
        ]
        lines += [
            f"  not placed: {e.type.value} {e.text!r}, at {e.start} of the annotated text" for e in self.lost_entities
        ]
        return "\n".join(lines)


def attach(gold: GoldDocument, text: str) -> Attached:
    """Bind gold to a text: the annotated one, or another rendition of it.

    Evidence spans are carried over where both ends can be placed between marks that were, else dropped.

    Raises
    ------
    GoldError
        Fewer than half of the marks can be placed: the text is likely another article.
    """
    if text_sha256(text) == gold.sha256:
        return Attached(gold.bound(text), True)
    marks = anchor(gold.marks, text)
    placed = {entity.key for entity in marks.entities}
    lost = tuple(entity for entity in gold.marks.entities if entity.key not in placed)
    if len(lost) * 2 > len(gold.marks.entities):
        raise GoldError(
            f"only {len(placed)} of {len(gold.marks.entities)} marked names are found in their order",
            where=gold.name,
            remedy=f"check that the text is a rendition of: {gold.source}",
        )
    kept = {link.key for link in marks.links}
    lost_links = tuple(link for link in gold.marks.links if link.key not in kept)
    return Attached(renumber(marks.entities, marks.links, gold.name, text, gold.marks.notes), False, lost, lost_links)


def anchor(marks: Marks, text: str) -> Marks:
    """The marks that can be placed on a text, keys as they were; see the module's description."""
    letters, places = _reduce(text)
    outer = _outer(marks)
    names = [_reduce(entity.text)[0] for entity in outer]
    expected = [entity.start for entity in outer]
    found = _candidates(names, letters, places)
    spots: dict[int, int] = {}
    left = list(range(len(outer)))
    taken: list[tuple[int, int]] = []
    while left:
        chain = _chain(
            left, expected, [{c: cost for c, cost in found[n].items() if _free(c, names[n], taken)} for n in left]
        )
        if len(chain) < (_SMALLEST if spots else 1):
            break
        for number, spot in chain:
            spots[number] = spot
            bisect.insort(taken, (spot, spot + len(names[number])))
        left = [number for number in left if number not in spots]
    entities: dict[str, Entity] = {}
    for number, spot in spots.items():
        for entity in (outer[number], *_inside(outer[number], marks)):
            moved = _move(entity, outer[number], spot, letters, places, text)
            if moved is not None:
                entities[entity.key] = moved
    links = [
        replace(link, evidence=_evidence(link, marks, entities, text))
        for link in marks.links
        if link.head in entities and link.tail in entities
    ]
    return Marks(marks.name, tuple(entities.values()), tuple(links), (), text)


def _reduce(text: str) -> tuple[str, list[int]]:
    """Letters and digits of a text in one form, and for each the offset that it stands at."""
    letters: list[str] = []
    places: list[int] = []
    for offset, character in enumerate(text):
        for piece in unicodedata.normalize("NFKC", character).casefold():
            if piece.isalnum():
                letters.append(piece)
                places.append(offset)
    return "".join(letters), places


def _outer(marks: Marks) -> list[Entity]:
    """Entities that lie in no other, in text order; of equal spans the first."""
    outer: list[Entity] = []
    for entity in sorted(marks.entities, key=lambda e: (e.start, -e.end)):
        if not outer or entity.end > outer[-1].end:
            outer.append(entity)
    return outer


def _inside(whole: Entity, marks: Marks) -> list[Entity]:
    return [e for e in marks.entities if e.key != whole.key and whole.start <= e.start and e.end <= whole.end]


def _candidates(names: list[str], letters: str, places: list[int]) -> list[dict[int, float]]:
    """Where each name stands among the letters, by index, with the cost of placing it there.

    A place within a word costs: ``SC`` is rarely meant in ``MSC``, but names may be glued to a neighbour. Names of
    one letter or none have no place.
    """
    known: dict[str, dict[int, float]] = {}
    for name in set(names):
        spots: list[int] = []
        spot = letters.find(name) if len(name) > 1 else -1
        while spot >= 0:
            spots.append(spot)
            spot = letters.find(name, spot + 1)
        known[name] = {
            spot: _GLUED * (2 - _apart(spot - 1, places) - _apart(spot + len(name) - 1, places)) for spot in spots
        }
    return [known[name] for name in names]


def _apart(index: int, places: list[int]) -> bool:
    """Whether something stands between a letter and the next."""
    return index < 0 or index + 1 >= len(places) or places[index + 1] - places[index] > 1


def _free(spot: int, name: str, taken: list[tuple[int, int]]) -> bool:
    place = bisect.bisect_right(taken, (spot, 1 << 60))
    before = place == 0 or taken[place - 1][1] <= spot
    return before and (place == len(taken) or spot + len(name) <= taken[place][0])


def _chain(numbers: list[int], expected: list[int], found: list[dict[int, float]]) -> list[tuple[int, int]]:
    """The best chain of candidates in the order of the marks: most marks, least strain.

    A step earns 1 and costs at most 0.9, by how much its length departs from that of the gold.
    """
    best: list[dict[int, tuple[float, tuple[int, int] | None]]] = []
    for n, number in enumerate(numbers):
        table: dict[int, tuple[float, tuple[int, int] | None]] = {}
        spots = sorted(found[n])
        if len(spots) > _CANDIDATES and n:
            near = sorted(
                {
                    spot + round(0.85 * (expected[number] - expected[numbers[m]]))
                    for m in range(max(0, n - 4), n)
                    for spot in sorted(best[m], key=lambda s: -best[m][s][0])[:3]
                }
            )
            spots = sorted(sorted(spots, key=lambda s: _distance(s, near))[:_CANDIDATES])
        for spot in spots:
            top: tuple[float, tuple[int, int] | None] = (0.1 - found[n][spot], None)
            for m in range(max(0, n - _BACK), n):
                gap = expected[number] - expected[numbers[m]]
                for other, (value, _) in best[m].items():
                    if other >= spot or value + 1 <= top[0]:
                        continue
                    strain = min(0.9, abs((spot - other) - 0.85 * gap) / (60 + gap)) + found[n][spot]
                    if value + 1 - strain > top[0]:
                        top = (value + 1 - strain, (m, other))
            table[spot] = top
        best.append(table)
    ends = [(value, n, spot) for n, table in enumerate(best) for spot, (value, _) in table.items()]
    chain: list[tuple[int, int]] = []
    if ends:
        _, n, spot = max(ends, key=lambda end: (end[0], -end[1], -end[2]))
        step: tuple[int, int] | None = (n, spot)
        while step is not None:
            chain.append((numbers[step[0]], step[1]))
            step = best[step[0]][step[1]][1]
    return chain[::-1]


def _distance(spot: int, near: list[int]) -> int:
    place = bisect.bisect_left(near, spot)
    sides = near[max(0, place - 1) : place + 1]
    return min((abs(spot - side) for side in sides), default=0)


def _move(entity: Entity, whole: Entity, spot: int, letters: str, places: list[int], text: str) -> Entity | None:
    """An entity within a placed one, put where its letters stand there."""
    name = _reduce(entity.text)[0]
    width = len(_reduce(whole.text)[0])
    at = spot
    if entity.key != whole.key:
        spots: dict[int, None] = defaultdict(None)
        place = letters.find(name, spot, spot + width)
        while name and place >= 0:
            spots[place] = None
            place = letters.find(name, place + 1, spot + width)
        if not spots:
            return None
        share = (entity.start - whole.start) / max(1, whole.end - whole.start)
        at = min(spots, key=lambda p: abs((p - spot) / max(1, width) - share))
    start, end = places[at], places[at + len(name) - 1] + 1
    while end < len(text) and entity.text and not entity.text[-1].isalnum() and text[end] == entity.text[-1]:
        end += 1
    return replace(entity, fragments=(Span(start, end),), text=text[start:end])


def _evidence(link: Link, marks: Marks, placed: dict[str, Entity], text: str) -> Span | None:
    """The evidence on the new text: from the mark that stands first in it to the one that stands last, widened by
    what the gold has beyond them."""
    if link.evidence is None:
        return None
    within = [
        (e, placed[e.key])
        for e in marks.entities
        if e.key in placed and link.evidence.start <= e.start and e.end <= link.evidence.end
    ]
    if not within:
        return None
    first = min(within, key=lambda pair: pair[0].start)
    last = max(within, key=lambda pair: pair[0].end)
    start = max(0, first[1].start - (first[0].start - link.evidence.start))
    end = min(len(text), last[1].end + (link.evidence.end - last[0].end))
    return Span(start, end) if start < end else None
