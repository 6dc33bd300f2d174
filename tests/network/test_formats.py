"""The files of a network, each read back, with hostile names and missing values in them."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import networkx as nx
import pytest

from pipeline.core.errors import NetworkError
from pipeline.core.records import Reading, Statement
from pipeline.core.settings import NetworkSettings
from pipeline.network.attributes import TABLES, clean
from pipeline.network.cooccurrence import count
from pipeline.network.formats import load_network, write_network
from pipeline.network.graph import build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.statements import build_statements

SETTINGS = NetworkSettings()
HOSTILE = '</script><b>"it\'s"&\t\n|\x00\x07\x85\u2028\ufffe\U0001f9ec' + "long" * 25_000


def built(readings: list[Reading]) -> tuple[nx.MultiDiGraph[str], tuple[Statement, ...]]:
    statements = build_statements(readings)
    return build_graph(of_readings(readings), statements, count(readings, SETTINGS), SETTINGS), statements


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        csv.field_size_limit(1_000_000)
        return list(csv.DictReader(lines, dialect="excel-tab"))


@pytest.fixture
def hostile(make: ModuleType) -> list[Reading]:
    """A text in which a cell bears a hostile name, as text, concept and name."""
    make.KNOWN["hostile"] = (make.C, None, HOSTILE)
    said = make.Said("[hostile] raised [CD9].", [("REGULATES", "hostile", "CD9", "activates")])
    text = make.reading("a", [make.Part([said])])
    hit = text.annotation.mentions[0]
    mentions = (replace(hit, surface=HOSTILE, name=HOSTILE), *text.annotation.mentions[1:])
    return [replace(text, annotation=replace(text.annotation, mentions=mentions))]


def test_the_network_comes_back_as_it_was(readings: list[Reading], tmp_path: Path) -> None:
    graph, statements = built(readings)
    write_network(graph, statements, tmp_path / "network")
    for given in (tmp_path, tmp_path / "network", tmp_path / "network" / "network.json", str(tmp_path)):
        back = load_network(given)
        assert isinstance(back, nx.MultiDiGraph)
        assert back.graph == graph.graph
        assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
        assert {edge[:3]: edge[3] for edge in back.edges(keys=True, data=True)} == {
            edge[:3]: edge[3] for edge in graph.edges(keys=True, data=True)
        }


def test_graphml_comes_back_with_its_types(readings: list[Reading], tmp_path: Path) -> None:
    graph, statements = built(readings)
    write_network(graph, statements, tmp_path)
    back = nx.read_graphml(tmp_path / "network.graphml", force_multigraph=True)
    assert set(back) == set(graph)
    assert back.number_of_edges() == graph.number_of_edges()
    assert back.nodes["CL:0000134"]["names"] == "MSC|iPSC-derived MSC|mesenchymal stem cells"
    edge = back.edges["CL:0000134", "mirna:mir-21", "CARRIES"]
    assert edge["belief"] == 0.8
    assert edge["sign"] == 1
    assert edge["contested"] is False
    assert "score" not in edge


def test_the_tables_have_the_declared_columns_and_a_row_for_everything(readings: list[Reading], tmp_path: Path) -> None:
    graph, statements = built(readings)
    write_network(graph, statements, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    for name, columns in TABLES.items():
        found = rows(tmp_path / name)
        assert list(found[0]) == [column.name for column in columns] == list(manifest["columns"][name])
    assert len(rows(tmp_path / "nodes.tsv")) == len(graph) == manifest["nodes"]
    assert len(rows(tmp_path / "edges.tsv")) == graph.number_of_edges() == manifest["edges"]
    evidence = rows(tmp_path / "evidence.tsv")
    assert len(evidence) == sum(len(reading.relations) for reading in readings)
    ids = {row["relation"] for row in evidence}
    assert all(set(row["evidence"].split("|")) <= ids for row in rows(tmp_path / "edges.tsv") if row["evidence"])
    for name, entry in manifest["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == entry["sha256"]


def test_the_marks_of_the_evidence_table_cut_the_names_out_of_the_sentence(
    readings: list[Reading], tmp_path: Path
) -> None:
    write_network(*built(readings), tmp_path)
    (row,) = [
        row for row in rows(tmp_path / "evidence.tsv") if row["statement"].startswith("CARRIES:CL:0000134>mirna:l")
    ]
    assert row["text"][int(row["head_start"]) : int(row["head_end"])] == "mesenchymal stem cells"
    assert row["text"][int(row["tail_start"]) : int(row["tail_end"])] == "let-7b"
    assert (row["side"], row["section"], row["studies"]) == ("for", "abstract", "doi:10.9999/first")


def test_hostile_names_stay_text_in_every_format(hostile: list[Reading], tmp_path: Path) -> None:
    graph, statements = built(hostile)
    write_network(graph, statements, tmp_path)
    (node,) = [node for node in graph if node.startswith("nil:")]
    assert load_network(tmp_path).nodes[clean(node)]["name"] == clean(HOSTILE)
    back = nx.read_graphml(tmp_path / "network.graphml", force_multigraph=True)
    assert clean(node) in back
    assert back.nodes[clean(node)]["name"].replace("\n", " ") == clean(HOSTILE).replace("\n", " ")
    table = rows(tmp_path / "nodes.tsv")
    assert len(table) == 2
    (row,) = [row for row in table if row["id"].startswith("nil:")]
    assert row["name"].startswith('</script><b>"it\'s"&  |  ')
    assert len((tmp_path / "nodes.tsv").read_text(encoding="utf-8").splitlines()) == 3


def test_lone_surrogates_do_not_stop_the_writing(hostile: list[Reading], tmp_path: Path) -> None:
    text = hostile[0]
    mentions = tuple(replace(m, name="\ud800x", surface="\udfffy") for m in text.annotation.mentions)
    write_network(*built([replace(text, annotation=replace(text.annotation, mentions=mentions))]), tmp_path)
    assert {data["name"] for _, data in load_network(tmp_path).nodes(data=True)} == {"\N{REPLACEMENT CHARACTER}x"}


def test_an_empty_network_is_written_and_read(tmp_path: Path) -> None:
    write_network(*built([]), tmp_path)
    assert len(load_network(tmp_path)) == 0
    assert len(nx.read_graphml(tmp_path / "network.graphml")) == 0
    assert rows(tmp_path / "nodes.tsv") == []


def test_the_bytes_do_not_depend_on_order_or_hash_seed(readings: list[Reading], tmp_path: Path) -> None:
    write_network(*built(readings), tmp_path / "a")
    write_network(*built(readings[::-1]), tmp_path / "b")
    program = (
        "import importlib.util, sys; from pathlib import Path\n"
        f"spec = importlib.util.spec_from_file_location('invented', {str(Path(__file__).with_name('invented.py'))!r})\n"
        "m = importlib.util.module_from_spec(spec); sys.modules['invented'] = m; spec.loader.exec_module(m)\n"
        "from pipeline.core.settings import NetworkSettings\n"
        "from pipeline.network import cooccurrence, formats, graph, occurrences, statements\n"
        "r, s = m.invented(), NetworkSettings(); st = statements.build_statements(r)\n"
        "g = graph.build_graph(occurrences.of_readings(r), st, cooccurrence.count(r, s), s)\n"
        f"formats.write_network(g, st, Path({str(tmp_path / 'c')!r}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PYTHONHASHSEED": "77", **_path()})
    names, *others = ({path.name for path in (tmp_path / folder).iterdir()} for folder in "abc")
    assert names
    assert others == [names, names]
    for name in sorted(names):
        first = (tmp_path / "a" / name).read_bytes()
        assert (tmp_path / "b" / name).read_bytes() == first, name
        assert (tmp_path / "c" / name).read_bytes() == first, name


def _path() -> dict[str, str]:
    """The modules that this process can import, for another."""
    return {"PYTHONPATH": ":".join(entry for entry in (str(Path.cwd()), *sys.path) if entry)}


def test_what_cannot_be_read_or_written_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="outputs/latest"):
        load_network(tmp_path)
    for content in ("{", "[]", '{"nodes": 3}', "\x00"):
        (tmp_path / "network.json").write_text(content, encoding="utf-8")
        with pytest.raises(NetworkError, match="damaged"):
            load_network(tmp_path)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(NetworkError, match="cannot be written"):
        write_network(*built([]), tmp_path / "file")
