"""Static figures: the first view of the network as SVG, the same bytes for the same network."""

from __future__ import annotations

from math import hypot
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.network.attributes import clean
from pipeline.report.layout import HEIGHT, WIDTH, core, place, sizes

#: type -> (name in the legend, colour of Okabe and Ito's palette, which colour-blind readers tell apart)
LOOKS = {
    "CELL_TYPE": ("cell type", "#0072b2"),
    "MARKER": ("marker", "#e69f00"),
    "MIRNA": ("microRNA", "#cc79a7"),
    "PATHWAY": ("pathway", "#009e73"),
}
#: sign -> (name in the legend, colour, dashes, arrow head)
SIGNS = {
    1: ("raises or has", "#2b6cb0", "none", "arrow"),
    -1: ("lowers or lacks", "#c2410c", "6 4", "bar"),
    0: ("not said how", "#6b7280", "2 3", "dot"),
}


def core_figure(graph: nx.MultiDiGraph[str]) -> str:
    """The first view of the network as an SVG drawing with its legend.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph`.

    Returns
    -------
    str
        An SVG document of 1000 by 870.
    """
    edges = core(graph)
    at = place(graph, edges)
    radius = sizes(graph)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    lines = []
    for edge in reversed(edges):
        head, tail, _ = edge
        if graph.edges[edge]["layer"] == "relation":
            name, colour, dashes, end = SIGNS[graph.edges[edge]["sign"]]
        else:
            name, colour, dashes, end = "co-occurrence", "#c3c8d0", "none", "none"
        lines.append(
            {
                "ends": _line(at[head], at[tail], radius[head], radius[tail]),
                "colour": colour,
                "dashes": dashes,
                "end": end,
                "name": name,
            }
        )
    nodes = [
        {
            "x": x,
            "y": y,
            "points": shape(graph.nodes[node]["type"], radius[node]),
            "r": radius[node],
            "colour": LOOKS[graph.nodes[node]["type"]][1],
            "label": clean(graph.nodes[node]["label"]),
            "type": graph.nodes[node]["type"],
        }
        for node, (x, y) in sorted(at.items())
    ]
    return environment.get_template("network.svg").render(
        width=WIDTH, height=HEIGHT, lines=lines, nodes=nodes, signs=SIGNS, looks=_legend()
    )


def shape(kind: str, radius: float) -> str:
    """Corner points of a node's shape around its middle; empty for the circle of a cell type.

    Examples
    --------
    >>> shape("MARKER", 10.0)
    '-8.9,-8.9 8.9,-8.9 8.9,8.9 -8.9,8.9'
    """
    corners = {
        "MARKER": ((-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)),
        "MIRNA": ((0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
        "PATHWAY": ((-0.55, -0.95), (0.55, -0.95), (1.1, 0.0), (0.55, 0.95), (-0.55, 0.95), (-1.1, 0.0)),
    }.get(kind, ())
    return " ".join(f"{round(x * radius, 1)},{round(y * radius, 1)}" for x, y in corners)


def _line(head: tuple[float, float], tail: tuple[float, float], leave: float, reach: float) -> dict[str, float]:
    """A line between two nodes that ends at their rims."""
    length = hypot(tail[0] - head[0], tail[1] - head[1]) or 1.0
    x, y = (tail[0] - head[0]) / length, (tail[1] - head[1]) / length
    return {
        "x1": round(head[0] + x * leave, 1),
        "y1": round(head[1] + y * leave, 1),
        "x2": round(tail[0] - x * (reach + 5), 1),
        "y2": round(tail[1] - y * (reach + 5), 1),
    }


def _legend() -> list[dict[str, Any]]:
    return [
        {"type": kind, "name": name, "colour": colour, "points": shape(kind, 7.0)}
        for kind, (name, colour) in LOOKS.items()
    ]
