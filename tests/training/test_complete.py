"""What corpora leave unsaid, filled in by a recogniser trained before."""

from __future__ import annotations

from pathlib import Path

import complete
import pytest
import spacy
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.annotate.fields import GOLD
from tests.training.taught import HEADS, TEXT, make


def labelled(nlp: spacy.Language, spans: list[tuple[int, int, str]], **attrs: list[str]) -> Doc:
    doc = nlp.make_doc(TEXT)
    said = [Span(doc, start, past, label=label) for start, past, label in spans]
    doc.spans[GOLD] = SpanGroup(doc, name=GOLD, spans=said, attrs={"whole": [], "partial": [], **attrs})
    return doc


def told(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[GOLD]]


def test_only_what_a_document_says_nothing_of_is_filled_in(tmp_path: Path) -> None:
    model = spacy.load(make(tmp_path / "model", 1, HEADS))
    docs = [
        labelled(model, [(0, 2, "cell")], whole=["cell"]),
        labelled(model, [], whole=["both"]),
        labelled(model, [], partial=["both"]),
        Doc(model.vocab),
    ]
    complete.fill(docs, ["both"], model)
    assert told(docs[0]) == [("Stromal cells", "b:cell"), ("Stromal cells", "cell"), ("Nanog", "b:gene")]
    assert docs[0].spans[GOLD].attrs["whole"] == ["cell", "both"]
    assert told(docs[1]) == told(docs[2]) == []
    assert docs[2].spans[GOLD].attrs["whole"] == []
    lattice = model.get_pipe("recognizer").fields.lattice(docs[0])["both"]
    assert lattice.sum() == len(docs[0])  # one tag a token: nothing is left open


def test_what_is_not_sure_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = spacy.load(make(tmp_path / "model", 1, HEADS))
    doc = labelled(model, [(0, 2, "cell")], whole=["cell"])
    monkeypatch.setattr(complete, "SURE", 1.1)
    complete.fill([doc], ["both"], model)
    assert told(doc) == [("Stromal cells", "cell")]
    assert doc.spans[GOLD].attrs["open"] == [["both", 0, 2], ["both", 3, 4]]
    lattice = model.get_pipe("recognizer").fields.lattice(doc)["both"]
    assert lattice[:2].all()
    assert lattice[3].all()
    assert not lattice[2, 1:].any()
    assert not lattice[4, 1:].any()
