"""The beginnings of keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.prefixes import HEAD, KEY, Prefixes

WORDS = st.text(alphabet="abc", min_size=1, max_size=HEAD + 4)


@given(st.lists(WORDS, max_size=12, unique=True), st.lists(WORDS, max_size=6))
def test_what_goes_on_behind_a_form_is_what_keys_that_begin_so_have_there(keys: list[str], others: list[str]) -> None:
    prefixes = Prefixes(keys)
    forms = {key[:size] for key in keys for size in range(1, len(key) + 1)} | set(others)
    for form in [*sorted(forms), *sorted(forms)]:  # asked for a second time, it is remembered
        wanted = {key[len(form)] for key in keys if key.startswith(form) and key != form}
        wanted |= {KEY} if form in keys else set()
        told = prefixes.after(form)
        assert set(told) == wanted
        assert len(told) == len(wanted)


def test_no_more_forms_are_remembered_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.annotate.prefixes._MOST", 2)
    prefixes = Prefixes(["interleukin10"])
    for size in range(HEAD + 1, 13):
        assert prefixes.after("interleukin10"[:size]) == "interleukin10"[size]
        assert len(prefixes.long) <= 2
