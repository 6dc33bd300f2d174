"""Co-occurrence: how often two concepts stand in one sentence, passage and document, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.core.records import Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network import counting
from pipeline.network.association import adjusted, at_least, log_likelihood_ratio, npmi
from pipeline.network.counting import Counts
from pipeline.network.occurrences import Occurrences, of_readings


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A sentence or table row that holds both concepts of a pair."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """How two concepts (``a < b``) co-occur, with every number that its scores are made of (`count`).

    ``weighted``, ``weighted_a``, ``weighted_b`` and ``weighted_all`` are C(a,b), C(a,·), C(b,·) and C(·,·);
    the same with ``typed_`` over partners of the other's type only. ``documents_s`` and ``documents_p`` are
    the documents with a sentence and with a passage that holds both; ``sentences_a``, ``sentences_b`` and
    ``sentences_all`` the sentences with the one, with the other and altogether. ``p`` and ``q`` are ``None``
    for a pair that was not tested; ``tests`` says how many were.
    """

    a: str
    b: str
    sentences: int
    passages: int
    documents: int
    documents_s: int
    documents_p: int
    weighted: float
    weighted_a: float
    weighted_b: float
    weighted_all: float
    expected: float
    score: float
    typed_a: float
    typed_b: float
    typed_all: float
    typed_score: float
    npmi: float
    g2: float
    p: float | None
    q: float | None
    sentences_a: int
    sentences_b: int
    sentences_all: int
    tests: int
    places: tuple[Place, ...] = ()


def count(readings: Sequence[Reading], settings: NetworkSettings) -> tuple[Cooccurrence, ...]:
    """Count and score the co-occurrence of all pairs of concepts.

    A table row is one sentence, and a row whose head cell is empty holds what the head cell above it names.
    Mentions that lie in one another do not co-occur by that alone.

    The score is that of STRING and of the DISEASES database (Franceschini et al. 2013, Nucleic Acids Res
    41:D808; Pletscher-Frankild et al. 2015, Methods 74:83), each level counted once a document:

    - ``C(a,b) = Σ over documents of w_s·[in one sentence] + w_p·[in one passage] + w_d·[in the document]``
      ``= w_s·documents_s + w_p·documents_p + w_d·documents``,
    - ``expected = C(a,·)·C(b,·) / C(·,·)``, the marginal ``C(a,·)`` being the sum over all partners of ``a``
      and ``C(·,·)`` the sum of these over all concepts (so that a pair is in it twice),
    - ``score = C(a,b)^α · (C(a,b) / expected)^(1-α)``.

    ``typed_score`` is the same among pairs of the two types only: ``C(a,·)`` sums over partners of b's type,
    ``C(·,b)`` over partners of a's type, and ``C(·,·)`` over all pairs of the two types, twice where these
    are one. It asks how a pair stands among pairs of its kind, where one type is named more than another.

    Over sentences (N of them; A and B hold the one and the other; k hold both):

    - NPMI (`pipeline.network.association.npmi`) and G² (`log_likelihood_ratio`) describe,
    - ``p`` (`at_least`) is one-sided Fisher: the chance of k or more, were A and B laid out without regard,
    - ``q`` (`adjusted`) is Benjamini–Hochberg's over all testable pairs. Testable is a pair whose concepts
      both stand in at least ``test_floor`` sentences, whether or not any sentence holds both: which pairs
      are tested must not depend on what was found. A pair that never met has p = 1.

    p and q tell association from chance among sentences, not truth, and not a link beyond a common topic.

    Parameters
    ----------
    readings
        What was read from each document, in any order.
    settings
        Weights, α, the floor of the tests, and the least number of sentences that a pair needs to be
        returned. All pairs count towards the marginals and the tests.

    Returns
    -------
    tuple of Cooccurrence
        Sorted by ``a`` and ``b``.

    Examples
    --------
    >>> count([], NetworkSettings())
    ()
    """
    return count_occurrences(of_readings(readings), settings)


def count_occurrences(occurrences: Occurrences, settings: NetworkSettings) -> tuple[Cooccurrence, ...]:
    """Count and score as `count` does, from where concepts stand (`pipeline.network.occurrences`)."""
    if not occurrences.table.num_rows:
        return ()
    counts = counting.count_pairs(occurrences, settings.min_sentences, places=True)
    scored = score(occurrences, settings, counts)
    places: dict[tuple[int, int], list[Place]] = {}
    for a, b, document, start, end in counts.places:
        places.setdefault((a, b), []).append(Place(occurrences.documents[document], start, end))
    lists = {name: column.tolist() for name, column in scored.items()}
    once = {name: lists.pop(name)[0] for name in ("weighted_all", "sentences_all", "tests")}
    rows = (dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True))
    return tuple(_record({**row, **once}, occurrences.nodes, places) for row in rows)


def score(
    occurrences: Occurrences, settings: NetworkSettings, counts: Counts | None = None
) -> dict[str, np.ndarray[Any, Any]]:
    """The scores of `count` as columns, concepts by number, for many more pairs than records would hold.

    Parameters
    ----------
    occurrences
        Of `pipeline.network.occurrences`.
    settings
        As for `count`.
    counts
        What was counted already; ``None`` counts.

    Returns
    -------
    dict of arrays
        By field of `Cooccurrence`, ``a`` and ``b`` being numbers; ``tests``, ``sentences_all`` and
        ``weighted_all`` hold one value; ``p`` and ``q`` are NaN where a pair was not tested.
    """
    found = counts or counting.count_pairs(occurrences, settings.min_sentences)
    pairs, margins, held, kinds, _ = found
    weights = np.array([settings.weight_sentence, settings.weight_passage, settings.weight_document])
    size, types = len(occurrences.nodes), int(kinds.max(initial=0)) + 1
    table = np.zeros((size, max(types, int(margins["kind"].max(initial=0)) + 1)))
    sums = np.stack([margins[name] for name in ("s", "p", "d")], axis=1) @ weights if size else np.zeros(0)
    table[margins["node"], margins["kind"]] = sums
    a, b = pairs["a"], pairs["b"]
    weighted = np.stack([pairs[name] for name in ("documents_s", "documents_p", "documents")], axis=1) @ weights
    margin = table.sum(axis=1)
    by_kind = np.zeros((table.shape[1], table.shape[1]))
    np.add.at(by_kind, kinds, table)
    whole = margin.sum()
    typed_a, typed_b = table[a, kinds[b]], table[b, kinds[a]]
    typed_all = by_kind[kinds[a], kinds[b]]
    expected = _ratio(margin[a] * margin[b], np.full(a.shape, whole))
    everything = occurrences.places.num_rows
    k, with_a, with_b = pairs["sentences"], held[a], held[b]
    eligible = held >= settings.test_floor
    tests = int(eligible.sum()) * (int(eligible.sum()) - 1) // 2
    tested = eligible[a] & eligible[b]
    p = np.full(a.shape, np.nan)
    q = np.full(a.shape, np.nan)
    p[tested] = at_least(k[tested], with_a[tested], with_b[tested], everything) if tested.any() else p[tested]
    q[tested] = adjusted(p[tested], tests)
    return {
        "a": a,
        "b": b,
        **{name: pairs[name] for name in ("sentences", "passages", "documents", "documents_s", "documents_p")},
        "weighted": weighted,
        "weighted_a": margin[a],
        "weighted_b": margin[b],
        "weighted_all": np.array([whole]),
        "expected": expected,
        "score": _scored(weighted, expected, settings.alpha),
        "typed_a": typed_a,
        "typed_b": typed_b,
        "typed_all": typed_all,
        "typed_score": _scored(weighted, _ratio(typed_a * typed_b, typed_all), settings.alpha),
        "g2": log_likelihood_ratio(k, with_a, with_b, everything),
        "p": p,
        "q": q,
        "sentences_a": with_a,
        "sentences_b": with_b,
        "sentences_all": np.array([everything]),
        "tests": np.array([tests]),
    }


def scored(
    weighted: np.ndarray[Any, Any],
    margin_a: np.ndarray[Any, Any],
    margin_b: np.ndarray[Any, Any],
    whole: np.ndarray[Any, Any],
    alpha: float,
) -> np.ndarray[Any, Any]:
    """The score of `count` from C(a,b), C(a,·), C(b,·) and C(·,·); 0 where nothing is expected."""
    return _scored(weighted, _ratio(margin_a * margin_b, whole), alpha)


def _ratio(above: np.ndarray[Any, Any], below: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.divide(above, below, out=np.zeros(above.shape), where=below > 0)


def _scored(weighted: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], alpha: float) -> np.ndarray[Any, Any]:
    """``C^α · (C / E)^(1-α)``; 0 where nothing is expected."""
    ratio: np.ndarray[Any, Any] = weighted**alpha * _ratio(weighted, expected) ** (1 - alpha)
    return np.where(expected > 0, ratio, 0.0)


def _record(row: dict[str, Any], nodes: Sequence[str], places: dict[tuple[int, int], list[Place]]) -> Cooccurrence:
    """A pair as a record, its numbers rounded to what means something."""
    a, b = row.pop("a"), row.pop("b")
    plain: dict[str, Any] = {name: round(one, 6) if isinstance(one, float) else one for name, one in row.items()}
    for name in ("p", "q"):
        plain[name] = float(f"{row[name]:.6g}") if row[name] == row[name] else None
    together = npmi(row["sentences"], row["sentences_a"], row["sentences_b"], row["sentences_all"])
    return Cooccurrence(a=nodes[a], b=nodes[b], npmi=round(together, 6), places=tuple(places.get((a, b), ())), **plain)
