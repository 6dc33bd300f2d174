"""Remembered embeddings: those of the layers, and the same bytes whatever was read before and stands beside."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model
from spacy.tokens import Doc
from thinc.api import Model, Relu, chain, with_array

from pipeline.annotate.embeddings import Memory, RowOps, remember_forms

WORDS = ["miR-21", "cells", "Cells", "CELLS", "of", "CD63", "+", "exosomes", "MSC", "didn't", "won't", "the", "α"]


def embed(width: int = 8) -> Model:
    rows = [50, 20, 30, 30, 5]
    return MultiHashEmbed(width, ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY"], rows, include_static_vectors=False)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="module")
def encoder(nlp: Language) -> Model:
    model = build_Tok2Vec_model(embed(), MaxoutWindowEncoder(8, 1, 2, 1))
    model.initialize(X=[nlp.make_doc(" ".join(WORDS))])
    return model


def texts() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(batches=st.lists(st.lists(texts(), min_size=1, max_size=3), min_size=1, max_size=4), most=st.integers(1, 40))
def test_embeddings_are_the_layers_own_whatever_was_read_before(
    nlp: Language, encoder: Model, batches: list[list[str]], most: int
) -> None:
    layers = encoder.layers[0]
    memory = Memory(layers._func, most)
    for batch in batches:
        docs = [nlp.make_doc(text) for text in batch]
        found, _ = memory(layers, docs, False)
        for doc, table in zip(docs, found, strict=True):
            assert table.shape[0] == len(doc)
            if len(doc):
                assert table == pytest.approx(layers.predict([doc])[0], abs=1e-5)


def remembered(encoder: Model) -> Model:
    quick = encoder.copy()
    remember_forms(quick)
    return quick


@settings(max_examples=30, deadline=None)
@given(first=texts(), second=texts(), third=texts())
def test_a_word_has_the_same_bytes_beside_any_words(
    nlp: Language, encoder: Model, first: str, second: str, third: str
) -> None:
    one, other = remembered(encoder).layers[0], remembered(encoder).layers[0]
    docs = [nlp.make_doc(text) for text in (first, second, third)]
    together = one.predict(docs)
    apart = [other.predict([doc])[0] for doc in reversed(docs)][::-1]
    for table, same, doc in zip(together, apart, docs, strict=True):
        if len(doc):
            assert table.tobytes() == same.tobytes()


def test_only_what_looks_at_forms_alone_is_remembered(nlp: Language, encoder: Model) -> None:
    quick = remembered(encoder)
    assert isinstance(quick.layers[0]._func, Memory)
    assert not isinstance(quick.layers[1]._func, Memory)
    assert {type(node.ops) for node in quick.layers[0].walk()} == {RowOps}
    before = {type(node.ops) for node in encoder.layers[1].walk()}
    assert {type(node.ops) for node in quick.layers[1].walk()} == before != {RowOps}
    docs = [nlp.make_doc("miR-21 of MSC"), Doc(nlp.vocab), nlp.make_doc("of cells")]
    for table, wanted in zip(quick.predict(docs), encoder.predict(docs), strict=True):
        assert table == pytest.approx(wanted, abs=1e-5)


def test_an_unknown_layer_is_left_alone(nlp: Language) -> None:
    model: Model = chain(embed(), with_array(Relu(8, 8)))
    model.initialize(X=[nlp.make_doc("of cells")])
    model.layers[0].layers[1].layers.append(Relu(8, 8))
    remember_forms(model)
    assert not any(isinstance(node._func, Memory) for node in model.walk())


def test_learning_goes_through_the_layers_themselves(nlp: Language, encoder: Model) -> None:
    quick = remembered(encoder)
    docs = [nlp.make_doc("miR-21 of MSC")]
    for model in (quick, encoder):
        found, back = model(docs, is_train=True)
        back([np.ones_like(found[0])])
    node, theirs = (
        next(node for node in model.layers[0].walk() if node.name == "maxout") for model in (quick, encoder)
    )
    assert node.get_grad("W") == pytest.approx(theirs.get_grad("W"), abs=1e-4)
