"""Formats of other programs: each read back whole, hostile names and missing values included."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pytest

from pipeline.core.settings import NetworkSettings
from pipeline.network.attributes import EDGE_COLUMNS, NODE_COLUMNS, TABLES, clean, pick
from pipeline.network.cooccurrence import count
from pipeline.network.formats import write_network
from pipeline.network.graph import build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.statements import build_statements


@pytest.fixture(scope="module")
def graph(make: ModuleType) -> nx.MultiDiGraph[str]:
    return written(make)[0]


@pytest.fixture(scope="module")
def folder(make: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("network")
    write_network(*written(make), folder)
    return folder


def written(make: ModuleType) -> tuple[nx.MultiDiGraph[str], Any]:
    readings = [*make.invented(), make.hostile(make.HOSTILE)]
    settings = NetworkSettings()
    statements = build_statements(readings)
    return build_graph(of_readings(readings), statements, count(readings, settings), settings), statements


def rows(graph: nx.MultiDiGraph[str]) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str, str], dict[str, Any]]]:
    """The network's rows as every format may hold them."""
    nodes = {clean(node): pick(NODE_COLUMNS, {"id": node, **data}) for node, data in graph.nodes(data=True)}
    edges = {
        (clean(head), clean(tail), key): pick(EDGE_COLUMNS, {"source": head, "target": tail, "key": key, **data})
        for head, tail, key, data in graph.edges(keys=True, data=True)
    }
    return nodes, edges


def there(row: dict[str, Any], joined: bool = False) -> dict[str, Any]:
    """What of a row is not missing."""
    values = {name: value for name, value in row.items() if value is not None}
    if joined:
        values = {name: "|".join(value) if isinstance(value, list) else value for name, value in values.items()}
    return values


def test_gexf_is_read_back_by_networkx(graph: nx.MultiDiGraph[str], folder: Path) -> None:
    text = (folder / "network.gexf").read_bytes()
    assert b"lastmodifieddate" not in text
    back = nx.read_gexf(io.BytesIO(text))
    nodes, edges = rows(graph)
    assert set(back) == set(nodes)
    for node, row in nodes.items():
        want = there(row, joined=True)
        want["concept_type"] = want.pop("type")
        assert {name: back.nodes[node][name] for name in want if name not in ("id", "label")} == pytest.approx(
            {name: value for name, value in want.items() if name not in ("id", "label")}
        )
    assert back.number_of_edges() == len(edges)
    found = sorted((head, tail, data["relation"]) for head, tail, data in back.edges(data=True))
    assert found == sorted((head, tail, row["type"]) for (head, tail, _), row in edges.items())
    weights = sorted(data["weight"] for *_, data in back.edges(data=True))
    assert weights == pytest.approx(
        sorted(row["belief"] if row["belief"] is not None else row["score"] for row in edges.values())
    )


def test_cx2_keeps_to_its_declarations(graph: nx.MultiDiGraph[str], folder: Path) -> None:
    parts = json.loads((folder / "network.cx2").read_bytes())
    assert parts[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert parts[-1] == {"status": [{"success": True}]}
    aspects = {name: value for part in parts[2:-1] for name, value in part.items()}
    assert parts[1]["metaData"] == [{"name": name, "elementCount": len(value)} for name, value in aspects.items()]
    (declared,) = aspects["attributeDeclarations"]
    python = {"string": str, "boolean": bool, "long": int, "double": (float, int), "list_of_string": list}
    for name in ("nodes", "edges"):
        assert [element["id"] for element in aspects[name]] == list(range(len(aspects[name])))
        for element in aspects[name]:
            for key, value in element["v"].items():
                assert isinstance(value, python[declared[name][key]["d"]]), (key, value)
                assert isinstance(value, bool) == (declared[name][key]["d"] == "boolean")
    for key, value in aspects["networkAttributes"][0].items():
        assert isinstance(value, python[declared["networkAttributes"][key]["d"]])
    nodes, edges = rows(graph)
    ids = [node["v"]["represents"] for node in aspects["nodes"]]
    assert sorted(ids) == sorted(nodes)
    back = {(ids[one["s"]], ids[one["t"]], one["v"]["interaction"]): one["v"] for one in aspects["edges"]}
    assert set(back) == {(head, tail, row["type"]) for (head, tail, _), row in edges.items()}
    for (head, tail, kind), values in back.items():
        row = there(edges[head, tail, kind])
        assert {name: row[name] for name in values if name != "interaction"} == {
            name: value for name, value in values.items() if name != "interaction"
        }


def test_cytoscape_json_is_read_back_by_networkx(graph: nx.MultiDiGraph[str], folder: Path) -> None:
    data = json.loads((folder / "network.cyjs").read_bytes())
    identifiers = [one["data"]["id"] for part in data["elements"].values() for one in part]
    assert len(set(identifiers)) == len(identifiers), "Cytoscape wants ids to differ"
    back = nx.cytoscape_graph(data)
    assert back.graph["alpha"] == 0.6
    nodes, edges = rows(graph)
    assert {node: {k: v for k, v in row.items() if k != "value"} for node, row in back.nodes(data=True)} == {
        node: there(row) for node, row in nodes.items()
    }
    assert {
        (head, tail, key): {k: v for k, v in row.items() if k not in ("id", "interaction")}
        for head, tail, key, row in back.edges(keys=True, data=True)
    } == {edge: there(row) for edge, row in edges.items()}


def test_sif_names_every_edge_and_every_lone_node(graph: nx.MultiDiGraph[str], folder: Path) -> None:
    lines = [line.split("\t") for line in (folder / "network.sif").read_text(encoding="utf-8").split("\n")[:-1]]
    assert {len(line) for line in lines} <= {1, 3}
    plain = {node: " ".join(clean(node).split()) for node in graph}
    seen = sorted(tuple(line) for line in lines if len(line) == 3)
    assert seen == sorted(
        (plain[head], ":".join(filter(None, (data["type"], data["polarity"]))), plain[tail])
        for head, tail, data in graph.edges(data=True)
    )
    assert ("mirna:mir-21", "TARGETS:activates", "HGNC:9588") in seen
    lone = sorted(line[0] for line in lines if len(line) == 1)
    assert lone == sorted(plain[node] for node in nx.isolates(graph))


@pytest.mark.parametrize("name", ["nodes", "edges", "evidence"])
def test_parquet_holds_what_the_table_holds_with_its_types(folder: Path, name: str) -> None:
    table = pq.read_table(folder / f"{name}.parquet")
    columns = TABLES[f"{name}.tsv"]
    assert table.schema.names == [column.name for column in columns]
    assert table.schema.field(0).metadata[b"meaning"].decode() == columns[0].meaning
    lines = (folder / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[1:-1]
    assert table.num_rows == len(lines)
    for column in columns:
        values = table[column.name].to_pylist()
        assert {type(value) for value in values} <= {column.type, type(None)}
    if name == "edges":
        beliefs = [line.split("\t")[9] for line in lines]
        assert ["" if value is None else str(value) for value in table["belief"].to_pylist()] == beliefs
