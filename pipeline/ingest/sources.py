"""Finds the documents under the paths that a user gives, and opens each with the reader of its format."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pipeline.core.errors import BrokenTable, EmptySource, IngestError, InputError, TooLarge, UnsupportedFormat
from pipeline.core.records import Document, Failure
from pipeline.core.settings import IngestSettings
from pipeline.ingest.collections import Broken, Record, pubmed_records, read_record, read_records
from pipeline.ingest.formats import COLLECTIONS, READS, SUFFIXES, sniff, suffix
from pipeline.ingest.gzipped import unfolded
from pipeline.ingest.html import read_html
from pipeline.ingest.jats import read_jats
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.pubmed import gzipped_values, pubmed_values
from pipeline.ingest.text import read_text
from pipeline.ingest.xml import parse_xml


@dataclass(frozen=True, slots=True)
class Source:
    """One document to be read: a file, or a record of a collection."""

    path: Path
    source: str  # as the user gave it, "#member" appended for a record
    format: str
    sha256: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: nothing that was given is missing from the four lists together."""

    sources: tuple[Source, ...] = ()
    failures: tuple[Failure, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()  # (left out, the source that it equals)
    ignored: tuple[str, ...] = ()  # files of folders that are no documents


@dataclass
class _Found:
    sources: list[Source] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    by_digest: dict[str, str] = field(default_factory=dict)
    seen: set[Path] = field(default_factory=set)


def discover(paths: Sequence[Path], settings: IngestSettings) -> Discovery:
    """Sources under files and folders, in the order given, folders walked in sorted order.

    Hidden files and folders are skipped. In a folder a file with a suffix that is not read is ignored (and
    listed); named by itself it is a failure. Equal bytes are read once. A collection gives a source a record.

    Raises
    ------
    InputError
        A path does not exist, or nothing under the paths can be read and nothing failed either.
    """
    found = _Found()
    for path in paths:
        if not path.exists():
            raise InputError(
                "no such file or folder", where=str(path), remedy="check the path, also its upper and lower case"
            )
        if path.is_dir():
            for file in _walk(path, found):
                if suffix(file) in SUFFIXES:
                    _take(file, settings, found)
                else:
                    found.ignored.append(str(file))
        elif suffix(path) in SUFFIXES:
            _take(path, settings, found)
        else:
            error = UnsupportedFormat(
                f"files of the kind {path.suffix or 'without a suffix'!r} are not read",
                where=str(path),
                remedy=f"convert it to one of {READS}",
            )
            found.failures.append(failure(error, str(path)))
    if not found.sources and not found.failures:
        raise InputError(
            "no document that can be read" + (f" ({len(found.ignored)} other files)" if found.ignored else ""),
            where=", ".join(map(str, paths)) or "input",
            remedy=f"give files or folders with {READS}",
        )
    return Discovery(tuple(found.sources), tuple(found.failures), tuple(found.duplicates), tuple(found.ignored))


def failure(error: IngestError, source: str, *, sha256: str = "", stage: str = "discover") -> Failure:
    """The Failure row of an error."""
    return Failure(source, stage, error.code, error.message, error.remedy, sha256)


def _walk(folder: Path, found: _Found) -> Iterator[Path]:
    """Files below a folder, sorted, nothing hidden, links to folders not followed; links to nothing are files, too."""
    try:
        for entry in sorted(folder.iterdir()):
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                if not entry.is_symlink():
                    yield from _walk(entry, found)
            elif entry.is_file() or (entry.is_symlink() and not entry.exists()):
                yield entry
    except OSError as error:
        told = IngestError(f"the folder cannot be read ({error.strerror})", remedy="check its permissions")
        found.failures.append(failure(told, str(folder)))


def _take(path: Path, settings: IngestSettings, found: _Found) -> None:
    resolved = Path(os.path.realpath(path))  # of a link to itself, too, which Path.resolve refuses
    if resolved in found.seen:
        return
    found.seen.add(resolved)
    sha256 = ""
    try:
        data = _bytes(path, settings)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in found.by_digest:
            found.duplicates.append((str(path), found.by_digest[sha256]))
            return
        format = sniff(data, path)
        found.by_digest[sha256] = str(path)
        if format in COLLECTIONS:
            _take_members(path, _records(path, format, sha256, settings).all, format, found)
        else:
            found.sources.append(Source(path, str(path), format, sha256))
    except IngestError as error:
        found.failures.append(failure(error, str(path), sha256=sha256))


def _take_members(path: Path, records: Sequence[Record | Broken], format: str, found: _Found) -> None:
    for record in records:
        name = f"{path}#{record.member}"
        if isinstance(record, Broken):
            found.failures.append(failure(record.error, name))
        elif record.sha256 in found.by_digest:
            found.duplicates.append((name, found.by_digest[record.sha256]))
        else:
            found.by_digest[record.sha256] = name
            found.sources.append(Source(path, name, format, record.sha256, record.member))


def _bytes(path: Path, settings: IngestSettings) -> bytes:
    """Bytes of a file that is not larger than allowed."""
    try:
        size = path.stat().st_size
        if size > settings.max_bytes:
            raise TooLarge(
                f"the file has {size:,} bytes, at most {settings.max_bytes:,} are read",
                where=str(path),
                remedy="split it, or raise ingest.max_bytes in the settings file",
            )
        data = path.read_bytes()
    except OSError as error:
        raise IngestError(
            f"the file cannot be read ({error.strerror})",
            where=str(path),
            remedy="see that it is there and may be read",
        ) from error
    if not data:
        raise EmptySource("the file is empty", where=str(path), remedy="save or fetch it again")
    return data


@dataclass(frozen=True, slots=True)
class _Members:
    """Records of a collection, also by their members' names."""

    all: tuple[Record | Broken, ...]
    by_member: dict[str, Record]


@lru_cache(maxsize=2)
def _records(path: Path, format: str, sha256: str, settings: IngestSettings) -> _Members:
    """Records of a collection; kept, since its members are read one after the other."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise IngestError("the file changed while it was read", where=str(path), remedy="run again")
    if format == "pubmed":
        found = pubmed_records(pubmed_values(parse_xml(data, str(path))), str(path))
    elif format == "pubmed gzip":
        found = pubmed_records(gzipped_values(path, settings), str(path))
    elif format == "jsonl gzip":
        found = read_records(unfolded(data, settings, str(path)), "jsonl", str(path))
    else:
        found = read_records(data, format, str(path))
    return _Members(found, {record.member: record for record in found if isinstance(record, Record)})


@lru_cache(maxsize=4)
def _digest(path: Path, size: int, changed: int) -> str:
    """SHA-256 of a collection, taken again where its size or time of change differ."""
    del size, changed
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(source: Source, settings: IngestSettings) -> Document:
    """The Document of a source.

    Raises
    ------
    IngestError
        One of its subclasses, by what is wrong; nothing else.
    """
    if source.format in COLLECTIONS:
        try:
            state = source.path.stat()
            digest = _digest(source.path, state.st_size, state.st_mtime_ns)
        except OSError as error:
            raise IngestError(
                f"the file cannot be read ({error.strerror})", where=source.source, remedy="check its permissions"
            ) from error
        record = _records(source.path, source.format, digest, settings).by_member.get(source.member)
        if record is not None and record.sha256 == source.sha256:
            format = source.format.split()[0]
            return read_record(record, source=source.source, format=format, settings=settings)
        raise BrokenTable(
            f"record {source.member} is no longer what it was", where=source.source, remedy="run again on the new file"
        )
    data = _bytes(source.path, settings)
    digest = hashlib.sha256(data).hexdigest()
    if digest != source.sha256:
        raise IngestError("the file changed after it was found", where=source.source, remedy="run again")
    if source.format == "txt":
        return read_text(data, source=source.source, sha256=digest, settings=settings)
    if source.format == "jats":
        return read_jats(parse_xml(data, source.source), source=source.source, sha256=digest, settings=settings)
    if source.format == "html":
        return read_html(data, source=source.source, sha256=digest, settings=settings)
    return read_pdf(source.path, source=source.source, sha256=digest, settings=settings)
