"""Compiles the lexicon: rows with their flags, one row a meaning, into checked files with a manifest.

The result is the same bytes whenever the same packages and tables go in: rows are sorted and the gzip
header carries no time.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.annotate import lexicon_sources as sources
from pipeline.annotate.lexicon_cells import cell_rows, line_rows
from pipeline.annotate.lexicon_molecules import marker_rows, mirna_rows
from pipeline.annotate.lexicon_pathways import pathway_rows
from pipeline.annotate.lexicon_rows import Row, listed, table
from pipeline.annotate.normalise import fold, keys
from pipeline.annotate.spacing import shape_of
from pipeline.core.records import EntityType
from pipeline.core.settings import ROOT

TABLES = ROOT / "models" / "lexicon"
MANIFEST = "manifest.json"
#: of one (key, concept) the first of these kinds is kept
KINDS = ("symbol", "name", "rule", "synonym", "alias", "previous")

_MARKER = EntityType.MARKER
_NOWHERE: frozenset[int] = frozenset()
_GREEK = re.compile("[α-ω]|alpha|beta|gamma|delta|kappa", re.IGNORECASE)


def _shape_flags(row: Row) -> set[str]:
    """Flags that a gene's name has for its shape: the shorter and the more like a word, the more it must show."""
    letters = sum(c.isalpha() for c in row.key)
    symbolic = row.kind in ("symbol", "alias", "previous")
    if len(row.key) == 2 or row.key.isdigit():
        return {"weak", "case"}
    if len(row.key) == 3 and letters == 3 and symbolic:
        return {"capital"} if row.kind == "symbol" else {"case", "weak"}
    if letters == len(row.key) and symbolic and any(c.isupper() for c in row.name):
        return {"capital"}
    return set()


def _flagged(rows: Iterable[Row], folder: Path, cells: frozenset[str]) -> Iterator[Row]:
    """Rows with the flags that the weak lists and the shape of the name call for; dropped names left out."""
    lists: dict[tuple[str, str], str] = {}
    for name in ("weak_measured.tsv", "weak.tsv"):
        for entry in table(folder, name):
            for key in keys(entry["name"]):
                lists[entry["type"], key] = entry["flag"]
    for row in rows:
        flag = lists.get((row.type, row.key), "")
        if len(row.key) < 2 or flag == "drop":
            continue
        flags = set(row.flags)
        if row.type == _MARKER.value and row.kind != "rule":
            flags |= _shape_flags(row)
            if row.key in cells and row.kind in ("symbol", "alias", "previous"):
                flags.add("weak")
        if row.type == _MARKER.value and len(row.key) < 5 and row.key.isascii() and _GREEK.search(row.name):
            flags.add("capital")  # ERalpha is filed as "era" too
        if flag:
            flags |= set(listed(flag))
        yield Row(row.type, row.key, row.concept, row.kind, row.name, tuple(sorted(flags)))


def _best(rows: Iterable[Row]) -> list[Row]:
    """One row for each (type, key, concept): the best kind; a name that is strong in one row is strong.

    Names that must match as written stay apart by their case (``H9c2`` and ``H9C2``), short ones of the
    project's own tables by where they are parted (``COX IV`` and ``COXIV``).
    """
    kept: dict[tuple[str, str, str, str, frozenset[int]], Row] = {}
    for row in sorted(
        rows,
        key=lambda r: (
            r.type,
            r.key,
            r.concept,
            "weak" in r.flags,
            "case" in r.flags,
            "capital" in r.flags,
            KINDS.index(r.kind),
            r.name,
        ),
    ):
        cased = fold(row.name).cased if "case" in row.flags else ""
        gaps = shape_of(row.name).gaps if row.kind == "rule" and len(row.key) < 9 else _NOWHERE
        if not cased or (row.type, row.key, row.concept, "", gaps) not in kept:
            kept.setdefault((row.type, row.key, row.concept, cased, gaps), row)
    return sorted(kept.values())


def _gz(text: str) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0, compresslevel=9) as stream:
        stream.write(text.encode("utf-8"))
    return buffer.getvalue()


def compile_rows(folder: Path = TABLES) -> list[Row]:
    """All rows of the lexicon, sorted, from the installed packages and the tables in ``folder``."""
    ontology = list(sources.cell_ontology())
    known = frozenset(entry.concept for entry in ontology)
    cells = list(cell_rows(folder, known, ontology)) + list(line_rows(folder))
    parts = (
        cells,
        marker_rows(folder),
        pathway_rows(folder),
        mirna_rows(),
    )
    strong = frozenset(row.key for row in cells if "weak" not in row.flags)
    return _best(_flagged(itertools.chain.from_iterable(parts), folder, strong))


def build(out: Path, folder: Path = TABLES) -> None:
    """Compile the lexicon into ``out``: one file for each type of entity, concept names and a manifest.

    Raises
    ------
    LexiconError
        A data package is not installed, or a table names a concept that its source does not have.
    """
    rows = compile_rows(folder)
    names = _concept_names(rows) | {entry["concept"]: entry["name"] for entry in table(folder, "names.tsv")}
    out.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, object]] = {}

    def put(name: str, lines: list[str]) -> None:
        data = _gz("".join(f"{line}\n" for line in lines))
        (out / name).write_bytes(data)
        files[name] = {"sha256": hashlib.sha256(data).hexdigest(), "rows": len(lines)}

    for kind_of in EntityType:
        chosen = [r for r in rows if r.type == kind_of.value]
        put(
            f"{kind_of.value.lower()}.tsv.gz",
            ["\t".join((r.key, r.concept, r.kind, r.name, ",".join(r.flags))) for r in chosen],
        )
    put("concepts.tsv.gz", [f"{concept}\t{name}" for concept, name in sorted(names.items())])
    manifest = {
        "files": files,
        "tables": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.tsv"))},
        "sources": {
            part: {
                "package": source.package,
                "package_version": sources.package_version(source.package),
                "data": source.data,
                "data_version": source.version,
                "licence": source.licence,
            }
            for part, source in sorted(sources.SOURCES.items())
        },
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _concept_names(rows: list[Row]) -> dict[str, str]:
    """For each concept that a row has, its preferred name: the symbol of a gene, the source's name of the rest."""
    wanted = {row.concept for row in rows if row.concept}
    names: dict[str, str] = {}
    for entry in itertools.chain(
        sources.genes(),
        sources.cell_ontology(),
        sources.cell_lines(),
        sources.reactome(),
        sources.gene_ontology(),
        sources.wikipathways(),
    ):
        if entry.concept in wanted and entry.kind in ("name", "symbol"):
            names.setdefault(entry.concept, entry.name)
    for row in rows:
        if row.concept and row.kind == "name":
            names.setdefault(row.concept, row.name)
        if row.concept.startswith("FPLX:"):
            names[row.concept] = row.concept.removeprefix("FPLX:")
    return names
