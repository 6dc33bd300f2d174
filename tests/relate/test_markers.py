"""Markers set beside cells without a verb."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("[CD11b|M]+ [microglia|C] were few.", ["EXPRESSES microglia > CD11b present"]),
    ("[CD8|M](+) [T cells|C] were few.", ["EXPRESSES T cells > CD8 present"]),
    ("[CD45|M](-) [stromal cells|C] were few.", ["EXPRESSES stromal cells > CD45 absent"]),
    (
        "[Tregs|C] ([CD4|M]+[FOXP3|M]+[CD127|M]−) were sorted.",
        ["EXPRESSES Tregs > CD127 absent", "EXPRESSES Tregs > CD4 present", "EXPRESSES Tregs > FOXP3 present"],
    ),
    ("The [neuron|C] marker [NeuN|M] was stained.", ["EXPRESSES neuron > NeuN present"]),
    (
        "[Endothelial cell|C] markers ([CD31|M], [VWF|M]) were stained.",
        ["EXPRESSES Endothelial cell > CD31 present", "EXPRESSES Endothelial cell > VWF present"],
    ),
    ("[CD9|M] and [CD63|M] on [MSC|C]-Exos were shown.",
     ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present"]),
    (
        "[MSC|C]-Exos were identified by the markers [CD9|M] and [CD63|M].",
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD9 present"],
    ),
    ("[GATA4|M]-transduced [MSCs|C] grew.", ["EXPRESSES MSCs > GATA4 present"]),
    ("[MSCs|C] ([IL-6|M] beads) were bought.", []),
    ("[MSCs|C] ([IL-6|M], [miR-21|I]) were listed.", []),
    ("[MSCs|C] and a marker such as [CD9|M] were listed.", []),
    ("[CD9|M] / [MSCs|C] were listed.", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:70] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)
