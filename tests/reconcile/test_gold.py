"""The gold index, the doctor, texts, attaching and adjudicating, on invented gold."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.errors import GoldError
from pipeline.core.records import Document, RelationType
from pipeline.reconcile import brat, doors, gold
from pipeline.reconcile.adjudicate import adjudicate
from pipeline.reconcile.attach import attach
from pipeline.reconcile.counting import Case
from pipeline.reconcile.doctor import check, examine, summary
from pipeline.reconcile.marks import Marks
from pipeline.reconcile.matching import Resolved, resolve
from pipeline.reconcile.reconcile import reconcile, write
from pipeline.reconcile.texts import gather

TEXT = (
    "Stromal cells send vesicles.\nMSC vesicles carry miR-21 and calm the TLR4/NF-κB pathway.\n"
    "In contrast, HSC lines express CD34, and MSC do not.\nFibroblasts take them up."
)
ANN = (
    "T1\tCELL_TYPE 0 13\tStromal cells\nT2\tCELL_TYPE 29 32\tMSC\nT3\tMIRNA 48 54\tmiR-21\n"
    "T4\tPATHWAY 68 86\tTLR4/NF-κB pathway\nT5\tMARKER 68 72\tTLR4\nT6\tMARKER 73 78\tNF-κB\n"
    "T7\tCELL_TYPE 101 104\tHSC\nT8\tMARKER 119 123\tCD34\nT9\tCELL_TYPE 129 132\tMSC\n"
    "T10\tCELL_TYPE 141 152\tFibroblasts\n"
    "N1\tReference T2 CL:0000134\tMSC\nN2\tReference T9 CL:0000134\tMSC\nN3\tReference T3 mirna:mir-21\tmiR-21\n"
    "R1\tCARRIES Arg1:T2 Arg2:T3\nR2\tMODULATES Arg1:T2 Arg2:T4\nR3\tMEMBER_OF Arg1:T5 Arg2:T4\n"
    "R4\tMEMBER_OF Arg1:T6 Arg2:T4\nR5\tEXPRESSES Arg1:T7 Arg2:T8\n"
    "A1\tpolarity R1 present\nA2\tpolarity R2 inhibits\nA3\tpolarity R5 present\n"
    "#1\tAnnotatorNotes R1\tevidence 29 87\n"
)
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path, write_manifest: Callable[..., None]) -> Make:
    """Writes a manifest with one document (and what else is given) and returns its path."""

    def build(ann: str = ANN, extra: str = "", **change: str) -> Path:
        row = {
            "name": "one",
            "set": "sample",
            "split": "sample",
            "sha256": gold.text_sha256(TEXT),
            "characters": str(len(TEXT)),
            "source": "invented",
            "licence": "Apache-2.0",
            "where": "here, there",
        }
        folder = tmp_path / "gold" / "sample"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "one.ann").write_text(ann, encoding="utf-8")
        path = tmp_path / "manifest.csv"
        write_manifest(path, [row | change])
        with path.open("a", encoding="utf-8") as handle:
            handle.write(extra)
        return path

    return build


def test_a_document_is_found_by_source_or_text(make: Make) -> None:
    index = gold.load(make())
    (one,) = index
    assert len(index) == 1
    assert index.of_set("sample") == index.of_set("sample", "sample") == (one,)
    assert index.for_document(Document("d", "a", "html", "f" * 64, TEXT)) is one
    assert index.for_document(Document("d", "a", "txt", one.sha256, "")) is one
    assert index.for_document(Document("d", "a", "txt", "f" * 64, "other")) is None
    assert [m.surface for m in one.mentions][:2] == ["Stromal cells", "MSC"]
    assert {m.document for m in one.mentions} == {gold.document_id(one.sha256)}
    assert {r.type for r in one.relations} >= {RelationType.MEMBER_OF, RelationType.CARRIES}
    assert one.bound(TEXT).text == TEXT


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"set": "other"}, "set 'other'"),
        ({"split": "train"}, "split 'train'"),
        ({"sha256": "abc"}, "no SHA-256"),
        ({"characters": "many"}, "many"),
        ({"characters": "20"}, "20 characters"),
        ({"name": "a b"}, "'a b'"),
        ({"extra": "one,sample,sample,0,1,a,b,c\n"}, "stands in line 2"),
        ({"extra": "two,sample\n"}, "not one field a column"),
        ({"ann": "T1\tCELL 0 3\tx\n"}, "unknown type"),
    ],
)
def test_malformed_manifests_are_named(make: Make, change: dict[str, str], says: str) -> None:
    with pytest.raises(GoldError, match=says) as caught:
        gold.load(make(**change))
    assert caught.value.where
    assert caught.value.remedy


def test_missing_manifest_and_wrong_columns(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        gold.load(tmp_path / "none.csv")
    (tmp_path / "m.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(GoldError, match="columns are a, b"):
        gold.load(tmp_path / "m.csv")


def test_the_ceiling_belongs_to_the_documents_alone(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    path = tmp_path / "gold" / "agreement.json"
    path.write_text('{"f1": {"mentions/strict/all": 0.9}}', encoding="utf-8")
    manifest = tmp_path / "manifest.csv"
    assert gold.ceiling_of({"documents"}, manifest) == {"mentions/strict/all": 0.9}
    assert gold.ceiling_of({"documents", "sample"}, manifest) == {}
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(GoldError, match="agreement"):
        gold.ceiling_of({"documents"}, manifest)


def test_sound_gold_has_no_findings_but_doubts(make: Make, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(TEXT, encoding="utf-8")
    findings, sound = check(make(), [tmp_path / "t.txt"])
    assert sound
    assert findings == []
    assert summary(findings).startswith("gold is sound")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("T1\tCELL_TYPE 0 13\tStromal cells", "T1\tCELL_TYPE 0 14\tStromal cells ", "edge"),
        ("T8\tMARKER 119 123\tCD34", "T8\tMARKER 119 124\tCD34,", "edge"),
        ("T1\tCELL_TYPE 0 13\tStromal cells", "T1\tCELL_TYPE 0 7\tStromal\nT11\tCELL_TYPE 4 13\tmal cells", "crossing"),
        ("T8\tMARKER 119 123\tCD34", "T8\tMARKER 119 123\tCD34\nT11\tMARKER 119 123\tCD34", "duplicate"),
        ("R1\tCARRIES Arg1:T2 Arg2:T3", "R1\tCARRIES Arg1:T2 Arg2:T3\nR9\tMEMBER_OF Arg1:T5 Arg2:T4", "duplicate"),
        ("R3\tMEMBER_OF Arg1:T5 Arg2:T4\n", "", "MEMBER_OF"),
        ("R3\tMEMBER_OF Arg1:T5 Arg2:T4", "R3\tMEMBER_OF Arg1:T5 Arg2:T4\nR9\tMEMBER_OF Arg1:T8 Arg2:T4", "MEMBER_OF"),
        ("A1\tpolarity R1 present\n", "", "polarity"),
        ("CL:0000134", "CL:134", "identifier"),
        ("R5\t", "R9\tACTS_ON Arg1:T7 Arg2:T7\nA9\tpolarity R9 promotes\nR5\t", "arguments"),
        ("T2\tCELL_TYPE 29 32\tMSC", "T2\tCELL_TYPE 30 33\tMSC", "text"),
    ],
)
def test_what_is_certainly_wrong_is_found(make: Make, tmp_path: Path, old: str, new: str, kind: str) -> None:
    assert old in ANN
    (tmp_path / "t.txt").write_text(TEXT, encoding="utf-8")
    findings, sound = check(make(ANN.replace(old, new)), [tmp_path])
    assert not sound
    assert kind in {finding.kind for finding in findings if finding.certain}
    assert str(findings[0]).startswith("ERROR")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("N2\tReference T9 CL:0000134", "N2\tReference T9 CL:0000037", "two identifiers"),
        ("T9\tCELL_TYPE 129 132\tMSC", "T9\tMIRNA 129 132\tMSC", "two types"),
        ("T10\tCELL_TYPE 141 152\tFibroblasts", "T10\tCELL_TYPE 141 151\tFibroblast", "within a word"),
        ("T9\tCELL_TYPE 129 132\tMSC\n", "", "likely omission"),
        ("mirna:mir-21", "mirna:mir-22", "unknown identifier"),
    ],
)
def test_what_is_suspicious_is_listed(make: Make, tmp_path: Path, old: str, new: str, kind: str) -> None:
    ann = ANN.replace(old, new)
    if kind in ("likely omission", "two types"):
        ann = ann.replace("N2\tReference T9 CL:0000134\tMSC\n", "")
    (tmp_path / "t.txt").write_text(TEXT, encoding="utf-8")
    findings, sound = check(make(ann), [tmp_path], known={"CL:0000134", "CL:0000037", "mirna:mir-21"})
    assert sound
    assert {finding.kind for finding in findings} == {kind}
    assert summary(findings).startswith("0 certainly wrong, 1")


def test_stray_files_unreadable_gold_and_leakage_are_errors(make: Make) -> None:
    manifest = make()
    stray = manifest.parent / "gold" / "sample" / "stray.ann"
    stray.write_text(ANN, encoding="utf-8")
    assert [f.kind for f in check(manifest)[0]] == ["no row"]
    row = f"stray,development,dev,{'a' * 64},200,x,y,z\n"
    (manifest.parent / "gold" / "development").mkdir()
    stray.rename(manifest.parent / "gold" / "development" / "stray.ann")
    with manifest.open("a", encoding="utf-8") as handle:
        handle.write(row)
    assert [f.kind for f in examine(gold.load(manifest))] == ["leakage"]
    manifest.write_text("", encoding="utf-8")
    findings, sound = check(manifest)
    assert (sound, findings[0].kind) == (False, "unreadable")


def test_texts_come_from_files_folders_and_collections(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\n")
    (tmp_path / "b.jsonl").write_text('{"text": "two"}\n\n{"text": "three"}\n', encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b'{"text": "four"}'))
    (tmp_path / "d.pdf").write_bytes(b"not read")
    assert set(gather([tmp_path]).values()) == {"\ufeffone\r\n", "two", "three", "four"}
    (tmp_path / "b.jsonl").write_text('{"title": "two"}', encoding="utf-8")
    with pytest.raises(GoldError, match="no text can be read"):
        gather([tmp_path])
    with pytest.raises(GoldError, match="no such file"):
        gather([tmp_path / "none"])


def test_gold_is_bound_to_its_own_text(make: Make) -> None:
    (one,) = gold.load(make())
    bound = attach(one, TEXT)
    assert bound.exact
    assert "10 mentions and 5 relations bound" in bound.report()


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("\n", "\r\n\r\n"),
        lambda t: t.replace(" ", "  ").replace("NF-κB", "NF‐κB"),
        lambda t: "Journal of Vesicles 12\n" + t.replace("and calm", "[3] and, as was seen, calm") + "\nReferences MSC",
        lambda t: t.replace("pathway", "path-\nway"),
    ],
)
def test_gold_is_anchored_in_another_rendition(make: Make, change: Callable[[str], str]) -> None:
    (one,) = gold.load(make())
    text = change(TEXT)
    found = attach(one, text)
    assert not found.exact
    assert len(found.marks.entities) == 10
    assert len(found.marks.links) == 5
    assert not found.lost_entities
    for entity in found.marks.entities:
        assert text[entity.start : entity.end] == entity.text
    assert brat.loads(brat.dumps(found.marks), "one", text).entities == found.marks.entities
    wanted = [(r.link.type, r.head.concept, r.tail.concept) for r in _resolved(one.marks)]
    assert [(r.link.type, r.head.concept, r.tail.concept) for r in _resolved(found.marks)] == wanted


def _resolved(marks: Marks) -> list[Resolved]:
    return sorted(resolve(marks), key=lambda r: (r.link.type, r.head.start, r.tail.start))


def test_what_is_not_in_the_rendition_is_told(make: Make) -> None:
    (one,) = gold.load(make())
    found = attach(one, TEXT.replace("Fibroblasts take them up.", "").replace("CD34", "a marker"))
    assert {e.text for e in found.lost_entities} == {"Fibroblasts", "CD34"}
    assert [k.type for k in found.lost_links] == [RelationType.EXPRESSES]
    assert "not placed: CELL_TYPE 'Fibroblasts'" in found.report()
    with pytest.raises(GoldError, match="rendition of: invented"):
        attach(one, "Quite another text, about stones and rivers.")


def test_the_door_to_attach_leaves_files(make: Make, tmp_path: Path) -> None:
    manifest = make()
    (tmp_path / "copy.txt").write_text(TEXT, encoding="utf-8")
    (result,) = doors.attach([tmp_path / "copy.txt"], tmp_path / "out", manifest)
    assert result.exact
    marks = brat.read(tmp_path / "out" / "one.ann", (tmp_path / "out" / "one.txt").read_text(encoding="utf-8"))
    assert len(marks.entities) == 10
    (tmp_path / "other.txt").write_text(TEXT + "!", encoding="utf-8")
    with pytest.raises(GoldError, match="none is named 'other'"):
        doors.attach([tmp_path / "other.txt"], None, manifest)
    assert not doors.attach([tmp_path / "other.txt"], None, manifest, name="one")[0].exact
    with pytest.raises(GoldError, match="cannot be read"):
        doors.attach([tmp_path / "none.txt"], None, manifest)


FOUND = (
    ANN.replace("T8\tMARKER 119 123\tCD34", "T8\tMARKER 119 121\tCD")
    .replace("T10\tCELL_TYPE 141 152\tFibroblasts", "T10\tCELL_TYPE 105 110\tlines")
    .replace("A2\tpolarity R2 inhibits", "A2\tpolarity R2 activates")
    .replace("R1\tCARRIES Arg1:T2 Arg2:T3\n", "R1\tACTS_ON Arg1:T2 Arg2:T7\n")
    .replace("polarity R1 present", "polarity R1 promotes")
    .replace("T6\tMARKER 73 78\tNF-κB\n", "")
    .replace("R4\tMEMBER_OF Arg1:T6 Arg2:T4\n", "")
)


def queue(manifest: Path, folder: Path) -> list[dict[str, str]]:
    (one,) = gold.load(manifest)
    folder.mkdir(exist_ok=True)
    write([Case(one.bound(TEXT), brat.loads(FOUND, "one", TEXT))], folder)
    with (folder / "queue.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def decide(rows: list[dict[str, str]], path: Path, **decisions: str) -> Path:
    for row in rows:
        row["decision"] = decisions.get(f"{row['task']}_{row['status']}", "")
        row["reason"] = "the text says so" if row["decision"] else ""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_reconciliation_says_of_each_thing_what_became_of_it(make: Make) -> None:
    (one,) = gold.load(make())
    rows = reconcile([Case(one.bound(TEXT), brat.loads(FOUND, "one", TEXT))])
    by_status = {status: [r.surface for r in rows if r.status == status] for status in {r.status for r in rows}}
    assert sorted(by_status["contradicted"]) == ["CD34", "MSC → TLR4/NF-κB pathway"]
    assert sorted(by_status["missed"]) == ["Fibroblasts", "MSC → miR-21", "NF-κB", "NF-κB → TLR4/NF-κB pathway"]
    assert sorted(by_status["spurious"]) == ["MSC → HSC", "lines"]
    assert len(rows) == len({r.id for r in rows})
    polarity = next(r for r in rows if r.kind == "contradicted" and r.task == "relation")
    assert (polarity.gold, polarity.predicted, polarity.cause) == (
        "MODULATES inhibits",
        "MODULATES activates",
        "polarity",
    )
    assert all(r.change for r in rows if r.status != "confirmed")
    assert json.loads(next(r.change for r in rows if r.surface == "lines"))["remove"] is None


def test_accepted_changes_make_new_gold(make: Make, tmp_path: Path) -> None:
    manifest = make()
    rows = queue(manifest, tmp_path / "run")
    path = decide(
        rows,
        tmp_path / "q.csv",
        mention_contradicted="accept",
        mention_missed="accept",
        mention_spurious="accept",
        relation_contradicted="accept",
        relation_spurious="accept",
    )
    done = adjudicate(path, "A. Curator", "2025-06-01", manifest)
    assert (done.accepted, done.rejected) == (6, 0)
    (one,) = gold.load(manifest)
    marks = one.bound(TEXT)
    assert {e.text for e in marks.entities} == {
        "Stromal cells",
        "MSC",
        "miR-21",
        "TLR4/NF-κB pathway",
        "TLR4",
        "HSC",
        "CD",
        "lines",
    }
    assert sorted(k.type.value for k in marks.links) == ["ACTS_ON", "CARRIES", "EXPRESSES", "MEMBER_OF", "MODULATES"]
    assert check(manifest)[1]
    with (manifest.parent / "gold" / "decisions.csv").open(encoding="utf-8", newline="") as handle:
        kept = list(csv.DictReader(handle))
    assert {(k["author"], k["date"], k["reason"]) for k in kept} == {("A. Curator", "2025-06-01", "the text says so")}
    with pytest.raises(GoldError, match=r"in the gold already|the gold has no"):
        adjudicate(path, "A. Curator", "2025-06-02", manifest)


def test_rejected_rows_change_nothing_and_are_kept(make: Make, tmp_path: Path) -> None:
    manifest = make()
    before = (manifest.parent / "gold" / "sample" / "one.ann").read_bytes()
    path = decide(queue(manifest, tmp_path / "run"), tmp_path / "q.csv", mention_spurious="reject")
    done = adjudicate(path, "B", "2025-06-01", manifest)
    assert (done.accepted, done.rejected, done.changed) == (0, 1, ())
    assert done.undecided == 7
    assert (manifest.parent / "gold" / "sample" / "one.ann").read_bytes() == before
    assert "lines" in (manifest.parent / "gold" / "decisions.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("decision", "maybe", "decision 'maybe'"),
        ("reason", "", "no reason"),
        ("document", "two", "no gold document"),
        ("change", "{}", "damaged"),
        ("change", "{", "damaged"),
    ],
)
def test_a_malformed_queue_changes_nothing(make: Make, tmp_path: Path, column: str, value: str, says: str) -> None:
    manifest = make()
    rows = queue(manifest, tmp_path / "run")
    path = decide(rows, tmp_path / "q.csv", mention_spurious="accept", mention_contradicted="accept")
    last = max(n for n, row in enumerate(rows) if row["decision"])
    rows[last][column] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    before = (manifest.parent / "gold" / "sample" / "one.ann").read_bytes()
    with pytest.raises(GoldError, match=says) as caught:
        adjudicate(path, "B", "2025-06-01", manifest)
    assert "line" in caught.value.where
    assert (manifest.parent / "gold" / "sample" / "one.ann").read_bytes() == before
    assert not (manifest.parent / "gold" / "decisions.csv").exists()


def test_author_date_and_columns_are_needed(make: Make, tmp_path: Path) -> None:
    manifest = make()
    path = decide(queue(manifest, tmp_path / "run"), tmp_path / "q.csv")
    with pytest.raises(GoldError, match="author"):
        adjudicate(path, " ", "2025-06-01", manifest)
    with pytest.raises(GoldError, match="no date"):
        adjudicate(path, "B", "yesterday", manifest)
    path.write_text("id,decision\n", encoding="utf-8")
    with pytest.raises(GoldError, match="lacks columns"):
        adjudicate(path, "B", "2025-06-01", manifest)
    with pytest.raises(GoldError, match="cannot be read"):
        adjudicate(tmp_path / "none.csv", "B", "2025-06-01", manifest)


def test_the_door_to_evaluate_folders(tmp_path: Path) -> None:
    for name, ann in (("gold", ANN), ("found", FOUND)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.ann").write_text(ann, encoding="utf-8")
        (tmp_path / name / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold" / "two.ann").write_text("T1\tCELL_TYPE 0 3\tMSC\n", encoding="utf-8")
    result = doors.evaluate_folders(tmp_path / "gold", tmp_path / "found", resamples=0)
    count = result.counts("mentions", "strict")
    assert (count.gold, count.predicted, count.tp) == (11, 9, 7)
    with pytest.raises(GoldError, match="'two'"):
        doors.evaluate_folders(tmp_path / "found", tmp_path / "gold")
    (tmp_path / "found" / "one.txt").write_text("y" * 300, encoding="utf-8")
    (tmp_path / "found" / "one.ann").write_text("", encoding="utf-8")
    with pytest.raises(GoldError, match="another text"):
        doors.evaluate_folders(tmp_path / "gold", tmp_path / "found")


def test_the_projects_own_gold_is_sound_and_of_the_promised_size() -> None:
    findings, sound = check(gold.MANIFEST)
    assert sound, "\n".join(str(f) for f in findings if f.certain)
    index = gold.load()
    documents, development = index.of_set("documents"), index.of_set("development")
    assert max(len(g.mentions) for g in documents) > 500
    assert max(len(g.relations) for g in documents) > 200
    assert len(development) >= 80
    assert {g.split for g in development} == {"train", "dev"}
    assert all((int(g.name) % 2 == 0) == (g.split == "train") for g in development)
    assert gold.ceiling_of({"documents"})["mentions/strict/all"] >= 0.95


def test_the_projects_own_gold_holds_names_and_no_sentences() -> None:
    files = sorted((gold.MANIFEST.parent / "gold").glob("*/*.ann"))
    assert len(files) == len(gold.load())
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            key, content, *rest = line.split("\t")
            assert key[0] in "TNRA#", path
            assert len(" ".join(rest).split()) <= 22, f"{path}: {line}"
            if key[0] == "#":
                assert rest[0].startswith("evidence "), f"{path}: {content}"
