"""Reads PubMed XML: single records, sets as they are exported, and the gzipped files of the baseline, as a stream."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pipeline.core.errors import BrokenMarkup
from pipeline.core.settings import IngestSettings
from pipeline.ingest.gzipped import Guarded
from pipeline.ingest.plainlines import collapse
from pipeline.ingest.xml import local

_ARTICLES = ("PubmedArticle", "PubmedBookArticle")
#: how many times its size on disk, and of what is allowed on disk, a gzipped file may unfold to
_UNFOLDS = 10


def pubmed_values(root: etree._Element) -> Iterator[dict[str, object]]:
    """Fields of each article of a ``PubmedArticleSet``, or of a single ``PubmedArticle``."""
    for article in [e for e in root.iter() if local(e) in _ARTICLES]:
        yield _values(article)


def gzipped_values(path: Path, settings: IngestSettings) -> Iterator[dict[str, object]]:
    """Fields of each article of a gzipped PubMed file; one article at a time is held in memory.

    Raises
    ------
    BrokenMarkup
        It is no gzip file, no PubMed XML, or breaks off.
    TooLarge
        It unfolds to more than ten times the size allowed.
    """
    where = str(path)
    with gzip.open(path, "rb") as stream:
        guarded = Guarded(stream, settings.max_bytes * _UNFOLDS, where)
        try:
            events = etree.iterparse(
                guarded,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            _, root = next(iter(events))
            if local(root) not in ("PubmedArticleSet", "PubmedArticle"):
                raise BrokenMarkup(
                    f"gzipped XML with the root <{local(root)}>, expected <PubmedArticleSet>",
                    where=where,
                    remedy="unpack it: of XML only PubMed's files are read gzipped",
                )
            for event, element in events:
                if event == "end" and local(element) in _ARTICLES:
                    yield _values(element)
                    element.clear()
                    while element.getprevious() is not None:
                        del root[0]
        except StopIteration as error:
            raise BrokenMarkup("the file holds no XML", where=where, remedy="fetch it again") from error
        except (etree.XMLSyntaxError, OSError, EOFError, zlib.error) as error:
            raise BrokenMarkup(f"no whole gzipped XML ({error})", where=where, remedy="fetch it again") from error


def _values(article: etree._Element) -> dict[str, object]:
    value: dict[str, object] = {
        "title": _first(article, "ArticleTitle", "BookTitle"),
        "abstract": "\n\n".join(filter(None, map(_labelled, _all(article, "AbstractText")))),
        "pmid": _first(article, "PMID"),
        "journal": _first(article, "ISOAbbreviation", "Title"),
        "year": _first(article, "PubDate", "DateCompleted"),
        "keywords": [collapse("".join(map(str, e.itertext()))) for e in _all(article, "Keyword")],
    }
    own = next((e for e in article.iter() if local(e) == "ArticleIdList"), None)
    for identifier in own if own is not None else ():
        name = {"doi": "doi", "pmc": "pmcid"}.get(identifier.get("IdType", ""))
        if name:
            value[name] = (identifier.text or "").strip()
    return value


def _all(element: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in element.iter() if local(e) == name]


def _first(element: etree._Element, *names: str) -> str:
    for name in names:
        found = next((e for e in element.iter() if local(e) == name), None)
        if found is not None:
            return collapse(
                " ".join(map(str, found.itertext())) if name == "PubDate" else "".join(map(str, found.itertext()))
            )
    return ""


def _labelled(part: etree._Element) -> str:
    words = collapse("".join(map(str, part.itertext())))
    name = part.get("Label")
    return f"{name.capitalize()}: {words}" if name and words else words
