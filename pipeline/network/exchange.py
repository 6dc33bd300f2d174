"""Formats of other programs: CX2 and Cytoscape.js JSON (Cytoscape), SIF, and Parquet; rows come in cleaned."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.network.attributes import EDGE_COLUMNS, NODE_COLUMNS, Column

Rows = Sequence[dict[str, Any]]
_TITLE = "what the texts say and what they name together"
#: Python type -> type of a CX2 attribute
_CX2 = {str: "string", bool: "boolean", int: "long", float: "double", list: "list_of_string"}
_ARROW = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64(), list: pa.list_(pa.string())}


def cx2(whole: dict[str, Any], nodes: Rows, edges: Rows) -> bytes:
    """CX2 (NDEx, Cytoscape): nodes and edges by number, every attribute declared, what is missing left out.

    The concept's id stands in ``represents``, as Cytoscape has it, its label in ``name``, and the edge's type
    in ``interaction``.
    """
    number = {node["id"]: at for at, node in enumerate(nodes)}
    whole = {name: value for name, value in whole.items() if isinstance(value, int | float)}
    node_columns = [column for column in NODE_COLUMNS if column.name not in ("id", "name")]
    edge_columns = [column for column in EDGE_COLUMNS if column.name not in ("source", "target", "key", "type")]
    aspects: list[tuple[str, list[Any]]] = [
        (
            "attributeDeclarations",
            [
                {
                    "networkAttributes": {"name": {"d": "string"}, **{name: {"d": "double"} for name in sorted(whole)}},
                    "nodes": {
                        "name": {"d": "string"},
                        "represents": {"d": "string"},
                        "full_name": {"d": "string"},
                        **{column.name: {"d": _CX2[column.type]} for column in node_columns},
                    },
                    "edges": {
                        "interaction": {"d": "string"},
                        **{column.name: {"d": _CX2[column.type]} for column in edge_columns},
                    },
                }
            ],
        ),
        ("networkAttributes", [{"name": _TITLE, **{name: float(whole[name]) for name in sorted(whole)}}]),
        (
            "nodes",
            [
                {
                    "id": at,
                    "v": {
                        "name": node["label"],
                        "represents": node["id"],
                        "full_name": node["name"],
                        **_there(node_columns, node),
                    },
                }
                for at, node in enumerate(nodes)
            ],
        ),
        (
            "edges",
            [
                {
                    "id": at,
                    "s": number[edge["source"]],
                    "t": number[edge["target"]],
                    "v": {"interaction": edge["type"], **_there(edge_columns, edge)},
                }
                for at, edge in enumerate(edges)
            ],
        ),
    ]
    parts: list[Any] = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": [{"name": name, "elementCount": len(rows)} for name, rows in aspects]},
        *({name: rows} for name, rows in aspects),
        {"status": [{"success": True}]},
    ]
    return ("[" + ",\n".join(_text(part) for part in parts) + "]\n").encode()


def cytoscape(whole: dict[str, Any], nodes: Rows, edges: Rows) -> bytes:
    """Cytoscape.js JSON, which Cytoscape and networkx read too; what is missing is left out."""
    elements = {
        "nodes": [
            {"data": {**_there(NODE_COLUMNS, node), "value": node["id"]}, "classes": node["type"]} for node in nodes
        ],
        "edges": [
            {"data": {"id": f"e{at}", "interaction": edge["type"], **_there(EDGE_COLUMNS, edge)}}
            for at, edge in enumerate(edges)
        ],
    }
    data = {"name": _TITLE, **{name: whole[name] for name in sorted(whole)}}
    return (_text({"directed": True, "multigraph": True, "data": data, "elements": elements}) + "\n").encode()


def sif(nodes: Rows, edges: Rows) -> bytes:
    """SIF: source, interaction and target by tab, then the nodes without an edge, each alone.

    The interaction is the relation's type and, where it has one, its polarity (``TARGETS:inhibits``).
    """
    lines = [
        "\t".join(
            (_word(edge["source"]), ":".join(filter(None, (edge["type"], edge["polarity"]))), _word(edge["target"]))
        )
        for edge in edges
    ]
    linked = {end for edge in edges for end in (edge["source"], edge["target"])}
    lines += [_word(node["id"]) for node in nodes if node["id"] not in linked]
    return "".join(f"{line}\n" for line in lines).encode()


def parquet(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    """A table as Parquet, typed as declared, lists as lists, what is missing as null."""
    schema = pa.schema(
        [pa.field(column.name, _ARROW[column.type], metadata={"meaning": column.meaning}) for column in columns]
    )
    out = io.BytesIO()
    held = list(rows)
    arrays = [pa.array([row[field.name] for row in held], field.type) for field in schema]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _there(columns: Iterable[Column], row: dict[str, Any]) -> dict[str, Any]:
    """The declared columns that have a value."""
    return {column.name: row[column.name] for column in columns if row[column.name] is not None}


def _word(text: str) -> str:
    """Text that neither a tab nor the end of a line can break."""
    return " ".join(text.split())


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
