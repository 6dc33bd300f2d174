"""The same work twice: documents that share an identifier and words, or nearly all words, count once in the network."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.core.records import Document
from pipeline.core.store import Store
from pipeline.reconcile.gold import text_sha256

#: words a shingle; shingles a document is looked up by; share of the shorter text's shingles that two renditions of a
#: work (an abstract and its article) have in common; share of all shingles that near-identical texts have
WORDS, KEYS, SHARED, NEAR = 5, 12, 0.3, 0.85
_WORD = re.compile(r"\w+")
_FACTOR = np.uint64(6364136223846793005)  # Knuth's multiplier (MMIX), odd


class Print(NamedTuple):
    """What of a text tells it from others: its length, the SHA-256 of its UTF-8 bytes, and its `shingles`."""

    characters: int
    sha256: str
    marks: NDArray[np.uint32]


def prints(store: Store, documents: Sequence[Document]) -> dict[str, Print]:
    """The prints of the texts of some documents (by id), a batch of texts in memory at a time."""
    texts = ((one.document.id, one.document.text) for one in store.scan(documents, {"documents": ("text",)}))
    return {name: print_of(text) for name, text in texts}


def print_of(text: str) -> Print:
    """The print of a text."""
    return Print(len(text), text_sha256(text), shingles(text))


def shingles(text: str) -> NDArray[np.uint32]:
    """Checksums of every five words in a row, case and punctuation apart, each once and in order; of all words where
    there are fewer.

    Examples
    --------
    >>> one, other = shingles("Cells shed small vesicles, always."), shingles("cells shed (small) vesicles always")
    >>> one.tolist() == other.tolist()
    True
    """
    words = [zlib.crc32(word.encode()) for word in _WORD.findall(text.casefold())]
    width = min(WORDS, max(1, len(words)))
    every = np.array(words or [0], dtype=np.uint64)
    many = len(every) - width + 1
    total = np.zeros(many, dtype=np.uint64)
    for at in range(width):  # wraps at 2^64, as it should
        total = total * _FACTOR + every[at : at + many]
    return np.unique((total >> np.uint64(32)).astype(np.uint32))


def leave_out(
    documents: Sequence[Document], printed: Mapping[str, Print]
) -> tuple[tuple[Document, ...], tuple[tuple[str, str], ...]]:
    """Documents of which no two are of the same work, and ``(left out, kept)`` pairs of sources.

    Two documents are of the same work when they share a DOI, PMID or PMCID and three tenths of the shorter text (an
    abstract is found again in its article; an identifier that was read from a reference list by mistake is not enough
    to lose a text), or when their texts are nearly the same. The longest text is kept; of equal ones the first.

    Near-identical texts are found by their smallest shingle checksums, as Broder (1997) compares documents.

    Parameters
    ----------
    documents
        In order of their sources; their texts are not looked at.
    printed
        Document id -> print of its text.
    """
    marks = [printed[document.id].marks for document in documents]
    same = list(range(len(documents)))

    def root(number: int) -> int:
        while same[number] != number:
            same[number] = same[same[number]]
            number = same[number]
        return number

    for by_text, members in (*_identified(documents), *_keyed(marks)):
        for one, other in pairwise(members):
            if root(one) != root(other) and _alike(marks[one], marks[other], by_text=by_text):
                same[root(other)] = root(one)
    works: dict[int, list[int]] = defaultdict(list)
    for number in range(len(documents)):
        works[root(number)].append(number)
    best = {
        number: min(members, key=lambda member: (-printed[documents[member].id].characters, member))
        for members in works.values()
        for number in members
    }
    kept = tuple(document for number, document in enumerate(documents) if best[number] == number)
    pairs = tuple(
        (document.source, documents[best[number]].source)
        for number, document in enumerate(documents)
        if best[number] != number
    )
    return kept, pairs


def _identified(documents: Sequence[Document]) -> list[tuple[bool, list[int]]]:
    """Documents that share an identifier, by number."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for kind in ("doi", "pmid", "pmcid"):
            if value := getattr(document, kind).casefold():
                groups[kind, value].append(number)
    return [(False, members) for members in groups.values() if len(members) > 1]


def _keyed(marks: Sequence[NDArray[np.uint32]]) -> list[tuple[bool, list[int]]]:
    """Documents that share one of their smallest checksums, by number."""
    if not marks:
        return []
    keys = np.concatenate([some[:KEYS] for some in marks])
    numbers = np.repeat(np.arange(len(marks)), [len(some[:KEYS]) for some in marks])
    order = np.argsort(keys, kind="stable")
    cuts = np.flatnonzero(np.diff(keys[order])) + 1
    return [(True, members.tolist()) for members in np.split(numbers[order], cuts) if len(members) > 1]


def _alike(one: NDArray[np.uint32], other: NDArray[np.uint32], *, by_text: bool) -> bool:
    common = len(np.intersect1d(one, other, assume_unique=True))
    if by_text:
        return common >= NEAR * (len(one) + len(other) - common)
    return common >= SHARED * min(len(one), len(other))
