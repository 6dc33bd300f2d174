"""The reference list of a JATS article."""

from __future__ import annotations

from pipeline.ingest.jatsrefs import read_references
from pipeline.ingest.xml import parse_xml


def read(entries: str):  # type: ignore[no-untyped-def]
    return read_references(parse_xml(f"<article><ref-list>{entries}</ref-list></article>".encode(), "a.xml"))


def test_labels_number_the_list_where_they_can() -> None:
    references, ids = read('<ref id="b"><label>2</label>B</ref><ref id="a"><label>1</label>A</ref>')
    assert [r.number for r in references] == [1, 2]
    assert ids == {"b": (2,), "a": (1,)}
    references, ids = read('<ref id="b"><label>Kim 2001</label>B</ref><ref id="a">A</ref>')
    assert (ids["b"], ids["a"]) == ((1,), (2,))


def test_parts_without_words_between_them_are_joined() -> None:
    references, _ = read(
        "<ref><element-citation><name><surname>Kim</surname><given-names>J</given-names></name>"
        "<article-title>One</article-title><source>Cells</source><year>2001</year></element-citation></ref>"
    )
    assert references[0].text == "Kim J. One. Cells. 2001"
    assert references[0].authors == ("Kim J",)


def test_a_book_has_its_source_as_title() -> None:
    references, _ = read(
        "<ref><mixed-citation><source>A book</source>, <publisher-name>Press</publisher-name>, "
        "<year>1999</year></mixed-citation></ref>"
    )
    assert (references[0].title, references[0].journal, references[0].year) == ("A book", "Press", 1999)
