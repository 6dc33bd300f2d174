"""Columns: records become rows and rows the same records again."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.columns import from_columns, from_row, schema, to_row
from pipeline.core.records import Cell, EntityType, Mention, Passage, PassageKind, Section, Span

_SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
_CELLS = st.builds(Cell, st.integers(0, 9), _SPANS, st.text(max_size=5), st.booleans())
_PASSAGES = st.builds(
    Passage,
    st.integers(0, 9),
    st.sampled_from(Section),
    st.sampled_from(PassageKind),
    st.integers(0, 9),
    st.integers(0, 9),
    st.lists(st.text(max_size=5), max_size=3).map(tuple),
    st.none() | st.integers(1, 9),
    st.text(max_size=5),
    st.integers(-1, 9),
    st.lists(_CELLS, max_size=3).map(tuple),
)


@given(_PASSAGES)
def test_nested_records_survive(passage: Passage) -> None:
    row = to_row(passage)
    assert from_row(Passage, row) == passage
    assert list(row) == schema(Passage).names


@given(st.lists(_PASSAGES, max_size=4))
def test_columns_make_the_records_that_rows_make(passages: list[Passage]) -> None:
    rows = [to_row(passage) for passage in passages]
    columns = {name: [row[name] for row in rows] for name in schema(Passage).names}
    assert from_columns(Passage, columns, len(rows)) == passages
    bare = from_columns(
        Passage, {**columns, "cells": [[]] * len(rows)}, len(rows), cells=[one.cells for one in passages]
    )
    assert bare == passages
    del columns["heading"]
    assert all(one.heading == () for one in from_columns(Passage, columns, len(rows)))


def test_a_field_without_column_and_default_is_told() -> None:
    with pytest.raises(TypeError, match="kind has no column"):
        from_columns(Passage, {"index": [0], "section": ["body"]}, 1)


def test_missing_values_stay_missing() -> None:
    mention = Mention("d", EntityType.MARKER, 0, 1, "x", None, negated=None)
    assert from_row(Mention, to_row(mention)) == mention
    assert schema(Mention).field("concept").nullable
    assert not schema(Mention).field("surface").nullable


def test_a_field_that_no_column_can_hold_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: complex

    with pytest.raises(TypeError, match="cannot be stored"):
        schema(Odd)

    @dataclass(frozen=True)
    class Either:
        value: int | str

    with pytest.raises(TypeError, match="optional or not"):
        schema(Either)
