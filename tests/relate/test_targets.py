"""What a microRNA acts on, in the wordings that papers have for it, and what only stands beside a microRNA."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("Target genes of [let-7b|I], such as [HMGA2|M] and [LIN28B|M], fell.",
     ["TARGETS let-7b > HMGA2 unspecified", "TARGETS let-7b > LIN28B unspecified"]),
    ("Known targets of [miR-21|I] ([PTEN|M] and [PDCD4|M]) were counted.",
     ["TARGETS miR-21 > PDCD4 unspecified", "TARGETS miR-21 > PTEN unspecified"]),
    ("The targets of [miR-155|I] are [SOCS1|M] and [SHIP1|M].",
     ["TARGETS miR-155 > SHIP1 unspecified", "TARGETS miR-155 > SOCS1 unspecified"]),
    ("[PTEN|M] and [PDCD4|M], two targets of [miR-21|I], were counted.",
     ["TARGETS miR-21 > PDCD4 unspecified", "TARGETS miR-21 > PTEN unspecified"]),
    ("Targets of [miR-21|I] and the age of [PTEN|M] mice were noted.", []),
    ("Transfer of [miR-210|I] decreased the expression of its target gene [EFNA3|M].",
     ["TARGETS miR-210 > EFNA3 inhibits"]),
    ("[MSC|C]-EVs lowered [PTEN|M] by delivering [miR-21|I].",
     ["CARRIES MSC > miR-21 present", "REGULATES MSC > PTEN inhibits", "TARGETS miR-21 > PTEN inhibits"]),
    ("[MSC|C]-EVs lowered [PTEN|M] via transfer of [miR-21|I].",
     ["CARRIES MSC > miR-21 present", "REGULATES MSC > PTEN inhibits", "TARGETS miR-21 > PTEN inhibits"]),
    ("[miR-124|I]-loaded exosomes reduced [TNF|M].", ["TARGETS miR-124 > TNF inhibits"]),
    ("[miR-124|I]-treated mice had reduced [TNF|M].", []),
    ("[miR-16|I] drove apoptosis through [TP53|M] and [CASP3|M] upregulation.",
     ["TARGETS miR-16 > CASP3 activates", "TARGETS miR-16 > TP53 activates"]),
    ("Antisense [miR-146a|I] raised [IRAK1|M].", ["TARGETS miR-146a > IRAK1 inhibits"]),
    ("The [miR-29b|I] mimic group showed lower [COL1A1|M] expression than controls.",
     ["TARGETS miR-29b > COL1A1 inhibits"]),
    ("[miR-126|I] raised [p-AKT|M]/[AKT|M].", ["TARGETS miR-126 > p-AKT activates"]),
    ("[miR-126|I] raised [JUN|M]/[FOS|M].", ["TARGETS miR-126 > FOS activates", "TARGETS miR-126 > JUN activates"]),
    ("[miR-34a|I] lowered [Notch1|M], a receptor of [JAG1|M].", ["TARGETS miR-34a > Notch1 inhibits"]),
    ("[miR-34a|I] lowered [Notch1|M], and the level of [JAG1|M].",
     ["TARGETS miR-34a > JAG1 inhibits", "TARGETS miR-34a > Notch1 inhibits"]),
    ("Loss of [miR-9|I] had effects similar to those of [REST|M].", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_wording(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
