"""BRAT files: a round trip that loses nothing, and errors that name file, line, value and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from pipeline.core.errors import GoldError
from pipeline.core.records import EntityType, Span
from pipeline.reconcile import brat
from pipeline.reconcile.marks import Marks
from tests.reconcile.marks_strategy import marked_texts

TEXT = "MSC vesicles carry miR-21.\nThey calm\nstem cells."
ANN = (
    "T1\tCELL_TYPE 0 3\tMSC\nT2\tMIRNA 19 25\tmiR-21\nT3\tCELL_TYPE 37 47\tstem cells\n"
    "N1\tReference T1 CL:0000134\tmesenchymal stem cell\n"
    "R1\tCARRIES Arg1:T1 Arg2:T2\nR2\tACTS_ON Arg1:T1 Arg2:T3\n"
    "A1\tpolarity R1 present\nA2\tpolarity R2 inhibits\nA3\tcross_sentence R2\n"
    "#1\tAnnotatorNotes R1\tevidence 0 26\n#2\tAnnotatorNotes T3\tcheck this\n"
)


@given(marked_texts())
def test_writing_and_reading_gives_the_same_marks(marks: Marks) -> None:
    assert brat.loads(brat.dumps(marks), marks.name, marks.text) == marks


def test_reads_what_the_lines_say() -> None:
    marks = brat.loads(ANN, "a", TEXT)
    carries, acts = marks.links
    assert (carries.polarity, carries.cross_sentence, carries.evidence) == ("present", False, Span(0, 26))
    assert (acts.polarity, acts.cross_sentence) == ("inhibits", True)
    assert marks.entities[0].name == "mesenchymal stem cell"
    assert brat.dumps(marks) == ANN.replace("\tMSC\nT2", "\tMSC\nT2")


def test_a_span_over_a_line_end_is_written_in_pieces_and_joined_again() -> None:
    text = "bone\n\nmarrow cells"
    raw = "T1\tCELL_TYPE 0 4;6 18\tbone marrow cells\n"
    marks = brat.loads(raw, "a", text)
    assert marks.entities[0].fragments == (Span(0, 18),)
    assert brat.dumps(marks) == raw


@pytest.mark.parametrize(
    ("line", "number", "says"),
    [
        ("T1\tCELL 0 3\tMSC", 1, "unknown type 'CELL'"),
        ("T1\tCELL_TYPE 0 300\tMSC", 1, "offset 300 is past the end"),
        ("T1\tCELL_TYPE 3 0\tMSC", 1, "'3 0'"),
        ("T1\tCELL_TYPE 0 3;2 5\tMSC", 1, "overlap"),
        ("T1\tCELL_TYPE 1 4\tMSC", 1, "the text has 'SC '"),
        ("T1\tCELL_TYPE 0 3", 1, "has no text"),
        ("rubbish", 1, "'rubbish'"),
        ("E1\tBinding:T1", 1, "event"),
        ("T1\tCELL_TYPE 0 3\tMSC\nT1\tCELL_TYPE 0 3\tMSC", 2, "stands in line 1"),
        ("T1\tCELL_TYPE 0 3\tMSC\nR1\tLIKES Arg1:T1 Arg2:T1", 2, "unknown relation 'LIKES'"),
        ("T1\tCELL_TYPE 0 3\tMSC\nR1\tACTS_ON T1 T1", 2, "is no relation"),
        ("T1\tCELL_TYPE 0 3\tMSC\nR1\tACTS_ON Arg1:T1 Arg2:T9", 2, "T9"),
        ("T1\tCELL_TYPE 0 3\tMSC\nR1\tTARGETS Arg1:T1 Arg2:T1", 2, "CELL_TYPE as head of TARGETS"),
        ("T1\tCELL_TYPE 0 3\tMSC\nR1\tACTS_ON Arg1:T1 Arg2:T1\nA1\tpolarity R1 present", 3, "polarity 'present'"),
        ("T1\tCELL_TYPE 0 3\tMSC\nA1\tcolour T1 red", 2, "colour"),
        ("T1\tCELL_TYPE 0 3\tMSC\nA1\tnegated T1 maybe", 2, "maybe"),
        ("T1\tCELL_TYPE 0 3\tMSC\nN1\tReference T2 CL:1\tx", 2, "T2"),
        ("T1\tCELL_TYPE 0 3\tMSC\nN1\tReference T1 CL:1\tx\nN2\tReference T1 CL:2\tx", 3, "CL:1"),
        ("T1\tCELL_TYPE 0 3\tMSC\n#1\tAnnotatorNotes T7\tx", 2, "T7"),
        (
            "T1\tCELL_TYPE 0 3\tMSC\nR1\tACTS_ON Arg1:T1 Arg2:T1\n#1\tAnnotatorNotes R1\tevidence 5 5",
            3,
            "evidence 5 5",
        ),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, number: int, says: str) -> None:
    path = tmp_path / "a.ann"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        brat.read(path, TEXT)
    assert caught.value.where == f"{path}, line {number}"
    assert says in caught.value.message
    assert caught.value.remedy


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        brat.read(tmp_path / "missing.ann")
    path = tmp_path / "latin.ann"
    path.write_bytes(b"T1\tMARKER 0 1\t\xe4\n")
    with pytest.raises(GoldError, match="no UTF-8"):
        brat.read(path)


def test_false_and_windows_line_ends_are_understood() -> None:
    marks = brat.loads("\ufeffT1\tMARKER 0 3\tMSC\r\nA1\tnegated T1 false\r\nA2\tspeculative T1\r\n\r\n", "a")
    assert marks.entities[0].type is EntityType.MARKER
    assert (marks.entities[0].negated, marks.entities[0].speculative) == (False, True)


def test_write_leaves_the_text_of_dumps(tmp_path: Path) -> None:
    marks = brat.loads(ANN, "a", TEXT)
    brat.write(marks, tmp_path / "a.ann")
    assert (tmp_path / "a.ann").read_text(encoding="utf-8") == brat.dumps(marks)
