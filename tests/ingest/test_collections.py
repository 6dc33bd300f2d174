"""Collections of abstracts: a record a document, a broken one a failure, the rest read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import BrokenTable, TooLarge, VesiwebError
from pipeline.core.records import Section
from pipeline.core.settings import IngestSettings
from pipeline.ingest.collections import Broken, Record, pubmed_records, read_record, read_records
from pipeline.ingest.pubmed import pubmed_values
from pipeline.ingest.xml import parse_xml

PUBMED = b"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>111</PMID><Article><Journal>
<JournalIssue><PubDate><Year>2020</Year><Month>May</Month></PubDate></JournalIssue><Title>Cells</Title></Journal>
<ArticleTitle>Vesicles of <i>old</i> cells</ArticleTitle><Abstract><AbstractText Label="AIM">To see.</AbstractText>
<AbstractText Label="RESULTS">Seen.</AbstractText></Abstract></Article><KeywordList><Keyword>EV</Keyword></KeywordList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/p</ArticleId>
<ArticleId IdType="pmc">PMC5</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>112</PMID></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


def records(text: str, format: str) -> list[Record | Broken]:
    return list(read_records(text.encode(), format, f"a.{format}"))


def document(record: Record | Broken, **limits: int):  # type: ignore[no-untyped-def]
    assert isinstance(record, Record)
    return read_record(record, source=f"a#{record.member}", format="csv", settings=IngestSettings(**limits))


@pytest.mark.parametrize(
    "head",
    [
        "Title,Abstract,DOI,PMID,PMCID,Year",  # plain
        "Article Title,Abstract Note,doi,PubMed ID,pmcid,Publication Year",  # Zotero, Web of Science
        "TI;AB;DOI;PMID;PMC;PY",  # tagged exports, semicolons
        "title\tabstract\tdoi\tpmid\tpmcid\tdate",
    ],
)
def test_csv_columns_are_known_by_their_usual_names(head: str) -> None:
    mark = next(c for c in ",;\t" if c in head)
    row = mark.join(['"Old cells"', '"They shed; more, and more."', "10.1000/x", "123", "PMC7", "2020-05-01"])
    (record,) = records(f"\ufeff{head}\n{row}\n", "csv")
    found = document(record)
    assert (found.title, found.doi, found.pmid, found.pmcid, found.year) == (
        "Old cells",
        "10.1000/x",
        "123",
        "PMC7",
        2020,
    )
    assert found.text == "Old cells\nThey shed; more, and more.\n"
    assert [p.section for p in found.passages] == [Section.TITLE, Section.ABSTRACT]


def test_csl_json_and_wrapped_lists() -> None:
    item = {"title": "Old cells", "abstract": "<p>They shed.</p>", "issued": {"date-parts": [[2019, 3]]}, "PMID": 12}
    for value in ([item], {"items": [item]}, item):
        (record,) = records(json.dumps(value), "json")
        found = document(record)
        assert (found.year, found.pmid, found.text) == (2019, "12", "Old cells\nThey shed.\n")


def test_full_text_beside_an_abstract_is_body_and_keywords_are_kept() -> None:
    (record,) = records(
        json.dumps([{"title": "T", "abstract": "A.", "text": "B.\n\nC.", "keywords": ["EV", "MSC"]}]), "json"
    )
    found = document(record)
    assert [p.section for p in found.passages] == [
        Section.TITLE, Section.ABSTRACT, Section.BODY, Section.BODY, Section.ABSTRACT,
    ]  # fmt: skip
    assert found.text.endswith("EV; MSC\n")


def test_broken_lines_are_failures_and_the_rest_is_read() -> None:
    found = records('{"text": "One."}\n{"text": \n\n[1]\n{"year": 3}\n{"text": "Two."}', "jsonl")
    assert [(type(r).__name__, r.member) for r in found] == [
        ("Record", "1"), ("Broken", "2"), ("Broken", "4"), ("Broken", "5"), ("Record", "6"),
    ]  # fmt: skip
    messages = [str(r.error) for r in found if isinstance(r, Broken)]
    assert "no JSON" in messages[0]
    assert "list" in messages[1]
    assert "neither title" in messages[2]


def test_a_row_with_too_many_cells_is_a_failure() -> None:
    found = records("title,abstract\nOne,A\nTwo,B,C\n\nThree\n", "csv")
    assert [type(r).__name__ for r in found] == ["Record", "Broken", "Record"]


def test_a_quote_that_never_ends_is_told() -> None:
    found = records('title,abstract\nOne,A\nTwo,"B\n', "csv")
    assert isinstance(found[-1], Broken)
    assert "line" in str(found[-1].error)


@pytest.mark.parametrize(
    ("text", "format", "words"),
    [
        ("{", "json", "no JSON"),
        ("3", "json", "a int"),
        ("[]", "json", "no record"),
        ("name,age\na,3\n", "csv", "no column"),
        ("title,year\nVesicles,2003\n", "csv", "only titles"),
        ("\n\n{}", "jsonl", None),
    ],
)
def test_collections_without_records_are_refused(text: str, format: str, words: str | None) -> None:
    if words is None:
        assert isinstance(records(text, format)[0], Broken)
    else:
        with pytest.raises(BrokenTable, match=words):
            records(text, format)


def test_equal_records_have_equal_digests_whatever_their_order() -> None:
    one, two = records('{"title": "a", "text": "b"}\n{"text": "b", "title": "a"}', "jsonl")
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert one.sha256 == two.sha256


def test_pubmed_xml() -> None:
    record, broken = pubmed_records(pubmed_values(parse_xml(PUBMED, "p.xml")), "p.xml")
    found = document(record)
    assert (found.title, found.pmid, found.pmcid, found.doi, found.year) == (
        "Vesicles of old cells", "111", "PMC5", "10.1000/p", 2020,
    )  # fmt: skip
    assert found.text == "Vesicles of old cells\nAim: To see.\nResults: Seen.\nEV\n"
    assert isinstance(broken, Broken)


def test_a_record_that_is_too_long() -> None:
    (record,) = records(json.dumps([{"text": "word " * 50}]), "json")
    with pytest.raises(TooLarge):
        document(record, max_characters=100)


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
KEYS = st.sampled_from(["title", "abstract", "year", "doi", "items", "date-parts"])


@given(
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        found = records(json.dumps(value), "json")
    except VesiwebError:
        return
    for record in found:
        if isinstance(record, Broken):
            assert str(record.error)
            continue
        made = document(record)
        assert made.sha256 == record.sha256
        assert made.passages
        position = 0
        for passage in made.passages:
            assert position <= passage.start < passage.end <= len(made.text)
            assert made.text[passage.start : passage.end].strip()
            position = passage.end
