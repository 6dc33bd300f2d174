"""The files of a network: what is written, its checksums and columns told in a manifest, and reading it back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from pipeline.core.errors import NetworkError
from pipeline.core.records import Evidence, Statement
from pipeline.network import comparison, exchange, indirect, markup
from pipeline.network.attributes import (
    EVIDENCE_COLUMNS,
    TABLES,
    Column,
    clean,
    cleaned,
    pick,
)
from pipeline.network.indirect import Indirect

_NUMBERS = frozenset({int, float})  # the writer of cells writes them as str does
# what would end a cell or a line for some reader
_BREAK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def write_network(
    graph: nx.MultiDiGraph[str],
    statements: Sequence[Statement],
    folder: Path,
    *,
    links: Sequence[Indirect] | None = None,
) -> None:
    """Write a network as files that other programs read.

    ``network.json`` (node-link, for `load_network` and d3), ``network.graphml``, ``network.gexf``,
    ``network.cx2``, ``network.cyjs`` and ``network.sif`` (`pipeline.network.exchange`); nodes, edges and
    evidence (one row for each piece of it) as ``.tsv`` and ``.parquet``;
    ``comparison.tsv`` (`pipeline.network.comparison`); what is not said yet as ``indirect.tsv``, ``.parquet`` and
    ``.json`` (`pipeline.network.indirect`); and ``manifest.json`` with the meaning of every column and the
    SHA-256 of every file. The same network gives the same bytes.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph`.
    statements
        The statements it was made from.
    folder
        Where to write; made if it is not there.
    links
        What is not said yet (`pipeline.network.indirect.listed`); ``None``: it is worked out, documents not counted.

    Raises
    ------
    NetworkError
        A file cannot be written.
    """
    told: dict[str, Callable[[], Iterable[dict[str, Any]]]] = {
        "nodes": lambda: ({"id": node, **graph.nodes[node]} for node in sorted(graph.nodes)),
        "edges": lambda: (
            {"source": head, "target": tail, "key": key, **data}
            for head, tail, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
        ),
        "evidence": lambda: _evidence(statements),
    }
    written = _Files(folder)
    counts = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, some in told.items():
        columns = TABLES[f"{name}.tsv"]
        rows[name] = [pick(columns, row) for row in some()]
        counts[name] = len(rows[name])
        written.add(f"{name}.tsv", _table(columns, some()))
        written.add(f"{name}.parquet", exchange.parquet(columns, rows[name]))
    del rows["evidence"]
    nodes, edges = rows["nodes"], rows["edges"]
    written.add("network.json", _node_link(dict(graph.graph), nodes, edges))
    written.add("network.graphml", markup.graphml(nodes, edges))
    written.add("network.gexf", markup.gexf(nodes, edges))
    written.add("network.cx2", exchange.cx2(dict(graph.graph), nodes, edges))
    written.add("network.cyjs", exchange.cytoscape(dict(graph.graph), nodes, edges))
    written.add("network.sif", exchange.sif(nodes, edges))
    columns, cells = comparison.table(comparison.compare(graph, statements), graph)
    written.add("comparison.tsv", _table(columns, cells))
    links = indirect.listed(graph) if links is None else links
    unsaid = indirect.rows(links, graph)
    written.add("indirect.tsv", _table(indirect.COLUMNS, unsaid))
    unsaid = [pick(indirect.COLUMNS, row) for row in unsaid]
    written.add("indirect.parquet", exchange.parquet(indirect.COLUMNS, unsaid))
    written.add("indirect.json", _json(cleaned(indirect.plain(links, graph))))
    manifest = {
        "files": {name: {"sha256": written.sha256[name]} for name in sorted(written.sha256)},
        "columns": {
            name: {column.name: {"type": column.type.__name__, "meaning": column.meaning} for column in columns}
            for name, columns in {**TABLES, "comparison.tsv": columns, "indirect.tsv": indirect.COLUMNS}.items()
        },
        "nodes": counts["nodes"],
        "edges": counts["edges"],
    }
    written.add("manifest.json", _json(manifest))


class _Files:
    """Writes files below a folder as soon as they are made, so that no two are in memory, and keeps their checksums."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sha256: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Write a file.

        Raises
        ------
        NetworkError
            It cannot be written.
        """
        self.sha256[name] = hashlib.sha256(content).hexdigest()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(content)
        except OSError as error:
            raise NetworkError(
                f"the network cannot be written ({error.strerror})",
                where=str(self.folder),
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

    Examples
    --------
    >>> import tempfile
    >>> graph = nx.MultiDiGraph(alpha=0.6)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_network(graph, [], Path(folder) / "network")
    ...     load_network(folder).graph
    {'alpha': 0.6}
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


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _node_link(whole: dict[str, Any], nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> bytes:
    """Node-link JSON, a line for each node and edge."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    lists = (",\n".join(map(encode, rows)) for rows in (nodes, edges))
    parts = zip(("nodes", "edges"), lists, strict=True)
    body = ",\n".join(f'"{name}": [\n{text}\n]' for name, text in parts)
    return f'{{"directed": true, "multigraph": true, "graph": {encode(whole)},\n{body}}}\n'.encode()


def _table(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([column.name for column in columns])
    for row in rows:
        values = [row[column.name] for column in columns]
        writer.writerow([value if type(value) in _NUMBERS else _cell(value) for value in values])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        joined = "|".join(value)
        if joined.count("|") == len(value) - 1 and joined.isascii() and joined.isprintable():
            return joined
        return "|".join(_cell(part).replace("|", "¦") for part in value)
    text = str(value)
    return text if text.isascii() and text.isprintable() else clean(_BREAK.sub(" ", text))


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
