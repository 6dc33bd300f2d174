"""Recognisers that decide together."""

from __future__ import annotations

from pathlib import Path

import committee
import numpy as np
import pytest
import spacy
from spacy.language import Language

from pipeline.annotate.recognizer import Recognizer
from tests.training.taught import HEADS, TEXT, make


def recognizer(nlp: Language) -> Recognizer:
    part = nlp.get_pipe("recognizer")
    assert isinstance(part, Recognizer)
    return part


def test_the_mean_of_the_common_heads_decides(tmp_path: Path) -> None:
    other_order = {"both": HEADS["both"], "else": ["else"]}
    paths = [make(tmp_path / "one", 1, HEADS), make(tmp_path / "two", 2, other_order)]
    committee.join(tmp_path / "joint", paths)
    joint = spacy.load(tmp_path / "joint")
    assert recognizer(joint).cfg["heads"] == {"both": HEADS["both"]}
    docs = [joint.make_doc(TEXT), joint.make_doc("Nanog")]
    one, two = (recognizer(spacy.load(path)) for path in paths)
    parts = [part.model.predict(docs) for part in (one, two)]
    columns = [part.fields.columns["both"] for part in (one, two)]
    for number, table in enumerate(recognizer(joint).model.predict(docs)):
        mean = sum(part[number][:, column] for part, column in zip(parts, columns, strict=True)) / 2
        assert table == pytest.approx(mean, abs=1e-5)
    moves = [part.fields.moves_of(part.model.get_param("moves"), "both") for part in (one, two)]
    assert recognizer(joint).model.get_param("moves") == pytest.approx(sum(moves) / 2)
    doc = joint(TEXT)
    found = {(span.text, span.label_) for span in doc.spans["recognized"]}
    assert found == {("Stromal cells", "b:cell"), ("Nanog", "b:gene")}


def test_each_member_gets_its_share_of_the_gradient(tmp_path: Path) -> None:
    paths = [make(tmp_path / name, seed, HEADS) for name, seed in (("one", 1), ("two", 2))]
    model = recognizer(committee.join(tmp_path / "joint", paths)).model
    docs = [spacy.blank("en")(TEXT)]
    tables, backprop = model(docs, True)
    backprop([np.ones_like(table) for table in tables])
    for member in model.layers:
        gradient = member.layers[0].layers[1].layers[0].get_grad("b")
        assert gradient == pytest.approx(np.full_like(gradient, len(docs[0]) / 2))
