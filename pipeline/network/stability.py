"""Stability: what is left of each edge when one of its documents is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import networkx as nx
import numpy as np

from pipeline.core.records import SIGN, Statement
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import Cooccurrence, scored
from pipeline.network.counting import by_document
from pipeline.network.occurrences import Occurrences
from pipeline.network.statements import statement_of

#: beyond so many pairs, added up over documents, the scores of co-occurrences are bounded from below, not worked out
EXACT = 5_000_000

#: the documents of a statement are left out one by one, or, where there are more, in so many groups
GROUPS = 10

Edge = tuple[str, str, str]


class Stability(NamedTuple):
    """What is left of an edge in the networks that lack one of its documents.

    ``share`` is the share of these networks that have the edge, with the sign it has now; 0 for an edge of one
    document. ``lowest`` and ``highest`` are the least and the greatest belief or score in them, 0 where the edge
    is gone or its sign another; ``highest`` is ``None`` where the lowest is a bound.
    """

    share: float
    lowest: float
    highest: float | None


def stabilities(
    statements: Sequence[Statement],
    cooccurrences: Sequence[Cooccurrence],
    occurrences: Occurrences,
    settings: NetworkSettings,
    *,
    exact: int = EXACT,
) -> dict[Edge, Stability]:
    """Leave out each document in turn, and look at the edges that rest on it.

    For a statement these are the documents of its evidence, for and against: the rest of the evidence is weighed
    anew (`pipeline.network.statements`); where there are more than ten, they are dealt into ten groups in order of
    their ids, and a group is left out at a time, which asks more of the statement. For a co-occurrence they are the
    documents that name both concepts: its counts and the sums over all pairs are taken without the document, and
    the score worked out again. What the other documents add to an edge is what chance is reckoned from, and little
    of it each; networks that lack one of them are not looked at.

    Where the documents name more than ``exact`` pairs, added up, the score of a co-occurrence is bounded from below:
    by its score without one sentence, passage and document, the sums of its ends as they are, and the sum over all
    pairs less what the document with the most concepts can add; ``share`` is then 1 where the edge is sure to stay,
    else 0.

    Parameters
    ----------
    statements, cooccurrences, occurrences
        Of the same readings.
    settings
        Weights and α of the scores, and how many sentences an edge needs.
    exact
        See above.

    Returns
    -------
    dict
        Source, target and key of each edge -> what is left of it.

    Notes
    -----
    Leaving one out (the jackknife; Quenouille 1956, Biometrika 43:353) tells what hangs on a single text. It does
    not tell what other texts would have said.
    """
    found = {(one.head, one.tail, one.type.value): _said(one) for one in statements}
    parts = by_document(occurrences, exact)
    ends = ("cooccurrence",)
    if parts is None:
        largest = _most_concepts(occurrences)
        found.update({(pair.a, pair.b, *ends): _bounded(pair, settings, largest) for pair in cooccurrences})
        return found
    left = _without(cooccurrences, occurrences, settings, parts)
    found.update({(pair.a, pair.b, *ends): one for pair, one in zip(cooccurrences, left, strict=True)})
    return found


def add_stabilities(graph: nx.MultiDiGraph[str], found: Mapping[Edge, Stability]) -> None:
    """Write ``stability``, ``lowest`` and ``highest`` onto the edges of a network."""
    for head, tail, key, data in graph.edges(keys=True, data=True):
        one = found[head, tail, key]
        data["stability"], data["lowest"], data["highest"] = one


def _said(statement: Statement) -> Stability:
    evidence = (*statement.supporting, *statement.opposing)
    documents = sorted({piece.document for piece in evidence})
    beliefs = []
    for part in range(min(GROUPS, len(documents))):
        out = set(documents[part::GROUPS])
        rest = [piece for piece in evidence if piece.document not in out]
        if not rest:
            return Stability(0.0, 0.0, 0.0)
        left = statement_of(statement.type, statement.head, statement.tail, rest)
        beliefs.append(left.belief if SIGN[left.polarity] == SIGN[statement.polarity] else 0.0)
    return Stability(round(sum(one > 0 for one in beliefs) / len(beliefs), 4), min(beliefs), max(beliefs))


def _without(
    pairs: Sequence[Cooccurrence],
    occurrences: Occurrences,
    settings: NetworkSettings,
    parts: Mapping[str, np.ndarray[tuple[int], np.dtype[np.int64]]],
) -> list[Stability]:
    """The scores of pairs without each document that names both, exactly."""
    if not pairs:
        return []
    a, b, document = parts["a"], parts["b"], parts["document"]
    adds = settings.weight_sentence * (parts["sentences"] > 0) + settings.weight_passage * parts["passages"]
    adds = adds + settings.weight_document
    size, documents = len(occurrences.nodes), len(occurrences.documents)
    # what each document adds to the sum over all pairs, and to that of each concept that it names
    every = np.bincount(document, weights=2 * adds, minlength=documents)
    places = np.concatenate([document * size + a, document * size + b])
    keys, where = np.unique(places, return_inverse=True)
    sums = np.bincount(where, weights=np.concatenate([adds, adds]), minlength=len(keys))
    number = {node: at for at, node in enumerate(occurrences.nodes)}
    wanted = np.array([number[pair.a] * size + number[pair.b] for pair in pairs], dtype=np.int64)
    order = np.argsort(wanted)
    at = np.searchsorted(wanted[order], a * size + b)
    at = np.where(at < len(wanted), at, 0)
    here = wanted[order][at] == a * size + b
    edge, a, b, document, adds = order[at][here], a[here], b[here], document[here], adds[here]
    whole = {
        name: np.array([getattr(pair, name) for pair in pairs]) for name in ("weighted", "weighted_a", "weighted_b")
    }
    margin_a = whole["weighted_a"][edge] - sums[np.searchsorted(keys, document * size + a)]
    margin_b = whole["weighted_b"][edge] - sums[np.searchsorted(keys, document * size + b)]
    total = pairs[0].weighted_all - every[document]
    value = scored(whole["weighted"][edge] - adds, margin_a, margin_b, total, settings.alpha)
    sentences = np.array([pair.sentences for pair in pairs], dtype=np.int64)
    several = np.array([pair.documents > 1 for pair in pairs])[edge]
    stays = several & (sentences[edge] - parts["sentences"][here] >= settings.min_sentences)
    value = np.round(np.where(stays, value, 0.0), 6)
    many = np.maximum(np.bincount(edge, minlength=len(pairs)), 1)
    share = np.round(np.bincount(edge, weights=stays, minlength=len(pairs)) / many, 4)
    lowest, highest = np.full(len(pairs), np.inf), np.zeros(len(pairs))
    np.minimum.at(lowest, edge, value)
    np.maximum.at(highest, edge, value)
    return [Stability(*row) for row in zip(share.tolist(), lowest.tolist(), highest.tolist(), strict=True)]


def _bounded(pair: Cooccurrence, settings: NetworkSettings, largest: int) -> Stability:
    """A bound from below, whichever document is left out."""
    adds = settings.weight_sentence + settings.weight_passage + settings.weight_document
    if pair.documents_s - 1 < max(1, settings.min_sentences):  # a sentence of each document is sure
        return Stability(0.0, 0.0, None)
    weighted = max(0.0, pair.weighted - adds)
    total = max(0.0, pair.weighted_all - adds * largest * (largest - 1))
    parts = [np.array([part]) for part in (weighted, pair.weighted_a, pair.weighted_b, total)]
    value = scored(parts[0], parts[1], parts[2], parts[3], settings.alpha)
    return Stability(1.0, round(float(value[0]), 6), None)


def _most_concepts(occurrences: Occurrences) -> int:
    """The concepts of the document that names the most."""
    table = occurrences.table
    both = np.unique(np.stack([table["document"].to_numpy(), table["node"].to_numpy()]).astype(np.int64), axis=1)
    return int(np.bincount(both[0]).max(initial=0))
