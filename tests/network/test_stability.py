"""Stability: what is left of an edge is what a network made without the document has."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import pytest

from pipeline.core.records import SIGN, Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import count
from pipeline.network.graph import build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.stability import Edge, Stability, add_stabilities, stabilities
from pipeline.network.statements import build_statements

SETTINGS = NetworkSettings()


def found(readings: Sequence[Reading], settings: NetworkSettings = SETTINGS, **more: int) -> dict[Edge, Stability]:
    return stabilities(build_statements(readings), count(readings, settings), of_readings(readings), settings, **more)


@pytest.fixture
def texts(make: ModuleType, readings: list[Reading]) -> list[Reading]:
    """Two reviews and three texts more, one of which says the opposite."""
    said = {
        "third": ("[MSC] shed [miR-21] with [CD9] and [CD63].", "enriched"),
        "fourth": ("[MSC] shed [miR-21]; [MSC] and [miR-21].", "depleted"),
        "fifth": ("[MSC], [CD9], [hESC], [PTEN] and [miR-21].", "present"),
    }
    more = [
        make.reading(name, [make.Part([make.Said(text, [("CARRIES", "MSC", "miR-21", polarity)])])])
        for name, (text, polarity) in said.items()
    ]
    return [*readings, *more]


@pytest.mark.parametrize("least", [0, 1, 2])
def test_what_is_left_is_what_the_others_have(texts: list[Reading], least: int) -> None:
    settings = NetworkSettings(min_sentences=least)
    names = {one.document.id: {mention.node for mention in one.annotation.mentions} for one in texts}
    whole = {(pair.a, pair.b): pair for pair in count(texts, settings)}
    without = {
        out.document.id: {(p.a, p.b): p.score for p in count([one for one in texts if one is not out], settings)}
        for out in texts
    }
    left = found(texts, settings)
    several = 0
    for pair in whole:
        own = [name for name, nodes in names.items() if {*pair} <= nodes]
        scores = [without[name].get(pair, 0.0) for name in own]
        several += len(set(scores)) > 1
        one = left[(*pair, "cooccurrence")]
        assert (one.lowest, one.highest) == (pytest.approx(min(scores), abs=2e-6), pytest.approx(max(scores), abs=2e-6))
        assert one.share == pytest.approx(sum(score > 0 for score in scores) / len(own), abs=1e-4)
    assert several > 2


def test_a_statement_without_each_of_its_documents(texts: list[Reading]) -> None:
    left = found(texts)
    statements = build_statements(texts)
    assert any(statement.documents > 1 for statement in statements)
    assert {key for key in left if key[2] != "cooccurrence"} == {(s.head, s.tail, s.type.value) for s in statements}
    for statement in statements:
        own = {piece.document for piece in (*statement.supporting, *statement.opposing)}
        beliefs = []
        for name in own:
            rest = build_statements([one for one in texts if one.document.id != name])
            same = [one for one in rest if one.id == statement.id]
            beliefs += [one.belief if SIGN[one.polarity] == SIGN[statement.polarity] else 0.0 for one in same] or [0.0]
        one = left[statement.head, statement.tail, statement.type.value]
        assert one == Stability(round(sum(x > 0 for x in beliefs) / len(own), 4), min(beliefs), max(beliefs))
    told = left["CL:0000134", "mirna:mir-21", "CARRIES"]
    assert (told.share, left["mirna:mir-21", "HGNC:9588", "TARGETS"].share) == (1.0, 0.5)
    assert 0 < told.lowest < told.highest


def test_more_than_ten_documents_are_left_out_in_groups(make: ModuleType) -> None:
    def text(number: int, polarity: str) -> Reading:
        said = make.Said("[MSC] shed [miR-21].", [("CARRIES", "MSC", "miR-21", polarity, {"confidence": 0.2})])
        return make.reading(f"text {number}", [make.Part([said])])

    many = [text(number, "present") for number in range(25)]
    told = found(many)["CL:0000134", "mirna:mir-21", "CARRIES"]
    # ten groups of two or three; without one 22 or 23 independent documents are left
    assert told == Stability(1.0, round(1 - 0.8**22, 6), round(1 - 0.8**23, 6))


def test_many_texts_get_a_bound(texts: list[Reading]) -> None:
    exact, bounds = found(texts), found(texts, exact=0)
    assert bounds.keys() == exact.keys()
    stay = 0
    for edge, one in bounds.items():
        if edge[2] != "cooccurrence":
            assert one == exact[edge]
            continue
        assert one.highest is None
        assert one.lowest <= exact[edge].lowest
        assert one.share <= exact[edge].share
        stay += one.share == 1 and one.lowest > 0
    assert stay


def test_it_is_told_on_the_edges(texts: list[Reading]) -> None:
    statements, pairs = build_statements(texts), count(texts, SETTINGS)
    graph = build_graph(of_readings(texts), statements, pairs, SETTINGS)
    edge = ("CL:0000134", "mirna:mir-21", "cooccurrence")
    assert graph.edges[edge]["stability"] is None
    add_stabilities(graph, stabilities(statements, pairs, of_readings(texts), SETTINGS))
    assert graph.edges[edge]["stability"] == 1
    assert graph.edges[edge]["lowest"] < graph.edges[edge]["score"]


def test_nothing_is_left_of_nothing() -> None:
    assert found([]) == {}
