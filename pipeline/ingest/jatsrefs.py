"""Reads the reference list of a JATS article as its mark-up gives it."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.core.records import Reference
from pipeline.ingest.bibliography import find_doi, parse_reference
from pipeline.ingest.plainlines import collapse
from pipeline.ingest.xml import local

_CITATIONS = ("element-citation", "mixed-citation", "citation", "nlm-citation")


def read_references(root: etree._Element) -> tuple[tuple[Reference, ...], dict[str, tuple[int, ...]]]:
    """Entries in the order of the list, and for each ``id`` the numbers that a mark to it means.

    An entry is numbered by its label where all labels are numbers that differ, else by its place.
    """
    entries = [e for e in root.iter() if local(e) == "ref"]
    labels = [_label(entry) for entry in entries]
    printed = [int(label) for label in labels if label.isdigit()]
    by_label = len(printed) == len(entries) and len(set(printed)) == len(printed)
    references: list[Reference] = []
    ids: dict[str, tuple[int, ...]] = {}
    for place, entry in enumerate(entries, 1):
        number = int(labels[place - 1]) if by_label else place
        references.append(_reference(number, entry))
        for element in entry.iter():
            if element.get("id"):
                ids[element.get("id", "")] = (number,)
    references.sort(key=lambda reference: reference.number)
    return tuple(references), ids


def _label(entry: etree._Element) -> str:
    found = next((e for e in entry if local(e) == "label"), None)
    return re.sub(r"\D+\Z|\A\D+", "", collapse("".join(_texts(found)))) if found is not None else ""


def _texts(element: etree._Element) -> list[str]:
    return [str(t) for t in element.itertext()]


def _reference(number: int, entry: etree._Element) -> Reference:
    citation = next((e for e in entry.iter() if local(e) in _CITATIONS), entry)

    def first(*names: str) -> str:
        for name in names:
            for element in citation.iter():
                if local(element) == name:
                    words = collapse("".join(_texts(element)))
                    if words:
                        return words
        return ""

    authors = []
    group = next((e for e in citation.iter() if local(e) == "person-group"), citation)
    for name in group.iter():
        if local(name) in ("name", "string-name"):
            parts = [collapse("".join(_texts(p))) for p in name if local(p) in ("surname", "given-names", "suffix")]
            authors.append(" ".join(part for part in parts if part) or collapse("".join(_texts(name))))
        elif local(name) == "collab":
            authors.append(collapse("".join(_texts(name))))
    title = first("article-title", "chapter-title", "data-title", "part-title")
    journal = first("source")
    if not title and journal:
        title, journal = journal, first("publisher-name")
    year = re.search(r"\b(1[89]\d\d|20\d\d)", first("year", "date"))
    ids = {e.get("pub-id-type", ""): collapse("".join(_texts(e))) for e in citation.iter() if local(e) == "pub-id"}
    text = _printed(citation)
    if not title and not authors:
        parsed = parse_reference(number, text)
        authors, title, journal = list(parsed.authors), parsed.title, journal or parsed.journal
        year = year or re.search(r"\d{4}", str(parsed.year or ""))
    doi = find_doi(ids.get("doi", "")) or find_doi(text)
    pmcid = ids.get("pmcid", "")
    return Reference(
        number,
        text,
        tuple(author for author in authors if author),
        title,
        journal,
        int(year.group()) if year else None,
        doi,
        re.sub(r"\D", "", ids.get("pmid", "")),
        f"PMC{pmcid.upper().removeprefix('PMC')}" if pmcid else "",
    )


def _printed(citation: etree._Element) -> str:
    """The entry's words: as they stand in mixed citations, its parts joined where the mark-up holds parts only."""
    if local(citation) in ("mixed-citation", "ref") or (citation.text or "").strip():
        return collapse("".join(_texts(citation)))
    parts: list[str] = []
    for element in citation:
        if local(element) == "person-group":
            names = [
                " ".join(collapse("".join(_texts(p))) for p in name)
                for name in element
                if local(name) in ("name", "string-name", "collab") and len(name)
            ]
            parts.append(", ".join(names) or collapse("".join(_texts(element))))
        elif local(element) == "name":
            parts.append(" ".join(collapse("".join(_texts(p))) for p in element))
        elif local(element):
            parts.append(collapse("".join(_texts(element))))
    return ". ".join(part for part in parts if part)
