"""The plan: what is new, replaced, afresh or withdrawn, why, and how long it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows import plan
from pipeline.core.settings import Settings
from pipeline.ingest import Discovery, Source

PARTS = {"code": "c" * 64, "settings": "s" * 64, "model": "m" * 64, "spacy": "3.8.1"}


def _discovery(**contents: str) -> Discovery:
    return Discovery(tuple(Source(Path(name), name, "txt", sha) for name, sha in contents.items()))


def _run(inputs: dict[str, str], **changes: Any) -> tuple[Path, dict[str, Any]]:
    told = {
        "paths": ["library"],
        "inputs": inputs,
        "extractor": PARTS,
        "settings": Settings().model_dump(mode="json"),
        "throughput": {"sources": 10, "sources_per_second_and_worker": 0.5},
    }
    return Path("run"), {**told, **changes}


def _plan(discovery: Discovery, known: set[str], *earlier: tuple[Path, dict[str, Any]], **parts: str) -> plan.Plan:
    return plan.make(discovery, known, earlier, ["library"], {**PARTS, **parts}, Settings())


def test_the_first_run_reads_everything_and_cannot_say_how_long() -> None:
    planned = _plan(_discovery(a="1", b="2"), set())
    assert planned.text() == "2 of 2 sources are to be read: 2 new"


def test_new_replaced_and_withdrawn_are_told_apart() -> None:
    planned = _plan(_discovery(a="1", b="3", c="4"), {"1"}, _run({"a": "1", "b": "2", "gone": "9"}))
    assert (planned.new, planned.replaced, planned.withdrawn, planned.seconds) == (1, 1, 1, 4.0)
    assert (
        planned.text() == "2 of 3 sources are to be read: 1 new, 1 replaced; about 4 s; 1 withdrawn since the last run"
    )


def test_what_is_read_afresh_is_told_with_its_cause() -> None:
    planned = _plan(_discovery(a="1"), set(), _run({"a": "1"}), model="n" * 64, spacy="3.8.2")
    assert planned.causes == ("model", "spacy 3.8.1 → 3.8.2")
    assert "1 afresh (changed: model, spacy 3.8.1 → 3.8.2)" in planned.text()


def test_a_changed_setting_is_named_with_both_values() -> None:
    before = Settings.load(None, ingest={"max_bytes": 5}).model_dump(mode="json")
    planned = _plan(_discovery(a="1"), set(), _run({"a": "1"}, settings=before), settings="t" * 64)
    assert planned.causes == ("ingest.max_bytes 5 → 200000000",)


def test_what_failed_is_read_again_without_a_cause() -> None:
    planned = _plan(_discovery(a="1"), set(), _run({"a": "1"}))
    assert planned.text() == "1 of 1 sources are to be read: 1 that failed before; about 2 s"


def test_a_run_of_other_paths_withdraws_nothing_here() -> None:
    assert _plan(_discovery(a="1"), {"1"}, _run({"b": "2"}, paths=["other"])).withdrawn == 0


def test_speed_is_that_of_the_newest_run_worth_measuring() -> None:
    one = _run({}, throughput={"sources": 1, "sources_per_second_and_worker": 9.0})
    none = _run({}, throughput={"sources": 0, "sources_per_second_and_worker": 0.0})
    assert plan.speed([none, one, _run({})]) == 0.5
    assert plan.speed([none, one]) == 9.0
    assert plan.speed([none]) is None
    assert plan.speed([(Path("old"), {})]) is None
