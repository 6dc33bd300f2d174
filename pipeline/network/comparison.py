"""Comparison of sources: which markers, microRNAs and pathways several cells share, where they differ, the blanks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import networkx as nx

from pipeline.core.records import SIGN, EntityType, Evidence, RelationType, Statement
from pipeline.network.attributes import Column
from pipeline.network.kinds import is_kind_of
from pipeline.network.statements import belief

#: what a cell may have to do with an item, and the relations that say so
ASPECTS = {
    "has": (RelationType.CARRIES, RelationType.EXPRESSES),
    "acts on": (RelationType.MODULATES, RelationType.REGULATES),
}
#: states that rest on a statement
SAID = ("positive", "negative", "contested", "unsigned")


@dataclass(frozen=True, slots=True)
class Source:
    """A cell that is compared, with the concepts that count under it: itself and its kinds."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one item in one source, and on what it rests.

    ``state`` is ``positive`` (has it, raises it), ``negative`` (lacks it, lowers it), ``contested`` (both are
    said), ``unsigned`` (acts on it, not said how), ``together`` (no statement, only named in one sentence) or
    ``blank`` (no direct evidence). Edges are named as in the network, (source, target, key).
    """

    state: str
    belief: float = 0.0
    speculative: bool = False
    documents: int = 0
    studies: int = 0
    edges: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An item in all sources.

    ``verdict`` is ``shared`` (the same sign in all), ``differs`` (positive in one, negative in another),
    ``contested`` (some source is), ``some`` (the same in two or more, not in all) or ``one`` (told of one
    source only: whether it is particular to it, nobody says). ``side_by_side`` counts the primary studies
    that evidence on two or more of the sources cites, ``documents`` the documents that tell of two or more.
    """

    item: str
    type: str
    aspect: str
    verdict: str
    cells: tuple[Cell, ...]
    side_by_side: int
    documents: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sources as columns, items as rows, what most is known of first."""

    sources: tuple[Source, ...]
    rows: tuple[Row, ...]

    def sets(self, aspect: str) -> tuple[tuple[tuple[bool, ...], dict[str, int]], ...]:
        """How many items of each type are positive in exactly these sources: an UpSet plot's columns.

        Exactly means: positive in these, and in the others negative, contested, only named together or blank.
        """
        counts: dict[tuple[bool, ...], Counter[str]] = defaultdict(Counter)
        for row in self.rows:
            if row.aspect == aspect:
                counts[tuple(cell.state == "positive" for cell in row.cells)][row.type] += 1
        every = sorted(
            product((True, False), repeat=len(self.sources)), key=lambda one: (-sum(one), [not x for x in one])
        )
        return tuple((one, dict(sorted(counts[one].items()))) for one in every if any(one))


def compare(graph: nx.MultiDiGraph[str], statements: Sequence[Statement]) -> Comparison:
    """Compare the cells that the network's settings name (``compare``), each with its kinds.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph`.
    statements
        The statements it was made from.

    Returns
    -------
    Comparison
        Only items that some source has a statement on; empty where there are no two sources.

    Notes
    -----
    Texts name a cell and mean its vesicles: ``has`` is said of the vesicles or of the cells. A blank says that
    these texts have nothing, not that the source lacks it.
    """
    sources = chosen_sources(graph, statements)
    if len(sources) < 2:
        return Comparison((), ())
    column = {member: number for number, source in enumerate(sources) for member in source.members}
    aspect_of = {relation: aspect for aspect, relations in ASPECTS.items() for relation in relations}
    found: dict[tuple[str, str], dict[int, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        if statement.head in column and statement.type in aspect_of:
            found[aspect_of[statement.type], statement.tail][column[statement.head]].append(statement)
    rows = []
    for (aspect, item), by_source in found.items():
        cells = tuple(
            cell_of(by_source[number]) if by_source.get(number) else _unsaid(graph, source, item)
            for number, source in enumerate(sources)
        )
        documents, studies = _several(by_source, "documents"), _several(by_source, "studies")
        rows.append(Row(item, graph.nodes[item]["type"], aspect, _verdict(cells), cells, studies, documents))
    order = [kind.value for kind in (EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY)]
    rows.sort(
        key=lambda row: (
            tuple(ASPECTS).index(row.aspect),
            order.index(row.type),
            -sum(cell.state in SAID for cell in row.cells),
            -sum(cell.belief for cell in row.cells),
            row.item,
        )
    )
    return Comparison(sources, tuple(rows))


def chosen_sources(graph: nx.MultiDiGraph[str], statements: Sequence[Statement]) -> tuple[Source, ...]:
    """The chosen cells that the network has; where these are fewer than two, the three that most is said of."""
    every = {node: graph.nodes[node] for node in sorted(graph)}
    cells = {node: data for node, data in every.items() if data["type"] == EntityType.CELL_TYPE.value}
    found: list[Source] = []
    taken: set[str] = set()
    for wanted in graph.graph.get("compare", ()):
        named = [node for node, data in cells.items() if wanted in (node, data["name"]) or wanted in data["names"]]
        whole = cells[named[0]]["name"] if named else wanted
        members = {node for node, data in cells.items() if node in named[:1] or is_kind_of(data["name"], whole)} - taken
        if members:
            found.append(Source(whole, tuple(sorted(members))))
            taken |= members
    if len(found) >= 2:
        return tuple(found)
    said = Counter(
        one.head for one in statements if one.head in cells and any(one.type in some for some in ASPECTS.values())
    )
    best = sorted(said, key=lambda node: (-said[node], node))[:3]
    return tuple(Source(cells[node]["name"], (node,)) for node in best)


def cell_of(statements: Sequence[Statement]) -> Cell:
    """What statements of one item and one source come to together."""
    pieces = _pieces(statements)
    sides = {sign: [piece for piece in pieces if SIGN[piece.polarity] == sign] for sign in (1, -1, 0)}
    sign = 1 if belief(sides[1]) >= belief(sides[-1]) else -1
    state = {1: "positive", -1: "negative"}[sign] if sides[1] or sides[-1] else "unsigned"
    if sides[1] and sides[-1]:
        state = "contested"
    return Cell(
        state,
        round(belief(sides[sign] or sides[0]), 6),
        all(piece.speculative for piece in pieces),
        len({piece.document for piece in pieces}),
        len({study for piece in pieces for study in piece.studies}),
        tuple((one.head, one.tail, one.type.value) for one in statements),
    )


def _unsaid(graph: nx.MultiDiGraph[str], source: Source, item: str) -> Cell:
    edges = [(min(member, item), max(member, item), "cooccurrence") for member in source.members]
    there = tuple(edge for edge in edges if graph.has_edge(*edge))
    documents = max((graph.edges[edge]["documents"] for edge in there), default=0)
    return Cell("together" if there else "blank", documents=documents, edges=there)


def _pieces(statements: Sequence[Statement]) -> list[Evidence]:
    return [piece for one in statements for piece in (*one.supporting, *one.opposing)]


def _several(by_source: dict[int, list[Statement]], what: str) -> int:
    """How many documents (or primary studies) stand behind evidence on two or more sources."""
    seen: Counter[str] = Counter()
    for statements in by_source.values():
        pieces = _pieces(statements)
        seen.update(
            {piece.document for piece in pieces} if what == "documents" else {s for p in pieces for s in p.studies}
        )
    return sum(count > 1 for count in seen.values())


def _verdict(cells: Sequence[Cell]) -> str:
    states = [cell.state for cell in cells]
    said = [state for state in states if state in SAID]
    if "contested" in said:
        return "contested"
    if "positive" in said and "negative" in said:
        return "differs"
    if len(said) == len(states) and len(set(said)) == 1:
        return "shared"
    return "one" if len(said) == 1 else "some"


def table(comparison: Comparison, graph: nx.MultiDiGraph[str]) -> tuple[tuple[Column, ...], list[dict[str, object]]]:
    """The comparison as the columns and rows of ``comparison.tsv``: a line for each item and source."""
    columns = (
        Column("item", str, "node id of the marker, microRNA or pathway"),
        Column("type", str, "its type"),
        Column("name", str, "its name"),
        Column("aspect", str, "has (CARRIES, EXPRESSES) or acts on (MODULATES, REGULATES)"),
        Column(
            "verdict", str, "shared by all, differs, contested, some (the same in several) or one (told of one only)"
        ),
        Column("side_by_side", int, "primary studies that evidence on two or more sources cites"),
        Column("source", str, "the cell, with its kinds"),
        Column(
            "state", str, "positive, negative, contested, unsigned, together (only named so) or blank (no evidence)"
        ),
        Column("belief", float, "belief in the state; empty where nothing is said"),
        Column("speculative", bool, "whether all that is said is speculative"),
        Column("documents", int, "documents behind it"),
        Column("studies", int, "primary studies cited behind it"),
        Column("edges", list, "the edges behind it, as TYPE:head>tail, joined by |"),
    )
    rows: list[dict[str, object]] = [
        {
            "item": row.item,
            "type": row.type,
            "name": graph.nodes[row.item]["name"],
            "aspect": row.aspect,
            "verdict": row.verdict,
            "side_by_side": row.side_by_side,
            "source": source.name,
            "state": cell.state,
            "belief": cell.belief if cell.state in SAID else None,
            "speculative": cell.speculative,
            "documents": cell.documents,
            "studies": cell.studies,
            "edges": [f"{key}:{head}>{tail}" for head, tail, key in cell.edges],
        }
        for row in comparison.rows
        for source, cell in zip(comparison.sources, row.cells, strict=True)
    ]
    return columns, rows
