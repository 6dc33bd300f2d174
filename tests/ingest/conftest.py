"""PDFs that tests make for themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

#: a piece of a page: left edge, height from below, type size, bold, words
Piece = tuple[float, float, float, bool, str]
MakePdf = Callable[[str, Sequence[Sequence[Piece]]], Path]


@pytest.fixture(scope="session")
def make_pdf(tmp_path_factory: pytest.TempPathFactory) -> MakePdf:
    """Write a PDF whose pages hold the given pieces."""

    def make(name: str, pages: Sequence[Sequence[Piece]]) -> Path:
        path = tmp_path_factory.mktemp("pdf") / name
        paper = canvas.Canvas(str(path), pagesize=A4, invariant=1)
        for page in pages:
            for x, y, size, bold, words in page:
                paper.setFont("Helvetica-Bold" if bold else "Helvetica", size)
                paper.drawString(x, y, words)
            paper.showPage()
        paper.save()
        return path

    return make
