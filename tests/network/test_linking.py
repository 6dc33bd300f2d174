"""Linking: weights and scores worked by hand, and agreement with a plain sum over all triples."""

from __future__ import annotations

from itertools import combinations
from math import log, log1p, log2
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.network.linking import KINDS, best, damping, expected, may_join, web

TYPES = ("CELL_TYPE", "MARKER", "MIRNA", "PATHWAY")


def said(belief: float, kind: str = "REGULATES") -> dict[str, Any]:
    return {"type": kind, "belief": belief, "documents_s": None}


def together(documents: int) -> dict[str, Any]:
    return {"type": "cooccurrence", "belief": None, "documents_s": documents}


def test_what_a_link_weighs() -> None:
    kinds = dict.fromkeys("abcd", "MARKER")
    found = web(
        kinds,
        [
            ("a", "b", together(3)),
            ("b", "a", said(0.4)),
            ("a", "b", said(0.9)),
            ("b", "c", said(0.5)),
            ("d", "a", said(0.9, "MEMBER_OF")),
            ("c", "c", said(0.9)),
        ],
    )
    assert found.weights.toarray().tolist() == [
        [0, log2(4) + 2 * 0.9, 0, 0],
        [log2(4) + 2 * 0.9, 0, 2 * 0.5, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 0],
    ]
    assert found.known.toarray()[3].tolist() == [1, 0, 0, 0], "what only names another joins it, and weighs nothing"
    assert damping(found)[[0, 3]] == pytest.approx([1 / log(1 + 3.8), 0])


def test_only_types_that_a_relation_joins() -> None:
    allowed = {(KINDS[a], KINDS[b]) for a, b in zip(*np.nonzero(may_join()), strict=True)}
    assert ("MIRNA", "MIRNA") not in allowed
    assert ("PATHWAY", "PATHWAY") not in allowed
    assert {("MIRNA", "MARKER"), ("MARKER", "MIRNA"), ("CELL_TYPE", "CELL_TYPE")} <= allowed


def test_a_belief_next_to_nothing_links_nothing() -> None:
    found = web(dict.fromkeys("abc", "MARKER"), [("a", "b", said(5e-324)), ("b", "c", said(5e-324))])
    assert damping(found).tolist() == [0, 0, 0]
    assert len(best(found, 5).a) == 0


def test_nothing_is_linked_in_nothing() -> None:
    empty = web({}, [])
    found = best(empty, 5)
    assert len(found.a) == len(expected(empty, found)) == 0


links = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3), st.just(0.0) | st.floats(0.001, 1)),
    min_size=1,
    max_size=25,
)


@given(links, st.lists(st.sampled_from(TYPES), min_size=8, max_size=8), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_the_scores_are_those_of_a_plain_sum(
    rows: list[tuple[int, int, int, float]], types: list[str], many: int
) -> None:
    kinds = {f"n{number}": kind for number, kind in enumerate(types)}
    edges = [(f"n{a}", f"n{b}", together(documents) if documents else said(belief)) for a, b, documents, belief in rows]
    found = web(kinds, edges)
    weights = found.weights.toarray()
    strength = weights.sum(axis=1)
    score = {}
    for a, c in combinations(range(8), 2):
        score[a, c] = sum(weights[a, b] * weights[b, c] / log1p(strength[b]) for b in range(8) if weights[b].any())
    joined = {tuple(sorted((a, b))) for a, b, *_ in rows}
    allowed = may_join()
    want = sorted(
        ((round(-value, 6), *pair) for pair, value in score.items()
         if pair not in joined and round(value, 6) > 0 and allowed[tuple(found.kinds[list(pair)])])
    )[:many]  # fmt: skip
    got = best(found, many)
    assert got.score.tolist() == pytest.approx([-value for value, *_ in want], abs=2e-6)
    assert {(a, c): s for a, c, s in zip(*(part.tolist() for part in got), strict=True)} == pytest.approx(
        {(a, c): round(score[a, c], 6) for a, c in zip(got.a.tolist(), got.c.tolist(), strict=True)}, abs=2e-6
    )
    # the sum over all pairs of two types is what the expected scores are shares of
    for a, c, chance in zip(got.a.tolist(), got.c.tolist(), expected(found, got).tolist(), strict=True):
        one, other = found.kinds[a], found.kinds[c]
        with_a = sum(score[tuple(sorted((a, n)))] for n in range(8) if found.kinds[n] == other and n != a)
        with_c = sum(score[tuple(sorted((c, n)))] for n in range(8) if found.kinds[n] == one and n != c)
        whole = sum(
            score[tuple(sorted((m, n)))]
            for m in range(8)
            for n in range(8)
            if m != n and found.kinds[m] == one and found.kinds[n] == other
        )
        assert chance == pytest.approx(with_a * with_c / whole)


def test_ends_that_are_asked_for_each_pair_once() -> None:
    kinds = {"a": "CELL_TYPE", "b": "MARKER", "c": "CELL_TYPE", "d": "MIRNA", "e": "CELL_TYPE"}
    found = web(kinds, [("a", "b", said(1)), ("c", "b", said(0.8)), ("d", "b", said(0.5)), ("e", "b", said(0.3))])
    cells = found.kinds == KINDS.index("CELL_TYPE")
    one = np.array([False, False, True, False, False])
    pairs = {
        name: list(zip(some.a.tolist(), some.c.tolist(), strict=True))
        for name, some in {
            "all": best(found, 9),
            "cells": best(found, 9, cells, cells),
            "of c": best(found, 9, one),
            "cells of c": best(found, 9, one, cells),
            "cells with c": best(found, 9, cells, one),
            "two": best(found, 2),
        }.items()
    }
    assert pairs == {
        "all": [(0, 2), (0, 3), (2, 3), (0, 4), (2, 4), (3, 4)],
        "cells": [(0, 2), (0, 4), (2, 4)],
        "of c": [(0, 2), (2, 3), (2, 4)],
        "cells of c": [(0, 2), (2, 4)],
        "cells with c": [(0, 2), (2, 4)],
        "two": [(0, 2), (0, 3)],
    }
