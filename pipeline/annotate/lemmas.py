"""The lemmas that edit trees make of words, each made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LEMMA, ORTH  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.pipeline import EditTreeLemmatizer
from spacy.tokens import Doc

#: lemmas remembered; past it the memory starts anew
_REMEMBERED = 1 << 15
#: a tree and the hash of a word -> the hash of its lemma, zero where the tree does not fit the word
_Made = dict[tuple[int, int], int]


def remember_lemmas(lemmatizer: EditTreeLemmatizer) -> None:
    """Let a lemmatizer apply each tree to each word once; what it writes stays the same.

    One that weighs several trees, or whose backoff is not the word as it stands, is left as it is.
    """
    if lemmatizer.top_k == 1 and lemmatizer.backoff == "orth":
        made: _Made = {}
        lemmatizer.__dict__.update(
            _scores2guesses_top_k_equals_1=partial(_best_trees, lemmatizer),
            set_annotations=partial(_write, lemmatizer, made),
        )


def _best_trees(
    lemmatizer: EditTreeLemmatizer, docs: Sequence[Doc], scores: Sequence[NDArray[Any]]
) -> list[NDArray[np.int64]]:
    """The tree with the best score for each token, whether or not it fits."""
    del docs
    labels = np.array(lemmatizer.cfg["labels"], dtype=np.int64)
    return [labels[table.argmax(axis=1)] for table in scores]


def _write(
    lemmatizer: EditTreeLemmatizer, made: _Made, docs: Iterable[Doc], trees: Iterable[NDArray[np.int64]]
) -> None:
    """Set the lemmas: what the tree makes of the word, the word itself where the tree does not fit."""
    strings = lemmatizer.vocab.strings
    for doc, chosen in zip(docs, trees, strict=True):
        if len(made) > _REMEMBERED:
            made.clear()
        words = doc.to_array([ORTH, LEMMA]).tolist()
        for token, (word, there), tree in zip(doc, words, chosen.tolist(), strict=True):
            if there and not lemmatizer.overwrite:
                continue
            lemma = made.get((tree, word))
            if lemma is None:
                form = lemmatizer.trees.apply(tree, strings[word])
                lemma = made[tree, word] = word if form is None else strings.add(form)
            token.lemma = lemma
