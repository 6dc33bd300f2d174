"""The recogniser's encoder: forms of words, windows of growing reach, and what a document says of a word elsewhere.

Beside the attributes that spaCy hashes stand a word's longer beginnings and ends, its shape with runs shortened and its
letters with every digit alike, all as sparse features in the manner of older taggers (Zhou and Su 2004, Settles 2004).
A residual layer half-way gives each word the mean of the encodings of the other places where the document uses the
same word (label consistency, Krishnan and Manning 2006; pooled embeddings, Akbik et al. 2019). Windows may leave gaps
(iterated dilated convolutions, Strubell et al. 2017), so that few layers see a whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM, ORTH, SPACY  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.ml.staticvectors import StaticVectors
from spacy.strings import hash_string  # type: ignore[attr-defined]  # compiled, without stubs
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, residual, with_array

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]

#: the features of a word's form, in the order of their columns; ``norm`` and ``space`` are the token's own
FORMS = ("norm", "prefix1", "prefix2", "prefix3", "prefix4", "suffix2", "suffix3", "suffix4", "shape", "squeezed",
         "digits", "space")  # fmt: skip
#: words whose features are remembered; past it the memory starts anew
_REMEMBERED = 50_000
_RUN = re.compile(r"(.)\1+")
_DIGITS = re.compile(r"\d+")


def forms(word: str) -> tuple[str, ...]:
    """The features of a word that its letters give: all of :data:`FORMS` but the first and the last.

    Examples
    --------
    >>> forms("CD34+")
    ('C', 'CD', 'CD3', 'CD34', '4+', '34+', 'D34+', 'XXdd+', 'Xd+', 'cd0+')
    """
    shape = "".join(
        "d" if sign.isdigit() else "X" if sign.isupper() else "x" if sign.isalpha() else sign for sign in word
    )
    squeezed = _RUN.sub(r"\1", shape)
    long = _RUN.sub(lambda run: run.group()[:4], shape)
    ends = (word[:1], word[:2], word[:3], word[:4], word[-2:], word[-3:], word[-4:])
    return (*ends, long, squeezed, _DIGITS.sub("0", word.lower()))


@registry.layers("vesiweb_forms.v1")
def form_features() -> Model[list[Doc], list[Hashes]]:
    """Documents to tables of hashes: token, feature."""
    return Model("forms", _forms, attrs={"memory": {}})


def _forms(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Hashes], Callable[[Any], Any]]:
    del is_train
    memory: dict[int, Hashes] = model.attrs["memory"]
    tables = []
    for doc in docs:
        own = doc.to_array([ORTH, NORM, SPACY])
        if len(memory) > _REMEMBERED:
            memory.clear()
        strings = doc.vocab.strings
        for key in {key for key in own[:, 0].tolist() if key not in memory}:
            # a column's hash differs from the same letters' in another by the table's own seed
            memory[key] = np.array([hash_string(form) for form in forms(strings[key])], dtype=np.uint64)
        middle = np.stack([memory[key] for key in own[:, 0].tolist()]) if len(doc) else np.zeros((0, 10), np.uint64)
        tables.append(np.hstack([own[:, 1:2], middle, own[:, 2:3]]).astype(np.uint64))
    return tables, _nothing


def _nothing(gradient: Any) -> list[Doc]:
    del gradient
    return []


def spread(reach: int) -> Model[Floats, Floats]:
    """Each row between the rows ``reach`` before and after it; past the ends stand zeros."""
    return Model("spread", _spread, attrs={"reach": reach})


def _spread(model: Model[Any, Any], rows: Floats, is_train: bool) -> tuple[Floats, Callable[[Floats], Floats]]:
    del is_train
    reach, (count, width) = model.attrs["reach"], rows.shape
    kept = max(count - reach, 0)
    out = np.zeros((count, 3 * width), dtype=np.float32)
    out[count - kept :, :width] = rows[:kept]
    out[:, width : 2 * width] = rows
    out[:kept, 2 * width :] = rows[count - kept :]

    def backprop(gradient: Floats) -> Floats:
        own = gradient[:, width : 2 * width].copy()
        own[:kept] += gradient[count - kept :, :width]
        own[count - kept :] += gradient[:kept, 2 * width :]
        return own

    return out, backprop


def elsewhere(rows: Floats, groups: NDArray[Any]) -> tuple[Floats, Callable[[Floats], Floats]]:
    """The mean of the other rows of each row's group; a row alone in its group gets zeros.

    Parameters
    ----------
    rows
        Encodings: token, feature.
    groups
        The number of each token's group.

    Examples
    --------
    >>> rows = np.array([[1.0], [5.0], [3.0], [7.0]], dtype=np.float32)
    >>> elsewhere(rows, np.array([0, 1, 0, 0]))[0].ravel().tolist()
    [5.0, 0.0, 4.0, 2.0]
    """
    order = np.argsort(groups, kind="stable")
    _, starts, places, counts = np.unique(groups[order], return_index=True, return_inverse=True, return_counts=True)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    places = places[back]  # of each row, in the table of groups
    share = (1.0 / np.maximum(counts - 1, 1))[places, None].astype(np.float32)
    share[counts[places] == 1] = 0

    def mean(values: Floats) -> Floats:
        sums = np.add.reduceat(values[order], starts, axis=0)
        return cast(Floats, sums[places] - values)

    def backprop(gradient: Floats) -> Floats:
        return mean(gradient * share)

    return mean(rows) * share, backprop


def pooled(width: int, pieces: int) -> Model[Any, list[Floats]]:
    """Adds to each encoding what one layer makes of it and of the mean of its word's encodings elsewhere.

    Takes a pair: the documents, their tables of encodings.
    """
    mix: Model[Any, Any] = Maxout(nO=width, nI=2 * width, nP=pieces, dropout=0.0, normalize=True)
    return Model("pooled", _pooled, init=_init_pooled, layers=[mix], dims={"nO": width})


def _init_pooled(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    del X, Y
    model.layers[0].initialize()


def _pooled(model: Model[Any, Any], pair: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
    docs, tables = pair
    rows = np.concatenate(tables)
    numbers = np.repeat(np.arange(len(docs), dtype=np.uint64), [len(doc) for doc in docs])
    norms = np.concatenate([doc.to_array(NORM) for doc in docs])
    groups = np.unique(norms ^ (numbers * np.uint64(0x9E3779B97F4A7C15)), return_inverse=True)[1]
    means, back_mean = elsewhere(rows, groups)
    mixed, back_mix = model.layers[0](np.hstack([rows, means]), is_train)
    width = rows.shape[1]
    cuts = np.cumsum([len(doc) for doc in docs])[:-1]

    def backprop(gradients: Any) -> Any:
        whole = np.concatenate(gradients)
        both = back_mix(whole)
        return np.split(whole + both[:, :width] + back_mean(both[:, width:]), cuts)

    return np.split(rows + mixed, cuts), backprop


def windows(width: int, reaches: Sequence[int], pieces: int) -> Model[list[Floats], list[Floats]]:
    """Residual maxout layers, each over a word and the two words at one distance from it."""
    layers: list[Any] = []
    for reach in reaches:
        mix: Any = Maxout(nO=width, nI=3 * width, nP=pieces, dropout=0.0, normalize=True)
        layers.append(residual(chain(spread(reach), mix)))
    whole = chain(*layers) if len(layers) > 1 else layers[0]
    whole.set_dim("nO", width)
    return with_array(whole, pad=sum(reaches))


@registry.architectures("vesiweb_encoder.v1")  # type: ignore[untyped-decorator]
def build_encoder(
    width: int, rows: dict[str, list[int]], vectors: bool, before: list[int], after: list[int], pieces: int, pool: bool
) -> Model[list[Doc], list[Floats]]:
    """The encoder.

    Parameters
    ----------
    width
        Features of an encoding.
    rows
        Name of a form -> rows and width of its table.
    vectors
        Whether the vocabulary's word vectors are taken in.
    before, after
        The distances that the windows' layers reach, before and after the pooling of equal words.
    pieces
        Pieces of each maxout.
    pool
        Whether equal words are pooled.
    """
    tables: list[Any] = [
        HashEmbed(wide, count, column=FORMS.index(form), seed=8 + number, dropout=0.0)
        for number, (form, (count, wide)) in enumerate(rows.items())
    ]
    features: Any = chain(form_features(), list2ragged(), with_array(concatenate(*tables)))
    size = sum(wide for _, wide in rows.values())
    if vectors:
        features = concatenate(features, StaticVectors(width, dropout=0.0))
        size += width
    mix: Any = with_array(Maxout(width, size, nP=pieces, dropout=0.0, normalize=True))
    embed: Any = chain(features, mix, ragged2list())
    stages = [windows(width, before, pieces)]
    if pool:
        stages.append(pooled(width, pieces))
    if after:
        stages.append(windows(width, after, pieces))
    return Model("encoder", _encode, init=_init, layers=[embed, *stages], dims={"nO": width})


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    del Y
    model.layers[0].initialize(X=X)
    for layer in model.layers[1:]:
        layer.initialize()


def _encode(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
    tables: Any = docs
    backs = []
    for layer in model.layers:
        tables, back = layer((docs, tables) if layer.name == "pooled" else tables, is_train)
        backs.append(back)

    def backprop(gradients: Any) -> Any:
        for back in reversed(backs):
            gradients = back(gradients)
        return gradients

    return tables, backprop
