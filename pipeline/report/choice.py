"""What of a large library a page carries: texts with the best evidence for the first edges, and what rests on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import networkx as nx

from pipeline.core.records import Statement
from pipeline.network.indirect import Indirect
from pipeline.network.statements import evidence_belief
from pipeline.report.data import ReportData

#: a page carries texts of so many characters in all, of each edge the best evidence of so many documents, and so many
#: edges; below, it carries everything
CHARACTERS, EACH, EDGES = 4_000_000, 3, 20_000

Edge = tuple[str, str, str]


def choose(
    graph: nx.MultiDiGraph[str],
    statements: Sequence[Statement],
    characters: Mapping[str, int],
    always: Collection[str] = (),
    most: int = CHARACTERS,
) -> frozenset[str]:
    """The documents whose texts a page carries: all, or those that the first edges' best evidence stands in.

    Parameters
    ----------
    graph
        The network; its edges have a ``rank``.
    statements
        The statements it was made from.
    characters
        Document id -> characters of its text, for all documents of the network.
    always
        Documents that are chosen in any case.
    most
        Characters in all.

    Examples
    --------
    >>> sorted(choose(nx.MultiDiGraph(), [], {"d1": 5, "d2": 6}, ["d2"], 10))
    ['d2']
    >>> sorted(choose(nx.MultiDiGraph(), [], {"d1": 5, "d2": 6}, [], 11))
    ['d1', 'd2']
    """
    if sum(characters.values()) <= most:
        return frozenset(characters)
    said = {(one.head, one.tail, one.type.value): one for one in statements}
    chosen = set(always) & characters.keys()
    room = most - sum(characters[document] for document in chosen)
    for edge in _ranked(graph):
        named = _best(said[edge]) if edge in said else [_document(place) for place in graph.edges[edge]["places"][:1]]
        for document in named:
            if document not in chosen:
                room -= characters[document]
                if room < 0:
                    return frozenset(chosen)
                chosen.add(document)
    return frozenset(chosen)


def shown(data: ReportData, edges: int = EDGES) -> ReportData:
    """What the page of some data shows: all, or where it lacks documents of the network what rests on those it has.

    An edge is left out where none of its evidence stands in a document of the page, and behind the first ``edges``;
    a concept is left out that neither an edge nor a document of the page names. What is left keeps the numbers that
    the whole library gives it, beliefs and counts among them, and edges are ranked anew from 0.

    Parameters
    ----------
    data
        What the report is made from.
    edges
        How many edges at most, where documents are lacking.
    """
    if data.documents is None or data.documents == len(data.readings):
        return data
    there = {reading.document.id for reading in data.readings}
    said = {(one.head, one.tail, one.type.value): _within(one, there) for one in data.statements}
    kept: dict[Edge, int] = {}
    places: dict[Edge, list[str]] = {}
    for edge in _ranked(data.graph):
        if len(kept) == edges:
            break
        one = said.get(edge)
        if one is None:
            places[edge] = [place for place in data.graph.edges[edge]["places"] if _document(place) in there]
        if places.get(edge) or (one is not None and (one.supporting or one.opposing)):
            kept[edge] = len(kept)
    nodes = {mention.node for reading in data.readings for mention in reading.annotation.mentions}
    nodes.update(node for edge in kept for node in edge[:2])
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**data.graph.graph)
    graph.add_nodes_from((node, data.graph.nodes[node]) for node in sorted(nodes))
    for edge in sorted(kept):
        more = {"rank": kept[edge], **({"places": places[edge]} if edge in places else {})}
        graph.add_edge(edge[0], edge[1], key=edge[2], **{**data.graph.edges[edge], **more})
    return replace(
        data,
        graph=graph,
        statements=[one for edge, one in said.items() if edge in kept],
        indirect=[link for link in (_over(link, graph) for link in data.indirect) if link is not None],
    )


def told(data: ReportData, shown: ReportData) -> dict[str, str]:
    """What of the library the page shows, in words; empty where it shows all."""
    if shown is data:
        return {}
    counts = {
        "documents": (len(shown.readings), data.documents or 0),
        "concepts": (len(shown.graph), len(data.graph)),
        "edges": (shown.graph.number_of_edges(), data.graph.number_of_edges()),
    }
    return {
        **{f"{what} on this page": f"{few:,} of {many:,}" for what, (few, many) in counts.items()},
        "beyond this page": "all edges and all evidence are in network/edges.tsv and network/evidence.tsv",
    }


def _ranked(graph: nx.MultiDiGraph[str]) -> list[Edge]:
    ranks = sorted((data["rank"], (head, tail, key)) for head, tail, key, data in graph.edges(keys=True, data=True))
    return [edge for _, edge in ranks]


def _best(statement: Statement) -> list[str]:
    """The documents with the most believed evidence for a statement, and one with evidence against it."""
    pieces = sorted(statement.supporting, key=lambda one: (-evidence_belief(one), one.document))
    against = sorted(statement.opposing, key=lambda one: (-evidence_belief(one), one.document))
    return [*dict.fromkeys(one.document for one in pieces)][:EACH] + [one.document for one in against[:1]]


def _within(statement: Statement, documents: Collection[str]) -> Statement:
    """A statement with the evidence that stands in some documents, its numbers as they are."""
    supporting = tuple(one for one in statement.supporting if one.document in documents)
    opposing = tuple(one for one in statement.opposing if one.document in documents)
    return replace(statement, supporting=supporting, opposing=opposing)


def _over(link: Indirect, graph: nx.MultiDiGraph[str]) -> Indirect | None:
    """An indirect link with the ways whose edges are there; ``None`` where none is."""
    ways = tuple(way for way in link.ways if graph.has_edge(*way.first) and graph.has_edge(*way.second))
    return replace(link, ways=ways) if ways and link.a in graph and link.c in graph else None


def _document(place: str) -> str:
    return place.rpartition(":")[0]
