"""MUC counts: by hand, and adding up to what the other tables count, whatever is marked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.records import EntityType
from pipeline.reconcile import brat, muc
from pipeline.reconcile.counting import Case
from pipeline.reconcile.evaluation import evaluate_cases
from pipeline.reconcile.marks import Marks
from tests.reconcile.marks_strategy import marked_texts

TEXT = "MSC lines carry miR-21 and CD63."


def rows(gold: str, found: str) -> dict[tuple[object, object], dict[str, object]]:
    done = evaluate_cases([Case(brat.loads(gold, "a", TEXT), brat.loads(found, "a", TEXT))], resamples=0)
    return {(row["scheme"], row["type"]): row for row in muc.rows(done.cases, done.counting.pairs)}


def test_each_type_is_counted_where_gold_has_it_and_what_is_spurious_where_it_was_predicted() -> None:
    gold = "T1\tCELL_TYPE 0 9\tMSC lines\nT2\tMIRNA 16 22\tmiR-21\n"
    found = "T1\tCELL_TYPE 0 3\tMSC\nT2\tMARKER 16 22\tmiR-21\nT3\tMARKER 27 31\tCD63\n"
    told = rows(gold, found)
    names = ("correct", "incorrect", "partial", "missed", "spurious")

    def of(scheme: str, kind: str) -> tuple[object, ...]:
        return tuple(told[scheme, kind][name] for name in names)

    assert of("strict", "all") == (0, 2, 0, 0, 1)
    assert of("strict", "MIRNA") == (0, 1, 0, 0, 0)
    assert of("strict", "MARKER") == (0, 0, 0, 0, 1)
    assert of("exact", "all") == (1, 1, 0, 0, 1)
    assert of("partial", "all") == (1, 0, 1, 0, 1)
    assert of("type", "CELL_TYPE") == (1, 0, 0, 0, 0)
    assert (told["partial", "all"]["precision"], told["partial", "all"]["recall"]) == (0.5, 0.75)
    assert told["strict", "PATHWAY"]["precision"] is None


@settings(max_examples=40)
@given(st.lists(st.tuples(marked_texts(notes=False), marked_texts(notes=False)), max_size=3))
def test_they_add_up_to_what_the_scores_count(pairs: list[tuple[Marks, Marks]]) -> None:
    done = evaluate_cases(
        [Case(replace(one, name=f"d{n}"), replace(two, text=one.text)) for n, (one, two) in enumerate(pairs)],
        resamples=0,
    )
    told = {(row["scheme"], row["type"]): row for row in muc.rows(done.cases, done.counting.pairs)}
    for scheme in muc.SCHEMES:
        whole, scored = told[scheme, "all"], done.counts("mentions", scheme)
        assert (whole["possible"], whole["actual"]) == (scored.gold, scored.predicted)
        assert (whole["precision"], whole["recall"], whole["f1"]) == (scored.precision, scored.recall, scored.f1)
        for name in muc.COLUMNS[2:9]:
            assert whole[name] == sum(int(str(told[scheme, kind.value][name])) for kind in EntityType)
