"""Transcripts that hold microRNAs off their targets: who lowers and who raises what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("[miR-140|I] is sponged by [circNFIB|M], which increases [SOX9|M].",
     ["REGULATES circNFIB > SOX9 activates", "TARGETS miR-140 > SOX9 inhibits"]),
    ("[circAKT|M] acts as a [miR-21|I] ceRNA to regulate [PTEN|M], while [circBRAF|M] promotes growth by sponging "
     "[miR-22|I] and [miR-23|I] and upregulating [KRAS|M].",
     ["REGULATES circAKT > PTEN unspecified", "REGULATES circBRAF > KRAS activates",
      "TARGETS miR-21 > PTEN unspecified", "TARGETS miR-22 > KRAS inhibits", "TARGETS miR-23 > KRAS inhibits"]),
    ("The transcript raises [PD-L1|M] levels by sponging [miR-34|I].", ["TARGETS miR-34 > PD-L1 inhibits"]),
    ("The circRNA [PDSS1|M] binds [miR-515|I] and increases [ITGA11|M].",
     ["REGULATES PDSS1 > ITGA11 activates", "TARGETS miR-515 > ITGA11 inhibits"]),
    ("[HNRNPA2B1|M] binds to [miR-198|I] and increases [VEGFA|M] levels.", ["REGULATES HNRNPA2B1 > VEGFA activates"]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_what_holding_a_microrna_says(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


def test_what_is_lowered_gets_no_sign_from_the_microrna(relations: Callable[[str], list[str]]) -> None:
    found = relations("[GAS5|M] interacts with [miR-21|I] and thereby reduces [PTEN|M].")
    assert "REGULATES GAS5 > PTEN inhibits" in found
    assert not any("TARGETS" in told and "activates" in told for told in found)
