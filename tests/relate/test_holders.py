"""Vesicles hold what their cells put into them; cells make what they act through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("[MSCs|C] deliver drug-enhanced [Nrf2|M] via extracellular vesicles.", ["CARRIES MSCs > Nrf2 present"]),
    ("[Macrophage|C] activation raised the expression of [TNF|M].", ["EXPRESSES Macrophage > TNF present"]),
    ("[Macrophage|C] exosomes raised the expression of [TNF|M].", ["REGULATES Macrophage > TNF activates"]),
    ("Priming of [MSCs|C] increased [miR-21|I] in their exosomes.", ["CARRIES MSCs > miR-21 enriched"]),
    ("[HCC cells|C] showed augmented [RNPEP|M] levels in their exosomes.", ["CARRIES HCC cells > RNPEP enriched"]),
    ("[Neurons|C] release [tau|M] via exosomes.", ["CARRIES Neurons > tau present"]),
    ("[Neurons|C] release [tau|M], and exosomes were counted.", ["EXPRESSES Neurons > tau present"]),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
