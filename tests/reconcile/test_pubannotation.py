"""PubAnnotation: nothing that is marked is lost on the way, and what is malformed is refused by name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pipeline.core.errors import GoldError
from pipeline.reconcile import bioc, brat, export, pubannotation
from pipeline.reconcile.marks import Marks
from tests.reconcile.marks_strategy import marked_texts

TEXT = "MSC carry miR-21."
DOCUMENT: dict[str, Any] = {
    "text": TEXT,
    "sourcedb": "PubMed",
    "sourceid": "17",
    "denotations": [
        {"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "CELL_TYPE"},
        {"id": "T2", "span": {"begin": 10, "end": 16}, "obj": "MIRNA"},
    ],
    "relations": [{"id": "R1", "pred": "CARRIES", "subj": "T1", "obj": "T2"}],
    "attributes": [{"id": "A1", "subj": "R1", "pred": "polarity", "obj": "present"}],
}


@settings(max_examples=60)
@given(marked_texts())
def test_nothing_is_lost(marks: Marks) -> None:
    assert pubannotation.loads(pubannotation.dumps(marks), "other") == [marks]


def test_files_are_told_from_bioc_by_what_is_in_them(tmp_path: Path) -> None:
    marks = brat.loads("T1\tCELL_TYPE 0 3\tMSC\n", "one", TEXT)
    (tmp_path / "a.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    bioc.write([marks], tmp_path / "b.json")
    pubannotation.write([replace(marks, name="two"), replace(marks, name="three")], tmp_path / "c.json")
    del (nameless := dict(DOCUMENT))["sourceid"]
    (tmp_path / "d.pubannotation.json").write_text(json.dumps(nameless), encoding="utf-8")
    found = export.read_folder(tmp_path)
    assert sorted(found) == ["17", "d", "one", "three", "two"]
    assert [(link.type.value, link.polarity) for link in found["17"].links] == [("CARRIES", "present")]
    assert found["17"].entities == found["d"].entities
    assert found["one"] == marks


@pytest.mark.parametrize(
    ("part", "value", "says"),
    [
        ("denotations", [{"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "Cell"}], "'Cell'"),
        ("denotations", [{"id": "T1", "span": {"begin": 9, "end": 99}, "obj": "MIRNA"}], "17 characters"),
        ("denotations", [{"id": "T1", "obj": "MIRNA"}], "span"),
        ("relations", [{"id": "R1", "pred": "CARRIES", "subj": "T2", "obj": "T1"}], "subj 'T2'"),
        ("relations", [{"id": "R1", "pred": "HAS", "subj": "T1", "obj": "T2"}], "'HAS'"),
        ("attributes", [{"subj": "R1", "pred": "polarity", "obj": "much"}], "polarity 'much'"),
        ("attributes", [{"subj": "T9", "pred": "identifier", "obj": "x"}], "'T9'"),
        ("attributes", [{"subj": "T1", "pred": "negated", "obj": "perhaps"}], "'perhaps'"),
    ],
)
def test_what_is_malformed_is_named(part: str, value: object, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(DOCUMENT | {part: value}), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        export.read_folder(path)
    assert says in caught.value.message
    assert caught.value.where == str(path)
    assert "CELL_TYPE" in caught.value.remedy


def test_a_text_is_needed() -> None:
    with pytest.raises(GoldError, match="needs the text"):
        pubannotation.dumps(Marks("a"))
