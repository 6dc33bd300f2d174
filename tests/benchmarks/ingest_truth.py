"""What a JATS article says, drawn from its mark-up without the project's reader: the truth of the ingest benchmark."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

_WORD = re.compile(r"[^\W_]+")
_FLOATS = {"fig", "fig-group", "table-wrap", "table-wrap-group", "supplementary-material", "media", "graphic"}
_SILENT = {
    "tex-math",
    "annotation",
    "object-id",
    "alt-text",
    "long-desc",
    "permissions",
    "inline-supplementary-material",
}
_UNITS = {"p", "title", "disp-quote"}
_SHORT = {"graphical", "toc", "teaser", "precis", "web-summary", "short", "key-points", "author-highlights"}
_SECTIONS = (
    ("references", r"references?|bibliography|literature cited"),
    ("abbreviations", r"(list of )?abbreviations.*|glossary|nomenclature"),
    (
        "back matter",
        r"acknowledge?ments?.*|funding.*|authors? contributions?.*|.*competing interests?.*"
        r"|.*conflicts? of interests?.*"
        r"|.*consent.*|ethic.*|.*availability.*|disclosures?.*|supplement.*|supporting information"
        r"|additional .*files?.*"
        r"|declarations?.*|appendix.*|authors? information|disclaimer|.*informed consent.*|contributors|footnotes",
    ),
    ("introduction", r"introduction.*|background|overview"),
    (
        "methods",
        r"(materials?|patients?|subjects?) (and|&) methods?|methods?( and materials)?|methodology|experimental.*",
    ),
    ("results", r"results?( and discussions?)?|findings"),
    ("discussion", r"discussions?( and .*)?"),
    (
        "conclusion",
        r"conclusions?( and .*)?|concluding remarks|summary and .*|outlook|future (perspectives?|directions?)",
    ),
)


def words(text: str) -> list[str]:
    """Words of a text for comparing: letters and digits, compatibility forms resolved, case kept out."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def bare(text: str) -> str:
    """A text's letters and digits; its other signs where it has none."""
    text = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c for c in text if c.isalnum())
    return kept or re.sub(r"[‐‑‒–—―−-]+", "-", "".join(text.split()))


@dataclass
class Truth:
    """Running words with where paragraphs begin, headings with sections, tables, references, citation marks."""

    words: list[str] = field(default_factory=list)  # abstract and body, floats left out
    title: list[str] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    headings: list[tuple[str, str]] = field(default_factory=list)
    tables: list[list[list[tuple[int, str]]]] = field(default_factory=list)
    references: list[tuple[str, str, str, str]] = field(default_factory=list)  # title, doi, author, year
    entries: list[str] = field(default_factory=list)  # all letters of each entry, its label left out
    marks: list[tuple[int, int]] = field(default_factory=list)  # (place among the words, reference)
    floats: list[str] = field(default_factory=list)  # words of captions and tables


def name(element: etree._Element) -> str:
    """Local name, nothing for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(element: etree._Element) -> str:
    """All words below an element, a blank at every border of a block."""
    parts: list[str] = []

    def walk(e: etree._Element) -> None:
        if name(e) in _SILENT:
            return
        block = name(e) in {"p", "title", "label", "td", "th", "name", "string-name", "break", "surname", "year"}
        parts.append(" " if block else "")
        parts.append(e.text or "")
        for child in e:
            walk(child)
            parts.append(child.tail or "")
        parts.append(" " if block else "")

    walk(element)
    return " ".join("".join(parts).split())


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self.truth = Truth()
        self.root = root
        self.ids: dict[str, int] = {}

    def read(self) -> Truth:
        self._references()
        for part in self.root.iter("{*}article-meta"):
            for title in part.iter("{*}article-title"):
                self.truth.title = words(text_of(title))
                break
            for abstract in part.findall("{*}abstract"):
                if (abstract.get("abstract-type") or "") not in _SHORT:
                    self._walk(abstract)
        for body in self.root.findall("{*}body"):
            self._walk(body)
            self._headings(body, "body")
        for back in self.root.findall("{*}back"):
            self._headings(back, "back matter")
        for part in ("fig", "table-wrap"):
            for element in self.root.iter("{*}" + part):
                self.truth.floats += words(text_of(element))
        for wrap in self.root.iter("{*}table-wrap"):
            rows = [row for table in wrap.iter("{*}table") for row in table.iter("{*}tr")]
            if rows:
                self.truth.tables.append(grid(rows))
        return self.truth

    def _references(self) -> None:
        for ref in self.root.iter("{*}ref"):
            title = next((text_of(e) for e in ref.iter("{*}article-title", "{*}chapter-title")), "")
            doi = next((text_of(e).lower() for e in ref.iter("{*}pub-id") if e.get("pub-id-type") == "doi"), "")
            author = next((text_of(e) for e in ref.iter("{*}surname", "{*}collab")), "")
            year = next((text_of(e)[:4] for e in ref.iter("{*}year")), "")
            for element in (ref, *ref.iter()):
                if element.get("id"):
                    self.ids[element.get("id", "")] = len(self.truth.references)
            self.truth.references.append((bare(title), doi, bare(author), year))
            said = " ".join(text_of(e) for e in ref if name(e) != "label")
            self.truth.entries.append(bare(said))

    def _walk(self, element: etree._Element) -> None:
        """Running text in document order, a new unit at every paragraph and title."""
        if name(element) in _UNITS:
            self._unit(element)
            return
        if name(element) in _FLOATS or name(element) in _SILENT or name(element) in {"label", "ref-list"}:
            return
        for child in element:
            self._walk(child)

    def _unit(self, element: etree._Element) -> None:
        buffer: list[str] = []

        def flush(start: bool) -> None:
            found = words("".join(buffer))
            buffer.clear()
            if found and start:
                self.truth.starts.add(len(self.truth.words))
            self.truth.words += found

        fresh = True

        def put(text: str) -> None:
            buffer.append(text)

        def walk(e: etree._Element, top: bool) -> None:
            nonlocal fresh
            if name(e) in _SILENT or not name(e):
                return
            if not top and name(e) in _FLOATS:
                return
            if not top and (name(e) in _UNITS or name(e) in {"list", "def-list", "boxed-text"}):
                flush(fresh)
                self._walk(e)
                fresh = True
                return
            bibr = name(e) == "xref" and any(rid in self.ids for rid in (e.get("rid") or "").split())
            if bibr:
                put(" ")
                had = bool("".join(buffer).strip())
                flush(fresh)
                fresh = fresh and not had
                for rid in (e.get("rid") or "").split():
                    if rid in self.ids:
                        self.truth.marks.append((len(self.truth.words), self.ids[rid]))
            put(e.text or "")
            for child in e:
                walk(child, False)
                put(child.tail or "")
            if bibr or name(e) == "break":
                put(" ")

        walk(element, True)
        flush(fresh)

    def _headings(self, part: etree._Element, section: str) -> None:
        for child in part:
            here = section
            if name(child) in {"sec", "ack", "app", "glossary", "ref-list", "notes", "fn-group", "bio", "app-group"}:
                title = child.find("{*}title")
                label = child.find("{*}label")
                said = text_of(title) if title is not None else ""
                here = self._section(said, section, name(child))
                if said:
                    number = text_of(label) if label is not None else ""
                    self.truth.headings.append((bare(re.sub(r"^[\dIVX]+(\.\d+)*\.?\s+", "", f"{said}")), here))
                    del number
            if name(child) not in _FLOATS and name(child) != "p":
                self._headings(child, here)

    @staticmethod
    def _section(said: str, above: str, kind: str) -> str:
        if kind == "ref-list":
            return "references"
        if kind == "glossary":
            return "abbreviations"
        plain = " ".join(
            re.findall(r"[^\W\d_]+|&", re.sub(r"^[\dIVX.]+\s+", "", said).casefold().replace("’", "'").replace("'", ""))
        )
        if above == "body":
            for section, pattern in _SECTIONS:
                if re.fullmatch(pattern, plain):
                    return section
        if above == "back matter" and re.fullmatch(_SECTIONS[1][1], plain):
            return "abbreviations"
        return above


def grid(rows: list[etree._Element]) -> list[list[tuple[int, str]]]:
    """Rows of (cell number, bare words), spans spelled out."""
    table: list[dict[int, tuple[int, str]]] = [{} for _ in rows]
    number = 0
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            if name(cell) not in {"td", "th"}:
                continue
            number += 1
            while column in table[r]:
                column += 1
            tall, wide = (int(v) if (v := cell.get(k) or "1").isdigit() else 1 for k in ("rowspan", "colspan"))
            for down in range(min(max(tall, 1), len(rows) - r)):
                for right in range(max(wide, 1)):
                    table[r + down].setdefault(column + right, (number, bare(text_of(cell))))
            column += max(wide, 1)
    width = max((c + 1 for row in table for c in row), default=0)
    return [[row.get(c, (0, "")) for c in range(width)] for row in table]


def read_truth(path: Path) -> Truth:
    """The truth of a JATS file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.parse(str(path), parser).getroot()
    article = root if name(root) == "article" else next(root.iter("{*}article"))
    return _Reader(article).read()
