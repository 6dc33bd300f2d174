"""The page's data in parts, each packed, that the page unpacks when somebody looks at what is in them."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.report.spread import spread

#: what filters, lists and the drawing ask of every edge; all else is unpacked with the edge's card
EDGE_COLUMNS = (
    "source",
    "target",
    "layer",
    "type",
    "polarity",
    "sign",
    "contested",
    "speculative",
    "belief",
    "score",
    "q",
    "disparity",
    "sentences",
    "documents",
    "studies",
    "stability",
    "core",
    "says",
    "sources",
    "sections",
)
#: so many edges share a part
EDGES_A_PART = 128
#: documents share a part until their texts have so many characters
CHARACTERS_A_PART = 200_000
#: values that are longer as JSON become parts of their own
PLAIN = 4_000


def split(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Take the page's data apart.

    Parameters
    ----------
    data
        Of `pipeline.report.payload.payload`.

    Returns
    -------
    head : dict
        What the page needs at once, and which parts there are: short values as they are; ``long``, names of
        values that are parts; how ``documents`` and ``edges`` are spread over parts.
    parts : dict
        Name -> JSON: ``nodes``, a column of edges as ``edges-belief``, the rest of edges 0 to 127 as ``edges-0``,
        texts, passages and mentions of some documents as ``documents-0``.

    Examples
    --------
    >>> head, parts = split({"title": "T", "nodes": [], "edges": [], "documents": [], "errors": None})
    >>> head["title"], head["edges"]["number"], parts["nodes"]
    ('T', 0, '[]')
    """
    sections = sorted({passage["section"] for row in data["documents"] for passage in row["passages"]})
    passages = [
        ([int(passage["start"]) for passage in row["passages"]], [passage["section"] for passage in row["passages"]])
        for row in data["documents"]
    ]
    edges = [{**edge, **_origin(edge, passages, sections)} for edge in data["edges"]]
    for edge, rank in zip(*_ranks(edges), strict=True):
        edge["rank_p"] = rank
    links = [(edge["source"], edge["target"], edge.get("belief") or edge.get("score") or 0.0) for edge in edges]
    spots = spread([row["community"] for row in data["nodes"]], [row["strength"] for row in data["nodes"]], links)
    nodes = [{**row, "spot": spot} for row, spot in zip(data["nodes"], spots, strict=True)]
    head: dict[str, Any] = {"long": [], "sections": sections, "legend": _legend(data["nodes"], edges, sections)}
    parts = {"nodes": told(nodes)}
    for name, value in data.items():
        if name in ("nodes", "edges", "documents"):
            continue
        text = told(value)
        if len(text) > PLAIN:
            head["long"].append(name)
            parts[name] = text
        else:
            head[name] = value
    head["nodes"] = len(data["nodes"])
    head["edges"] = _edges(edges, parts)
    head["documents"] = _documents(data["documents"], parts)
    return head, parts


def told(value: Any) -> str:
    """Compact JSON; not a number is no number of JSON, and an error here.

    Examples
    --------
    >>> told({"a": [1, None, "é"]})
    '{"a":[1,null,"é"]}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def packed(text: str) -> str:
    """Text as gzip in base64, the same for the same text.

    Examples
    --------
    >>> gzip.decompress(__import__("base64").b64decode(packed("vesicle"))).decode()
    'vesicle'
    """
    return b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode()


def _edges(edges: Sequence[Mapping[str, Any]], parts: dict[str, str]) -> dict[str, Any]:
    for column in EDGE_COLUMNS:
        parts[f"edges-{column}"] = told([edge.get(column) for edge in edges])
    rest = [{name: value for name, value in edge.items() if name not in EDGE_COLUMNS} for edge in edges]
    for number, start in enumerate(range(0, len(rest), EDGES_A_PART)):
        parts[f"edges-{number}"] = told(rest[start : start + EDGES_A_PART])
    return {
        "number": len(edges),
        "columns": EDGE_COLUMNS,
        "rest": sorted({name for row in rest for name in row}),
        "each": EDGES_A_PART,
        "core": sum(bool(edge.get("core")) for edge in edges),
        "highest": max((edge.get("score") or 0.0 for edge in edges), default=0.0),
    }


def _documents(documents: Sequence[Mapping[str, Any]], parts: dict[str, str]) -> dict[str, Any]:
    """Short facts of all documents are one part; texts and lists are parts by the size."""
    later = sorted({name for row in documents for name, value in row.items() if _later(name, value)})
    parts["documents"] = told([{**_short(row, later), "counts": _counts(row)} for row in documents])
    starts = []
    for number, (start, rows) in enumerate(_groups(documents)):
        starts.append(start)
        parts[f"documents-{number}"] = told([{name: row.get(name) for name in later} for row in rows])
    return {"number": len(documents), "rest": later, "starts": starts}


def _short(row: Mapping[str, Any], later: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in later}


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: len(value) for name, value in row.items() if isinstance(value, list | dict)}


def _later(name: str, value: Any) -> bool:
    return name == "text" or isinstance(value, list | dict)


def _groups(documents: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Sequence[Mapping[str, Any]]]]:
    start, size = 0, 0
    for number, row in enumerate(documents):
        size += len(row["text"])
        if size >= CHARACTERS_A_PART or number + 1 == len(documents):
            yield start, documents[start : number + 1]
            start, size = number + 1, 0


def _origin(
    edge: Mapping[str, Any], passages: Sequence[tuple[list[int], list[str]]], sections: Sequence[str]
) -> dict[str, list[int]]:
    """In which documents an edge is said, and in which sections (both by their place in their list)."""
    places = [piece["place"] for piece in edge["evidence"]] if "evidence" in edge else edge["places"]
    found = {piece["section"] for piece in edge.get("evidence", ())}
    if "evidence" not in edge:
        for document, start, _ in places:
            starts, named = passages[document]
            found.update(named[max(0, bisect_right(starts, start) - 1) :][:1])
    return {
        "sources": sorted({document for document, *_ in places}),
        "sections": sorted(sections.index(section) for section in found if section in sections),
    }


def _ranks(edges: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[int]]:
    """The tested edges by their p, and the rank that Benjamini and Hochberg's q is made with: of equals the last."""
    tested = sorted((edge for edge in edges if edge.get("p") is not None), key=lambda edge: float(edge["p"]))
    values = [edge["p"] for edge in tested]
    return tested, [bisect_right(values, value) for value in values]


def _legend(
    nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]], sections: Sequence[str]
) -> dict[str, dict[str, int]]:
    """How many there are of what the filters name."""
    relations = [edge for edge in edges if edge.get("layer") == "relation"]
    signs = Counter({1: "plus", -1: "minus"}.get(edge.get("sign", 0), "zero") for edge in relations)
    signs["together"] = len(edges) - len(relations)
    named = Counter(section for edge in edges for section in edge["sections"])
    return {
        "types": dict(sorted(Counter(node["type"] for node in nodes).items())),
        "signs": dict(sorted(signs.items())),
        "relations": dict(sorted(Counter(edge["type"] for edge in relations).items())),
        "sections": {sections[number]: named[number] for number in sorted(named)},
    }
