"""Figures for papers: the same bytes always, nothing covered, hostile names harmless."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import NetworkError
from pipeline.report import plates
from pipeline.report.data import ReportData
from pipeline.report.layout import HEIGHT, WIDTH
from pipeline.report.plates import LETTER, draw, drawable, spread, write_plates

_AGAIN = """
import sys
from pathlib import Path
from pipeline.network.formats import load_network
from pipeline.report.plates import write_plates
write_plates(load_network(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def graph(make: ModuleType, report_of: Callable[..., ReportData]) -> nx.MultiDiGraph[str]:
    """A network with every type, sign and a hostile name."""
    return report_of([*make.invented(), make.hostile(make.HOSTILE)]).graph


def test_png_and_svg_of_the_first_view(graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    png, svg = write_plates(graph, tmp_path / "figures")
    assert (png.name, svg.name) == ("network.png", "network.svg")
    content = png.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert width == 2160
    assert 1500 < height < 2500
    assert b"tEXt" not in content, "nothing of the program or the day"
    text = svg.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    assert "<dc:date>" not in text
    colours = {"#0072b2", "#e69f00", "#cc79a7", "#009e73"}
    assert colours <= {colour for colour in colours if colour in text}
    assert "stroke-dasharray" in text


def test_the_same_network_gives_the_same_bytes_in_another_process(
    make: ModuleType, report_of: Callable[..., ReportData], tmp_path: Path
) -> None:
    from pipeline.network.formats import write_network

    data = report_of(make.invented())
    write_network(data.graph, data.statements, tmp_path / "network")
    here = {path.name: path.read_bytes() for path in write_plates(data.graph, tmp_path / "here")}
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"}
    words = [sys.executable, "-c", _AGAIN, str(tmp_path), str(tmp_path / "there")]
    subprocess.run(words, check=True, env=environment)
    assert {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()} == here


def test_an_empty_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    words = plates._words

    def note(axes: Any, x: float, y: float, text: str, **more: Any) -> None:
        written.append(text)
        words(axes, x, y, text, **more)

    monkeypatch.setattr(plates, "_words", note)
    files = draw(nx.MultiDiGraph())
    assert files["png"].startswith(b"\x89PNG")
    assert "no two concepts are linked" in written
    written.clear()
    draw_of_two()
    assert {"b"} <= set(written)
    assert "no two concepts are linked" not in written


def draw_of_two() -> dict[str, bytes]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    node = {"type": "CELL_TYPE", "degree": 1, "strength": 1.0, "community": 0}
    graph.add_node("a", label="$x^2$ \t\U0001f9ec", **node)
    graph.add_node("b", label="b", **node)
    graph.add_edge("a", "b", key="ACTS_ON", layer="relation", sign=-1, belief=0.5, rank=0)
    graph.add_edge("b", "a", key="ACTS_ON", layer="relation", sign=1, belief=0.5, rank=1)
    return draw(graph)


def test_formulas_and_missing_letters_stay_text() -> None:
    assert drawable("$x^2$ \t\U0001f9ec\x00") == "$x^2$ □\N{REPLACEMENT CHARACTER}"
    marked = draw_of_two()
    assert marked["svg"].count(b"<path") > draw(nx.MultiDiGraph())["svg"].count(b"<path"), "names are outlines"
    assert marked == draw_of_two()


points = st.lists(
    st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT), st.integers(1, 26), st.floats(5.5, 15)),
    min_size=1, max_size=24,
)  # fmt: skip


@given(points)
@settings(max_examples=25, deadline=None)
def test_names_and_shapes_cover_nothing_and_stay_on_the_plane(some: list[tuple[float, float, int, float]]) -> None:
    room = {f"n{number}": (letters, radius) for number, (_, _, letters, radius) in enumerate(some)}
    found = spread({f"n{number}": (x, y) for number, (x, y, *_) in enumerate(some)}, room)
    boxes = {}
    for node, (x, y) in found.items():
        letters, radius = room[node]
        wide, high = max(2 * radius, LETTER * letters), 2 * radius + 24
        boxes[node] = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        assert boxes[node][0] >= 0
        assert boxes[node][2] <= WIDTH
        assert boxes[node][1] >= 0
        assert boxes[node][3] <= HEIGHT
    for one, other in combinations(boxes.values(), 2):
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert min(across, down) < 3, "boxes overlap by more than what cannot be seen"


def test_importing_it_does_not_load_matplotlib() -> None:
    words = "import sys, pipeline.report.plates; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", words], check=True)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(NetworkError, match="cannot be written"):
        write_plates(nx.MultiDiGraph(), tmp_path / "file")
