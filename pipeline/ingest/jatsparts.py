"""Small questions to JATS mark-up: its words, rows, spans, labels, year and licence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.metadata import find_licence
from pipeline.ingest.plainlines import collapse
from pipeline.ingest.xml import local


def find_first(element: etree._Element, name: str) -> etree._Element | None:
    """The first element of a name at or below an element."""
    return next((e for e in element.iter() if local(e) == name), None)


def child_of(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of a name."""
    return next((e for e in element if local(e) == name), None)


def words_of(element: etree._Element) -> str:
    """The element's words, blanks collapsed."""
    return collapse("".join(str(t) for t in element.itertext()))


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Rows of a table, not of tables inside it."""
    for row in table.iter("{*}tr"):
        holder = next((a for a in row.iterancestors() if local(a) == "table"), None)
        if holder is table:
            yield row


def cells_spanned(cell: etree._Element, name: str) -> int:
    """How many rows or columns a cell spans."""
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), 1000)) if value.isdigit() else 1


def table_label(name: str) -> str:
    """A label as passages print it (``Table 2``)."""
    match = re.search(r"(?i)\btab(?:le|\.)?\s*([A-Z]?\d+[A-Z]?|[IVXL]+)\b", name)
    return f"Table {match.group(1).upper()}" if match else name.strip(" .:")


def year_printed(meta: etree._Element | None) -> int | None:
    """Year of the earliest publication date that the article prints."""
    if meta is None:
        return None
    years = []
    for date in (e for e in meta if local(e) == "pub-date"):
        found = find_first(date, "year")
        if found is not None and re.fullmatch(r"(?:18|19|20)\d\d", words_of(found)):
            years.append(int(words_of(found)))
    return min(years) if years else None


def licence_printed(meta: etree._Element | None) -> str:
    """Short name of the licence that the article prints or links to."""
    permissions = find_first(meta, "permissions") if meta is not None else None
    if permissions is None:
        return ""
    links = [value for e in permissions.iter() if local(e) for key, value in e.attrib.items() if "href" in str(key)]
    printed = [*map(str, links), words_of(permissions)]
    return next((found for found in map(find_licence, printed) if found), "")
