"""Joins two lines of a paragraph: which hyphens at line ends belong to the word, and which only broke it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.ingest.patterns import PATTERNS, rows

_BROKEN = re.compile(r"([^\W\d_]+)[-‐\xad]\Z")
_FIRST = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=2)
def keeps(folder: Path = PATTERNS) -> frozenset[str]:
    """Words that keep their hyphen at the end of a line (``models/patterns/hyphens.tsv``)."""
    return frozenset(word for word, _ in rows(folder / "hyphens.tsv", ("word", "example")))


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """How often the document writes each word, compounds with their hyphens, in its lines.

    Examples
    --------
    >>> sorted(vocabulary(["the well-known one"]).items())
    [('one', 1), ('the', 1), ('well-known', 1)]
    """
    return Counter(word.casefold() for text in texts for word in _COMPOUND.findall(text))


def joint(previous: str, piece: str, words: Counter[str]) -> tuple[str, int]:
    """What to put between two lines of a paragraph, and how many characters to take off the first.

    A hyphen at the end goes where the document writes the joined word elsewhere. It stays where the document
    writes the hyphened one, behind a word of the list, and before a capital, a digit or a symbol.

    Parameters
    ----------
    previous, piece
        The lines.
    words
        The document's words (see `vocabulary`).

    Examples
    --------
    >>> joint("the mar-", "row", Counter()), joint("of kappa-", "light", Counter()), joint("TGF-", "β", Counter())
    (('', 1), ('', 0), ('', 0))
    """
    match = _BROKEN.search(previous)
    following = _FIRST.match(piece)
    if previous.endswith("\xad"):
        return "", 1
    if previous[-1:] in "-‐–/" and not match:
        return "", 0
    if match is None:
        return " ", 0
    if following is None or not piece[0].islower() or len(following.group()) == 1:
        return "", 0
    left, right = match.group(1).casefold(), following.group().casefold()
    if words[left + right]:
        return "", 1
    if words[f"{left}-{right}"] or left in keeps() or len(left) == 1:
        return "", 0
    return "", 1
