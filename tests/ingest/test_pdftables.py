"""Tables on PDF pages: frames, rows, columns, notes; what is no table stays text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from pipeline.core.records import Document, PassageKind, Section
from pipeline.core.settings import IngestSettings
from pipeline.ingest import pdfpages
from pipeline.ingest.layout import Word, rows
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.pdfgrid import read_rows
from pipeline.ingest.pdfium import Rule
from pipeline.ingest.pdftables import find_tables, merge_rules

ROWS = [
    ("Source", "Markers", "Size (nm)"),
    ("hMSC", "CD9, CD63", "90"),
    ("", "CD81", "120"),
    ("NSC", "nestin and a long", "75"),
    ("", "list of others", ""),
    ("EPC", "CD31", "60"),
]


def words(text: str, x: float, top: float, size: float = 9.0) -> list[Word]:
    found = []
    for word in text.split():
        found.append(Word(word, x, top, x + 0.5 * size * len(word), top + size, size))
        x = found[-1].x1 + 0.25 * size
    return found


def table(top: float = 100.0, pitch: float = 11.0) -> list[Word]:
    return [
        word
        for number, row in enumerate(ROWS)
        for column, said in enumerate(row)
        for word in words(said, 50 + 130 * column, top + pitch * number)
    ]


def test_rows_of_a_table_without_inner_rules() -> None:
    found = read_rows(table(), [], 50, 400)
    assert [row.cells for row in found] == [
        ("Source", "Markers", "Size (nm)"),
        ("hMSC", "CD9, CD63", "90"),
        ("", "CD81", "120"),
        ("NSC", "nestin and a long list of others", "75"),
        ("EPC", "CD31", "60"),
    ]


def test_rules_part_rows_and_columns_where_they_are_drawn() -> None:
    across = [Rule(50, y, 400, y) for y in (98, 109.5, 131.5, 153.5, 166)]
    down = [Rule(x, 98, x, 166) for x in (170, 300)]
    found = read_rows(table(), [*across, *down], 50, 400)
    assert [row.cells[1] for row in found] == ["Markers", "CD9, CD63 CD81", "nestin and a long list of others", "CD31"]


def test_a_frame_of_rules_below_a_caption_is_a_table() -> None:
    caption = words("Table 1. Markers of vesicles", 50, 80)
    text = [
        w
        for n in range(12)
        for w in words("running text that fills the whole width of this column " * 2, 50, 200 + 12 * n)
    ]
    all_words = [*caption, *table(), *text]
    rules = [Rule(50, 97, 400, 97), Rule(50, 109.5, 400, 109.5), Rule(50, 168, 400, 168)]
    lines = rows(all_words, 0)
    found = find_tables(all_words, rules, lines, 10.0, None)
    assert len(found) == 1
    assert len(found[0].rows) == 5
    assert found[0].bottom < 180
    without = find_tables(all_words, [], lines, 10.0, None)
    assert [len(t.rows) for t in without] == [5]
    assert find_tables(text, rules, rows(text, 0), 10.0, None) == []


def test_touching_rules_are_one() -> None:
    parts = [Rule(50 + 20 * n, 97 + 0.2 * (n % 2), 70 + 20 * n, 97.4) for n in range(10)]
    assert [(r.x0, r.x1) for r in merge_rules([*parts, Rule(60, 10, 61, 90)])] == [(50, 250)]


def page(paper: canvas.Canvas, pieces: Sequence[tuple[float, float, str]], rules: Sequence[float] = ()) -> None:
    for x, y, said in pieces:
        paper.drawString(x, y, said)
    for y in rules:
        paper.line(50, y, 420, y)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("tables") / "article.pdf"
    paper = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    paper.setFont("Helvetica-Bold", 18)
    paper.drawString(50, 780, "Vesicles and their tables")
    paper.setFont("Helvetica-Bold", 12)
    paper.drawString(50, 740, "1. Results")
    paper.setFont("Helvetica", 10)
    line = "The cells that were kept in the dish shed vesicles that carry many kinds of RNA to others"
    page(paper, [(50, 720 - 12 * n, line) for n in range(6)])
    page(paper, [(50, 620, "Table 1. Markers of vesicles by their source.")], [612, 598, 530])
    paper.setFont("Helvetica", 8)
    grid = [(50 + 130 * c, 602 - 12 * r, said) for r, row in enumerate(ROWS) for c, said in enumerate(row) if said]
    page(paper, grid)
    page(paper, [(50, 518, "CD: cluster of differentiation, as said in the text.")])
    paper.setFont("Helvetica", 10)
    page(paper, [(50, 480 - 12 * n, line) for n in range(6)])
    page(paper, [(50, 402, "and that is where they end.")])
    paper.showPage()
    paper.setFont("Helvetica", 9)
    paper.rotate(90)
    page(paper, [(60, -60, "Table 2. Sizes of vesicles.")], [])
    paper.line(60, -66, 600, -66)
    for r, row in enumerate(ROWS):
        for c, said in enumerate(row):
            if said:
                paper.drawString(60 + 150 * c, -80 - 12 * r, said)
    paper.line(60, -84, 600, -84)
    paper.line(60, -148, 600, -148)
    paper.showPage()
    paper.save()
    return path


@pytest.fixture(scope="module")
def article(paper: Path) -> Document:
    return read_pdf(paper, source="article.pdf", sha256="8" * 64, settings=IngestSettings())


def test_lines_know_what_part_of_a_table_they_are(paper: Path) -> None:
    first, second = pdfpages.read_pages(str(paper))["pages"]
    roles = [line[10] for line in first["lines"]]
    assert [role for role, _ in itertools.groupby(roles)] == ["", "caption", "grid", "note", ""]
    assert roles.count("grid") == 5
    assert (first["turned"], second["turned"]) == (0, 90)
    assert second["width"] > second["height"]


def test_a_table_is_a_grid_and_the_paragraph_around_it_is_whole(article: Document) -> None:
    said = {p.index: article.text[p.start : p.end] for p in article.passages}
    body = [p for p in article.passages if p.section is Section.TABLE and p.row >= 0 and p.table == "Table 1"]
    assert [said[p.index].split("\t")[0] for p in body] == ["hMSC", "CD81", "NSC", "EPC"]
    assert body[1].cells[0].inherited
    assert [cell.head for cell in body[0].cells] == ["Source", "Markers", "Size (nm)"]
    note = next(p for p in article.passages if said[p.index].startswith("CD: cluster"))
    assert (note.section, note.kind) == (Section.TABLE, PassageKind.OTHER)
    prose = [p for p in article.passages if p.section is Section.RESULTS and p.kind is PassageKind.PARAGRAPH]
    assert len(prose) == 1
    assert said[prose[0].index].endswith("to others and that is where they end.")


def test_a_table_turned_by_a_quarter_is_read(article: Document) -> None:
    turned = [p for p in article.passages if p.table == "Table 2" and p.row >= 0]
    assert [article.text[p.start : p.end].split("\t")[-1] for p in turned] == ["90", "120", "75", "60"]
    assert {p.page for p in turned} == {2}
