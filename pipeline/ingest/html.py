"""Reads HTML pages of publishers, PubMed and PubMed Central: headings, paragraphs, lists, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree, html

from pipeline.core.errors import BrokenMarkup, EmptySource
from pipeline.core.records import Document, Span
from pipeline.core.settings import IngestSettings
from pipeline.ingest.assemble import assemble
from pipeline.ingest.blocks import Block, Shape
from pipeline.ingest.plainlines import collapse
from pipeline.ingest.text import check_length

_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "aside", "form", "button", "svg", "iframe", "object", "embed",
     "head", "select", "input", "textarea", "canvas", "video", "audio", "dialog", "menu"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "h1", "h2", "h3",
     "h4", "h5", "h6", "blockquote", "pre", "figure", "figcaption", "caption", "header", "footer", "address",
     "details", "summary", "hr", "body", "center", "fieldset"}
)  # fmt: skip
#: classes of the lines between title and abstract
_FRONT = re.compile(
    r"(?:^|[\s_-])(?:authors?|author-?list|contrib(?:utors?|-group)|affiliations?|aff|correspondence|article-dates|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
#: meta names (of the Highwire and Dublin Core sets) -> field
_META = {
    "title": ("citation_title", "dc.title", "og:title"),
    "doi": ("citation_doi", "dc.identifier", "prism.doi"),
    "pmid": ("citation_pmid", "ncbi_uid"),
    "year": ("citation_publication_date", "citation_date", "citation_online_date", "dc.date"),
}


def read_html(data: bytes, *, source: str, sha256: str, settings: IngestSettings) -> Document:
    """The Document of a page.

    Scripts, navigation and forms are dropped; of the rest the ``article`` or ``main`` element is read where
    there is one that holds most of the text.

    Raises
    ------
    BrokenMarkup
        No page can be made of the bytes.
    EmptySource
        The page has no text.
    TooLarge
        Its text is longer than the settings allow.
    """
    if not data.strip():
        raise EmptySource("the file is empty", where=source, remedy="save the page again")
    root = _parse(data, source)
    main = _main(root)
    writer = _Writer()
    writer.walk(main)
    text, blocks = writer.finish()
    if not text.strip():
        raise EmptySource("the page has no text", where=source, remedy="save the page after its scripts have run")
    check_length(text, source, settings)
    document = assemble(text, blocks, source=source, format="html", sha256=sha256)
    meta = _meta(root)
    year = re.search(r"\b(1[89]\d\d|20\d\d)\b", meta.get("year", ""))
    doi = re.search(r"10\.\d{4,9}/\S+", meta.get("doi", ""))
    return replace(
        document,
        title=meta.get("title") or document.title,
        doi=doi.group() if doi else document.doi,
        pmid=meta.get("pmid") or document.pmid,
        year=int(year.group()) if year else document.year,
    )


def _parse(data: bytes, where: str) -> etree._Element:
    declared = _CHARSET.search(data[:4096])
    encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    for name in dict.fromkeys((encoding, "utf-8", "windows-1252")):
        try:
            decoded = data.decode(name)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        decoded = data.decode("utf-8", "replace")
    decoded = re.sub(r"\A\s*<\?xml[^>]*\?>", "", decoded.removeprefix("\ufeff"))
    decoded = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", " ", decoded)
    try:
        root = html.document_fromstring(decoded, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BrokenMarkup(f"no HTML ({error})", where=where, remedy="save the page again") from error
    return root


def _main(root: etree._Element) -> etree._Element:
    body = root.find("body")
    whole = root if body is None else body
    size = len("".join(map(str, whole.itertext())))
    for path in (".//article", ".//main", ".//*[@role='main']"):
        found = max(whole.iterfind(path), key=lambda e: len("".join(map(str, e.itertext()))), default=None)
        if found is not None and len("".join(map(str, found.itertext()))) * 2 > size:
            return found
    return whole


def _meta(root: etree._Element) -> dict[str, str]:
    named: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").casefold()
        content = collapse(element.get("content") or "")
        if name and content:
            named.setdefault(name, content)
    return {field: next((named[n] for n in names if n in named), "") for field, names in _META.items()}


class _Writer:
    """Writes blocks one below the other while it walks the tree."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.run: list[str] = []
        self.shape, self.level = Shape.TEXT, 0

    def finish(self) -> tuple[str, list[Block]]:
        """Text and blocks."""
        self._flush()
        return "".join(self.parts), self.blocks

    def _emit(self, lines: list[str], shape: Shape, level: int = 0) -> None:
        spans = []
        for line in lines:
            spans.append(Span(self.length, self.length + len(line)))
            self.parts.append(line + "\n")
            self.length += len(line) + 1
        start = spans[0].start + len(lines[0]) - len(lines[0].lstrip())
        self.blocks.append(Block(start, spans[-1].end, shape, tuple(spans), level=level))

    def _flush(self) -> None:
        words = collapse("".join(self.run))
        self.run.clear()
        if words:
            self._emit([words], self.shape, self.level if self.shape is Shape.HEADING else 0)

    def walk(self, element: etree._Element) -> None:
        """Write an element and what is in it."""
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _DROPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return
        if name == "table":
            self._flush()
            self._table(element)
            return
        block = name in _BLOCKS
        kept = (self.shape, self.level)
        if block:
            self._flush()
            if re.fullmatch(r"h[1-6]", name):
                self.shape, self.level = Shape.HEADING, max(1, int(name[1]) - 1)
            elif name == "li":
                self.shape, self.level = Shape.ITEM, 0
            if self.shape is Shape.TEXT and _FRONT.search(f"{element.get('class', '')} {element.get('itemprop', '')}"):
                self.shape = Shape.STRAY
        if name == "br":
            self.run.append(" ")
        self.run.append(element.text or "")
        for child in element:
            self.walk(child)
            self.run.append(child.tail or "")
        if block:
            self._flush()
            self.shape, self.level = kept

    def _table(self, table: etree._Element) -> None:
        caption = table.find("caption")
        if caption is not None and collapse("".join(map(str, caption.itertext()))):
            self._emit([collapse("".join(map(str, caption.itertext())))], Shape.TEXT)
        lines = ["\t".join(cells).rstrip() for cells in _cells(table)]
        lines = [line for line in lines if line.strip()]
        if lines and any("\t" in line for line in lines):
            self._emit(lines, Shape.GRID)
        else:
            for line in lines:
                self._emit([line.strip()], Shape.TEXT)


def _cells(table: etree._Element) -> Iterator[list[str]]:
    """Cells of each row as words; a cell that spans rows leaves empty cells below it, one that spans columns beside."""
    below: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while below.get(len(cells), 0) > 0:
                below[len(cells)] -= 1
                cells.append("")
            tall, wide = (_number(cell.get(name)) for name in ("rowspan", "colspan"))
            for offset in range(wide):
                if tall > 1:
                    below[len(cells)] = tall - 1
                words = collapse(" ".join(map(str, cell.itertext())))
                cells.append(words if offset == 0 else "")
        yield cells


def _number(value: str | None) -> int:
    return max(1, min(int(value), 200)) if value and value.strip().isdigit() else 1
