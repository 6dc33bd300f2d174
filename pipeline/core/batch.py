"""A batch of readings as a folder of Parquet tables: how records lie in them, how they are written and read back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.columns import from_columns, schema, to_row
from pipeline.core.errors import StoreError
from pipeline.core.records import (
    Abbreviation,
    Annotation,
    Citation,
    Document,
    Failure,
    Mention,
    Passage,
    Reading,
    Reference,
    Region,
    Relation,
    Sentence,
)

_OWNER = (("document", "string"),)
#: table -> (record, fields stored in tables of their own, columns put in front)
TABLES: dict[str, tuple[type, frozenset[str], tuple[tuple[str, str], ...]]] = {
    "documents": (Document, frozenset({"passages", "references", "citations", "regions"}), ()),
    "passages": (Passage, frozenset(), _OWNER),
    "references": (Reference, frozenset(), _OWNER),
    "citations": (Citation, frozenset(), _OWNER),
    "regions": (Region, frozenset(), _OWNER),
    "sentences": (Sentence, frozenset({"first_token", "last_token"}), _OWNER),
    "abbreviations": (Abbreviation, frozenset(), _OWNER),
    "mentions": (Mention, frozenset(), ()),
    "relations": (Relation, frozenset(), ()),
    "failures": (Failure, frozenset(), ()),
}
#: the file that a batch has as soon as it is whole
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch of sources gave: readings and failures, in the order of the sources."""

    readings: tuple[Reading, ...]
    failures: tuple[Failure, ...]

    @property
    def id(self) -> str:
        """Identifier from content: the documents' and failed sources' checksums."""
        keys = [reading.document.sha256 for reading in self.readings] + [
            f"failed:{failure.sha256}:{failure.source}" for failure in self.failures
        ]
        return "b" + hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16]


def write_batch(batch: Batch, folder: Path, digest: str) -> None:
    """Write a batch to a new folder, its manifest last, so that it outlasts a power cut.

    Parameters
    ----------
    digest
        That of the extractor, which the manifest names.

    Raises
    ------
    OSError
        The folder is there already or cannot be written.
    """
    folder.mkdir(parents=True)
    manifest: dict[str, Any] = {"digest": digest, "tables": {}}
    for name, rows in _rows(batch).items():
        record, omit, extra = TABLES[name]
        table = pa.Table.from_pylist(rows, schema=schema(record, omit=omit, extra=extra))
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd", store_schema=True)
        content = path.read_bytes()
        manifest["tables"][name] = {"rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for path in (*sorted(folder.iterdir()), folder):
        to_disk(path)


def _rows(batch: Batch) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for reading in batch.readings:
        document, annotation = reading.document, reading.annotation
        rows["documents"].append(to_row(document, omit=TABLES["documents"][1]))
        owned = {
            "passages": document.passages,
            "references": document.references,
            "citations": document.citations,
            "regions": document.regions,
            "sentences": annotation.sentences,
            "abbreviations": annotation.abbreviations,
        }
        for name, records in owned.items():
            rows[name] += [{"document": document.id, **to_row(record, omit=TABLES[name][1])} for record in records]
        rows["mentions"] += [to_row(mention) for mention in annotation.mentions]
        rows["relations"] += [to_row(relation) for relation in reading.relations]
    rows["failures"] += [to_row(failure) for failure in batch.failures]
    return rows


def read_table(
    batch: Path, name: str, columns: Sequence[str] = (), only: tuple[str, Collection[str]] | None = None
) -> tuple[dict[str, list[Any]], int]:
    """Columns (none named: all) of a batch's table as plain lists, and how many rows it has.

    Of all rows, or of those that hold one of some values in a column.

    Raises
    ------
    StoreError
        The table is not there or damaged.
    """
    try:
        with pq.ParquetFile(batch / f"{name}.parquet") as file:
            table = file.read(list(columns) or None, use_threads=False)  # tables are small: threads cost more
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"table {name} cannot be read ({error})",
            where=str(batch),
            remedy="delete this batch folder and run again: its documents are read afresh",
        ) from error
    if only is not None:
        good = [value in only[1] for value in table.column(only[0]).to_pylist()]
        table = table if all(good) else table.filter(pa.array(good, pa.bool_()))
    return {column: table.column(column).to_pylist() for column in table.column_names}, table.num_rows


def read_readings(batch: Path, tables: Mapping[str, Sequence[str]], documents: Collection[str]) -> dict[str, Reading]:
    """What some tables hold of those documents (ids) that are in a batch.

    Parameters
    ----------
    tables
        Table -> the columns that are needed (none: all); ``documents`` has to be among them.

    Raises
    ------
    StoreError
        A table is not there or damaged.
    """
    values, rows = read_table(batch, "documents", tables["documents"], ("id", documents))
    if not rows:
        return {}
    keys, found = values["id"], frozenset(values["id"])
    owned: dict[str, dict[str, list[Any]]] = {name: {} for name in TABLES}
    for name in tables.keys() - {"documents"}:
        record, (here, many) = TABLES[name][0], read_table(batch, name, _owned(tables[name]), ("document", found))
        some: list[Any] = from_columns(record, here, many)
        for owner, one in zip(here["document"], some, strict=True):
            owned[name].setdefault(owner, []).append(one)

    def of(name: str, identifier: str) -> tuple[Any, ...]:
        return tuple(owned[name].get(identifier, ()))

    parts = {name: [of(name, key) for key in keys] for name in ("passages", "references", "citations", "regions")}
    readings = {}
    for document in from_columns(Document, {"text": [""] * rows, **values}, rows, **parts):
        key = document.id
        annotation = Annotation(key, of("sentences", key), (), of("abbreviations", key), of("mentions", key))
        readings[key] = Reading(document, annotation, of("relations", key))
    return readings


def _owned(columns: Sequence[str]) -> Sequence[str]:
    """Columns with that of the owner; none stays none, which means all."""
    return columns and [*columns, "document"]


def to_disk(path: Path) -> None:
    """Make what was written to a file or folder outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
