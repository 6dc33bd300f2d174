"""The embeddings of words, each word's reckoned once: the lowest layers of an encoder look at nothing but its form.

A form is what a token has by itself: its letters, its norm, and whether a blank follows. The table of what the layers
make of each form is filled row by row, each row by a product of its own: whatever stands beside a word, and however
many words are new with it, its embedding is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM, ORTH, SPACY  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.tokens import Doc
from thinc.api import Model

from pipeline.annotate.blas import BlasOps

Floats = NDArray[np.float32]

#: forms remembered; past it the memory starts anew, so that a long run stays within its memory
_REMEMBERED = 16_384
#: layers whose rows depend on the form of their token alone, and what puts them together
_BY_ROW = frozenset({
    "extract_features", "forms", "ints-getitem", "hashembed", "static_vectors", "maxout", "layernorm", "dropout",
    "list2ragged", "ragged2list",
})  # fmt: skip
#: two odd numbers: a form's key mixes its hashes
_MIX, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


class RowOps(BlasOps):
    """Products row by row: no row's last bits depend on the rows beside it.

    Examples
    --------
    >>> ops, rows = RowOps(), np.ones((7, 5), dtype=np.float32)
    >>> float(ops.gemm(rows, ops.asarray2f([[1, 2, 3, 4, 5]]), trans2=True)[6, 0])
    15.0
    """

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, either one transposed first."""
        if trans2 and not trans1 and out is None:
            return np.matmul(y, x[:, :, None])[:, :, 0]
        return super().gemm(x, y, out, trans1, trans2)


class _Picked:
    """Some tokens of a doc, as the layers that look at forms read a doc."""

    def __init__(self, doc: Doc, places: list[int]) -> None:
        self.vocab = doc.vocab
        self._doc = doc
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def to_array(self, attributes: Any) -> NDArray[Any]:
        """The attributes of these tokens."""
        table: NDArray[Any] = self._doc.to_array(attributes)[self._places]
        return table


class Memory:
    """Gives each token the embedding of its form.

    Parameters
    ----------
    forward
        What reckons embeddings: documents to tables (token, feature).
    most
        How many forms are remembered.
    """

    def __init__(self, forward: Callable[..., Any], most: int = _REMEMBERED) -> None:
        self._forward = forward
        self._most = most
        self._rows: dict[int, int] = {}
        self._table: Floats = np.zeros((0, 0), dtype=np.float32)

    def __call__(self, model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Callable[..., Any]]:
        """The tables of some documents, as the layers' own ``forward`` gives them."""
        if is_train:
            return self._forward(model, docs, is_train)  # type: ignore[no-any-return]
        forms = [_forms(doc) for doc in docs]
        if len(self._rows) + sum(map(len, forms)) > self._most:
            self._rows = {}
        rows, picked = self._rows, []
        for doc, keys in zip(docs, forms, strict=True):
            places = []
            for place, key in enumerate(keys):
                if key not in rows:
                    rows[key] = len(rows)
                    places.append(place)
            if places:
                picked.append(_Picked(doc, places))
        if picked:
            self._learn(np.concatenate(self._forward(model, picked, False)[0]))
        return [self._table[[rows[key] for key in keys]] for keys in forms], _learns_nothing

    def _learn(self, new: Floats) -> None:
        """Put the embeddings of the last forms into the table."""
        count = len(self._rows)
        kept = count - len(new)
        if count > len(self._table):
            room = np.empty((2 * count, new.shape[1]), dtype=np.float32)
            if kept:
                room[:kept] = self._table[:kept]
            self._table = room
        self._table[kept:count] = new


def remember_forms(model: Model[Any, Any]) -> None:
    """Let the layers of a model that look at forms alone remember what they make of each.

    They are found by what they are made of, in any encoder: a chain from documents to tables, each of whose parts
    reckons a token's row from that token. An encoder without one stays as it is.
    """
    if model.layers and model.layers[-1].name == "ragged2list" and _leaves(model) <= _BY_ROW:
        ops = RowOps()
        for node in model.walk():
            node.ops = ops
        model._func = Memory(model._func)
        return
    for layer in model.layers:
        remember_forms(layer)


def _leaves(model: Model[Any, Any]) -> set[str]:
    return {node.name for node in model.walk() if not node.layers}


def _forms(doc: Doc) -> list[int]:
    """A number for each token's form."""
    table = cast(NDArray[np.uint64], doc.to_array([ORTH, NORM, SPACY]))
    keys: list[int] = (table[:, 0] ^ (table[:, 1] * _MIX) ^ (table[:, 2] * _SPREAD)).tolist()
    return keys


def _learns_nothing(gradient: Any) -> list[Doc]:
    """Takes the place of a layer's backprop where nothing is learnt."""
    del gradient
    return []
