"""Indirect links: their ways and signs, what is left out, and the files that tell them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from math import log
from pathlib import Path
from types import ModuleType

import networkx as nx
import pyarrow.parquet as pq
import pytest

from pipeline.core.records import EntityType, Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.attributes import clean
from pipeline.network.cooccurrence import count
from pipeline.network.formats import load_network
from pipeline.network.graph import build_graph
from pipeline.network.indirect import COLUMNS, Indirect, indirect_links, listed
from pipeline.network.occurrences import documents_of, of_readings
from pipeline.network.statements import build_statements


def network(readings: list[Reading]) -> nx.MultiDiGraph[str]:
    settings = NetworkSettings()
    return build_graph(of_readings(readings), build_statements(readings), count(readings, settings), settings)


def by_ends(links: tuple[Indirect, ...]) -> dict[tuple[str, str], Indirect]:
    return {(link.a, link.c): link for link in links}


@pytest.fixture
def chain(make: ModuleType) -> list[Reading]:
    """A cell carries a microRNA, the microRNA lowers a marker, and only another text names cell and marker."""
    said = make.Part(
        [
            make.Said("[MSC] shed [miR-21].", [("CARRIES", "MSC", "miR-21", "present", {"confidence": 0.9})]),
            make.Said("There [miR-21] lowers [PTEN].", [("TARGETS", "miR-21", "PTEN", "inhibits")]),
        ]
    )
    apart = make.Part(["[MSC] were grown.", "Of [PTEN] nothing was seen, nor of [hESC]."])
    return [make.reading("chain", [said]), make.reading("apart", [apart])]


def test_a_link_that_nobody_said(chain: list[Reading]) -> None:
    found = by_ends(indirect_links(network(chain), 10, where=documents_of(of_readings(chain))))
    assert set(found) == {("CL:0000134", "HGNC:9588"), ("CL:0002322", "mirna:mir-21")}
    link = found["CL:0000134", "HGNC:9588"]
    # each link: log2(1 + 1 document) + 2·belief; between them miR-21, whose strength is their sum
    carries, targets = 1 + 2 * 0.9, 1 + 2 * 0.8
    assert link.score == pytest.approx(carries * targets / log(1 + carries + targets), abs=1e-6)
    assert (link.through, link.documents) == (1, 2)
    (way,) = link.ways
    assert (way.over, way.share, way.sign, way.forward) == ("mirna:mir-21", 1.0, -1, True)
    assert way.first == ("CL:0000134", "mirna:mir-21", "CARRIES")
    assert way.second == ("mirna:mir-21", "HGNC:9588", "TARGETS")
    other = found["CL:0002322", "mirna:mir-21"].ways[0]
    assert (other.first, other.sign, other.forward) == (("CL:0002322", "HGNC:9588", "cooccurrence"), 0, None)


def test_what_is_joined_is_no_indirect_link(readings: list[Reading]) -> None:
    graph = network(readings)
    joined = {frozenset(edge) for edge in graph.edges()}
    links = listed(graph)
    assert links
    assert not {frozenset((link.a, link.c)) for link in links} & joined
    assert [link.score for link in links] == sorted((link.score for link in links), reverse=True)
    assert {link.documents for link in links} == {None}


def test_no_cell_with_its_own_kinds(chain: list[Reading]) -> None:
    graph = network(chain)
    kind = {**graph.nodes["CL:0002322"], "name": "mesenchymal stem cell of the invented organ"}
    graph.add_node("CL:9", **kind)
    graph.add_edge("CL:9", "mirna:mir-21", key="CARRIES", **graph.edges["CL:0000134", "mirna:mir-21", "CARRIES"])
    pairs = by_ends(indirect_links(graph, 10))
    assert ("CL:9", "HGNC:9588") in pairs
    assert ("CL:0000134", "CL:9") not in pairs


def test_only_what_is_asked_for(readings: list[Reading]) -> None:
    graph = network(readings)
    every = by_ends(indirect_links(graph, 1_000))
    of = by_ends(indirect_links(graph, 1_000, of=["CL:0000134"], kind=EntityType.MARKER))
    assert of
    assert of == {
        pair: link
        for pair, link in every.items()
        if "CL:0000134" in pair and graph.nodes[next(n for n in pair if n != "CL:0000134")]["type"] == "MARKER"
    }
    assert len(indirect_links(graph, 2)) == 2


def test_lift_sets_the_score_against_the_ends(chain: list[Reading]) -> None:
    graph = network(chain)
    link = by_ends(indirect_links(graph, 10))["CL:0000134", "HGNC:9588"]
    # of the cells, MSC is linked with PTEN over miR-21, and hESC with no marker over anything
    assert link.expected == pytest.approx(link.score)
    assert link.lift == pytest.approx(1.0)


def test_the_files_of_a_run_tell_them(chain: list[Reading], make: ModuleType, run_of: Callable[..., Path]) -> None:
    folder = run_of("one", [*chain, make.hostile(make.HOSTILE)]) / "network"
    told = json.loads((folder / "indirect.json").read_bytes())
    links = listed(load_network(folder))
    assert [(row["a"], row["c"], row["score"]) for row in told] == [(one.a, one.c, one.score) for one in links]
    with (folder / "indirect.tsv").open(encoding="utf-8", newline="") as lines:
        csv.field_size_limit(1_000_000)
        table = list(csv.DictReader(lines, dialect="excel-tab"))
    typed = pq.read_table(folder / "indirect.parquet").to_pylist()
    assert len(told) == len(table) == len(typed) > 1
    assert list(typed[0]) == [column.name for column in COLUMNS]
    for plain, cells, row in zip(told, table, typed, strict=True):
        assert plain["a"] == row["a"] == clean(row["a"])
        assert (row["score"], row["through"]) == (float(cells["score"]), int(cells["through"]))
        assert [way["over"] for way in plain["ways"]] == row["over"]
        assert [f"{k}:{h}>{t}" for h, t, k in (way["first"] for way in plain["ways"])] == row["first"]
        assert cells["over"].count("|") == len(row["over"]) - 1
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert set(manifest["columns"]["indirect.tsv"]) == set(typed[0])
