"""The data that the page carries: plain values, offsets in UTF-16 units as browsers count them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import networkx as nx

from pipeline.core.records import SIGN, Evidence, Statement
from pipeline.ingest.pdfimages import PageImage
from pipeline.network.attributes import clean
from pipeline.network.statements import Unit, evidence_belief, has_sign, units
from pipeline.report.choice import shown
from pipeline.report.compared import comparison_of
from pipeline.report.data import ReportData
from pipeline.report.findings import verb
from pipeline.report.layout import core, place, sizes
from pipeline.report.overview import overview_of
from pipeline.report.scored import error_of, plain
from pipeline.report.texts import TYPES, document_of, studies_cited, utf16
from pipeline.report.unsaid import unsaid_of


def payload(data: ReportData) -> dict[str, Any]:
    """Everything that the page shows, ready for JSON.

    Parameters
    ----------
    data
        What the report is made from.

    Returns
    -------
    dict
        ``documents``, ``nodes``, ``edges``, ``studies``, ``overview`` and so on; nodes and documents are
        named by their place in their list.
    """
    whole, data = data, shown(data)
    readings = sorted(data.readings, key=lambda reading: (reading.document.source, reading.document.id))
    graph = data.graph
    nodes = {node: number for number, node in enumerate(sorted(graph))}
    offsets = {reading.document.id: utf16(reading.document.text) for reading in readings}
    number_of = {reading.document.id: number for number, reading in enumerate(readings)}
    chosen = core(graph)
    positions = place(graph, chosen)
    radius = sizes(graph)
    statements = {(one.head, one.tail, one.type.value): one for one in data.statements}
    first = {edge: number for number, edge in enumerate(chosen)}

    sheets: dict[str, list[PageImage]] = defaultdict(list)
    for image in sorted(data.pages, key=lambda image: (image.document, image.page)):
        sheets[image.document].append(image)

    def where(document: str, start: int, end: int) -> list[int]:
        return [number_of[document], offsets[document](start), offsets[document](end)]

    edges = []
    for edge in sorted(graph.edges(keys=True), key=lambda edge: int(graph.edges[edge]["rank"])):
        row = {
            name: value
            for name, value in graph.edges[edge].items()
            if name not in ("evidence", "rank", "places") and value is not None and value is not False
        }
        row.update(source=nodes[edge[0]], target=nodes[edge[1]], core=edge in first)
        if edge in statements:
            row.update(_relation(statements[edge], where))
        else:
            row["places"] = [where(*_place(text)) for text in graph.edges[edge]["places"]]
        edges.append(row)
    return {
        "title": clean(data.title),
        "types": TYPES,
        "graph": dict(graph.graph),
        "documents": [
            document_of(reading, nodes, offsets[reading.document.id], sheets.get(reading.document.id, []))
            for reading in readings
        ],
        "nodes": [_node(graph, node, positions.get(node), radius[node]) for node in nodes],
        "edges": edges,
        "studies": studies_cited(readings, data.statements),
        "comparison": comparison_of(data, nodes),
        "unsaid": unsaid_of(data, nodes),
        "overview": overview_of(data, whole, nodes),
        "undrawn": [clean(one) for one in data.undrawn],
        "reconciled": data.reconciliation is not None,
        "evaluation": None if data.evaluation is None else [plain(row) for row in data.evaluation],
        "errors": None if data.errors is None else [error_of(row, readings, offsets) for row in data.errors],
    }


def _place(text: str) -> tuple[str, int, int]:
    document, _, span = text.rpartition(":")
    start, _, end = span.partition("-")
    return document, int(start), int(end)


def _node(
    graph: nx.MultiDiGraph[str], node: str, position: tuple[float, float] | None, radius: float
) -> dict[str, Any]:
    data = graph.nodes[node]
    row = {name: data[name] for name in data}
    row.update(id=clean(node), name=clean(data["name"]), label=clean(data["label"]), at=position, radius=radius)
    row["names"] = [clean(name) for name in data["names"][:12]]
    row["more_names"] = max(0, len(data["names"]) - 12)
    return row


def _relation(statement: Statement, where: Callable[[str, int, int], list[int]]) -> dict[str, Any]:
    """A statement's evidence, and the parts that its belief is made of."""
    signed = has_sign(statement.supporting)
    return {
        "says": verb(statement.type.value, statement.polarity),
        "units": [_unit(unit) for unit in units(statement.supporting, signed=signed)],
        "against": [_unit(unit) for unit in units(statement.opposing)],
        "evidence": [
            _evidence(piece, side, where)
            for side, pieces in ((True, statement.supporting), (False, statement.opposing))
            for piece in pieces
        ],
    }


def _unit(unit: Unit) -> list[Any]:
    return [[clean(source) for source in unit.sources], round(unit.p, 6)]


def _evidence(piece: Evidence, side: bool, where: Callable[[str, int, int], list[int]]) -> dict[str, Any]:
    return {
        "for": side,
        "place": where(piece.document, piece.start, piece.end),
        "head": where(piece.document, piece.head_start, piece.head_end)[1:],
        "tail": where(piece.document, piece.tail_start, piece.tail_end)[1:],
        "polarity": piece.polarity,
        "sign": SIGN[piece.polarity],
        "speculative": piece.speculative,
        "cross": piece.cross_sentence,
        "section": piece.section.value,
        "rule": clean(piece.rule),
        "confidence": piece.confidence,
        "p": round(evidence_belief(piece), 6),
        "studies": [clean(study) for study in piece.studies],
    }
