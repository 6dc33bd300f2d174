"""What a text prints of itself: DOI, PubMed numbers, year, licence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.ingest.bibliography import find_doi, find_pmcid, find_pmid

_DATED = (
    re.compile(r"(?:published(?:\s+online)?|\bepub)\b\D{0,40}?((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"(?:Published|published online|Epub)\b.{0,30}?\b((?:19|20)\d\d)\b"),
    re.compile(r"(?:©|\(c\)|copyright)\D{0,60}?((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\baccepted\b\D{0,20}?\d{0,2}\D{0,12}?((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\(((?:19|20)\d\d)\)\s*\d+"),
    re.compile(r"\b((?:19|20)\d\d)\s*[;,]\s*\d+\s*[(:]"),
)
_LICENCES = (
    (re.compile(r"public domain|\bCC0\b", re.I), "CC0"),
    (re.compile(r"non-?\s?commercial[\s-]+no-?\s?deriv|\bCC[\s-]BY[\s-]NC[\s-]ND\b|/by-nc-nd/", re.I), "CC BY-NC-ND"),
    (
        re.compile(r"non-?\s?commercial[\s-]+share\s?-?alike|\bCC[\s-]BY[\s-]NC[\s-]SA\b|/by-nc-sa/", re.I),
        "CC BY-NC-SA",
    ),
    (re.compile(r"attribution[\s-]+non-?\s?commercial|\bCC[\s-]BY[\s-]NC\b|/by-nc/", re.I), "CC BY-NC"),
    (re.compile(r"attribution[\s-]+no-?\s?deriv|\bCC[\s-]BY[\s-]ND\b|/by-nd/", re.I), "CC BY-ND"),
    (re.compile(r"attribution[\s-]+share\s?-?alike|\bCC[\s-]BY[\s-]SA\b|/by-sa/", re.I), "CC BY-SA"),
    (
        re.compile(
            r"\bapache[\s-]+(?:licen[cs]e[\s,]*(?:version\s*)?)?2(?:\.0)?\b|apache\.org/licenses/LICENSE-2\.0", re.I
        ),
        "Apache-2.0",
    ),
    (re.compile(r"\bMIT\s+licen[cs]e\b|opensource\.org/licenses/MIT\b", re.I), "MIT"),
    (re.compile(r"creative\s+commons\s+attribution|\bCC[\s-]BY\b|licenses/by/", re.I), "CC BY"),
)
_VERSION = re.compile(
    r"(?:CC[\s-]BY[A-Z-]*|Licen[cs]e|International|Deriv\w+|Commercial|Attribution|/by[a-z-]*/)\D{0,20}?([1-4]\.0)",
    re.I,
)


def find_year(parts: Iterable[str]) -> int | None:
    """Year of publication, by the surest wording first (published, copyright, accepted, volume).

    Examples
    --------
    >>> find_year(["Received: 3 May 2020", "Published online: 4 June 2021", "© 2021"])
    2021
    """
    texts = list(parts)
    for pattern in _DATED:
        for text in texts:
            match = pattern.search(text)
            if match:
                return int(match.group(1))
    return None


def find_licence(text: str) -> str:
    """Short name of the Creative Commons licence that a text names, ``""`` where it names none.

    Examples
    --------
    >>> find_licence("under a Creative Commons Attribution-NonCommercial 4.0 International License")
    'CC BY-NC 4.0'
    >>> find_licence("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    for pattern, name in _LICENCES:
        match = pattern.search(text)
        if match:
            version = _VERSION.search(text, max(0, match.start() - 5), match.end() + 60)
            return f"{name} {version.group(1)}" if version and name.startswith("CC BY") else name
    return ""


def find_identifiers(parts: Iterable[str]) -> tuple[str, str, str]:
    """DOI, PMID and PMCID of the first parts that print them.

    Parameters
    ----------
    parts
        Front lines of the article; never its reference list, whose identifiers are those of others.
    """
    doi = pmid = pmcid = ""
    for text in parts:
        doi = doi or find_doi(text)
        pmid = pmid or find_pmid(text)
        pmcid = pmcid or find_pmcid(text)
    return doi, pmid, pmcid
