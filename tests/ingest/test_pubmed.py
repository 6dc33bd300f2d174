"""PubMed XML, plain and gzipped."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipeline.core.settings import IngestSettings
from pipeline.ingest.sources import discover, read

ONE = """<PubmedArticle><MedlineCitation><PMID>{0}</PMID><Article><ArticleTitle>Title {0}</ArticleTitle>
<Abstract><AbstractText Label="AIM">We looked at cells {0}.</AbstractText></Abstract></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/{0}</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>"""


def packed(path: Path, text: str) -> Path:
    path.write_bytes(gzip.compress(text.encode()))
    return path


def test_a_gzipped_set_is_read_record_by_record(tmp_path: Path) -> None:
    text = "<PubmedArticleSet>" + "".join(ONE.format(n) for n in range(1, 51)) + "</PubmedArticleSet>"
    found = discover([packed(tmp_path / "base.xml.gz", text)], IngestSettings())
    assert len(found.sources) == 50
    last = read(found.sources[-1], IngestSettings())
    assert (last.pmid, last.doi, last.title) == ("50", "10.1000/50", "Title 50")
    assert "Aim: We looked at cells 50." in last.text
    assert last.format == "pubmed"
    plain = tmp_path / "plain.xml"
    plain.write_text(text)
    same = discover([plain], IngestSettings())
    assert [source.sha256 for source in same.sources] == [source.sha256 for source in found.sources]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<PubmedArticleSet/>", "binary"),
        (gzip.compress(b"<article/>"), "broken markup"),
        (gzip.compress(b"<PubmedArticleSet><PubmedArticle>"), "broken markup"),
        (gzip.compress(b"<PubmedArticleSet/>" + b" " * 100_000)[:-30], "broken markup"),
        (b"\x1f\x8bnothing", "broken markup"),
        (gzip.compress(b"<PubmedArticleSet>" + b" " * 3_000_000 + b"</PubmedArticleSet>"), "too large"),
    ],
    ids=["not gzipped", "no set", "cut mark-up", "cut stream", "no stream", "inflates too far"],
)
def test_what_is_wrong_with_a_gzipped_file_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "bad.xml.gz"
    path.write_bytes(content)
    found = discover([path], IngestSettings(max_bytes=100_000))
    assert [failure.code for failure in found.failures] == [code]
    assert found.failures[0].remedy
