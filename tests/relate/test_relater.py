"""The door: legal, deterministic, order-free and bounded, whatever the text and the mentions."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import RelateError
from pipeline.core.records import (
    ARGUMENTS,
    POLARITIES,
    Annotation,
    Cell,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Section,
    Sentence,
    Span,
)
from pipeline.core.settings import RelateSettings
from pipeline.relate import PATTERNS, Relater
from pipeline.relate.patterns import load_patterns

RELATER = Relater.load(RelateSettings())
GRAMMAR = """
exosomes EVs Exos derived from of in by via with to and or , ; : ( ) - / + no not which that may whether these they
was were is been has the a an respectively treatment knockdown apoptosis proliferation expression levels ↑ ↓ [3] .
"""
WORDS = [*sorted(load_patterns(PATTERNS).triggers), *GRAMMAR.split()]


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Document, Annotation]:
    """A text of trigger words, grammar words and names; mentions anywhere; a paragraph or a row of two cells."""
    pieces: list[str] = []
    mentions: list[Mention] = []
    length = 0
    for _ in range(draw(st.integers(0, 25))):
        if draw(st.booleans()):
            word = draw(st.sampled_from(WORDS))
        else:
            kind = draw(st.sampled_from(list(EntityType)))
            word = draw(st.sampled_from(["MSCs", "miR-21", "PTEN", "Wnt/AKT pathway", "CD9"]))
            mentions.append(Mention("d0", kind, length, length + len(word), word))
            if draw(st.booleans()) and len(word) > 4:
                inner = draw(st.sampled_from(list(EntityType)))
                mentions.append(Mention("d0", inner, length, length + 3, word[:3]))
        pieces.append(word)
        gap = draw(st.sampled_from([" ", " ", "", "-"]))
        pieces.append(gap)
        length += len(word) + len(gap)
    text = "".join(pieces)
    middle = draw(st.integers(0, len(text)))
    tabular = draw(st.booleans())
    head = draw(st.sampled_from(["", "Source", "miRNA", "Target", "Surface markers", "Effect", "Reference"]))
    cells = (Cell(0, Span(0, middle), "Source"), Cell(1, Span(middle, len(text)), head))
    kind_of = PassageKind.TABLE_ROW if tabular else PassageKind.PARAGRAPH
    passage = Passage(0, Section.BODY, kind_of, 0, len(text), cells=cells if tabular else (), row=0 if tabular else -1)
    sentences = (Sentence(0, 0, 0, middle), Sentence(1, 0, middle, len(text)))
    document = Document("d0", "a.txt", "txt", "0" * 64, text, passages=(passage,))
    return document, Annotation("d0", sentences, mentions=tuple({m.id: m for m in mentions}.values()))


@settings(max_examples=300, deadline=None)
@given(annotated(), st.randoms(use_true_random=False))
def test_whatever_comes_relations_are_legal_and_order_free(
    case: tuple[Document, Annotation], shuffler: random.Random
) -> None:
    document, annotation = case
    found = RELATER.relate(document, annotation)
    types = {m.id: m.type for m in annotation.mentions}
    for relation in found:
        heads, tails = ARGUMENTS[relation.type]
        assert types[relation.head] in heads
        assert types[relation.tail] in tails
        assert relation.polarity in POLARITIES[relation.type]
        assert relation.head != relation.tail
        assert 0 <= relation.evidence_start < relation.evidence_end <= len(document.text)
        assert 0 < relation.confidence <= 1
        assert relation.rule
    assert len({(r.type, r.head, r.tail) for r in found}) == len(found)
    mentions = list(annotation.mentions)
    shuffler.shuffle(mentions)
    assert RELATER.relate(document, replace(annotation, mentions=tuple(mentions))) == found


def read_at(text: str, spans: list[tuple[int, int]], before: str) -> list[tuple[object, ...]]:
    """Relations between proteins at some spans of a passage that stands behind other words, with places in it."""
    by = len(before)
    passage = Passage(0, Section.BODY, PassageKind.PARAGRAPH, by, by + len(text))
    document = Document("d0", "a.txt", "txt", "0" * 64, before + text, passages=(passage,))
    mentions = tuple(Mention("d0", EntityType.MARKER, by + a, by + b, text[a:b]) for a, b in spans)
    found = RELATER.relate(document, Annotation("d0", mentions=mentions))
    places = {m.id: (m.start - by, m.end - by) for m in mentions}
    return [
        (r.type, places[r.head], places[r.tail], r.polarity, r.rule, r.evidence_start - by, r.evidence_end - by)
        for r in found
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=8), st.sampled_from(WORDS)), max_size=20), st.text(max_size=30))
def test_any_text_is_read_alike_wherever_it_stands(words: list[str], before: str) -> None:
    text, spans = "", []
    for word in words:  # every other word is a name
        start = len(text)
        text += word + " PTEN "
        spans.append((start + len(word) + 1, start + len(word) + 5))
    found = read_at(text, spans, "")
    assert all(0 <= first < last <= len(text) for *_, first, last in found)
    assert read_at(text, spans, before + "\n") == found


def test_a_passage_without_sentences_is_read_whole(build: Callable[[str], tuple[Document, Annotation]]) -> None:
    document, annotation = build("[MSC|C]-Exos carry [miR-21|I].")
    whole = RELATER.relate(document, replace(annotation, sentences=()))
    assert [(r.type, r.polarity) for r in whole] == [(r.type, r.polarity) for r in RELATER.relate(document, annotation)]
    assert len(whole) == 1


def test_each_relation_says_why(build: Callable[[str], tuple[Document, Annotation]]) -> None:
    (relation,) = RELATER.relate(*build("[PTEN|M] was suppressed by [miR-21|I]."))
    assert (relation.rule, relation.trigger) == ("inhibit", "suppressed")


def test_pairs_beyond_the_limit_are_counted_and_told(
    build: Callable[[str], tuple[Document, Annotation]], caplog: pytest.LogCaptureFixture
) -> None:
    names = ", ".join(f"[IL-{n}|M]" for n in range(30))
    document, annotation = build(f"[MSC|C]-EVs raised {names}. [iPSC|C]-EVs raised {names}.")
    few = Relater.load(RelateSettings(max_pairs_per_sentence=20))
    with caplog.at_level(logging.WARNING):
        found = few.relate(document, annotation)
    assert len(found) == 8  # five mentions make twenty pairs
    assert few.dropped == 2 * (31 * 30 - 5 * 4)
    (told,) = caplog.messages
    assert "2 sentences have too many mentions, the first (at 0) 31; 1820 pairs" in told
    assert "max_pairs_per_sentence=20" in told
    RELATER.relate(document, annotation)
    assert RELATER.dropped == 0


def test_a_monstrous_sentence_is_read_in_bounded_time(build: Callable[[str], tuple[Document, Annotation]]) -> None:
    clause = "[MSC|C]-EVs raised [IL-6|M] and [IL-8|M] and was increased by [miR-21|I], which reduced it and "
    document, annotation = build(clause * 130 + "ended.")
    start = time.process_time()
    RELATER.relate(document, annotation)
    assert time.process_time() - start < 10
    assert RELATER.dropped > 0


def test_verbs_in_a_long_row_do_not_exhaust_the_stack(build: Callable[[str], tuple[Document, Annotation]]) -> None:
    document, annotation = build("[MSC|C]-EVs were " + "washed and increased and " * 900 + "raised [IL-6|M].")
    (relation,) = RELATER.relate(document, annotation)
    assert (relation.type.value, relation.polarity, relation.trigger) == ("REGULATES", "activates", "raised")


def test_annotation_of_another_document_is_refused(build: Callable[[str], tuple[Document, Annotation]]) -> None:
    document, annotation = build("[MSC|C]-EVs raise [IL-6|M].")
    with pytest.raises(RelateError, match="not of d0") as caught:
        RELATER.relate(document, replace(annotation, document="d1"))
    assert "a.txt" in str(caught.value)


def test_mention_outside_the_text_is_refused(build: Callable[[str], tuple[Document, Annotation]]) -> None:
    document, annotation = build("[MSC|C]-EVs raise [IL-6|M].")
    stray = Mention("d0", EntityType.MARKER, 900, 904, "IL-8")
    with pytest.raises(RelateError, match="outside"):
        RELATER.relate(document, replace(annotation, mentions=(*annotation.mentions, stray)))
