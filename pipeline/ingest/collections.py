"""Reads collections of abstracts: JSON, JSON lines, CSV/TSV, MEDLINE, RIS and PubMed XML, a record a document."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.core.errors import BrokenTable, IngestError
from pipeline.core.records import Document, PassageKind, Section, document_id
from pipeline.core.settings import IngestSettings
from pipeline.ingest.bibliography import find_doi
from pipeline.ingest.blocks import cut
from pipeline.ingest.citations import find_citations
from pipeline.ingest.compose import Composer, Inline
from pipeline.ingest.patterns import field_names
from pipeline.ingest.plainlines import collapse
from pipeline.ingest.tagged import read_medline, read_ris
from pipeline.ingest.text import check_length, decode

#: wrappers that hold the list of records in a JSON object
_LISTS = ("records", "items", "articles", "documents", "data", "results", "abstracts", "references")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a collection: our fields, and the digest of what the collection holds of it."""

    member: str
    fields: Mapping[str, str]
    sha256: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read, and why."""

    member: str
    error: IngestError


def read_records(data: bytes, format: str, where: str) -> tuple[Record | Broken, ...]:
    """Records of a collection, in order; each broken one in its place.

    Parameters
    ----------
    data
        The collection's bytes.
    format
        ``json``, ``jsonl``, ``csv`` (whose delimiter may be a comma, semicolon or tab), ``medline`` or ``ris``.
    where
        Its path, for messages.

    Raises
    ------
    BrokenTable
        The whole is no JSON, holds no record, or titles alone.
    EncodingFailure, BinaryContent, EmptySource
        The bytes are no text.
    """
    text = decode(data, where).removeprefix("\ufeff")
    reader: Callable[[str, str], Iterator[tuple[str, object]]] = {
        "json": _json,
        "jsonl": _jsonl,
        "csv": _csv,
        "medline": lambda said, _: read_medline(said),
        "ris": lambda said, _: read_ris(said),
    }[format]
    found: list[Record | Broken] = []
    for member, value in reader(text, where):
        if isinstance(value, IngestError):
            found.append(Broken(member, value))
        else:
            found.append(_record(member, value, where))
    if not found:
        raise BrokenTable("the collection holds no record", where=where, remedy="export it again")
    kept = [record for record in found if isinstance(record, Record)]
    if kept and not any("abstract" in record.fields or "text" in record.fields for record in kept):
        raise BrokenTable(
            f"none of the {len(kept)} records has an abstract or a text, only titles",
            where=where,
            remedy="export the records with their abstracts",
        )
    return tuple(found)


def _json(text: str, where: str) -> Iterator[tuple[str, object]]:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BrokenTable(
            f"no JSON ({error})", where=where, remedy="export it again, or name JSON lines .jsonl"
        ) from error
    if isinstance(value, dict):
        held = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
        value = [value] if held is None else held
    if not isinstance(value, list):
        raise BrokenTable(
            f"the JSON is a {type(value).__name__}, expected a list of records", where=where, remedy="export it again"
        )
    for number, item in enumerate(value, 1):
        yield str(number), item


def _jsonl(text: str, where: str) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield str(number), json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            yield (
                str(number),
                BrokenTable(
                    f"the line is no JSON ({error})", where=f"{where}#{number}", remedy="mend or remove the line"
                ),
            )


def _csv(text: str, where: str) -> Iterator[tuple[str, object]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                str(number + 1),
                BrokenTable(
                    f"line {reader.line_num} cannot be read ({error})", where=where, remedy="export the table again"
                ),
            )
            return
        if not names:
            names = row
            known = {name for ours in ("title", "abstract", "text") for name in field_names()[ours]}
            if not any(_plain(name) in known for name in names):
                raise BrokenTable(
                    f"no column of titles, abstracts or texts among {', '.join(map(repr, names[:12]))}",
                    where=where,
                    remedy="name a column title, abstract or text",
                )
            continue
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        if len(row) > len(names):
            yield (
                str(number),
                BrokenTable(
                    f"{len(row)} cells in line {reader.line_num}, {len(names)} columns",
                    where=f"{where}#{number}",
                    remedy="put cells that hold the delimiter between quotation marks",
                ),
            )
        else:
            yield str(number), dict(zip(names, row, strict=False))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _record(member: str, value: object, where: str) -> Record | Broken:
    place = f"{where}#{member}"
    if not isinstance(value, dict):
        return Broken(
            member,
            BrokenTable(f"the record is a {type(value).__name__}, expected an object", where=place, remedy="mend it"),
        )
    by_name = {_plain(str(name)): content for name, content in value.items()}
    fields = {
        ours: found
        for ours, names in field_names().items()
        if (found := next((w for n in names if (w := _words(by_name.get(n)))), ""))
    }
    if not any(fields.get(name) for name in ("title", "abstract", "text")):
        return Broken(
            member,
            BrokenTable(
                "the record has neither title nor abstract nor text", where=place, remedy="add one or remove it"
            ),
        )
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Record(member, fields, hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest())


def _words(value: object) -> str:
    """A field's words: strings as they are, lists joined, dates of CSL-JSON as their year."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return "" if value.strip().casefold() in ("nan", "none", "null", "n/a") else value.strip()
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else str(value)
    if isinstance(value, list):
        return "; ".join(word for item in value if (word := _words(item)))
    if isinstance(value, dict):
        parts = value.get("date-parts") or value.get("raw") or value.get("value")
        return (
            _words(parts[0][0])
            if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]
            else _words(parts)
        )
    return ""


def read_record(record: Record, *, source: str, format: str, settings: IngestSettings) -> Document:
    """The Document of a record: title, abstract or text, keywords, each in its section.

    Raises
    ------
    TooLarge
        The record's text is longer than the settings allow.
    """
    fields = record.fields
    composer = Composer()
    title = collapse(fields.get("title", ""))
    composer.add(Inline(title), Section.TITLE, PassageKind.HEADING)
    for name, section in (
        ("abstract", Section.ABSTRACT),
        ("text", Section.BODY if "abstract" in fields else Section.ABSTRACT),
    ):
        content = re.sub(r"</?(?:jats:)?[a-z]{1,12}/?>", " ", fields.get(name, ""))
        for block in cut(content):
            composer.add(Inline(collapse(content[block.start : block.end])), section, PassageKind.PARAGRAPH)
    composer.add(Inline(collapse(fields.get("keywords", ""))), Section.ABSTRACT, PassageKind.KEYWORDS, ("Keywords",))
    text = composer.text
    check_length(text, source, settings)
    year = re.search(r"\b(1[89]\d\d|20\d\d)\b", fields.get("year", ""))
    pmcid = re.search(r"\d+", fields.get("pmcid", ""))
    pmid = re.search(r"\d+", fields.get("pmid", ""))
    return Document(
        id=document_id(record.sha256),
        source=source,
        format=format,
        sha256=record.sha256,
        text=text,
        title=title,
        doi=find_doi(fields.get("doi", "")),
        pmid=pmid.group() if pmid else "",
        pmcid=f"PMC{pmcid.group()}" if pmcid else "",
        year=int(year.group()) if year else None,
        licence=collapse(fields.get("licence", "")),
        passages=tuple(composer.passages),
        citations=find_citations(text, composer.passages, ()),
    )


def pubmed_records(values: Iterable[dict[str, object]], where: str) -> tuple[Record | Broken, ...]:
    """Records of what `pipeline.ingest.pubmed` reads from PubMed XML."""
    found = tuple(_record(str(number), value, where) for number, value in enumerate(values, 1))
    if not found:
        raise BrokenTable("the collection holds no record", where=where, remedy="export it again")
    return found
