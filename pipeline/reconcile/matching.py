"""One-to-one matching of gold and predicted entities and relations: optimal, and blind to the order of the input.

Entities are aligned as in MUC-5 and SemEval-2013 task 9.1: a pair is worth most when span and type agree, then when
the span agrees, then when type agrees and the spans overlap, then when the spans overlap. The alignment is the one
whose number of best pairs is greatest, among those the one with most second-best pairs, and so on; ties go to the
greater overlap (Jaccard index of the code points), then to equal concepts. The counts that follow from it are unique.

The optimum within a group of overlapping spans is found by the Hungarian method (Kuhn 1955, as solved by
`scipy.optimize.linear_sum_assignment`).
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.core.records import Span
from pipeline.reconcile.marks import Entity, Link, Marks

Pairs: TypeAlias = list[tuple[int, int]]


def jaccard(one: tuple[Span, ...], other: tuple[Span, ...]) -> float:
    """Shared code points over all code points of two spans; 0 where they do not overlap.

    Examples
    --------
    >>> jaccard((Span(0, 4),), (Span(2, 6),))
    0.3333333333333333
    >>> jaccard((Span(0, 2), Span(6, 8)), (Span(2, 6),))
    0.0
    """
    if len(one) == 1 == len(other):
        low, high = max(one[0].start, other[0].start), min(one[0].end, other[0].end)
        widest = max(one[0].end, other[0].end) - min(one[0].start, other[0].start)
        return (high - low) / widest if high > low else 0.0
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    if not shared:
        return 0.0
    return shared / (sum(map(len, one)) + sum(map(len, other)) - shared)


def assign(weights: dict[tuple[int, int], int]) -> Pairs:
    """The one-to-one assignment of greatest total weight; pairs that are not in ``weights`` are never made.

    Parameters
    ----------
    weights
        (left index, right index) -> positive whole weight.

    Examples
    --------
    >>> assign({(0, 0): 3, (0, 1): 2, (1, 0): 2})
    [(0, 1), (1, 0)]
    """
    pairs: Pairs = []
    for edges in _components(weights):
        lefts, rights = sorted({i for i, _ in edges}), sorted({j for _, j in edges})
        if len(lefts) == 1 or len(rights) == 1:
            pairs.append(max(edges, key=lambda edge: (weights[edge], -edge[0], -edge[1])))
            continue
        matrix = np.zeros((len(lefts), len(rights)))
        row, column = {i: n for n, i in enumerate(lefts)}, {j: n for n, j in enumerate(rights)}
        for i, j in edges:
            matrix[row[i], column[j]] = weights[i, j]
        for r, c in zip(*linear_sum_assignment(matrix, maximize=True), strict=True):
            if matrix[r, c] > 0:
                pairs.append((lefts[r], rights[c]))
    return sorted(pairs)


def _components(weights: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Edges of a bipartite graph, grouped by connected component."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    edges = sorted(weights)
    for i, j in edges:
        parent[root(("g", i))] = root(("p", j))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in edges:
        groups[root(("g", i))].append((i, j))
    return list(groups.values())


def overlapping(gold: Sequence[Entity], predicted: Sequence[Entity]) -> dict[tuple[int, int], float]:
    """All pairs of entities whose spans share a code point, with their Jaccard index (sweep over the starts)."""
    order = sorted(range(len(predicted)), key=lambda j: predicted[j].start)
    longest = max((e.end - e.start for e in predicted), default=0)
    starts = [predicted[j].start for j in order]
    found: dict[tuple[int, int], float] = {}
    if not order:
        return found
    for i, entity in enumerate(gold):
        low = bisect.bisect_left(starts, entity.start - longest)
        high = bisect.bisect_left(starts, entity.end)
        for j in order[low:high]:
            share = jaccard(entity.fragments, predicted[j].fragments) if predicted[j].end > entity.start else 0.0
            if share:
                found[i, j] = share
    return found


def align(gold: Sequence[Entity], predicted: Sequence[Entity]) -> Pairs:
    """The best one-to-one alignment of two sets of entities; see the module's description.

    Returns
    -------
    list of (int, int)
        Indices into ``gold`` and ``predicted`` of the pairs.
    """
    pairs = _same(gold, predicted)
    left = sorted(set(range(len(gold))) - {i for i, _ in pairs}, key=lambda i: _order(gold[i]))
    right = sorted(set(range(len(predicted))) - {j for _, j in pairs}, key=lambda j: _order(predicted[j]))
    shares = overlapping([gold[i] for i in left], [predicted[j] for j in right])
    if shares:
        level = 2002 * (min(len(left), len(right)) + 1)
        weights = {}
        for (i, j), share in shares.items():
            one, other = gold[left[i]], predicted[right[j]]
            weight = level + 2 * round(1000 * share) + (one.concept == other.concept)
            if one.type == other.type:
                weight += level * (len(left) + 1)
            if one.fragments == other.fragments:
                weight += level * (len(left) + 1) ** 2
            weights[i, j] = weight
        pairs += [(left[i], right[j]) for i, j in assign(weights)]
    return sorted(pairs)


def _order(entity: Entity) -> tuple[object, ...]:
    return (entity.fragments, entity.type.value, entity.concept or "", entity.text)


def _same(gold: Sequence[Entity], predicted: Sequence[Entity]) -> Pairs:
    """Pairs with equal type and span; among duplicates, those with equal concepts first."""
    places: dict[object, list[int]] = defaultdict(list)
    for j, entity in enumerate(predicted):
        places[entity.type, entity.fragments].append(j)
    wanted: dict[object, list[int]] = defaultdict(list)
    for i, entity in enumerate(gold):
        if (entity.type, entity.fragments) in places:
            wanted[entity.type, entity.fragments].append(i)
    pairs: Pairs = []
    for key, lefts in wanted.items():
        rights = places[key]
        if len(lefts) == 1 and len(rights) == 1:
            pairs.append((lefts[0], rights[0]))
            continue
        lefts.sort(key=lambda i: _order(gold[i]))
        rights.sort(key=lambda j: _order(predicted[j]))
        pairs += [
            (lefts[a], rights[b])
            for a, b in assign(
                {
                    (a, b): len(lefts) + 1 + (gold[i].concept == predicted[j].concept)
                    for a, i in enumerate(lefts)
                    for b, j in enumerate(rights)
                }
            )
        ]
    return pairs


def align_overlap(gold: Sequence[Entity], predicted: Sequence[Entity], exact: Pairs) -> Pairs:
    """The one-to-one alignment with most pairs of equal type whose spans overlap.

    It may hold more such pairs than `align` does, which gives up none of its exact pairs for more pairs.

    Parameters
    ----------
    exact
        The alignment that `align` found. Where each of its pairs is of equal type and nobody is left alone on
        one side, it is the greatest possible already.
    """
    right = [(i, j) for i, j in exact if gold[i].type == predicted[j].type]
    if len(right) == min(len(gold), len(predicted)):
        return right
    order_g = sorted(range(len(gold)), key=lambda i: _order(gold[i]))
    order_p = sorted(range(len(predicted)), key=lambda j: _order(predicted[j]))
    shares = overlapping([gold[i] for i in order_g], [predicted[j] for j in order_p])
    level = 1001 * (min(len(gold), len(predicted)) + 1)
    weights = {
        (a, b): level + round(1000 * share)
        for (a, b), share in shares.items()
        if gold[order_g[a]].type == predicted[order_p[b]].type
    }
    return sorted((order_g[a], order_p[b]) for a, b in assign(weights))


@dataclass(frozen=True, slots=True)
class Resolved:
    """A link with its two entities in place of their keys."""

    link: Link
    head: Entity
    tail: Entity

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key that does not depend on keys or input order."""
        return (_order(self.head), _order(self.tail), self.link.type.value, self.link.polarity or "")


def resolve(marks: Marks) -> list[Resolved]:
    """The links of a document with their entities."""
    entities = marks.by_key()
    return [Resolved(link, entities[link.head], entities[link.tail]) for link in marks.links]


def align_links(gold: Sequence[Resolved], predicted: Sequence[Resolved], how: str) -> Pairs:
    """The best one-to-one alignment of two sets of relations.

    Parameters
    ----------
    how
        ``strict``: equal type, and both arguments with equal type and span; ``overlap``: equal relation and argument
        types, both argument spans overlap; ``pair``: overlapping arguments of equal type in either direction,
        whatever the relation's type.

    The number of pairs is the greatest possible; among such alignments those win that hold more strict pairs, then
    more overlap, then more equal polarities.
    """
    groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, items in enumerate((gold, predicted)):
        for n, item in enumerate(items):
            groups[_bucket(item, how)][side].append(n)
    pairs: Pairs = []
    for lefts, rights in groups.values():
        if not lefts or not rights:
            continue
        lefts.sort(key=lambda n: gold[n].order)
        rights.sort(key=lambda n: predicted[n].order)
        if len(lefts) == len(rights) == 1 and how == "strict":
            pairs.append((lefts[0], rights[0]))
            continue
        weights = {}
        level = 4004 * (min(len(lefts), len(rights)) + 1)
        for a, i in enumerate(lefts):
            for b, j in enumerate(rights):
                share = _share(gold[i], predicted[j], how)
                if share:
                    equal = gold[i].link.polarity == predicted[j].link.polarity
                    weights[a, b] = level * (1 + len(lefts)) + round(1000 * share) * 2 + equal
                    weights[a, b] += level if share == 2 else 0
        pairs += [(lefts[a], rights[b]) for a, b in assign(weights)]
    return sorted(pairs)


def _bucket(item: Resolved, how: str) -> object:
    if how == "strict":
        return (item.link.type, item.head.type, item.head.fragments, item.tail.type, item.tail.fragments)
    if how == "overlap":
        return (item.link.type, item.head.type, item.tail.type)
    return tuple(sorted((item.head.type.value, item.tail.type.value)))


def _share(one: Resolved, other: Resolved, how: str) -> float:
    """Sum of the Jaccard indices of both arguments, 0 where one does not overlap or differs in type."""
    best = 0.0
    turns = ((other.head, other.tail), (other.tail, other.head)) if how == "pair" else ((other.head, other.tail),)
    for head, tail in turns:
        if one.head.start < head.end and head.start < one.head.end and one.tail.start < tail.end:
            if one.head.type != head.type or one.tail.type != tail.type:
                continue
            first = jaccard(one.head.fragments, head.fragments)
            second = jaccard(one.tail.fragments, tail.fragments) if first else 0.0
            if first and second:
                best = max(best, first + second)
    return best
