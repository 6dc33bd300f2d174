"""Pages as pictures, with boxes on the words that were asked for."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.core.errors import IngestError
from pipeline.core.records import Document, Region, Span
from pipeline.core.settings import IngestSettings
from pipeline.ingest import discover, pdfimages, read
from pipeline.ingest.pdfdrawing import HIGH, WIDE, draw_pages
from pipeline.ingest.pdfimages import PageImage, page_images, pages_of

SETTINGS = IngestSettings()
LINES = [
    "Vesicles of stromal cells carry CD63 and more CD63 yet.",
    "They do so in every wound that was looked at so far.",
    "Nothing of the kind is known of platelets, as it seems.",
]
PIECES = [(60.0, 700.0 - 14 * n, 10.0, False, line) for n, line in enumerate(LINES)]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw in this process, which is quicker."""

    def draw(_: str, path: Path, **request: Any) -> dict[str, Any]:
        return draw_pages(str(path), request["more"]["pages"])

    monkeypatch.setattr(pdfimages, "run_limited", draw)


@pytest.fixture(scope="module")
def paper(make_pdf: Any) -> Document:
    path = make_pdf("pictures.pdf", [PIECES, [(60.0, 300.0, 10.0, False, "Platelets are told of on the other page.")]])
    (source,) = discover([path], SETTINGS).sources
    return read(source, SETTINGS)


def of(document: Document, *words: str) -> list[Span]:
    return [Span(document.text.index(word), document.text.index(word) + len(word)) for word in words]


def dark(image: PageImage, share: tuple[float, float, float, float]) -> int:
    """How many pixels of a part of a picture are dark."""
    picture = Image.open(io.BytesIO(image.data)).convert("L")
    x0, top, x1, bottom = (round(one * size) for one, size in zip(share, (image.width, image.height) * 2, strict=True))
    return sum(level < 128 for level in picture.crop((x0, top, x1, bottom)).tobytes())


def test_boxes_stand_on_their_words(paper: Document) -> None:
    second = Span(paper.text.rindex("CD63"), paper.text.rindex("CD63") + 4)
    (image,) = page_images(paper, Path(paper.source), [*of(paper, "CD63"), second], SETTINGS, most=9)
    assert (image.document, image.page) == (paper.id, 1)
    assert image.width <= WIDE
    assert image.height <= HIGH
    first, other = image.boxes
    assert first.x1 < other.x0
    for box in image.boxes:
        assert paper.text[box.start : box.end] == "CD63"
        inside = dark(image, (box.x0, box.top, box.x1, box.bottom))
        assert inside > 20
        left = dark(image, (box.x0 - 0.004, box.top, box.x0, box.bottom))
        assert left < inside / 6, "a blank stands before the word"


@pytest.mark.usefixtures("here")
def test_only_pages_with_something_are_drawn_the_first_ones(paper: Document) -> None:
    both = of(paper, "CD63", "other page")
    images = page_images(paper, Path(paper.source), both, SETTINGS, most=9)
    assert [image.page for image in images] == [1, 2]
    assert [image.page for image in page_images(paper, Path(paper.source), both, SETTINGS, most=1)] == [1]
    assert page_images(paper, Path(paper.source), [], SETTINGS, most=9) == ()
    assert page_images(paper, Path(paper.source), both, SETTINGS, most=9) == images, "the same bytes again"


@pytest.mark.usefixtures("here")
def test_a_stretch_over_two_lines_has_a_box_in_each(paper: Document) -> None:
    start = paper.text.index("yet.")
    (image,) = page_images(paper, Path(paper.source), [Span(start, start + 9)], SETTINGS, most=9)
    upper, lower = image.boxes
    assert upper.bottom <= lower.top + 0.002
    assert upper.x0 > lower.x1


def test_words_that_are_not_found_are_placed_by_their_share_of_the_line(make_pdf: Any) -> None:
    path = make_pdf("guess.pdf", [PIECES])
    answer = draw_pages(str(path), {"1": [["not there", 100.0, 140.0, 80.0, 92.0]]})
    (page,) = answer["pages"]
    x0, top, x1, bottom = page["boxes"][0]
    assert (x0 / x1, top / bottom) == (pytest.approx(100 / 140), pytest.approx(80 / 92))


def test_a_file_that_is_gone_or_another_is_told(paper: Document, tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="not there any more"):
        page_images(paper, tmp_path / "gone.pdf", of(paper, "CD63"), SETTINGS, most=9)
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.4 something else %%EOF")
    with pytest.raises(IngestError, match="not the one that was read"):
        page_images(paper, other, of(paper, "CD63"), SETTINGS, most=9)
    broken = replace(paper, sha256=hashlib.sha256(other.read_bytes()).hexdigest())
    with pytest.raises(IngestError, match="cannot be drawn"):
        page_images(broken, other, of(paper, "CD63"), SETTINGS, most=9)


def test_a_page_that_is_read_sideways_is_drawn_upright(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "side.pdf"), pagesize=(400, 600), invariant=1)
    canvas.rotate(90)
    canvas.drawString(100, -60, "Sideways goes the table of the markers")
    canvas.save()
    answer = draw_pages(str(tmp_path / "side.pdf"), {"1": [["Sideways", 100.0, 150.0, 50.0, 62.0]]})
    (page,) = answer["pages"]
    assert page["width"] > page["height"]


def test_blank_stretches_and_those_without_a_line_are_left_out() -> None:
    document = Document("d0", "a.pdf", "pdf", "", "word  word", regions=(Region(0, 10, 3, 0.0, 0.0, 9.0, 9.0),))
    assert pages_of(document, [Span(4, 6), Span(20, 25)]) == {}
    assert list(pages_of(document, [Span(0, 4)])) == [3]
