"""The static figure of the network."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from xml.etree import ElementTree

from pipeline.network.attributes import clean
from pipeline.report.data import ReportData
from pipeline.report.figures import SIGNS, core_figure
from pipeline.report.layout import core

SVG = "{http://www.w3.org/2000/svg}"


def test_the_figure_shows_each_concept_and_relation_of_the_first_view(data: ReportData) -> None:
    edges = core(data.graph)
    drawing = ElementTree.fromstring(core_figure(data.graph))
    lines = [line for line in drawing.iter(f"{SVG}line") if line.get("x1")]
    assert len(lines) == len(edges)
    words = {text.text for text in drawing.iter(f"{SVG}text")}
    assert {data.graph.nodes[node]["label"] for edge in edges for node in edge[:2]} <= words
    assert {name for name, *_ in SIGNS.values()} <= words


def test_signs_are_told_apart_without_colour(data: ReportData) -> None:
    drawing = ElementTree.fromstring(core_figure(data.graph))
    looks = {(line.get("stroke-dasharray"), line.get("marker-end")) for line in drawing.iter(f"{SVG}line")}
    assert looks == {("none", "url(#arrow)"), ("6 4", "url(#bar)"), ("2 3", "url(#dot)")}


def test_cooccurrence_alone_is_drawn_without_arrows(make: ModuleType, report_of: Callable[..., ReportData]) -> None:
    graph = report_of([make.reading("a", [make.Part(["[MSC] with [CD9]."])])]).graph
    (line,) = [line for line in ElementTree.fromstring(core_figure(graph)).iter(f"{SVG}line") if line.get("x1")]
    assert line.get("marker-end") is None


def test_hostile_and_empty_networks_are_drawn(make: ModuleType, report_of: Callable[..., ReportData]) -> None:
    graph = report_of([make.hostile(make.HOSTILE)]).graph
    drawing = ElementTree.fromstring(core_figure(graph))
    shown = {text.text for text in drawing.iter(f"{SVG}text")}
    assert any(word and clean(make.HOSTILE).startswith(word[:20]) for word in shown)
    assert ElementTree.fromstring(core_figure(report_of([]).graph)).tag == f"{SVG}svg"
