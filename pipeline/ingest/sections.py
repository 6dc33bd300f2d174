"""Headings: which lines are headings, and which section of the fixed inventory a heading opens."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.core.records import Section
from pipeline.ingest.patterns import heading_rules

_NUMBERING = re.compile(
    r"(?:(?:section|chapter|part)\s+)?(?:(?P<digits>\d{1,2}(?:\.\d{1,2}){0,4})[.):]?|(?P<roman>[IVX]{1,5})[.)]|(?P<letter>[A-H])[.)])"
    r"\s+(?:\|\s+)?(?=\S)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"^#{1,6}\s+|\*\*|__|#+\s*$")
_INLINE = re.compile(
    r"\W{0,3}(?P<head>[^.:—|]{3,60}?)(?:\*\*|__)?\s*(?:[:—|]|\.(?=\s+[A-Z0-9\W])|\s+[–-]\s)(?:\*\*|__)?"
)
#: words that no heading ends with: a line that does was broken off
_OPEN_ENDS = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for from with without and or but that which who as is are was were "
        "be been has have had than then their its this these those into onto via per such including "
        "between among may can could ",
    )
)
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and in to a is are was were for with that by as on from has have had which be been this "
        "these their its can may also not or an it at into than such both between during after ",
    )
)
_KEYWORDS = re.compile(
    r"\W{0,3}(?:key\s?-?words?(?:\s+and\s+phrases)?|author keywords|index terms"
    r"|mesh(?: terms| headings)?|subject terms)"
    r"(?:\*\*)?(?:\s*[:.—–-]\s*|\s+(?=(?-i:[A-Z\d]))|(?<=(?-i:[A-Z]))\s+(?=\w)|\s*\Z)",
    re.IGNORECASE,
)


def plain_heading(text: str) -> str:
    """A heading without mark-up, numbering, apostrophes and case, for comparison.

    Examples
    --------
    >>> plain_heading("**2.1. Authors’ Contributions:**")
    'authors contributions'
    """
    text = _MARKUP.sub("", text.strip()).strip()
    text = _NUMBERING.sub("", text, count=1)
    text = re.sub(r"[’'`]", "", text).casefold()
    return " ".join(text.strip(" .:;—–-|*").split())


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Section], tuple[tuple[str, Section], ...], frozenset[str]]:
    exact: dict[str, Section] = {}
    prefixes: list[tuple[str, Section]] = []
    inline: set[str] = set()
    for rule in heading_rules():
        if rule.match == "exact":
            exact[rule.words] = rule.section
        else:
            prefixes.append((rule.words, rule.section))
        if rule.inline:
            inline.add(rule.words)
    prefixes.sort(key=lambda pair: -len(pair[0]))
    return exact, tuple(prefixes), frozenset(inline)


def known_section(heading: str) -> Section | None:
    """The section that a heading opens, None where the table has no row for it.

    Examples
    --------
    >>> known_section("3. Results"), known_section("Ethics approval"), known_section("Uptake of vesicles")
    (<Section.RESULTS: 'results'>, <Section.BACK_MATTER: 'back matter'>, None)
    """
    if len(heading) > 160:
        return None
    plain = plain_heading(heading)
    exact, prefixes, _ = _tables()
    if plain in exact:
        return exact[plain]
    if len(plain.split()) > 12:
        return None
    for words, section in prefixes:
        if plain.startswith(words):
            return section
    return None


def inline_section(paragraph: str) -> tuple[Section, int] | None:
    """Section and length of a heading that runs in with its paragraph (``Funding: none``), or None.

    Examples
    --------
    >>> inline_section("Funding: This work was paid for."), inline_section("Methods: We looked.")
    ((<Section.BACK_MATTER: 'back matter'>, 8), None)
    """
    match = _INLINE.match(paragraph[:120])
    if match is None:
        return None
    plain = plain_heading(match.group("head"))
    exact, prefixes, inline = _tables()
    if plain in inline and plain in exact:
        return exact[plain], match.end()
    for words, section in prefixes:
        if words in inline and plain.startswith(words):
            return section, match.end()
    return None


def keywords_at(paragraph: str) -> int | None:
    """Where the keywords begin in a line of keywords (its length where the words stand alone), or None.

    Examples
    --------
    >>> keywords_at("Keywords: a, b"), keywords_at("Keywords"), keywords_at("Keywords were chosen by hand")
    (10, 8, None)
    """
    match = _KEYWORDS.match(paragraph[:60])
    if match is None:
        return None
    return match.end()


def heading_level(heading: str) -> int:
    """Depth of a numbered heading (``2.1`` is 2), 0 where it has no number.

    Examples
    --------
    >>> heading_level("2.1. Uptake"), heading_level("IV. Uptake"), heading_level("Uptake")
    (2, 1, 0)
    """
    match = _NUMBERING.match(_MARKUP.sub("", heading.strip()).strip())
    if match is None:
        return 0
    if match.group("digits"):
        return match.group("digits").count(".") + 1
    return 1 if match.group("roman") else 2


def is_prose(text: str) -> bool:
    """Whether a paragraph is running text: enough words, of which many are small and some are function words.

    Examples
    --------
    >>> is_prose("Vesicles are taken up by the cells that line the vessels.")
    True
    >>> is_prose("Ana Rivera, Jo Kim, Department of Biology, University of Nowhere")
    False
    """
    words = text.split()
    if len(words) < 8:
        return False
    low = sum(1 for word in words if word[:1].islower())
    function = sum(1 for word in words if word.casefold() in _FUNCTION_WORDS)
    return low >= 0.5 * len(words) and (function >= 0.12 * len(words) or text.rstrip()[-1:] == ".")


def _title_case(words: list[str]) -> bool:
    """Whether three fifths of the longer words begin with a capital."""
    long = [word for word in words if len(word) > 3]
    return sum(1 for word in long if word[0].isupper()) * 5 >= 3 * len(long)


def heading_like(text: str) -> bool:
    """Whether a line could be a heading by its looks: short, begun like one, not ended like a sentence.

    Examples
    --------
    >>> heading_like("Uptake by endothelial cells"), heading_like("It was seen in"), heading_like("They age.")
    (True, False, False)
    """
    plain = _MARKUP.sub("", text.strip()).strip()
    words = plain.split()
    if not words or plain[-1:] in ".,;:–—-/=&" or len(plain) > 250:
        return False
    if (len(words) > 16 or len(plain) > 130) and not _title_case(words):
        return False
    first = _NUMBERING.sub("", plain, count=1)
    if not first or not any(ch.isalpha() for ch in first):
        return False
    head = first.split()[0]
    if first[0].islower() and not any(ch.isupper() or ch.isdigit() for ch in head):
        return False
    if not (first[0].isalpha() or first[0] in "“\"'(‘α-ωβ"):
        return False
    if words[-1].casefold() in _OPEN_ENDS:
        return False
    digits = sum(ch.isdigit() for ch in plain)
    return digits * 4 <= len(plain)
