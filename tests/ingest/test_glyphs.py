"""Ligatures, symbols and accents of PDFs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.glyphs import ACCENTS, clean, symbol, with_accent


def test_symbols_of_private_use_and_mathematical_letters_become_plain() -> None:
    assert clean("ER\U0001d6fc and \uf062-catenin, 3 \uf0b1 1 \ufffd") == "ERα and β-catenin, 3 ± 1 "
    assert [symbol(ord(c)) for c in "abgk"] == ["α", "β", "γ", "κ"]
    assert symbol(0xF8E0) == symbol(0x1F600) == ""


def test_accents_are_put_on_their_letters() -> None:
    assert [with_accent(*pair) for pair in ("u¨", "e´", "c¸", "ı´", "q¨")] == ["ü", "é", "ç", "í", ""]
    assert all(len(accent) == 1 for accent in ACCENTS)


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once or "(cid:" in once
