"""The documents as the page carries them: text, passages, mentions, and the primary studies that evidence cites."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.core.records import UNMINED, Document, Mention, Reading, Reference, Statement
from pipeline.ingest.pdfimages import PageImage
from pipeline.network.attributes import clean

TYPES = ("CELL_TYPE", "MARKER", "MIRNA", "PATHWAY")


def utf16(text: str) -> Callable[[int], int]:
    """A function from an offset in code points to one in UTF-16 units; what lies outside the text is clamped.

    Examples
    --------
    >>> to = utf16("a\\U0001f9ecb")
    >>> to(0), to(1), to(2), to(3), to(99)
    (0, 1, 3, 4, 4)
    """
    astral = [position for position, character in enumerate(text) if ord(character) > 0xFFFF]
    size = len(text)

    if not astral:
        return lambda offset: offset if 0 <= offset <= size else max(0, min(offset, size))

    def convert(offset: int) -> int:
        inside = max(0, min(offset, size))
        return inside + bisect_left(astral, inside)

    return convert


def document_of(
    reading: Reading, nodes: dict[str, int], to: Callable[[int], int], images: Sequence[PageImage] = ()
) -> dict[str, Any]:
    """A document for the page.

    Parameters
    ----------
    reading
        What was read from it.
    nodes
        Node id -> its number on the page.
    to
        Its `utf16`.
    images
        Pictures of its pages.
    """
    document = reading.document
    mentions = sorted(reading.annotation.mentions, key=lambda one: (one.start, -one.end, one.type.value))
    return {
        "id": document.id,
        "source": clean(document.source),
        "title": title_of(document),
        "year": document.year,
        "doi": clean(document.doi),
        "pmid": clean(document.pmid),
        "pmcid": clean(document.pmcid),
        "text": clean(document.text),
        "relations": len(reading.relations),
        "references": len(document.references),
        "passages": [
            {
                "section": passage.section.value,
                "kind": passage.kind.value,
                "mined": passage.section not in UNMINED,
                "start": to(passage.start),
                "end": to(passage.end),
                "page": passage.page,
                "table": clean(passage.table),
                "depth": len(passage.heading),
                "cells": [
                    [to(cell.span.start), to(cell.span.end), cell.inherited, clean(cell.head)] for cell in passage.cells
                ],
            }
            for passage in document.passages
        ],
        "mentions": [
            [
                to(mention.start),
                to(mention.end),
                nodes[mention.node],
                TYPES.index(mention.type.value),
                int(bool(mention.negated)) + 2 * int(bool(mention.speculative)),
            ]
            for mention in mentions
        ],
        "sheets": [_sheet(image, mentions) for image in images],
    }


def picture_of(image: PageImage) -> str:
    """The file of a page's picture, below the report's folder.

    Examples
    --------
    >>> picture_of(PageImage("d0123", 7, 0, 0, b"", ()))
    'pages/d0123-7.png'
    """
    return f"pages/{image.document}-{image.page}.png"


def _sheet(image: PageImage, mentions: Sequence[Mention]) -> dict[str, Any]:
    """A page's picture: its file, and for each box the number of its mention and the edges in ten-thousandths."""
    boxes = []
    for box in image.boxes:
        around = [
            (mention.end - mention.start, number)
            for number, mention in enumerate(mentions)
            if mention.start <= box.start and box.end <= mention.end
        ]
        if around:
            edges = (box.x0, box.top, box.x1, box.bottom)
            boxes.append([min(around)[1], *(round(10_000 * share) for share in edges)])
    return {
        "page": image.page,
        "file": picture_of(image),
        "width": image.width,
        "height": image.height,
        "boxes": boxes,
    }


def title_of(document: Document) -> str:
    """What a document is called: its title, or its file's name."""
    return clean(document.title) or clean(document.source.rsplit("/", 1)[-1])


def studies_cited(readings: Sequence[Reading], statements: Sequence[Statement]) -> dict[str, dict[str, str]]:
    """The primary studies that evidence cites; of several forms of an entry the longest."""
    cited = {study for one in statements for piece in (*one.supporting, *one.opposing) for study in piece.studies}
    found: dict[str, Reference] = {}
    for reading in readings:
        for reference in reading.document.references:
            known = found.get(reference.key)
            if reference.key in cited and (known is None or len(reference.text) > len(known.text)):
                found[reference.key] = reference
    return {
        clean(key): {
            "text": clean(" ".join(found[key].text.split())),
            "doi": clean(found[key].doi),
            "pmid": clean(found[key].pmid),
            "pmcid": clean(found[key].pmcid),
        }
        for key in sorted(found)
    }
