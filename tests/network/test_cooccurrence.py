"""Co-occurrence: hand-worked counts and scores, nesting, tables, and agreement with a plain count."""

from __future__ import annotations

from itertools import combinations
from math import log
from types import ModuleType

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pipeline.core.records import Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.association import at_least, exactly
from pipeline.network.cooccurrence import Cooccurrence, count, score
from pipeline.network.occurrences import Occurrences

EVERYTHING = NetworkSettings(min_sentences=0)


def pairs(readings: list[Reading], settings: NetworkSettings = EVERYTHING) -> dict[tuple[str, str], Cooccurrence]:
    return {(pair.a, pair.b): pair for pair in count(readings, settings)}


def test_counts_and_score_of_a_hand_worked_table(make: ModuleType) -> None:
    # sentence 1: MSC CD9; sentence 2: MSC CD9; sentence 3: MSC miR-21 (other passage); sentence 4: nothing
    text = make.reading("a", [make.Part(["[MSC] [CD9].", "[CD9] [MSC]."]), make.Part(["[MSC] [miR-21].", "None."])])
    found = pairs([text])
    pair = found["CL:0000134", "HGNC:1709"]
    assert (pair.sentences, pair.passages, pair.documents) == (2, 1, 1)
    # C, each level once a document: MSC-CD9 1+.5+.25 = 1.75, MSC-miR-21 the same, CD9-miR-21 .25
    assert (pair.documents_s, pair.documents_p, pair.weighted) == (1, 1, 1.75)
    assert (pair.weighted_a, pair.weighted_b, pair.weighted_all) == (3.5, 2.0, 7.5)
    assert pair.expected == pytest.approx(3.5 * 2 / 7.5, abs=1e-6)
    assert pair.score == pytest.approx(1.75**0.6 * (1.75 * 7.5 / (3.5 * 2)) ** 0.4, abs=1e-6)
    # MSC has one marker, CD9 one cell, and there is one pair of a cell and a marker
    assert (pair.typed_a, pair.typed_b, pair.typed_all) == (1.75, 1.75, 1.75)
    assert pair.typed_score == pytest.approx(1.75**0.6, abs=1e-6)
    assert (pair.sentences_a, pair.sentences_b, pair.sentences_all) == (3, 2, 4)
    assert pair.npmi == pytest.approx(log((2 / 4) / (3 / 4 * 2 / 4)) / -log(2 / 4), abs=1e-6)
    assert [text.document.text[place.start : place.end] for place in pair.places] == ["MSC CD9.", "CD9 MSC."]
    assert found["HGNC:1709", "mirna:mir-21"].npmi == -1
    assert found["HGNC:1709", "mirna:mir-21"].places == ()


def test_the_settings_decide_weights_and_floor(readings: list[Reading]) -> None:
    heavy = pairs(readings, NetworkSettings(weight_sentence=0, weight_passage=0, weight_document=3, min_sentences=0))
    assert {pair.weighted for pair in heavy.values()} == {3.0 * documents for documents in (1, 2)}
    assert {pair.sentences for pair in count(readings, NetworkSettings(min_sentences=2))} == {2}
    linear = pairs(readings, NetworkSettings(alpha=1.0))
    assert all(pair.score == pair.weighted for pair in linear.values())


def test_names_that_lie_in_one_another_do_not_cooccur_by_that(make: ModuleType) -> None:
    inside = make.reading("a", [make.Part(["The [[PTEN]/[AKT] pathway]."])])
    assert set(pairs([inside])) == {("FPLX:AKT", "HGNC:9588")}
    beside = make.reading("b", [make.Part(["The [[PTEN]/[AKT] pathway] needs [PTEN]."])])
    assert set(pairs([beside])) == {("FPLX:AKT", "HGNC:9588"), ("HGNC:9588", "pathway:PTEN/AKT")}
    derived = make.reading("c", [make.Part(["[[iPSC]-derived MSC]."])])
    assert pairs([derived]) == {}


def test_a_row_is_one_sentence_and_takes_over_the_head_above(readings: list[Reading]) -> None:
    pair = pairs(readings)["CL:0002322", "HGNC:1473"]
    assert pair.sentences == 1
    assert pair.sentences_a == 2
    assert pairs(readings)["CL:0002322", "HGNC:1692"].sentences == 1
    assert pairs(readings)["HGNC:1473", "HGNC:1692"].sentences == 0


def test_a_concept_named_twice_in_a_sentence_counts_once(make: ModuleType) -> None:
    text = make.reading("a", [make.Part(["[MSC], that is [mesenchymal stem cells], with [CD9] and again [CD9]."])])
    (pair,) = pairs([text]).values()
    assert (pair.sentences, pair.sentences_a, pair.sentences_b) == (1, 1, 1)


def test_the_order_of_the_readings_does_not_matter(readings: list[Reading]) -> None:
    assert count(readings, EVERYTHING) == count(readings[::-1], EVERYTHING)


def test_no_weight_no_score(readings: list[Reading]) -> None:
    nothing = NetworkSettings(weight_sentence=0, weight_passage=0, weight_document=0)
    assert {(pair.expected, pair.score) for pair in count(readings, nothing)} == {(0.0, 0.0)}


sentences = st.lists(
    st.lists(st.sampled_from(["MSC", "CD9", "miR-21", "PTEN", "VEGF"]), max_size=4), min_size=1, max_size=4
)


@given(st.lists(st.lists(sentences, min_size=1, max_size=3), min_size=1, max_size=3))
@settings(max_examples=8, deadline=None)
def test_the_counts_are_those_of_a_plain_count(texts: list[list[list[list[str]]]]) -> None:
    make = _invented()
    readings = [
        make.reading(
            str(number),
            [make.Part([" ".join(f"[{name}]" for name in sentence) + "." for sentence in part]) for part in parts],
        )
        for number, parts in enumerate(texts)
    ]
    concept = {surface: make.KNOWN[surface][1] for surface in ("MSC", "CD9", "miR-21", "PTEN", "VEGF")}
    want: dict[tuple[str, str], list[set[object]]] = {}
    for d, parts in enumerate(texts):
        for p, part in enumerate(parts):
            for s, sentence in enumerate(part):
                for level, unit, names in (
                    (0, (d, p, s), sentence),
                    (1, (d, p), [n for one in part for n in one]),
                    (2, d, [n for one in parts for two in one for n in two]),
                ):
                    for a, b in combinations(sorted({concept[name] for name in names}), 2):
                        want.setdefault((a, b), [set(), set(), set()])[level].add(unit)
    got = {pair: (one.sentences, one.passages, one.documents) for pair, one in pairs(readings).items()}
    assert got == {pair: tuple(len(units) for units in levels) for pair, levels in want.items()}
    assert all(len(one.places) == one.sentences for one in pairs(readings).values())


def strewn(seed: int) -> Occurrences:
    """Concepts in so many sentences each, laid out by chance alone: what shuffling a corpus gives."""
    chance = np.random.default_rng(seed)
    where = [chance.choice(3_000, size, replace=False) for size in chance.integers(2, 400, 160)]
    node = np.repeat(np.arange(len(where)), [len(one) for one in where])
    sentence = np.concatenate(where)
    table = pa.table(
        {
            "document": sentence // 20,
            "passage": sentence // 5,
            "sentence": sentence,
            "first": np.arange(len(node)) * 10,
            "last": np.arange(len(node)) * 10 + 5,
            "node": pa.array(node, pa.int32()),
            "kind": pa.array(node % 4, pa.int8()),
        }
    )
    return Occurrences(table, pa.table({"sentence": np.arange(3_000)}), tuple(map(str, range(len(where)))), ())


def test_on_permuted_data_p_is_uniform_and_next_to_nothing_is_found() -> None:
    occurrences = strewn(1)
    found = score(occurrences, NetworkSettings())
    held = np.bincount(occurrences.table["node"].to_numpy())
    a, b = np.array([pair for pair in combinations(range(len(held)), 2) if min(held[list(pair)]) >= 3]).T
    assert len(a) == found["tests"][0]
    seen = dict(zip(zip(found["a"], found["b"], strict=True), found["sentences"], strict=True))
    k = np.array([seen.get(pair, 0) for pair in zip(a, b, strict=True)])
    p = at_least(k, held[a], held[b], 3_000)
    tested = found["p"] == found["p"]
    assert np.sort(found["p"][tested]) == pytest.approx(np.sort(p[k > 0]))
    # a discrete p value is uniform once ties are broken by chance
    spread = p - np.random.default_rng(2).random(len(p)) * exactly(k, held[a], held[b], 3_000)
    assert stats.kstest(spread, "uniform").pvalue > 0.01
    assert (p < 0.05).mean() <= 0.05
    assert (found["q"] < 0.05).sum() == 0


def test_p_and_q_are_told_only_above_the_floor(make: ModuleType) -> None:
    texts = [
        make.reading(str(n), [make.Part(["[MSC] [CD9].", "[MSC] [CD9].", "[hESC] [CD63].", "None."])]) for n in (1, 2)
    ]
    found = pairs(texts, NetworkSettings(test_floor=3))
    often, rarely = found["CL:0000134", "HGNC:1709"], found["CL:0002322", "HGNC:1692"]
    # four of eight sentences hold MSC, the same four CD9: one of C(8,4) = 70 ways; two concepts make one test
    assert (often.p, often.q, often.tests) == (pytest.approx(1 / 70, abs=1e-6), often.p, 1)
    assert (rarely.p, rarely.q) == (None, None)
    assert rarely.g2 == pytest.approx(2 * (2 * log(4) + 6 * log(8 / 6)), abs=1e-6)
    loose = pairs(texts, NetworkSettings(test_floor=1))["CL:0002322", "HGNC:1692"]
    # C(8,2) = 28 ways; six tests, of which two have a smaller p or none
    assert (loose.p, loose.tests) == (pytest.approx(1 / 28, abs=1e-6), 6)
    assert loose.q == pytest.approx(1 / 28 * 6 / 2, abs=1e-5)


def _invented() -> ModuleType:
    import sys

    return sys.modules["invented"]
