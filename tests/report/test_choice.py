"""Choice: a page of a large library carries the best, says so, and hangs together."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest

from pipeline.report.choice import choose, shown, told
from pipeline.report.data import ReportData
from pipeline.report.parts import split
from pipeline.report.payload import payload


@pytest.fixture
def part(full: ReportData) -> ReportData:
    """What a report is made from that carries one document of all that the network has."""
    one = next(reading for reading in full.readings if reading.document.source == "texts/first.txt")
    return replace(full, readings=[one], documents=len(full.readings), mentions={"MIRNA": 99})


def test_all_that_fits_is_carried_and_nothing_is_said_of_it(full: ReportData) -> None:
    sizes = {one.document.id: len(one.document.text) for one in full.readings}
    assert choose(full.graph, full.statements, sizes) == sizes.keys()
    assert shown(full) is full
    assert shown(replace(full, documents=len(full.readings))).graph is full.graph
    assert told(full, full) == {}


def test_the_first_edges_choose_until_there_is_no_room(full: ReportData) -> None:
    sizes = {one.document.id: len(one.document.text) for one in full.readings}
    ranked = sorted(full.graph.edges(keys=True), key=lambda edge: int(full.graph.edges[edge]["rank"]))
    said = {(one.head, one.tail, one.type.value): one for one in full.statements}
    first = {piece.document for piece in said[ranked[0]].supporting}
    room = sum(sizes[document] for document in first)
    chosen = choose(full.graph, full.statements, sizes, most=room)
    assert chosen & first
    before: frozenset[str] = frozenset()
    for most in range(0, sum(sizes.values()) + 50, 50):
        now = choose(full.graph, full.statements, sizes, most=most)
        assert before <= now, "more room costs nobody a place"
        assert sum(sizes[document] for document in now) <= most
        before = now
    assert before == sizes.keys()
    assert choose(full.graph, full.statements, sizes, most=0) == frozenset()
    last = max(sizes)
    assert last in choose(full.graph, full.statements, sizes, [last, "d of no text"], most=sizes[last])


def test_what_is_shown_rests_on_what_is_carried_and_keeps_its_numbers(part: ReportData) -> None:
    page = shown(part)
    there = {reading.document.id for reading in part.readings}
    assert 0 < page.graph.number_of_edges() < part.graph.number_of_edges()
    assert 0 < len(page.graph) < len(part.graph)
    ranks = sorted(int(data["rank"]) for *_, data in page.graph.edges(data=True))
    assert ranks == list(range(page.graph.number_of_edges()))
    for head, tail, key, data in page.graph.edges(keys=True, data=True):
        assert data["belief"] == part.graph.edges[head, tail, key]["belief"]
        if data["layer"] == "cooccurrence":
            assert {place.rpartition(":")[0] for place in data["places"]} <= there
    assert page.statements
    assert page.indirect
    for one in page.statements:
        pieces = (*one.supporting, *one.opposing)
        assert pieces
        assert {piece.document for piece in pieces} <= there
        assert page.graph.has_edge(one.head, one.tail, one.type.value)
    for link in page.indirect:
        assert all(page.graph.has_edge(*way.first) and page.graph.has_edge(*way.second) for way in link.ways)
    assert shown(part, edges=1).graph.number_of_edges() == 1


def test_the_page_counts_all_and_says_what_it_shows(part: ReportData) -> None:
    found = payload(part)
    head, _ = split(found)
    assert head["documents"]["number"] == 1
    overview = found["overview"]
    summary = dict(overview["summary"])
    assert summary["documents on this page"] == f"1 of {part.documents}"
    assert summary["edges on this page"].endswith(f" of {part.graph.number_of_edges()}")
    assert summary["threshold"] == 0.5
    assert [row[1] for row in overview["types"] if row[0] == "MIRNA"] == [99]
    assert sum(row[2] for row in overview["types"]) == len(part.graph)
    assert sum(row[1] for row in overview["relations"]) == sum(
        len(one.supporting) + len(one.opposing) for one in part.statements
    )
    assert json.dumps(found, allow_nan=False)


def test_counts_of_evidence_are_counts_of_relations(make: ModuleType, report_of: Callable[..., ReportData]) -> None:
    readings = make.invented()
    rows = payload(report_of(readings))["overview"]["relations"]
    assert sum(row[1] for row in rows) == sum(len(reading.relations) for reading in readings)
