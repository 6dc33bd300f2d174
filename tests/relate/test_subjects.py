"""Subjects: relative clauses, openings, insertions, appositions, lost function, pathways that act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("[IL-4|M], which activates [STAT6|M], was added.", ["REGULATES IL-4 > STAT6 activates"]),
    ("[BMSC|C]-Exos containing [GDF15|M] reduced [neuron|C] damage.",
     ["ACTS_ON BMSC > neuron promotes", "CARRIES BMSC > GDF15 present"]),
    ("[miR-29a|I] carried by [MSC|C]-EVs inhibits [MCL1|M].",
     ["CARRIES MSC > miR-29a present", "TARGETS miR-29a > MCL1 inhibits"]),
    ("[let-7b|I], which is found in [MSC|C]-EVs, inhibits [TLR4|M].",
     ["CARRIES MSC > let-7b present", "TARGETS let-7b > TLR4 inhibits"]),
    ("By binding [GP130|M], [LIF|M] activated [STAT3|M].",
     ["REGULATES LIF > GP130 unspecified", "REGULATES LIF > STAT3 activates"]),
    ("[phosphatase and tensin homolog|M] ([PTEN|M]) inhibits [AKT|M].", ["REGULATES PTEN > AKT inhibits"]),
    ("[AKT|M] is inhibited by [phosphatase and tensin homolog|M] ([PTEN|M]).",
     ["REGULATES phosphatase and tensin homolog > AKT inhibits"]),
    ("The [[EZH2|M]/[HMGA2|M] axis|P] activates the [AKT pathway|P].",
     ["MEMBER_OF EZH2 > EZH2/HMGA2 axis", "MEMBER_OF HMGA2 > EZH2/HMGA2 axis",
      "MODULATES EZH2 > AKT pathway activates", "MODULATES HMGA2 > AKT pathway activates"]),
    ("Anti-[miR-21|I] treatment raised [PTEN|M].", ["TARGETS miR-21 > PTEN inhibits"]),
    ("[miR-21|I] knockdown in [MSC|C]-EVs weakened [AKT|M] signaling.",
     ["TARGETS miR-21 > AKT activates"]),
    ("[MSC|C]-EVs cut fibrosis and lowered [TGF-β1|M].", ["REGULATES MSC > TGF-β1 inhibits"]),
    ("[Cancer cells|C] secrete exosomes that activate [fibroblasts|C].",
     ["ACTS_ON Cancer cells > fibroblasts promotes"]),
    ("We found that [MSC|C]-EVs raise [IL-10|M].", ["REGULATES MSC > IL-10 activates"]),
    ("In [T cells|C], [MSC|C]-EVs raise [IL-10|M].",
     ["ACTS_ON MSC > T cells unspecified", "REGULATES MSC > IL-10 activates"]),
    ("While [TNF|M] fell, [MSC|C]-EVs raised [IL-10|M].", ["REGULATES MSC > IL-10 activates"]),
    ("[miR-1|I] and [miR-2|I] inhibit [PTEN|M] and [KLF4|M], respectively.",
     ["TARGETS miR-1 > PTEN inhibits", "TARGETS miR-2 > KLF4 inhibits"]),
    ("[HUVECs|C] grow well, and nothing raises [IL-10|M].", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:70] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)
