"""Pictures of PDF pages with the places of some words on them, drawn by PDFium in a process of its own."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import IngestError
from pipeline.core.records import Document, Region, Span
from pipeline.core.settings import IngestSettings
from pipeline.ingest.pdfkept import drawn_by, find, keep
from pipeline.ingest.sandbox import run_limited


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stretch of the document stands on a page, in shares of its width and height from the upper left.

    A stretch that goes on in another line has a box in each.
    """

    start: int
    end: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a picture (PNG of sixteen greys), with boxes of what was asked for."""

    document: str
    page: int
    width: int  # pixels
    height: int
    data: bytes
    boxes: tuple[Box, ...]


def pages_of(document: Document, spans: Sequence[Span]) -> dict[int, list[tuple[Span, Region]]]:
    """The pages that some stretches stand on, and on which of their lines each stretch has a piece.

    Examples
    --------
    >>> from pipeline.core.records import Document, Region, Span
    >>> lines = (Region(0, 10, 1, 50.0, 80.0, 150.0, 92.0), Region(11, 20, 2, 50.0, 80.0, 140.0, 92.0))
    >>> found = pages_of(Document("d0", "a.pdf", "pdf", "", "x" * 20, regions=lines), [Span(8, 13)])
    >>> [(page, [piece for piece, _ in pieces]) for page, pieces in found.items()]
    [(1, [Span(start=8, end=10)]), (2, [Span(start=11, end=13)])]
    """
    regions = sorted(document.regions, key=lambda region: (region.start, region.end))
    starts = [region.start for region in regions]
    found: dict[int, list[tuple[Span, Region]]] = {}
    for span in sorted(set(spans)):
        place = max(0, bisect_right(starts, span.start) - 1)
        for region in regions[place:]:
            if region.start >= span.end:
                break
            piece = Span(max(span.start, region.start), min(span.end, region.end))
            if document.text[piece.start : piece.end].strip():
                found.setdefault(region.page, []).append((piece, region))
    return dict(sorted(found.items()))


def page_images(
    document: Document,
    path: Path,
    spans: Sequence[Span],
    settings: IngestSettings,
    most: int,
    kept: Path | None = None,
) -> tuple[PageImage, ...]:
    """Pictures of the pages that some stretches of a document stand on.

    Parameters
    ----------
    document
        Read from a PDF: its regions tell page and box of every line.
    path
        The PDF.
    spans
        What to find on the pages. Where PDFium finds the words in their line, the box is theirs; else it is cut
        out of the line's box by the share of its characters.
    settings
        Limits of time and memory.
    most
        Pages at most, the first ones.
    kept
        Folder of what was drawn before (`pipeline.ingest.pdfkept`): only what is not there is drawn, and put there.

    Raises
    ------
    IngestError
        The file is not there, or not the one that was read; PDFium cannot draw it; a limit was reached.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IngestError(
            f"the PDF is not there any more ({error.strerror})", where=document.source, remedy="put it back"
        ) from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise IngestError(
            "the PDF is not the one that was read", where=document.source, remedy="run 'vesiweb mine' on it again"
        )
    wanted = dict(list(pages_of(document, spans).items())[:most])
    if not wanted:
        return ()
    request = {
        str(page): [
            [document.text[piece.start : piece.end], *_guess(piece, line), line.top, line.bottom]
            for piece, line in pieces
        ]
        for page, pieces in wanted.items()
    }
    drawn = drawn_by(document.sha256, request)
    answer = find(kept, document.sha256, drawn) if kept else None
    if answer is None:
        answer = _draw(document, path, request, settings)
        if kept:
            keep(kept, document.sha256, drawn, answer)
    return tuple(_image(document, told, wanted[int(told["page"])]) for told in answer["pages"])


def _draw(document: Document, path: Path, request: dict[str, Any], settings: IngestSettings) -> dict[str, Any]:
    answer = run_limited(
        "pipeline.ingest.pdfdrawing",
        path,
        seconds=settings.pdf_seconds,
        megabytes=settings.pdf_megabytes,
        where=document.source,
        more={"pages": request},
    )
    if "error" in answer:
        raise IngestError(
            f"its pages cannot be drawn ({answer.get('message', '')})",
            where=document.source,
            remedy="open and save it again in a PDF viewer",
        )
    return answer


def _guess(piece: Span, line: Region) -> tuple[float, float]:
    """Where a piece of a line begins and ends if all its characters are of one width."""
    wide = (line.x1 - line.x0) / max(1, line.end - line.start)
    return line.x0 + wide * (piece.start - line.start), line.x0 + wide * (piece.end - line.start)


def _image(document: Document, told: dict[str, Any], pieces: Sequence[tuple[Span, Region]]) -> PageImage:
    boxes = tuple(
        Box(piece.start, piece.end, *(round(min(1.0, max(0.0, share)), 4) for share in box))
        for (piece, _), box in zip(pieces, told["boxes"], strict=True)
    )
    return PageImage(document.id, told["page"], told["width"], told["height"], b64decode(told["png"]), boxes)
