"""What the overview shows: counts, the strongest findings, failures with their remedies."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.network.attributes import clean
from pipeline.report.choice import told
from pipeline.report.data import ReportData
from pipeline.report.findings import basis, hubs, strongest, verb
from pipeline.report.news import news_of
from pipeline.report.scored import plain_value
from pipeline.report.texts import TYPES


def overview_of(data: ReportData, whole: ReportData, nodes: dict[str, int]) -> dict[str, Any]:
    """Everything that the overview shows beside documents and scores; nodes and edges by their number.

    Parameters
    ----------
    data
        What the page shows (`pipeline.report.choice.shown`).
    whole
        What the report is made from, which all counts are of.
    nodes
        Node id -> its number on the page.
    """
    graph = data.graph
    mentions = whole.mentions or Counter(
        mention.type.value for reading in whole.readings for mention in reading.annotation.mentions
    )
    concepts = Counter(row["type"] for _, row in whole.graph.nodes(data=True))
    linked = Counter(row["type"] for _, row in whole.graph.nodes(data=True) if row["linked"])
    statements = Counter(one.type.value for one in whole.statements)
    relations: Counter[str] = Counter()
    for one in whole.statements:
        relations[one.type.value] += len(one.supporting) + len(one.opposing)
    summary = {**data.summary, **told(whole, data)}
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
        "types": [[kind, mentions.get(kind, 0), concepts[kind], linked[kind]] for kind in TYPES],
        "relations": [[kind, count, statements[kind]] for kind, count in sorted(relations.items())],
        "cooccurrences": sum(row["layer"] == "cooccurrence" for *_, row in whole.graph.edges(data=True)),
        "studies": len({study for one in whole.statements for piece in one.supporting for study in piece.studies}),
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
        "news": news_of(data, nodes),
        "summary": [[clean(str(name)), plain_value(value)] for name, value in summary.items()],
    }
