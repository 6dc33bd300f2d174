"""The files of a network: GraphML, node-link JSON and tables, their columns declared once, and reading them back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx

from pipeline.core.errors import NetworkError
from pipeline.core.records import Evidence, Statement


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, an attribute of a node or edge: its name, the type of its values and its meaning."""

    name: str
    type: type
    meaning: str


NODE_COLUMNS = (
    Column("id", str, "CURIE of the concept, or nil:TYPE:normal form where it is linked to none"),
    Column("type", str, "CELL_TYPE, MARKER, MIRNA or PATHWAY"),
    Column("name", str, "the concept's name"),
    Column("label", str, "a name short enough to be drawn"),
    Column("linked", bool, "whether the concept has an identifier"),
    Column("names", list, "the names seen in the texts, the most frequent first, joined by |; case apart, each once"),
    Column("mentions", int, "how many mentions it has"),
    Column("documents", int, "in how many documents"),
    Column("degree", int, "with how many concepts it is linked"),
    Column("strength", float, "sum of the weights of its links"),
    Column("betweenness", float, "share of the shortest paths between others that run through it, 0 to 1"),
    Column("community", int, "number of its Louvain community, 0 the largest"),
)
EDGE_COLUMNS = (
    Column("source", str, "node id of the head (co-occurrence: of the smaller id)"),
    Column("target", str, "node id of the tail"),
    Column("key", str, "tells the edges between two nodes apart"),
    Column("layer", str, "relation (directed) or cooccurrence (no direction)"),
    Column("type", str, "type of the relation, or cooccurrence"),
    Column("polarity", str, "what the text says of the relation, by the stronger side; empty where none"),
    Column("sign", int, "1 raises or has, -1 lowers or lacks, 0 not said"),
    Column("contested", bool, "whether there is evidence against it"),
    Column("speculative", bool, "whether all its evidence is speculative"),
    Column("belief", float, "belief in the relation, 0 to 1; empty for co-occurrence"),
    Column("score", float, "co-occurrence score of STRING and DISEASES; empty for relations"),
    Column("typed_score", float, "the same score among pairs of these two types only"),
    Column("npmi", float, "normalised pointwise mutual information over sentences, -1 to 1"),
    Column("g2", float, "log-likelihood ratio over sentences; grows with any departure from chance"),
    Column("p", float, "chance of at least so many common sentences (one-sided Fisher); empty if not tested"),
    Column("q", float, "p after Benjamini and Hochberg over all testable pairs; empty if not tested"),
    Column("expected", float, "weighted count that chance alone would give"),
    Column("sentences", int, "distinct sentences or table rows"),
    Column("passages", int, "distinct passages; empty for relations, like the next ten"),
    Column("documents_s", int, "documents with a sentence that holds both"),
    Column("documents_p", int, "documents with a passage that holds both"),
    Column("weighted", float, "C(a,b): documents_s, documents_p and documents, each times its weight"),
    Column("weighted_a", float, "C(a,.): sum of weighted over all pairs of source"),
    Column("weighted_b", float, "C(b,.): the same of target"),
    Column("typed_a", float, "C(a,.) over partners of target's type"),
    Column("typed_b", float, "C(b,.) over partners of source's type"),
    Column("typed_all", float, "C(.,.) over all pairs of these two types, each twice where they are one"),
    Column("sentences_a", int, "sentences that hold source"),
    Column("sentences_b", int, "sentences that hold target"),
    Column("documents", int, "distinct documents"),
    Column("studies", int, "distinct primary studies cited; empty for co-occurrence"),
    Column("rank", int, "in which order to show the edges, from 0"),
    Column("places", list, "the sentences or table rows, document:start-end, joined by |"),
    Column("evidence", list, "ids of the relations behind it, joined by |, see evidence.tsv"),
)
EVIDENCE_COLUMNS = (
    Column("statement", str, "TYPE:head>tail"),
    Column("side", str, "for or against"),
    Column("relation", str, "id of the relation found in the text"),
    Column("document", str, "id of the document"),
    Column("section", str, "where in the document"),
    Column("start", int, "first code point of the sentence in the document"),
    Column("end", int, "code point after the sentence"),
    Column("polarity", str, "what this sentence says"),
    Column("speculative", bool, "hoped for or under study"),
    Column("cross_sentence", bool, "head or tail stands in an earlier sentence"),
    Column("confidence", float, "of the rule or model"),
    Column("rule", str, "rule or model that found it"),
    Column("studies", list, "primary studies that the sentence cites, joined by |"),
    Column("text", str, "the sentence or table row, each control character a blank"),
    Column("head_start", int, "where the head stands in text; negative or beyond it for another sentence's"),
    Column("head_end", int, "its end"),
    Column("tail_start", int, "where the tail stands in text"),
    Column("tail_end", int, "its end"),
)
TABLES = {"nodes.tsv": NODE_COLUMNS, "edges.tsv": EDGE_COLUMNS, "evidence.tsv": EVIDENCE_COLUMNS}

# what XML 1.0 cannot hold, and lone surrogates, which no encoding can
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# what would end a cell or a line for some reader
_BREAK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def write_network(graph: nx.MultiDiGraph[str], statements: Sequence[Statement], folder: Path) -> None:
    """Write a network as files that other programs read.

    ``network.graphml`` and ``network.json`` (node-link, for `load_network` and d3), ``nodes.tsv``,
    ``edges.tsv``, ``evidence.tsv`` (one row for each piece of evidence), and ``manifest.json`` with the
    meaning of every column and the SHA-256 of every file. The same network gives the same bytes.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph`.
    statements
        The statements it was made from.
    folder
        Where to write; made if it is not there.

    Raises
    ------
    NetworkError
        A file cannot be written.
    """
    nodes: list[dict[str, Any]] = [{"id": node, **graph.nodes[node]} for node in sorted(graph.nodes)]
    edges = [
        {"source": head, "target": tail, "key": key, **data}
        for head, tail, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    ]
    files = {
        "network.graphml": _graphml(nodes, edges),
        "network.json": _node_link(dict(graph.graph), nodes, edges),
        "nodes.tsv": _table(NODE_COLUMNS, nodes),
        "edges.tsv": _table(EDGE_COLUMNS, edges),
        "evidence.tsv": _table(EVIDENCE_COLUMNS, _evidence(statements)),
    }
    files["manifest.json"] = _json(
        {
            "files": {name: {"sha256": hashlib.sha256(files[name]).hexdigest()} for name in sorted(files)},
            "columns": {
                name: {column.name: {"type": column.type.__name__, "meaning": column.meaning} for column in columns}
                for name, columns in TABLES.items()
            },
            "nodes": len(nodes),
            "edges": len(edges),
        }
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise NetworkError(
            f"the network cannot be written ({error.strerror})",
            where=str(folder),
            remedy="give a folder that can be written to, on a disk with room",
        ) from error


def load_network(run: Path | str) -> nx.MultiDiGraph[str]:
    """Read the network of a run, for notebooks and programs.

    Parameters
    ----------
    run
        A run's folder (``outputs/latest``), its ``network`` folder, or a ``network.json``.

    Returns
    -------
    networkx.MultiDiGraph
        As it was written: typed attributes, ``None`` where there is no value.

    Raises
    ------
    NetworkError
        There is no network, or it is damaged.
    """
    given = Path(run)
    path = next((p for p in (given / "network" / "network.json", given / "network.json") if p.is_file()), given)
    try:
        data = json.loads(path.read_bytes())
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
            nx.node_link_graph(data, directed=True, multigraph=True, edges="edges")
        )
    except OSError as error:
        raise NetworkError(
            "there is no network/network.json here",
            where=str(given),
            remedy="name the folder of a finished run, such as outputs/latest",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, nx.NetworkXError) as error:
        raise NetworkError(
            f"the network is damaged ({error!r})", where=str(path), remedy="make the run again with 'vesiweb mine'"
        ) from error
    return graph


def clean(text: str) -> str:
    """Text that every format can hold: what XML or UTF-8 cannot is replaced, one character by one.

    Examples
    --------
    >>> clean("a\\x00b\\ud800c")
    'a�b�c'
    """
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)


def _pick(columns: Iterable[Column], row: dict[str, Any]) -> dict[str, Any]:
    """The declared columns of a row, in order, cleaned."""
    return {column.name: _cleaned(row[column.name]) for column in columns}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return value


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _node_link(whole: dict[str, Any], nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> bytes:
    """Node-link JSON, a line for each node and edge."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    lists = (
        ",\n".join(encode(_pick(columns, row)) for row in rows)
        for columns, rows in ((NODE_COLUMNS, nodes), (EDGE_COLUMNS, edges))
    )
    parts = zip(("nodes", "edges"), lists, strict=True)
    body = ",\n".join(f'"{name}": [\n{text}\n]' for name, text in parts)
    return f'{{"directed": true, "multigraph": true, "graph": {encode(whole)},\n{body}}}\n'.encode()


def _graphml(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> bytes:
    """GraphML knows neither lists nor missing values: lists are joined, what is missing is left out."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes:
        flat.add_node(clean(node["id"]), **_flat(NODE_COLUMNS[1:], node))
    for edge in edges:
        flat.add_edge(clean(edge["source"]), clean(edge["target"]), key=edge["key"], **_flat(EDGE_COLUMNS[3:], edge))
    out = io.BytesIO()
    nx.write_graphml(flat, out, prettyprint=True)
    return out.getvalue()


def _flat(columns: Iterable[Column], row: dict[str, Any]) -> dict[str, Any]:
    values = {}
    for column in columns:
        value = row[column.name]
        if value is None:
            continue
        values[column.name] = "|".join(map(clean, value)) if column.type is list else column.type(_cleaned(value))
    return values


def _table(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(row[column.name]) for column in columns])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(_cell(part).replace("|", "¦") for part in value)
    return clean(_BREAK.sub(" ", str(value)))


def _evidence(statements: Sequence[Statement]) -> Iterable[dict[str, Any]]:
    for statement in sorted(statements, key=lambda statement: (statement.type, statement.head, statement.tail)):
        for side, pieces in (("for", statement.supporting), ("against", statement.opposing)):
            for piece in pieces:
                yield _evidence_row(statement, side, piece)


def _evidence_row(statement: Statement, side: str, piece: Evidence) -> dict[str, Any]:
    row: dict[str, Any] = {"statement": statement.id, "side": side}
    for column in EVIDENCE_COLUMNS[2:]:
        row[column.name] = getattr(piece, column.name)
    row["section"] = piece.section.value
    row["studies"] = list(piece.studies)
    for name in ("head_start", "head_end", "tail_start", "tail_end"):
        row[name] = getattr(piece, name) - piece.start
    return row
