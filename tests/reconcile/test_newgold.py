"""Gold of one's own: what goes in comes out, whatever the format; nothing that is there is written over."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from pipeline.core.errors import GoldError, SettingsError
from pipeline.core.records import RelationType
from pipeline.reconcile import bioc, brat, export, gold, jsonl
from pipeline.reconcile.doctor import check
from pipeline.reconcile.doors import evaluate_folders
from pipeline.reconcile.marks import Marks, close_gaps
from pipeline.reconcile.newgold import Origin, add
from tests.reconcile.marks_strategy import marked_texts

TEXT = "Vesicles of MSC carry miR-21.\nThey calm the TLR4/NF-κB\npathway of THP-1 cells.\r\n"
ANN = (
    "T1\tCELL_TYPE 12 15\tMSC\nT2\tMIRNA 22 28\tmiR-21\nT3\tPATHWAY 44 54;55 62\tTLR4/NF-κB pathway\n"
    "T4\tMARKER 44 48\tTLR4\nN1\tReference T1 CL:0000134\tmesenchymal stem cell\n"
    "R1\tCARRIES Arg1:T1 Arg2:T2\nA1\tpolarity R1 present\nA2\tspeculative R1\n#1\tAnnotatorNotes T2\tsee the legend\n"
)


@pytest.fixture
def marks() -> Marks:
    return brat.loads(ANN, "one", TEXT)


def _content(marks: Marks) -> tuple[set[object], set[object], set[object]]:
    """Entities, relations and notes without their keys; those that nesting gives left out."""
    of = {e.key: (e.type, e.fragments, e.text, e.concept) for e in marks.entities}
    links = [k for k in marks.links if k.type is not RelationType.MEMBER_OF]
    said = {k.key: (k.type, of[k.head], of[k.tail], k.polarity, k.speculative, k.evidence) for k in links}
    told: dict[str, object] = {**of, **said}
    return set(of.values()), set(said.values()), {(told[n.target], n.text) for n in marks.notes if n.target in told}


@settings(max_examples=60)
@given(marked_texts())
def test_what_is_marked_comes_back_bound_to_its_text(marks: Marks) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = add([marks], Path(folder), {})
        (one,) = gold.load(made.manifest)
        text = (made.folder / f"{one.name}.txt").read_bytes().decode()
        assert text == marks.text
        bound = one.bound(text)
        assert _content(bound) == _content(close_gaps(marks, text))
        findings, _ = check(made.manifest, [made.folder])
        assert not [f for f in findings if f.kind == "MEMBER_OF" and "has no MEMBER_OF" in f.message]


@pytest.mark.parametrize("form", ["brat", "bioc", "bioc-json", "jsonl", "pubannotation"])
def test_each_format_makes_the_same_gold(marks: Marks, form: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    export.write_marks(marks, form, tmp_path / "in" / f"one{export.FORMATS[form][0]}")
    made = add(list(export.read_folder(tmp_path / "in").values()), tmp_path / "own", {})
    (one,) = gold.load(made.manifest)
    assert (one.name, one.set, one.split, one.characters) == ("one", "documents", "test", len(TEXT))
    assert _content(one.bound(TEXT)) == _content(marks)
    assert made.nested == sum(k.type is RelationType.MEMBER_OF for k in one.marks.links) == 1
    scored = evaluate_folders(made.folder, made.folder, resamples=0)
    assert {row["f1"] for row in scored.headline()} - {None} == {1.0}
    findings, sound = check(made.manifest, [made.folder])
    assert sound, findings


def test_a_second_time_only_what_is_new_is_put_to_it(tmp_path: Path) -> None:
    first = add(
        [Marks("b", text="One text.")], tmp_path, {"b": Origin("B, a paper", "CC BY", "https://b")}, split="dev"
    )
    (first.folder / "b.ann").write_text("T1\tMARKER 0 3\tOne\n", encoding="utf-8")
    second = add([Marks("b", text="One text."), Marks("a", text="Another.")], tmp_path, {}, split="train")
    assert (second.added, second.kept) == (("a",), ("b",))
    found = {one.name: one for one in gold.load(second.manifest)}
    assert [row["name"] for _, row in gold.read_manifest(second.manifest)] == ["a", "b"]
    assert found["b"].marks.entities[0].text == "One"
    assert (found["b"].source, found["b"].licence, found["b"].where, found["b"].split) == (
        ("B, a paper", "CC BY", "https://b", "dev")
    )
    before = second.manifest.read_bytes()
    assert add([Marks("c", text="Another.")], tmp_path, {}).kept == ("a",)
    assert second.manifest.read_bytes() == before


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        (Marks("two"), "without their text"),
        (Marks("one", text="Other words."), "one is there with another text"),
        (replace(brat.loads("T1\tMARKER 0 8\tVesicles\n", "two", TEXT)), "there as documents/one with other marks"),
        (Marks("lies", text="New."), "has no row in manifest.csv"),
    ],
)
def test_nothing_is_written_over(marks: Marks, given_: Marks, says: str, tmp_path: Path) -> None:
    made = add([marks], tmp_path, {})
    (made.folder / "lies.ann").write_text("T1\tMARKER 0 3\tNew\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(GoldError, match=says) as caught:
        add([Marks("fine", text="Fine."), given_], tmp_path, {})
    assert caught.value.where
    assert caught.value.remedy
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_unknown_split_and_an_unwritable_folder_are_told(marks: Marks, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="'exam' is not known"):
        add([marks], tmp_path, {}, split="exam")
    (tmp_path / "gold").write_text("a file", encoding="utf-8")
    with pytest.raises(GoldError, match="cannot be written"):
        add([marks], tmp_path, {})


def test_marks_that_do_not_fit_their_text_are_refused(marks: Marks, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="but the text has"):
        add([replace(marks, text=f"A {TEXT}")], tmp_path, {})
    assert not list(tmp_path.iterdir())


def test_names_that_no_file_may_have_are_made_safe(tmp_path: Path) -> None:
    line = jsonl.dumps(Marks("PMC 7/ü:1", text="Text."))
    made = add([jsonl.loads(line), *bioc.loads(bioc.dumps([Marks("..", text="More.")]))], tmp_path, {})
    assert made.added == ("PMC_7_ü_1", "document")
    assert len(gold.load(made.manifest)) == 2
