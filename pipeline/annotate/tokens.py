"""A doc in plain values: its text, and records of its tokens, with tag and tree where the trained parts are."""

from __future__ import annotations

import re

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, LEMMA, LENGTH, TAG  # type: ignore[import-not-found]  # compiled, without stubs
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
