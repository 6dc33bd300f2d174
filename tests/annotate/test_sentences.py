"""Sentence boundaries."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.nlp import build_pipeline
from pipeline.annotate.patterns import PATTERNS, read_list
from pipeline.annotate.sentences import mark_sure_boundaries, split_sentences, sure_boundaries

CASES = [
    ["Gao et al. saw it (Fig. 2).", "It held, i.e. miR-21 rose."],
    ["The dose (ca. 5 mg vs. 10 mg) was low.", "E. coli grew."],
    ["MSCs rest.", "hESC-Exos act.", "miR-21 rose."],
    ["It was shown in Refs. 2 and 3.", "CD9 rose by 3.5 fold."],
    ["One sentence only"],
    ["α-SMA fell.", "β-catenin rose!", "Did it?", "Yes."],
    [
        "CD9 rose in MSCs. [12]",
        "Exosomes of old cells held less. [3, 4] [7–9]",
        "miR-21 fell! [5]",
        "4-1BB did not. [6]",
    ],
    ["It was seen by Gao et al. [15] in mice, rats, etc. [6]", "The dose (ca. [7] 5 mg) was low."],
    ["It was digested with proteinase K. [5]", "They were “pure”. [2]", "We froze them. [11].", "All held."],
]


@pytest.mark.parametrize("sentences", CASES, ids=lambda sentences: sentences[0])
def test_boundaries(sentences):
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_blank_text_has_no_sentence():
    assert split_sentences(" \n ") == []


def test_marks_without_a_blank_are_of_the_sentence_that_they_end():
    text = "CD9 rose in MSCs.[12] Exosomes held less.[3]In rats it fell (Table 2).4,5 The dose was low.6"
    ends = [".[12]", ".[3]", ").4,5", ".6"]
    sentences = [text[start:end] for start, end in split_sentences(text)]
    assert [sentence[-len(end) :] for sentence, end in zip(sentences, ends, strict=True)] == ends


@pytest.mark.parametrize("entry", read_list(PATTERNS / "lettered.tsv"), ids=lambda entry: entry.form)
def test_a_name_that_ends_in_a_letter_may_end_a_sentence(entry):
    assert entry.form in entry.test.lower()
    starts = [place for place, begins in sure_boundaries(entry.test) if begins]
    assert starts == [entry.test.index(". ") + 2]
    assert len(split_sentences(entry.test)) == 2


@pytest.mark.parametrize(
    ("text", "boundary"),
    [
        ("Mutants lack GluR-B. Mice die.", 21),
        ("It stayed at 4 °C. Blots followed.", 19),
        ("Strain A/J. Others differ.", 12),
        ("They swam for 60 sec. Paths were long.", 22),
        ("Such alleles are “strong”. Carriers die.", 27),
        ("Primers end in GAC-3′. Products were short.", 23),
        ("We used RNase A. Cargo survived.", 17),
        ("It came from Acme, Inc. The dose was low.", 24),
    ],
)
def test_sure_ends(text, boundary):
    assert list(sure_boundaries(text)) == [(boundary, True)]


@pytest.mark.parametrize(
    "text",
    [
        "a gift of R. Smith",
        "We thank J.-I. Kim and Y-Q. Li",
        "It is (cf. Fig. 2) so",
        "as shown; 2. Mice, vs. Rats",
        "cat. #7",
    ],
)
def test_initials_short_forms_and_numbers_of_items_are_no_sure_ends(text):
    assert not any(begins for _, begins in sure_boundaries(text))


def test_a_segmenter_keeps_to_what_is_sure_and_to_what_the_caller_says():
    nlp = build_pipeline()
    doc = mark_sure_boundaries(nlp.make_doc("Mice lack GluR-B. Pups (cf. Fig. 2) die."))
    assert [token.text for token in doc if token.is_sent_start and token.i] == ["Pups"]
    number = next(token for token in doc if token.text == "2")
    assert number.is_sent_start is False
    assert doc[1].is_sent_start is None
    heading = nlp.make_doc("Lack of GluR-B. Results")
    for token in heading:
        token.is_sent_start = token.i == 0
    assert [token.i for token in mark_sure_boundaries(heading) if token.is_sent_start] == [0]


@given(st.text(alphabet="aB C.°-/()“”'′;:1#\n", max_size=60))
def test_sure_places_lie_in_the_text_in_order_and_sentences_hold_every_letter(text):
    places = [place for place, _ in sure_boundaries(text)]
    assert places == sorted(set(places))
    assert all(0 < place <= len(text) for place in places)
    spans = split_sentences(text)
    assert all(a < b <= c for (a, b), (c, _) in pairwise([*spans, (len(text), len(text))]))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
