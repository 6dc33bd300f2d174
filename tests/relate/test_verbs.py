"""Verbs: active, passive, gerund, infinitive, instruments, treated cells, and what must not be read from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    # active
    ("[MSC|C]-Exos activate the [Wnt pathway|P].", ["MODULATES MSC > Wnt pathway activates"]),
    ("[iPSC|C]-EVs inhibited the [NLRP3 inflammasome|P].", ["MODULATES iPSC > NLRP3 inflammasome inhibits"]),
    ("[LIN28|M] suppressed [HMGA2|M] expression.", ["REGULATES LIN28 > HMGA2 inhibits"]),
    ("Exosomes from [ADSCs|C] raise [VEGF|M] levels.", ["REGULATES ADSCs > VEGF activates"]),
    ("[NSC|C]-EVs influence [microglia|C].", ["ACTS_ON NSC > microglia unspecified"]),
    ("[miR-9|I] negatively regulates [REST|M].", ["TARGETS miR-9 > REST inhibits"]),
    ("[miR-9|I] regulates [REST|M].", ["TARGETS miR-9 > REST unspecified"]),
    (
        "[MSC|C]-EVs promoted the proliferation and reduced the apoptosis of [podocytes|C].",
        ["ACTS_ON MSC > podocytes promotes"],
    ),
    ("[Tumour cell|C]-derived EVs impaired [T cell|C] function.", ["ACTS_ON Tumour cell > T cell inhibits"]),
    ("[MSC|C]-EVs reduced the death of [hepatocytes|C].", ["ACTS_ON MSC > hepatocytes promotes"]),
    ("[MSC|C]-EVs inhibited the activation of [stellate cells|C].", ["ACTS_ON MSC > stellate cells inhibits"]),
    ("[NK cell|C]-EVs kill [HeLa|C].", ["ACTS_ON NK cell > HeLa inhibits"]),
    # lists
    (
        "[MSC|C]-Exos lowered [IL-6|M], [IL-8|M] and [TNF-α|M].",
        ["REGULATES MSC > IL-6 inhibits", "REGULATES MSC > IL-8 inhibits", "REGULATES MSC > TNF-α inhibits"],
    ),
    (
        "[miR-16|I] and [miR-15a|I] repress [BCL2|M].",
        ["TARGETS miR-15a > BCL2 inhibits", "TARGETS miR-16 > BCL2 inhibits"],
    ),
    (
        "[MSC|C]-EVs increased [IL-10|M] and decreased [IL-1β|M].",
        ["REGULATES MSC > IL-10 activates", "REGULATES MSC > IL-1β inhibits"],
    ),
    (
        "[MSC|C]-EVs increased the levels of [IL-10|M]; reduced those of [IL-12|M]; and activated [STAT3|M].",
        [
            "REGULATES MSC > IL-10 activates",
            "REGULATES MSC > IL-12 inhibits",
            "REGULATES MSC > STAT3 activates",
        ],
    ),
    # passive
    ("The [Hippo pathway|P] was inhibited by [ESC|C]-Exos.", ["MODULATES ESC > Hippo pathway inhibits"]),
    ("[KLF4|M] expression was negatively regulated by [miR-145|I].", ["TARGETS miR-145 > KLF4 inhibits"]),
    ("[TGF-β1|M] was reduced upon [MSC|C]-EV treatment.", ["REGULATES MSC > TGF-β1 inhibits"]),
    (
        "[AKT|M] phosphorylation was increased in [HUVECs|C] treated with [MSC|C]-EVs.",
        ["REGULATES MSC > AKT activates"],
    ),
    (
        "[Neuron|C] loss was caused by trauma and reversed by treatment with [iPSC|C]-EVs.",
        ["ACTS_ON iPSC > Neuron promotes"],
    ),
    ("Apoptosis was reduced in [tubular cells|C] by [MSC|C]-EVs.", ["ACTS_ON MSC > tubular cells promotes"]),
    ("[SOX2|M] expression was upregulated in [iPSCs|C].", ["EXPRESSES iPSCs > SOX2 present"]),
    # gerund and infinitive
    (
        "[MSC|C]-EVs ease fibrosis by inhibiting the [TGF-β pathway|P] and activating [SMAD7|M].",
        ["MODULATES MSC > TGF-β pathway inhibits", "REGULATES MSC > SMAD7 activates"],
    ),
    (
        "[ADSC|C]-EVs deliver [miR-31|I] to inhibit [FIH1|M].",
        ["CARRIES ADSC > miR-31 present", "TARGETS miR-31 > FIH1 inhibits"],
    ),
    (
        "[MSC|C]-EVs raise [SATB1|M] to activate the [Wnt pathway|P].",
        [
            "MODULATES MSC > Wnt pathway activates",
            "MODULATES SATB1 > Wnt pathway activates",
            "REGULATES MSC > SATB1 activates",
        ],
    ),
    (
        "[MSC|C]-EVs act via [miR-22|I] targeting [MECP2|M].",
        ["TARGETS miR-22 > MECP2 unspecified"],
    ),
    # instruments
    ("[MSC|C]-EVs improve healing via the [AKT pathway|P].", ["MODULATES MSC > AKT pathway unspecified"]),
    (
        "[MSC|C]-EVs suppress [KLF4|M] via [miR-145|I].",
        ["REGULATES MSC > KLF4 inhibits", "TARGETS miR-145 > KLF4 inhibits"],
    ),
    (
        "[MSC|C]-EVs ease fibrosis through inhibition of [EZH2|M].",
        ["REGULATES MSC > EZH2 inhibits"],
    ),
    (
        "[MSC|C]-EVs ease injury through the activation of [Wnt signaling|P].",
        ["MODULATES MSC > Wnt signaling activates"],
    ),
    # nouns behind general verbs
    ("Silencing of [miR-21|I] led to upregulation of [PTEN|M].", ["TARGETS miR-21 > PTEN inhibits"]),
    ("[LIF|M] resulted in activation of the [STAT3 pathway|P].", ["MODULATES LIF > STAT3 pathway activates"]),
    ("Loss of [miR-145|I] led to elevated [KLF4|M] levels.", ["TARGETS miR-145 > KLF4 inhibits"]),
    (
        "[MSC|C]-Exos reduced infarcts, accompanied by a decrease in [CK-MB|M].",
        ["REGULATES MSC > CK-MB inhibits"],
    ),
    (
        "[MSC|C]-EVs shifted cytokines towards reduced [IL-6|M] and increased [IL-10|M].",
        ["REGULATES MSC > IL-10 activates", "REGULATES MSC > IL-6 inhibits"],
    ),
    # mediation
    ("The [AKT pathway|P] mediates the effects of [MSC|C]-EVs.", ["MODULATES MSC > AKT pathway unspecified"]),
    ("The effect of [MSC|C]-EVs is mediated by the [AKT pathway|P].", ["MODULATES MSC > AKT pathway unspecified"]),
    # holding
    ("[MSC|C]-EVs are loaded with [miR-22|I].", ["CARRIES MSC > miR-22 present"]),
    ("[miR-22|I] was packaged into [MSC|C]-EVs.", ["CARRIES MSC > miR-22 present"]),
    (
        "[miR-22|I] could be transferred into [myocytes|C] by [MSC|C]-EVs.",
        ["ACTS_ON MSC > myocytes unspecified", "CARRIES MSC > miR-22 present"],
    ),
    (
        "[OCT4|M] is highly expressed in [iPSCs|C] but not in [fibroblasts|C].",
        ["EXPRESSES fibroblasts > OCT4 absent", "EXPRESSES iPSCs > OCT4 present"],
    ),
    (
        "[MSCs|C] were characterized by the expression of [CD73|M] and [CD90|M].",
        ["EXPRESSES MSCs > CD73 present", "EXPRESSES MSCs > CD90 present"],
    ),
    ("[ADSC|C]-Exos showed high expression of [CD9|M].", ["EXPRESSES ADSC > CD9 present"]),
    ("[MSCs|C] showed no expression of [CD45|M].", ["EXPRESSES MSCs > CD45 absent"]),
    # treated cells
    (
        "[HUVECs|C] treated with [MSC|C]-EVs showed less apoptosis.",
        ["ACTS_ON MSC > HUVECs promotes"],
    ),
    ("Treatment of [HUVECs|C] with [MSC|C]-EVs enhanced migration.", ["ACTS_ON MSC > HUVECs promotes"]),
    # derivation and uptake
    ("[MSCs|C] derived from [iPSCs|C] were used.", ["DERIVED_FROM MSCs > iPSCs"]),
    ("[hESCs|C] differentiate into [cardiomyocytes|C].", ["DERIVED_FROM cardiomyocytes > hESCs"]),
    ("We generated [MSCs|C] from [iPSCs|C].", ["DERIVED_FROM MSCs > iPSCs"]),
    ("We reprogrammed [fibroblasts|C] into [iPSCs|C].", ["DERIVED_FROM iPSCs > fibroblasts"]),
    ("The differentiation of [hESCs|C] into [neurons|C] took weeks.", ["DERIVED_FROM neurons > hESCs"]),
    ("[Astrocytes|C] produce vesicles (EVs) that affect [neurons|C].", ["ACTS_ON Astrocytes > neurons unspecified"]),
    ("[MSC|C]-EVs entered [chondrocytes|C].", ["ACTS_ON MSC > chondrocytes unspecified"]),
    ("[Microglia|C] took up [NSC|C]-EVs.", ["ACTS_ON NSC > Microglia unspecified"]),
    # comparison
    ("[MSC|C]-EVs carry less [miR-21|I] than the cells.", ["CARRIES MSC > miR-21 depleted"]),
    ("[ESC|C]-EVs contain higher levels of [miR-294|I] than [MSC|C]-EVs.", ["CARRIES ESC > miR-294 enriched"]),
    ("[miR-294|I] was upregulated in [ESC|C]-EVs compared with [MSC|C]-EVs.", ["CARRIES ESC > miR-294 enriched"]),
    ("Unlike [MSC|C]-EVs, [ESC|C]-EVs carry [miR-294|I].", ["CARRIES ESC > miR-294 present"]),
    ("[MSC|C]-EVs, but not [fibroblast|C]-EVs, raised [IL-10|M].", ["REGULATES MSC > IL-10 activates"]),
    # nothing
    ("[MSC|C]-EVs did not raise [IL-6|M] or [IL-8|M].", []),
    ("[MSCs|C], [HUVECs|C] and [IL-6|M] kits were bought.", []),
    ("[IL-6|M] levels correlated with [IL-8|M] upregulation.", []),
    ("[MSC|C]-EVs improved memory in [APP|M]/[PS1|M] mice.", []),
    ("[HUVECs|C] were cultured and [VEGF|M] was measured.", []),
    ("[miR-21|I] and [PTEN|M] were compared in both groups.", []),
    ("[MSC|C]-EVs are smaller than [HeLa|C] cells.", []),
    ("Neither [miR-21|I] nor [miR-22|I] suppressed [PTEN|M].", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:70] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)
