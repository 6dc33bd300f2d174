"""Words and rules off PDF pages by PDFium, and by pdfplumber where it has to."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from pipeline.ingest import pdfpages
from pipeline.ingest.layout import Line
from pipeline.ingest.pdfium import Rule, accented, read_sheet
from pipeline.ingest.pdfplumbed import read_sheets


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "drawn.pdf"
    paper = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    paper.setFont("Helvetica", 10)
    paper.drawString(60, 700, "Cells shed vesicles")
    paper.setFont("Helvetica-Oblique", 10)
    paper.drawString(60, 680, "in vitro")
    paper.setFont("Symbol", 10)
    paper.drawString(60, 660, "α")
    paper.setFont("Helvetica", 10)
    paper.drawString(60, 640, "Cells ..................... 12")
    paper.line(60, 600, 300, 600)
    paper.rect(60, 500, 100, 50, stroke=1, fill=0)
    paper.showPage()
    paper.save()
    return path


def test_words_and_their_styles(drawn: Path) -> None:
    pdf = pypdfium2.PdfDocument(drawn)
    sheet = read_sheet(pdf[0])
    texts = [word.text for word in sheet.words]
    assert texts[:5] == ["Cells", "shed", "vesicles", "in", "vitro"]
    assert [word.italic for word in sheet.words[:5]] == [False, False, False, True, True]
    assert "α" in texts
    assert Line(sheet.words[:3]).text() == "Cells shed vesicles"
    assert not any(".." in text for text in texts)
    assert any(rule.across and abs(rule.top - (A4[1] - 600)) < 1 for rule in sheet.rules)
    box = [rule for rule in sheet.rules if abs(rule.x0 - 60) < 1 or abs(rule.x1 - 160) < 1]
    assert len(box) >= 4
    assert Rule(0, 0, 9, 1).across


def test_pdfplumber_tells_the_same_words(drawn: Path) -> None:
    sheets, count = read_sheets(str(drawn), 5)
    assert count == 1
    assert [word.text for word in sheets[0].words][:5] == ["Cells", "shed", "vesicles", "in", "vitro"]
    assert sheets[0].rules
    answer = pdfpages.read_pages(str(drawn), "pdfplumber")
    assert answer["pages"][0]["lines"][0][0] == "Cells shed vesicles"


def test_accents_drawn_beside_their_letters_are_composed(drawn: Path) -> None:
    style = read_sheet(pypdfium2.PdfDocument(drawn)[0]) and type("S", (), {"size": 10.0})()
    found = accented([("a", 10, 0, 15, 10, style), ("n", 15, 0, 20, 10, style), None, ("¨", 11, 0, 14, 10, style)])
    assert [c and c[0] for c in found] == ["ä", "n", None]
    assert [c[0] for c in accented([("¨", 50, 0, 54, 10, style), ("a", 10, 0, 15, 10, style)])] == ["¨", "a"]
