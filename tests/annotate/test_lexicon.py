from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate.lexicon import Lexicon
from pipeline.core.errors import LexiconError
from pipeline.core.records import EntityType
from pipeline.core.settings import ROOT
from tests.annotate.markup import parse

FOLDER = ROOT / "models" / "lexicon"
CELL, MARKER, PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.PATHWAY


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(FOLDER)


def _concepts(lexicon: Lexicon, text: str, kind: EntityType) -> dict[str, str]:
    """Best concept of each surface of a type that counts without further evidence."""
    found = {}
    for match in lexicon.find(text):
        entries = [e for e in match.entries if e.type is kind and "weak" not in e.flags]
        if entries:
            found[match.surface] = entries[0].concept
    return found


@pytest.mark.parametrize(
    ("text", "surface", "concept"),
    [
        ("serum TGF- β1 rose", "TGF- β1", "HGNC:11766"),
        ("and NF-кВ was silent", "NF-кВ", "FPLX:NFkappaB"),
        ("less IL 10 than before", "IL 10", "HGNC:5962"),
        ("IL-1 beta was cut", "IL-1 beta", "HGNC:5992"),
        ("Tsg101 and others", "Tsg101", "HGNC:15971"),
        ("stained for α-SMA.", "α-SMA", "HGNC:130"),
        ("(Alix)", "Alix", "HGNC:8766"),
        ("the family HSP70s here", "HSP70s", "FPLX:HSPA"),
        ("hSOX2 was on", "hSOX2", "HGNC:11195"),
        ("binding integrin αvβ3 there", "integrin αvβ3", "FPLX:VTNR"),
        ("Thrombospondin-2via a route", "Thrombospondin-2", "HGNC:11786"),
        ("VE-\ncadherin at the rim", "VE-\ncadherin", "HGNC:1764"),
        ("CD34+CD43+ cells", "CD34", "HGNC:1662"),
        ("the tumour susceptibility gene 101 protein", "tumour susceptibility gene 101 protein", "HGNC:15971"),
    ],
)
def test_markers_are_found_however_they_are_spelt(lexicon: Lexicon, text: str, surface: str, concept: str) -> None:
    assert _concepts(lexicon, text, MARKER)[surface] == concept


@pytest.mark.parametrize(
    ("text", "surface", "concept"),
    [
        ("hUC-MSC-derived exosomes", "hUC-MSC", "CL:0002569"),
        (
            "rat bone marrow-derived mesenchymal stem cells",
            "rat bone marrow-derived mesenchymal stem cells",
            "CL:0002540",
        ),
        ("ADSCs were fed", "ADSCs", "CL:0002570"),
        ("retinal Muller cells", "Muller cells", "CL:0000636"),
        ("the BMSCs died", "BMSCs", "CL:0002540"),
        ("two HUVECs", "HUVECs", "CL:0002618"),
        ("tumour cells", "tumour cells", "CL:0001063"),
        ("the β-cells of the islet", "β-cells", "CL:0000169"),
        ("naive B cells", "B cells", "CL:0000236"),
        ("MCF7 and RAW264.7", "RAW264.7", "CVCL:0493"),
        ("H9c2 was used", "H9c2", "CVCL:0286"),
        ("iPSC-derived MSCs", "iPSC-derived MSCs", "CL:0000134"),
        ("human mesenchymal stromal cells", "human mesenchymal stromal cells", "CL:0000134"),
        ("a lung fibroblast", "lung fibroblast", "CL:0002553"),
    ],
)
def test_cells_are_found_with_what_makes_them_a_class(lexicon: Lexicon, text: str, surface: str, concept: str) -> None:
    assert _concepts(lexicon, text, CELL)[surface] == concept


@pytest.mark.parametrize(
    ("text", "surface", "concept"),
    [
        ("the PI3K-Akt signalling pathway", "PI3K-Akt signalling pathway", "GO:0043491"),
        ("Notch signaling pathways", "Notch signaling pathways", "R-HSA-157118"),
        ("an NLRP3 inflammasome", "NLRP3 inflammasome", "R-HSA-844456"),
        ("Wnt/β-catenin pathway", "Wnt/β-catenin pathway", "R-HSA-201681"),
        ("CXCR4 signaling", "CXCR4 signaling", "GO:0038159"),
    ],
)
def test_pathways_are_found_with_their_head_words(lexicon: Lexicon, text: str, surface: str, concept: str) -> None:
    assert _concepts(lexicon, text, PATHWAY)[surface] == concept


@pytest.mark.parametrize(
    "text",
    [
        "The dogs were fed at 2 and rested in 1 room for 3 days.",
        "It was set to rest by the large cat, and was not impacted.",
        "Each cell has a type; all cells met in a large mass.",
        "The NPs and the ELNs were weighed with the CAMs.",
        "Intracellular signaling pathways were left out, as were metabolic pathways.",
        "A growth factor, a receptor and a protein kinase are classes.",
    ],
)
def test_ordinary_words_are_no_names(lexicon: Lexicon, text: str) -> None:
    strong = [m.surface for m in lexicon.find(text) if any("weak" not in e.flags for e in m.entries)]
    assert strong == []


def test_the_best_meaning_comes_first(lexicon: Lexicon) -> None:
    assert lexicon.lookup("VEGF", MARKER)[0].concept == "FPLX:VEGF"
    assert lexicon.lookup("TNF", MARKER)[0].concept == "HGNC:11892"
    assert {e.concept for e in lexicon.lookup("HSC", CELL)} == {"CL:0000037", "CL:0000632"}
    assert "weak" in lexicon.lookup("MSC", MARKER)[0].flags
    assert lexicon.lookup("MSC")[0].type is CELL
    assert lexicon.lookup("no such name at all") == ()
    assert lexicon.lookup("cancer stem cells", CELL)[0].concept == "CL:0001064"


def test_an_alias_yields_to_another_genes_symbol(lexicon: Lexicon) -> None:
    symbols = {e.concept for e in lexicon.lookup("CAP1", MARKER) if e.kind == "symbol"}
    assert {e.concept for e in lexicon.lookup("CAP1", MARKER) if e.concept.startswith("HGNC:")} == symbols


def test_concepts_have_names(lexicon: Lexicon) -> None:
    assert lexicon.name_of("FPLX:NFkappaB") == "NFkappaB"
    assert lexicon.name_of("R-HSA-9755511") == "KEAP1-NFE2L2 pathway"
    assert lexicon.name_of("CL:0000134") == "mesenchymal stem cell"
    assert lexicon.name_of("CL:9999999") == ""


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ILCDTGFNβκ163-– /+()s.\nMSCahU")), max_size=50))
def test_matches_lie_on_the_text_and_on_edges_of_word_parts(text: str) -> None:
    for match in _loaded().find(text):
        assert match.surface == text[match.start : match.end]
        assert match.surface == match.surface.strip()
        assert match.entries
        assert match.start == 0 or not (text[match.start - 1].isalnum() and text[match.start].isalnum())


_LOADED: list[Lexicon] = []


def _loaded() -> Lexicon:
    if not _LOADED:
        _LOADED.append(Lexicon.load(FOLDER))
    return _LOADED[0]


def _sentences(table: str, column: str = "names") -> list[tuple[str, str]]:
    lines = (FOLDER / table).read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    rows = [dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:]]
    return [(row["sentence"], row[column]) for row in rows]


@pytest.mark.parametrize("table", ["cells.tsv", "cell_parts.tsv", "proteins.tsv", "pathways.tsv"])
def test_every_row_of_a_table_is_found_in_its_sentence(lexicon: Lexicon, table: str) -> None:
    missed = []
    for sentence, _ in _sentences(table, {"pathways.tsv": "cores", "cell_parts.tsv": "long"}.get(table, "names")):
        text, marks = parse(sentence)
        found = {(m.start, m.end, e.type.value) for m in lexicon.find(text) for e in m.entries}
        missed += [sentence for mark in marks if (mark.start, mark.end, mark.type) not in found]
        missed += [sentence] * (not marks)
    assert missed == []


def test_weak_names_never_count_unaided_in_their_sentences(lexicon: Lexicon) -> None:
    lines = (FOLDER / "weak.tsv").read_text(encoding="utf-8").splitlines()[1:]
    wrong = []
    for name, kind, flag, reason, sentence in (line.split("\t") for line in lines):
        assert reason
        if kind == PATHWAY.value or flag == "case":
            continue
        assert name in sentence
        for match in lexicon.find(sentence):
            entries = [e for e in match.entries if e.type.value == kind and match.surface == name]
            if any(flag == "drop" or "weak" not in e.flags for e in entries):
                wrong.append((name, entries))
    assert wrong == []


def test_names_of_the_tables_stand_once() -> None:
    for table in ("weak.tsv", "weak_measured.tsv", "cell_lines.tsv", "pathways.tsv"):
        rows = [tuple(line.split("\t")[:2]) for line in (FOLDER / table).read_text(encoding="utf-8").splitlines()]
        assert len(rows) == len(set(rows)), table


def test_it_loads_quickly_and_finds_quickly() -> None:
    started = time.process_time()
    lexicon = Lexicon.load(FOLDER)
    assert time.process_time() - started < 4
    text = "Exosomes of hUC-MSCs carried TGF-β1 and acted through the Wnt/β-catenin pathway. " * 25
    started = time.process_time()
    found = lexicon.find(text)
    assert time.process_time() - started < 0.5
    assert len(found) >= 100


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"no usable manifest\.json .*vesiweb lexicon build"):
        Lexicon.load(tmp_path)


def test_a_manifest_of_another_shape_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"files": {}}', encoding="utf-8")
    with pytest.raises(LexiconError, match="the manifest has no"):
        Lexicon.load(tmp_path)


def test_a_changed_or_missing_file_is_told(tmp_path: Path) -> None:
    for name in ["manifest.json", *json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))["files"]]:
        shutil.copy(FOLDER / name, tmp_path / name)
    assert Lexicon.load(tmp_path).digest == _loaded().digest
    data = (tmp_path / "marker.tsv.gz").read_bytes()
    (tmp_path / "marker.tsv.gz").write_bytes(data + b"x")
    with pytest.raises(LexiconError, match=r"marker\.tsv\.gz: SHA-256 is .* the manifest tells"):
        Lexicon.load(tmp_path)
    (tmp_path / "marker.tsv.gz").unlink()
    with pytest.raises(LexiconError, match=r"marker\.tsv\.gz: cannot be read"):
        Lexicon.load(tmp_path)


def test_the_manifest_tells_rows_licences_and_little_enough_bytes() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert {source["licence"] for source in manifest["sources"].values()} == {"CC-BY-4.0", "CC0-1.0", "public domain"}
    assert all(source["package_version"] and source["data_version"] for source in manifest["sources"].values())
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 12_000_000
    assert manifest["files"]["marker.tsv.gz"]["rows"] > 80_000


def test_a_microrna_is_named_as_papers_write_it_whether_known_or_not(lexicon: Lexicon) -> None:
    names = ["mir-21", "mir-21-5p", "mir-99999-5p", "let-7b"]
    assert [lexicon.name_of(f"mirna:{name}") for name in names] == ["miR-21", "miR-21-5p", "miR-99999-5p", "let-7b"]
