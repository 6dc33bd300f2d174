"""The tokens of a doc: split where a mention ends in one, and as plain records, with tag and tree where there are."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, LEMMA, LENGTH, SENT_START, TAG  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.tokens import Doc

from pipeline.core.records import Token

#: numbers of strings are without a sign
_HASHES = 1 << 64
_PLURAL = re.compile(r"(?<=[a-z]{2})(?:(?:(?<=[sxz])|(?<=[cs]h))es|(?<![suie])s)$")

if not Doc.has_extension("source"):
    Doc.set_extension("source", default=None)


def source(doc: Doc) -> str:
    """The text of a doc, put together once.

    Examples
    --------
    >>> import spacy
    >>> source(spacy.blank("en")("MSCs rest"))
    'MSCs rest'
    """
    if doc._.source is None:
        doc._.source = doc.text
    text: str = doc._.source
    return text


def tokens(doc: Doc, offset: int, first: int) -> list[Token]:
    """The tokens of a doc but for its blanks.

    Parameters
    ----------
    doc
        A doc as the pipeline leaves it.
    offset
        Where its text begins in the document's.
    first
        The index that its first token is to have among the document's; heads count from there.

    Examples
    --------
    >>> import spacy
    >>> tokens(spacy.blank("en")("MSCs  "), 10, 3)
    [Token(start=10, end=14, lemma='msc', tag='', dep='', head=3)]
    """
    text, strings = source(doc), doc.vocab.strings
    rows = doc.to_array([IDX, LENGTH, LEMMA, TAG, DEP, HEAD, IS_SPACE]).view(np.int64)
    words = np.flatnonzero(rows[:, 6] == 0)
    heads = words + np.where(rows[words, 4] != 0, rows[words, 5], 0)  # without a label, no tree
    order = np.cumsum(rows[:, 6] == 0) - 1
    # a word that hangs on a blank is its own head
    places = first + np.where(rows[heads, 6] == 0, order[heads], order[words])
    found = []
    for (start, size, lemmatised, tag, dep), head in zip(rows[words, :5].tolist(), places.tolist(), strict=True):
        word = text[start : start + size]
        known = strings[lemmatised % _HASHES] if lemmatised and word.isalpha() else ""
        found.append(
            Token(
                offset + start,
                offset + start + size,
                known or lemma(word),
                strings[tag % _HASHES],
                strings[dep % _HASHES],
                head,
            )
        )
    return found


def lemma(word: str) -> str:
    """Lower case, the plural's ending dropped: all that is known without a tagger.

    Examples
    --------
    >>> lemma("Fibroblasts"), lemma("mass"), lemma("miR-21")
    ('fibroblast', 'mass', 'mir-21')
    """
    return _PLURAL.sub("", word.lower()) if len(word) > 3 else word.lower()


def split_tokens(doc: Doc, offsets: list[int]) -> None:
    """Split the tokens that a mention starts or ends in, so that its span is exact."""
    places_of = doc.to_array(["IDX", "LENGTH"]).tolist()
    starts = [start for start, _ in places_of]
    cuts: dict[int, list[int]] = {}
    for offset in offsets:
        index = bisect_right(starts, offset) - 1
        if index >= 0 and starts[index] < offset < sum(places_of[index]):
            cuts.setdefault(index, []).append(offset - starts[index])
    if not cuts:
        return
    parsed = doc.has_annotation("DEP")
    with doc.retokenize() as retokenizer:
        for index, places in cuts.items():
            token = doc[index]
            edges = [0, *places, len(token.text)]
            parts = [token.text[a:b] for a, b in pairwise(edges)]
            # the last part stands in the tree where the whole stood, the others hang on it
            last = (token, len(parts) - 1)
            heads = [last] * (len(parts) - 1) + [last if token.head.i == token.i else token.head]
            attrs: dict[str | int, list[str]] = (
                {"TAG": [token.tag_] * len(parts), "DEP": [token.dep_] * len(parts)} if parsed else {}
            )
            retokenizer.split(token, parts, heads=heads, attrs=attrs)
    for index in np.flatnonzero(doc.to_array(SENT_START) == 0).tolist():  # a token that came of a split
        doc[index].is_sent_start = index == 0
