"""Reads JATS/NLM articles: sections, lists, tables, captions, citations and the reference list from the mark-up."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.core.errors import EmptySource
from pipeline.core.records import Document, PassageKind, Reference, Section, document_id
from pipeline.core.settings import IngestSettings
from pipeline.ingest.citations import find_citations
from pipeline.ingest.compose import Composer, GridCell, Inline
from pipeline.ingest.inline import BLOCKS, pieces, render, weld
from pipeline.ingest.jatsparts import (
    cells_spanned,
    child_of,
    find_first,
    licence_printed,
    rows_of,
    table_label,
    words_of,
    year_printed,
)
from pipeline.ingest.jatsrefs import read_references
from pipeline.ingest.plainlines import collapse
from pipeline.ingest.sections import known_section
from pipeline.ingest.text import check_length
from pipeline.ingest.xml import local

#: ``sec-type`` of the JATS tag library -> section
_TYPES = {
    "intro": Section.INTRODUCTION,
    "background": Section.INTRODUCTION,
    "methods": Section.METHODS,
    "materials": Section.METHODS,
    "subjects": Section.METHODS,
    "results": Section.RESULTS,
    "discussion": Section.DISCUSSION,
    "conclusions": Section.CONCLUSION,
    "supplementary-material": Section.BACK_MATTER,
    "COI-statement": Section.BACK_MATTER,
    "data-availability": Section.BACK_MATTER,
    "ethics-statement": Section.BACK_MATTER,
    "author-contributions": Section.BACK_MATTER,
    "funding-information": Section.BACK_MATTER,
}
_PASSED_OVER = frozenset({"ref-list", "object-id", "label", "title", "permissions", "sec-meta", "attrib"})


def read_jats(root: etree._Element, *, source: str, sha256: str, settings: IngestSettings) -> Document:
    """The Document of a parsed ``<article>``.

    Parameters
    ----------
    root
        The article, or an element that holds one.
    source, sha256
        Taken over into the Document.
    settings
        Limits.

    Raises
    ------
    EmptySource
        The article has neither title nor text.
    TooLarge
        Its text is longer than the settings allow.
    """
    article = root if local(root) == "article" else next((e for e in root.iter() if local(e) == "article"), root)
    return _Article(article).document(source, sha256, settings)


class _Article:
    def __init__(self, article: etree._Element) -> None:
        self.article = article
        self.references, self.ids = read_references(article)
        self.known = [reference.number for reference in self.references]
        self.composer = Composer()
        self.tables = 0

    def document(self, source: str, sha256: str, settings: IngestSettings) -> Document:
        meta = find_first(self.article, "article-meta")
        title = self._front(meta)
        for name in ("body", "back", "floats-group", "floats-wrap"):
            for part in (e for e in self.article if local(e) == name):
                section = Section.BODY if name == "body" else Section.BACK_MATTER
                self._children(part, section, ())
        self._reference_list()
        text = self.composer.text
        if not text.strip():
            raise EmptySource("the article has no text", where=source, remedy="fetch the full text, not the header")
        check_length(text, source, settings)
        ids = {} if meta is None else {e.get("pub-id-type", ""): words_of(e) for e in meta if local(e) == "article-id"}
        pmcid = ids.get("pmcid") or ids.get("pmc") or ""
        citations = tuple(self.composer.citations)
        if not citations:
            citations = find_citations(text, self.composer.passages, self.references)
        return Document(
            id=document_id(sha256),
            source=source,
            format="jats",
            sha256=sha256,
            text=text,
            title=title,
            doi=ids.get("doi", ""),
            pmid=ids.get("pmid", ""),
            pmcid=f"PMC{pmcid.upper().removeprefix('PMC')}" if pmcid else "",
            year=year_printed(meta),
            licence=licence_printed(meta),
            passages=tuple(self.composer.passages),
            references=self.references,
            citations=citations,
        )

    def _render(self, element: etree._Element) -> Inline:
        return render(element, self.ids, self.known)

    def _front(self, meta: etree._Element | None) -> str:
        if meta is None:
            return ""
        found = find_first(meta, "article-title")
        title = self._render(found).text if found is not None else ""
        self.composer.add(Inline(title), Section.TITLE, PassageKind.HEADING)
        for abstract in (e for e in meta if local(e) in ("abstract", "trans-abstract")):
            if local(abstract) == "trans-abstract":
                continue
            head = child_of(abstract, "title")
            heading = (words_of(head),) if head is not None and words_of(head) else ("Abstract",)
            self.composer.add(Inline(heading[0]), Section.ABSTRACT, PassageKind.HEADING)
            self._children(abstract, Section.ABSTRACT, heading)
        words = [self._render(e).text for group in meta if local(group) == "kwd-group" for e in group.iter("{*}kwd")]
        words = [word for word in words if word]
        if words:
            self.composer.add(Inline("; ".join(words)), Section.ABSTRACT, PassageKind.KEYWORDS, ("Keywords",))
        return title

    def _children(self, element: etree._Element, section: Section, heading: tuple[str, ...]) -> None:
        for child in element:
            self._block(child, section, heading)

    def _block(self, element: etree._Element, section: Section, heading: tuple[str, ...]) -> None:
        name = local(element)
        if not name or name in _PASSED_OVER:
            return
        if name in ("sec", "ack", "app", "notes", "glossary", "fn-group", "bio", "boxed-text", "app-group"):
            self._section(element, name, section, heading)
        elif name in ("p", "disp-quote", "verse-group", "speech", "statement", "preformat", "code", "fn"):
            self._paragraph(element, section, heading)
        elif name == "list":
            self._list(element, section, heading)
        elif name == "def-list":
            self._definitions(element, section, heading)
        elif name == "table-wrap":
            self._table(element, section, heading)
        elif name in ("fig", "supplementary-material", "media"):
            self._caption(element, section, heading, back=name != "fig")
        else:
            self._children(element, section, heading)

    def _section(self, element: etree._Element, name: str, section: Section, heading: tuple[str, ...]) -> None:
        head = child_of(element, "title")
        inline = self._render(head) if head is not None else Inline("")
        label = child_of(element, "label")
        number = words_of(label) if label is not None else ""
        words = inline.text
        if number and words and name in ("sec", "app"):
            words = f"{number} {words}"
            shift = len(number) + 1
            inline = Inline(words, tuple((a + shift, b + shift, n) for a, b, n in inline.marks))
        section = self._inner_section(element, name, section, inline.text)
        self.composer.add(inline, section, PassageKind.HEADING, heading)
        self._children(element, section, (*heading, words) if words else heading)

    @staticmethod
    def _inner_section(element: etree._Element, name: str, section: Section, words: str) -> Section:
        if section is Section.ABSTRACT:
            return section
        found = known_section(words) if words else None
        if name == "glossary" or found is Section.ABBREVIATIONS:
            return Section.ABBREVIATIONS
        if name in ("ack", "bio", "fn-group") or section is Section.BACK_MATTER:
            return Section.BACK_MATTER
        if found is Section.BACK_MATTER or section in (Section.BODY,):
            types = (element.get("sec-type") or "").split("|")
            by_type = next((_TYPES[t] for t in types if t in _TYPES), None)
            if by_type and found not in (None, by_type) and len(types) > 1:
                return found or by_type
            return found if found in (Section.BACK_MATTER,) else by_type or found or section
        return section

    def _paragraph(self, element: etree._Element, section: Section, heading: tuple[str, ...]) -> None:
        """A paragraph, cut where blocks stand inside it."""
        kind = PassageKind.PARAGRAPH
        run: list[tuple[str, tuple[int, ...]]] = [(element.text or "", ())]

        def flush() -> None:
            self.composer.add(weld(run, self.known), section, kind, heading)
            run.clear()

        for child in element:
            if local(child) in BLOCKS:
                flush()
                self._block(child, section, heading)
                run.append((child.tail or "", ()))
            else:
                holder = etree.Element("run")
                holder.append(_copy(child))
                run.extend(pieces(holder, self.ids))
        flush()

    def _list(self, element: etree._Element, section: Section, heading: tuple[str, ...]) -> None:
        for item in (e for e in element if local(e) == "list-item"):
            for child in item:
                if local(child) == "list":
                    self._list(child, section, heading)
                elif local(child) == "p" and not any(local(e) in BLOCKS for e in child):
                    kind = PassageKind.LIST_ITEM
                    self.composer.add(self._render(child), section, kind, heading)
                else:
                    self._block(child, section, heading)

    def _definitions(self, element: etree._Element, section: Section, heading: tuple[str, ...]) -> None:
        for item in element:
            if local(item) == "def-list":
                self._definitions(item, section, heading)
            if local(item) != "def-item":
                continue
            term, meaning = child_of(item, "term"), child_of(item, "def")
            short = self._render(term) if term is not None else Inline("")
            long = Inline(collapse(" ".join(words_of(e) for e in meaning))) if meaning is not None else Inline("")
            self.composer.add_pair(short, long, heading)

    def _caption(self, element: etree._Element, section: Section, heading: tuple[str, ...], *, back: bool) -> str:
        """Label, title and paragraphs of a caption as one passage; its label."""
        label = child_of(element, "label")
        name = words_of(label) if label is not None else ""
        parts: list[tuple[str, tuple[int, ...]]] = [(f"{name} ", ())] if name else []
        caption = child_of(element, "caption")
        if caption is not None:
            for child in caption.iter("{*}title", "{*}p"):
                parts += [*pieces(child, self.ids), (" ", ())]
        where = Section.ABSTRACT if section is Section.ABSTRACT else Section.BACK_MATTER if back else Section.CAPTION
        table = table_label(name) if local(element) == "table-wrap" else ""
        self.composer.add(weld(parts, self.known), where, PassageKind.CAPTION, heading, table=table)
        return table

    def _table(self, element: etree._Element, section: Section, heading: tuple[str, ...]) -> None:
        label = self._caption(element, section, heading, back=False)
        for table in element.iter("{*}table"):
            if not label:
                self.tables += 1
                label = f"table-{self.tables}"
            self.composer.add_table([list(self._cells(row)) for row in rows_of(table)], label, heading)
        foot = child_of(element, "table-wrap-foot")
        if foot is not None:
            for paragraph in foot.iter("{*}p"):
                if not any(local(e) in BLOCKS for e in paragraph):
                    self.composer.add(self._render(paragraph), Section.TABLE, PassageKind.OTHER, heading, table=label)

    def _cells(self, row: etree._Element) -> Iterator[GridCell]:
        parent = row.getparent()
        in_head = parent is not None and local(parent) == "thead"
        for cell in row:
            if local(cell) in ("td", "th"):
                parts: list[tuple[str, tuple[int, ...]]] = list(pieces(cell, self.ids))
                for inner in cell.iter("{*}p", "{*}title"):
                    parts += [(" ", ()), *pieces(inner, self.ids)]
                yield GridCell(
                    weld(parts, self.known),
                    cells_spanned(cell, "rowspan"),
                    cells_spanned(cell, "colspan"),
                    in_head or local(cell) == "th",
                )

    def _reference_list(self) -> None:
        if not self.references:
            return
        titled = next((e for e in self.article.iter() if local(e) == "ref-list"), None)
        head = child_of(titled, "title") if titled is not None else None
        name = words_of(head) if head is not None and words_of(head) else "References"
        self.composer.add(Inline(name), Section.REFERENCES, PassageKind.HEADING)
        for entry in self.references:
            self.composer.add(Inline(_entry(entry)), Section.REFERENCES, PassageKind.REFERENCE, (name,))


def _entry(entry: Reference) -> str:
    return entry.text if entry.text.startswith(f"{entry.number}") else f"{entry.number}. {entry.text}".rstrip()


def _copy(element: etree._Element) -> etree._Element:
    """The element alone, with its tail, so that it can be rendered outside its parent."""
    copied = (
        etree.fromstring(etree.tostring(element, with_tail=False))
        if not isinstance(element, etree._Entity)
        else element
    )
    if not isinstance(element, etree._Entity):
        copied.tail = element.tail
    return copied
