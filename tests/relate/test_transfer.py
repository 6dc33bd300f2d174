"""What is handed from cell to cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    (
        "Exosomal transfer of [miR-143|I] from [macrophages|C] to [endothelial cells|C] occurs.",
        ["ACTS_ON macrophages > endothelial cells unspecified", "CARRIES macrophages > miR-143 present"],
    ),
    (
        "Exosomal [miR-9|I] from [glioma cells|C] is shuttled into [endothelial cells|C].",
        ["ACTS_ON glioma cells > endothelial cells unspecified", "CARRIES glioma cells > miR-9 present"],
    ),
    ("The transfer of [MSCs|C] from [HUVECs|C] to dishes of exosomes was slow.", []),
    (
        "Exosomes transfer [miR-1|I] from [MSCs|C] to [neurons|C].",
        ["ACTS_ON MSCs > neurons unspecified", "CARRIES MSCs > miR-1 present"],
    ),
    (
        "Exosomal miRNAs were transferred from [MSCs|C] into [neurons|C] and [astrocytes|C].",
        ["ACTS_ON MSCs > astrocytes unspecified", "ACTS_ON MSCs > neurons unspecified"],
    ),
    ("Exosomal miRNAs were transferred from [MSCs|C].", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
