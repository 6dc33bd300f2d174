"""The page's data in parts: what is taken apart comes together again."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from pipeline.report import parts
from pipeline.report.data import ReportData
from pipeline.report.parts import EDGE_COLUMNS, packed, split, told
from pipeline.report.payload import payload


def joined(head: dict[str, Any], held: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Edges and documents as the page puts them together."""
    columns = {name: json.loads(held[f"edges-{name}"]) for name in head["edges"]["columns"]}
    edges = []
    for number in range(head["edges"]["number"]):
        rest = json.loads(held[f"edges-{number // head['edges']['each']}"])[number % head["edges"]["each"]]
        edges.append({**{name: values[number] for name, values in columns.items()}, **rest})
    documents = json.loads(held["documents"])
    starts = [*head["documents"]["starts"], len(documents)]
    for number in range(len(starts) - 1):
        for offset, row in enumerate(json.loads(held[f"documents-{number}"])):
            documents[starts[number] + offset].update(row)
    return edges, documents


@pytest.mark.parametrize("size", [1, 128])
def test_edges_and_documents_come_together_again(data: ReportData, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(parts, "EDGES_A_PART", size)
    monkeypatch.setattr(parts, "CHARACTERS_A_PART", size)
    whole = json.loads(told(payload(data)))
    edges, documents = joined(*split(payload(data)))
    for edge, own in zip(edges, whole["edges"], strict=True):
        assert {name: value for name, value in edge.items() if value is not None and name in own} == own
    for document, own in zip(documents, whole["documents"], strict=True):
        assert document["counts"]["mentions"] == len(own["mentions"])
        assert {name: value for name, value in document.items() if name != "counts"} == own


def test_an_edge_tells_its_documents_and_sections(data: ReportData) -> None:
    head, held = split(payload(data))
    edges, _ = joined(head, held)
    nodes = [node["id"] for node in json.loads(held["nodes"])]
    found = {
        edge["type"]: (edge["sources"], [head["sections"][section] for section in edge["sections"]])
        for edge in edges
        if {nodes[edge["source"]], nodes[edge["target"]]} == {"CL:0000134", "mirna:mir-21"}
    }
    assert found == {"CARRIES": ([0, 1], ["abstract", "body"]), "cooccurrence": ([0, 1], ["abstract", "body"])}


def test_the_legend_counts_what_the_filters_name(data: ReportData) -> None:
    head, held = split(payload(data))
    edges, _ = joined(head, held)
    legend = head["legend"]
    assert sum(legend["types"].values()) == head["nodes"]
    assert sum(legend["signs"].values()) == len(edges)
    assert legend["signs"]["together"] == sum(edge["layer"] == "cooccurrence" for edge in edges)
    assert legend["relations"]["TARGETS"] == 1
    assert legend["sections"]["table"] == sum("table" in [head["sections"][i] for i in e["sections"]] for e in edges)


def test_long_values_are_parts_and_short_ones_are_not(data: ReportData, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PLAIN", 200)
    head, held = split(payload(data))
    assert "overview" in head["long"]
    assert json.loads(held["overview"]) == json.loads(told(payload(data)["overview"]))
    assert head["title"] == data.title


def test_a_report_of_nothing_has_its_parts(report_of: Callable[..., ReportData]) -> None:
    head, held = split(payload(report_of([])))
    assert (head["nodes"], head["edges"]["number"], head["documents"]["starts"]) == (0, 0, [])
    assert {f"edges-{name}" for name in EDGE_COLUMNS} < set(held)


def test_hostile_text_is_packed_as_it_is(make: ModuleType) -> None:
    import base64
    import gzip

    text = told({"name": make.HOSTILE.replace("\ud800", "")})
    assert gzip.decompress(base64.b64decode(packed(text))).decode() == text
    assert packed(text) == packed(text)
