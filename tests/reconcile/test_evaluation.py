"""The evaluation: counts and ratios by hand, the same whatever the order, intervals, slices and comparison."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import GoldError
from pipeline.core.records import (
    Annotation,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Reading,
    Relation,
    RelationType,
    Section,
)
from pipeline.reconcile import brat
from pipeline.reconcile.counting import Case, case
from pipeline.reconcile.evaluation import Evaluation, evaluate, evaluate_cases
from pipeline.reconcile.gold import GoldDocument, text_sha256
from pipeline.reconcile.intervals import compare, interval, resample
from pipeline.reconcile.marks import Marks, from_reading
from pipeline.reconcile.network_scores import network_score
from pipeline.reconcile.scores import Counts, macro
from tests.reconcile.marks_strategy import marked_texts

TEXT = "MSC vesicles carry miR-21. It lowers PTEN.\nHSC lines express CD34 and CD45."
GOLD = (
    "T1\tCELL_TYPE 0 3\tMSC\nT2\tMIRNA 19 25\tmiR-21\nT3\tMARKER 37 41\tPTEN\nT4\tCELL_TYPE 43 46\tHSC\n"
    "T5\tMARKER 61 65\tCD34\nT6\tMARKER 70 74\tCD45\n"
    "N1\tReference T1 CL:0000134\tx\nN2\tReference T2 mirna:mir-21\tx\nN3\tReference T3 HGNC:9588\tx\n"
    "N4\tReference T4 CL:0000037\tx\nN5\tReference T5 HGNC:1662\tx\nN6\tReference T6 HGNC:9666\tx\n"
    "R1\tCARRIES Arg1:T1 Arg2:T2\nR2\tTARGETS Arg1:T2 Arg2:T3\nR3\tEXPRESSES Arg1:T4 Arg2:T5\n"
    "R4\tEXPRESSES Arg1:T4 Arg2:T6\n"
    "A1\tpolarity R1 present\nA2\tpolarity R2 inhibits\nA3\tcross_sentence R2\nA4\tpolarity R3 present\n"
    "A5\tpolarity R4 present\n"
)
# PTEN has another identifier, CD34 is cut short, CD45 is missed, "lines" is spurious
FOUND = (
    "T1\tCELL_TYPE 0 3\tMSC\nT2\tMIRNA 19 25\tmiR-21\nT3\tMARKER 37 41\tPTEN\nT4\tCELL_TYPE 43 46\tHSC\n"
    "T5\tMARKER 61 63\tCD\nT6\tCELL_TYPE 47 52\tlines\n"
    "N1\tReference T1 CL:0000134\tx\nN2\tReference T2 mirna:mir-21\tx\nN3\tReference T3 HGNC:1\tx\n"
    "N4\tReference T4 CL:0000037\tx\n"
    "R1\tCARRIES Arg1:T1 Arg2:T2\nR2\tTARGETS Arg1:T2 Arg2:T3\nR3\tEXPRESSES Arg1:T4 Arg2:T5\n"
    "A1\tpolarity R1 enriched\nA2\tpolarity R2 inhibits\nA3\tpolarity R3 present\nA4\tspeculative R3\n"
)


@pytest.fixture
def scored() -> Evaluation:
    return evaluate_cases([Case(brat.loads(GOLD, "a", TEXT), brat.loads(FOUND, "a", TEXT))], known={"CL:0000134"})


def only(evaluation: Evaluation, task: str, metric: str, kind: str = "all", part: str = "all") -> dict[str, object]:
    rows = [
        row
        for row in evaluation.rows()
        if (row["task"], row["metric"], row["type"], row["slice"]) == (task, metric, kind, part)
    ]
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("task", "metric", "kind", "tp", "gold", "predicted"),
    [
        ("mentions", "strict", "all", 4, 6, 6),
        ("mentions", "strict", "CELL_TYPE", 2, 2, 3),
        ("mentions", "strict", "MARKER", 1, 3, 2),
        ("mentions", "exact", "all", 4, 6, 6),
        ("mentions", "partial", "all", 4.5, 6, 6),
        ("mentions", "type", "all", 5, 6, 6),
        ("mentions", "overlap", "all", 5, 6, 6),
        ("identifiers", "given span", "all", 3, 4, 4),
        ("concepts", "per document", "all", 3, 6, 4),
        ("relations", "strict", "all", 2, 4, 3),
        ("relations", "overlap", "all", 3, 4, 3),
        ("relations", "pair", "all", 3, 4, 3),
        ("relations", "concepts", "all", 1, 4, 3),
        ("relations", "polarity", "all", 2, 3, 3),
        ("relations", "speculation", "all", 2, 3, 3),
        ("relations", "overlap, in sentence", "all", 2, 3, 2),
        ("relations", "strict, in sentence", "all", 1, 3, 2),
    ],
)
def test_counts_by_hand(
    scored: Evaluation, task: str, metric: str, kind: str, tp: float, gold: int, predicted: int
) -> None:
    assert scored.counts(task, metric, kind) == Counts(tp, gold, predicted)
    row = only(scored, task, metric, kind)
    assert (row["tp"], row["gold"], row["predicted"]) == (tp, gold, predicted)
    assert row["recall"] == tp / gold
    assert row["precision"] == tp / predicted


def test_undefined_ratios_are_none_and_macro_leaves_them_out(scored: Evaluation) -> None:
    row = only(scored, "mentions", "strict", "PATHWAY")
    assert (row["precision"], row["recall"], row["f1"]) == (None, None, None)
    assert only(scored, "mentions", "strict", "macro")["recall"] == pytest.approx((1 + 1 / 3 + 1) / 3)
    assert Counts(0, 3, 0).precision is None
    assert Counts(0, 3, 0).f1 == 0
    assert macro([Counts()]) == (None, None, None)


def test_seen_and_unseen(scored: Evaluation) -> None:
    seen, unseen = (only(scored, "mentions", "strict", "all", f"concept: {name}") for name in ("seen", "unseen"))
    assert (seen["tp"], seen["gold"], seen["predicted"]) == (1, 1, 1)
    assert (unseen["tp"], unseen["gold"], unseen["predicted"]) == (3, 5, 5)


def test_few_documents_are_resampled_by_passage(scored: Evaluation) -> None:
    assert (scored.unit, scored.units) == ("passages", 2)
    row = only(scored, "mentions", "strict")
    assert row["unit"] == "passages"
    assert row["low"] <= row["f1"] <= row["high"]  # type: ignore[operator]
    assert only(scored, "concepts", "per document")["low"] is None


def test_errors_have_their_causes(scored: Evaluation) -> None:
    told = {(row["task"], row["kind"], row["surface"]): row for row in scored.errors()}
    assert told["mention", "identifier", "PTEN"]["cause"] == "ambiguous"
    assert told["mention", "boundary", "CD34"]["cause"] == "boundary"
    assert told["mention", "missed", "CD45"]["cause"] == "not in lexicon"
    assert told["mention", "spurious", "lines"]["cause"] == "spurious or novel"
    assert told["relation", "contradicted", "MSC → miR-21"]["cause"] == "polarity"
    missed = told["relation", "missed", "HSC → CD45"]
    assert (missed["cause"], missed["gold"]) == ("argument", "EXPRESSES present")
    row = told["mention", "missed", "CD45"]
    assert (row["before"], row["mark"], row["after"]) == (
        "es carry miR-21. It lowers PTEN. HSC lines express CD34 and",  # sixty characters
        "CD45",
        ".",
    )


@settings(max_examples=12)
@given(st.lists(st.tuples(marked_texts(notes=False), marked_texts(notes=False)), max_size=3), st.randoms())
def test_order_of_everything_is_irrelevant(pairs: list[tuple[Marks, Marks]], shuffle: random.Random) -> None:
    cases = [Case(replace(g, name=f"d{n}"), replace(p, text=g.text)) for n, (g, p) in enumerate(pairs)]

    def mixed(marks: Marks) -> Marks:
        entities, links = list(marks.entities), list(marks.links)
        shuffle.shuffle(entities)
        shuffle.shuffle(links)
        return replace(marks, entities=tuple(entities), links=tuple(links))

    other = [Case(mixed(c.gold), mixed(c.predicted)) for c in cases]
    shuffle.shuffle(other)
    first, second = (evaluate_cases(c, resamples=20).rows() for c in (cases, other))
    assert first == second


@settings(max_examples=30)
@given(marked_texts(notes=False))
def test_gold_against_itself_is_perfect(marks: Marks) -> None:
    result = evaluate_cases([Case(marks, marks)], resamples=0)
    for task, metric in result.tables:
        count = result.counts(task, metric)
        assert count.tp == count.gold == count.predicted
    assert result.errors() == []
    assert result.rows()[0]["low"] is None


def test_readings_are_scored_by_section_and_kind(tmp_path: Path) -> None:
    passages = (
        Passage(0, Section.ABSTRACT, PassageKind.PARAGRAPH, 0, 42),
        Passage(1, Section.TABLE, PassageKind.TABLE_ROW, 43, len(TEXT)),
    )
    document = Document("d1", "a.txt", "txt", text_sha256(TEXT), TEXT, passages=passages)
    found = brat.loads(FOUND, "a", TEXT)
    mentions = {e.key: Mention("d1", e.type, e.start, e.end, e.text, e.concept) for e in found.entities}
    relations = tuple(
        Relation("d1", k.type, mentions[k.head].id, mentions[k.tail].id, k.polarity, k.speculative) for k in found.links
    )
    reading = Reading(document, Annotation("d1", mentions=tuple(mentions.values())), relations)
    sha = text_sha256(TEXT)
    gold = GoldDocument("a", "sample", "sample", sha, len(TEXT), "s", "l", "w", brat.loads(GOLD, "a"))
    result = evaluate([(gold, reading)], resamples=100)
    assert only(result, "mentions", "strict", "all", "section: table")["gold"] == 3
    assert only(result, "mentions", "strict", "all", "kind: paragraph")["tp"] == 3
    assert only(result, "relations", "overlap", "EXPRESSES", "kind: table row")["gold"] == 2
    assert only(result, "relations", "overlap", "all", "section: abstract")["tp"] == 2
    assert result.documents == 1
    headline = result.headline()
    assert headline[0]["metric"] == "mentions, strict"
    assert len(headline) == 10
    result.write(tmp_path / "evaluation")
    result.write(tmp_path / "again")
    names = {
        "scores.csv",
        "muc.csv",
        "errors.csv",
        "causes.csv",
        "reconciliation.csv",
        "reconciliation.parquet",
        "queue.csv",
    }
    assert {p.name for p in (tmp_path / "evaluation").iterdir()} == names
    for name in names:
        assert (tmp_path / "evaluation" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    with (tmp_path / "evaluation" / "scores.csv").open(encoding="utf-8") as handle:
        first = next(csv.DictReader(handle))
    assert (first["metric"], first["tp"], first["gold"]) == ("strict", "4", "6")
    with pytest.raises(GoldError, match="SHA-256"):
        evaluate([(gold, replace(reading, document=replace(document, text=TEXT + " ")))])
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GoldError, match="cannot be written"):
        result.write(tmp_path / "file")
    assert from_reading(reading, "a").links[0].rule == ""


def test_the_ceiling_stands_beside_the_score() -> None:
    marks = brat.loads(GOLD, "a", TEXT)
    result = evaluate_cases([Case(marks, marks)], ceiling={"mentions/strict/all": 0.97})
    assert only(result, "mentions", "strict")["ceiling"] == 0.97
    assert only(result, "mentions", "strict", "MARKER")["ceiling"] is None


def test_line_breaks_part_no_span() -> None:
    text = "bone\nmarrow cells"
    gold = brat.loads("T1\tCELL_TYPE 0 4;5 17\tbone marrow cells\n", "a")
    found = Mention("d", EntityType.CELL_TYPE, 0, 17, text)
    reading = Reading(Document("d", "a", "txt", "0", text), Annotation("d", mentions=(found,)))
    assert evaluate_cases([case(gold, from_reading(reading), text)]).counts("mentions", "strict").tp == 1
    assert evaluate_cases([case(gold, from_reading(reading))]).counts("mentions", "strict").tp == 0


def test_intervals_cover_and_are_seeded() -> None:
    random_ = np.random.default_rng(5)
    right = random_.integers(0, 4, size=200).astype(float)
    table = np.stack([right, right + 1, right + 1])[:, :, None]
    first, second = resample(table, 1000, 13), resample(table, 1000, 13)
    assert np.array_equal(first, second)
    assert first.shape == (3, 1000, 1)
    assert first[1].mean() == pytest.approx(table[1].sum(), rel=0.02)
    limits = interval(2 * first[0, :, 0] / (first[1, :, 0] + first[2, :, 0]))
    assert limits is not None
    assert limits[0] < right.sum() / (right + 1).sum() < limits[1]
    assert interval(np.full(10, np.nan)) is None
    assert interval(np.array([])) is None


def test_comparison_tells_a_better_system_from_an_equal_one() -> None:
    ones = np.ones(60)
    good, bad = np.stack([ones * 9, ones * 10, ones * 10]), np.stack([ones * 5, ones * 10, ones * 10])
    better = compare(good, bad)
    assert better.difference == pytest.approx(0.4)
    assert better.p_randomised == pytest.approx(1 / 1001)
    assert better.p_bootstrap == 0
    assert (better.low, better.high) == (pytest.approx(0.4), pytest.approx(0.4))
    coin = np.random.default_rng(1).integers(0, 11, size=(2, 60)).astype(float)
    close = compare(*(np.stack([c, ones * 10, ones * 10]) for c in coin))
    assert close.p_randomised is not None
    assert close.p_randomised > 0.05
    empty = compare(np.zeros((3, 4)), np.zeros((3, 4)))
    assert (empty.f1, empty.p_randomised) == (None, None)


def test_against_another_system(scored: Evaluation) -> None:
    marks = brat.loads(GOLD, "a", TEXT)
    perfect = evaluate_cases([Case(marks, marks)])
    rows = {(r["task"], r["metric"]): r for r in perfect.against(scored)}
    assert rows["mentions", "strict"]["f1"] == 1
    assert rows["mentions", "strict"]["other"] == pytest.approx(4 / 6)
    assert len(rows) == len(perfect.tables)
    with pytest.raises(GoldError, match="same gold"):
        perfect.against(evaluate_cases([]))


def test_network_edges_and_ranks() -> None:
    marks = brat.loads(GOLD, "a", TEXT)
    same = network_score([marks], [marks])
    assert (same.edges.tp, same.edges.gold, same.spearman) == (4, 4, None)
    doubled = replace(marks, links=(*marks.links, replace(marks.links[0], key="R9")))
    ranked = network_score([doubled], [doubled])
    assert (ranked.compared, ranked.spearman, ranked.kendall) == (4, pytest.approx(1), pytest.approx(1))
    assert network_score([doubled], []).edges == Counts(0, 4, 0)
    assert RelationType.CARRIES in {k.type for k in marks.links}
