"""The comparison of sources as the page carries it: every cell that could be chosen, and what is said in each."""

from __future__ import annotations

from typing import Any

import networkx as nx

from pipeline.network.attributes import clean
from pipeline.network.candidates import candidates, told_of
from pipeline.network.comparison import ASPECTS, SAID, Source
from pipeline.report.data import ReportData


def comparison_of(data: ReportData, nodes: dict[str, int]) -> dict[str, Any]:
    """The candidates and their cells; nodes by their number, edges by their rank, which is their place in the list.

    Parameters
    ----------
    data
        What the report is made from.
    nodes
        Node id -> its number on the page.

    Returns
    -------
    dict
        ``sources`` (name, label and members), ``chosen`` (places in it), and ``cells``: [source, aspect, item, state,
        belief, speculative, edges], where aspect and state are places in ``aspects`` and ``states``. What has no
        cell is only named together with the source, or not at all; the page tells which from the edges.
    """
    sources, chosen = candidates(data.graph, data.statements)
    aspects = tuple(ASPECTS)
    return {
        "aspects": aspects,
        "states": SAID,
        "sources": [
            {
                "name": clean(source.name),
                "label": clean(_label(data.graph, source)),
                "members": [nodes[member] for member in source.members],
            }
            for source in sources
        ],
        "chosen": chosen,
        "cells": [
            [
                source,
                aspects.index(aspect),
                nodes[item],
                SAID.index(cell.state),
                cell.belief,
                int(cell.speculative),
                [int(data.graph.edges[edge]["rank"]) for edge in cell.edges],
            ]
            for source, aspect, item, cell in told_of(sources, data.statements)
        ],
    }


def _label(graph: nx.MultiDiGraph[str], source: Source) -> str:
    """What every other screen calls the cell; one of which the texts name only kinds has no label but its name."""
    whole = (graph.nodes[member] for member in source.members if graph.nodes[member]["name"] == source.name)
    return next((str(node["label"]) for node in whole), source.name)
