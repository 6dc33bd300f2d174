"""Hold-out: networks of chance keep what they must keep, and planted links are found better than by chance."""

from __future__ import annotations

from itertools import combinations, product
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from pipeline.core.errors import NetworkError
from pipeline.core.records import Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.holdout import Split, auc, by_documents, by_year, scores, swapped, trial
from pipeline.network.linking import best, web

SETTINGS = NetworkSettings()
CELLS = ("MSC", "hESC", "iPSC", "fibroblasts", "keratinocytes")
MARKERS = ("CD9", "CD63", "calnexin", "PTEN", "VEGF", "AKT", "Nrf2")


def tangle(seed: int = 3, size: int = 40) -> Any:
    chance = np.random.default_rng(seed)
    kinds = {f"n{at:02}": ("MARKER", "CELL_TYPE", "MIRNA")[at % 3] for at in range(size)}
    edges = [
        (f"n{a:02}", f"n{b:02}", {"type": "cooccurrence", "belief": None, "documents_s": int(chance.integers(1, 9))})
        for a, b in combinations(range(size), 2)
        if chance.random() < 0.2
    ]
    return web(kinds, edges)


def test_a_network_of_chance_keeps_the_partners_of_each_type() -> None:
    links = tangle()
    found = swapped(links, 5)
    one_hot = np.eye(4)[links.kinds]
    before, after = ((some.weights.toarray() > 0).astype(int) for some in (links, found))
    assert (before @ one_hot).tolist() == (after @ one_hot).tolist()
    assert (after == after.T).all()
    assert not after.diagonal().any()
    assert (before != after).sum() > 0.5 * before.sum(), "next to nothing was swapped"
    assert np.sort(found.weights.data).tolist() == np.sort(links.weights.data).tolist()
    assert (swapped(links, 5).weights != found.weights).nnz == 0
    assert (swapped(links, 6).weights != found.weights).nnz > 0


def test_the_scores_are_those_of_the_ranking() -> None:
    links = tangle()
    every, ranked = scores(links), best(links, 10_000)
    assert len(ranked.a) > 100
    assert every[ranked.a, ranked.c].tolist() == ranked.score.tolist()


def test_area_under_the_curve_is_the_share_of_pairs_in_order() -> None:
    chance = np.random.default_rng(2)
    ranking, truth = chance.integers(0, 9, 60).astype(float), chance.random(60) < 0.3
    pairs = [(a > b) + (a == b) / 2 for a, b in product(ranking[truth], ranking[~truth])]
    assert auc(ranking, truth) == pytest.approx(np.mean(pairs))


def texts(make: ModuleType) -> list[Reading]:
    """Two families of cells and markers: what is of one family is named together, sooner or later."""
    families = ((CELLS[:2], MARKERS[:4]), (CELLS[2:], MARKERS[4:]))
    pairs = [pair for cells, markers in families for pair in combinations((*cells, *markers), 2)]
    order = np.random.default_rng(8).permutation(len(pairs)).tolist()
    return [
        make.reading(f"t{at}", [make.Part([f"[{pairs[one][0]}] had [{pairs[one][1]}]."])], year=2000 + at)
        for at, one in enumerate(order)
    ]


def test_planted_links_come_true_more_often_than_by_chance(make: ModuleType) -> None:
    readings = texts(make)
    split = by_year(readings, 2018)
    assert (len(split.seen), len(split.unseen)) == (19, 11)
    found = trial(split, SETTINGS, 1)
    assert found.true == len(split.unseen)
    assert found.score.auc > 0.8
    assert found.score.auc > found.chance.auc + 0.1
    assert set(found.score.hits) == {100, 500}
    assert repr(found) == repr(trial(split, SETTINGS, 1))
    # some sentences name two of different families: now every pair is linked over something
    noise = [make.reading(f"n{at}", [make.Part([f"[{cell}] had [{marker}]."])]) for at, (cell, marker) in
             enumerate([("MSC", "VEGF"), ("iPSC", "CD9")])]  # fmt: skip
    noisy = trial(split._replace(seen=(*split.seen, *noise)), SETTINGS, 1)
    assert 0.6 < noisy.score.matched < 1
    assert noisy.score.matched > noisy.chance.matched


def test_documents_are_left_out_whole_and_drawn_anew(make: ModuleType) -> None:
    readings = texts(make)
    splits = list(by_documents(readings, 0.25, 3, seed=4))
    for seen, unseen in splits:
        assert len(unseen) == round(len(readings) / 4)
        assert sorted(one.document.id for one in (*seen, *unseen)) == sorted(one.document.id for one in readings)
    assert len({frozenset(one.document.id for one in unseen) for _, unseen in splits}) == 3
    assert splits == list(by_documents(readings[::-1], 0.25, 3, seed=4))


def test_nothing_to_measure_is_said(make: ModuleType) -> None:
    readings = texts(make)
    with pytest.raises(NetworkError, match="unseen ones join 0"):
        trial(Split(tuple(readings[:10]), ()), SETTINGS, 1)
