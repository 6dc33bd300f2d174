"""GraphML and GEXF: read back by networkx, every value of its type, line ends and quotes kept."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx
import pytest

from pipeline.network.attributes import EDGE_COLUMNS, NODE_COLUMNS, Column
from pipeline.network.markup import gexf, graphml

HARD = "a\r\nb\tc\"d'e<f>&amp;]]>\U0001f9ec\u2028"
VALUES: dict[type, Any] = {str: HARD, bool: True, int: -3, float: 0.1, list: [HARD, "g|h"]}


def row(columns: tuple[Column, ...], **given: Any) -> dict[str, Any]:
    return {column.name: VALUES[column.type] for column in columns} | given


NODES = [row(NODE_COLUMNS), row(NODE_COLUMNS, id="n2", names=[], linked=False, betweenness=None)]
EDGES = [
    row(EDGE_COLUMNS, source=HARD, target="n2", key="one"),
    row(EDGE_COLUMNS, source=HARD, target="n2", key="two", belief=None, polarity=None, contested=False),
]


def wanted(columns: tuple[Column, ...], values: dict[str, Any]) -> dict[str, Any]:
    return {
        column.name: "|".join(values[column.name]) if column.type is list else values[column.name]
        for column in columns
        if values[column.name] is not None
    }


def test_graphml_keeps_every_value() -> None:
    back = nx.read_graphml(io.BytesIO(graphml(NODES, EDGES)), force_multigraph=True)
    for node in NODES:
        assert back.nodes[node["id"]] == wanted(NODE_COLUMNS[1:], node)
    assert {key: data for *_, key, data in back.edges(keys=True, data=True)} == {
        edge["key"]: wanted(EDGE_COLUMNS[3:], edge) for edge in EDGES
    }
    assert "networkx" not in graphml(NODES, EDGES).decode()


def test_gexf_keeps_every_value() -> None:
    back = nx.read_gexf(io.BytesIO(gexf(NODES, EDGES)))
    for node in NODES:
        want = wanted(NODE_COLUMNS[1:], node)
        assert {name: back.nodes[node["id"]][name] for name in want if name != "type"} == {
            name: value for name, value in want.items() if name != "type"
        }
        assert back.nodes[node["id"]]["concept_type"] == want["type"]
    edges = {key: data for *_, key, data in back.edges(keys=True, data=True)}
    assert set(edges) == {"one", "two"}
    for edge in EDGES:
        want = wanted(EDGE_COLUMNS[3:], edge)
        want["relation"] = want.pop("type")
        assert {name: edges[edge["key"]][name] for name in want} == want
        weight = edge["belief"] if edge["belief"] is not None else edge["score"]
        assert edges[edge["key"]]["weight"] == pytest.approx(weight)
        assert ("belief" in edges[edge["key"]]) == (edge["belief"] is not None)


def test_nothing_in_nothing_out() -> None:
    assert len(nx.read_graphml(io.BytesIO(graphml([], [])))) == 0
    assert len(nx.read_gexf(io.BytesIO(gexf([], [])))) == 0
