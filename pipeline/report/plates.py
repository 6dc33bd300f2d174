"""Figures for papers: the first view of the network as PNG and SVG, drawn with matplotlib, always the same bytes."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Mapping
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from pipeline.core.errors import NetworkError
from pipeline.network.attributes import clean
from pipeline.report.figures import LOOKS, SIGNS, shape
from pipeline.report.layout import HEIGHT, WIDTH, core, place, sizes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: width of a page's two columns, in inches, and dots an inch
INCHES, DOTS = 7.2, 300
#: room for the legend below the drawing, in units of its plane
LEGEND = 118.0
#: line of a co-occurrence: as `SIGNS`, it is drawn only where no relation is known
TOGETHER = ("named together", "#8a919c", "1 2", "none")
_FONT = "DejaVuSans.ttf"  # of the files that come with matplotlib, whatever the machine has
#: width of a letter of the names, in units of the plane
LETTER = 7.4


def write_plates(graph: nx.MultiDiGraph[str], folder: Path) -> list[Path]:
    """Write ``network.png`` and ``network.svg`` below a folder.

    The figure shows the core view (`pipeline.report.layout.core`). Types are told by shape and colour, signs by
    colour, dashes and line end, beliefs by width; the colours are those of Okabe and Ito. Text is drawn as outlines
    of the font that matplotlib brings, and nothing of the day or machine is written: the same network gives the
    same bytes with the same matplotlib.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph` or `load_network`.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    NetworkError
        A file cannot be written.
    """
    files = {folder / f"network.{kind}": content for kind, content in draw(graph).items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            path.write_bytes(content)
    except OSError as error:
        raise NetworkError(
            f"the figure cannot be written ({error.strerror})",
            where=str(folder),
            remedy="give a folder that can be written to, on a disk with room",
        ) from error
    return sorted(files)


def draw(graph: nx.MultiDiGraph[str]) -> dict[str, bytes]:
    """The figure as ``png`` and as ``svg`` (`write_plates`)."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    salt = hashlib.sha256(b"vesiweb").hexdigest()
    settings: dict[Any, Any] = {"svg.hashsalt": salt, "svg.fonttype": "path"}
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        height = INCHES * (HEIGHT + LEGEND) / WIDTH
        figure = Figure(figsize=(INCHES, height), dpi=DOTS, facecolor="white")
        FigureCanvasAgg(figure)
        _fill(figure, graph)
        png, svg = io.BytesIO(), io.BytesIO()
        figure.savefig(png, format="png", metadata={"Software": None})
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return {"png": png.getvalue(), "svg": svg.getvalue()}


def _fill(figure: Figure, graph: nx.MultiDiGraph[str]) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(HEIGHT + LEGEND, 0)  # down, as on a screen
    axes.axis("off")
    edges = core(graph)
    radius = sizes(graph)
    room = {node: (len(graph.nodes[node]["label"]), radius[node]) for node in graph}
    at = {node: (x, y - 12) for node, (x, y) in spread(place(graph, edges), room).items()}  # the name is below
    between = Counter(frozenset(edge[:2]) for edge in edges)
    seen: Counter[frozenset[str]] = Counter()
    for edge in reversed(edges):
        pair = frozenset(edge[:2])
        # edges between the same two concepts are bowed apart
        bow = 0.0 if between[pair] == 1 else 0.16 * (seen[pair] - (between[pair] - 1) / 2)
        seen[pair] += 1
        data, (head, tail) = graph.edges[edge], edge[:2]
        sort = SIGNS[data["sign"]] if data["layer"] == "relation" else TOGETHER
        width = 0.5 + 1.1 * (data["belief"] if data["belief"] is not None else 0.2)
        _line(axes, at[head], at[tail], radius[head], radius[tail], sort, width, bow if head < tail else -bow)
    for node, (x, y) in sorted(at.items()):
        _shape(axes, graph.nodes[node]["type"], x, y, radius[node])
    for node, (x, y) in sorted(at.items()):
        _words(axes, x, y + radius[node] + 11, graph.nodes[node]["label"], halo=True)
    if not edges:
        _words(axes, WIDTH / 2, HEIGHT / 2, "no two concepts are linked", size=9)
    _legend(axes)


def spread(at: dict[str, tuple[float, float]], room: Mapping[str, tuple[int, float]]) -> dict[str, tuple[float, float]]:
    """Positions with room for each shape and its name below it, all of it on the plane.

    Halfway between where they are and even spacing in either direction, which opens what is crowded and keeps what
    is left of, right of, above and below what; then boxes that overlap are pushed apart.

    Parameters
    ----------
    at
        Of `pipeline.report.layout.place`.
    room
        For each node the characters of its name and its radius.

    Examples
    --------
    >>> spread({"a": (500.0, 400.0), "b": (501.0, 400.0)}, {"a": (9, 8.0), "b": (9, 8.0)})["a"][0] < 450
    True
    """
    if not at:
        return {}
    nodes = sorted(at)
    where = np.array([at[node] for node in nodes])
    wide = np.array([max(2 * room[node][1], LETTER * room[node][0]) + 10 for node in nodes])
    high = np.array([2 * room[node][1] + 24 for node in nodes])
    low = np.stack([wide / 2 + 4, high / 2 + 2], axis=1)
    size = np.array([WIDTH, HEIGHT])
    ranks = np.argsort(np.argsort(where, axis=0, kind="stable"), axis=0)
    even = low.max(axis=0) + (size - 2 * low.max(axis=0)) * ranks / max(1, len(nodes) - 1)
    where = (where + even) / 2
    order = np.sign(np.arange(len(nodes))[:, None] - np.arange(len(nodes))[None, :])
    for _ in range(400):
        where = np.clip(where, low, size - low)
        apart = where[:, None, :] - where[None, :, :]
        over = np.stack([wide[:, None] + wide[None, :], high[:, None] + high[None, :]], axis=2) / 2 - np.abs(apart)
        meet = (over > 0).all(axis=2)
        np.fill_diagonal(meet, val=False)
        if not meet.any():
            break
        side = np.where(apart == 0, order[:, :, None], np.sign(apart))
        least = over[:, :, 0] < over[:, :, 1]
        push = np.where(meet[:, :, None] & np.stack([least, ~least], axis=2), over * side, 0.0)
        where = where + 0.3 * push.sum(axis=1)
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, where, strict=True)}


def _line(
    axes: Axes,
    head: tuple[float, float],
    tail: tuple[float, float],
    leave: float,
    reach: float,
    sort: tuple[str, str, str, str],
    width: float,
    bow: float = 0.0,
) -> None:
    """An edge from rim to rim, with its sign's colour, dashes and end."""
    from matplotlib.patches import FancyArrowPatch

    _, colour, dashes, end = sort
    length = hypot(tail[0] - head[0], tail[1] - head[1]) or 1.0
    x, y = (tail[0] - head[0]) / length, (tail[1] - head[1]) / length
    start = (head[0] + x * (leave + 1), head[1] + y * (leave + 1))
    stop = (tail[0] - x * (reach + 4), tail[1] - y * (reach + 4))
    style = {"arrow": "-|>,head_length=2.6,head_width=1.3", "bar": "-[,widthB=1.9,lengthB=0"}.get(end, "-")
    line: Any = (0.0, tuple(float(part) / 1.6 for part in dashes.split())) if dashes != "none" else "-"
    patch = FancyArrowPatch(
        start,
        stop,
        arrowstyle=style,
        connectionstyle=f"arc3,rad={bow:.3f}",
        mutation_scale=1.6,
        shrinkA=0,
        shrinkB=0,
        linewidth=width,
        color=colour,
        zorder=1,
    )
    if end == "none":
        patch.set_linestyle(line)
    axes.add_patch(patch)
    if end in ("arrow", "none") or dashes == "none":
        return
    # the dashes of the line would break up its end: the line is drawn without it, dashed, and the end alone on top
    patch.set_arrowstyle("-")
    patch.set_linestyle(line)
    last = (stop[0] - x * 0.5, stop[1] - y * 0.5)
    if end == "dot":
        axes.plot(*last, marker="o", markersize=2.6, color=colour, markeredgewidth=0, zorder=2)
    else:
        across = (-y * 4.2, x * 4.2)
        ends = [(last[0] - across[0], last[0] + across[0]), (last[1] - across[1], last[1] + across[1])]
        axes.plot(*ends, color=colour, linewidth=max(1.2, width), solid_capstyle="butt", zorder=2)


def _shape(axes: Axes, kind: str, x: float, y: float, radius: float) -> None:
    from matplotlib.patches import Circle, Polygon

    style: dict[str, Any] = {"facecolor": LOOKS[kind][1], "edgecolor": "white", "linewidth": 0.8, "zorder": 3}
    points = [tuple(map(float, point.split(","))) for point in shape(kind, radius).split()]
    corners = [(x + dx, y + dy) for dx, dy in points]
    axes.add_patch(Polygon(corners, closed=True, **style) if corners else Circle((x, y), radius, **style))


def _words(
    axes: Axes, x: float, y: float, text: str, *, size: float = 6.5, left: bool = False, halo: bool = False
) -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.patheffects import withStroke

    axes.text(
        x,
        y,
        drawable(text),
        fontproperties=FontProperties(fname=_font(), size=size),
        color="#111827",
        ha="left" if left else "center",
        va="center",
        zorder=4,
        parse_math=False,
        path_effects=[withStroke(linewidth=1.8, foreground="white")] if halo else None,
    )


def _legend(axes: Axes) -> None:
    """Shapes in one row, lines in another, and what the width means."""
    top = HEIGHT + 18
    axes.plot([20, WIDTH - 20], [top - 14] * 2, color="#d1d5db", linewidth=0.5)
    for number, (kind, (name, _)) in enumerate(LOOKS.items()):
        x = 40 + number * 190
        _shape(axes, kind, x, top + 14, 9)
        _words(axes, x + 18, top + 14, name, size=7, left=True)
    for number, sort in enumerate((*(SIGNS[sign] for sign in (1, -1, 0)), TOGETHER)):
        x = 30 + number * 190
        _line(axes, (x, top + 46), (x + 46, top + 46), 0, 0, sort, 1.2)
        _words(axes, x + 54, top + 46, sort[0], size=7, left=True)
    for number, belief in enumerate((0.25, 0.95)):
        x = 30 + number * 190
        _line(axes, (x, top + 78), (x + 46, top + 78), 0, 0, SIGNS[1], 0.5 + 1.1 * belief)
        _words(axes, x + 54, top + 78, f"belief {belief}", size=7, left=True)
    _words(axes, 410, top + 78, "the size of a shape grows with the number of its links", size=7, left=True)


def _font() -> Path:
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / _FONT


def drawable(text: str) -> str:
    """Text on one line, with a white square for what the font has no picture of.

    Examples
    --------
    >>> drawable("TGF-β\\t\\U0001f9ec$1$")
    'TGF-β □$1$'
    """
    from matplotlib.font_manager import get_font

    font = get_font(_font())
    line = " ".join(clean(text).split())
    return "".join(one if font.get_char_index(ord(one)) else "\N{WHITE SQUARE}" for one in line)
