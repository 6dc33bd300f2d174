"""Parses XML without trusting it: no entities of its own, no network, no huge trees."""

from __future__ import annotations

import html.entities
import re

from lxml import etree

from pipeline.core.errors import BrokenMarkup, EmptySource

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def parse_xml(data: bytes, where: str) -> etree._Element:
    """Root element of the bytes.

    Named characters of HTML (``&alpha;``) are read without a DTD; entities that the file declares itself are
    refused, whether they would be read from elsewhere or grow.

    Raises
    ------
    EmptySource
        There are no bytes.
    BrokenMarkup
        The bytes are no well-formed XML, declare entities, or go beyond libxml2's limits.

    Examples
    --------
    >>> parse_xml(b"<p>TGF-&beta;</p>", "a.xml").text
    'TGF-β'
    """
    if not data.strip():
        raise EmptySource("the file is empty", where=where, remedy="fetch the article again")
    if _ENTITY.search(data[:200_000]) or _ENTITY.search(data.replace(b"\0", b"")[:200_000]):
        raise BrokenMarkup(
            "the file declares entities of its own, which are not read",
            where=where,
            remedy="write the entities out, for instance: xmllint --noent --dropdtd FILE",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    named = _NAMED.sub(_character, data)
    try:
        return etree.fromstring(named, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenMarkup(
            f"no well-formed XML ({error})", where=where, remedy="fetch the article again, or mend the line named"
        ) from error


def _character(match: re.Match[bytes]) -> bytes:
    name = match.group(1)
    if name in _OWN:
        return match.group()
    character = html.entities.html5.get(f"{name.decode('ascii')};")
    return "".join(f"&#{ord(c)};" for c in character).encode("ascii") if character else match.group()


def local(element: etree._Element) -> str:
    """Name of an element without its namespace, ``""`` for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
