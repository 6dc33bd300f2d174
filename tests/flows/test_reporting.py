"""What a report is made from: pictures within their limits, changes since a run that may be damaged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows import reporting
from pipeline.core.batch import Batch
from pipeline.core.errors import IngestError
from pipeline.core.records import Annotation, Document, Evidence, Reading, RelationType, Section, Span, Statement
from pipeline.core.settings import IngestSettings
from pipeline.core.store import Store
from pipeline.ingest.pdfimages import PageImage


def paper(number: int, kind: str = "pdf") -> Document:
    return Document(f"d{number}", f"paper{number}.{kind}", kind, f"{number:064x}", "")


def stored(folder: Path, *papers: Document) -> Store:
    store = Store(folder, "0" * 64)
    store.add(Batch(tuple(Reading(replace(one, text="text"), Annotation(one.id)) for one in papers), ()))
    return store


def statement(*documents: str) -> Statement:
    pieces = tuple(
        Evidence("r", document, None, False, False, 0, 4, "text", Section.BODY, (), "rule", 0.8, 0, 2, 2, 4)
        for document in documents
    )
    return Statement(RelationType.MEMBER_OF, "a", "b", None, 0.8, len(documents), 0, pieces, ())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, int]]:
    """Which documents are drawn, and how many pages at most; each gives as many as it may."""
    found: list[tuple[str, int]] = []

    def draw(document: Document, path: Path, spans: list[Span], _: Any, most: int, kept: Path) -> tuple[PageImage, ...]:
        assert document.text == "text"
        assert path == Path(document.source)
        assert kept == tmp_path / ("0" * 16) / "pages"
        assert set(spans) == {Span(0, 2), Span(2, 4)}
        if document.id == "d7":
            raise IngestError("the PDF is not there any more", where=document.source)
        found.append((document.id, most))
        return tuple(PageImage(document.id, page, 1, 1, b"", ()) for page in range(most))

    monkeypatch.setattr(reporting, "page_images", draw)
    return found


def test_papers_with_most_evidence_are_drawn_until_the_limit(asked: list[tuple[str, int]], tmp_path: Path) -> None:
    papers = [paper(number) for number in range(6)] + [paper(9, "txt")]
    said = [statement(*(f"d{number}" for number in range(6)), "d9"), statement("d3")]
    pages, told = reporting.draw_pages(stored(tmp_path, *papers), papers, said, IngestSettings())
    assert asked == [("d3", 30), ("d0", 30), ("d1", 30), ("d2", 10)]
    assert len(pages) == reporting.PAGES
    assert told == ("2 more PDFs with evidence: at most 20 are shown, and 100 pages in all",)


def test_a_paper_that_cannot_be_drawn_is_told(asked: list[tuple[str, int]], tmp_path: Path) -> None:
    papers = [paper(7), paper(8)]
    pages, told = reporting.draw_pages(stored(tmp_path, *papers), papers, [statement("d7")], IngestSettings())
    assert (pages, asked) == ((), [])
    assert told == ("paper7.pdf: the PDF is not there any more",)


def test_a_run_before_that_is_damaged_is_no_reason_to_fail(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert reporting.changes((tmp_path / "gone", {}), (tmp_path, {})) is None
    assert "what is new since gone is not told" in caplog.text
    assert reporting.changes(None, (tmp_path, {})) is None
