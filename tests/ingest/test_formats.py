"""Formats: told by a file's name, checked against its first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import BinaryContent, NotAPdf, UnsupportedFormat
from pipeline.core.settings import IngestSettings
from pipeline.ingest import discover, read
from pipeline.ingest.formats import COLLECTIONS, READS, SUFFIXES, sniff, suffix

SETTINGS = IngestSettings()
TITLE = "<title-group><article-title>Vesicles</article-title></title-group>"
JATS = f"<article><front><article-meta>{TITLE}</article-meta></front></article>"


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.nxml", JATS, "jats"),
        ("a.xml", f"<OAI-PMH><record>{JATS}</record></OAI-PMH>", "jats"),
        ("a.xml", "<html><body><p>Vesicles.</p></body></html>", "html"),
        ("a.htm", "<p>Vesicles.</p>", "html"),
        ("a.xml", "<!DOCTYPE html><p>Vesicles.</p>", "html"),
        ("a.MD", "# Vesicles", "txt"),
    ],
)
def test_formats_are_told_by_suffix_and_content(tmp_path: Path, name: str, content: str, format: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    (source,) = discover([path], SETTINGS).sources
    assert source.format == format
    assert "Vesicles" in read(source, SETTINGS).text


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.txt", b"PMID- 1\nTI  - T\n", "medline"),
        ("a.txt", b"\xef\xbb\xbfTY  - JOUR\n", "ris"),
        ("a.pdf", b"\0\0junk%PDF-1.7", "pdf"),
        ("a.xml", b"<p:PubmedArticleSet xmlns:p='urn:x'/>", "pubmed"),
        ("Set.v2.XML.gz", b"\x1f\x8b\x08", "pubmed gzip"),
    ],
)
def test_first_bytes_decide_where_a_name_leaves_it_open(name: str, data: bytes, format: str) -> None:
    assert sniff(data, Path(name)) == format


@pytest.mark.parametrize(
    ("name", "data", "error", "word"),
    [
        ("a.pdf", b"<html>", NotAPdf, "web page"),
        ("a.html", b"PK\x03\x04", BinaryContent, "ZIP"),
        ("a.jsonl.gz", b"{}", BinaryContent, "rename"),
        ("a.xml", b"<TEI/>", UnsupportedFormat, "<TEI>"),
    ],
)
def test_a_name_that_promises_something_else_is_told(name: str, data: bytes, error: type[Exception], word: str) -> None:
    with pytest.raises(error, match=word):
        sniff(data, Path(name))


def test_what_is_told_to_be_read_is_read() -> None:
    assert all(end in SUFFIXES for end in READS.split())
    assert set(SUFFIXES.values()) >= COLLECTIONS - {"pubmed"}
    assert suffix(Path("b.tar.gz")) not in SUFFIXES
