"""Reads the public corpora: documents with labelled spans, less what would leak a test set or a held-out document.

A corpus is one or more files ``<name>.<split>.jsonl.gz``, a document a line. Training text that repeats a sentence of
one of the public test sets is left out, and so are the documents that the project is judged by.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

#: where the corpora and trees lie; the environment variable wins
SHARED = Path(os.environ.get("VESIWEB_SHARED", Path(__file__).resolve().parents[3] / "shared"))
#: the public test sets that no training text may repeat a sentence of
TEST_SETS = (("jnlpba", "test"), ("bc2gm", "test"), ("craft", "test"))
#: articles and abstracts that the project is judged by: never read, not even without labels
HELD_OUT = frozenset({"36152993"})

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
_NOT_A_LETTER = re.compile(r"\W+")
_SHORTEST_KEY = 40  # letters; a shorter sentence ("Results") repeats by chance


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with typed half-open spans over its code points."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...] = field(default=())


def read(name: str, split: str) -> list[Labelled]:
    """The documents of one file, in its order; a discontinuous span counts as its envelope."""
    return [
        Labelled(str(row["id"]), row["text"], tuple(_spans(row)))
        for row in _rows(SHARED / "corpora" / f"{name}.{split}.jsonl.gz")
    ]


def read_for_training(name: str, split: str) -> list[Labelled]:
    """Like :func:`read`, in parts of some 2,500 characters, without those that repeat a sentence of a test set."""
    keys = _test_keys()
    docs = (doc for doc in read(name, split) if doc.id not in HELD_OUT)
    return [part for doc in docs for part in pieces(doc) if not keys & sentence_keys(part.text)]


def pieces(doc: Labelled, longest: int = 2500) -> Iterator[Labelled]:
    """A long text cut at line ends into parts of at least so many characters; spans over a cut are left out.

    Examples
    --------
    >>> [(part.text, part.spans) for part in pieces(Labelled("1", "AB\\nCD", ((0, 1, "X"), (4, 5, "Y"))), longest=1)]
    [('AB\\n', ((0, 1, 'X'),)), ('CD', ((1, 2, 'Y'),))]
    """
    if len(doc.text) <= longest:
        yield doc
        return
    start = 0
    while start < len(doc.text):
        end = doc.text.find("\n", start + longest)
        end = len(doc.text) if end < 0 else end + 1
        inside = tuple((a - start, b - start, kind) for a, b, kind in doc.spans if start <= a and b <= end)
        yield Labelled(f"{doc.id}@{start}", doc.text[start:end], inside)
        start = end


def sentence_keys(text: str) -> set[str]:
    """The sentences of a text as bare lower-case letters and digits, by which two corpora's overlap is found.

    Examples
    --------
    >>> sentence_keys("The cells of the first line were left in their medium. Results.")
    {'thecellsofthefirstlinewereleftintheirmedium'}
    """
    keys = (_NOT_A_LETTER.sub("", part).lower() for part in _SENTENCE_END.split(text))
    return {key for key in keys if len(key) > _SHORTEST_KEY}


@cache
def _test_keys() -> frozenset[str]:
    return frozenset(key for name, split in TEST_SETS for doc in read(name, split) for key in sentence_keys(doc.text))


def _rows(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _spans(row: dict) -> Iterator[tuple[int, int, str]]:
    seen = {(entity["start"], entity["end"], entity["type"]) for entity in row.get("entities", ())}
    yield from sorted(seen)
