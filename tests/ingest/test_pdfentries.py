"""Reference lists of PDFs are parted into entries."""

from __future__ import annotations

from pipeline.ingest.pdfentries import part_entries
from pipeline.ingest.pdflines import Edges, PdfLine

NAMES = ["Rivera A, Kim J.", "Li W.", "Okafor N, Sato H.", "Novak P.", "Ivanova T.", "Costa M, Ruiz L."]


def line(text: str, top: float, x0: float = 50.0, x1: float = 300.0) -> PdfLine:
    return PdfLine(text, 1, 0, 8.0, False, x0, top, x1, top + 8)


def starts(lines: list[PdfLine]) -> list[str]:
    return [group[0].text.split(".")[0].split(",")[0] for group in part_entries(lines, Edges(lines))]


def test_numbers_that_go_up() -> None:
    lines = []
    for number, name in enumerate(NAMES, 1):
        lines += [line(f"{number}. {name} One of the", 20 * number), line(f"20{number} vesicles", 20 * number + 10)]
    groups = part_entries(lines, Edges(lines))
    assert [group[0].text[:2] for group in groups] == [f"{n}." for n in range(1, 7)]


def test_hanging_indents() -> None:
    lines = []
    for number, name in enumerate(NAMES):
        lines += [line(f"{name} (2020) A title that", 30 * number), line("goes on here and", 30 * number + 10, 62)]
        lines += [line("Ends. J Cells 1:1-2.", 30 * number + 20, 62)]
    assert starts(lines) == [name.split(".")[0].split(",")[0] for name in NAMES]


def test_gaps_between_entries() -> None:
    lines = []
    for number, name in enumerate(NAMES):
        lines += [line(f"{name} A title that", 34 * number), line("goes on here and here", 34 * number + 9)]
        lines += [line("to its end. J Cells 1.", 34 * number + 18)]
    assert starts(lines) == [name.split(".")[0].split(",")[0] for name in NAMES]


def test_names_behind_an_end() -> None:
    lines = []
    for number, name in enumerate(NAMES):
        lines += [
            line(f"{name} A title that", 20 * number),
            line("is long. J Cells. 2020.", 20 * number + 10, x1=180.0),
        ]
    assert starts(lines) == [name.split(".")[0].split(",")[0] for name in NAMES]
    assert part_entries([], Edges([])) == []
