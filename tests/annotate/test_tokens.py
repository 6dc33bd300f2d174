"""Tokens as plain records: the tree that a passage's tokens carry, and what stays where nothing is trained."""

from __future__ import annotations

import pytest

from pipeline.annotate import Annotator
from pipeline.core.records import Annotation, Cell, Document, Passage, PassageKind, Section, Span
from pipeline.core.settings import AnnotateSettings

TEXT = "The exosomes carried miR-21.  They inhibited PTEN and act on THBS2via the wall."


def read(*, trained: bool) -> Annotation:
    row = "MSCs\tCD63 was found"
    text = f"{TEXT}\n{row}"
    at = len(TEXT) + 1
    cells = (Cell(0, Span(at, at + 4), "cell"), Cell(1, Span(at + 5, len(text)), "marker"))
    passages = (
        Passage(0, Section.BODY, PassageKind.PARAGRAPH, 0, len(TEXT)),
        Passage(1, Section.TABLE, PassageKind.TABLE_ROW, at, len(text), cells=cells),
    )
    document = Document("d1", "made.txt", "txt", "0" * 64, text, passages=passages)
    return Annotator.load(AnnotateSettings(trained=trained)).annotate(document)


@pytest.fixture(scope="module")
def annotation() -> Annotation:
    return read(trained=True)


def words(annotation: Annotation) -> list[str]:
    text = f"{TEXT}\nMSCs\tCD63 was found"
    return [text[token.start : token.end] for token in annotation.tokens]


def test_heads_point_at_the_documents_tokens(annotation: Annotation) -> None:
    found = words(annotation)
    heads = {word: found[token.head] for word, token in zip(found, annotation.tokens, strict=True)}
    assert heads["exosomes"] == heads["miR-21"] == "carried"
    assert heads["They"] == heads["PTEN"] == "inhibited"
    assert heads["CD63"] == "found"  # the second cell of a row, whose tokens stand behind the first cell's


def test_labels_tags_and_lemmas(annotation: Annotation) -> None:
    by_word = dict(zip(words(annotation), annotation.tokens, strict=True))
    assert (by_word["carried"].tag, by_word["carried"].dep, by_word["carried"].lemma) == ("VBD", "ROOT", "carry")
    assert by_word["exosomes"].dep == "nsubj"
    assert by_word["miR-21"].dep == "dobj"
    assert by_word["miR-21"].lemma == "mir-21"
    assert by_word["CD63"].dep == "nsubjpass"


def test_a_tree_keeps_to_its_sentence_and_has_one_root(annotation: Annotation) -> None:
    for sentence in annotation.sentences[:2]:
        own = range(sentence.first_token, sentence.last_token)
        assert all(annotation.tokens[index].head in own for index in own)
        assert [i for i in own if annotation.tokens[i].head == i] == [
            i for i in own if annotation.tokens[i].dep == "ROOT"
        ]


def test_parts_of_a_glued_word_keep_its_place_in_the_tree(annotation: Annotation) -> None:
    found = words(annotation)
    name = found.index("THBS2")
    assert annotation.tokens[name].head == name + 1
    assert annotation.tokens[name + 1].head != name + 1
    assert annotation.tokens[name].tag == annotation.tokens[name + 1].tag


def test_without_the_trained_parts_a_token_has_its_place_and_lemma_only() -> None:
    plain = read(trained=False)
    assert {(token.tag, token.dep) for token in plain.tokens} == {("", "")}
    assert all(token.head == index for index, token in enumerate(plain.tokens))
    assert "exosomes" in {token.lemma for token in plain.tokens}
