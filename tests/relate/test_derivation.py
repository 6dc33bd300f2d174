"""Which cells come of which."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    (
        "[MSC|C]-Exos aided [fibroblast|C]-to-[myofibroblast|C] differentiation.",
        ["ACTS_ON MSC > fibroblast promotes", "DERIVED_FROM myofibroblast > fibroblast"],
    ),
    ("[iPSCs|C] and their differentiated [cardiomyocytes|C] were kept.", ["DERIVED_FROM cardiomyocytes > iPSCs"]),
    ("[iPSCs|C] and their [cardiomyocytes|C] were kept.", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
