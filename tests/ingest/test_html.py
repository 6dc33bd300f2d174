"""HTML pages: the article is read, the page around it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import EmptySource, IngestError, TooLarge
from pipeline.core.records import Document, PassageKind, Section
from pipeline.core.settings import IngestSettings
from pipeline.ingest.html import read_html

PAGE = Path(__file__).with_name("data").joinpath("page.html").read_text(encoding="utf-8")


def read(page: str | bytes, **limits: int) -> Document:
    data = page.encode() if isinstance(page, str) else page
    return read_html(data, source="a.html", sha256="3" * 64, settings=IngestSettings(**limits))


def pieces(document: Document, section: Section) -> list[str]:
    return [document.text[p.start : p.end] for p in document.passages if p.section is section]


def test_a_page_of_an_article() -> None:
    found = read(PAGE)
    assert (found.title, found.doi, found.pmid, found.year) == ("Vesicles of old cells", "10.1000/h", "77", 2020)
    for noise in ("miR21", "Home", "Cookies"):
        assert noise not in found.text
    assert pieces(found, Section.TITLE) == ["Vesicles of old cells"]
    assert pieces(found, Section.FRONT_MATTER) == ["Ana Rivera, Jo Kim"]
    assert pieces(found, Section.ABSTRACT)[1] == "Old cells shed more vesicles than the young ones do."
    assert pieces(found, Section.INTRODUCTION)[1] == "They carry TGF-β and CD63+ [1, 2], as was seen in all."
    assert pieces(found, Section.INTRODUCTION)[2:] == ["first of them", "second of them"]
    assert pieces(found, Section.BODY)[0] == "Cargo of vesicles"
    assert pieces(found, Section.BACK_MATTER) == ["Funding", "A grant."]
    assert [r.title for r in found.references] == ["One", "Two"]
    assert [c.numbers for c in found.citations] == [(1, 2)]


def test_a_table_of_a_page() -> None:
    found = read(PAGE)
    rows = [p for p in found.passages if p.kind is PassageKind.TABLE_ROW]
    assert [[(found.text[c.span.start : c.span.end], c.head, c.inherited) for c in p.cells] for p in rows] == [
        [("MSC", "Cell", False), ("miR-21", "Cargo", False)],
        [("MSC", "Cell", True), ("miR-22", "Cargo", False)],
    ]
    assert {p.table for p in rows} == {"Table 1"}


def test_the_charset_that_a_page_declares_is_used() -> None:
    page = '<meta charset="windows-1252"><body><p>M\xfcller cells shed vesicles in the eye of the mouse.</p>'
    assert "Müller" in read(page.encode("windows-1252")).text
    assert "Müller" in read(page.replace("windows-1252", "nonsense").encode("latin-1")).text


def test_empty_pages_and_long_ones() -> None:
    for page in (b" ", b"<html><body><script>x</script></body></html>"):
        with pytest.raises(EmptySource):
            read(page)
    with pytest.raises(TooLarge):
        read(PAGE, max_characters=50)


@given(st.one_of(st.binary(max_size=200), st.text(alphabet="<>/pdivtablrh1 \"='a&;#", max_size=200).map(str.encode)))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read(data)
    except IngestError:
        return
    position = 0
    for passage in found.passages:
        assert position <= passage.start < passage.end
        assert found.text[passage.start : passage.end].strip()
        position = passage.end
    assert position <= len(found.text)


def test_lines_marked_as_authors_open_no_body() -> None:
    page = b"""<html><body><article><h1>Vesicles of old cells</h1><p class="authors">Ana Rivera, Jo Kim</p>
    <h2>Abstract</h2><p>Old cells shed vesicles that carry many kinds of RNA into their medium.</p>
    <h2>1. Origin</h2><p>They come from the membranes of the cells that were looked at.</p></article></body></html>"""
    document = read_html(page, source="a.html", sha256="5" * 64, settings=IngestSettings())
    told = [(p.section.value, p.kind.value) for p in document.passages]
    assert told == [
        ("title", "heading"), ("front matter", "other"), ("abstract", "heading"), ("abstract", "paragraph"),
        ("body", "heading"), ("body", "paragraph"),
    ]  # fmt: skip
