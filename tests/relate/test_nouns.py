"""Nouns of action, compounds, copulas and signed markers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("Downregulation of [THBS2|M] via [miR-17-5p|I] was seen.", ["TARGETS miR-17-5p > THBS2 inhibits"]),
    ("[NF-κB signaling|P] inhibition by [MSC|C]-EVs was strong.", ["MODULATES MSC > NF-κB signaling inhibits"]),
    ("The role of [LIN28|M] in [let-7 axis|P] regulation is old news.", ["MODULATES LIN28 > let-7 axis unspecified"]),
    (
        "The effects of exosomes derived from [MSCs|C] on the growth of [HepG2|C] were strong.",
        ["ACTS_ON MSCs > HepG2 unspecified"],
    ),
    (
        "The effect of [MSC|C]-EVs on [HUVECs|C] and [fibroblasts|C] was strong.",
        ["ACTS_ON MSC > HUVECs unspecified", "ACTS_ON MSC > fibroblasts unspecified"],
    ),
    ("[miR-146a|I]-mediated downregulation of [CFH|M] was shown.", ["TARGETS miR-146a > CFH inhibits"]),
    ("[TNF-α|M]-induced [IL-8|M] expression was the control.", ["REGULATES TNF-α > IL-8 activates"]),
    ("[LPS-microglia|C]-induced [neuron|C] death was the control.", ["ACTS_ON LPS-microglia > neuron inhibits"]),
    ("[MSC|C] exosome-mediated [miR-25|I] delivery is safe.", ["CARRIES MSC > miR-25 present"]),
    ("[HIF-1α|M]-overexpressing [MSCs|C] grew.", ["EXPRESSES MSCs > HIF-1α present"]),
    ("[iPSC|C]-derived [neurons|C] grew.", ["DERIVED_FROM neurons > iPSC"]),
    ("[SOX2|M] is a direct target of [miR-145|I].", ["TARGETS miR-145 > SOX2 unspecified"]),
    ("[SOX2|M] was validated as a target of [miR-145|I].", ["TARGETS miR-145 > SOX2 unspecified"]),
    ("[SOX2|M], a [miR-145|I] target gene, rose.", ["TARGETS miR-145 > SOX2 unspecified"]),
    ("[DKK1|M] is an inhibitor of [Wnt signaling|P].", ["MODULATES DKK1 > Wnt signaling inhibits"]),
    ("[DKK1|M], an antagonist of [LRP6|M], was added.", ["REGULATES DKK1 > LRP6 inhibits"]),
    (
        "[ADSC|C]-Exos were [CD63|M]- and [CD81|M]-positive and [calnexin|M]-negative.",
        ["EXPRESSES ADSC > CD63 present", "EXPRESSES ADSC > CD81 present", "EXPRESSES ADSC > calnexin absent"],
    ),
    ("[CD31|M]-positive [endothelial cells|C] were counted.", ["EXPRESSES endothelial cells > CD31 present"]),
    ("The uptake of [NSC|C]-EVs by [microglia|C] was quick.", ["ACTS_ON NSC > microglia unspecified"]),
    ("Overexpression of [miR-21|I] in [MSC|C]-Exos was confirmed.", ["CARRIES MSC > miR-21 enriched"]),
    (
        "[MSC|C]-EVs exerted calming effects on [macrophages|C].",
        ["ACTS_ON MSC > macrophages unspecified"],
    ),
    ("Activation of [AKT|M] was measured in [HUVECs|C].", []),
    ("The effect on [HUVECs|C] was measured.", []),
    ("The role of [miR-21|I] is unknown.", []),
    ("Increase and decrease of [IL-6|M] and [IL-8|M] were plotted.", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:70] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)
