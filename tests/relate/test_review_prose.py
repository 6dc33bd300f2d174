"""Wordings of reviews: lists behind a class noun, what acts by what it holds, via chains of nouns, glossaries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("By raising [miR-7|I] targeting oncogenes such as [FAK|M] and [IGF1R|M], growth was lost.",
     ["TARGETS miR-7 > FAK unspecified", "TARGETS miR-7 > IGF1R unspecified"]),
    ("Drugs targeting [VEGFA|M] and [EGFR|M] failed.", []),
    ("[MALAT1|M] promotes [PD-1|M] resistance by raising [IL-8|M].", ["REGULATES MALAT1 > IL-8 activates"]),
    ("[IL-8|M] elevation due to [PTEN|M] suppression was seen.", ["REGULATES PTEN > IL-8 inhibits"]),
    ("Suppression of [IL-6|M] by [MSC|C]-Exos via the [NF-κB pathway|P] was seen.",
     ["MODULATES MSC > NF-κB pathway unspecified", "REGULATES MSC > IL-6 inhibits"]),
    ("Protection of [neurons|C] by [MSC|C]-Exos was seen, and the [Akt pathway|P] was not.",
     ["ACTS_ON MSC > neurons promotes"]),
    ("[MSC|C]-Exos hold growth factors that promote the growth of [fibroblasts|C].",
     ["ACTS_ON MSC > fibroblasts promotes"]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_wording(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
