"""Cells that could be compared: which they are, which are chosen at first, and what is said in each."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from pipeline.core.records import Reading, Statement
from pipeline.core.settings import NetworkSettings
from pipeline.network.candidates import candidates, told_of
from pipeline.network.comparison import compare
from pipeline.network.cooccurrence import count
from pipeline.network.graph import build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.statements import build_statements


def built(readings: Sequence[Reading], *cells: str) -> tuple[Any, tuple[Statement, ...]]:
    settings = NetworkSettings(compare=cells)
    statements = build_statements(readings)
    return build_graph(of_readings(readings), statements, count(readings, settings), settings), tuple(statements)


def texts(make: ModuleType) -> list[Reading]:
    make.KNOWN["BM-MSC"] = (make.C, "CL:0002540", "mesenchymal stem cell of the bone marrow")
    said = [
        make.Said("[MSC] and [hESC] had [CD9] (1).", [("EXPRESSES", c, "CD9", "present") for c in ("MSC", "hESC")]),
        make.Said("[BM-MSC] had no [CD9].", [("EXPRESSES", "BM-MSC", "CD9", "absent")]),
        make.Said("[fibroblasts] held [miR-21].", [("CARRIES", "fibroblasts", "miR-21", "present")]),
        make.Said("[keratinocytes] held [let-7b].", [("CARRIES", "keratinocytes", "let-7b", "present")]),
        make.Said("[fibroblasts] activate [AKT].", [("REGULATES", "fibroblasts", "AKT", "activates")]),
        "[iPSC] were named.",
    ]
    return [make.reading("one", [make.Part([sentence]) for sentence in said], make.REFERENCES)]


def test_what_is_set_comes_first_and_is_filled_up_with_what_most_is_said_of(make: ModuleType) -> None:
    graph, statements = built(texts(make), "mesenchymal stem cell", "pluripotent stem cell")
    sources, chosen = candidates(graph, statements)
    assert [source.name for source in sources] == [
        "mesenchymal stem cell",
        "pluripotent stem cell",
        "fibroblast",
        "embryonic stem cell",
        "keratinocyte",
        "mesenchymal stem cell of the bone marrow",
    ]
    assert sources[0].members == ("CL:0000134", "CL:0002540")
    assert chosen == (0, 1, 2, 3), "one of the two has a statement, two more are wanted"


def test_a_kind_of_a_chosen_cell_is_no_column_of_its_own_unless_chosen(make: ModuleType) -> None:
    graph, statements = built(texts(make), "mesenchymal stem cell", "embryonic stem cell")
    sources, chosen = candidates(graph, statements, least=9)
    assert "mesenchymal stem cell of the bone marrow" not in {sources[place].name for place in chosen}
    assert len(chosen) == 4


def test_cells_agree_with_the_comparison(make: ModuleType) -> None:
    graph, statements = built(texts(make), "mesenchymal stem cell", "embryonic stem cell", "fibroblast")
    sources, _ = candidates(graph, statements)
    told = {(number, aspect, item): cell for number, aspect, item, cell in told_of(sources, statements)}
    rows = compare(graph, statements).rows
    assert {cell.state for row in rows for cell in row.cells} >= {"positive", "contested", "blank"}
    for row in rows:
        for number, cell in enumerate(row.cells):
            found = told.get((number, row.aspect, row.item))
            assert found == (cell if cell.state not in ("together", "blank") else None)
    assert told[0, "has", "HGNC:1709"].state == "contested"


def test_without_statements_there_is_nothing_to_choose(make: ModuleType) -> None:
    graph, statements = built([make.reading("one", [make.Part(["[MSC] and [hESC] were named."])])], "nothing")
    assert candidates(graph, statements) == ((), ())
    assert told_of((), statements) == ()
