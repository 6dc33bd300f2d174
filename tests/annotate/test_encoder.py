"""The encoder of the recogniser: its sums by hand, its gradients against differences, its reach."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from thinc.api import Model

from pipeline.annotate.encoder import FORMS, build_encoder, elsewhere, form_features, forms, spread

NLP = spacy.blank("en")
TEXTS = ["IL-2 and CD34 bind IL-2 where IL-2 is", "x", "cells of a b a b"]


def make(pool: bool, after: list[int]) -> Model:
    spacy.util.fix_random_seed(0)
    rows = {"norm": [60, 8], "digits": [60, 4]}
    model = build_encoder(width=8, rows=rows, vectors=False, before=[1, 2], after=after, pieces=2, pool=pool)
    model.initialize(X=[NLP(text) for text in TEXTS])
    draw = np.random.default_rng(0)
    for node in model.walk():
        if node.name == "maxout":  # away from zero, where the normalisation of a padding row is no smooth function
            node.set_param("b", draw.normal(size=node.get_param("b").shape).astype(np.float32))
    return model


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_the_mean_elsewhere_is_that_of_the_group_without_the_row(groups: list[int]) -> None:
    rows = np.random.default_rng(1).normal(size=(len(groups), 3)).astype(np.float32)
    means, backprop = elsewhere(rows, np.array(groups))
    jacobian = np.zeros((len(groups), len(groups)), dtype=np.float32)
    for here, group in enumerate(groups):
        others = [row for row, other in enumerate(groups) if other == group and row != here]
        expected = rows[others].mean(axis=0) if others else np.zeros(3)
        assert means[here] == pytest.approx(expected, abs=1e-5)
        jacobian[here, others] = 1 / max(len(others), 1)
    gradient = np.random.default_rng(2).normal(size=rows.shape).astype(np.float32)
    assert backprop(gradient) == pytest.approx(jacobian.T @ gradient, abs=1e-5)


@pytest.mark.parametrize("reach", [1, 2, 5])
def test_a_window_holds_the_rows_at_its_distance(reach: int) -> None:
    rows = np.arange(1, 9, dtype=np.float32).reshape(4, 2)
    out, backprop = spread(reach)(rows, True)
    padded = np.vstack([np.zeros((reach, 2)), rows, np.zeros((reach, 2))])
    assert (out == np.hstack([padded[:4], rows, padded[2 * reach : 2 * reach + 4]])).all()
    gradient = np.random.default_rng(0).normal(size=out.shape).astype(np.float32)
    assert float((backprop(gradient) * rows).sum()) == pytest.approx(float((gradient * out).sum()), abs=1e-3)


@pytest.mark.parametrize(("pool", "after"), [(False, []), (True, []), (True, [1])])
def test_gradients_are_what_small_steps_measure(pool: bool, after: list[int]) -> None:
    model = make(pool, after)
    docs = [NLP(text) for text in TEXTS]
    encodings, backprop = model(docs, True)
    draw = np.random.default_rng(3)
    pull = [draw.normal(size=table.shape).astype(np.float32) for table in encodings]
    backprop(pull)

    def height() -> float:
        return float(sum((table.astype(float) * part).sum() for table, part in zip(model.predict(docs), pull)))  # noqa: B905

    checked = 0
    for node in model.walk():
        if node.name == "maxout":
            weights, gradient = node.get_param("W").copy(), node.get_grad("W")
            step = gradient / np.linalg.norm(gradient) * 1e-3
            node.set_param("W", weights + step)
            above = height()
            node.set_param("W", weights - step)
            below = height()
            node.set_param("W", weights)
            assert (above - below) / 2e-3 == pytest.approx(np.linalg.norm(gradient), rel=0.1)
            checked += 1
    assert checked == 3 + pool + len(after)


def test_a_word_hears_of_its_other_places_and_of_no_other_document() -> None:
    model = make(pool=True, after=[])
    far = "CD34 one two three four five six seven eight nine CD34 is {}"
    near = [model.predict([NLP(far.format(word))])[0][0] for word in ("high", "low")]
    assert np.abs(near[0] - near[1]).max() > 1e-4
    without = make(pool=False, after=[])
    alone = [without.predict([NLP(far.format(word))])[0][0] for word in ("high", "low")]
    assert (alone[0] == alone[1]).all()
    first, second = (NLP(far.format(word)) for word in ("high", "low"))
    assert model.predict([first, second])[0] == pytest.approx(model.predict([first])[0], abs=1e-5)


def test_forms_have_a_column_each() -> None:
    doc = NLP("CD34+ cells")
    table = form_features().predict([doc, NLP("")])
    assert [part.shape for part in table] == [(len(doc), len(FORMS)), (0, len(FORMS))]
    assert len(forms("a")) == len(FORMS) - 2
    assert forms("IL-2")[-1] == forms("IL-12")[-1] == "il-0"
