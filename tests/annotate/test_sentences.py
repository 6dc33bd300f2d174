"""Sentence boundaries."""

import pytest

from pipeline.annotate.sentences import split_sentences

CASES = [
    ["Gao et al. saw it (Fig. 2).", "It held, i.e. miR-21 rose."],
    ["The dose (ca. 5 mg vs. 10 mg) was low.", "E. coli grew."],
    ["MSCs rest.", "hESC-Exos act.", "miR-21 rose."],
    ["It was shown in Refs. 2 and 3.", "CD9 rose by 3.5 fold."],
    ["One sentence only"],
    ["α-SMA fell.", "β-catenin rose!", "Did it?", "Yes."],
]


@pytest.mark.parametrize("sentences", CASES, ids=lambda sentences: sentences[0])
def test_boundaries(sentences):
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_blank_text_has_no_sentence():
    assert split_sentences(" \n ") == []
