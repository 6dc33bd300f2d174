"""What is new since the last run, as the page carries it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.network.difference import Change, Difference
from pipeline.report.data import ReportData
from pipeline.report.news import MOST, news_of


def nodes(data: ReportData) -> dict[str, int]:
    return {node: number for number, node in enumerate(sorted(data.graph))}


def test_changes_name_the_edge_where_the_page_has_it(data: ReportData) -> None:
    number = nodes(data)
    told = news_of(data, number)
    assert told is not None
    assert told["counts"] == {"cooccurrence": {}, "relation": {"gained": 1, "lost": 1}}
    gained, lost = told["changes"]
    assert gained[3:5] == [number["CL:0000134"], number["mirna:mir-21"]]
    assert gained[8] == data.graph.edges["CL:0000134", "mirna:mir-21", "CARRIES"]["rank"]
    assert (lost[3], lost[8]) == ("a cell no more", None)
    assert told["documents"] == [["texts/second.txt"], ["texts/gone.txt"]]


def test_all_changes_are_counted_and_the_first_listed(data: ReportData) -> None:
    pair = Change(
        "strength", "cooccurrence", "cooccurrence", "a", "b", "a\x07", "b", (None, 1.0), (None, 2.0), "counts"
    )
    many = replace(data, difference=Difference((), (), (), True, (pair,) * (MOST["cooccurrence"] + 5)))
    told = news_of(many, nodes(data))
    assert told is not None
    assert told["counts"]["cooccurrence"] == {"strength": MOST["cooccurrence"] + 5}
    assert len(told["changes"]) == MOST["cooccurrence"]
    assert told["changes"][0][3] == "a\ufffd"
    assert told["extractor"]


def test_what_follows_from_names_alone_comes_last(data: ReportData) -> None:
    ends = ("a", "b", "a", "b", None, ("present", 1.0), "1 new document")
    changes = tuple(Change("gained", "relation", kind, *ends) for kind in ("MEMBER_OF", "TARGETS", "DERIVED_FROM"))
    told = news_of(replace(data, difference=Difference((), (), (), False, changes)), nodes(data))
    assert told is not None
    assert [row[2] for row in told["changes"]] == ["TARGETS", "MEMBER_OF", "DERIVED_FROM"]


def test_no_run_before_is_no_news(data: ReportData) -> None:
    assert news_of(replace(data, difference=None), nodes(data)) is None
