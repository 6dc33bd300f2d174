"""The recogniser: what it learns, what it is not taught, and that it comes back from disk as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example

from pipeline.annotate.fields import GOLD, stretches
from pipeline.annotate.recognizer import Recognizer

HEADS = {"cell": ["cell"], "gene": ["gene"], "both": ["b:cell", "b:gene"]}


def make_pipeline() -> Language:
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("en")
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2", "width": 32, "depth": 2, "embed_size": 200, "window_size": 1,
        "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None,
    }  # fmt: skip
    model = {"@architectures": "vesiweb_recognizer.v1", "heads": HEADS, "tok2vec": tok2vec}
    nlp.add_pipe("vesiweb_recognizer", name="recognizer", config={"heads": HEADS, "model": model})
    return nlp


def gold(nlp: Language, text: str, marks: list[tuple[str, str]], whole: list[str], partial: list[str] = []) -> Example:  # noqa: B006
    """An example with the spans of the given words, and the heads that it annotates wholly and in part."""
    doc = nlp.make_doc(text)
    spans = []
    for words, label in marks:
        start = text.index(words)
        span = doc.char_span(start, start + len(words), label=label)
        assert span is not None
        spans.append(span)
    doc.spans[GOLD] = SpanGroup(doc, name=GOLD, spans=spans, attrs={"whole": whole, "partial": partial})
    return Example(nlp.make_doc(text), doc)


def lessons(nlp: Language) -> list[Example]:
    """Two made-up corpora: one labels cells, the other genes; a third both in one field."""
    cells = [("Stromal cells express Nanog .", "Stromal cells"), ("We grew Schwann cells with Sox2 .", "Schwann cells")]
    genes = [("Stromal cells express Nanog .", "Nanog"), ("We grew Schwann cells with Sox2 .", "Sox2")]
    out = [gold(nlp, text, [(name, "cell")], ["cell"]) for text, name in cells]
    out += [gold(nlp, text, [(name, "gene")], ["gene"]) for text, name in genes]
    for (text, cell), (_, gene) in zip(cells, genes, strict=True):
        out.append(gold(nlp, text, [(cell, "b:cell"), (gene, "b:gene")], ["both"]))
    return out


@pytest.fixture(scope="module")
def trained() -> Language:
    nlp = make_pipeline()
    examples = lessons(nlp)
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(60):
        nlp.update(examples, sgd=optimizer)
    return nlp


def found(doc: Doc) -> set[tuple[str, str]]:
    return {(span.text, span.label_) for span in doc.spans["recognized"]}


def test_each_head_learns_from_its_own_corpus_and_heads_overlap(trained: Language) -> None:
    assert found(trained("Stromal cells express Nanog .")) == {
        ("Stromal cells", "cell"), ("Nanog", "gene"), ("Stromal cells", "b:cell"), ("Nanog", "b:gene")
    }  # fmt: skip


def test_a_score_is_a_probability_and_high_where_the_text_was_learnt(trained: Language) -> None:
    doc = trained("We grew Schwann cells with Sox2 .")
    scores = doc.spans["recognized"].attrs["scores"]
    assert len(scores) == len(doc.spans["recognized"]) == 4
    assert all(0.5 < score <= 1 for score in scores)


def test_a_head_that_no_document_annotates_is_not_taught() -> None:
    nlp = make_pipeline()
    examples = lessons(nlp)
    optimizer = nlp.initialize(lambda: examples)
    component = nlp.get_pipe("recognizer")
    assert isinstance(component, Recognizer)
    weights = component.model.layers[0].layers[1].layers[0]
    before = weights.get_param("W").copy()
    nlp.update(
        [example for example in examples if "cell" in example.reference.spans[GOLD].attrs["whole"]], sgd=optimizer
    )
    changed = np.abs(weights.get_param("W") - before).max(axis=1) > 1e-6
    assert changed[:5].all()
    decay = np.abs(weights.get_param("W") - before * (1 - optimizer.L2 * optimizer.learn_rate)).max(axis=1)
    assert (decay[5:] < 1e-6).all()


def test_in_a_partly_annotated_text_unlabelled_words_pull_nowhere() -> None:
    nlp = make_pipeline()
    example = gold(nlp, "HeLa and Jurkat and asthma", [("HeLa", "cell"), ("asthma", "-")], [], ["cell"])
    nlp.initialize(lambda: [example])
    component = nlp.get_pipe("recognizer")
    assert isinstance(component, Recognizer)
    table = component.fields.lattice(example.reference)["cell"]
    assert set(component.fields.lattice(example.reference)) == {"cell"}
    assert table[0].tolist() == [False, False, False, False, True]  # HeLa: a name of one token
    assert table[2].all()  # Jurkat: anything
    assert table[4].tolist() == [True, False, False, False, False]  # asthma: no name
    empty = gold(nlp, "nothing is known here", [], [], ["cell"])
    losses = nlp.update([empty], sgd=nlp.create_optimizer(), losses={})
    assert losses["recognizer"] == pytest.approx(0, abs=1e-4)


def test_spans_have_the_lattice_of_their_label() -> None:
    nlp = make_pipeline()
    example = gold(nlp, "big stromal cells grow", [("big stromal cells", "b:cell"), ("grow", "b:gene")], ["both"])
    component = nlp.get_pipe("recognizer")
    assert isinstance(component, Recognizer)
    table = component.fields.lattice(example.reference)["both"]
    assert [row.nonzero()[0].tolist() for row in table] == [[1], [2], [3], [8]]


def test_it_comes_back_from_disk_as_it_was(trained: Language, tmp_path: Path) -> None:
    trained.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    text = "Stromal cells express Sox2 ."
    one, other = trained(text), again(text)
    assert found(one) == found(other)
    assert one.spans["recognized"].attrs["scores"] == other.spans["recognized"].attrs["scores"]


def test_only_the_heads_asked_for_are_written(trained: Language) -> None:
    component = trained.get_pipe("recognizer")
    assert isinstance(component, Recognizer)
    before = component.cfg["write"]
    component.cfg["write"] = ["gene"]
    try:
        assert found(trained("Stromal cells express Nanog .")) == {("Nanog", "gene")}
    finally:
        component.cfg["write"] = before


def test_a_batch_gives_what_each_text_alone_gives(trained: Language) -> None:
    texts = ["Stromal cells express Nanog .", "", "We grew Schwann cells with Sox2 . Stromal cells express Nanog ."]
    assert [found(doc) for doc in trained.pipe(texts)] == [found(trained(text)) for text in texts]


def test_stretches_end_at_full_stops_and_line_ends() -> None:
    doc = spacy.blank("en")("One two . Three\n\nfour")
    assert [doc[start:end].text for start, end in stretches(doc)] == ["One two .", "Three\n\n", "four"]


def test_scores_count_only_what_a_document_annotates(trained: Language) -> None:
    component = trained.get_pipe("recognizer")
    assert isinstance(component, Recognizer)
    examples = lessons(trained)[:1]
    for example in examples:
        group = [Span(example.predicted, 0, 2, label="cell"), Span(example.predicted, 3, 4, label="gene")]
        example.predicted.spans["recognized"] = SpanGroup(example.predicted, name="recognized", spans=group)
    assert component.score(examples)["recognized_per_type"] == {"cell": {"p": 1.0, "r": 1.0, "f": 1.0}}


@pytest.mark.parametrize("seed", range(8))
def test_stretches_that_are_passed_over_hold_no_span(trained: Language, seed: int) -> None:
    component = trained.get_pipe("recognizer")
    assert isinstance(component, Recognizer)
    draw = np.random.default_rng(seed)
    docs = [trained.make_doc("stem cells of mice express Nanog . and Sox2 binds here") for _ in range(30)]
    columns = component.model.layers[0].layers[1].layers[0].get_dim("nO")
    scores = [draw.normal(size=(len(doc), columns)).astype(np.float32) * 4 for doc in docs]
    for table in scores:
        table[:, [slice_.start for slice_ in component.fields.columns.values()]] += 4
    pieces = [(number, start, end) for number, doc in enumerate(docs) for start, end in stretches(doc)]
    for head in HEADS:
        learnt = component.model.get_param("moves")
        kept = set(component.fields.not_empty(head, pieces, scores, learnt))
        spans = component.fields.decode([(head, piece) for piece in pieces], scores, learnt)
        assert not [piece for piece, found_ in zip(pieces, spans, strict=True) if found_ and piece not in kept]
