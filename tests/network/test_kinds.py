"""Kinds: words for types, and cells that are kinds of others by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import NetworkError
from pipeline.core.records import EntityType
from pipeline.network.kinds import is_kind_of, kind_of, wholes


@pytest.mark.parametrize(
    ("name", "whole", "is_one"),
    [
        ("endothelial cell of umbilical vein", "endothelial cell", True),
        ("regulatory T cell", "T cell", True),
        ("mesenchymal stem cell-derived vesicle", "mesenchymal stem cell", False),
        ("neuroblast", "blast", False),
        ("neuron", "neuron", False),
    ],
)
def test_a_kind_is_told_by_its_name(name: str, whole: str, is_one: bool) -> None:
    assert is_kind_of(name, whole) is is_one
    assert (whole.casefold() in wholes(name)) is is_one


@given(st.text("aB of", max_size=12), st.text("aB of", max_size=6))
def test_what_a_name_is_a_kind_of_is_found_by_its_words(name: str, whole: str) -> None:
    assert is_kind_of(name, whole) is (whole.casefold() in wholes(name))


def test_types_are_known_by_many_words() -> None:
    assert {kind_of(word) for word in ("miRNA", "microRNAs", "miR", "MIRNA")} == {EntityType.MIRNA}
    assert {kind_of(word) for word in ("gene", "Proteins", "marker")} == {EntityType.MARKER}
    with pytest.raises(NetworkError, match=r"'planet' is no type of concept.*choose cell"):
        kind_of("planet")
