"""A quickened pipeline: every trained part uses the quick products, and what it writes stays the same."""

from __future__ import annotations

import spacy
from spacy.pipeline import EditTreeLemmatizer

from pipeline.annotate.blas import BlasOps
from pipeline.annotate.nlp import MODEL
from pipeline.annotate.quicken import quicken

TEXT = "Vesicles of mesenchymal stem cells carried miR-21-5p, CD63 and TSG101. They didn't reach the mice's livers."


def test_every_trained_part_uses_the_products_and_finds_what_it_found() -> None:
    slow, quick = (spacy.load(MODEL, exclude=["parser"]) for _ in range(2))
    quicken(quick)
    for name in ("senter", "tok2vec", "tagger", "trainable_lemmatizer", "recognizer"):
        assert all(isinstance(node.ops, BlasOps) for node in quick.get_pipe(name).model.walk())
    for text in (TEXT, TEXT.upper(), TEXT * 3, "", " "):
        wanted, found = slow(text), quick(text)
        assert [token.lemma_ for token in found] == [token.lemma_ for token in wanted]
        assert [token.tag_ for token in found] == [token.tag_ for token in wanted]
        assert [token.is_sent_start for token in found] == [token.is_sent_start for token in wanted]
        assert [(span.text, span.label_) for span in found.spans["recognized"]] == [
            (span.text, span.label_) for span in wanted.spans["recognized"]
        ]


def test_a_lemmatizer_that_weighs_several_trees_stays_as_it_is() -> None:
    nlp = spacy.blank("en")
    lemmatizer = nlp.add_pipe("trainable_lemmatizer", config={"top_k": 3})
    assert isinstance(lemmatizer, EditTreeLemmatizer)
    before = lemmatizer.set_annotations
    quicken(nlp)
    assert lemmatizer.set_annotations == before
