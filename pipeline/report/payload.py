"""The data that the page carries: plain values, offsets in UTF-16 units as browsers count them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

import networkx as nx

from pipeline.core.records import SIGN, UNMINED, Document, Evidence, Reading, Reference, Statement
from pipeline.network.attributes import clean
from pipeline.network.comparison import ASPECTS, compare
from pipeline.network.statements import Unit, evidence_belief, has_sign, units
from pipeline.report.data import ReportData
from pipeline.report.findings import basis, hubs, strongest, verb
from pipeline.report.layout import core, place, sizes

TYPES = ("CELL_TYPE", "MARKER", "MIRNA", "PATHWAY")


def utf16(text: str) -> Callable[[int], int]:
    """A function from an offset in code points to one in UTF-16 units; what lies outside the text is clamped.

    Examples
    --------
    >>> to = utf16("a\\U0001f9ecb")
    >>> to(0), to(1), to(2), to(3), to(99)
    (0, 1, 3, 4, 4)
    """
    astral = [position for position, character in enumerate(text) if ord(character) > 0xFFFF]
    size = len(text)

    def convert(offset: int) -> int:
        inside = max(0, min(offset, size))
        return inside + bisect_left(astral, inside)

    return convert


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
        "documents": [_document(reading, nodes, offsets[reading.document.id]) for reading in readings],
        "nodes": [_node(graph, node, positions.get(node), radius[node]) for node in nodes],
        "edges": edges,
        "studies": _studies(readings, data.statements),
        "comparison": _comparison(data, nodes),
        "overview": _overview(data, readings, nodes, statements),
        "evaluation": None if data.evaluation is None else [_plain(row) for row in data.evaluation],
        "errors": None if data.errors is None else [_error(row, readings, offsets) for row in data.errors],
    }


def _comparison(data: ReportData, nodes: dict[str, int]) -> dict[str, Any]:
    """The comparison of sources, its edges named by their rank, which is their place in the list."""
    found = compare(data.graph, data.statements)
    return {
        "sources": [
            {"name": clean(source.name), "members": [nodes[member] for member in source.members]}
            for source in found.sources
        ],
        "sets": {aspect: found.sets(aspect) for aspect in ASPECTS},
        "rows": [
            {
                "item": nodes[row.item],
                "aspect": row.aspect,
                "verdict": row.verdict,
                "side_by_side": row.side_by_side,
                "cells": [
                    {
                        "state": cell.state,
                        "belief": cell.belief,
                        "speculative": cell.speculative,
                        "edges": [int(data.graph.edges[edge]["rank"]) for edge in cell.edges],
                    }
                    for cell in row.cells
                ],
            }
            for row in found.rows
        ],
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


def _document(reading: Reading, nodes: dict[str, int], to: Callable[[int], int]) -> dict[str, Any]:
    document = reading.document
    return {
        "id": document.id,
        "source": clean(document.source),
        "title": _title(document),
        "year": document.year,
        "doi": clean(document.doi),
        "pmid": clean(document.pmid),
        "pmcid": clean(document.pmcid),
        "text": clean(document.text),
        "relations": len(reading.relations),
        "references": len(document.references),
        "passages": [
            {
                "section": passage.section.value,
                "kind": passage.kind.value,
                "mined": passage.section not in UNMINED,
                "start": to(passage.start),
                "end": to(passage.end),
                "page": passage.page,
                "table": clean(passage.table),
                "depth": len(passage.heading),
                "cells": [
                    [to(cell.span.start), to(cell.span.end), cell.inherited, clean(cell.head)] for cell in passage.cells
                ],
            }
            for passage in document.passages
        ],
        "mentions": [
            [
                to(mention.start),
                to(mention.end),
                nodes[mention.node],
                TYPES.index(mention.type.value),
                int(bool(mention.negated)) + 2 * int(bool(mention.speculative)),
            ]
            for mention in sorted(reading.annotation.mentions, key=lambda one: (one.start, -one.end, one.type.value))
        ],
    }


def _title(document: Document) -> str:
    return clean(document.title) or clean(document.source.rsplit("/", 1)[-1])


def _studies(readings: Sequence[Reading], statements: Sequence[Statement]) -> dict[str, dict[str, str]]:
    """The primary studies that evidence cites; of several forms of an entry the longest."""
    cited = {study for one in statements for piece in (*one.supporting, *one.opposing) for study in piece.studies}
    found: dict[str, Reference] = {}
    for reading in readings:
        for reference in reading.document.references:
            known = found.get(reference.key)
            if reference.key in cited and (known is None or len(reference.text) > len(known.text)):
                found[reference.key] = reference
    return {
        clean(key): {
            "text": clean(" ".join(found[key].text.split())),
            "doi": clean(found[key].doi),
            "pmid": clean(found[key].pmid),
            "pmcid": clean(found[key].pmcid),
        }
        for key in sorted(found)
    }


def _overview(
    data: ReportData,
    readings: Sequence[Reading],
    nodes: dict[str, int],
    statements: dict[tuple[str, str, str], Statement],
) -> dict[str, Any]:
    graph = data.graph
    mentions = Counter(mention.type.value for reading in readings for mention in reading.annotation.mentions)
    concepts = Counter(row["type"] for _, row in graph.nodes(data=True))
    linked = Counter(row["type"] for _, row in graph.nodes(data=True) if row["linked"])
    relations = Counter(relation.type.value for reading in readings for relation in reading.relations)
    findings = []
    for one in strongest(graph, data.statements):
        edge = graph.edges[one.head, one.tail, one.type.value]
        findings.append(
            {
                "edge": int(edge["rank"]),
                "head": nodes[one.head],
                "tail": nodes[one.tail],
                "says": verb(one.type.value, one.polarity),
                "basis": basis(one, edge["sentences"]),
                "belief": one.belief,
            }
        )
    return {
        "types": [[kind, mentions[kind], concepts[kind], linked[kind]] for kind in TYPES],
        "relations": [
            [kind, count, sum(1 for key in statements if key[2] == kind)] for kind, count in sorted(relations.items())
        ],
        "cooccurrences": sum(row["layer"] == "cooccurrence" for *_, row in graph.edges(data=True)),
        "studies": len({study for one in data.statements for piece in one.supporting for study in piece.studies}),
        "findings": findings,
        "hubs": [[kind, [nodes[node] for node in found]] for kind, found in hubs(graph, TYPES).items()],
        "failures": [
            {
                "source": clean(failure.source),
                "stage": failure.stage,
                "what": failure.code,
                "reason": clean(failure.message),
                "remedy": clean(failure.remedy),
            }
            for failure in data.failures
        ],
        "duplicates": [f"{clean(left)} (the same as {clean(kept)})" for left, kept in data.duplicates],
        "summary": [[clean(str(name)), _plain_value(value)] for name, value in data.summary.items()],
    }


def _error(row: Mapping[str, Any], readings: Sequence[Reading], offsets: dict[str, Callable[[int], int]]) -> Any:
    """An error's row; with the place in UTF-16 units where the row names a document that was read."""
    plain = _plain(row)
    named = row.get("document", row.get("source"))
    for number, reading in enumerate(readings):
        document = reading.document
        if named in (document.id, document.source, PurePath(document.source).stem) and isinstance(
            row.get("start"), int
        ):
            to = offsets[document.id]
            plain["place"] = [number, to(row["start"]), to(int(row.get("end") or row["start"]))]
    return plain


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {clean(str(name)): _plain_value(value) for name, value in row.items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return round(value, 4) if value == value and abs(value) != float("inf") else None
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(
            str(_plain_value(one)) for one in (sorted(value) if isinstance(value, set | frozenset) else value)
        )
    return clean(str(value))
