"""Measures of a network's nodes and edges: degree, strength, betweenness, communities, and what to show first."""

from __future__ import annotations

from math import log2

import networkx as nx
import numpy as np
from scipy.sparse.csgraph import dijkstra

#: networks with more nodes than this get an estimate of betweenness
EXACT = 400
#: from how many nodes the estimate is taken
PIVOTS = 100


def simple(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The network with one undirected edge a pair, which the measures are taken on.

    The edge's ``weight`` is a strength (bigger is closer): the belief of its best relation plus its
    co-occurrence score scaled to 0..1 by the highest of the network. Its ``distance`` is ``1 / weight``.
    A concept's relation to itself, and ``MEMBER_OF`` (which says how a name is built), are left out.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph`.

    Returns
    -------
    networkx.Graph
        All nodes, in sorted order, with the weighted edges.
    """
    flat: nx.Graph[str] = nx.Graph()
    flat.add_nodes_from(sorted(graph.nodes))
    highest = max((data["score"] for *_, data in graph.edges(data=True) if data["layer"] == "cooccurrence"), default=0)
    parts: dict[tuple[str, str], list[float]] = {}
    for head, tail, data in graph.edges(data=True):
        if head == tail or data["type"] == "MEMBER_OF":
            continue
        pair = parts.setdefault((min(head, tail), max(head, tail)), [0.0, 0.0])
        if data["layer"] == "relation":
            pair[0] = max(pair[0], data["belief"])
        else:
            pair[1] = data["score"] / highest if highest else 0.0
    for (head, tail), (belief, score) in sorted(parts.items()):
        if belief + score > 0:
            flat.add_edge(head, tail, weight=belief + score, distance=1 / (belief + score))
    return flat


def add_measures(graph: nx.MultiDiGraph[str], seed: int) -> None:
    """Write the measures of each node, and the rank of each edge, onto the network.

    On nodes, all over `simple`:

    - ``degree``: with how many other concepts it is linked. Grows with how much is written on a concept.
    - ``strength``: the sum of its edges' weights (Barrat et al. 2004, PNAS 101:3747).
    - ``betweenness``: the share of shortest paths between others that run through it, 0 to 1, with
      ``1 / weight`` as length (Brandes 2001, J Math Sociol 25:163). In a network read from text a path is
      two statements that nobody need have put together: it tells where to look, not what acts. Beyond 400
      nodes it is estimated from 100 seeded pivots (Brandes and Pich 2007), of equally short paths one being
      taken.
    - ``community``: number of its community (`communities`), the largest being 0; the partition depends on
      the seed and has no error bars. A node without edges is a community of its own.

    - ``cells``: to how many cell types a statement links it: what has many is a bridge between them.

    On edges ``disparity``, the backbone's p value: the chance that a weight so large comes out where a node's
    strength is broken at random over its ``k`` links, ``(1 - w/s)^(k-1)``, the smaller of the two ends
    (Serrano, Boguñá and Vespignani 2009, PNAS 106:6483). Edges with a small one, 0.05 say, are the backbone:
    they matter to at least one end, however weak they are beside the network's strongest. A node's only link
    says nothing (1). ``None`` where an edge is not in `simple`. And ``rank``,
    from 0: in which order a view that cannot show all should show them (`importance`).

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph`; changed in place.
    seed
        Decides between equally good communities, and the pivots.
    """
    flat = simple(graph)
    between = betweenness(flat, seed)
    groups = communities(flat, seed)
    community = {
        node: number
        for number, group in enumerate(sorted(groups, key=lambda group: (-len(group), min(group))))
        for node in group
    }
    for node, data in graph.nodes(data=True):
        data["degree"] = flat.degree[node]
        data["strength"] = round(float(flat.degree(node, weight="weight")), 6)
        data["betweenness"] = round(float(between[node]), 6)
        data["community"] = community[node]
        around = {*graph.successors(node), *graph.predecessors(node)} - {node}
        data["cells"] = sum(
            graph.nodes[other].get("type") == "CELL_TYPE" and _stated(graph, node, other) for other in around
        )
    chance = disparity(flat)
    for head, tail, one in graph.edges(data=True):
        one["disparity"] = chance.get((min(head, tail), max(head, tail)))
    order = sorted(
        graph.edges(keys=True),
        key=lambda edge: (-importance(graph, *edge), graph.edges[edge]["layer"] != "relation", edge),
    )
    for rank, edge in enumerate(order):
        graph.edges[edge]["rank"] = rank


def communities(flat: nx.Graph[str], seed: int) -> list[set[str]]:
    """Communities by Louvain's method (Blondel et al. 2008, J Stat Mech P10008), each connected in itself.

    Louvain's method may leave a community in parts that are not linked; such parts are made communities of their
    own, which never lowers the modularity. That is the fault that Leiden's method (Traag, Waltman and van Eck
    2019, Sci Rep 9:5233) was made for; it goes further, in that no part of a community could do better elsewhere.
    It is not used: its usual library is under the GPL, and networkx only passes it on to others.

    Parameters
    ----------
    flat
        A graph whose edges have a ``weight``.
    seed
        Decides the order in which nodes are looked at.

    Examples
    --------
    >>> two = nx.Graph([("a", "b", {"weight": 1.0}), ("c", "d", {"weight": 1.0})])
    >>> sorted(map(sorted, communities(two, 1)))
    [['a', 'b'], ['c', 'd']]
    """
    if not flat.number_of_edges():
        return [{node} for node in flat]
    groups = nx.community.louvain_communities(flat, weight="weight", seed=seed)
    return [set(part) for group in groups for part in nx.connected_components(flat.subgraph(group))]


def _stated(graph: nx.MultiDiGraph[str], one: str, other: str) -> bool:
    """Whether a statement links two concepts, whichever way."""
    pairs = ((one, other), (other, one))
    return any(data["layer"] == "relation" for a, b in pairs for data in (graph.get_edge_data(a, b) or {}).values())


def disparity(flat: nx.Graph[str]) -> dict[tuple[str, str], float]:
    """The disparity filter's p value of each edge (a < b), the smaller of its two ends (see `add_measures`).

    Examples
    --------
    >>> star = nx.Graph()
    >>> star.add_weighted_edges_from([("hub", "a", 8.0), ("hub", "b", 1.0), ("hub", "c", 1.0)])
    >>> disparity(star)[("a", "hub")], disparity(star)[("b", "hub")]
    (0.04, 0.81)
    """
    links = dict(flat.degree())
    strength = dict(flat.degree(weight="weight"))
    found = {}
    for a, b, data in flat.edges(data=True):
        weight = float(data["weight"])
        ends = [(1 - weight / strength[end]) ** (links[end] - 1) if links[end] > 1 else 1.0 for end in (a, b)]
        found[min(a, b), max(a, b)] = float(f"{max(0.0, min(ends)):.6g}")
    return found


def betweenness(flat: nx.Graph[str], seed: int, exact: int = EXACT, pivots: int = PIVOTS) -> dict[str, float]:
    """Share of the shortest paths between others that run through each node, 0 to 1.

    Parameters
    ----------
    flat
        A graph whose edges have a ``distance``.
    seed
        Chooses the pivots.
    exact
        Up to so many nodes all shortest paths from all nodes are counted.
    pivots
        Beyond, one shortest path from each of so many nodes to every other, scaled up.

    Examples
    --------
    >>> line = nx.path_graph(["a", "b", "c"])
    >>> nx.set_edge_attributes(line, 1.0, "distance")
    >>> betweenness(line, 1)
    {'a': 0.0, 'b': 1.0, 'c': 0.0}
    """
    if len(flat) <= exact:
        return dict(nx.betweenness_centrality(flat, weight="distance")) if len(flat) else {}
    nodes = list(flat)
    size, many = len(nodes), min(pivots, len(nodes))
    chosen = np.sort(np.random.default_rng(seed).choice(size, many, replace=False))
    lengths = nx.to_scipy_sparse_array(flat, nodelist=nodes, weight="distance", format="csr")
    distance, before = dijkstra(lengths, directed=False, indices=chosen, return_predecessors=True)
    total = np.zeros(size)
    for pivot, far, came in zip(chosen, distance, before, strict=True):
        through = np.isfinite(far).astype(float)  # paths from the pivot that end at or run through a node
        through[pivot] = 0.0
        ends = through.copy()
        for node in np.argsort(-np.where(np.isfinite(far), far, -1.0), kind="stable").tolist():
            if ends[node]:
                through[came[node]] += through[node]
        total += np.where(ends > 0, through - ends, 0.0)
    scale = size / many / ((size - 1) * (size - 2))
    return {node: float(value) for node, value in zip(nodes, total * scale, strict=True)}


def importance(graph: nx.MultiDiGraph[str], head: str, tail: str, key: str) -> float:
    """How early a view should show an edge, judged by its weaker end.

    Ranking by the weaker end shows what the well-documented concepts have to do with each other, where
    ranking by the stronger end would show one hub's whole star. A relation counts with its belief and the
    number of pieces of evidence, a co-occurrence a quarter of it, a ``MEMBER_OF`` and what
    a concept does to itself least of all.

    Parameters
    ----------
    graph
        A network whose nodes have a ``strength``.
    head, tail, key
        The edge.

    Returns
    -------
    float
        Non-negative; comparable within one network only.
    """
    data = graph.edges[head, tail, key]
    weaker = min(graph.nodes[head]["strength"], graph.nodes[tail]["strength"])
    if data["layer"] == "cooccurrence":
        return 0.25 * log2(1 + data["sentences"]) * log2(1 + weaker)
    factor = 0.05 if data["type"] == "MEMBER_OF" or head == tail else 1.0
    return factor * float(data["belief"]) * log2(1 + len(data["evidence"])) * log2(2 + weaker)
