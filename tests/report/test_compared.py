"""The comparison and the indirect links as the page carries them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.network.comparison import compare
from pipeline.report.compared import comparison_of
from pipeline.report.data import ReportData
from pipeline.report.unsaid import unsaid_of


def nodes(data: ReportData) -> dict[str, int]:
    return {node: number for number, node in enumerate(sorted(data.graph))}


def test_every_cell_that_is_said_is_there_with_its_edges(data: ReportData) -> None:
    number = nodes(data)
    page = comparison_of(data, number)
    names = [source["name"] for source in page["sources"]]
    told = {(names[cell[0]], page["aspects"][cell[1]], cell[2]): cell for cell in page["cells"]}
    found = compare(data.graph, data.statements)
    states = {cell.state for row in found.rows for cell in row.cells}
    assert states & set(page["states"])
    assert states - set(page["states"]), "a blank, too"
    for row in found.rows:
        for source, cell in zip(found.sources, row.cells, strict=True):
            key = (source.name, row.aspect, number[row.item])
            if cell.state in page["states"]:
                assert told[key][3:6] == [page["states"].index(cell.state), cell.belief, int(cell.speculative)]
                assert told[key][6] == [data.graph.edges[edge]["rank"] for edge in cell.edges]
            else:
                assert key not in told


def test_indirect_links_name_nodes_and_edges_by_number(data: ReportData) -> None:
    number = nodes(data)
    rows = unsaid_of(data, number)
    assert len(rows) == len(data.indirect) > 0
    by_rank = {row["rank"]: (head, tail) for head, tail, row in data.graph.edges(data=True)}
    for row, link in zip(rows, data.indirect, strict=True):
        assert (row["a"], row["c"]) == (number[link.a], number[link.c])
        for (over, _, first, second, *_), way in zip(row["ways"], link.ways, strict=True):
            assert over == number[way.over]
            assert set(by_rank[first]) == {link.a, way.over}
            assert set(by_rank[second]) == {link.c, way.over}


def test_a_cell_is_called_here_as_every_other_screen_calls_it(data: ReportData) -> None:
    number = nodes(data)
    graph = data.graph.copy()
    before = comparison_of(data, number)["sources"]
    one = next(n for n, row in graph.nodes(data=True) if row["name"] == before[0]["name"])
    graph.nodes[one]["label"] = "short one"
    after = comparison_of(replace(data, graph=graph), number)["sources"]
    assert [source["label"] for source in after] == ["short one", *(source["label"] for source in before[1:])]
    assert [source["name"] for source in after] == [source["name"] for source in before]
    labels = {row["name"]: row["label"] for _, row in data.graph.nodes(data=True)}
    assert all(source["label"] == labels.get(source["name"], source["name"]) for source in before)
