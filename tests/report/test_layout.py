"""The layout of the first view."""

from __future__ import annotations

import networkx as nx
import pytest

from pipeline.network.measures import add_measures
from pipeline.report.data import ReportData
from pipeline.report.layout import CHARACTER, HEIGHT, LEAST, WIDTH, core, place, sizes


def ring(count: int, layer: str = "relation", label: str = "a name") -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(count):
        graph.add_edge(
            f"n{number:03}",
            f"n{(number + 1) % count:03}",
            key="k",
            layer=layer,
            type="CARRIES",
            belief=0.5,
            score=1.0,
            sentences=1,
            evidence=["e"],
        )
    for node in graph:
        graph.nodes[node]["label"] = label
    add_measures(graph, 1)
    return graph


def test_the_first_view_is_bounded_and_prefers_relations() -> None:
    graph = ring(200)
    graph.add_edge("n000", "n002", key="cooccurrence", layer="cooccurrence", type="cooccurrence", rank=-1)
    chosen = core(graph, nodes=20, edges=10)
    assert len(chosen) == 10
    assert {graph.edges[edge]["layer"] for edge in chosen} == {"relation"}
    assert len({node for edge in core(graph, nodes=20, edges=99) for node in edge[:2]}) <= 20


def test_without_relations_it_shows_cooccurrence() -> None:
    assert len(core(ring(5, layer="cooccurrence"))) == 5
    assert core(nx.MultiDiGraph()) == []
    assert place(nx.MultiDiGraph(), []) == {}


@pytest.mark.parametrize("label", ["x", "a long name of a cell type"])
def test_no_two_boxes_overlap_much_and_all_stand_on_the_plane(label: str) -> None:
    graph = ring(30, label=label)
    at = place(graph, core(graph))
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in at.values())
    width = max(LEAST, CHARACTER * len(label)) * 0.5
    points = sorted(at.values())
    for number, (x, y) in enumerate(points):
        for u, v in points[number + 1 :]:
            assert abs(x - u) > width or abs(y - v) > 18


def test_neighbours_stand_nearer_than_strangers() -> None:
    graph = ring(24)
    at = place(graph, core(graph))

    def apart(a: str, b: str) -> float:
        return sum((p - q) ** 2 for p, q in zip(at[a], at[b], strict=True)) ** 0.5

    names = sorted(at)
    near = [apart(a, b) for a, b in zip(names, names[1:] + names[:1], strict=True)]
    far = [apart(names[i], names[(i + 12) % 24]) for i in range(24)]
    assert sum(near) / 24 < 0.5 * sum(far) / 24


def test_the_same_graph_is_laid_out_the_same(data: ReportData) -> None:
    assert place(data.graph, core(data.graph)) == place(data.graph.copy(), core(data.graph.copy()))


def test_sizes_grow_with_the_degree_within_bounds() -> None:
    star: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, degree in enumerate((0, 10, 160)):
        star.add_node(str(number), degree=degree)
    assert sizes(star) == {"0": 5.5, "1": 7.9, "2": 15.0}
    assert sizes(nx.MultiDiGraph()) == {}
