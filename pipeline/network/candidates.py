"""Candidates: every cell that could be compared with others, with its kinds, and what is said of items in each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import networkx as nx

from pipeline.core.records import EntityType, Statement
from pipeline.network.comparison import ASPECTS, Cell, Source, cell_of, chosen_sources
from pipeline.network.kinds import wholes

_ASPECT = {relation: aspect for aspect, relations in ASPECTS.items() for relation in relations}


def candidates(
    graph: nx.MultiDiGraph[str], statements: Sequence[Statement], least: int = 3
) -> tuple[tuple[Source, ...], tuple[int, ...]]:
    """The cells that could be compared: those of `compare` first, then every other that something is said of.

    Each counts with its kinds, as their names tell; unlike the columns of `compare`, two of them may share kinds.

    Parameters
    ----------
    graph
        A network of `pipeline.network.graph.build_graph`.
    statements
        The statements it was made from.
    least
        How many cells with a statement are compared unless others are chosen.

    Returns
    -------
    sources, chosen
        What could be compared, what most is said of first, and the places of what is compared unless others are
        chosen: the sources of `compare` and, where fewer than ``least`` of these have a statement, the next.
    """
    fixed = chosen_sources(graph, statements)
    every = {node: graph.nodes[node] for node in sorted(graph)}
    cells = {node: str(data["name"]) for node, data in every.items() if data["type"] == EntityType.CELL_TYPE.value}
    said = Counter(one.head for one in statements if one.head in cells and one.type in _ASPECT)

    def weight(source: Source) -> int:
        return sum(said[member] for member in source.members)

    names = {source.name for source in fixed}
    under: dict[str, list[str]] = defaultdict(list)
    for kind in sorted(said):
        for whole in wholes(cells[kind]):
            under[whole].append(kind)
    found = (
        Source(name, (node, *(kind for kind in under.get(name.casefold(), ()) if kind != node)))
        for node, name in cells.items()
        if name not in names
    )
    others = sorted((one for one in found if weight(one)), key=lambda one: (-weight(one), one.name, one.members))
    chosen = list(range(len(fixed)))
    have = {member for source in fixed for member in source.members}
    missing = least - sum(weight(source) > 0 for source in fixed)
    for place, source in enumerate(others, len(fixed)):
        if missing > 0 and not have & set(source.members):
            chosen.append(place)
            have |= set(source.members)
            missing -= 1
    return (*fixed, *others), tuple(chosen)


def told_of(sources: Sequence[Source], statements: Sequence[Statement]) -> tuple[tuple[int, str, str, Cell], ...]:
    """What is said of each item in each source, as (place of the source, aspect, item, cell), in this order.

    An item that is not here is only named together with the source, or not at all.
    """
    columns: dict[str, list[int]] = defaultdict(list)
    for number, source in enumerate(sources):
        for member in source.members:
            columns[member].append(number)
    found: dict[tuple[int, str, str], list[Statement]] = defaultdict(list)
    for one in statements:
        if one.type in _ASPECT:
            for number in columns.get(one.head, ()):
                found[number, _ASPECT[one.type], one.tail].append(one)
    return tuple((*key, cell_of(found[key])) for key in sorted(found))
