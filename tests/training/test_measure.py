"""The counts behind the figures, on cases worked by hand."""

from __future__ import annotations

import random

import pytest
import spacy
import trees
from measure import _outermost, dependency_scores, strict_scores
from spacy.tokens import Doc

from pipeline.annotate.tokenizer import make_tokenizer


def parsed(nlp: spacy.Language, heads: list[int], deps: list[str], tags: list[str]) -> Doc:
    return Doc(nlp.vocab, words=["Cells", "grow", "fast", "."], heads=heads, deps=deps, tags=tags)


def test_attachment_counts_heads_labels_and_leaves_out_punctuation() -> None:
    nlp = spacy.blank("en")
    gold = parsed(nlp, [1, 1, 1, 1], ["nsubj", "ROOT", "advmod", "punct"], ["NNS", "VBP", "RB", "."])
    guess = parsed(nlp, [1, 1, 0, 0], ["dobj", "ROOT", "advmod", "punct"], ["NNS", "VBP", "JJ", "."])
    scores = dependency_scores([(gold, guess)])
    assert scores["UAS"] == pytest.approx(2 / 3)
    assert scores["LAS"] == pytest.approx(1 / 3)
    assert scores["UAS with punctuation"] == pytest.approx(2 / 4)
    assert scores["LAS with punctuation"] == pytest.approx(1 / 4)
    assert scores["tag accuracy"] == pytest.approx(3 / 4)


def test_strict_scores_add_up_over_texts() -> None:
    pairs = [({(0, 3, "a")}, {(0, 3, "a"), (4, 6, "a")}), ({(1, 2, "b"), (3, 4, "b")}, {(1, 2, "a")})]
    assert strict_scores(pairs) == {"P": pytest.approx(1 / 3), "R": pytest.approx(1 / 3), "F1": pytest.approx(1 / 3)}
    assert strict_scores([(set(), set())])["F1"] == 0


def test_only_spans_within_one_of_their_own_type_are_inner() -> None:
    spans = {(0, 10, "CELL_TYPE"), (0, 4, "CELL_TYPE"), (0, 4, "MARKER"), (12, 15, "CELL_TYPE")}
    assert _outermost(spans) == spans - {(0, 4, "CELL_TYPE")}


@pytest.mark.usefixtures("shared")
def test_lines_for_the_sentence_boundaries_start_a_sentence_after_each_line_end() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    docs = list(trees.lines_as_docs(nlp, "dev", random.Random(0)))
    assert sum(sum(1 for _ in doc.sents) for doc in docs) == pytest.approx(2780, abs=15)
    after_line_ends = [token for doc in docs for token in doc[1:] if "\n" in token.nbor(-1).text]
    assert len(after_line_ends) > 400
    assert sum(bool(token.is_sent_start) for token in after_line_ends) / len(after_line_ends) > 0.99
