"""Where the nodes of the first view stand: a small force layout that leaves room for names, without chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import networkx as nx
import numpy as np
from numpy.typing import NDArray

#: the plane that nodes are laid out on
WIDTH, HEIGHT = 1000.0, 820.0
#: a name's room: width of a character, of the least box, and the height of shape and name
CHARACTER, LEAST, ROOM = 7.0, 40.0, 46.0


def core(graph: nx.MultiDiGraph[str], nodes: int = 40, edges: int = 60) -> list[tuple[str, str, str]]:
    """The edges of the first view: the best-ranked relations, or co-occurrences where there are none.

    Parameters
    ----------
    graph
        The network; its edges have a ``rank``.
    nodes, edges
        No edge is added once there are this many edges, nor one that would bring in a node too many.

    Returns
    -------
    list of (head, tail, key)
        In the order of rank.
    """
    ranked = sorted(graph.edges(keys=True), key=lambda edge: int(graph.edges[edge]["rank"]))
    relations = [edge for edge in ranked if graph.edges[edge]["layer"] == "relation" and edge[0] != edge[1]]
    chosen: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for edge in relations or ranked:
        if len(chosen) == edges:
            break
        if len(seen | set(edge[:2])) <= nodes:
            chosen.append(edge)
            seen |= set(edge[:2])
    return chosen


def sizes(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """Radius of each node, from 5.5 to 15: its square grows with the degree.

    Parameters
    ----------
    graph
        The network; nodes have a ``degree``.
    """
    most = max((row["degree"] for _, row in graph.nodes(data=True)), default=0)
    return {node: round(5.5 + 9.5 * sqrt(graph.nodes[node]["degree"] / max(40, most)), 1) for node in graph}


def place(graph: nx.MultiDiGraph[str], edges: Sequence[tuple[str, str, str]]) -> dict[str, tuple[float, float]]:
    """Positions of the ends of some edges on a plane of 1000 by 820.

    Nodes repel one another, edges pull as springs, all are drawn to the middle (Fruchterman and Reingold
    1991), and boxes as wide as the names are pushed apart. It starts from a spiral in the order of
    communities and uses no random numbers.

    Parameters
    ----------
    graph
        The network; nodes have ``label``, ``community`` and ``strength``.
    edges
        What is laid out.

    Returns
    -------
    dict
        Node id -> (x, y), to one decimal.
    """
    nodes = sorted({node for edge in edges for node in edge[:2]}, key=lambda node: _order(graph, node))
    if not nodes:
        return {}
    index = {node: number for number, node in enumerate(nodes)}
    links = np.array(sorted({tuple(sorted((index[head], index[tail]))) for head, tail, _ in edges if head != tail}))
    links = links.reshape(-1, 2).astype(int)
    turn = np.arange(len(nodes)) * np.pi * (3 - np.sqrt(5))
    radius = 40 * np.sqrt(np.arange(len(nodes)) + 0.5)
    at = np.stack([radius * np.cos(turn) * WIDTH / HEIGHT, radius * np.sin(turn)], axis=1)
    boxes = np.array([max(LEAST, CHARACTER * len(graph.nodes[node]["label"])) + 8 for node in nodes])
    for heat in np.linspace(1.0, 0.02, 500):
        at = at + np.clip(_forces(at, links), -30, 30) * heat
        if heat < 0.7:
            at = _apart(at, boxes)
    for _ in range(60):
        at = _apart(at, boxes)
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, _fitted(at), strict=True)}


def _order(graph: nx.MultiDiGraph[str], node: str) -> tuple[int, float, str]:
    data = graph.nodes[node]
    return (int(data["community"]), -float(data["strength"]), node)


def _forces(at: NDArray[np.float64], links: NDArray[np.int64]) -> NDArray[np.float64]:
    """Repulsion of all from all, springs along the links, and a pull to the middle."""
    apart = at[:, None, :] - at[None, :, :]
    square = (apart**2).sum(axis=2) + 25.0
    force = (apart * (9000.0 / square)[:, :, None]).sum(axis=1)
    along = at[links[:, 1]] - at[links[:, 0]]
    length = np.sqrt((along**2).sum(axis=1)) + 1e-9
    pull = along * (0.06 * (length - 95.0) / length)[:, None]
    np.add.at(force, links[:, 0], pull)
    np.add.at(force, links[:, 1], -pull)
    total: NDArray[np.float64] = force * 0.25 - at * np.array([0.016, 0.02])
    return total


def _apart(at: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push overlapping boxes apart, half the way, along the shorter overlap."""
    apart = at[:, None, :] - at[None, :, :]
    across = (boxes[:, None] + boxes[None, :]) / 2 - np.abs(apart[:, :, 0])
    down = ROOM - np.abs(apart[:, :, 1])
    meet = (across > 0) & (down > 0)
    np.fill_diagonal(meet, val=False)
    order = np.sign(np.arange(len(at))[:, None] - np.arange(len(at))[None, :])
    side_x = np.where(apart[:, :, 0] == 0, order, np.sign(apart[:, :, 0]))
    side_y = np.where(apart[:, :, 1] == 0, order, np.sign(apart[:, :, 1]))
    wide = across < down
    move_x = np.where(meet & wide, across * side_x, 0.0).sum(axis=1)
    move_y = np.where(meet & ~wide, down * side_y, 0.0).sum(axis=1)
    moved: NDArray[np.float64] = at + 0.25 * np.stack([move_x, move_y], axis=1)
    return moved


def _fitted(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Into the plane, with a margin, in true proportions."""
    low, high = at.min(axis=0), at.max(axis=0)
    size = np.maximum(high - low, 1.0)
    scale = min((WIDTH - 120) / size[0], (HEIGHT - 80) / size[1], 1.6)
    middle: NDArray[np.float64] = (at - (low + high) / 2) * scale + np.array([WIDTH / 2, HEIGHT / 2])
    return middle
