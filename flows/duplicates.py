"""The same work twice: readings that share an identifier and words, or nearly all words, count once in the network."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.core.records import Reading

#: words a shingle; shingles a document is looked up by; share of the shorter text's shingles that two renditions of a
#: work (an abstract and its article) have in common; share of all shingles that near-identical texts have
WORDS, KEYS, SHARED, NEAR = 5, 12, 0.3, 0.85
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Checksums of every five words in a row, case and punctuation apart; of all words where there are fewer.

    Examples
    --------
    >>> shingles("Cells shed small vesicles, always.") == shingles("cells shed (small) vesicles always")
    True
    """
    words = _WORD.findall(text.casefold())
    return frozenset(
        zlib.crc32(" ".join(words[start : start + WORDS]).encode()) for start in range(max(1, len(words) - WORDS + 1))
    )


def leave_out(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], tuple[tuple[str, str], ...]]:
    """Readings of which no two are of the same work, and ``(left out, kept)`` pairs of sources.

    Two readings are of the same work when they share a DOI, PMID or PMCID and three tenths of the shorter text (an
    abstract is found again in its article; an identifier that was read from a reference list by mistake is not enough
    to lose a text), or when their texts are nearly the same. The longest text is kept; of equal ones the first.

    Near-identical texts are found by their smallest shingle checksums, as Broder (1997) compares documents.
    """
    marks = [shingles(reading.document.text) for reading in readings]
    same = list(range(len(readings)))

    def root(number: int) -> int:
        while same[number] != number:
            same[number] = same[same[number]]
            number = same[number]
        return number

    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, reading in enumerate(readings):
        document = reading.document
        for kind in ("doi", "pmid", "pmcid"):
            if value := getattr(document, kind).casefold():
                groups[kind, value].append(number)
        for key in sorted(marks[number])[:KEYS]:
            groups["text", str(key)].append(number)
    for (kind, _), members in sorted(groups.items()):
        for one, other in pairwise(members):
            if root(one) != root(other) and _alike(marks[one], marks[other], by_text=kind == "text"):
                same[root(other)] = root(one)
    works: dict[int, list[int]] = defaultdict(list)
    for number in range(len(readings)):
        works[root(number)].append(number)
    best = {
        number: min(members, key=lambda member: (-len(readings[member].document.text), member))
        for members in works.values()
        for number in members
    }
    kept = tuple(reading for number, reading in enumerate(readings) if best[number] == number)
    pairs = tuple(
        (reading.document.source, readings[best[number]].document.source)
        for number, reading in enumerate(readings)
        if best[number] != number
    )
    return kept, pairs


def _alike(one: frozenset[int], other: frozenset[int], *, by_text: bool) -> bool:
    common = len(one & other)
    if by_text:
        return common >= NEAR * len(one | other)
    return common >= SHARED * min(len(one), len(other))
