"""MicroRNA–protein pairs that no rule joins: told weakly, with a score that falls with distance, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.core.records import Annotation, Document
from pipeline.relate import Relater

CASES: list[tuple[str, list[str]]] = [
    ("The seed of [miR-34a|I] meets a site of [SIRT1|M].", ["TARGETS miR-34a > SIRT1 unspecified"]),
    ("An inverse correlation of [miR-34a|I] with [SIRT1|M] was seen.", []),
    ("[miR-34a|I] expression was negatively correlated with [SIRT1|M] expression.", []),
    ("Loss of [SIRT1|M] undid the effects of [miR-34a|I] on growth.", []),
    ("These effects were reversed by [SIRT1|M] overexpression in [miR-34a|I]-treated cells.", []),
    ("A luciferase assay was run for [miR-9|I] with the 3'UTR of [REST|M].", ["TARGETS miR-9 > REST unspecified"]),
    ("The [miR-21|I] and [PTEN|M] levels were measured.", []),
    ("No correlation of [miR-34a|I] with [SIRT1|M] was seen.", []),
    ("A kit for [miR-34a|I] came with beads against [SIRT1|M].", []),
    ("[miR-34a|I] was stable; the level of [SIRT1|M] was not.", []),
    ("Levels of [miR-34a|I] in [HUVECs|C] with [SIRT1|M] were told.", []),
    ("[TP53|M] induces the transcription of [miR-34a|I].", []),
    ("[miR-29|I] expression is repressed by [MYC|M].", []),
    ("Replenishment of [miR-21|I] restored the deficits in [APP|M]/[PS1|M] mice.", []),
    ("[LIN28A|M] blocks the maturation of [let-7|I].", []),
    (
        "[TP53|M] induces [miR-34a|I] and its target [SIRT1|M].",
        ["REGULATES TP53 > SIRT1 activates", "TARGETS miR-34a > SIRT1 unspecified"],
    ),
    ("Curcumin works by silencing [NANOG|M] and by stimulating [miR-34a|I].", []),
    ("[miR-9|I] inhibits [REST|M], whereas the level of [BDNF|M] was measured.", ["TARGETS miR-9 > REST inhibits"]),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_pair(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


def test_the_score_falls_with_distance(relater: Relater, build: Callable[[str], tuple[Document, Annotation]]) -> None:
    near, far = (
        relater.relate(*build(f"An interaction of [miR-34a|I] {gap} with [SIRT1|M] was seen."))[0].confidence
        for gap in ("", "in the old and the young ones of this group")
    )
    assert far < near <= 0.4
