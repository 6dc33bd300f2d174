"""What is not said yet: concepts that no sentence joins, ranked by the concepts that both are linked with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from pipeline.core.records import EntityType
from pipeline.network.attributes import Column
from pipeline.network.kinds import is_kind_of
from pipeline.network.linking import KINDS, Floats, Web, best, damping, expected, may_join, web

#: linking concepts told of each indirect link, and indirect links of each pair of types in a run's table
WAYS, EACH = 5, 100
Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """Over which concept two others are linked, by which edges, and what share of the score that makes.

    ``first`` joins it with ``a``, ``second`` with ``c``: of several the relation that is believed most, else the
    co-occurrence. ``sign`` is the product of the two relations' signs where both run the same way round, from
    ``a`` to ``c`` (``forward``) or from ``c`` to ``a``, else 0.
    """

    over: str
    share: float
    first: Edge
    second: Edge
    sign: int
    forward: bool | None


@dataclass(frozen=True, slots=True)
class Indirect:
    """Two concepts (``a < c``) that nothing joins but others (`indirect_links`).

    ``through`` counts the concepts that both are linked with, ``expected`` is the score that the two ends alone
    would have, and ``documents`` how many documents name both, in no common sentence; ``None`` if not counted.
    """

    a: str
    c: str
    score: float
    expected: float
    through: int
    documents: int | None
    ways: tuple[Way, ...]

    @property
    def lift(self) -> float:
        """Score over expected: how far the ends have more in common than much-linked concepts have anyway."""
        return round(self.score / self.expected, 6) if self.expected else 0.0


def listed(
    graph: nx.MultiDiGraph[str], each: int = EACH, *, where: Mapping[str, AbstractSet[int]] | None = None
) -> tuple[Indirect, ...]:
    """The best indirect links of each pair of types, ``each`` of them, all by score (`indirect_links`)."""
    allowed, links = may_join(), web_of(graph)
    kinds = [EntityType(name) for name in KINDS]
    found = [
        link
        for one, other in combinations_with_replacement(range(len(KINDS)), 2)
        if allowed[one, other]
        for link in _ranked(graph, links, each, kind=kinds[one], other=kinds[other], where=where)
    ]
    return tuple(sorted(found, key=lambda link: (-link.score, link.a, link.c)))


def indirect_links(
    graph: nx.MultiDiGraph[str],
    many: int,
    *,
    of: Collection[str] | None = None,
    kind: EntityType | None = None,
    other: EntityType | None = None,
    where: Mapping[str, AbstractSet[int]] | None = None,
) -> tuple[Indirect, ...]:
    """Rank the pairs of concepts that no edge joins by what links both: A-B and B-C are said, A-C is not.

    The score is that of Adamic and Adar (2003, Soc Networks 25:211) over weighted links:
    ``Σ over B of w(A,B)·w(B,C) / ln(1 + s(B))``, where ``w = log2(1 + documents with a common sentence) +
    2·belief of the best relation`` and ``s(B)`` is the sum of the weights of B, so that what is linked with
    everything links little. ``expected`` is ``m(A)·m(C) / m`` from the sums of the scores of A with concepts of
    C's type, of C with those of A's and of all pairs of the two types.

    Only pairs of types that a relation may join are ranked, and no cell with its own kinds. A link that is not
    said may be wrong, trivial or known from texts that were not read: the list tells where to look.
    `pipeline.network.holdout` measures how often what it lists is said in texts that it has not seen, beside
    random networks of the same degrees.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph` or `load_network`.
    many
        At most so many.
    of
        Only links of one of these concepts, which may be ``a`` or ``c``, with what none of them is joined with.
    kind, other
        Only links of which one end has the one type and the other end the other; with ``of`` the other end has
        the type ``kind``.
    where
        The documents that name each concept (`pipeline.network.occurrences.documents_of`), to count those that name
        both.

    Returns
    -------
    tuple of Indirect
        The highest score first, then by ids.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("CL:1", type="CELL_TYPE", name="one cell")
    >>> graph.add_node("mirna:2", type="MIRNA", name="miR-2")
    >>> graph.add_node("HGNC:3", type="MARKER", name="THREE")
    >>> said = {"layer": "relation", "belief": 0.5, "documents_s": None}
    >>> _ = graph.add_edge("CL:1", "mirna:2", key="CARRIES", type="CARRIES", sign=1, **said)
    >>> _ = graph.add_edge("mirna:2", "HGNC:3", key="TARGETS", type="TARGETS", sign=-1, **said)
    >>> (found,) = indirect_links(graph, 10)
    >>> found.a, found.c, found.score, found.ways[0].over, found.ways[0].sign
    ('CL:1', 'HGNC:3', 0.910239, 'mirna:2', -1)
    """
    return _ranked(graph, web_of(graph), many, of=of, kind=kind, other=other, where=where)


def _ranked(
    graph: nx.MultiDiGraph[str],
    web: Web,
    many: int,
    *,
    of: Collection[str] | None = None,
    kind: EntityType | None = None,
    other: EntityType | None = None,
    where: Mapping[str, AbstractSet[int]] | None = None,
) -> tuple[Indirect, ...]:
    rows, others = _of_type(web, other), _of_type(web, kind)
    if of is not None:
        rows = rows & np.isin(np.array(web.nodes, dtype=object), list(of))
        others = others & ~(web.known[rows].sum(axis=0) > 0)
    names = {node: str(graph.nodes[node].get("name", "")) for node in web.nodes}
    found = best(web, many + len(web.nodes), rows, others)
    damped, chances = damping(web), expected(web, found)
    links: list[Indirect] = []
    for a, c, score, chance in zip(found.a.tolist(), found.c.tolist(), found.score.tolist(), chances, strict=True):
        if len(links) == many:
            break
        head, tail = web.nodes[a], web.nodes[c]
        if is_kind_of(names[head], names[tail]) or is_kind_of(names[tail], names[head]):
            continue
        through, ways = _ways(graph, web, damped, a, c, score)
        both = None if where is None else len(where.get(head, frozenset()) & where.get(tail, frozenset()))
        links.append(Indirect(head, tail, score, round(float(chance), 6), through, both, ways))
    return tuple(links)


def web_of(graph: nx.MultiDiGraph[str]) -> Web:
    """The links of a network, with their weights (`indirect_links`)."""
    return web(
        {node: str(data["type"]) for node, data in graph.nodes(data=True)},
        ((head, tail, data) for head, tail, data in graph.edges(data=True)),
    )


def _of_type(web: Web, kind: EntityType | None) -> NDArray[np.bool_]:
    return np.ones(len(web.nodes), dtype=bool) if kind is None else web.kinds == KINDS.index(kind.value)


def _ways(
    graph: nx.MultiDiGraph[str], web: Web, damped: Floats, a: int, c: int, score: float
) -> tuple[int, tuple[Way, ...]]:
    """How many concepts link the two, and the ways over those that add most."""
    ends = []
    for end in (a, c):
        row = slice(web.weights.indptr[end], web.weights.indptr[end + 1])
        ends.append(dict(zip(web.weights.indices[row].tolist(), web.weights.data[row].tolist(), strict=True)))
    parts = [(weight * ends[1][b] * float(damped[b]), b) for b, weight in ends[0].items() if b in ends[1]]
    parts.sort(key=lambda part: (-round(part[0], 9), part[1]))
    ways = []
    for part, b in parts[:WAYS]:
        over = web.nodes[b]
        first, second = _strongest(graph, web.nodes[a], over), _strongest(graph, web.nodes[c], over)
        sign = int(graph.edges[first].get("sign") or 0) * int(graph.edges[second].get("sign") or 0)
        forward = (first[1] == over) if (first[1] == over) == (second[0] == over) else None
        if forward is None or not sign:
            sign, forward = 0, None
        ways.append(Way(over, round(part / score, 4), first, second, sign, forward))
    return len(parts), tuple(ways)


def _strongest(graph: nx.MultiDiGraph[str], one: str, other: str) -> Edge:
    """The edge between two concepts that is believed most, whichever way; a co-occurrence where nothing is said."""
    edges: list[tuple[float, Edge]] = []
    for head, tail in ((one, other), (other, one)):
        for key, data in (graph.get_edge_data(head, tail) or {}).items():
            if data["type"] != "MEMBER_OF":
                edges.append((-float(data["belief"]) if data["belief"] is not None else 1.0, (head, tail, str(key))))
    return min(edges)[1]


#: the columns of ``indirect.tsv``, a row a link
COLUMNS = (
    Column("a", str, "node id of the one end, the smaller id"),
    Column("c", str, "node id of the other end"),
    Column("type_a", str, "type of a"),
    Column("type_c", str, "type of c"),
    Column("name_a", str, "name of a"),
    Column("name_c", str, "name of c"),
    Column("score", float, "sum over the concepts that both are linked with; bigger is more (Adamic and Adar)"),
    Column("expected", float, "the score that the two ends would have by all that they are linked with"),
    Column("lift", float, "score / expected"),
    Column("through", int, "how many concepts both are linked with"),
    Column("documents", int, "documents that name both, in no common sentence; 0: no text read names both"),
    Column("over", list, "the linking concepts that add most to the score, joined by |"),
    Column("shares", list, "what share of the score each of them adds, joined by |"),
    Column("first", list, "for each the edge to a, TYPE:head>tail, joined by |"),
    Column("second", list, "for each the edge to c, TYPE:head>tail, joined by |"),
    Column("signs", list, "for each 1 or -1 where two signed relations run one way through it, else 0, joined by |"),
)


def rows(links: Sequence[Indirect], graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    """The links as rows of ``indirect.tsv``."""
    return [
        {
            **_ends(link, graph),
            "over": [way.over for way in link.ways],
            "shares": [str(way.share) for way in link.ways],
            "first": [_named(way.first) for way in link.ways],
            "second": [_named(way.second) for way in link.ways],
            "signs": [str(way.sign) for way in link.ways],
        }
        for link in links
    ]


def plain(links: Sequence[Indirect], graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    """The links as ``indirect.json`` holds them.

    Each has the columns ``a`` to ``documents`` of the table and ``ways``: a list of ``over``, ``name``, ``share``,
    ``first`` and ``second`` (an edge as source, target and key), ``sign`` and ``forward`` (from a to c, or not;
    null where ``sign`` is 0).
    """
    return [
        {
            **_ends(link, graph),
            "ways": [
                {
                    "over": way.over,
                    "name": graph.nodes[way.over]["name"],
                    "share": way.share,
                    "first": list(way.first),
                    "second": list(way.second),
                    "sign": way.sign,
                    "forward": way.forward,
                }
                for way in link.ways
            ],
        }
        for link in links
    ]


def _ends(link: Indirect, graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    a, c = graph.nodes[link.a], graph.nodes[link.c]
    return {
        "a": link.a,
        "c": link.c,
        "type_a": a["type"],
        "type_c": c["type"],
        "name_a": a["name"],
        "name_c": c["name"],
        "score": link.score,
        "expected": link.expected,
        "lift": link.lift,
        "through": link.through,
        "documents": link.documents,
    }


def _named(edge: Edge) -> str:
    return f"{edge[2]}:{edge[0]}>{edge[1]}"
