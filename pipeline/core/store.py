"""The store: what was read from each document, a folder of Parquet files a batch, there whole or not at all."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.batch import MANIFEST, TABLES, Batch, read_readings, read_table, to_disk, write_batch
from pipeline.core.columns import from_columns, schema, to_row
from pipeline.core.errors import StoreError
from pipeline.core.records import Document, Failure, Reading

_REMEDY = "check free space and write permission of the outputs folder, then run again"


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

    @property
    def pages(self) -> Path:
        """Folder of the pictures of pages that were drawn of the documents (`pipeline.ingest.pdfkept`)."""
        return self.folder / "pages"

    def batches(self) -> list[Path]:
        """The batches that are there whole, in order of their names."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if (path / MANIFEST).is_file() and path.name[0] == "b")

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
        if (final / MANIFEST).is_file():
            return batch.id
        writer = f"{platform.node()}-{os.getpid()}"  # workers of several machines may write to one folder
        beside = self.folder / f".{batch.id}.{writer}"
        try:
            shutil.rmtree(beside, ignore_errors=True)
            write_batch(batch, beside, self.digest)
            if final.exists():  # a batch folder without its manifest cannot come from us: set it aside, not lost
                final.rename(self.folder / f".damaged-{batch.id}.{writer}")
            _into_place(beside, final)
            to_disk(self.folder)
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
            What was removed. Batches that are there whole are never among it, nor are those that were set aside as
            damaged.

        Raises
        ------
        StoreError
            A folder cannot be removed.
        """
        if not self.folder.is_dir():
            return []
        stale = sorted(path for path in self.folder.iterdir() if path.name.startswith(".b") and path.is_dir())
        pages = sorted(self.pages.glob(".*"))
        try:
            for path in stale:
                shutil.rmtree(path)
            for path in pages:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"what a killed run left cannot be removed ({error.strerror or error})",
                where=str(self.folder),
                remedy=_REMEDY,
            ) from error
        return stale + pages

    def known(self, *, with_failures: bool = True) -> set[str]:
        """SHA-256 of every source that was read (or, with ``with_failures``, that failed)."""
        return {sha for batch in self.batches() for sha in self.sources(batch, with_failures=with_failures)}

    def sources(self, batch: Path, *, with_failures: bool = True) -> set[str]:
        """SHA-256 of the sources of one batch."""
        tables = ("documents", "failures") if with_failures else ("documents",)
        return {sha for name in tables for sha in read_table(batch, name, ["sha256"])[0]["sha256"]} - {""}

    def failures(self, wanted: set[str] | None = None) -> list[Failure]:
        """Stored failures of sources that no batch has a reading of, in order of source."""
        read = self.known(with_failures=False)
        every = (from_columns(Failure, *read_table(batch, "failures")) for batch in self.batches())
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
                held[batch] = read_readings(batch, dict.fromkeys(TABLES.keys() - {"failures"}, ()), left[batch])
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
            found = read_readings(batch, wanted, left)
            left -= found.keys()
            yield from found.values()

    def _homes(self, wanted: set[str] | None) -> list[tuple[Document, Path]]:
        """The wanted documents without their texts, each with the first batch that has it."""
        columns = [column for column in schema(Document, omit=TABLES["documents"][1]).names if column != "text"]
        found: dict[str, tuple[Document, Path]] = {}
        for batch in self.batches():
            values, rows = read_table(batch, "documents", columns)
            for document in from_columns(Document, values, rows, text=[""] * rows):
                if wanted is None or document.sha256 in wanted:
                    found.setdefault(document.id, (document, batch))
        return sorted(found.values(), key=lambda home: (home[0].source, home[0].id))


def _into_place(beside: Path, final: Path) -> None:
    """Rename a whole batch; where another worker was sooner, its batch is the same and stays."""
    try:
        beside.rename(final)
    except OSError:
        if not (final / MANIFEST).is_file():
            raise
        shutil.rmtree(beside)


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
