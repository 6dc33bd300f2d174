"""Prints an invented table as reviews are found: text in three ways, HTML, JATS, PDF with and without rules."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import matplotlib
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

TITLE = "Vesicles of stem cells as carriers between tissues"
BEFORE = "This overview sums up what has been learnt of small vesicles. The table below lists what was found."
AFTER = "Taken together, much remains to be learnt, and better methods are needed before these vesicles are used."
ENTRIES = [
    f"{name} {letter}. A study of vesicles, part {number}. J Invented Res. {2014 + number};{number}:1-9."
    for number, (name, letter) in enumerate(
        [("Ortiz", "A"), ("Chen", "B"), ("Ruiz", "C"), ("Weber", "D"), ("Adams", "E")], 1
    )
]
SPANNED, LEFT = "^", "<"


def grid(table: dict[str, Any]) -> list[list[str]]:
    """Heads and rows as cells; a row over all columns has one cell."""
    lines = [*table["heads"], *table["rows"]]
    return [
        [line[2:].strip()] if line.startswith("==") else [c.strip() for c in f" {line} ".split(" || ")]
        for line in lines
    ]


def _article(table: dict[str, Any], body: str) -> str:
    note = f"\n{table['note']}\n" if "note" in table else ""
    entries = "\n".join(f"{number}. {entry}" for number, entry in enumerate(ENTRIES, 1))
    return (
        f"{TITLE}\n\nAbstract\n\n{BEFORE}\n\n1. Introduction\n\n{AFTER} {BEFORE}\n\n"
        f"Table 1. {table['caption']}\n\n{body}\n{note}\n2. Conclusion\n\n{AFTER}\n\nReferences\n\n{entries}\n"
    )


def tabs(table: dict[str, Any]) -> str:
    """Cells between tabs; a spanned cell is empty, lines within a cell are joined."""
    lines = ["\t".join("" if c in (SPANNED, LEFT) else c.replace("¶", " ") for c in row) for row in grid(table)]
    return _article(table, "\n".join(lines))


def shifted(table: dict[str, Any]) -> str:
    """Cells between tabs as a careless program leaves them: no spanned cells, and line breaks within cells."""
    lines = []
    for number, row in enumerate(grid(table)):
        kept = [c for c in row if c != SPANNED] if number >= len(table["heads"]) else row
        lines.append("\t".join("" if c in (SPANNED, LEFT) else c.replace("¶", "\n") for c in kept))
    return _article(table, "\n".join(lines))


def pipes(table: dict[str, Any]) -> str:
    """The table as Markdown has it."""
    rows = grid(table)
    width = max(len(row) for row in rows)
    lines = []
    for number, row in enumerate(rows):
        cells = ["" if c in (SPANNED, LEFT) else c.replace("¶", "<br>") for c in row] + [""] * (width - len(row))
        lines.append("| " + " | ".join(cells) + " |")
        if number == 0:
            lines.append("|" + " --- |" * width)
    return _article(table, "\n".join(lines))


def _spans(rows: Sequence[Sequence[str]], number: int, column: int, width: int) -> str:
    if len(rows[number]) == 1:
        return f' colspan="{width}"'
    down = 1
    while number + down < len(rows) and len(rows[number + down]) > 1 and rows[number + down][column] == SPANNED:
        down += 1
    right = 1
    while column + right < len(rows[number]) and rows[number][column + right] == LEFT:
        right += 1
    return (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{right}"' if right > 1 else "")


def _marked(table: dict[str, Any], line_break: str) -> str:
    rows = grid(table)
    width = max(len(row) for row in rows)
    heads = len(table["heads"])
    out = ["<table><thead>"]
    for number, row in enumerate(rows):
        if number == heads:
            out.append("</thead><tbody>")
        tag = "th" if number < heads else "td"
        cells = [
            f"<{tag}{_spans(rows, number, column, width)}>{escape(c).replace('¶', line_break)}</{tag}>"
            for column, c in enumerate(row)
            if c not in (SPANNED, LEFT)
        ]
        out.append("<tr>" + "".join(cells) + "</tr>")
    return "".join([*out, "</tbody></table>"])


def html(table: dict[str, Any]) -> str:
    """A page with the table as HTML."""
    note = f"<p>{escape(table['note'])}</p>" if "note" in table else ""
    entries = "".join(f"<li>{entry}</li>" for entry in ENTRIES)
    return (
        f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
        f"<h2>Abstract</h2><p>{BEFORE}</p><h2>Introduction</h2><p>{AFTER} {BEFORE}</p>"
        f"<figure><figcaption>Table 1. {escape(table['caption'])}</figcaption>{_marked(table, '<br>')}{note}</figure>"
        f"<h2>Conclusion</h2><p>{AFTER}</p><h2>References</h2><ol>{entries}</ol></article></body></html>"
    )


def jats(table: dict[str, Any]) -> str:
    """An article as JATS XML."""
    note = f"<table-wrap-foot><p>{escape(table['note'])}</p></table-wrap-foot>" if "note" in table else ""
    entries = "".join(
        f'<ref id="r{number}"><label>{number}</label><mixed-citation>{entry}</mixed-citation></ref>'
        for number, entry in enumerate(ENTRIES, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><article article-type="review-article"><front><article-meta>'
        f"<title-group><article-title>{TITLE}</article-title></title-group><abstract><p>{BEFORE}</p></abstract>"
        f"</article-meta></front><body><sec><title>Introduction</title><p>{AFTER} {BEFORE}</p>"
        f"<table-wrap id='t1'><label>Table 1</label><caption><p>{escape(table['caption'])}</p></caption>"
        f"{_marked(table, '<break/>')}{note}</table-wrap></sec><sec><title>Conclusion</title><p>{AFTER}</p></sec>"
        f"</body><back><ref-list><title>References</title>{entries}</ref-list></back></article>"
    )


def _pdf(table: dict[str, Any], ruled: bool) -> bytes:
    if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
        font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
        pdfmetrics.registerFont(TTFont("DejaVu", str(font)))
    style = getSampleStyleSheet()["BodyText"]
    style.fontName = "DejaVu"
    style.fontSize, style.leading = 8, 10
    rows = grid(table)
    width = max(len(row) for row in rows)
    orders = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    cells: list[list[Any]] = []
    for number, row in enumerate(rows):
        padded = [*row, *[LEFT] * (width - len(row))]
        cells.append(
            ["" if c in (SPANNED, LEFT) else Paragraph(escape(c).replace("¶", "<br/>"), style) for c in padded]
        )
        for column, cell in enumerate(padded):
            if cell in (SPANNED, LEFT):
                continue
            down, right = number, column
            while down + 1 < len(rows) and len(rows[down + 1]) == width and rows[down + 1][column] == SPANNED:
                down += 1
            while right + 1 < width and padded[right + 1] == LEFT:
                right += 1
            if (down, right) != (number, column):
                orders.append(("SPAN", (column, number), (right, down)))  # type: ignore[arg-type]
    heads = len(table["heads"])
    if ruled:
        orders.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))  # type: ignore[arg-type]
    else:
        for line in (("LINEABOVE", (0, 0), (-1, 0)), ("LINEBELOW", (0, heads - 1), (-1, heads - 1)),
                     ("LINEBELOW", (0, -1), (-1, -1))):  # fmt: skip
            orders.append((*line, 0.7, "black"))  # type: ignore[arg-type]
    story: list[Any] = [Paragraph(f"<font size=15>{TITLE}</font>", style), Spacer(1, 14)]

    def say(words: str, size: int = 9) -> None:
        story.extend([Paragraph(f"<font size={size}>{escape(words)}</font>", style), Spacer(1, 6)])

    say("Abstract", 12)
    say(BEFORE)
    say("1. Introduction", 12)
    say(f"{AFTER} {BEFORE} " * 3)
    say(f"Table 1. {table['caption']}")
    story += [Table(cells, style=TableStyle(orders)), Spacer(1, 8)]
    if "note" in table:
        say(table["note"])
    say("2. Conclusion", 12)
    say(f"{AFTER} " * 3)
    say("References", 12)
    for number, entry in enumerate(ENTRIES, 1):
        say(f"{number}. {entry}")
    held = io.BytesIO()
    SimpleDocTemplate(held, pagesize=A4, title=TITLE, invariant=1).build(story)
    return held.getvalue()


#: name of a way to print -> suffix of the file, and the printer
WAYS: dict[str, tuple[str, Callable[[dict[str, Any]], str | bytes]]] = {
    "tabs": (".txt", tabs),
    "shifted": (".txt", shifted),
    "pipes": (".txt", pipes),
    "html": (".html", html),
    "jats": (".xml", jats),
    "pdf with rules": (".pdf", lambda table: _pdf(table, True)),
    "pdf with few rules": (".pdf", lambda table: _pdf(table, False)),
}
