"""The store: what was read from each document, a folder of Parquet files a batch, there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.columns import from_row, schema, to_row
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

    def _table(self, batch: Path, name: str, columns: list[str] | None = None) -> list[dict[str, Any]]:
        try:
            rows: list[dict[str, Any]] = pq.read_table(batch / f"{name}.parquet", columns=columns).to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise StoreError(
                f"table {name} cannot be read ({error})",
                where=str(batch),
                remedy="delete this batch folder and run again: its documents are read afresh",
            ) from error
        return rows

    def known(self, *, with_failures: bool = True) -> set[str]:
        """SHA-256 of every source that was read (or, with ``with_failures``, that failed)."""
        return {sha for batch in self.batches() for sha in self.sources(batch, with_failures=with_failures)}

    def sources(self, batch: Path, *, with_failures: bool = True) -> set[str]:
        """SHA-256 of the sources of one batch."""
        tables = ("documents", "failures") if with_failures else ("documents",)
        return {row["sha256"] for name in tables for row in self._table(batch, name, ["sha256"])} - {""}

    def failures(self, wanted: set[str] | None = None) -> list[Failure]:
        """Stored failures of sources that no batch has a reading of, in order of source."""
        read = self.known(with_failures=False)
        rows = (row for batch in self.batches() for row in self._table(batch, "failures"))
        found = {
            (row["source"], row["sha256"]): from_row(Failure, row)
            for row in rows
            if row["sha256"] not in read and (wanted is None or row["sha256"] in wanted)
        }
        return [found[key] for key in sorted(found)]

    def readings(self, wanted: set[str] | None = None) -> Iterator[Reading]:
        """Readings of the wanted sources (SHA-256; ``None``: all), in order of source and id, each once.

        Tokens are not stored: ``Annotation.tokens`` is empty.
        """
        places: dict[str, tuple[str, Path]] = {}
        for batch in self.batches():
            for row in self._table(batch, "documents", ["id", "source", "sha256"]):
                if wanted is None or row["sha256"] in wanted:
                    places.setdefault(row["id"], (row["source"], batch))
        left = Counter(batch for _, batch in places.values())
        held: dict[Path, dict[str, Reading]] = {}
        for identifier, (_, batch) in sorted(places.items(), key=lambda item: (item[1][0], item[0])):
            if batch not in held:  # records of a collection sort as words do, so neighbours are of many batches
                held[batch] = self._batch(batch)
            yield held[batch].pop(identifier)
            left[batch] -= 1
            if not left[batch]:
                del held[batch]

    def _batch(self, batch: Path) -> dict[str, Reading]:
        owned: dict[str, dict[str, list[Any]]] = {}
        for name, (record, _, extra) in TABLES.items():
            if name in ("documents", "failures"):
                continue
            owned[name] = {}
            for row in self._table(batch, name):
                owner = row.pop("document") if extra else row["document"]
                owned[name].setdefault(owner, []).append(from_row(record, row))

        def of(name: str, identifier: str) -> tuple[Any, ...]:
            return tuple(owned[name].get(identifier, ()))

        readings = {}
        for row in self._table(batch, "documents"):
            key = row["id"]
            parts = {name: of(name, key) for name in ("passages", "references", "citations", "regions")}
            annotation = Annotation(key, of("sentences", key), (), of("abbreviations", key), of("mentions", key))
            readings[key] = Reading(from_row(Document, row, **parts), annotation, of("relations", key))
        return readings


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


def ordered(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Readings in the order in which every stage after the store takes them: by source, then by id."""
    return tuple(sorted(readings, key=lambda reading: (reading.document.source, reading.document.id)))


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
