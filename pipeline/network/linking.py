"""Scores of pairs that nothing joins, from the weights of the links to what lies between them: sparse matrices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log2
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.core.records import ARGUMENTS, EntityType

#: what a full belief adds to a link's weight; as much as three documents that name both in one sentence
BELIEF = 2.0
#: the types, by number
KINDS = tuple(sorted(kind.value for kind in EntityType))
_ROWS = 512  # rows of the product that are held at once
_NEXT_TO_NOTHING = 1e-9  # a strength that links nothing, and that nothing can be divided by

Floats = NDArray[np.float64]


class Web(NamedTuple):
    """Concepts by number (``nodes``, in order of their ids), their types, and the weights of their links.

    ``known`` holds every pair with an edge, also those (``MEMBER_OF``) that weigh nothing.
    """

    nodes: tuple[str, ...]
    kinds: NDArray[np.int64]
    weights: sparse.csr_array
    known: sparse.csr_array


class Scores(NamedTuple):
    """Pairs by number (``a < c``) with their scores, the best first."""

    a: NDArray[np.int64]
    c: NDArray[np.int64]
    score: Floats


def web(kinds: Mapping[str, str], edges: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Web:
    """Concepts and links from the types of the concepts and rows of edges, as tables hold them.

    Parameters
    ----------
    kinds
        Node id -> type.
    edges
        Source, target and a row with ``type``, ``belief`` (``None`` for a co-occurrence) and ``documents_s``.
    """
    nodes = tuple(sorted(kinds))
    number = {node: at for at, node in enumerate(nodes)}
    parts: dict[tuple[int, int], list[float]] = {}
    for head, tail, row in edges:
        one, other = sorted((number[head], number[tail]))
        if one == other:
            continue
        part = parts.setdefault((one, other), [0.0, 0.0])
        if row["belief"] is None:
            part[0] = log2(1 + (row["documents_s"] or 0))
        elif row["type"] != "MEMBER_OF":
            part[1] = max(part[1], BELIEF * row["belief"])
    ends = np.array(sorted(parts), dtype=np.int64).reshape(-1, 2)
    values = np.array([sum(parts[pair]) for pair in sorted(parts)], dtype=np.float64)
    where = (np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]]))
    shape = (len(nodes), len(nodes))
    known = sparse.csr_array((np.ones(2 * len(values)), where), shape=shape)
    weights = sparse.csr_array((np.concatenate([values, values]), where), shape=shape)
    weights.eliminate_zeros()
    return Web(nodes, np.array([KINDS.index(kinds[node]) for node in nodes], dtype=np.int64), weights, known)


def best(web: Web, many: int, rows: NDArray[np.bool_] | None = None, others: NDArray[np.bool_] | None = None) -> Scores:
    """The best pairs that no edge joins, by score; all of types that a relation may join.

    Parameters
    ----------
    web
        Concepts and links.
    many
        At most so many.
    rows, others
        Which concepts one end and the other end may be; ``None``: any.
    """
    size, allowed = len(web.nodes), may_join()
    rows, others = (np.ones(size, dtype=bool) if some is None else some for some in (rows, others))
    scaled = web.weights @ sparse.diags_array(damping(web), format="csr") if size else web.weights
    every, columns = np.flatnonzero(rows), np.flatnonzero(others)
    weights, known = web.weights[:, columns], web.known[:, columns]
    kept = Scores(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    for start in range(0, len(every), _ROWS):
        block = every[start : start + _ROWS]
        product = scaled[block] @ weights
        product = sparse.coo_array(product - product.multiply(known[block]))
        at, other, value = block[product.row], columns[product.col], np.round(product.data, 6)
        good = (value != 0.0) & allowed[web.kinds[at], web.kinds[other]] & (at != other)
        good &= ~((at > other) & rows[other] & others[at])  # a pair that comes up from both ends, once
        at, other, value = at[good], other[good], value[good]
        if len(value) > many:
            least = np.partition(value, -many)[-many]
            at, other, value = (part[value >= least] for part in (at, other, value))
        a, c = np.minimum(at, other), np.maximum(at, other)
        a, c, value = (np.concatenate(both) for both in zip(kept, (a, c, value), strict=True))
        order = np.lexsort((c, a, -value))[:many]
        kept = Scores(a[order], c[order], value[order])
    return kept


def damping(web: Web) -> Floats:
    """What a link over each concept counts: ``1 / ln(1 + strength)``, 0 for a concept without links."""
    strength = np.asarray(web.weights.sum(axis=1), dtype=np.float64)
    return np.divide(1.0, np.log1p(strength), out=np.zeros(strength.shape), where=strength > _NEXT_TO_NOTHING)


def expected(web: Web, pairs: Scores) -> Floats:
    """For each pair the score that the sums of its two ends alone would give (`pipeline.network.indirect`)."""
    if not len(pairs.a):
        return np.zeros(0)
    one_hot = np.eye(len(KINDS))[web.kinds]
    damped = damping(web)
    sums = web.weights @ (damped[:, None] * (web.weights @ one_hot))
    itself = (web.weights * web.weights) @ damped
    sums[np.arange(len(sums)), web.kinds] -= itself
    whole = one_hot.T @ sums
    kind_a, kind_c = web.kinds[pairs.a], web.kinds[pairs.c]
    product: Floats = sums[pairs.a, kind_c] * sums[pairs.c, kind_a]
    return np.divide(product, whole[kind_a, kind_c], out=np.zeros(len(product)), where=whole[kind_a, kind_c] > 0)


def may_join() -> NDArray[np.bool_]:
    """Which two types a relation may join, by number, either way round."""
    allowed = np.zeros((len(KINDS), len(KINDS)), dtype=bool)
    for heads, tails in ARGUMENTS.values():
        for head in heads:
            for tail in tails:
                one, other = KINDS.index(head.value), KINDS.index(tail.value)
                allowed[one, other] = allowed[other, one] = True
    return allowed
