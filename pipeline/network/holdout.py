"""Do indirect links come true? Measured on texts that the ranking has not seen, beside networks of chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import rankdata

from pipeline.core.errors import NetworkError
from pipeline.core.records import Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import count
from pipeline.network.linking import Floats, Web, damping, may_join, web
from pipeline.network.statements import build_statements

#: how many of the best-ranked pairs are looked at
FIRST = (100, 500)
#: pairs are set beside pairs of about the same product of degrees, in so many classes
CLASSES = 20
#: attempted swaps for each edge of a network of chance
SWAPS = 10

Truths = NDArray[np.bool_]


class Split(NamedTuple):
    """Readings that the links are ranked by, and readings that say which of them come true."""

    seen: tuple[Reading, ...]
    unseen: tuple[Reading, ...]


class Judged(NamedTuple):
    """How well one ranking of the candidate pairs tells those that come true.

    ``auc`` is the chance that a pair that comes true is ranked before one that does not; ``matched`` the same among
    pairs that a concept links, of about the same product of their ends' degrees: what is beyond naming the hubs
    (0.5: nothing). ``hits`` is the share that comes true of the first pairs, by how many these are.
    """

    auc: float
    matched: float
    hits: dict[int, float]


class Trial(NamedTuple):
    """One split: the number of candidate pairs, how many come true, and each ranking judged."""

    pairs: int
    true: int
    score: Judged
    chance: Judged  # the same score in a network of chance with the same degrees
    degrees: Judged  # the product of the ends' strengths alone


def by_documents(readings: Sequence[Reading], share: float, splits: int, seed: int) -> Iterator[Split]:
    """Splits that leave out a share of the documents, drawn anew each time."""
    ordered = sorted(readings, key=lambda reading: reading.document.id)
    chance = np.random.default_rng(seed)
    for _ in range(splits):
        order = chance.permutation(len(ordered)).tolist()
        cut = max(1, round(share * len(ordered)))
        unseen, seen = (tuple(ordered[at] for at in sorted(some)) for some in (order[:cut], order[cut:]))
        yield Split(seen, unseen)


def by_year(readings: Sequence[Reading], last: int) -> Split:
    """What was published up to a year, and after it; what bears no year is left out."""
    dated = [reading for reading in readings if reading.document.year is not None]
    seen: list[Reading] = []
    unseen: list[Reading] = []
    for reading in sorted(dated, key=lambda reading: reading.document.id):
        (seen if (reading.document.year or 0) <= last else unseen).append(reading)
    return Split(tuple(seen), tuple(unseen))


def trial(split: Split, settings: NetworkSettings, seed: int) -> Trial:
    """Rank the pairs that no sentence of the seen texts joins, and look which of them the unseen texts join.

    A candidate is a pair of concepts, of types that a relation may join, that both have a link in the seen texts
    and none to each other. It comes true where a sentence of the unseen texts names both, or a statement joins
    them. Beside the score stand two rankings without its insight: the same score in a network of chance, whose
    edges are swapped end for end within each pair of types, so that every concept keeps its number of partners
    of each type (Maslov and Sneppen 2002, Science 296:910); and the product of the ends' strengths.

    Parameters
    ----------
    split
        Of `by_documents` or `by_year`.
    settings
        How co-occurrences are counted.
    seed
        Of the network of chance.

    Raises
    ------
    NetworkError
        No candidate comes true, or all do: there is nothing to measure.
    """
    links = _links(split.seen, settings)
    later = _links(split.unseen, settings)
    number = {node: at for at, node in enumerate(links.nodes)}
    size = len(links.nodes)
    come = np.zeros((size, size), dtype=bool)
    for a, c in zip(*later.weights.nonzero(), strict=True):
        one, other = number.get(later.nodes[a]), number.get(later.nodes[c])
        if one is not None and other is not None:
            come[one, other] = True
    strength = np.asarray(links.weights.sum(axis=1), dtype=np.float64)
    linked = strength > 0
    candidate = np.triu(may_join()[links.kinds[:, None], links.kinds[None, :]], 1)
    candidate &= (links.known.toarray() == 0) & linked[:, None] & linked[None, :]
    truth = come[candidate]
    if not truth.any() or truth.all():
        raise NetworkError(
            f"of {truth.size} pairs that the seen texts leave open the unseen ones join {int(truth.sum())}",
            where=f"{len(split.seen)} texts seen, {len(split.unseen)} unseen",
            remedy="hold out another share, or take more texts",
        )
    degree = np.asarray((links.weights > 0).sum(axis=1), dtype=np.float64)
    product = np.outer(degree, degree)[candidate]
    reached = scores(links)[candidate] > 0
    rankings = (scores(links), scores(swapped(links, seed)), np.outer(strength, strength))
    judged = (_judged(ranking[candidate], truth, product, reached) for ranking in rankings)
    return Trial(int(truth.size), int(truth.sum()), *judged)


def scores(links: Web) -> Floats:
    """The score of every pair (`pipeline.network.indirect.indirect_links`), rounded as it is there."""
    scaled = links.weights @ sparse.diags_array(damping(links), format="csr")
    found: Floats = np.round((scaled @ links.weights).toarray(), 6)
    return found


def swapped(links: Web, seed: int) -> Web:
    """A network of chance: as many partners of each type for each concept, the weights dealt out anew."""
    chance = np.random.default_rng(seed)
    ends = sparse.triu(links.weights).tocoo()
    groups: dict[tuple[int, int], list[tuple[int, int, float]]] = defaultdict(list)
    for a, c, weight in sorted(zip(*(x.tolist() for x in ends.coords), ends.data.tolist(), strict=True)):
        one, other = (a, c) if links.kinds[a] <= links.kinds[c] else (c, a)
        groups[int(links.kinds[one]), int(links.kinds[other])].append((one, other, weight))
    taken = {(min(a, c), max(a, c)) for edges in groups.values() for a, c, _ in edges}
    found: list[tuple[int, int, float]] = []
    for (kind, partner), edges in sorted(groups.items()):
        pairs = [(a, c) for a, c, _ in edges]
        picks = chance.integers(len(pairs), size=(SWAPS * len(pairs), 2)).tolist()
        turns = (chance.random(len(picks)) < 0.5).tolist()
        for (i, j), turn in zip(picks, turns, strict=True):
            (a, b), (c, d) = pairs[i], pairs[j]
            if kind == partner and turn:
                c, d = d, c
            first, second = (min(a, d), max(a, d)), (min(c, b), max(c, b))
            if a == d or b == c or first == second or first in taken or second in taken:
                continue
            taken -= {(min(a, b), max(a, b)), (min(c, d), max(c, d))}
            taken |= {first, second}
            pairs[i], pairs[j] = (a, d), (c, b)
        weights = chance.permutation([weight for *_, weight in edges]).tolist()
        found += [(a, c, weight) for (a, c), weight in zip(pairs, weights, strict=True)]
    a, c, weight = (np.array(column) for column in zip(*found, strict=True))
    both = (np.concatenate([a, c]), np.concatenate([c, a]))
    shuffled = sparse.csr_array((np.concatenate([weight, weight]), both), shape=links.weights.shape)
    return links._replace(weights=shuffled)


def _links(readings: Sequence[Reading], settings: NetworkSettings) -> Web:
    kinds = {mention.node: mention.type.value for reading in readings for mention in reading.annotation.mentions}
    edges: list[tuple[str, str, dict[str, Any]]] = [
        (pair.a, pair.b, {"type": "cooccurrence", "belief": None, "documents_s": pair.documents_s})
        for pair in count(readings, settings)
    ]
    edges += [
        (one.head, one.tail, {"type": one.type.value, "belief": one.belief, "documents_s": None})
        for one in build_statements(readings)
    ]
    return web(kinds, edges)


def _judged(ranking: Floats, truth: Truths, product: Floats, reached: Truths) -> Judged:
    # among pairs that a concept links, within classes of the product of degrees that hold as many true ones each
    inside, true = ranking[reached], truth[reached]
    parts, weights = [], []
    if true.any():
        bounds = np.unique(np.quantile(product[reached][true], np.linspace(0, 1, CLASSES + 1)[1:-1]))
        classes = np.digitize(product[reached], bounds)
        for one in range(len(bounds) + 1):
            here = classes == one
            if 0 < true[here].sum() < here.sum():
                parts.append(auc(inside[here], true[here]))
                weights.append(int(true[here].sum()))
    order = np.argsort(-ranking, kind="stable")
    return Judged(
        auc(ranking, truth),
        float(np.average(parts, weights=weights)) if parts else float("nan"),
        {first: float(truth[order[:first]].mean()) for first in FIRST},
    )


def auc(ranking: Floats, truth: Truths) -> float:
    """Area under the ROC curve: the chance that a true one ranks before a false one, ties counting half.

    Examples
    --------
    >>> auc(np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False]))
    0.875
    """
    true = int(truth.sum())
    ranks = rankdata(ranking)
    return float((ranks[truth].sum() - true * (true + 1) / 2) / (true * (truth.size - true)))
