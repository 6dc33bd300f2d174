"""Kinds: words for types, and cells that are kinds of others by name."""

from __future__ import annotations

import pytest

from pipeline.core.errors import NetworkError
from pipeline.core.records import EntityType
from pipeline.network.kinds import is_kind_of, kind_of


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


def test_types_are_known_by_many_words() -> None:
    assert {kind_of(word) for word in ("miRNA", "microRNAs", "miR", "MIRNA")} == {EntityType.MIRNA}
    assert {kind_of(word) for word in ("gene", "Proteins", "marker")} == {EntityType.MARKER}
    with pytest.raises(NetworkError, match=r"'planet' is no type of concept.*choose cell"):
        kind_of("planet")
