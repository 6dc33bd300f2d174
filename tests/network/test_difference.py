"""Difference of two runs: gained, lost, changed in sign and strength, each with the right cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from pipeline.core.records import Reading
from pipeline.network.difference import Change, Difference, difference
from pipeline.network.reading import RunTables


def compare(before: Path, after: Path) -> Difference:
    with RunTables(before) as old, RunTables(after) as new:
        return difference(old, new)


def by_edge(found: Difference) -> dict[tuple[str, str, str], Change]:
    return {(one.type, one.head, one.tail): one for one in found.changes}


def test_a_run_does_not_differ_from_itself(run_of: Callable[..., Path], readings: list[Reading]) -> None:
    same = compare(run_of("a", readings), run_of("b", readings[::-1]))
    assert same == Difference((), (), (), False, ())


def test_a_new_document_gains_edges_and_turns_a_sign(run_of: Callable[..., Path], make: ModuleType) -> None:
    first = make.reading(
        "1", [make.Part([make.Said("[miR-21] cut [PTEN].", [("TARGETS", "miR-21", "PTEN", "inhibits")])])]
    )
    second = make.reading(
        "2",
        [
            make.Part(
                [
                    make.Said(
                        "[miR-21] raised [PTEN].", [("TARGETS", "miR-21", "PTEN", "activates", {"confidence": 0.9})]
                    ),
                    make.Said("[MSC] held [CD9].", [("EXPRESSES", "MSC", "CD9", "present")]),
                ]
            )
        ],
    )
    one, two = run_of("one", [first]), run_of("two", [first, second])
    found = compare(one, two)
    assert (found.documents_gained, found.documents_lost) == (("texts/2.txt",), ())
    edges = by_edge(found)
    turned = edges["TARGETS", "mirna:mir-21", "HGNC:9588"]
    assert (turned.what, turned.cause) == ("sign", "1 new document")
    assert (turned.before, turned.after) == (("inhibits", 0.8), ("activates", 0.18))
    gained = edges["EXPRESSES", "CL:0000134", "HGNC:1709"]
    assert (gained.what, gained.before, gained.head_name) == ("gained", None, "mesenchymal stem cell")
    assert {change.what for change in found.of("cooccurrence")} >= {"gained"}
    back = compare(two, one)
    lost = by_edge(back)["EXPRESSES", "CL:0000134", "HGNC:1709"]
    assert (lost.what, lost.after, lost.cause) == ("lost", None, "1 document left out")
    assert back.of("relation", "lost") == (lost,)


def test_a_new_model_is_told_from_a_new_weight(run_of: Callable[..., Path], readings: list[Reading]) -> None:
    fewer = [replace(reading, relations=reading.relations[1:]) for reading in readings]
    model = compare(run_of("a", readings), run_of("b", fewer, extractor="two"))
    assert model.extractor_changed
    assert {change.cause for change in model.of("relation")} == {"new model, lexicon or reading settings"}
    assert {change.what for change in model.of("relation")} <= {"lost", "sign", "strength"}
    weights = compare(run_of("a", readings), run_of("c", readings, weight_sentence=5.0))
    assert weights.settings == ("weight_sentence: 1.0 -> 5.0",)
    assert weights.of("relation") == ()
    assert {change.cause for change in weights.of("cooccurrence")} == {
        "threshold or weights: weight_sentence: 1.0 -> 5.0"
    }
    floor = compare(run_of("a", readings), run_of("d", readings, min_sentences=2))
    assert {change.what for change in floor.changes} == {"lost"}


def test_other_counts_change_what_chance_is_reckoned_from(run_of: Callable[..., Path], make: ModuleType) -> None:
    first = make.reading("1", [make.Part(["[MSC] and [CD9]."] * 3)])
    parts = [make.Part(["[hESC] and [CD63].", "Nothing.", "Nothing."])]
    others = [make.reading(str(number), parts) for number in range(2, 9)]
    found = by_edge(compare(run_of("a", [first]), run_of("b", [first, *others])))
    change = found["cooccurrence", "CL:0000134", "HGNC:1709"]
    assert (change.what, change.cause) == ("significance", "counts of other edges")
    assert found["cooccurrence", "CL:0002322", "HGNC:1692"].cause == "7 new documents"
