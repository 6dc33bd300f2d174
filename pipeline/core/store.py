"""The store: what was read from each document, a folder of Parquet files a batch, there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
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
_MANIFEST = "manifest.json"
_REMEDY = "check free space and write permission of the outputs folder, then run again"


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


class Store:
    """The readings of one extractor digest, under ``root/<digest>/<batch>/``.

    Parameters
    ----------
    root
        The store's folder, e.g. ``outputs/store``.
    digest
        Digest of code, settings, model and lexicon; only its first 16 digits name the folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(Path(folder), "0" * 64)
    ...     store.add(Batch((), (Failure("a.pdf", "ingest", "encrypted", "needs a password", "decrypt it", "ff"),)))
    ...     sorted(store.known())
    'bdfec03626537c8b0'
    ['ff']
    """

    def __init__(self, root: Path, digest: str) -> None:
        self.digest = digest
        self.folder = root / digest[:16]

    def batches(self) -> list[Path]:
        """The batches that are there whole, in order of their names."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if (path / _MANIFEST).is_file() and path.name[0] == "b")

    def add(self, batch: Batch) -> str:
        """Write a batch beside the store and rename it into place; a batch that is there already is kept.

        Returns
        -------
        str
            The batch's identifier.

        Raises
        ------
        StoreError
            The folder cannot be written.
        """
        final = self.folder / batch.id
        if (final / _MANIFEST).is_file():
            return batch.id
        writer = f"{platform.node()}-{os.getpid()}"  # workers of several machines may write to one folder
        beside = self.folder / f".{batch.id}.{writer}"
        try:
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(parents=True)
            manifest: dict[str, Any] = {"digest": self.digest, "tables": {}}
            for name, rows in _rows(batch).items():
                record, omit, extra = TABLES[name]
                table = pa.Table.from_pylist(rows, schema=schema(record, omit=omit, extra=extra))
                path = beside / f"{name}.parquet"
                pq.write_table(table, path, compression="zstd", store_schema=True)
                content = path.read_bytes()
                manifest["tables"][name] = {"rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()}
            (beside / _MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            for path in (*sorted(beside.iterdir()), beside):
                _to_disk(path)
            if final.exists():  # a batch folder without its manifest cannot come from us: set it aside, not lost
                final.rename(self.folder / f".damaged-{batch.id}.{writer}")
            _into_place(beside, final)
            _to_disk(self.folder)
        except OSError as error:
            shutil.rmtree(beside, ignore_errors=True)
            raise StoreError(
                f"the batch cannot be written ({error.strerror or error})", where=str(final), remedy=_REMEDY
            ) from error
        return batch.id

    def sweep(self) -> list[Path]:
        """Remove what a killed run left half written; call it only while no other run writes.

        Returns
        -------
        list of Path
            The folders that were removed. Batches that are there whole are never among them, nor are those that were
            set aside as damaged.

        Raises
        ------
        StoreError
            A folder cannot be removed.
        """
        if not self.folder.is_dir():
            return []
        stale = sorted(path for path in self.folder.iterdir() if path.name.startswith(".b") and path.is_dir())
        try:
            for path in stale:
                shutil.rmtree(path)
        except OSError as error:
            raise StoreError(
                f"what a killed run left cannot be removed ({error.strerror or error})",
                where=str(self.folder),
                remedy=_REMEDY,
            ) from error
        return stale

    def _table(
        self, batch: Path, name: str, columns: Sequence[str] = (), only: tuple[str, Collection[str]] | None = None
    ) -> tuple[dict[str, list[Any]], int]:
        """Columns (none named: all) of a batch's table as plain lists, and how many rows it has.

        Of all rows, or of those that hold one of some values in a column.
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

    def known(self, *, with_failures: bool = True) -> set[str]:
        """SHA-256 of every source that was read (or, with ``with_failures``, that failed)."""
        return {sha for batch in self.batches() for sha in self.sources(batch, with_failures=with_failures)}

    def sources(self, batch: Path, *, with_failures: bool = True) -> set[str]:
        """SHA-256 of the sources of one batch."""
        tables = ("documents", "failures") if with_failures else ("documents",)
        return {sha for name in tables for sha in self._table(batch, name, ["sha256"])[0]["sha256"]} - {""}

    def failures(self, wanted: set[str] | None = None) -> list[Failure]:
        """Stored failures of sources that no batch has a reading of, in order of source."""
        read = self.known(with_failures=False)
        every = (from_columns(Failure, *self._table(batch, "failures")) for batch in self.batches())
        found = {
            (failure.source, failure.sha256): failure
            for some in every
            for failure in some
            if failure.sha256 not in read and (wanted is None or failure.sha256 in wanted)
        }
        return [found[key] for key in sorted(found)]

    def documents(self, wanted: set[str] | None = None) -> list[Document]:
        """The wanted documents (SHA-256; ``None``: all) without text and passages, in order of source and id."""
        return [document for document, _ in self._homes(wanted)]

    def readings(self, wanted: set[str] | None = None) -> Iterator[Reading]:
        """Readings of the wanted sources (SHA-256; ``None``: all), in order of source and id, each once.

        Tokens are not stored: ``Annotation.tokens`` is empty.
        """
        homes = self._homes(wanted)
        left: dict[Path, set[str]] = {}
        for document, batch in homes:
            left.setdefault(batch, set()).add(document.id)
        held: dict[Path, dict[str, Reading]] = {}
        for document, batch in homes:
            if batch not in held:  # records of a collection sort as words do, so neighbours are of many batches
                held[batch] = self._batch(batch, dict.fromkeys(TABLES.keys() - {"failures"}, ()), left[batch])
            yield held[batch].pop(document.id)
            if not held[batch]:
                del held[batch]

    def scan(self, documents: Collection[Document], tables: Mapping[str, Sequence[str]]) -> Iterator[Reading]:
        """Parts of readings, a batch in memory at a time, in the order of the batches.

        Parameters
        ----------
        documents
            Of which documents, as `documents` gives them.
        tables
            Table -> the columns that are needed (none: all); what is not needed is left empty, but for the id, source
            and checksum of the document.
        """
        left = {document.id for document in documents}
        facts = {"id", "source", "format", "sha256", *tables.get("documents", ())}
        wanted = {**tables, "documents": sorted(facts)}
        for batch in self.batches():
            found = self._batch(batch, wanted, left)
            left -= found.keys()
            yield from found.values()

    def _homes(self, wanted: set[str] | None) -> list[tuple[Document, Path]]:
        """The wanted documents without their texts, each with the first batch that has it."""
        columns = [column for column in schema(Document, omit=TABLES["documents"][1]).names if column != "text"]
        found: dict[str, tuple[Document, Path]] = {}
        for batch in self.batches():
            values, rows = self._table(batch, "documents", columns)
            for document in from_columns(Document, values, rows, text=[""] * rows):
                if wanted is None or document.sha256 in wanted:
                    found.setdefault(document.id, (document, batch))
        return sorted(found.values(), key=lambda home: (home[0].source, home[0].id))

    def _batch(
        self, batch: Path, tables: Mapping[str, Sequence[str]], documents: Collection[str]
    ) -> dict[str, Reading]:
        """What some tables hold of those documents (ids) that are in a batch."""
        values, rows = self._table(batch, "documents", tables["documents"], ("id", documents))
        if not rows:
            return {}
        keys, found = values["id"], frozenset(values["id"])
        owned: dict[str, dict[str, list[Any]]] = {name: {} for name in TABLES}
        for name in tables.keys() - {"documents"}:
            record, (here, many) = TABLES[name][0], self._table(batch, name, _owned(tables[name]), ("document", found))
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


def _into_place(beside: Path, final: Path) -> None:
    """Rename a whole batch; where another worker was sooner, its batch is the same and stays."""
    try:
        beside.rename(final)
    except OSError:
        if not (final / _MANIFEST).is_file():
            raise
        shutil.rmtree(beside)


def _to_disk(path: Path) -> None:
    """Make what was written to a file or folder outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_records(path: Path, record: type, rows: Sequence[Any]) -> None:
    """Write records of one kind as a Parquet file of their own, columns as the record declares them.

    Raises
    ------
    StoreError
        The file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        pq.write_table(pa.Table.from_pylist([to_row(row) for row in rows], schema=schema(record)), beside)
        beside.replace(path)
    except OSError as error:
        raise StoreError(
            f"the table cannot be written ({error})", where=str(path), remedy="choose a folder that you may write to"
        ) from error
