"""Tells in which format a file is: by its name, checked against its first bytes."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.core.errors import BinaryContent, NotAPdf, UnsupportedFormat
from pipeline.ingest.gzipped import MAGIC
from pipeline.ingest.xml import local, parse_xml

#: suffix -> what a file of that name is opened as
SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "txt", ".xml": "xml", ".nxml": "xml", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv",
    ".tsv": "csv", ".nbib": "medline", ".medline": "medline", ".ris": "ris", ".xml.gz": "pubmed gzip",
    ".jsonl.gz": "jsonl gzip", ".ndjson.gz": "jsonl gzip",
}  # fmt: skip
#: formats that hold many documents
COLLECTIONS = frozenset({"json", "jsonl", "csv", "pubmed", "medline", "ris", "pubmed gzip", "jsonl gzip"})
#: what is told to be read
READS = ".txt .xml .nxml .html .htm .pdf .json .jsonl .csv .nbib .ris .xml.gz .jsonl.gz"


def suffix(path: Path) -> str:
    """The end of a file's name by which it is opened, in lower case; of a gzipped file the last two parts.

    Examples
    --------
    >>> suffix(Path("a/Set.v2.XML.gz")), suffix(Path("b.txt"))
    ('.xml.gz', '.txt')
    """
    ends = [end.lower() for end in path.suffixes]
    return "".join(ends[-2:]) if ends[-1:] == [".gz"] else path.suffix.lower()


def sniff(data: bytes, path: Path) -> str:
    """Format of a file by its suffix, checked against its first bytes.

    Raises
    ------
    NotAPdf
        A ``.pdf`` that does not begin like one.
    BinaryContent
        Another suffix over bytes of a PDF or an archive.
    UnsupportedFormat
        XML that is neither JATS nor PubMed, with the name of its root.
    BrokenMarkup
        XML that cannot be parsed.
    """
    format = SUFFIXES[suffix(path)]
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if format == "pdf":
        if b"%PDF-" not in data[:1024]:
            raise NotAPdf(
                f"the file is named .pdf and begins with {bytes(head[:12])!r}",
                where=str(path),
                remedy="fetch it again: a web page was often saved in a PDF's place",
            )
        return "pdf"
    if format.endswith(" gzip"):
        if not data.startswith(MAGIC):
            raise BinaryContent(
                f"the file is named .gz and begins with {bytes(head[:12])!r}",
                where=str(path),
                remedy="rename it after what it is",
            )
        return format
    if head.startswith((b"%PDF-", b"PK\x03\x04")):
        raise BinaryContent(
            f"the file is named {path.suffix} and holds {'a PDF' if head.startswith(b'%PDF-') else 'a ZIP archive'}",
            where=str(path),
            remedy="rename it after what it is",
        )
    if format == "txt":
        return "medline" if head.startswith(b"PMID- ") else "ris" if head.startswith(b"TY  - ") else format
    if format != "xml":
        return format
    if re.match(rb"<(?:!doctype\s+html|html)\b", head, re.IGNORECASE):
        return "html"
    root = local(parse_xml(data, str(path)))
    if root in ("PubmedArticleSet", "PubmedArticle"):
        return "pubmed"
    if root in ("article", "pmc-articleset", "OAI-PMH"):
        return "jats"
    if root == "html":
        return "html"
    raise UnsupportedFormat(
        f"XML with the root <{root}>, expected <article> (JATS) or <PubmedArticleSet>",
        where=str(path),
        remedy="fetch the article as JATS, for instance from PubMed Central",
    )
