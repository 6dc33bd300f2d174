"""Table rows: the cell that the row is about, heads as predicates, labels, signs, prose in cells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.core.records import Annotation, Document, Span
from pipeline.relate import Relater

CASES: list[tuple[str, list[str], list[str]]] = [
    (
        "Stem cell || Exosome source || Surface markers",
        ["[iPSC|C] || [[iPSC|C]-derived [MSC|C]|C] || Presence: [CD9|M], [CD63|M], [CD81|M] Absence: [calnexin|M]"],
        [
            "DERIVED_FROM iPSC-derived MSC > iPSC",
            "EXPRESSES iPSC-derived MSC > CD63 present",
            "EXPRESSES iPSC-derived MSC > CD81 present",
            "EXPRESSES iPSC-derived MSC > CD9 present",
            "EXPRESSES iPSC-derived MSC > calnexin absent",
        ],
    ),
    (
        "Source || miRNA",
        ["[ADSCs|C] || [miR-21|I], [miR-126|I]", " || [miR-146a|I]"],
        ["CARRIES ADSCs > miR-126 present", "CARRIES ADSCs > miR-146a present", "CARRIES ADSCs > miR-21 present"],
    ),
    (
        "Cell source || Cargo || Target gene || Target cell",
        ["[BMSCs|C] || [miR-29b|I] || [COL1A1|M] || [HSCs|C]"],
        [
            "ACTS_ON BMSCs > HSCs unspecified",
            "CARRIES BMSCs > miR-29b present",
            "TARGETS miR-29b > COL1A1 unspecified",
        ],
    ),
    (
        "Source || Positive || Negative markers",
        ["[UC-MSC|C] || [CD73|M] || Negative: [CD34|M]"],
        ["EXPRESSES UC-MSC > CD34 absent", "EXPRESSES UC-MSC > CD73 present"],
    ),
    (
        "EV source || Pathway || Effect",
        ["[MSC|C] || [Wnt signaling|P] || Inhibited [microglia|C] activation"],
        ["ACTS_ON MSC > microglia inhibits", "MODULATES MSC > Wnt signaling unspecified"],
    ),
    (
        "EV source || Mechanism",
        ["[MSC|C] || Activates the [Wnt pathway|P] by delivering [miR-22|I]"],
        ["CARRIES MSC > miR-22 present", "MODULATES MSC > Wnt pathway activates"],
    ),
    (
        "Cells || [CD9|M] || [CD34|M]",
        ["[MSCs|C] || + || -"],
        ["EXPRESSES MSCs > CD34 absent", "EXPRESSES MSCs > CD9 present"],
    ),
    (
        "Marker || [MSC|C] || [HSC|C]",
        ["[CD34|M] || - || +"],
        ["EXPRESSES HSC > CD34 present", "EXPRESSES MSC > CD34 absent"],
    ),
    (
        "Source || Content details",
        ["[iPSC|C] || Proteins: [HSP70|M]; enriched in [miR-302|I]. lower levels of [miR-21|I] than [MSC|C]-EVs"],
        ["CARRIES iPSC > HSP70 present", "CARRIES iPSC > miR-21 depleted", "CARRIES iPSC > miR-302 enriched"],
    ),
    ("Source || Target", ["[MSC|C] || [PTEN|M]"], ["REGULATES MSC > PTEN unspecified"]),
    (
        "EV source || Biological effects",
        ["[MSC|C] || ↑ [IL-10|M], ↓ [TNF-α|M]", "[ESC|C] || Inhibition of [NF-κB signaling|P]"],
        [
            "MODULATES ESC > NF-κB signaling inhibits",
            "REGULATES MSC > IL-10 activates",
            "REGULATES MSC > TNF-α inhibits",
        ],
    ),
    (
        "miRNA || Mechanism || Target || Pathway",
        ["[miR-375|I] || Inhibits [PD-L1|M] transcription || [JAK2|M] || [mTOR signaling|P]"],
        [
            "MODULATES miR-375 > mTOR signaling unspecified",
            "TARGETS miR-375 > JAK2 unspecified",
            "TARGETS miR-375 > PD-L1 inhibits",
        ],
    ),
    (
        "lncRNA || Target",
        ["[HOTAIR|M] || [COL5A1|M]"],
        ["REGULATES HOTAIR > COL5A1 unspecified"],
    ),
    (
        "EV source || miRNA || Effect",
        ["[MSC|C] || [miR-22|I] || Promotes [neuron|C] survival"],
        ["ACTS_ON MSC > neuron promotes", "CARRIES MSC > miR-22 present"],
    ),
    (
        "EV source || Effects",
        ["[MSC|C] || Raises [IL-10|M]. Tested beside [TNF|M]; Lowers [IL-6|M]"],
        ["REGULATES MSC > IL-10 activates", "REGULATES MSC > IL-6 inhibits"],
    ),
    ("Mechanism || Gene", ["Loss of [T cells|C] || [PTEN|M]"], []),
    # nothing
    ("Study || Reference", ["One of [MSCs|C] || with [IL-6|M] beads"], []),
    ("Dose || Marker", ["ten units || [CD9|M]"], []),
    ("Source || Method", ["[MSC|C] || [CD63|M] beads"], []),
    ("Source || [CD9|M]", ["[MSC|C] || 37.5"], []),
]


@pytest.mark.parametrize(("heads", "rows", "expected"), CASES, ids=[f"{case[0]} / {case[1][0][:40]}" for case in CASES])
def test_row(heads: str, rows: list[str], expected: list[str], row_relations: Callable[..., list[str]]) -> None:
    assert row_relations(heads, *rows) == sorted(expected)


def test_evidence_is_the_row(relater: Relater, build_table: Callable[..., tuple[Document, Annotation]]) -> None:
    document, annotation = build_table("Source || miRNA", "[ADSCs|C] || [miR-21|I]", "[BMSCs|C] || [miR-22|I]")
    found = relater.relate(document, annotation)
    rows = {p.span for p in document.passages if p.row >= 0}
    assert [Span(r.evidence_start, r.evidence_end) for r in found] == sorted(rows)
    assert {r.rule for r in found} == {"row:head"}


def test_a_long_table_takes_linear_time(
    relater: Relater, build_table: Callable[..., tuple[Document, Annotation]]
) -> None:
    rows = ["[ADSCs|C] || [miR-21|I], [miR-22|I] || [PTEN|M]"] * 500
    found = relater.relate(*build_table("Source || miRNA || Target", *rows))
    assert len(found) == 500 * 4
