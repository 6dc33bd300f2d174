"""Matching: cases worked by hand, and the same result whatever the order of the input."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.records import EntityType, Span
from pipeline.reconcile.marks import Entity, Marks
from pipeline.reconcile.matching import align, align_links, align_overlap, assign, jaccard, overlapping, resolve
from pipeline.reconcile.muc import muc
from pipeline.reconcile.scores import SCHEMES, credit
from tests.reconcile.marks_strategy import marked_texts

KINDS = {"C": EntityType.CELL_TYPE, "M": EntityType.MARKER, "I": EntityType.MIRNA, "P": EntityType.PATHWAY}


def entities(words: str) -> list[Entity]:
    """``C0-4 M6-9+12-15`` -> entities; ``C0-4=a`` gives the concept a."""
    made = []
    for word in words.split():
        body, _, concept = word.partition("=")
        parts = tuple(Span(*map(int, part.split("-"))) for part in body[1:].split("+"))
        made.append(Entity(f"T{len(made)}", KINDS[body[0]], parts, body, concept or None))
    return made


#: name: (gold, predicted, strict, exact, partial, type, overlap), right pairs worked out by hand
CASES = {
    "equal": ("C0-4", "C0-4", 1, 1, 1, 1, 1),
    "nothing at all": ("", "", 0, 0, 0, 0, 0),
    "empty gold": ("", "C0-4 M5-6", 0, 0, 0, 0, 0),
    "empty prediction": ("C0-4 M5-6", "", 0, 0, 0, 0, 0),
    "apart": ("C0-4", "C5-9", 0, 0, 0, 0, 0),
    "touching ends do not overlap": ("C0-4", "C4-8", 0, 0, 0, 0, 0),
    "wrong type": ("C0-4", "M0-4", 0, 1, 1, 0, 0),
    "too long": ("C0-4", "C0-6", 0, 0, 0.5, 1, 1),
    "too short": ("C0-4", "C1-3", 0, 0, 0.5, 1, 1),
    "overlap of another type": ("C0-4", "M2-6", 0, 0, 0.5, 0, 0),
    "one gold, two pieces": ("C0-10", "C0-4 C5-10", 0, 0, 0.5, 1, 1),
    "two gold, one over both": ("C0-4 C5-10", "C0-10", 0, 0, 0.5, 1, 1),
    "the exact one wins over the first": ("C0-10", "C0-4 C0-10", 1, 1, 1, 1, 1),
    "nested, both right": ("C0-10 C0-4", "C0-10 C0-4", 2, 2, 2, 2, 2),
    "nested, only the outer": ("C0-10 C0-4", "C0-10", 1, 1, 1, 1, 1),
    "nested, only the inner": ("P0-10 M0-4", "M0-4", 1, 1, 1, 1, 1),
    "nested, inner cut short": ("P0-10 M0-4", "P0-10 M0-3", 1, 1, 1.5, 2, 2),
    "nested, types changed over": ("P0-10 M0-4", "M0-10 P0-4", 0, 2, 2, 0, 2),
    "three deep": ("C0-12 C0-8 C0-4", "C0-12 C0-4", 2, 2, 2, 2, 2),
    "exact pair is kept although one more would overlap": ("C0-10 C0-3", "C0-10 C5-9", 1, 1, 1, 1, 2),
    "overlap takes two where exact keeps one": ("C0-10 C8-14", "C8-14 C10-16", 1, 1, 1, 1, 2),
    "chain: both overlap although greedy finds one": ("C0-6 C5-12", "C4-8 C0-2", 0, 0, 1, 2, 2),
    "exact kept, overlap re-paired": ("C0-10 C0-3", "C0-3 C2-4", 1, 1, 1.5, 2, 2),
    "overlap beats exact in number": ("C2-6 C0-4", "C2-6 C5-8", 1, 1, 1, 1, 2),
    "duplicates in prediction": ("C0-4", "C0-4 C0-4", 1, 1, 1, 1, 1),
    "duplicates in gold": ("C0-4 C0-4", "C0-4", 1, 1, 1, 1, 1),
    "duplicates on both sides": ("C0-4 C0-4", "C0-4 C0-4 C0-4", 2, 2, 2, 2, 2),
    "same span, two types": ("P0-4 M0-4", "P0-4 M0-4", 2, 2, 2, 2, 2),
    "same span, one of two types": ("P0-4 M0-4", "M0-4", 1, 1, 1, 1, 1),
    "same span, one type doubled": ("P0-4 M0-4", "M0-4 M0-4", 1, 2, 2, 1, 1),
    "discontinuous, equal": ("C0-2+5-8", "C0-2+5-8", 1, 1, 1, 1, 1),
    "discontinuous, envelope predicted": ("C0-2+5-8", "C0-8", 0, 0, 0.5, 1, 1),
    "discontinuous, prediction in the gap": ("C0-2+5-8", "C2-5", 0, 0, 0, 0, 0),
    "discontinuous around another": ("C0-2+8-10 M4-6", "M4-6 C8-10", 1, 1, 1.5, 2, 2),
    "tie: two equal overlaps, one gold": ("C2-4", "C0-3 C3-6", 0, 0, 0.5, 1, 1),
    "tie: type decides": ("C2-4", "M0-3 C3-6", 0, 0, 0.5, 1, 1),
    "exact boundary beats right type": ("C0-4", "M0-4 C0-6", 0, 1, 1, 0, 1),
}


def worth(gold: list[Entity], predicted: list[Entity]) -> tuple[float, ...]:
    pairs = align(gold, predicted)
    sums = [sum(credit(gold[i], predicted[j], scheme) for i, j in pairs) for scheme in SCHEMES if scheme != "overlap"]
    return (*sums, float(len(align_overlap(gold, predicted, pairs))))


@pytest.mark.parametrize("name", CASES)
def test_cases_worked_by_hand(name: str) -> None:
    gold, predicted, *expected = CASES[name]
    assert worth(entities(gold), entities(predicted)) == tuple(expected)


@pytest.mark.parametrize("name", CASES)
def test_gold_and_prediction_are_alike(name: str) -> None:
    gold, predicted, *expected = CASES[name]
    assert worth(entities(predicted), entities(gold)) == tuple(expected)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 25


@given(marked_texts(), marked_texts(), st.randoms(use_true_random=False))
def test_order_does_not_matter(one: Marks, other: Marks, shuffle: random.Random) -> None:
    gold, predicted = list(one.entities), list(other.entities)
    expected = worth(gold, predicted)
    pairs = {(_content(gold[i]), _content(predicted[j])) for i, j in align(gold, predicted)}
    shuffle.shuffle(gold)
    shuffle.shuffle(predicted)
    assert worth(gold, predicted) == expected
    assert {(_content(gold[i]), _content(predicted[j])) for i, j in align(gold, predicted)} == pairs


def _content(entity: Entity) -> tuple[object, ...]:
    return (entity.type, entity.fragments, entity.concept)


@settings(max_examples=60)
@given(marked_texts(), marked_texts())
def test_no_other_alignment_is_better(one: Marks, other: Marks) -> None:
    gold, predicted = list(one.entities)[:5], list(other.entities)[:5]
    if len(gold) > len(predicted):
        gold, predicted = predicted, gold

    def value(pairs: list[tuple[int, int]]) -> tuple[float, ...]:
        real = [(gold[i], predicted[j]) for i, j in pairs if jaccard(gold[i].fragments, predicted[j].fragments)]
        return (
            sum(credit(a, b, "strict") for a, b in real),
            sum(credit(a, b, "exact") for a, b in real),
            sum(a.type == b.type for a, b in real),
            len(real),
        )

    best = max(
        (value(list(enumerate(choice))) for choice in itertools.permutations(range(len(predicted)), len(gold))),
        default=(0, 0, 0, 0),
    )
    assert value(align(gold, predicted)) == best
    loose = max(
        (
            sum(
                gold[i].type == predicted[j].type and jaccard(gold[i].fragments, predicted[j].fragments) > 0
                for i, j in enumerate(choice)
            )
            for choice in itertools.permutations(range(len(predicted)), len(gold))
        ),
        default=0,
    )
    assert len(align_overlap(gold, predicted, align(gold, predicted))) == loose


def test_concepts_decide_among_duplicates() -> None:
    gold, predicted = entities("C0-4=a C0-4=b"), entities("C0-4=b C0-4=a")
    assert align(gold, predicted) == [(0, 1), (1, 0)]


def test_assignment_prefers_the_greater_sum() -> None:
    assert assign({(0, 0): 5, (0, 1): 4, (1, 0): 4, (2, 2): 1}) == [(0, 1), (1, 0), (2, 2)]
    assert assign({}) == []


def test_overlap_is_found_for_a_long_span_that_starts_far_before() -> None:
    gold, predicted = entities("C90-95"), entities("C0-100 C10-20 C96-99")
    assert set(overlapping(gold, predicted)) == {(0, 0)}


def test_muc_counts_add_up() -> None:
    gold, predicted = entities("C0-4 M6-9 I12-15 P20-30"), entities("C0-4 C6-9 I12-16 C40-44")
    pairs = align(gold, predicted)
    strict, partial = muc(gold, predicted, pairs, "strict"), muc(gold, predicted, pairs, "partial")
    assert (strict.correct, strict.incorrect, strict.missed, strict.spurious) == (1, 2, 1, 1)
    assert (partial.correct, partial.partial, partial.missed, partial.spurious) == (2, 1, 1, 1)
    assert strict.possible == partial.possible == 4
    assert strict.actual == partial.actual == 4


@pytest.mark.parametrize(("how", "expected"), [("strict", 1), ("overlap", 2), ("pair", 3)])
def test_relations_by_hand(how: str, expected: int) -> None:
    from pipeline.reconcile import brat

    spans = "T1\tCELL_TYPE 0 3\tMSC\nT2\tCELL_TYPE 10 13\tHSC\nT3\tMARKER 20 24\tCD63\n"
    gold = brat.loads(
        spans + "R1\tACTS_ON Arg1:T1 Arg2:T2\nR2\tEXPRESSES Arg1:T1 Arg2:T3\nR3\tDERIVED_FROM Arg1:T2 Arg2:T1\n", "a"
    )
    predicted = brat.loads(
        spans.replace("MARKER 20 24\tCD63", "MARKER 20 22\tCD")
        + "R1\tACTS_ON Arg1:T1 Arg2:T2\nR2\tEXPRESSES Arg1:T1 Arg2:T3\nR3\tACTS_ON Arg1:T1 Arg2:T2\n",
        "a",
    )
    assert len(align_links(resolve(gold), resolve(predicted), how)) == expected


@given(marked_texts(), marked_texts(), st.randoms(use_true_random=False))
def test_order_of_relations_does_not_matter(one: Marks, other: Marks, shuffle: random.Random) -> None:
    gold, predicted = resolve(one), resolve(other)
    numbers = {}
    for turn in range(2):
        for how in ("strict", "overlap", "pair"):
            pairs = align_links(gold, predicted, how)
            same = sum(gold[i].link.polarity == predicted[j].link.polarity for i, j in pairs)
            assert numbers.setdefault(how, (len(pairs), same)) == (len(pairs), same), turn
        shuffle.shuffle(gold)
        shuffle.shuffle(predicted)
    assert numbers["strict"][0] <= numbers["overlap"][0] <= numbers["pair"][0]
