"""The summary: what a person reads at the end of a run."""

from __future__ import annotations

import io
import json

from rich.console import Console

from flows.summary import Strong, Summary, count_mentions, count_relations, show
from pipeline.core.records import EntityType, Failure, RelationType


def test_types_without_mentions_are_named_too() -> None:
    mentions, concepts = count_mentions([])
    assert set(mentions) == set(concepts) == {kind.value for kind in EntityType}
    assert set(count_relations([])) == {kind.value for kind in RelationType}


def _summary(**changes: object) -> Summary:
    values: dict[str, object] = {
        "run": "outputs/runs/x",
        "report": "outputs/runs/x/report/index.html",
        "found": 3,
        "read_now": 0,
        "read_before": 2,
        "failed": 1,
        "duplicates": 0,
        "ignored": 0,
        "failures": (Failure("[odd].pdf", "ingest", "encrypted", "needs a password", "decrypt it"),),
        "mentions": {"MIRNA": 3},
        "concepts": {"MIRNA": 2},
        "relations": {"CARRIES": 2, "TARGETS": 0},
        "edges": {"relation": 2},
        "accuracy": (),
        "accuracy_documents": 0,
        "strongest": (
            Strong("MSC", "lowered", "NF-κB", "REGULATES", "inhibits", 0.91, 1, 2, "a.txt", "MSCs [3] inhibit NF-κB."),
        ),
        "seconds": {},
    }
    return Summary(**{**values, **changes})  # type: ignore[arg-type]


def _shown(summary: Summary) -> str:
    stream = io.StringIO()
    show(summary, Console(file=stream, width=160, highlight=False))
    return stream.getvalue()


def test_everything_that_was_asked_for_is_printed() -> None:
    text = _shown(_summary())
    for part in (
        "2 read (nothing was read anew, 2 from the store), 1 failed",
        "[odd].pdf: needs a password. Remedy: decrypt it.",
        "CARRIES 2",
        "no document of this run has gold",
        "MSC lowered NF-κB  REGULATES inhibits, belief 0.91, documents 1, primary studies 2",
        "“MSCs [3] inhibit NF-κB.” (a.txt)",
        "outputs/runs/x/report/index.html",
    ):
        assert part in text, part


def test_the_summary_that_run_json_keeps_is_the_summary() -> None:
    told = _summary(accuracy=({"task": "mentions", "f1": None},))
    assert Summary.from_json(json.loads(json.dumps(told.as_json()))) == told


def test_a_run_that_found_nothing_says_so() -> None:
    text = _shown(_summary(edges={}, relations={"CARRIES": 0}, strongest=()))
    assert "Relations  0: none" in text
    assert "Edges  none" in text


def test_undefined_ratios_are_no_zeros() -> None:
    row = {"task": "mentions", "metric": "strict", "type": "all", "gold": 0, "predicted": 0, "tp": 0}
    text = _shown(_summary(accuracy=({**row, "precision": None, "recall": None, "f1": None},), accuracy_documents=2))
    assert "against the gold of 2 documents" in text
    assert text.count("–") >= 3
