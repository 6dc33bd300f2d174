"""Finding documents: nothing that was given is lost, and bad input is told with its remedy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.ingest as ingest
from pipeline.core.errors import BrokenTable, IngestError, InputError
from pipeline.core.records import document_id
from pipeline.core.settings import IngestSettings
from pipeline.ingest import Source, discover, read

SETTINGS = IngestSettings()
TEXT = "Vesicles in culture\n\nAbstract\n\nCells shed vesicles into the medium that they grow in.\n"
TITLE = "<title-group><article-title>Vesicles</article-title></title-group>"
JATS = f"<article><front><article-meta>{TITLE}</article-meta></front></article>"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_folders_are_walked_in_order_and_hidden_files_skipped(tmp_path: Path) -> None:
    write(tmp_path / "b" / "two.txt", TEXT + "Two.")
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / ".git" / "three.txt", TEXT + "Three.")
    write(tmp_path / ".four.txt", TEXT + "Four.")
    write(tmp_path / "notes.docx", "x")
    found = discover([tmp_path], SETTINGS)
    assert [s.source for s in found.sources] == [str(tmp_path / "a.txt"), str(tmp_path / "b" / "two.txt")]
    assert found.ignored == (str(tmp_path / "notes.docx"),)
    assert found.failures == ()


def test_equal_bytes_are_read_once_and_told(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.txt", TEXT), write(tmp_path / "b.txt", TEXT)
    found = discover([one, two, one, tmp_path], SETTINGS)
    assert [s.path for s in found.sources] == [one]
    assert found.duplicates == ((str(two), str(one)),)


def test_a_source_knows_its_digest_and_reads_back(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    (source,) = discover([path], SETTINGS).sources
    assert source == Source(path, str(path), "txt", hashlib.sha256(TEXT.encode()).hexdigest())
    document = read(source, SETTINGS)
    assert (document.id, document.text, document.source) == (document_id(source.sha256), TEXT, str(path))


@pytest.mark.parametrize(
    ("name", "content", "code", "remedy"),
    [
        ("a.txt", "", "empty", "save"),
        ("a.xml", "<TEI><text/></TEI>", "unsupported format", "JATS"),
        ("a.xml", "<article>", "broken markup", "line"),
        ("a.pdf", "<html>", "not a PDF", "web page"),
        ("a.txt", "%PDF-1.4", "binary", "rename"),
        ("a.html", b"PK\x03\x04", "binary", "rename"),
        ("a.docx", "x", "unsupported format", ".txt"),
        ("noname", "x", "unsupported format", ".txt"),
        ("a.json", "{", "broken table", "export"),
        ("a.csv", "a,b\n1,2\n", "broken table", "column"),
    ],
)
def test_a_bad_file_is_a_failure_beside_the_good(
    tmp_path: Path, name: str, content: str | bytes, code: str, remedy: str
) -> None:
    good = write(tmp_path / "good.txt", TEXT)
    bad = write(tmp_path / name, content)
    found = discover([bad, good], SETTINGS)
    assert [s.path for s in found.sources] == [good]
    (failure,) = found.failures
    assert (failure.source, failure.stage, failure.code) == (str(bad), "discover", code)
    assert remedy in failure.remedy


def test_what_only_reading_shows_is_raised_then(tmp_path: Path) -> None:
    for name, content, code in (
        ("a.txt", b"caf\xe9", "encoding"),
        ("b.txt", bytes(range(256)) * 9, "binary"),
        ("c.txt", b"\n", "empty"),
    ):
        (source,) = discover([write(tmp_path / name, content)], SETTINGS).sources
        with pytest.raises(IngestError) as caught:
            read(source, SETTINGS)
        assert caught.value.code == code
        row = ingest.failure(caught.value, source.source, sha256=source.sha256, stage="ingest")
        assert (row.code, row.stage, row.sha256) == (code, "ingest", source.sha256)


def test_a_missing_path_and_a_folder_without_documents(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such") as caught:
        discover([tmp_path / "none.txt"], SETTINGS)
    assert caught.value.remedy
    write(tmp_path / "x" / "a.png", "x")
    with pytest.raises(InputError, match="1 other file") as caught:
        discover([tmp_path / "x"], SETTINGS)
    assert ".pdf" in caught.value.remedy
    with pytest.raises(InputError):
        discover([], SETTINGS)


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path) -> None:
    (failure,) = discover([write(tmp_path / "a.txt", TEXT)], IngestSettings(max_bytes=20)).failures
    assert failure.code == "too large"
    assert "max_bytes" in failure.remedy


def test_records_of_a_collection_are_sources(tmp_path: Path) -> None:
    lines = [json.dumps({"title": f"T{n}", "abstract": "Vesicles."}) for n in (1, 2, 1)] + ["{"]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    found = discover([path], SETTINGS)
    assert [s.source for s in found.sources] == [f"{path}#1", f"{path}#2"]
    assert found.duplicates == ((f"{path}#3", f"{path}#1"),)
    assert [f.source for f in found.failures] == [f"{path}#4"]
    documents = [read(s, SETTINGS) for s in found.sources]
    assert [d.title for d in documents] == ["T1", "T2"]
    assert [d.id for d in documents] == [document_id(s.sha256) for s in found.sources]


def test_pubmed_xml_is_a_collection(tmp_path: Path) -> None:
    article = (
        "<PubmedArticle><MedlineCitation><PMID>{0}</PMID><Article><ArticleTitle>T{0}</ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle>"
    )
    path = write(tmp_path / "a.xml", f"<PubmedArticleSet>{article.format(1)}{article.format(2)}</PubmedArticleSet>")
    found = discover([path], SETTINGS)
    assert [read(s, SETTINGS).pmid for s in found.sources] == ["1", "2"]


def test_a_file_that_changed_after_it_was_found_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    table = write(tmp_path / "b.csv", "title,text\nOne,1\n")
    text, record = discover([path, table], SETTINGS).sources
    write(path, TEXT + "More.")
    write(table, "title,text\nTwo,2\n")
    with pytest.raises(IngestError, match="changed"):
        read(text, SETTINGS)
    with pytest.raises(BrokenTable, match="no longer"):
        read(record, SETTINGS)
    path.unlink()
    with pytest.raises(IngestError, match="cannot be read"):
        read(text, SETTINGS)


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "a" / "a.txt", TEXT)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert len(discover([tmp_path], SETTINGS).sources) == 1


def test_a_link_to_nothing_and_a_folder_that_cannot_be_read_are_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt", TEXT)
    (tmp_path / "b.txt").symlink_to("gone.txt")
    (tmp_path / "locked").mkdir()
    iterdir = Path.iterdir

    def refuse(folder: Path) -> Iterator[Path]:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied")
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = discover([tmp_path], SETTINGS)
    assert [source.path.name for source in found.sources] == ["a.txt"]
    assert [(Path(one.source).name, one.message.split(" (")[1]) for one in found.failures] == [
        ("b.txt", "No such file or directory)"),
        ("locked", "Permission denied)"),
    ]


def test_the_package_exports_what_it_says() -> None:
    assert set(ingest.__all__) == {"Discovery", "Source", "discover", "failure", "read"}
    assert all(callable(getattr(ingest, name)) for name in ingest.__all__)


@pytest.mark.needs_shared
def test_articles_and_documents_are_found(shared: Path) -> None:
    found = discover([shared / "articles", shared / "documents"], SETTINGS)
    assert (len(found.sources), found.duplicates) == (78 + 2, ())
    assert {Path(f.source).name for f in found.failures} == {"MANIFEST.json"}
