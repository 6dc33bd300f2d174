from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.normalise import boundaries, fold, keys

ODD = st.text(alphabet=st.sampled_from("aBc19 -‐–−\u00ad\u200b+/.,()αβγΔκßкВﬁ₂é\n\tİŁ™'’tumourSignalling"), max_size=40)


@given(st.one_of(st.text(max_size=60), ODD))
def test_every_character_of_a_normal_form_stems_from_the_text_in_order(text: str) -> None:
    form = fold(text)
    assert len(form.text) == len(form.cased) == len(form.starts) == len(form.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(form.starts, form.ends, strict=True))
    assert list(form.starts) == sorted(form.starts)
    assert list(form.ends) == sorted(form.ends)
    if form.text:
        start, end = form.surface(0, len(form.text))
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="abcdxyzABCXYZ0123456789", min_size=1, max_size=20))
def test_plain_letters_and_digits_keep_their_places(text: str) -> None:
    form = fold(text, greek=True)
    if form.text == text.lower():
        assert form.cased == text
        assert form.starts == tuple(range(len(text)))


@given(ODD)
def test_a_normal_form_is_its_own(text: str) -> None:
    once = fold(text, greek=True)
    assert fold(once.text, greek=True).text == once.text


@given(st.text(max_size=40))
def test_boundaries_tell_every_place_and_both_ends(text: str) -> None:
    edges = boundaries(text)
    assert len(edges) == len(text) + 1
    assert edges[0]
    assert edges[-1]


@pytest.mark.parametrize(
    "spellings",
    [
        ("TGF-β1", "TGF‐β1", "TGF- β1", "TGFβ1", "TGF-beta1", "TGF-beta 1", "TGFB1", "TGF-ß1"),
        ("IL-10", "IL10", "IL 10", "il–10"),
        ("NF-κB", "NF-кВ", "NF-kappaB", "NFkB", "NF-kappa B"),
        ("Müller cell", "Muller cell", "muller-cell"),
        ("signalling", "signaling"),
        ("tumour cell", "tumor cell"),
        ("haematopoietic", "hematopoietic"),
        ("oestrogen receptor", "estrogen receptor"),
        ("leukaemia", "leukemia"),
        ("ﬁbroblast", "fibroblast"),
        ("NKX2.5", "NKX2-5"),
        ("Smad₂", "SMAD2"),
        ("β-actin", "beta-actin", "β actin"),
        ("foetal", "fetal"),
        ("Wharton’s jelly", "Wharton's jelly"),
    ],
)
def test_spellings_of_one_name_have_one_form(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling).text for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("β cells", "B cells"), ("α-cell", "A cell"), ("IL-1", "IL-11"), ("CD9", "CD90"), ("alphabet", "αbet")],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_a_name_with_a_greek_letter_is_filed_both_ways_but_beta_cells_are_not() -> None:
    assert keys("TNF-α") == ("tnfa", "tnfα")
    assert keys("β-cell") == ("βcell",)
    assert keys("--") == ()


@pytest.mark.parametrize(
    ("text", "at", "edge"),
    [("miR21", 3, False), ("CD34+", 4, True), ("TLR2/4", 4, True), ("a\u0301b", 1, False), ("p-Akt", 2, True)],
)
def test_digits_and_marks_do_not_end_a_part(text: str, at: int, edge: bool) -> None:
    assert boundaries(text)[at] is edge
