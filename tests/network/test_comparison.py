"""Comparison of sources: states and verdicts on invented statements, kinds under their cell, blanks named as such."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from pipeline.core.records import Reading, Reference
from pipeline.core.settings import NetworkSettings
from pipeline.network.comparison import Comparison, Row, compare, table
from pipeline.network.cooccurrence import count
from pipeline.network.graph import build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.statements import build_statements

THREE = ("MSC", "hESC", "iPSC")


def compared(readings: list[Reading], cells: tuple[str, ...] = THREE) -> tuple[Comparison, Any]:
    settings = NetworkSettings(compare=cells)
    statements = build_statements(readings)
    graph = build_graph(of_readings(readings), statements, count(readings, settings), settings)
    return compare(graph, statements), graph


def rows(found: Comparison) -> dict[tuple[str, str], Row]:
    return {(row.aspect, row.item): row for row in found.rows}


def states(row: Row) -> list[str]:
    return [cell.state for cell in row.cells]


def texts(make: ModuleType) -> list[Reading]:
    make.KNOWN["BM-MSC"] = (make.C, "CL:0002540", "mesenchymal stem cell of the bone marrow")
    said = [
        make.Said("[MSC], [hESC] and [iPSC] had [CD9] (1).", [("EXPRESSES", c, "CD9", "present") for c in THREE]),
        make.Said("[BM-MSC] had [CD63], [hESC] had not.", [
            ("EXPRESSES", "BM-MSC", "CD63", "present"), ("EXPRESSES", "hESC", "CD63", "absent")]),
        make.Said("[MSC] held [miR-21], and [iPSC] were named.", [("CARRIES", "MSC", "miR-21", "enriched")]),
        make.Said("[MSC] may lack [let-7b].", [("CARRIES", "MSC", "let-7b", "depleted", {"speculative": True})]),
        make.Said("[BM-MSC] hold [let-7b].", [("CARRIES", "BM-MSC", "let-7b", "present")]),
        make.Said("[MSC] act on the [[Nrf2] pathway].", [("MODULATES", "MSC", "Nrf2 pathway", "unspecified")]),
        make.Said("[hESC] raise [VEGF] (1).", [("REGULATES", "hESC", "VEGF", "activates")]),
        make.Said("[iPSC] raise [VEGF] (2).", [("REGULATES", "iPSC", "VEGF", "activates")]),
        make.Said("[fibroblasts] had [calnexin].", [("EXPRESSES", "fibroblasts", "calnexin", "present")]),
    ]  # fmt: skip
    references = [Reference(1, "one", title="one"), Reference(2, "two", title="two")]
    return [make.reading("a", [make.Part(said)], references)]


def test_states_verdicts_and_blanks(make: ModuleType) -> None:
    found, _ = compared(texts(make))
    assert [source.name for source in found.sources] == [
        "mesenchymal stem cell", "embryonic stem cell", "pluripotent stem cell"]  # fmt: skip
    assert found.sources[0].members == ("CL:0000134", "CL:0002540")
    row = rows(found)
    shared = row["has", "HGNC:1709"]
    assert (shared.verdict, states(shared), shared.side_by_side) == ("shared", ["positive"] * 3, 1)
    differs = row["has", "HGNC:1692"]
    assert (differs.verdict, states(differs), differs.side_by_side, differs.documents) == (
        "differs", ["positive", "negative", "blank"], 0, 1)  # fmt: skip
    alone = row["has", "mirna:mir-21"]
    assert (alone.verdict, states(alone)) == ("one", ["positive", "blank", "together"])
    assert alone.cells[2].edges == (("CL:0002248", "mirna:mir-21", "cooccurrence"),)
    contested = row["has", "mirna:let-7b"]
    assert (contested.verdict, states(contested)[0], contested.cells[0].belief) == ("contested", "contested", 0.8)
    assert row["acts on", "pathway:NFE2L2"].cells[0].state == "unsigned"
    assert (row["acts on", "HGNC:12680"].verdict, row["acts on", "HGNC:12680"].side_by_side) == ("some", 0)
    assert ("has", "HGNC:1473") not in row, "said of a cell that is not compared"


def test_sets_count_exactly_these_sources(make: ModuleType) -> None:
    found, _ = compared(texts(make))
    sets = dict(found.sets("has"))
    assert len(sets) == 7
    assert sets[True, True, True] == {"MARKER": 1}
    assert sets[True, False, False] == {"MARKER": 1, "MIRNA": 1}
    assert sets[False, True, True] == {}
    assert dict(found.sets("acts on"))[False, True, True] == {"MARKER": 1}


def test_every_cell_leads_to_edges_of_the_network(make: ModuleType) -> None:
    found, graph = compared(texts(make))
    for row in found.rows:
        for cell in row.cells:
            assert all(graph.has_edge(*edge) for edge in cell.edges)
            assert bool(cell.edges) == (cell.state != "blank")
    columns, lines = table(found, graph)
    assert len(lines) == 3 * len(found.rows)
    assert all(set(line) == {column.name for column in columns} for line in lines)
    blank = next(line for line in lines if line["state"] == "blank")
    assert (blank["belief"], blank["edges"]) == (None, [])


def test_where_the_chosen_are_not_there_those_that_most_is_said_of_are_compared(make: ModuleType) -> None:
    found, _ = compared(texts(make), ("no such cell", "MSC"))
    assert found.sources[0].members == ("CL:0000134",)
    assert len(found.sources) == 3
    nothing, graph = compared([make.reading("b", [make.Part(["[MSC] and [CD9]."])])])
    assert nothing == Comparison((), ())
    assert table(nothing, graph)[1] == []


def test_a_kind_counts_under_the_first_cell_that_has_it_only(make: ModuleType) -> None:
    found, _ = compared(texts(make), ("MSC", "BM-MSC", "hESC"))
    assert [source.members for source in found.sources] == [("CL:0000134", "CL:0002540"), ("CL:0002322",)]
