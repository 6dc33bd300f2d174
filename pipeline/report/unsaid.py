"""What is not said yet, as the page carries it: indirect links with their ways and the edges that they run over."""

from __future__ import annotations

from typing import Any

from pipeline.report.data import ReportData


def unsaid_of(data: ReportData, nodes: dict[str, int]) -> list[dict[str, Any]]:
    """The indirect links; nodes by their number, edges by their rank, which is their place in the list.

    Parameters
    ----------
    data
        What the report is made from.
    nodes
        Node id -> its number on the page.
    """

    def rank(edge: tuple[str, str, str]) -> int:
        return int(data.graph.edges[edge]["rank"])

    return [
        {
            "a": nodes[link.a],
            "c": nodes[link.c],
            "score": link.score,
            "expected": link.expected,
            "lift": link.lift,
            "through": link.through,
            "documents": link.documents,
            "ways": [
                [nodes[way.over], way.share, rank(way.first), rank(way.second), way.sign, way.forward]
                for way in link.ways
            ],
        }
        for link in data.indirect
    ]
