"""Reads entries of a reference list: number, authors, title, journal, year, identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.core.records import Reference

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_PMID = re.compile(r"\b(?:PMID|PubMed(?: ID)?)\s*[:.]?\s*(\d{4,9})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\s?(\d{4,9})\b")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)[a-z]?\b")
_ET_AL = re.compile(r"(?:,|\s)*\bet\s+al\b[.,;:]*\s*", re.IGNORECASE)
_INITIALS = r"[A-ZÀ-Þ][A-ZÀ-Þ-]{0,4}"
_SURNAME = (
    r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al|bin|ten|ter|st\.?)[ -])*"
    r"[A-ZÀ-ÞĀ-Ž][\w’'‐-]*(?: [A-ZÀ-ÞĀ-Ža-z][\w’'‐-]+){0,3}"
)
_AUTHOR = re.compile(rf"{_SURNAME}\s+{_INITIALS}(?:\s+(?:Jr|Sr|II|III|2nd|3rd))?\.?\Z")
_DOTTED = re.compile(rf"{_SURNAME},?\s+(?:[A-ZÀ-Þ]\.[\s-]?){{1,4}}\Z")
_LISTED = re.compile(rf"(?:{_SURNAME},\s(?:[A-ZÀ-Þ]\.[\s-]?){{1,4}};\s)+{_SURNAME},\s(?:[A-ZÀ-Þ]\.-?){{1,4}}")
_SOURCE = re.compile(
    r"^(?P<journal>[^\d;:]{2,120}?)[.,]?\s*\(?(?P<year>(?:18|19|20)\d\d)[a-z]?\)?\s*(?:[A-Z][a-z]{2}\b[^;:]{0,12})?\s*(?:[;:,.(]|\Z)"
)
_APA = re.compile(
    r"^(?P<authors>.{3,1500}?)\s*\((?P<year>(?:18|19|20)\d\d)[a-z]?(?:,[^)]{1,20})?\)[.,:]?\s*(?P<rest>.+)\Z", re.DOTALL
)
#: a chapter's ``In:`` and the editors of its book
_IN = re.compile(r"^In\s?:\s+(?:[^:]{3,200}?,?\s\(?(?:editors?|eds?)\.?\)?[.,:;]?\s+)?")
#: characters of an entry that its fields are read from: no article's authors and title are longer
_LONGEST = 4_000
_STOP = re.compile(r"(?<=[a-z\d\)\]”\"?!])[.?!]\s+(?=[A-ZÀ-Þ\"“\d])|(?<=[A-Z]{2})\.\s+(?=[A-ZÀ-Þ])")


def find_doi(text: str) -> str:
    """The first DOI in a text, without the punctuation behind it; ``""`` where there is none.

    Examples
    --------
    >>> find_doi("see https://doi.org/10.1000/ab(c)1. Next")
    '10.1000/ab(c)1'
    """
    match = _DOI.search(text)
    if match is None:
        return ""
    doi = match.group().rstrip(".,;:'”’")
    while doi and doi[-1] in ")]}" and doi.count(doi[-1]) > doi.count({")": "(", "]": "[", "}": "{"}[doi[-1]]):
        doi = doi[:-1].rstrip(".,;")
    return doi


def find_pmid(text: str) -> str:
    """The first PubMed number that a text prints as such."""
    match = _PMID.search(text)
    return match.group(1) if match else ""


def find_pmcid(text: str) -> str:
    """The first PubMed Central number (``PMC1234567``)."""
    match = _PMCID.search(text)
    return f"PMC{match.group(1)}" if match else ""


def parse_reference(number: int, text: str) -> Reference:
    """Fields of one entry, in Vancouver style or with the year in brackets behind the authors.

    Parameters
    ----------
    number
        The entry's number in the list.
    text
        The entry as printed, blanks collapsed, without its number.

    Examples
    --------
    >>> entry = parse_reference(4, "Rivera A, Kim J, et al. Vesicles of the sea. J Vesicle Sci. 2021;12(3):45-9.")
    >>> entry.authors, entry.title, entry.journal, entry.year
    (('Rivera A', 'Kim J'), 'Vesicles of the sea', 'J Vesicle Sci', 2021)
    """
    doi, pmid, pmcid = find_doi(text), find_pmid(text), find_pmcid(text)
    body = re.sub(r"(?:https?://\S+|\bdoi\s*:?\s*10\.\S+|\bPMC?ID\s*:?\s*\w+)", " ", text, flags=re.IGNORECASE)
    body = " ".join(body.split())[:_LONGEST]
    apa = _APA.match(body)
    if apa and _looks_like_authors(apa.group("authors")):
        authors = _split_authors(apa.group("authors"))
        title, rest = _first_sentence(apa.group("rest"))
        journal = re.split(r",?\s*\d", rest, maxsplit=1)[0].strip(" .,;*")
        return Reference(number, text, authors, title, journal, int(apa.group("year")), doi, pmid, pmcid)
    authors, rest = _leading_authors(body)
    title, rest = _first_sentence(rest)
    rest = _IN.sub("", rest)
    source = _SOURCE.match(rest)
    years = [int(y) for y in _YEAR.findall(rest or body)]
    if source:
        return Reference(
            number,
            text,
            authors,
            title,
            source.group("journal").strip(" .,;"),
            int(source.group("year")),
            doi,
            pmid,
            pmcid,
        )
    journal = re.split(r"[.;,]?\s*\(?\d", rest, maxsplit=1)[0].strip(" .,;(") if rest else ""
    return Reference(number, text, authors, title, journal[:160], years[0] if years else None, doi, pmid, pmcid)


def _looks_like_authors(text: str) -> bool:
    return bool(_split_authors(text)) and (", " in text or " " in text) and len(text.split(". ")) < 60


def _split_authors(text: str) -> tuple[str, ...]:
    text = _ET_AL.sub("", text).replace(" & ", ", ").replace(" and ", ", ").replace("…", "")
    dotted = re.findall(rf"{_SURNAME},?\s+(?:[A-ZÀ-Þ]\.[\s-]?){{1,4}}", text)
    if dotted:
        return tuple(" ".join(name.split()).rstrip(", ") for name in dotted)
    parts = [part.strip(" .,;") for part in re.split(r"[,;]", text)]
    return tuple(part for part in parts if _AUTHOR.match(part))


def _leading_authors(body: str) -> tuple[tuple[str, ...], str]:
    """Names at the head of an entry, and what follows them."""
    listed = _LISTED.match(body)
    if listed:
        return _split_authors(listed.group()), body[listed.end() :].lstrip(" .,;:")
    mark = _ET_AL.search(body[:700])
    if mark:
        names = _split_authors(body[: mark.start()])
        if names:
            return names, body[mark.end() :].lstrip(" .,;:")
    position = 0
    found: list[str] = []
    for match in re.finditer(r"[^,;]+?(?:[,;]|\.(?=\s|\Z)|:(?=\s))", body):
        if match.start() != position:
            break
        part = match.group()
        name = part.rstrip(",;:").strip()
        bare = name[:-1].strip() if name.endswith(".") else name
        bare = re.sub(r"^(?:and|&)\s+", "", bare)
        if _AUTHOR.match(bare):
            found.append(bare)
        elif _DOTTED.match(name):
            found.append(name)
        else:
            break
        position = match.end()
        if part[-1] in ".:" and not re.match(r"\s*(?:[A-Z]\.|&|and\b|,)", body[position:]):
            break
    if found:
        return tuple(found), body[position:].lstrip(" .,;:")
    names = _split_authors(body.split(". ")[0])
    if names:
        cut = body.find(". ")
        return names, body[cut + 2 :] if cut >= 0 else ""
    return (), body


def _first_sentence(text: str) -> tuple[str, str]:
    """Title and what follows it."""
    match = _STOP.search(text)
    if match is None:
        return text.strip(" ."), ""
    following = _STOP.search(text, match.end())
    if text[match.start()] in "?!" and following and _SOURCE.match(text[following.end() :]):
        match = following
    keep = match.start() + (1 if text[match.start()] in "?!" else 0)
    return text[:keep].strip(' "“”'), text[match.end() :]


def number_entries(printed: Sequence[int | None]) -> list[int]:
    """Numbers of a list's entries from those that are printed, None where the number was lost.

    Lost numbers are counted on from the entry before. A printed number is taken where it goes up by no more
    than it could (entries before it may have been lost with their numbers), else the count goes on.

    Examples
    --------
    >>> number_entries([None, None, 3, None, 7, 2])
    [1, 2, 3, 4, 7, 8]
    """
    numbers: list[int] = []
    last = 0
    for value in printed:
        last = value if value is not None and last < value <= last + 25 else last + 1
        numbers.append(last)
    return numbers
