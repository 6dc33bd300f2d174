"""Pages that were drawn before: the same bytes as if drawn anew, and nothing else than what is asked for now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import IngestError
from pipeline.core.records import Document, Span
from pipeline.core.settings import IngestSettings
from pipeline.ingest import discover, pdfimages, pdfkept, read
from pipeline.ingest.pdfdrawing import draw_pages
from pipeline.ingest.pdfimages import PageImage, page_images

SETTINGS = IngestSettings()
LINES = ["Vesicles of stromal cells carry CD63.", "They calm the wound."]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were drawn, in this process, which is quicker."""
    found: list[Path] = []

    def draw(_: str, path: Path, **request: Any) -> dict[str, Any]:
        found.append(path)
        return draw_pages(str(path), request["more"]["pages"])

    monkeypatch.setattr(pdfimages, "run_limited", draw)
    return found


def paper(make_pdf: Any, name: str, *lines: str) -> Document:
    path = make_pdf(name, [[(60.0, 700.0 - 14 * n, 10.0, False, line) for n, line in enumerate(lines)]])
    (source,) = discover([path], SETTINGS).sources
    return read(source, SETTINGS)


def pictures(document: Document, kept: Path | None, *words: str) -> tuple[PageImage, ...]:
    spans = [Span(document.text.index(word), document.text.index(word) + len(word)) for word in words]
    return page_images(document, Path(document.source), spans, SETTINGS, 9, kept)


def test_a_second_time_nothing_is_drawn_and_all_is_the_same(make_pdf: Any, tmp_path: Path, drawn: list[Path]) -> None:
    document = paper(make_pdf, "kept.pdf", *LINES)
    kept = tmp_path / "pages"
    without = pictures(document, None, "CD63", "wound")
    assert without[0].data.startswith(b"\x89PNG")
    assert not list(tmp_path.iterdir())
    assert [pictures(document, kept, "CD63", "wound") for _ in range(3)] == [without] * 3
    assert len(drawn) == 2, "once without and once with a folder"
    assert [path.name for path in kept.iterdir()] == [f"{document.sha256}.json"]


def test_what_is_asked_anew_takes_the_place_of_what_was_kept(make_pdf: Any, tmp_path: Path, drawn: list[Path]) -> None:
    document = paper(make_pdf, "anew.pdf", *LINES)
    first = pictures(document, tmp_path, "CD63")
    second = pictures(document, tmp_path, "wound")
    assert first[0].boxes != second[0].boxes == pictures(document, None, "wound")[0].boxes
    assert len(list(tmp_path.iterdir())) == 1
    assert len(drawn) == 3


def test_a_changed_document_has_pictures_of_its_own(make_pdf: Any, tmp_path: Path, drawn: list[Path]) -> None:
    one = paper(make_pdf, "one.pdf", *LINES)
    other = paper(make_pdf, "other.pdf", LINES[0], "They calm another wound.")
    before = pictures(one, tmp_path, "wound")
    assert pictures(other, tmp_path, "wound")[0].data != before[0].data
    assert len(drawn) == 2
    with pytest.raises(IngestError, match="not the one that was read"):  # kept, and still told
        pictures(replace(one, source=other.source), tmp_path, "wound")


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"{}", None])
def test_what_is_damaged_is_drawn_again(make_pdf: Any, tmp_path: Path, drawn: list[Path], damage: bytes | None) -> None:
    document = paper(make_pdf, "damaged.pdf", *LINES)
    whole = pictures(document, tmp_path, "CD63")
    (path,) = tmp_path.iterdir()
    before = path.read_bytes()
    path.write_bytes(before.replace(b"0", b"1", 1) if damage is None else damage)
    assert pictures(document, tmp_path, "CD63") == whole
    assert len(drawn) == 2
    assert path.read_bytes() == before


def test_a_changed_library_draws_anew(
    make_pdf: Any, tmp_path: Path, drawn: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = paper(make_pdf, "library.pdf", *LINES)
    pictures(document, tmp_path, "CD63")
    monkeypatch.setattr(pdfkept, "code_digest", lambda: "another")
    pictures(document, tmp_path, "CD63")
    assert len(drawn) == 2


def test_a_folder_that_cannot_be_written_costs_a_warning(
    make_pdf: Any, tmp_path: Path, drawn: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    document = paper(make_pdf, "warning.pdf", *LINES)
    (tmp_path / "file").write_text("no folder")
    assert pictures(document, tmp_path / "file", "CD63") == pictures(document, None, "CD63")
    assert "are not kept" in caplog.text
    assert len(drawn) == 2
