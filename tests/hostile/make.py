"""Writes inputs that are broken on purpose, each with the class of failure that it has to end in.

Run ``python tests/hostile/make.py FOLDER`` to have them on disk.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

#: an input that is read although it is odd
READ = ""
#: any failure of ingestion will do
ANY = "any"

JATS = """<article><front><article-meta><title-group><article-title>Vesicles</article-title></title-group>
</article-meta></front><body><sec><title>Results</title><p>Cells shed vesicles{0}.</p></sec></body></article>"""
TEXT = "Vesicles of old cells\n\nAbstract\n\nOld cells shed vesicles that carry miR-21.\n"


def sound_pdf(pages: int = 3) -> bytes:
    """A PDF with nothing wrong."""
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    for page in range(pages):
        for line in range(30):
            paper.drawString(60, 780 - 14 * line, f"Line {line} of page {page} says that cells shed vesicles.")
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def objects_pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF of the given objects, with a table of their places."""
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, table)
    return bytes(out)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page_pdf(content: bytes, extra: bytes = b"", font: bytes = FONT) -> bytes:
    """A PDF of one page with a content stream as it stands in the file."""
    return objects_pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> " + extra + b">>",
            4: content,
            5: font,
        }
    )


def stream(data: bytes, filters: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), filters) + data + b"\nendstream"


def inflating(megabytes: int) -> bytes:
    """A small stream that unfolds to many megabytes of blanks."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def encrypted() -> bytes:
    """A PDF that needs a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sound_pdf(1)))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdfs() -> Iterator[tuple[str, bytes, str]]:
    """Broken PDFs."""
    whole = sound_pdf()
    for tenth in range(1, 10):
        yield f"truncated-{tenth}.pdf", whole[: len(whole) * tenth // 10], "truncated"
    flipped = bytearray(whole)
    for place in range(200, len(flipped) - 60, 97):
        flipped[place] ^= 0x55
    yield "flipped.pdf", bytes(flipped), ANY
    yield "encrypted.pdf", encrypted(), "encrypted"
    yield "page.pdf", b"<html><body>Not found</body></html>", "not a PDF"
    yield "empty.pdf", b"", "empty"
    yield "hollow.pdf", b"%PDF-1.4\n%%EOF\n", "broken pdf"
    catalogue = b"<< /Type /Catalog /Pages 2 0 R >>"
    yield "no-pages.pdf", objects_pdf({1: catalogue, 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}), "broken pdf"
    cycle = {
        1: catalogue,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
    }
    yield "cycle.pdf", objects_pdf(cycle), "broken pdf"
    yield "bomb.pdf", page_pdf(stream(inflating(1024), b"/Filter /FlateDecode")), "memory"
    many = {1: catalogue, 2: b"<< /Type /Pages /Count 10000 /Kids [" + b"3 0 R " * 10_000 + b"] >>"}
    many[3] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"
    yield "many-pages.pdf", objects_pdf(many), "too large"
    words = b"BT /F1 12 Tf 60 700 Td (" + b"Old cells shed vesicles that carry many kinds of RNA. " * 3 + b") Tj ET"
    yield "no-font.pdf", page_pdf(stream(words), font=b"<< /Type /Font /Subtype /Type1 /BaseFont /NoSuchFont >>"), READ
    yield "font-is-number.pdf", page_pdf(stream(words), font=b"42"), ANY
    yield "wrong-length.pdf", page_pdf(b"<< /Length 999999999 >>\nstream\n" + words + b"\nendstream"), ANY
    yield "unknown-filter.pdf", page_pdf(stream(words, b"/Filter /NoSuchDecode")), ANY
    yield "huge-page.pdf", page_pdf(stream(words), b"/UserUnit 1e30 /CropBox [-1e38 -1e38 1e38 1e38] "), ANY
    yield "images-only.pdf", page_pdf(stream(b"q 600 0 0 800 0 0 cm Q")), "no text layer"
    yield "nested.pdf", page_pdf(stream(b"q " * 200_000 + words)), ANY
    yield "renamed.txt", whole, "binary"


def markup() -> Iterator[tuple[str, bytes, str]]:
    """Broken or malicious XML and HTML."""
    laughs = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    yield "bomb.xml", f"{laughs}]>{JATS.format('&a9;')}".encode(), "broken markup"
    outside = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    yield "outside.xml", f"{outside}{JATS.format('&x;')}".encode(), "broken markup"
    yield "dtd.xml", f"<!DOCTYPE article SYSTEM 'http://127.0.0.1:9/x.dtd'>{JATS.format('')}".encode(), READ
    yield "deep.xml", b"<article><body>" + b"<sec>" * 100_000, "broken markup"
    yield "unclosed.xml", JATS.format("").encode()[:-20], "broken markup"
    yield "other-root.xml", b"<feed><entry/></feed>", "unsupported format"
    yield "claims-utf16.xml", b"<?xml version='1.0' encoding='utf-16'?>" + JATS.format("").encode(), "broken markup"
    wide = "<table-wrap><table><tr>" + "<td>CD9</td>" * 10_000 + "</tr><tr><td>a</td></tr></table></table-wrap>"
    yield "wide-table.xml", JATS.replace("</sec>", wide + "</sec>").format("").encode(), READ
    spans = "<table-wrap><table><tr><td rowspan='99999' colspan='99999'>x</td></tr></table></table-wrap>"
    yield "spans.xml", JATS.replace("</sec>", spans + "</sec>").format("").encode(), READ
    yield "nul.xml", JATS.format("\0").encode(), "broken markup"
    yield "deep.html", b"<html><body>" + b"<div>" * 30_000 + b"Old cells shed vesicles." * 20, "empty"
    yield "script.html", b"<html><script>while(1){}</script></html>", "empty"
    yield (
        "laughs.xml.gz",
        gzip.compress(f"{laughs}]><PubmedArticleSet>&a9;</PubmedArticleSet>".encode()),
        "broken markup",
    )
    yield "blanks.xml.gz", gzip.compress(b"<PubmedArticleSet>" + b" " * 30_000_000), "broken markup"
    yield "cut.xml.gz", gzip.compress(b"<PubmedArticleSet>" * 50)[:-9], "broken markup"


def texts() -> Iterator[tuple[str, bytes, str]]:
    """Texts and tables with something wrong."""
    yield "latin1.txt", "Vesicles of the c\xf4te\n\nThey were seen in caf\xe9s.\n".encode("latin-1"), "encoding"
    yield "nul.txt", b"Old cells\0\0\0\0 shed" + b"\0" * 200, "binary"
    yield "blanks.txt", b" \n\t\n" * 100, "empty"
    yield "utf16.txt", TEXT.encode("utf-16"), READ
    yield "surrogate.txt", b"Old cells \xed\xa0\x80 shed", "encoding"
    yield "hebrew.txt", "שלפוחיות של תאים\n\nAbstract\n\nתאי גזע מפרישים שלפוחיות miR-21 אל הסביבה.\n".encode(), READ
    yield "one-line.txt", b"vesicle " * 500_000, READ
    yield "no-blank.txt", b"x" * 2_000_000, READ
    yield "tabs.txt", b"a\tb\n" + b"\t" * 10_000 + b"\nc\td\n", READ
    yield "wide.txt", ("\t".join(f"c{n}" for n in range(10_000)) + "\n").encode() * 3, READ
    yield "controls.txt", (TEXT + "\x1b[31mred\x1b[0m \u202eabc\u202c \ufeff\u200b\n").encode(), READ
    yield "brackets.txt", b"((((" * 200_000, READ
    yield "deep.json", b"[" * 100_000 + b"]" * 100_000, "broken table"
    yield "number.json", b"1e999999", "broken table"
    yield "null.jsonl", b'null\n{"title": "a", "abstract": "Old cells shed vesicles."}\n', ANY
    yield "titles.json", json.dumps([{"title": "one"}]).encode(), "broken table"
    yield "no-column.csv", b"a,b\n1,2\n", "broken table"
    yield "quote.csv", b'title,abstract\n"one,two\nthree', "broken table"
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["title", "abstract", *[f"c{n}" for n in range(10_000)]])
    rows.writerow(["Old cells", "They shed vesicles."])
    yield "wide.csv", table.getvalue().encode(), READ
    yield "ends.nbib", b"PMID- 1\nTI  - Old cells\nAB  - ", "broken table"
    yield "office.txt", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "binary"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../outside.txt", TEXT)
    yield "archive.txt", archive.getvalue(), "binary"
    yield "archive.pdf", archive.getvalue(), "not a PDF"


def inputs() -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes, and the code of the failure that it has to end in (`READ`, `ANY`)."""
    yield from pdfs()
    yield from markup()
    yield from texts()


def make(folder: Path) -> dict[str, str]:
    """Write all inputs into a folder; what each has to end in."""
    expected = {}
    for name, data, code in inputs():
        (folder / name).write_bytes(data)
        expected[name] = code
    (folder / "link.txt").symlink_to(folder / "link.txt")
    return expected


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    print(f"{len(make(target))} inputs in {target}")
