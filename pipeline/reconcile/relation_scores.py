"""Counts of relations: with strict and overlapping spans, by concept, by pair, and what is said of them given a match.

Every count is kept twice: over all relations, and (``in sentence``) without those that a reference back carries over a
sentence's end. For the latter, gold and predicted relations that are marked so are left out, and so are predicted ones
that match such a gold relation: they are neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.core.records import POLARITIES, RelationType
from pipeline.reconcile.marks import Marks
from pipeline.reconcile.matching import Resolved, align_links, resolve
from pipeline.reconcile.tally import Tally

TYPES = tuple(kind.value for kind in RelationType)
_CODE = {kind: number for number, kind in enumerate(RelationType)}

#: metric -> what counts as right
METRICS: dict[str, str] = {
    "strict": "type and both arguments, spans and types equal",
    "overlap": "type and both arguments, argument types equal and spans overlapping",
    "concepts": "type and the concepts of both arguments, as sets per document",
    "pair": "arguments overlap in either direction, whatever the relation's type",
    "polarity": "share of overlapping matches (of types that have a polarity) with equal polarity",
    "speculation": "share of overlapping matches that agree on being speculative",
}


def tallies() -> dict[str, Tally]:
    """Empty tallies of all metrics, with and without cross-sentence relations."""
    return {name + part: Tally(TYPES) for part in ("", ", in sentence") for name in METRICS}


def count(into: dict[str, Tally], gold: Marks, predicted: Marks, unit: Callable[[int], int], whole: int) -> None:
    """Count one document.

    Parameters
    ----------
    unit
        Gives the unit of resampling of an offset; a relation stands where its head starts.
    whole
        The unit that counts over the whole document are put to.
    """
    wanted, found = resolve(gold), resolve(predicted)
    if not any(item.link.cross_sentence for item in (*wanted, *found)):
        once = {name: Tally(TYPES) for name in METRICS}
        _count(once, wanted, found, unit, whole, "")
        for name, tally in once.items():
            for target in (into[name], into[name + ", in sentence"]):
                target.right += tally.right
                target.gold += tally.gold
                target.predicted += tally.predicted
        return
    _count(into, wanted, found, unit, whole, "")
    aside = {
        j for how in ("strict", "overlap") for i, j in align_links(wanted, found, how) if wanted[i].link.cross_sentence
    }
    within = [item for item in wanted if not item.link.cross_sentence]
    kept = [item for j, item in enumerate(found) if not item.link.cross_sentence and j not in aside]
    _count(into, within, kept, unit, whole, ", in sentence")


def _count(
    into: dict[str, Tally],
    gold: Sequence[Resolved],
    predicted: Sequence[Resolved],
    unit: Callable[[int], int],
    whole: int,
    part: str,
) -> None:
    here = [(unit(item.head.start), _CODE[item.link.type], 1.0) for item in gold]
    there = [(unit(item.head.start), _CODE[item.link.type], 1.0) for item in predicted]
    for how in ("strict", "overlap", "pair"):
        tally = into[how + part]
        tally.gold += here
        tally.predicted += there
        pairs = align_links(gold, predicted, how)
        tally.right += [here[i] for i, _ in pairs]
        if how == "overlap":
            for i, j in pairs:
                one, other = gold[i].link, predicted[j].link
                _given(into["speculation" + part], here[i], one.speculative == other.speculative)
                if POLARITIES[one.type] != (None,):
                    _given(into["polarity" + part], here[i], one.polarity == other.polarity)
    wanted = {(item.link.type, item.head.node, item.tail.node) for item in gold}
    found = {(item.link.type, item.head.node, item.tail.node) for item in predicted}
    tally = into["concepts" + part]
    tally.gold += [(whole, _CODE[kind], 1.0) for kind, _, _ in wanted]
    tally.predicted += [(whole, _CODE[kind], 1.0) for kind, _, _ in found]
    tally.right += [(whole, _CODE[kind], 1.0) for kind, _, _ in wanted & found]


def _given(tally: Tally, event: tuple[int, int, float], right: bool) -> None:
    """A question that was put for one match: gold and predicted both count, so that F1 is the share that is right."""
    tally.gold.append(event)
    tally.predicted.append(event)
    if right:
        tally.right.append(event)
