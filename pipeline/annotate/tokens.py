"""Plain records of a doc's tokens: place, lemma, and tag and tree where the pipeline has the trained parts."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from pipeline.core.records import Token

_PLURAL = re.compile(r"(?<=[a-z]{2})(?:(?:(?<=[sxz])|(?<=[cs]h))es|(?<![suie])s)$")


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
    words = [token for token in doc if not token.is_space]
    place = {token.i: first + number for number, token in enumerate(words)}
    return [
        Token(
            offset + token.idx,
            offset + token.idx + len(token.text),
            token.lemma_ if token.lemma_ and token.text.isalpha() else lemma(token.text),
            token.tag_,
            token.dep_,
            place.get(token.head.i, place[token.i]),
        )
        for token in words
    ]


def lemma(word: str) -> str:
    """Lower case, the plural's ending dropped: all that is known without a tagger.

    Examples
    --------
    >>> lemma("Fibroblasts"), lemma("mass"), lemma("miR-21")
    ('fibroblast', 'mass', 'mir-21')
    """
    return _PLURAL.sub("", word.lower()) if len(word) > 3 else word.lower()
