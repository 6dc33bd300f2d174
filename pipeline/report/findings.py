"""The strongest findings in words: a verb for each relation and the statements worth reading first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

from pipeline.core.records import NESTING, RelationType, Statement

_T = RelationType

#: (relation type, polarity) -> what stands between head and tail in a sentence; in the past tense, which suits
#: names in the singular and in the plural
VERBS: dict[tuple[RelationType, str | None], str] = {
    (_T.EXPRESSES, "present"): "carried the marker",
    (_T.EXPRESSES, "absent"): "lacked the marker",
    (_T.CARRIES, "present"): "vesicles carried",
    (_T.CARRIES, "enriched"): "vesicles were enriched in",
    (_T.CARRIES, "depleted"): "vesicles were low in",
    (_T.TARGETS, "inhibits"): "silenced",
    (_T.TARGETS, "activates"): "raised",
    (_T.TARGETS, "unspecified"): "targeted",
    (_T.MODULATES, "activates"): "activated",
    (_T.MODULATES, "inhibits"): "inhibited",
    (_T.MODULATES, "unspecified"): "acted through",
    (_T.REGULATES, "activates"): "raised",
    (_T.REGULATES, "inhibits"): "lowered",
    (_T.REGULATES, "unspecified"): "acted on",
    (_T.ACTS_ON, "promotes"): "supported",
    (_T.ACTS_ON, "inhibits"): "held back",
    (_T.ACTS_ON, "unspecified"): "reached",
    (_T.DERIVED_FROM, None): "came from",
    (_T.MEMBER_OF, None): "gave a name to",
}


def verb(kind: str, polarity: str | None) -> str:
    """What a relation says between the names of its head and its tail.

    Parameters
    ----------
    kind, polarity
        Type and polarity of the relation; a polarity that the guidelines do not know leaves the plain type.

    Examples
    --------
    >>> verb("CARRIES", "enriched"), verb("TARGETS", "sometimes")
    ('vesicles were enriched in', 'targets')
    """
    return VERBS.get((RelationType(kind), polarity), kind.lower().replace("_", " "))


def strongest(graph: nx.MultiDiGraph[str], statements: Sequence[Statement], limit: int = 8) -> list[Statement]:
    """The statements that a reader should see first.

    In the order of the edges' rank (belief, evidence and how well-documented the weaker end is). Left out are
    what follows from names alone (``MEMBER_OF``, ``DERIVED_FROM``, the CD8 of ``CD8+ T cells``), what is only
    speculated, and what is said of one concept alone; no concept heads more than half of the list.

    Parameters
    ----------
    graph
        The network; its edges have a ``rank``.
    statements
        The statements it was made from.
    limit
        How many at most.
    """
    ranked = sorted(statements, key=lambda one: int(graph.edges[one.head, one.tail, one.type.value]["rank"]))
    chosen: list[Statement] = []
    for statement in ranked:
        edge = graph.edges[statement.head, statement.tail, statement.type.value]
        heads = sum(one.head == statement.head for one in chosen)
        named = statement.supporting and all(one.rule == NESTING for one in statement.supporting)
        if named or statement.type in (_T.MEMBER_OF, _T.DERIVED_FROM) or statement.head == statement.tail:
            continue
        if edge["speculative"] or heads * 2 >= limit:
            continue
        chosen.append(statement)
        if len(chosen) == limit:
            break
    return chosen


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "study", "studies"), counted(2, "study", "studies"), counted(0, "sentence")
    ('1 study', '2 studies', '0 sentences')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def basis(statement: Statement, sentences: int) -> str:
    """What a statement rests on, in words.

    Parameters
    ----------
    statement
        The statement.
    sentences
        How many sentences its evidence stands in.
    """
    parts = [
        f"{counted(sentences, 'sentence')} in {counted(statement.documents, 'document')}",
        counted(statement.studies, "primary study cited", "primary studies cited"),
    ]
    if statement.opposing:
        parts.append(f"{counted(len(statement.opposing), 'piece')} of evidence against it")
    return ", ".join(parts)


def hubs(graph: nx.MultiDiGraph[str], types: Iterable[str], limit: int = 5) -> dict[str, list[str]]:
    """The most strongly linked concepts of each type, node ids.

    Parameters
    ----------
    graph
        The network with its measures.
    types
        Which types.
    limit
        How many of each at most; concepts without a link are left out.
    """
    found = {}
    for kind in types:
        nodes = [node for node in sorted(graph) if graph.nodes[node]["type"] == kind and graph.nodes[node]["degree"]]
        found[kind] = sorted(nodes, key=lambda node: -float(graph.nodes[node]["strength"]))[:limit]
    return found
