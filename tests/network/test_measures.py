"""Measures: graphs whose answer is known in closed form."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from pipeline.network.measures import EXACT, add_measures, betweenness, communities, disparity, importance, simple


def network(*edges: tuple[str, str, float], layer: str = "relation", kind: str = "CARRIES") -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for head, tail, weight in edges:
        belief, score = (weight, None) if layer == "relation" else (None, weight)
        graph.add_edge(
            head, tail, key=kind, layer=layer, type=kind, belief=belief, score=score, sentences=1, evidence=["r"]
        )
    return graph


def test_the_middle_of_a_path_lies_on_every_path_and_of_a_star_too() -> None:
    path = network(("a", "b", 0.5), ("b", "c", 0.5))
    add_measures(path, 1)
    assert [path.nodes[n]["betweenness"] for n in "abc"] == [0, 1, 0]
    star = network(*[("hub", leaf, 0.5) for leaf in "abcd"])
    add_measures(star, 1)
    assert star.nodes["hub"] == {"degree": 4, "strength": 2.0, "betweenness": 1.0, "cells": 0, "community": 0}


def test_a_strong_edge_is_short() -> None:
    # a-b-c by strong edges is shorter (1/0.9 + 1/0.9) than the weak edge a-c (1/0.1)
    triangle = network(("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", 0.1))
    add_measures(triangle, 1)
    assert triangle.nodes["b"]["betweenness"] == 1


def test_two_cliques_are_two_communities() -> None:
    cliques = [(f"{g}{i}", f"{g}{j}", 0.8) for g, n in (("x", 5), ("y", 4)) for i in range(n) for j in range(i)]
    graph = network(*cliques, ("x0", "y0", 0.1))
    graph.add_node("lonely")
    add_measures(graph, 7)
    assert {graph.nodes[f"x{i}"]["community"] for i in range(5)} == {0}
    assert {graph.nodes[f"y{i}"]["community"] for i in range(4)} == {1}
    assert graph.nodes["lonely"]["community"] == 2


def test_communities_part_the_nodes_and_each_is_connected() -> None:
    for seed in range(6):
        flat = nx.gnm_random_graph(70, 90, seed=seed)
        nx.set_edge_attributes(flat, 1.0, "weight")
        found = communities(flat, seed)
        assert sorted(node for group in found for node in group) == sorted(flat)
        assert all(nx.is_connected(flat.subgraph(group)) for group in found)
        plain = nx.community.louvain_communities(flat, weight="weight", seed=seed)
        assert nx.community.modularity(flat, found) >= nx.community.modularity(flat, plain) - 1e-12
        assert found == communities(flat, seed)


def test_what_a_pair_weighs() -> None:
    graph = network(("a", "b", 0.6), ("b", "c", 0.2))
    graph.add_edges_from(network(("b", "a", 0.9), kind="REGULATES").edges(keys=True, data=True))
    graph.add_edges_from(
        network(("a", "b", 4.0), ("b", "c", 2.0), layer="cooccurrence", kind="cooccurrence").edges(keys=True, data=True)
    )
    graph.add_edges_from(network(("a", "a", 0.9), kind="ACTS_ON").edges(keys=True, data=True))
    graph.add_edges_from(network(("d", "a", 0.9), kind="MEMBER_OF").edges(keys=True, data=True))
    flat = simple(graph)
    assert {edge: flat.edges[edge]["weight"] for edge in flat.edges} == pytest.approx(
        {("a", "b"): 1.9, ("b", "c"): 0.7}
    )
    assert flat.edges["a", "b"]["distance"] == pytest.approx(1 / 1.9)


def test_the_rank_orders_all_edges_by_importance() -> None:
    graph = network(("a", "b", 0.9), ("b", "c", 0.5), ("c", "d", 0.1))
    graph.add_edges_from(
        network(("a", "b", 1.0), layer="cooccurrence", kind="cooccurrence").edges(keys=True, data=True)
    )
    add_measures(graph, 1)
    ordered = sorted(graph.edges(keys=True), key=lambda edge: graph.edges[edge]["rank"])
    values = [importance(graph, *edge) for edge in ordered]
    assert values == sorted(values, reverse=True)
    assert ordered[0] == ("a", "b", "CARRIES")


def test_many_nodes_get_a_seeded_estimate() -> None:
    names = [f"n{i:04}" for i in range(EXACT + 2)]
    edges = [(a, b, 0.5) for a, b in pairwise(names)]
    first, second = network(*edges), network(*edges)
    add_measures(first, 3)
    add_measures(second, 3)
    middle = first.nodes[names[len(names) // 2]]["betweenness"]
    assert middle == pytest.approx(0.5, abs=0.1)
    assert dict(first.nodes(data=True)) == dict(second.nodes(data=True))


def test_nothing_is_measured_on_nothing() -> None:
    empty: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    add_measures(empty, 1)
    assert len(empty) == 0


def test_betweenness_from_every_node_as_pivot_is_the_exact_one() -> None:
    chance = np.random.default_rng(4)
    flat = nx.gnm_random_graph(60, 150, seed=4)
    for *_, data in flat.edges(data=True):
        data["distance"] = float(chance.random()) + 0.1  # no two ways are equally long
    exact = nx.betweenness_centrality(flat, weight="distance")
    assert betweenness(flat, 1, exact=0, pivots=60) == pytest.approx(exact)
    some = betweenness(flat, 1, exact=0, pivots=30)
    assert some == betweenness(flat, 1, exact=0, pivots=30)
    best = max(exact, key=lambda node: exact[node])
    assert some[best] == pytest.approx(exact[best], rel=0.35)


def test_betweenness_of_parts_that_are_not_linked() -> None:
    flat: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c"), ("x", "y")])
    nx.set_edge_attributes(flat, 1.0, "distance")
    assert betweenness(flat, 1, exact=0) == pytest.approx(nx.betweenness_centrality(flat, weight="distance"))


def test_the_backbone_keeps_what_matters_to_either_end() -> None:
    # to the hub the link to a is one of four alike: (1 - 1/4)^3; to a it is 9/10 of its two: (1 - .9)^1
    flat: nx.Graph[str] = nx.Graph()
    flat.add_weighted_edges_from(
        [("hub", "a", 0.9), ("hub", "b", 0.9), ("hub", "c", 0.9), ("hub", "d", 0.9), ("a", "b", 0.1)]
    )
    found = disparity(flat)
    assert found["a", "hub"] == pytest.approx(0.1)
    assert found["c", "hub"] == pytest.approx(0.75**3), "its only link says nothing of c"
    assert found["a", "b"] == pytest.approx(0.9)
    assert disparity(nx.Graph([("a", "b", {"weight": 1.0})])) == {("a", "b"): 1.0}


def test_a_bridge_is_linked_with_many_cells_by_statements() -> None:
    graph = network(("cell 1", "m", 0.5), ("cell 2", "m", 0.5), ("m", "n", 0.5))
    graph.add_edge("cell 3", "m", key="cooccurrence", layer="cooccurrence", type="cooccurrence", belief=None, score=1.0,
                   sentences=1, evidence=[])  # fmt: skip
    for node in graph:
        graph.nodes[node]["type"] = "CELL_TYPE" if node.startswith("cell") else "MARKER"
    add_measures(graph, 1)
    assert {node: graph.nodes[node]["cells"] for node in graph} == {
        "cell 1": 0, "cell 2": 0, "cell 3": 0, "m": 2, "n": 0}  # fmt: skip
    assert graph.edges["m", "n", "CARRIES"]["disparity"] is not None
