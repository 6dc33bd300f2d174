"""JATS: what the mark-up says is what the document holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import EmptySource, TooLarge
from pipeline.core.records import Document, PassageKind, Section
from pipeline.core.settings import IngestSettings
from pipeline.ingest.jats import read_jats
from pipeline.ingest.xml import parse_xml

ARTICLE = Path(__file__).with_name("data").joinpath("article.xml").read_text(encoding="utf-8")


def read(text: str, **limits: int) -> Document:
    root = parse_xml(text.encode(), "a.xml")
    return read_jats(root, source="a.xml", sha256="1" * 64, settings=IngestSettings(**limits))


@pytest.fixture(scope="module")
def article() -> Document:
    return read(ARTICLE)


def pieces(document: Document, **wanted: object) -> list[str]:
    return [
        document.text[p.start : p.end]
        for p in document.passages
        if all(getattr(p, name) == value for name, value in wanted.items())
    ]


def test_metadata(article: Document) -> None:
    assert article.title == "Vesicles of old cells*"
    assert (article.doi, article.pmid, article.pmcid, article.year) == ("10.1000/v.1", "1234", "PMC99", 2021)
    assert article.licence == "CC BY 4.0"


def test_sections_and_heading_paths(article: Document) -> None:
    assert pieces(article, section=Section.ABSTRACT) == [
        "Abstract",
        "Background",
        "Old cells shed more.",
        "Vesicles; Ageing",
    ]
    assert pieces(article, section=Section.INTRODUCTION, kind=PassageKind.HEADING) == ["1 Introduction"]
    table = next(p for p in article.passages if article.text.startswith("See the table", p.start))
    assert (table.section, table.heading) == (Section.BODY, ("Markers", "Of the surface"))
    assert pieces(article, section=Section.CONCLUSION) == ["What follows", "Said.", "Boxed."]
    assert pieces(article, section=Section.BACK_MATTER) == [
        "Acknowledgements", "Thanks.", "Data availability", "None.", "Foot.",
    ]  # fmt: skip
    assert pieces(article, kind=PassageKind.ABBREVIATION) == ["MSC\tmesenchymal stem cell"]
    assert "Not mined" not in article.text
    assert "Anders" not in article.text
    assert "frac" not in article.text


def test_a_paragraph_is_cut_where_a_list_stands_in_it(article: Document) -> None:
    assert pieces(article, section=Section.INTRODUCTION)[1:] == [
        "Seen first [1–3,5]. CD4+ cells of TGF-β [2, 4]:",
        "one 3,4",
        "two",
        "three",
        "and the rest.",
    ]


def test_marks_are_resolved_with_their_ranges(article: Document) -> None:
    assert [(article.text[c.start : c.end], c.numbers) for c in article.citations] == [
        ("[1–3,5]", (1, 2, 3, 5)),
        ("[2, 4]", (2, 4)),
        ("3,4", (3, 4)),
        ("5", (5,)),
    ]


def test_tables_and_captions(article: Document) -> None:
    assert pieces(article, kind=PassageKind.CAPTION) == ["Table 1. Markers by cell 5", "Figure 1 Uptake. Drawn."]
    rows = [p for p in article.passages if p.kind is PassageKind.TABLE_ROW]
    assert {p.table for p in rows} == {"Table 1"}
    assert [[(article.text[c.span.start : c.span.end], c.head, c.inherited) for c in p.cells] for p in rows] == [
        [("MSC", "Cell", False), ("CD63", "Markers", False), ("CD9", "Markers", False)],
        [("MSC", "Cell", True), ("CD81", "Markers", False)],
    ]
    assert pieces(article, section=Section.TABLE, kind=PassageKind.OTHER) == ["By blot."]


def test_references_are_those_of_the_mark_up(article: Document) -> None:
    one, two, three, four, five = article.references
    assert (one.authors, one.title, one.journal, one.year) == (("Kim J",), "One", "Cells", 2001)
    assert (one.doi, one.pmid, one.pmcid) == ("10.1000/1", "11", "PMC12")
    assert (two.title, two.year) == ("Two", 2002)
    assert (three.authors, three.title) == (("Silva M",), "A book")
    assert four.authors == ("The group",)
    assert (five.number, five.text) == (5, "5.Unpublished.")
    assert pieces(article, kind=PassageKind.REFERENCE)[1] == "2. Li W. Two. Cells. 2002;2:2."


def test_limits_and_empty_articles() -> None:
    with pytest.raises(EmptySource):
        read("<article><front/></article>")
    with pytest.raises(TooLarge):
        read(ARTICLE, max_characters=100)


@pytest.mark.needs_shared
def test_real_articles_keep_their_counts(shared: Path) -> None:
    for path in sorted((shared / "articles" / "jats").glob("*.xml"))[:6]:
        data = path.read_bytes()
        document = read_jats(parse_xml(data, path.name), source=path.name, sha256="2" * 64, settings=IngestSettings())
        assert len(document.references) == data.count(b"<ref ")
        position = 0
        for passage in document.passages:
            assert not document.text[position : passage.start].strip()
            position = passage.end
        numbers = {reference.number for reference in document.references}
        assert all(set(citation.numbers) <= numbers for citation in document.citations)
