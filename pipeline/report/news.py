"""What is new since the last run, as the page carries it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.network.attributes import clean
from pipeline.network.difference import Change, Difference
from pipeline.report.data import ReportData

#: so many changes of each layer are listed; all are counted
MOST = {"relation": 2_000, "cooccurrence": 300}
#: relations that follow from names alone
NAMES = ("MEMBER_OF", "DERIVED_FROM")
WHAT = ("gained", "lost", "sign", "strength", "significance")


def news_of(data: ReportData, nodes: dict[str, int]) -> dict[str, Any] | None:
    """The changes since the last run: counts of all, a list of the strongest; ``None`` where no run came before.

    Parameters
    ----------
    data
        What the report is made from.
    nodes
        Node id -> its number on the page.

    Returns
    -------
    dict or None
        ``since`` (the run compared with), ``documents`` (new, left out), ``settings`` and ``extractor`` (what else
        differs), ``counts`` (layer -> what -> how many) and ``changes``: what, layer, type, head, tail (a number, or
        a name where the page has no such node), before, after, cause, and the edge's number where it is there.
    """
    found = data.difference
    if found is None:
        return None
    counts = Counter((change.layer, change.what) for change in found.changes)
    return {
        "since": clean(data.since),
        "documents": [[clean(one) for one in some] for some in (found.documents_gained, found.documents_lost)],
        "settings": [clean(one) for one in found.settings],
        "extractor": found.extractor_changed,
        "counts": {
            layer: {what: counts[layer, what] for what in WHAT if counts[layer, what]} for layer in sorted(MOST)
        },
        "changes": [_change(data, nodes, change) for layer in MOST for change in _listed(found, layer)],
    }


def _listed(found: Difference, layer: str) -> list[Change]:
    """The strongest changes of a layer; what follows from names alone comes behind what is said."""
    return sorted(found.of(layer), key=lambda change: change.type in NAMES)[: MOST[layer]]


def _change(data: ReportData, nodes: dict[str, int], change: Change) -> list[Any]:
    key = change.type if change.layer == "relation" else "cooccurrence"
    there = data.graph.has_edge(change.head, change.tail, key)
    return [
        change.what,
        change.layer,
        change.type,
        nodes.get(change.head, clean(change.head_name)),
        nodes.get(change.tail, clean(change.tail_name)),
        change.before,
        change.after,
        clean(change.cause),
        int(data.graph.edges[change.head, change.tail, key]["rank"]) if there else None,
    ]
