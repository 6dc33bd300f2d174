"""Formats of XML: GraphML (yEd, igraph, networkx) and GEXF (Gephi), written line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.network.attributes import EDGE_COLUMNS, NODE_COLUMNS

Rows = Sequence[dict[str, Any]]
#: name and type of a column, and what stands before and behind a value of it
_Key = tuple[str, type, str, str]
#: Python type -> type of an attribute, the same in both formats
_TYPES = {str: "string", bool: "boolean", int: "long", float: "double", list: "string"}
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def graphml(nodes: Rows, edges: Rows) -> bytes:
    """GraphML, all edges directed (``layer`` tells which mean no direction), an edge's key as its id.

    GraphML knows neither lists nor missing values: lists are joined by ``|``, what is missing is left out.

    Parameters
    ----------
    nodes, edges
        Rows of `pipeline.network.attributes.NODE_COLUMNS` and ``EDGE_COLUMNS``, cleaned (`pick`).
    """
    space = "http://graphml.graphdrawing.org/xmlns"
    lines = [
        "<?xml version='1.0' encoding='utf-8'?>",
        f'<graphml xmlns="{space}" xmlns:xsi="{_XSI}" xsi:schemaLocation="{space} {space}/1.0/graphml.xsd">',
    ]
    keys: dict[str, list[_Key]] = {}
    number = 0
    for what, columns in (("node", NODE_COLUMNS[1:]), ("edge", EDGE_COLUMNS[3:])):
        keys[what] = []
        for column in columns:
            keys[what].append((column.name, column.type, f'<data key="d{number}">', "</data>"))
            lines.append(
                f'<key id="d{number}" for="{what}" attr.name="{column.name}" attr.type="{_TYPES[column.type]}"/>'
            )
            number += 1
    lines.append('<graph edgedefault="directed">')
    for node in nodes:
        lines.append(f"<node id={quoteattr(node['id'])}>")
        lines += _there(keys["node"], node, _element)
        lines.append("</node>")
    for edge in edges:
        ends = f"source={quoteattr(edge['source'])} target={quoteattr(edge['target'])}"
        lines.append(f"<edge {ends} id={quoteattr(edge['key'])}>")
        lines += _there(keys["edge"], edge, _element)
        lines.append("</edge>")
    lines.append("</graph>\n</graphml>\n")
    return "\n".join(lines).encode()


def gexf(nodes: Rows, edges: Rows) -> bytes:
    """GEXF 1.2, all edges directed (``layer`` tells which mean no direction).

    GEXF has a ``type`` and a ``weight`` of its own: a node's type is called ``concept_type``, a relation's
    ``relation``, and ``weight`` is the belief or the co-occurrence score. ``networkx_key`` is the edge's key, which
    networkx looks for under this name. Lists are joined by ``|``; what is missing is left out.

    Parameters
    ----------
    nodes, edges
        As for `graphml`.
    """
    space = "http://www.gexf.net/1.2draft"
    lines = [
        "<?xml version='1.0' encoding='utf-8'?>",
        f'<gexf xmlns="{space}" xmlns:xsi="{_XSI}" xsi:schemaLocation="{space} {space}/gexf.xsd" version="1.2">',
        "<meta><creator>vesiweb</creator></meta>",
        '<graph defaultedgetype="directed" mode="static">',
    ]
    renamed = {"node": {"type": "concept_type"}, "edge": {"type": "relation", "key": "networkx_key"}}
    keys: dict[str, list[_Key]] = {}
    number = 0
    for what, columns in (
        ("node", [column for column in NODE_COLUMNS[1:] if column.name != "label"]),
        ("edge", EDGE_COLUMNS[2:]),
    ):
        keys[what] = []
        lines.append(f'<attributes mode="static" class="{what}">')
        for column in columns:
            keys[what].append((column.name, column.type, f'<attvalue for="{number}" value="', '"/>'))
            title = renamed[what].get(column.name, column.name)
            lines.append(f'<attribute id="{number}" title="{title}" type="{_TYPES[column.type]}"/>')
            number += 1
        lines.append("</attributes>")
    lines.append("<nodes>")
    for node in nodes:
        lines.append(f"<node id={quoteattr(node['id'])} label={quoteattr(node['label'])}><attvalues>")
        lines += _there(keys["node"], node, _attribute)
        lines.append("</attvalues></node>")
    lines.append("</nodes>\n<edges>")
    for at, edge in enumerate(edges):
        ends = f"source={quoteattr(edge['source'])} target={quoteattr(edge['target'])}"
        weight = edge["belief"] if edge["belief"] is not None else edge["score"]
        lines.append(f'<edge {ends} id="{at}" weight="{weight}"><attvalues>')
        lines += _there(keys["edge"], edge, _attribute)
        lines.append("</attvalues></edge>")
    lines.append("</edges>\n</graph>\n</gexf>\n")
    return "\n".join(lines).encode()


def _there(keys: Sequence[_Key], row: dict[str, Any], special: Callable[[str, str, str], str]) -> Iterator[str]:
    """What of a row is there, each value between what stands before and behind it."""
    for name, kind, before, behind in keys:
        value = row[name]
        if value is None:
            continue
        if kind is bool:
            value = "true" if value else "false"
        elif kind is list or kind is str:
            value = "|".join(value) if kind is list else value
            if _SPECIAL.search(value):
                yield special(before, value, behind)
                continue
        yield f"{before}{value}{behind}"


def _element(before: str, word: str, behind: str) -> str:
    """Text between tags; a reader of XML would make a line's end of a carriage return."""
    return f"{before}{escape(word, {chr(13): '&#13;'})}{behind}"


def _attribute(before: str, word: str, behind: str) -> str:
    """Text of an attribute, which brings its own quotation marks."""
    return f"{before[:-1]}{quoteattr(word)}{behind[1:]}"


#: what XML has another way of writing for, in a text or in an attribute
_SPECIAL = re.compile('[&<>"\n\r\t]')
