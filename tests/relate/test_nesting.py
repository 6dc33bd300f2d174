"""Relations that follow from spans that lie in each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.core.records import Annotation, Document, PassageKind, Section
from pipeline.relate import Relater

CASES: list[tuple[str, list[str]]] = [
    (
        "The [[TLR2|M]/[MyD88|M]/[NF-κB|M] signalling pathway|P].",
        [
            "MEMBER_OF MyD88 > TLR2/MyD88/NF-κB signalling pathway",
            "MEMBER_OF NF-κB > TLR2/MyD88/NF-κB signalling pathway",
            "MEMBER_OF TLR2 > TLR2/MyD88/NF-κB signalling pathway",
        ],
    ),
    ("The [[miR-100|I] axis|P].", ["MEMBER_OF miR-100 > miR-100 axis"]),
    ("A [[BDNF|M]|P] matter.", ["MEMBER_OF BDNF > BDNF"]),
    ("[[iPSC|C]-derived [MSCs|C]|C].", ["DERIVED_FROM iPSC-derived MSCs > iPSC"]),
    ("[[hiPSC|C]-[EC|C]|C].", ["DERIVED_FROM hiPSC-EC > hiPSC"]),
    ("[[iPSC|C] derived [MSCs|C]|C].", ["DERIVED_FROM iPSC derived MSCs > iPSC"]),
    (
        "[[CD34|M]+[CD43|M]+ progenitors|C].",
        ["EXPRESSES CD34+CD43+ progenitors > CD34 present", "EXPRESSES CD34+CD43+ progenitors > CD43 present"],
    ),
    ("[[CD34|M]-positive cells|C].", ["EXPRESSES CD34-positive cells > CD34 present"]),
    ("[[CD34|M]−  cells|C].", ["EXPRESSES CD34−  cells > CD34 absent"]),
    ("[[CD34|M]-negative cells|C].", ["EXPRESSES CD34-negative cells > CD34 absent"]),
    ("[[neural|C] progenitor [cells|C]|C].", []),
    ("[[VEGF|M] cells|C].", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_nesting(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)


@pytest.mark.parametrize("kind", [PassageKind.KEYWORDS, PassageKind.ABBREVIATION, PassageKind.CAPTION])
def test_nesting_holds_in_every_kind_of_passage(
    kind: PassageKind, relater: Relater, build_kind: Callable[..., tuple[Document, Annotation]]
) -> None:
    found = relater.relate(*build_kind("The [[Notch|M] pathway|P]", kind, Section.BODY))
    assert [r.type.value for r in found] == ["MEMBER_OF"]


def test_what_is_never_mined_gives_nothing(
    relater: Relater, build_kind: Callable[..., tuple[Document, Annotation]]
) -> None:
    for section in (Section.REFERENCES, Section.FRONT_MATTER, Section.BACK_MATTER):
        marked = "[MSC|C]-EVs raise the [[Notch|M] pathway|P]"
        assert relater.relate(*build_kind(marked, PassageKind.PARAGRAPH, section)) == ()
