from __future__ import annotations

import pytest

from pipeline.annotate.normalise import fold_within
from pipeline.annotate.spacing import gaps_of, is_spaced_alike, shape_of, shows_capital


@pytest.mark.parametrize(
    ("text", "name", "alike"),
    [
        ("IL 10", "IL10", True),
        ("IL-10", "IL10", True),
        ("TGF- β1", "TGFB1", True),
        ("Col II", "Col-II", True),
        ("p-er", "PER", False),
        ("in-s", "INS", False),
        ("at 2", "AT2", False),
        ("bone-marrow", "bone marrow", True),
        ("stem cells", "stemcells", False),
        ("IFN gamma", "IFN-γ", True),
    ],
)
def test_blanks_and_hyphens_stand_for_each_other_where_a_reader_would_see_the_name(
    text: str, name: str, alike: bool
) -> None:
    form, first, last, _ = fold_within(text, 0, len(text))
    assert is_spaced_alike(form.text[first:last], form, first, gaps_of(form, first, last), name) is alike


def test_a_short_name_of_two_words_is_not_met_as_one() -> None:
    assert not is_spaced_alike("tcell", None, 0, frozenset(), "T cell")
    assert is_spaced_alike("stage2", None, 0, frozenset(), "stage 2")


def test_the_shape_tells_blanks_from_hyphens() -> None:
    shape = shape_of("VE cadherin-5")
    assert shape_of("bone marrow-derived MSC").gaps == {4, 10, 17}
    assert (shape.cased, shape.gaps, shape.blanks) == ("VEcadherin5", frozenset({2, 10}), frozenset({2}))


@pytest.mark.parametrize(
    ("cased", "shown"), [("Wnt", True), ("wNt", False), ("ABCs", False), ("sOx2", True), ("sox", False)]
)
def test_a_symbol_shows_that_it_is_one(cased: str, shown: bool) -> None:
    assert shows_capital(cased) is shown
