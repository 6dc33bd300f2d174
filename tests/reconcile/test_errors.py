"""Each kind of mistake gets the cause that a person would name, and stands in its words."""

from __future__ import annotations

import pytest

from pipeline.reconcile import brat
from pipeline.reconcile.errors import CAUSES, COLUMNS, by_cause, list_errors, mention_row, relation_row
from pipeline.reconcile.matching import align

TEXT = "The MSC line. MSC give miR-21via PTEN, and HSC act on MSC. They lower CD34 then."


def errors(gold: str, found: str, text: str | None = TEXT, known: set[str] | None = None) -> list[dict[str, object]]:
    one, other = brat.loads(gold, "a", TEXT), brat.loads(found, "a", TEXT)
    return list_errors(one, other, align(one.entities, other.entities), text, known)


MSC1, MSC2, MIR = "T1\tCELL_TYPE 4 7\tMSC\n", "T2\tCELL_TYPE 14 17\tMSC\n", "T3\tMIRNA 23 29\tmiR-21\n"
PTEN, HSC, MSC3 = "T4\tMARKER 33 37\tPTEN\n", "T5\tCELL_TYPE 43 46\tHSC\n", "T6\tCELL_TYPE 54 57\tMSC\n"
CD34 = "T7\tMARKER 70 74\tCD34\n"
ALL = MSC1 + MSC2 + MIR + PTEN + HSC + MSC3 + CD34


@pytest.mark.parametrize(
    ("gold", "found", "kind", "cause"),
    [
        (MIR, "", "missed", "tokenisation"),
        (MIR, "T3\tMIRNA 23 32\tmiR-21via\n", "boundary", "tokenisation"),
        (PTEN, "", "missed", "not recognised"),
        (MSC1 + MSC2, MSC1, "missed", "ambiguous"),
        (MSC1, MSC1 + MSC2, "spurious", "ambiguous"),
        ("", PTEN, "spurious", "spurious or novel"),
        (PTEN, "T4\tCELL_TYPE 33 37\tPTEN\n", "type", "ambiguous"),
        (PTEN, "T4\tCELL_TYPE 30 36\tia PTE\n", "boundary and type", "boundary"),
        (PTEN + "N1\tReference T4 HGNC:9588\tx\n", PTEN, "identifier", "not in lexicon"),
        (PTEN, PTEN + "N1\tReference T4 HGNC:9588\tx\n", "identifier", "ambiguous"),
        (
            "T1\tCELL_TYPE 4 12\tMSC line\n" + MSC1.replace("T1", "T2"),
            "T1\tCELL_TYPE 4 12\tMSC line\n",
            "missed",
            "boundary",
        ),
        (
            "T1\tCELL_TYPE 4 12\tMSC line\n",
            "T1\tCELL_TYPE 4 12\tMSC line\nT2\tCELL_TYPE 8 12\tline\n",
            "spurious",
            "boundary",
        ),
    ],
)
def test_mentions(gold: str, found: str, kind: str, cause: str) -> None:
    (row,) = errors(gold, found)
    assert (row["kind"], row["cause"]) == (kind, cause)
    assert cause in CAUSES
    assert set(row) == set(COLUMNS)


def test_what_the_lexicon_lacks_is_told_apart() -> None:
    gold = PTEN + "N1\tReference T4 HGNC:9588\tx\n"
    assert errors(gold, "", known={"HGNC:1"})[0]["cause"] == "not in lexicon"
    assert errors(gold, "", known={"HGNC:9588"})[0]["cause"] == "not recognised"


@pytest.mark.parametrize(
    ("gold", "found", "kind", "cause"),
    [
        ("R1\tACTS_ON Arg1:T5 Arg2:T6\n", "", "missed", "no trigger"),
        ("R1\tACTS_ON Arg1:T5 Arg2:T6\nA1\tcross_sentence R1\n", "", "missed", "reference back"),
        (
            "R1\tACTS_ON Arg1:T5 Arg2:T6\n#1\tAnnotatorNotes R1\tevidence 14 58\n",
            "R1\tTARGETS Arg1:T3 Arg2:T4\n",
            "missed",
            "parse",
        ),
        ("R1\tACTS_ON Arg1:T5 Arg2:T6\n", "R1\tDERIVED_FROM Arg1:T5 Arg2:T6\n", "missed", "type"),
        ("R1\tACTS_ON Arg1:T5 Arg2:T6\n", "R1\tDERIVED_FROM Arg1:T5 Arg2:T6\n", "spurious", "type"),
        ("R1\tACTS_ON Arg1:T5 Arg2:T6\n", "R1\tACTS_ON Arg1:T6 Arg2:T5\n", "missed", "direction"),
        ("R1\tACTS_ON Arg1:T5 Arg2:T6\n", "R1\tACTS_ON Arg1:T6 Arg2:T5\n", "spurious", "direction"),
        ("", "R1\tACTS_ON Arg1:T5 Arg2:T6\n", "spurious", "spurious or novel"),
        (
            "R1\tACTS_ON Arg1:T5 Arg2:T6\nA1\tpolarity R1 promotes\n",
            "R1\tACTS_ON Arg1:T5 Arg2:T6\nA1\tpolarity R1 inhibits\n",
            "contradicted",
            "polarity",
        ),
    ],
)
def test_relations(gold: str, found: str, kind: str, cause: str) -> None:
    rows = [row for row in errors(ALL + gold, ALL + found) if row["task"] == "relation" and row["kind"] == kind]
    assert rows[0]["cause"] == cause
    assert cause in CAUSES


@pytest.mark.parametrize("missing", [HSC, MSC3])
def test_a_relation_whose_argument_is_not_there(missing: str) -> None:
    link = "R1\tACTS_ON Arg1:T5 Arg2:T6\n"
    less = ALL.replace(missing, "")
    for gold, found, kind in ((ALL + link, less, "missed"), (less, ALL + link, "spurious")):
        rows = [row for row in errors(gold, found) if row["task"] == "relation"]
        assert [(row["kind"], row["cause"]) for row in rows] == [(kind, "argument")]


def test_words_around_and_without_a_text() -> None:
    (row,) = errors(HSC, "")
    assert (row["before"], row["mark"], row["after"]) == (TEXT[:42], "HSC", "act on MSC. They lower CD34 then.")
    (bare,) = errors(HSC, "", text=None)
    assert (bare["before"], bare["mark"], bare["after"]) == ("", "", "")


def test_a_row_is_about_something() -> None:
    with pytest.raises(ValueError, match="mention"):
        mention_row("a", "missed", None, None, None, "")
    with pytest.raises(ValueError, match="relation"):
        relation_row("a", "missed", None, None, None, "")


def test_every_error_is_counted_under_its_cause_which_has_a_meaning() -> None:
    rows = errors(ALL + "R1\tACTS_ON Arg1:T5 Arg2:T6\n", ALL.replace(HSC, ""))
    told = by_cause(rows)
    assert len(rows) == sum(int(str(row["mentions"])) + int(str(row["relations"])) for row in told) > 1
    counted = [int(str(row["mentions"])) + int(str(row["relations"])) for row in told]
    assert counted == sorted(counted, reverse=True)
    assert all(row["meaning"] == CAUSES[str(row["cause"])] for row in told)
    assert by_cause([]) == []
