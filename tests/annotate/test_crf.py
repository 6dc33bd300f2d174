"""The fields' sums against an enumeration of every path."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate.crf import NEVER, best_paths, expectations, legal, marginals, tag_count


def random_field(seed: int, steps: list[int], labels: int) -> tuple[np.ndarray, ...]:
    draw = np.random.default_rng(seed)
    tags = tag_count(labels)
    follows, begins, ends = legal(labels)
    emissions = draw.normal(size=(max(steps), len(steps), tags)).astype(np.float32)
    moves = np.where(follows, draw.normal(size=(len(steps), tags, tags)), NEVER).astype(np.float32)
    begin = np.repeat(np.where(begins, np.float32(0), NEVER)[None], len(steps), axis=0)
    end = np.repeat(np.where(ends, np.float32(0), NEVER)[None], len(steps), axis=0)
    return emissions, moves, begin, end, np.array(steps)


def paths_of(field: tuple[np.ndarray, ...], index: int, labels: int) -> dict[tuple[int, ...], float]:
    """Every legal path of one sequence and its score, added up in double precision."""
    emissions, moves, _, _, lengths = field
    follows, begins, ends = legal(labels)
    out = {}
    for path in product(range(tag_count(labels)), repeat=int(lengths[index])):
        if begins[path[0]] and ends[path[-1]] and all(follows[a, b] for a, b in pairwise(path)):
            score = sum(float(emissions[step, index, tag]) for step, tag in enumerate(path))
            out[path] = score + sum(float(moves[index, a, b]) for a, b in pairwise(path))
    return out


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=1, max_size=3))
def test_sums_marginals_and_best_path_are_those_of_an_enumeration(seed: int, steps: list[int]) -> None:
    field = random_field(seed, steps, 1)
    total, tags, pairs = expectations(*field)
    best = best_paths(*field)
    for index, length in enumerate(steps):
        scores = paths_of(field, index, 1)
        mass = {path: np.exp(score) for path, score in scores.items()}
        whole = sum(mass.values())
        assert total[index] == pytest.approx(np.log(whole), abs=1e-3)
        for step in range(length):
            for tag in range(5):
                share = sum(m for path, m in mass.items() if path[step] == tag) / whole
                assert tags[step, index, tag] == pytest.approx(share, abs=1e-3)
        assert tags[length:, index].sum() == 0
        for before, after in product(range(5), repeat=2):
            moves = (list(pairwise(path)) for path in mass)
            counts = [sum(pair == (before, after) for pair in pairs_) for pairs_ in moves]
            expected = sum(n * m for n, m in zip(counts, mass.values(), strict=True)) / whole
            assert pairs[index, before, after] == pytest.approx(expected, abs=2e-3)
        found = tuple(int(tag) for tag in best[:length, index])
        assert scores[found] == pytest.approx(max(scores.values()), abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_sums_in_log_space_are_those_of_weights(seed: int, steps: list[int]) -> None:
    field = random_field(seed, steps, 1)
    total, tags, _ = expectations(*field)
    log_total, forward, backward = marginals(*field)
    assert log_total == pytest.approx(total, abs=1e-3)
    for index, length in enumerate(steps):
        shares = np.exp(forward[:length, index] + backward[:length, index] - log_total[index])
        assert shares == pytest.approx(tags[:length, index], abs=1e-3)


@given(st.integers(0, 10_000), st.lists(st.integers(1, 12), min_size=2, max_size=6))
def test_a_sequence_is_read_alike_whatever_is_read_with_it(seed: int, steps: list[int]) -> None:
    field = random_field(seed, steps, 1)
    together, sums = best_paths(*field), marginals(*field)
    for index, length in enumerate(steps):
        one = slice(index, index + 1)
        alone = (field[0][:length, one], *(part[one] for part in field[1:]))
        assert together[:length, index].tolist() == best_paths(*alone)[:, 0].tolist()
        assert not together[length:, index].any()
        total, forward, backward = marginals(*alone)
        assert total[0] == sums[0][index]
        assert (forward[:, 0] == sums[1][:length, index]).all()
        assert (backward[:, 0] == sums[2][:length, index]).all()


def test_with_two_labels_no_path_moves_from_one_into_the_other() -> None:
    follows, _, _ = legal(2)
    first, second = range(1, 5), range(5, 9)
    assert not follows[1, 6]
    assert not follows[2, 7]
    assert follows[3, 5]
    assert follows[4, 8]
    assert sum(follows[a, b] for a in first for b in second) == 4  # L or U of the first, then B or U of the second


def test_a_lattice_that_allows_all_costs_nothing_and_one_that_fixes_a_path_costs_its_surprise() -> None:
    field = random_field(3, [4], 1)
    total, _, _ = expectations(*field)
    path = (0, 1, 3, 0)
    barred = np.full((4, 1, 5), NEVER, dtype=np.float32)
    for step, tag in enumerate(path):
        barred[step, 0, tag] = 0
    fixed, tags, _ = expectations(field[0] + barred, *field[1:])
    assert fixed[0] == pytest.approx(paths_of(field, 0, 1)[path], abs=1e-3)
    assert fixed[0] < total[0]
    assert [int(row.argmax()) for row in tags[:, 0]] == list(path)
    free, _, _ = expectations(field[0] + np.zeros_like(barred), *field[1:])
    assert free[0] == total[0]


def test_short_sequences_beside_long_ones_with_strong_scores_stay_finite() -> None:
    emissions, moves, begin, end, lengths = random_field(1, [1, 40, 3], 1)
    total, tags, pairs = expectations(emissions * 200, moves * np.float32(5), begin, end, lengths)
    alone, few, _ = expectations(emissions[:3, 2:] * 200, moves[2:] * np.float32(5), begin[2:], end[2:], lengths[2:])
    assert np.isfinite(total).all()
    assert np.isfinite(tags).all()
    assert np.isfinite(pairs).all()
    assert total[2] == pytest.approx(alone[0])
    assert tags[:3, 2] == pytest.approx(few[:, 0], abs=1e-4)
