"""Negation and speculation, cue by cue."""

import re

import pytest

from pipeline.annotate.assertion import Assertion
from pipeline.annotate.candidates import Found
from pipeline.annotate.patterns import PATTERNS, forms, read_list
from pipeline.core.records import EntityType

ASSERTION = Assertion()
WANTED = {
    "before": (True, None),
    "after": (True, None),
    "not negation": (False, None),
    "speculation": (None, True),
    "stop": (False, None),
}


def assess(marked):
    """The assessment of the mention that stands in ``<...>``."""
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    found = Found(start, end, EntityType.MARKER, None, "", "", 0.0, (), 1.0)
    (assessed,) = ASSERTION.assess(text, [(0, len(text))], [found])
    return assessed.negated, assessed.speculative


@pytest.mark.parametrize("entry", read_list(PATTERNS / "assertion.tsv"), ids=lambda entry: f"{entry.kind}:{entry.form}")
def test_every_cue_passes_its_own_sentence(entry):
    negated, speculative = assess(entry.test)
    wanted = WANTED[entry.kind]
    assert wanted[0] in (None, negated)
    assert wanted[1] in (None, speculative)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The vesicles carried <CD9>.", (False, False)),
        ("The vesicles, but not the cells, carried <CD9>.", (True, False)),
        ("They had no CD63, whereas <CD9> was high.", (False, False)),
        ("No change was seen in any of the many many many many groups for <CD9>.", (False, False)),
        ("<Calnexin> was not detected.", (True, False)),
        ("Vesicles may raise <IL-10>.", (False, True)),
        ("Vesicles may help; they raise <IL-10>.", (False, False)),
    ],
)
def test_reach(sentence, wanted):
    assert assess(sentence) == wanted


def test_a_cue_does_not_reach_over_a_sentence():
    text = "They lacked CD63. CD9 was high."
    found = Found(18, 21, EntityType.MARKER, None, "", "", 0.0, (), 1.0)
    assert not ASSERTION.assess(text, [(0, 17), (18, 31)], [found])[0].negated


def test_every_cue_has_a_word_by_which_sentences_without_it_are_passed_over() -> None:
    path = PATTERNS / "assertion.tsv"
    for kind in ("before", "after", "speculation"):
        assert all(re.search(r"\w", cue) for cue in forms(path, kind))
