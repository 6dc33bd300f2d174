"""The map of all concepts: communities as discs that do not overlap, the same every time."""

from __future__ import annotations

from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.spread import spread

LINKS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0, 1)), max_size=30)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 3), min_size=12, max_size=12), LINKS)
def test_no_two_concepts_share_a_place_and_all_stand_on_the_map(
    communities: list[int], links: list[tuple[int, int, float]]
) -> None:
    at = spread(communities, [1.0] * 12, links)
    assert all(0 <= value <= 1000 for spot in at for value in spot)
    assert len(set(at)) == 12
    assert at == spread(communities, [1.0] * 12, links)


def test_a_community_stands_together() -> None:
    communities = [number // 20 for number in range(100)]
    at = spread(communities, [float(number % 20) for number in range(100)], [(0, 20, 5.0), (40, 99, 1.0)])
    middles = [
        tuple(sum(spot[axis] for spot in at[20 * group : 20 * group + 20]) / 20 for axis in (0, 1))
        for group in range(5)
    ]
    nearest = [min(range(5), key=lambda group: dist(spot, middles[group])) for spot in at]
    assert nearest == communities
    strongest = at[19]
    assert dist(strongest, middles[0]) == pytest.approx(min(dist(spot, middles[0]) for spot in at[:20]), abs=1)


def test_linked_communities_stand_side_by_side() -> None:
    communities = [number // 10 for number in range(80)]
    links = [(0, 70 + number, 1.0) for number in range(10)]
    at = spread(communities, [1.0] * 80, links)
    bare = spread(communities, [1.0] * 80, [])

    def far(spots: list[tuple[float, float]]) -> float:
        return dist(*[[sum(spot[axis] for spot in spots[k : k + 10]) / 10 for axis in (0, 1)] for k in (0, 70)])

    assert far(at) < far(bare)


def test_concepts_that_nothing_links_share_a_disc() -> None:
    at = spread([0, 0, 1, 2, 3], [1.0] * 5, [(0, 1, 1.0)])
    alone = at[2:]
    assert max(dist(one, other) for one in alone for other in alone) < 600
    assert spread([], [], []) == []
