"""The network made of readings, statements and co-occurrences."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import networkx as nx
import pytest

from pipeline.core.errors import NetworkError
from pipeline.core.records import Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import count
from pipeline.network.graph import LABEL, build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.statements import build_statements

SETTINGS = NetworkSettings()


def network(readings: list[Reading]) -> nx.MultiDiGraph[str]:
    return build_graph(of_readings(readings), build_statements(readings), count(readings, SETTINGS), SETTINGS)


def test_every_concept_is_a_node_also_without_an_identifier(readings: list[Reading]) -> None:
    graph = network(readings)
    assert set(graph) == {m.node for reading in readings for m in reading.annotation.mentions}
    msc = graph.nodes["CL:0000134"]
    assert (msc["type"], msc["name"], msc["mentions"], msc["documents"]) == ("CELL_TYPE", "mesenchymal stem cell", 5, 2)
    assert msc["names"] == ["MSC", "iPSC-derived MSC", "mesenchymal stem cells"]  # MSC is named most often
    unlinked = graph.nodes["nil:CELL_TYPE:tenocyte-like cells"]
    assert (unlinked["name"], unlinked["linked"]) == ("tenocyte-like cells", False)


def test_a_relation_is_a_signed_edge_from_head_to_tail(readings: list[Reading]) -> None:
    graph = network(readings)
    edge = graph.edges["mirna:mir-21", "HGNC:9588", "TARGETS"]
    assert (edge["layer"], edge["polarity"], edge["sign"], edge["contested"]) == ("relation", "activates", 1, True)
    assert (edge["documents"], edge["studies"], edge["sentences"], len(edge["evidence"])) == (2, 2, 2, 2)
    assert graph.edges["CL:0002322", "HGNC:1473", "EXPRESSES"]["sign"] == -1
    assert graph.edges["CL:0000134", "pathway:PTEN/AKT", "MODULATES"]["speculative"]


def test_the_layers_lie_side_by_side(readings: list[Reading]) -> None:
    graph = network(readings)
    assert set(graph["CL:0000134"]["mirna:mir-21"]) == {"CARRIES", "cooccurrence"}
    edge = graph.edges["CL:0000134", "mirna:mir-21", "cooccurrence"]
    assert (edge["sentences"], edge["documents"], edge["belief"]) == (2, 2, None)


def test_a_score_can_be_worked_out_again_from_the_edge_and_the_network(readings: list[Reading]) -> None:
    graph = network(readings)
    whole = graph.graph
    edges = [edge for *_, edge in graph.edges(data=True) if edge["layer"] == "cooccurrence"]
    assert len({edge["score"] for edge in edges}) > 2
    for edge in edges:
        c = whole["weight_sentence"] * edge["sentences"] + whole["weight_passage"] * edge["passages"]
        c += whole["weight_document"] * edge["documents"]
        expected = edge["weighted_a"] * edge["weighted_b"] / whole["weighted_all"]
        assert edge["score"] == pytest.approx(c ** whole["alpha"] * (c / expected) ** (1 - whole["alpha"]), abs=1e-5)
        assert len(edge["places"]) == edge["sentences"]


def test_a_long_name_is_drawn_by_a_short_one_that_was_seen(make: ModuleType) -> None:
    text = make.reading("a", [make.Part(["[MSC] and [CD9]."])])
    long = "a mesenchymal stem cell of the umbilical cord"
    mentions = tuple(
        replace(m, name=long) if m.surface == "MSC" else replace(m, name="x" * 99, surface="y" * 99)
        for m in text.annotation.mentions
    )
    graph = network([replace(text, annotation=replace(text.annotation, mentions=mentions))])
    assert graph.nodes["CL:0000134"]["label"] == "MSC"
    assert graph.nodes["HGNC:1709"]["label"] == "x" * (LABEL - 1) + "…"


@pytest.mark.parametrize(("seen", "label"), [(("AT", "AT", "AD-MSC"), "AD-MSC"), (("AT",), "AT")])
def test_two_letters_are_a_label_only_where_there_is_no_other(
    make: ModuleType, seen: tuple[str, ...], label: str
) -> None:
    text = make.reading("a", [make.Part([" and ".join(["[MSC]"] * len(seen)) + "."])])
    forms = zip(text.annotation.mentions, seen, strict=True)
    mentions = tuple(
        replace(mention, surface=surface, name="a mesenchymal stem cell of adipose tissue")
        for mention, surface in forms
    )
    graph = network([replace(text, annotation=replace(text.annotation, mentions=mentions))])
    assert graph.nodes["CL:0000134"]["label"] == label


def test_statements_of_other_readings_are_refused(readings: list[Reading]) -> None:
    with pytest.raises(NetworkError, match="none of the 0 concepts"):
        build_graph(of_readings([]), build_statements(readings), [], SETTINGS)


def test_names_that_differ_in_case_only_are_told_once(make: ModuleType) -> None:
    text = make.reading("a", [make.Part(["[CD9] and [CD9] and [CD9]."])])
    forms = zip(text.annotation.mentions, ("Cd9", "CD9", "cd9"), strict=True)
    mentions = tuple(replace(mention, surface=surface) for mention, surface in forms)
    graph = network([replace(text, annotation=replace(text.annotation, mentions=mentions))])
    assert graph.nodes["HGNC:1709"]["names"] == ["CD9"]
