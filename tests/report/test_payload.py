"""The data that the page carries."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.network.attributes import clean
from pipeline.report.data import ReportData
from pipeline.report.payload import payload
from pipeline.report.texts import utf16


def units(text: str, start: int, end: int) -> str:
    """What a browser's slice gives: UTF-16 units."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.data())
def test_offsets_in_utf16_cut_out_the_same_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    to = utf16(text)
    assert units(text, to(start), to(end)) == text[start:end]
    assert (to(-5), to(len(text) + 5)) == (0, len(text.encode("utf-16-le")) // 2)


def test_every_mention_and_argument_stands_on_its_words(data: ReportData) -> None:
    page = payload(data)
    names = {reading.document.id: reading for reading in data.readings}
    assert [document["id"] for document in page["documents"]] == [reading.document.id for reading in data.readings]
    assert any(document["mentions"] for document in page["documents"])
    for document in page["documents"]:
        mentions = names[document["id"]].annotation.mentions
        assert [units(document["text"], *mention[:2]) for mention in document["mentions"]] == [
            mention.surface for mention in sorted(mentions, key=lambda one: (one.start, -one.end, one.type.value))
        ]
    (edge,) = [
        edge
        for edge in page["edges"]
        if edge.get("says") == "vesicles were enriched in"
        or (edge.get("says") == "vesicles carried" and len(edge["evidence"]) == 2)
    ]
    assert len(edge["evidence"]) == 2
    for piece in edge["evidence"]:
        text = page["documents"][piece["place"][0]]["text"]
        assert units(text, *piece["head"]) in ("MSC", "mesenchymal stem cells")
        assert units(text, *piece["tail"]) == "miR-21"
        assert units(text, *piece["place"][1:]).endswith((".", "let-7b."))


def test_edges_come_by_rank_and_name_their_nodes(data: ReportData) -> None:
    page = payload(data)
    ranks = [
        data.graph.edges[page["nodes"][edge["source"]]["id"], page["nodes"][edge["target"]]["id"], edge["type"]]["rank"]
        for edge in page["edges"]
    ]
    assert ranks == list(range(len(ranks)))
    first = [edge for edge in page["edges"] if edge["core"]]
    assert first
    assert all(page["nodes"][edge[end]]["at"] for edge in first for end in ("source", "target"))


def test_the_units_of_belief_make_the_belief(data: ReportData) -> None:
    edges = [edge for edge in payload(data)["edges"] if edge["layer"] == "relation"]
    assert any(edge["against"] for edge in edges)
    for edge in edges:
        sides = []
        for name in ("units", "against"):
            rest = 1.0
            for _, p in edge[name]:
                rest *= 1 - p
            sides.append(1 - rest)
        assert edge["belief"] == pytest.approx(sides[0] * (1 - sides[1]), abs=1e-5)


def test_cited_studies_are_there_with_their_links(data: ReportData) -> None:
    studies = payload(data)["studies"]
    assert studies["doi:10.9999/first"]["text"].startswith("A. Invented.")
    assert studies["pmid:999999902"]["pmid"] == "999999902"


def test_an_error_is_found_in_its_document_by_file_name(data: ReportData) -> None:
    page = payload(data)
    error, _ = page["errors"]
    number, start, end = error["place"]
    assert units(page["documents"][number]["text"], start, end) == "miR-21"
    elsewhere = replace(data, errors=[{"document": "unheard of", "start": 3, "end": 5, "kind": "missed"}])
    assert "place" not in payload(elsewhere)["errors"][0]


def test_the_overview_counts_what_there_is(data: ReportData) -> None:
    overview = payload(data)["overview"]
    assert sum(count for _, count, _, _ in overview["types"]) == 26
    assert ["MARKER", 9, 7, 7] in overview["types"]
    assert ["CELL_TYPE", 10, 6, 5] in overview["types"]
    assert overview["studies"] == 2
    assert overview["failures"][0]["remedy"] == "save it again"
    assert overview["duplicates"] == ["texts/copy.txt (the same as texts/first.txt)"]
    assert overview["summary"] == [["threshold", 0.5], ["sections", "body, table"], ["model", None]]
    assert overview["findings"][0]["says"] == "vesicles carried"


def test_no_gold_is_not_the_same_as_no_errors(make: ModuleType, report_of: Callable[..., ReportData]) -> None:
    nothing = payload(report_of(make.invented()))
    assert (nothing["evaluation"], nothing["errors"]) == (None, None)
    assert payload(report_of([], evaluation=[], errors=[]))["errors"] == []


def test_numbers_that_json_has_not_become_none(report_of: Callable[..., ReportData]) -> None:
    page = payload(report_of([], evaluation=[{"f1": float("nan"), "low": float("inf"), "types": {"b", "a"}}]))
    assert page["evaluation"] == [{"f1": None, "low": None, "types": "a, b"}]
    json.dumps(page, allow_nan=False)


def test_hostile_text_is_kept_but_for_what_no_format_holds(
    make: ModuleType, report_of: Callable[..., ReportData]
) -> None:
    page = payload(report_of([make.hostile(make.HOSTILE)]))
    json.dumps(page, ensure_ascii=False).encode()
    (document,) = page["documents"]
    start, end = document["mentions"][0][:2]
    assert units(document["text"], start, end) == clean(make.HOSTILE)
    assert document["title"] == clean(make.HOSTILE)
