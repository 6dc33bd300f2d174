"""The network: one node a concept, one layer of co-occurrence and one of signed, directed relations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import networkx as nx

from pipeline.core.errors import NetworkError
from pipeline.core.records import SIGN, Statement
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import Cooccurrence
from pipeline.network.measures import add_measures
from pipeline.network.occurrences import Named, Occurrences, documents_of

#: a node's name is shown in full up to this many characters, else its most frequent short name
LABEL = 26
#: what only a co-occurrence has: attributes of `Cooccurrence`, ``None`` on a relation
COUNTED = (
    "score",
    "typed_score",
    "npmi",
    "g2",
    "p",
    "q",
    "expected",
    "passages",
    "documents_s",
    "documents_p",
    "weighted",
    "weighted_a",
    "weighted_b",
    "typed_a",
    "typed_b",
    "typed_all",
    "sentences_a",
    "sentences_b",
)
#: what `pipeline.network.stability` adds to an edge, ``None`` before
LEFT = ("stability", "lowest", "highest")
#: settings that a co-occurrence's numbers are made with
SHOWN = ("weight_sentence", "weight_passage", "weight_document", "alpha", "test_floor")


def build_graph(
    occurrences: Occurrences,
    statements: Sequence[Statement],
    cooccurrences: Sequence[Cooccurrence],
    settings: NetworkSettings,
) -> nx.MultiDiGraph[str]:
    """Put concepts, statements and co-occurrences into one network.

    Every concept that is mentioned is a node, its id the CURIE, or ``nil:TYPE:normal form`` for what could
    not be linked. An edge of the layer ``relation`` is a statement, from head to tail, keyed by its type; an
    edge of the layer ``cooccurrence`` runs from the smaller id to the bigger and has no direction. What each
    attribute means stands in `pipeline.network.attributes`.

    Parameters
    ----------
    occurrences
        Of `pipeline.network.occurrences`: which concepts are mentioned, where and how they are called.
    statements
        Of `pipeline.network.statements.build_statements`, from the same readings.
    cooccurrences
        Of `pipeline.network.cooccurrence.count`, from the same readings.
    settings
        The seed of the measures (`pipeline.network.measures.add_measures`).

    Returns
    -------
    networkx.MultiDiGraph
        Nodes and edges in sorted order; as attributes of its own the weights, α, the floor and number of the
        tests, and the sums over all pairs that a co-occurrence's score is made of.

    Raises
    ------
    NetworkError
        A statement or co-occurrence is about a concept that no reading mentions.

    Examples
    --------
    >>> from pipeline.network.occurrences import of_readings
    >>> build_graph(of_readings([]), [], [], NetworkSettings()).number_of_nodes()
    0
    """
    documents = documents_of(occurrences)
    called: dict[str, list[Named]] = defaultdict(list)
    for one in occurrences.named:
        called[occurrences.nodes[one.node]].append(one)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in occurrences.nodes:
        graph.add_node(node, **_node(node, called[node], len(documents[node])))
    for statement in statements:
        _known(graph, statement.head, statement.tail, statement.id)
        evidence = (*statement.supporting, *statement.opposing)
        graph.add_edge(
            statement.head,
            statement.tail,
            key=statement.type.value,
            layer="relation",
            type=statement.type.value,
            polarity=statement.polarity,
            sign=SIGN[statement.polarity],
            contested=bool(statement.opposing),
            speculative=all(piece.speculative for piece in evidence),
            belief=statement.belief,
            sentences=len({(piece.document, piece.start, piece.end) for piece in evidence}),
            documents=statement.documents,
            studies=statement.studies,
            **dict.fromkeys(COUNTED),
            places=sorted({f"{piece.document}:{piece.start}-{piece.end}" for piece in evidence}),
            evidence=[piece.relation for piece in evidence],
        )
    graph.graph.update(
        {name: getattr(settings, name) for name in SHOWN},
        compare=list(settings.compare),
        tests=max((pair.tests for pair in cooccurrences), default=0),
        weighted_all=max((pair.weighted_all for pair in cooccurrences), default=0.0),
        sentences_all=max((pair.sentences_all for pair in cooccurrences), default=0),
    )
    for pair in cooccurrences:
        _known(graph, pair.a, pair.b, "a co-occurrence")
        graph.add_edge(
            pair.a,
            pair.b,
            key="cooccurrence",
            layer="cooccurrence",
            type="cooccurrence",
            polarity=None,
            sign=0,
            contested=False,
            speculative=False,
            belief=None,
            sentences=pair.sentences,
            documents=pair.documents,
            studies=None,
            **{name: getattr(pair, name) for name in COUNTED},
            places=[f"{place.document}:{place.start}-{place.end}" for place in pair.places],
            evidence=[],
        )
    for *_, data in graph.edges(data=True):
        data.update(dict.fromkeys(LEFT))
    add_measures(graph, settings.seed)
    return graph


def _node(node: str, called: list[Named], documents: int) -> dict[str, object]:
    """What a node tells of its mentions."""
    types: Counter[str] = Counter()
    names: Counter[str] = Counter()
    surfaces: Counter[str] = Counter()
    for one in called:
        types[one.type] += one.times
        surfaces[" ".join(one.surface.split())] += one.times
        if one.name:
            names[one.name] += one.times
    forms: dict[str, list[str]] = defaultdict(list)
    for surface in sorted(surfaces, key=lambda surface: (-surfaces[surface], surface)):
        forms[surface.casefold()].append(surface)
    ranked = sorted(forms.values(), key=lambda same: (-sum(surfaces[surface] for surface in same), same[0]))
    seen = [same[0] for same in ranked]
    name = min(names, key=lambda one: (-names[one], one)) if names else seen[0]
    return {
        "type": min(types, key=lambda one: (-types[one], one)),
        "name": name,
        "label": _label(name, seen),
        "linked": not node.startswith("nil:"),
        "names": seen,
        "mentions": types.total(),
        "documents": documents,
    }


def _label(name: str, seen: list[str]) -> str:
    """A name short enough to be drawn; of what the texts call it the most frequent that is more than two letters."""
    if len(name) <= LABEL:
        return name
    fitting = [surface for surface in seen if len(surface) <= LABEL]
    return next((surface for surface in fitting if len(surface) > 2), (*fitting, name[: LABEL - 1] + "…")[0])


def _known(graph: nx.MultiDiGraph[str], head: str, tail: str, what: str) -> None:
    for node in (head, tail):
        if node not in graph:
            raise NetworkError(
                f"{what} is about {node!r}, which is none of the {len(graph)} concepts mentioned",
                remedy="pass the readings that the statements and co-occurrences were made from",
            )
