"""BioC, PubTator and JSON lines: each loses nothing that the format can hold, and refuses what is malformed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import GoldError, SettingsError
from pipeline.core.records import Annotation, Document, EntityType, Mention, Reading, Relation, RelationType
from pipeline.reconcile import bioc, brat, export, jsonl, pubtator
from pipeline.reconcile.marks import Marks, from_reading, to_mentions, to_relations
from pipeline.reconcile.matching import resolve
from tests.reconcile.marks_strategy import marked_texts

TEXT = "MSC vesicles carry miR-21.\r\nThey calm\tstem cells.\n"


@pytest.fixture
def reading() -> Reading:
    head = Mention(
        "d1", EntityType.CELL_TYPE, 0, 3, "MSC", "CL:0000134", "mesenchymal stem cell", found_by=("lexicon",)
    )
    tail = Mention("d1", EntityType.MIRNA, 19, 25, "miR-21", "mirna:mir-21", found_by=("grammar", "lexicon"))
    other = Mention("d1", EntityType.CELL_TYPE, 38, 48, "stem cells", speculative=True)
    relations = (
        Relation("d1", RelationType.CARRIES, head.id, tail.id, "present", evidence_start=0, evidence_end=26, rule="r1"),
        Relation("d1", RelationType.ACTS_ON, head.id, other.id, "inhibits", speculative=True, cross_sentence=True),
    )
    document = Document("d1", "in/one.txt", "txt", "0" * 64, TEXT)
    return Reading(document, Annotation("d1", mentions=(head, tail, other)), relations)


@given(marked_texts())
def test_json_lines(marks: Marks) -> None:
    assert jsonl.loads(jsonl.dumps(marks)) == marks


@settings(max_examples=60)
@given(marked_texts(), st.sampled_from(["xml", "json"]))
def test_bioc(marks: Marks, form: str) -> None:
    assert bioc.loads(bioc.dumps([marks], form), form) == [marks]


@settings(max_examples=60)
@given(marked_texts(gaps=False, notes=False, name="17"))
def test_pubtator(marks: Marks) -> None:
    wanted = replace(marks, text=f"{marks.text}\nAnd more.")
    (found,) = pubtator.loads(pubtator.dumps([wanted]))
    head, _, rest = str(wanted.text).partition("\n")
    assert found.text == head + "\n" + rest.replace("\n", " ")
    assert [(e.type, e.start, e.end, e.text.split(), e.concept) for e in found.entities] == [
        (e.type, e.start, e.end, e.text.split(), e.concept) for e in wanted.entities
    ]
    named = {
        (r.link.type, r.head.concept, r.tail.concept, r.link.polarity)
        for r in resolve(wanted)
        if r.head.concept and r.tail.concept
    }
    assert {(r.link.type, r.head.concept, r.tail.concept, r.link.polarity) for r in resolve(found)} == named


def test_several_documents_in_one_file(tmp_path: Path) -> None:
    one = brat.loads("T1\tCELL_TYPE 0 3\tMSC\n", "1", "MSC lines")
    other = brat.loads("T1\tCELL_TYPE 4 7\tMSC\n", "2", "two MSC")
    for name, write, read in (
        ("a.jsonl", jsonl.write, jsonl.read),
        ("a.bioc.xml", bioc.write, bioc.read),
        ("a.bioc.json", bioc.write, bioc.read),
    ):
        write([one, other], tmp_path / name)
        assert read(tmp_path / name) == [one, other]
        assert export.read_folder(tmp_path / name) == {"1": one, "2": other}
    pubtator.write([one, other], tmp_path / "a.pubtator")
    assert [(m.name, len(m.entities)) for m in pubtator.read(tmp_path / "a.pubtator")] == [("1", 1), ("2", 1)]


@pytest.mark.parametrize("format", ["brat", "bioc", "bioc-json", "jsonl"])
def test_export_and_back(reading: Reading, tmp_path: Path, format: str) -> None:
    (path,) = export.write([reading], format, tmp_path / "new")
    (marks,) = export.read_folder(tmp_path / "new").values()
    assert path.name == "one" + export.FORMATS[format][0]
    expected = from_reading(reading, "one")
    mentions, relations = to_mentions(marks, "d1"), to_relations(marks, "d1")
    assert [(m.id, m.concept) for m in mentions] == [(m.id, m.concept) for m in reading.annotation.mentions]
    assert [r.id for r in relations] == [r.id for r in reading.relations]
    assert [(k.evidence, k.speculative, k.cross_sentence) for k in marks.links] == [
        (k.evidence, k.speculative, k.cross_sentence) for k in expected.links
    ]
    if format != "brat":
        assert marks.entities == expected.entities if format == "jsonl" else marks.text is not None


def test_brat_export_has_the_text_as_it_is(reading: Reading, tmp_path: Path) -> None:
    export.write([reading], "brat", tmp_path)
    assert (tmp_path / "one.txt").read_bytes().decode() == TEXT


def test_pubtator_export_keeps_offsets(reading: Reading, tmp_path: Path) -> None:
    export.write([reading], "pubtator", tmp_path)
    lines = (tmp_path / "one.pubtator").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "one|t|MSC vesicles carry miR-21. "
    assert "one\t38\t48\tstem cells\tCELL_TYPE\t-" in lines
    assert lines[-1] == "one\tCARRIES\tCL:0000134\tmirna:mir-21\tpresent"


def test_the_same_readings_give_the_same_bytes_in_any_order(reading: Reading, tmp_path: Path) -> None:
    twin = replace(reading, document=replace(reading.document, id="d2", source="b/one.pdf"))
    twin = replace(twin, annotation=Annotation("d2"), relations=())
    first = export.write([reading, twin], "jsonl", tmp_path / "a")
    second = export.write([twin, reading], "jsonl", tmp_path / "b")
    assert [p.name for p in first] == [p.name for p in second] == ["one.jsonl", "one-2.jsonl"]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_unknown_format_and_unwritable_folder(reading: Reading, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="brat, bioc"):
        export.write([reading], "word", tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(GoldError, match="cannot be written"):
        export.write([reading], "brat", tmp_path / "file")


def test_control_characters_are_blanks_in_xml_and_kept_in_json() -> None:
    marks = brat.loads("T1\tCELL_TYPE 5 8\tMSC\n", "a", "form\x0cMSC\x01")
    (found,) = bioc.loads(bioc.dumps([marks]))
    assert found.text == "form MSC "
    assert found.entities == marks.entities
    assert bioc.loads(bioc.dumps([marks], "json"), "json") == [marks]


def test_marks_without_text() -> None:
    marks = brat.loads("T1\tCELL_TYPE 0 3\tMSC\n", "1")
    assert jsonl.loads(jsonl.dumps(marks)) == marks
    assert bioc.loads(bioc.dumps([marks])) == [marks]
    with pytest.raises(GoldError, match="needs the text"):
        pubtator.dumps([marks])


ENTITY = {"start": 0, "end": 3, "type": "CELL_TYPE", "text": "MSC"}


@pytest.mark.parametrize(
    "change",
    [
        {"entities": [ENTITY | {"type": "CELL"}]},
        {"entities": [ENTITY | {"end": 99}]},
        {"entities": [ENTITY | {"end": 0}]},
        {"entities": [ENTITY | {"text": "HSC"}]},
        {"entities": [{"start": 0}]},
        {"relations": [{"head": 0, "tail": 4, "type": "ACTS_ON"}]},
        {"relations": [{"head": 0, "tail": 0, "type": "TARGETS"}]},
        {"relations": [{"head": 0, "tail": 0, "type": "LIKES"}]},
        {"relations": [{"head": 0, "tail": 0, "type": "ACTS_ON", "polarity": "present"}]},
        {"id": None, "entities": 7},
    ],
)
def test_malformed_json_lines(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n" + json.dumps({"id": "1", "text": "MSC", "entities": [ENTITY]} | change), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        jsonl.read(path)
    assert caught.value.where == f"{path}, line 2"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("1\t0\t3\tMSC\tCELL\t-", "unknown type 'CELL'"),
        ("1\t3\t0\tMSC\tCELL_TYPE\t-", "'3' '0'"),
        ("1\t0\t3\tHSC\tCELL_TYPE\t-", "the text has 'MSC'"),
        ("1\tLIKES\ta\tb", "LIKES"),
        ("1\tACTS_ON\ta\tb\tpresent", "present"),
        ("1\tACTS_ON\ta\tb\tpromotes", "no fitting mention"),
        ("1\tx", "no line of PubTator"),
    ],
)
def test_malformed_pubtator(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "a.pubtator"
    path.write_text(f"1|t|MSC\n1|a|\n{line}\n", encoding="utf-8")
    with pytest.raises(GoldError, match=says) as caught:
        pubtator.read(path)
    assert str(path) in caught.value.where
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (">CELL_TYPE<", ">CELL<", "unknown type 'CELL'"),
        ('offset="0" length="3"', 'offset="1" length="3"', "the text has"),
        ('offset="0" length="3"', 'offset="0" length="0"', "no span"),
        (">ACTS_ON<", ">LIKES<", "LIKES"),
        (">ACTS_ON<", ">TARGETS<", "does not allow"),
        (">promotes<", ">present<", "present"),
        ("</collection>", "", "no BioC XML"),
    ],
)
def test_malformed_bioc(tmp_path: Path, old: str, new: str, says: str) -> None:
    raw = "T1\tCELL_TYPE 0 3\tMSC\nR1\tACTS_ON Arg1:T1 Arg2:T1\nA1\tpolarity R1 promotes\n"
    path = tmp_path / "a.xml"
    bioc.write([brat.loads(raw, "1", "MSC lines")], path)
    whole = path.read_text(encoding="utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new), encoding="utf-8")
    with pytest.raises(GoldError, match=says) as caught:
        bioc.read(path)
    assert str(path) in caught.value.where
    assert caught.value.remedy


def test_bioc_of_others_with_passages_and_sentences() -> None:
    raw = (
        "<collection><source>x</source><date/><key>k</key><document><id>9</id>"
        "<passage><offset>0</offset><text>Title MSC</text>"
        '<annotation id="1"><infon key="type">CELL_TYPE</infon><location offset="6" length="3"/><text>MSC</text>'
        "</annotation></passage><passage><offset>10</offset><sentence><offset>10</offset><text>An MSC.</text>"
        '<annotation id="2"><infon key="type">CELL_TYPE</infon><location offset="13" length="3"/><text>MSC</text>'
        "</annotation></sentence></passage></document></collection>"
    )
    (marks,) = bioc.loads(raw)
    assert marks.text == "Title MSC An MSC."
    assert [e.start for e in marks.entities] == [6, 13]


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no annotations found"):
        export.read_folder(tmp_path)
    (tmp_path / "a.ann").write_text("T1\tCELL_TYPE 0 3\tMSC\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("HSC", encoding="utf-8")
    with pytest.raises(GoldError, match="the text has 'HSC'"):
        export.read_folder(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xff")
    with pytest.raises(GoldError, match="no UTF-8"):
        export.read_folder(tmp_path)
    (tmp_path / "a.txt").unlink()
    jsonl.write([Marks("a", text="x")], tmp_path / "b.jsonl")
    with pytest.raises(GoldError, match="twice"):
        export.read_folder(tmp_path)
    for module, name in ((jsonl, "x.jsonl"), (bioc, "x.xml"), (pubtator, "x.pubtator")):
        with pytest.raises(GoldError, match="cannot be read"):
            module.read(tmp_path / name)
