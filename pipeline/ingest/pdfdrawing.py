"""Runs in a process of its own: draws pages of a PDF and finds where some words stand on them."""

from __future__ import annotations

import io
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.ingest.pdfium import read_sheet
from pipeline.ingest.pdfpages import main

#: a picture has at most so many pixels across and down
WIDE, HIGH = 900, 1_400
#: greys of a picture: enough for text, few enough for half a byte a pixel
GREYS = 16
#: words are looked for so many times on a page, then the box is guessed
_MOST_HITS = 200


def draw_pages(path: str, pages: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, Any]:
    """Pictures of pages, and boxes of words on them.

    Parameters
    ----------
    path
        A PDF.
    pages
        Number of the page (from 1) -> [words, x0, x1, top, bottom] of each box asked for: where the words are
        guessed to begin and end, and their line, in points from the upper left of the page as it is read.

    Returns
    -------
    dict
        ``pages``: for each ``page`` its ``png`` (base64), ``width`` and ``height`` in pixels, and ``boxes`` (x0,
        top, x1, bottom in shares of the page), in the order asked for.
    """
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        drawn = []
        for number in sorted(pages, key=int):
            page = pdf[int(number) - 1]
            try:
                drawn.append({"page": int(number), **_draw(page, pages[number])})
            finally:
                page.close()
        return {"pages": drawn}
    finally:
        pdf.close()


def _draw(page: Any, asked: Sequence[Sequence[Any]]) -> dict[str, Any]:
    sheet = read_sheet(page)
    frame = page.get_mediabox()
    boxes = []
    text = page.get_textpage()
    try:
        for words, x0, x1, top, bottom in asked:
            found = None if sheet.turned else _found(text, frame, words, (x0, top, bottom))
            boxes.append(
                [
                    share / whole
                    for share, whole in zip(
                        found or (x0, top, x1, bottom), (sheet.width, sheet.height) * 2, strict=True
                    )
                ]
            )
    finally:
        text.close()
    png, width, height = _picture(page, frame, sheet.turned)
    return {"png": b64encode(png).decode(), "width": width, "height": height, "boxes": boxes}


def _found(
    text: Any, frame: Sequence[float], words: str, guess: tuple[float, float, float]
) -> tuple[float, float, float, float] | None:
    """The box of words within their line, the nearest to where they are guessed to begin."""
    x0, top, bottom = guess
    left, _, _, upper = frame
    search = text.search(words, match_case=True)
    best: tuple[float, tuple[float, float, float, float]] | None = None
    try:
        for _ in range(_MOST_HITS):
            hit = search.get_next()
            if hit is None:
                break
            corners = [text.get_charbox(index, loose=True) for index in range(hit[0], hit[0] + hit[1])]
            box = (
                min(one[0] for one in corners) - left,
                upper - max(one[3] for one in corners),
                max(one[2] for one in corners) - left,
                upper - min(one[1] for one in corners),
            )
            middle = (box[1] + box[3]) / 2
            if top - 2 <= middle <= bottom + 2 and box[3] - box[1] <= 2 * (bottom - top) + 4:
                away = abs(box[0] - x0)
                if best is None or away < best[0]:
                    best = (away, box)
    finally:
        search.close()
    return None if best is None else best[1]


def _picture(page: Any, frame: Sequence[float], turned: int) -> tuple[bytes, int, int]:
    """The page as it is read: upright, all of its media box, in greys."""
    from PIL import Image

    page.set_rotation(0)
    page.set_cropbox(*frame)
    across, down = frame[2] - frame[0], frame[3] - frame[1]
    scale = min(WIDE / down, HIGH / across) if turned % 180 else min(WIDE / across, HIGH / down)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    try:
        picture = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    turn = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    if turned in turn:
        picture = picture.transpose(turn[turned])
    step = 255 // (GREYS - 1)
    greys = picture.point([round(level / step) for level in range(256)]).convert("P")
    greys.putpalette([level * step for level in range(GREYS) for _ in range(3)])
    file = io.BytesIO()
    greys.save(file, "PNG", bits=4, compress_level=9)
    return file.getvalue(), *picture.size


if __name__ == "__main__":
    sys.exit(main(lambda request: draw_pages(request["path"], request["pages"])))
