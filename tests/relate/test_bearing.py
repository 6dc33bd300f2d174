"""Proteins on or in cells without a verb that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("The bond of [PD-L1|M] on the surface of [B cells|C] and [PD-1|M] on [T cells|C] dampens immunity.",
     ["EXPRESSES B cells > PD-L1 present", "EXPRESSES T cells > PD-1 present"]),
    ("Abundant expression of [NES|M] in [astrocytes|C] was told.", ["EXPRESSES astrocytes > NES present"]),
    ("[Monocytes|C], defined by dual [CD14|M] and [CD16|M] expression, are quick.",
     ["EXPRESSES Monocytes > CD14 present", "EXPRESSES Monocytes > CD16 present"]),
    ("A subset of [monocytes|C] with [CD34|M] expression is quick.", ["EXPRESSES monocytes > CD34 present"]),
    ("The effect of [IL-6|M] on [T cells|C] is strong.", []),
    ("An antibody against [PD-1|M] on [T cells|C] was given.", []),
    ("[IL-10|M] acts on [T cells|C].", []),
    ("[Monocytes|C], defined by reduced [CD14|M] expression, are quick.", []),
    ("Weak [NES|M] expression in [astrocytes|C] was told.", []),
    ("[Monocytes|C] with [CD34|M].", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_who_bears_a_protein(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
