"""Sentences of the field, each with all that it says and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# ruff: noqa: E501
CASES: list[tuple[str, list[str]]] = [
    ("Vesicles of [NK cells|C] eliminate [glioma cells|C].", ["ACTS_ON NK cells > glioma cells inhibits"]),
    ("Vesicles of [NK cells|C] eliminate waste from [glioma cells|C].", []),
    ("Apoptosis of [HUVECs|C] was reduced by exosomes from [MSCs|C].", ["ACTS_ON MSCs > HUVECs promotes"]),
    ("[IL-6|M] was reduced by exosomes derived from [MSCs|C].", ["REGULATES MSCs > IL-6 inhibits"]),
    (
        "[miR-140|I] was depleted in vesicles of [BM-MSCs|C] as compared with vesicles of [iMSCs|C].",
        ["CARRIES BM-MSCs > miR-140 depleted"],
    ),
    (
        "[MSC|C]-EVs shifted cytokines toward reduced pro-inflammatory ([TNF-α|M], [IL-1β|M], [IL-6|M]) and increased anti-inflammatory ([IL-10|M], [TGF-β|M]) factors.",
        [
            "REGULATES MSC > IL-10 activates",
            "REGULATES MSC > IL-1β inhibits",
            "REGULATES MSC > IL-6 inhibits",
            "REGULATES MSC > TGF-β activates",
            "REGULATES MSC > TNF-α inhibits",
        ],
    ),
    ("Blocking [TLR4|M] raised [IL-10|M].", ["REGULATES TLR4 > IL-10 inhibits"]),
    ("Exosomes of [MSCs|C] were injected and [IL-6|M] decreased.", []),
    (
        "[hMSCs|C] expressed [CD73|M] and [CD90|M] but not [CD14|M], [CD34|M] or [HLA-DR|M].",
        [
            "EXPRESSES hMSCs > CD14 absent",
            "EXPRESSES hMSCs > CD34 absent",
            "EXPRESSES hMSCs > CD73 present",
            "EXPRESSES hMSCs > CD90 present",
            "EXPRESSES hMSCs > HLA-DR absent",
        ],
    ),
    ("In the vesicles of [UC-MSCs|C], [miR-21|I] was detected.", ["CARRIES UC-MSCs > miR-21 present"]),
    ("We detected [miR-21|I] in exosomes from [UC-MSCs|C].", ["CARRIES UC-MSCs > miR-21 present"]),
    (
        "[MSC|C]-Exos promote healing by activating [AKT|M] and [ERK|M] via the [PI3K pathway|P].",
        ["MODULATES MSC > PI3K pathway unspecified", "REGULATES MSC > AKT activates", "REGULATES MSC > ERK activates"],
    ),
    (
        "Gao et al. [38] demonstrated that [ESC|C]-EVs carry [miR-290|I], which targets [PTEN|M].",
        ["CARRIES ESC > miR-290 present", "TARGETS miR-290 > PTEN unspecified"],
    ),
    (
        "[miR-126|I] was carried by [EPC|C]-EVs and repressed [VCAM1|M], so that [IL-8|M] declined.",
        ["CARRIES EPC > miR-126 present", "TARGETS miR-126 > IL-8 inhibits", "TARGETS miR-126 > VCAM1 inhibits"],
    ),
    (
        "[NSCs|C] shed vesicles. These vesicles bear [CD9|M] and lack [GM130|M].",
        ["EXPRESSES NSCs > CD9 present cross", "EXPRESSES NSCs > GM130 absent cross"],
    ),
    (
        "[MSC|C]-EVs carry [miR-21|I]. It targets [PTEN|M].",
        ["CARRIES MSC > miR-21 present", "TARGETS miR-21 > PTEN unspecified cross"],
    ),
    (
        "The [miR-17|I] was delivered by [MSC|C]-EVs; it repressed [PTEN|M].",
        ["CARRIES MSC > miR-17 present", "TARGETS miR-17 > PTEN inhibits"],
    ),
    (
        "[iMSCs|C] are made from [iPSCs|C]. Their vesicles stimulate [chondrocytes|C].",
        ["ACTS_ON iMSCs > chondrocytes promotes cross", "DERIVED_FROM iMSCs > iPSCs"],
    ),
    (
        "[hESC|C] vesicles restored the growth of [endothelial cells|C] and, by transferring [miR-200a|I], repressed [Keap1|M].",
        [
            "ACTS_ON hESC > endothelial cells promotes",
            "CARRIES hESC > miR-200a present",
            "REGULATES hESC > Keap1 inhibits",
            "TARGETS miR-200a > Keap1 inhibits",
        ],
    ),
    (
        "[MSC|C]-EVs inhibit [TGF-β signaling|P] via [SMAD7|M].",
        ["MODULATES MSC > TGF-β signaling inhibits", "MODULATES SMAD7 > TGF-β signaling inhibits"],
    ),
    ("[ITGBL1|M]-rich EVs mediated activation of [fibroblasts|C].", []),
    ("This could be abolished by treatment of [fibroblasts|C] with the [p70S6K|M] inhibitor.", []),
    (
        "We studied the role of [miR-23b|I] in [MSC|C] exosomes in regulating the [Wnt pathway|P].",
        [
            "CARRIES MSC > miR-23b present",
            "MODULATES MSC > Wnt pathway unspecified spec",
            "MODULATES miR-23b > Wnt pathway unspecified spec",
        ],
    ),
    (
        "[Astrocytes|C] shed EVs containing [FGF2|M] and [VEGF|M].",
        ["CARRIES Astrocytes > FGF2 present", "CARRIES Astrocytes > VEGF present"],
    ),
    ("[MSCs|C] release exosomes that carry [miR-21|I].", ["CARRIES MSCs > miR-21 present"]),
    ("[T cell|C] migration in [collagen|M] gels was affected by [MSC|C]-EVs.", ["ACTS_ON MSC > T cell unspecified"]),
    ("[MSC|C]-EVs raised [IL-10|M] in mice.", ["REGULATES MSC > IL-10 activates"]),
    ("[MSC|C]-EVs caused an increase in [IL-10|M].", ["REGULATES MSC > IL-10 activates"]),
    (
        "[miR-21|I], [miR-22|I], and [miR-23|I] were identified in [MSC|C]-derived EVs.",
        ["CARRIES MSC > miR-21 present", "CARRIES MSC > miR-22 present", "CARRIES MSC > miR-23 present"],
    ),
    (
        "It was shown that [hUC-MSC|C] exosomes ameliorate fibrosis by inhibiting the [TGF-β1/Smad2 signaling pathway|P] and lowering [collagen I|M].",
        ["MODULATES hUC-MSC > TGF-β1/Smad2 signaling pathway inhibits", "REGULATES hUC-MSC > collagen I inhibits"],
    ),
    (
        "[hESC|C]-Exos rejuvenated [endothelial cells|C] through [miR-200a|I], which downregulated [Keap1|M] and activated the [Nrf2 pathway|P].",
        [
            "ACTS_ON hESC > endothelial cells promotes",
            "MODULATES miR-200a > Nrf2 pathway activates",
            "TARGETS miR-200a > Keap1 inhibits",
        ],
    ),
    (
        "In [HUVECs|C], [EPC|C]-EVs activated [AKT|M].",
        ["ACTS_ON EPC > HUVECs unspecified", "REGULATES EPC > AKT activates"],
    ),
    (
        "[MSC|C]-derived exosomes were enriched with [miR-21|I] and exhibited [CD63|M].",
        ["CARRIES MSC > miR-21 enriched", "EXPRESSES MSC > CD63 present"],
    ),
    (
        "Treatment with [MSC|C]-Exos significantly upregulated [BCL2|M] and downregulated [BAX|M] expression.",
        ["REGULATES MSC > BAX inhibits", "REGULATES MSC > BCL2 activates"],
    ),
    (
        "The protective effect of [MSC|C]-Exos was mediated by the delivery of [miR-22|I].",
        ["CARRIES MSC > miR-22 present"],
    ),
    (
        "Exosomal [miR-22|I] from [BMSCs|C] targets [MECP2|M], leading to inhibition of the [NF-κB pathway|P].",
        [
            "CARRIES BMSCs > miR-22 present",
            "MODULATES BMSCs > NF-κB pathway inhibits",
            "MODULATES miR-22 > NF-κB pathway inhibits",
            "TARGETS miR-22 > MECP2 unspecified",
        ],
    ),
    (
        "[MSC|C]-Exos exert their effects via the [Wnt/β-catenin|P] and [PI3K/Akt|P] pathways.",
        ["MODULATES MSC > PI3K/Akt unspecified", "MODULATES MSC > Wnt/β-catenin unspecified"],
    ),
    (
        "After administration of [iPSC|C]-EVs, [IL-6|M] and [TNF-α|M] levels were decreased.",
        ["REGULATES iPSC > IL-6 inhibits", "REGULATES iPSC > TNF-α inhibits"],
    ),
    (
        "Notably, [ADSC|C]-Exos, via [miR-19b|I], inhibit [CCL1|M] and modulate the [TGF-β pathway|P].",
        [
            "MODULATES ADSC > TGF-β pathway unspecified",
            "REGULATES ADSC > CCL1 inhibits",
            "TARGETS miR-19b > CCL1 inhibits",
        ],
    ),
    (
        "[MSC|C]-EVs protect [cardiomyocytes|C] against apoptosis by delivering [miR-125b|I] and suppressing [p53|M] and [BAK1|M].",
        [
            "ACTS_ON MSC > cardiomyocytes promotes",
            "CARRIES MSC > miR-125b present",
            "REGULATES MSC > BAK1 inhibits",
            "REGULATES MSC > p53 inhibits",
        ],
    ),
    (
        "Mechanistically, [miR-486|I] in [MSC|C]-EVs downregulated [PTEN|M], thereby activating the [PI3K/AKT pathway|P].",
        [
            "CARRIES MSC > miR-486 present",
            "MODULATES MSC > PI3K/AKT pathway activates",
            "MODULATES miR-486 > PI3K/AKT pathway activates",
            "TARGETS miR-486 > PTEN inhibits",
        ],
    ),
    (
        "Exosomes secreted by [BMSCs|C] overexpressing [HIF-1α|M] promoted angiogenesis in [HUVECs|C].",
        ["ACTS_ON BMSCs > HUVECs promotes", "EXPRESSES BMSCs > HIF-1α present"],
    ),
    (
        "[MSC|C] exosomes increase the ratio of [M2 macrophages|C] to [M1 macrophages|C].",
        ["ACTS_ON MSC > M2 macrophages promotes"],
    ),
    (
        "[MSCs|C] are characterized by the expression of [CD73|M], [CD90|M], and [CD105|M] and the lack of [CD34|M] and [CD45|M].",
        [
            "EXPRESSES MSCs > CD105 present",
            "EXPRESSES MSCs > CD34 absent",
            "EXPRESSES MSCs > CD45 absent",
            "EXPRESSES MSCs > CD73 present",
            "EXPRESSES MSCs > CD90 present",
        ],
    ),
    (
        "[ESC|C]-Exos express typical exosomal markers such as [CD9|M], [CD63|M], and [TSG101|M].",
        ["EXPRESSES ESC > CD63 present", "EXPRESSES ESC > CD9 present", "EXPRESSES ESC > TSG101 present"],
    ),
    (
        "The surface markers of [iPSCs|C] include [SSEA-4|M], [TRA-1-60|M], and [OCT4|M].",
        ["EXPRESSES iPSCs > OCT4 present", "EXPRESSES iPSCs > SSEA-4 present", "EXPRESSES iPSCs > TRA-1-60 present"],
    ),
    (
        "Exosomes from [hiPSCs|C] carry the exosomal markers [CD63|M] and [CD81|M], but not [calnexin|M].",
        ["EXPRESSES hiPSCs > CD63 present", "EXPRESSES hiPSCs > CD81 present", "EXPRESSES hiPSCs > calnexin absent"],
    ),
    (
        "[MSC|C]-EVs contained the exosome marker proteins [Alix|M] and [TSG101|M].",
        ["EXPRESSES MSC > Alix present", "EXPRESSES MSC > TSG101 present"],
    ),
    (
        "Western blotting confirmed that [hESC|C]-Exos were positive for [CD9|M] and negative for [GM130|M].",
        ["EXPRESSES hESC > CD9 present", "EXPRESSES hESC > GM130 absent"],
    ),
    (
        "[hiPSCs|C] show high levels of pluripotency markers ([OCT4|M], [SOX2|M], and [NANOG|M]).",
        ["EXPRESSES hiPSCs > NANOG present", "EXPRESSES hiPSCs > OCT4 present", "EXPRESSES hiPSCs > SOX2 present"],
    ),
    (
        "[ESC|C]-derived EVs are enriched in pluripotency transcription factors such as [Oct4|M], [Sox2|M], and [Nanog|M].",
        ["CARRIES ESC > Nanog enriched", "CARRIES ESC > Oct4 enriched", "CARRIES ESC > Sox2 enriched"],
    ),
    (
        "Common markers of [MSC|C] exosomes are [CD9|M], [CD63|M] and [CD81|M].",
        ["EXPRESSES MSC > CD63 present", "EXPRESSES MSC > CD81 present", "EXPRESSES MSC > CD9 present"],
    ),
    (
        "[MSC|C] exosomes have been reported to contain tetraspanins ([CD9|M], [CD63|M], [CD81|M]), heat-shock proteins ([HSP70|M], [HSP90|M]), and [ALIX|M].",
        [
            "EXPRESSES MSC > ALIX present",
            "EXPRESSES MSC > CD63 present",
            "EXPRESSES MSC > CD81 present",
            "EXPRESSES MSC > CD9 present",
            "EXPRESSES MSC > HSP70 present",
            "EXPRESSES MSC > HSP90 present",
        ],
    ),
    (
        "Like other exosomes, [MSC|C]-Exos bear [CD9|M] and [CD81|M] on their surface.",
        ["EXPRESSES MSC > CD81 present", "EXPRESSES MSC > CD9 present"],
    ),
    (
        "[MSC|C]-Exos also express adhesion molecules, including [CD29|M], [CD44|M], and [CD73|M].",
        ["EXPRESSES MSC > CD29 present", "EXPRESSES MSC > CD44 present", "EXPRESSES MSC > CD73 present"],
    ),
    (
        "[NSCs|C] were identified by [nestin|M] and [SOX2|M].",
        ["EXPRESSES NSCs > SOX2 present", "EXPRESSES NSCs > nestin present"],
    ),
    (
        "[NSC|C]-derived exosomes harbor surface molecules [CD9|M], [CD63|M].",
        ["EXPRESSES NSC > CD63 present", "EXPRESSES NSC > CD9 present"],
    ),
    (
        "Markers including [CD9|M] and [CD63|M] were found on [hiPSC|C]-Exos.",
        ["EXPRESSES hiPSC > CD63 present", "EXPRESSES hiPSC > CD9 present"],
    ),
    (
        "The [iMSC|C]-Exos have a diameter of 50-150 nm and express [CD9|M], [CD63|M], and [CD81|M].",
        ["EXPRESSES iMSC > CD63 present", "EXPRESSES iMSC > CD81 present", "EXPRESSES iMSC > CD9 present"],
    ),
    (
        "According to the ISCT, [MSCs|C] must express [CD105|M] and lack expression of [CD45|M], [CD34|M] or [HLA-DR|M].",
        [
            "EXPRESSES MSCs > CD105 present",
            "EXPRESSES MSCs > CD34 absent",
            "EXPRESSES MSCs > CD45 absent",
            "EXPRESSES MSCs > HLA-DR absent",
        ],
    ),
    (
        "[MSCs|C] ([CD29|M]+, [CD44|M]+, [CD34|M]-) were used.",
        ["EXPRESSES MSCs > CD29 present", "EXPRESSES MSCs > CD34 absent", "EXPRESSES MSCs > CD44 present"],
    ),
    (
        "Among the markers of [ESCs|C] are [SSEA3|M] and [SSEA4|M].",
        ["EXPRESSES ESCs > SSEA3 present", "EXPRESSES ESCs > SSEA4 present"],
    ),
    (
        "[Oct4|M], [Sox2|M], and [Nanog|M] are specifically expressed in [ESCs|C].",
        ["EXPRESSES ESCs > Nanog present", "EXPRESSES ESCs > Oct4 present", "EXPRESSES ESCs > Sox2 present"],
    ),
    (
        "[ESC|C] vesicles contain mRNAs for [OCT4|M], [NANOG|M] and [REX1|M].",
        ["CARRIES ESC > NANOG present", "CARRIES ESC > OCT4 present", "CARRIES ESC > REX1 present"],
    ),
    (
        "The exosomal proteins [CD9|M], [CD63|M], and [Alix|M] were detected in [ADSC|C]-Exos by flow cytometry.",
        ["EXPRESSES ADSC > Alix present", "EXPRESSES ADSC > CD63 present", "EXPRESSES ADSC > CD9 present"],
    ),
    (
        "Proteomic analysis of [ESC|C]-EVs revealed [FN1|M], [TNC|M], and [HSPA8|M].",
        ["CARRIES ESC > FN1 present", "CARRIES ESC > HSPA8 present", "CARRIES ESC > TNC present"],
    ),
    ("[hESC|C]-EVs are rich in [WNT3A|M].", ["CARRIES hESC > WNT3A present"]),
    (
        "[MSC|C]-EVs activated [PPARG|M], whereas [IL-6|M] was lowered.",
        ["REGULATES MSC > IL-6 inhibits", "REGULATES MSC > PPARG activates"],
    ),
    ("In patients [IL-6|M] was lowered, and [MSC|C]-EVs were stored.", []),
    (
        "When [TLR4|M] was silenced, the [NF-κB pathway|P] was no longer activated.",
        ["MODULATES TLR4 > NF-κB pathway activates"],
    ),
    ("The [VEGF pathway|P] was inhibited when [VEGFR2|M] was blocked.", ["MODULATES VEGFR2 > VEGF pathway activates"]),
    (
        "[MSCs|C] were grown. Presence: [CD9|M], [CD63|M] Absence: [calnexin|M], [GM130|M]",
        [
            "EXPRESSES MSCs > CD63 present",
            "EXPRESSES MSCs > CD9 present",
            "EXPRESSES MSCs > GM130 absent",
            "EXPRESSES MSCs > calnexin absent",
        ],
    ),
    ("The assay had a control: [CD9|M].", []),
    (
        "[MSC|C]-EVs, via [miR-19b|I], inhibit [CCL1|M].",
        ["REGULATES MSC > CCL1 inhibits", "TARGETS miR-19b > CCL1 inhibits"],
    ),
    ("[UC-MSC|C]-EVs were enriched in [let-7b|I], not in [let-7c|I].", ["CARRIES UC-MSC > let-7b enriched"]),
    ("[NSCs|C] turn into [neurons|C].", ["DERIVED_FROM neurons > NSCs"]),
    ("[HUVECs|C] were free of [CD45|M].", ["EXPRESSES HUVECs > CD45 absent"]),
    ("[MSC|C] vesicles calm [microglia|C].", ["ACTS_ON MSC > microglia inhibits"]),
    (
        "[MSC|C]-EVs lowered [α-SMA|M] in [fibroblasts|C].",
        ["ACTS_ON MSC > fibroblasts unspecified", "REGULATES MSC > α-SMA inhibits"],
    ),
    ("[MSC|C]-EVs were stored in [fibroblasts|C] medium with [α-SMA|M].", []),
    (
        "[CD44|M] and [CD133|M] are widely used [CSC|C] markers.",
        ["EXPRESSES CSC > CD133 present", "EXPRESSES CSC > CD44 present"],
    ),
    ("[CD44|M] and [CD133|M] are not [CSC|C] markers.", []),
    ("[CAF|C]-secreted [CXCL12|M] was high.", ["EXPRESSES CAF > CXCL12 present"]),
    ("[ADSC|C]-conditioned medium increases [HDF|C] proliferation.", ["ACTS_ON ADSC > HDF promotes"]),
    ("[ADSC|C] groups in conditioned medium: [HDF|C] proliferation was low.", []),
    ("[BMSC|C]-Exos promoted [osteoblast|C] differentiation.", ["ACTS_ON BMSC > osteoblast promotes"]),
    ("[BMSC|C]-Exos rescued the loss of [neurons|C].", ["ACTS_ON BMSC > neurons promotes"]),
    (
        "The [PI3K pathway|P] mediates the protective effect of [MSC|C]-EVs.",
        ["MODULATES MSC > PI3K pathway unspecified"],
    ),
    ("[BMSC|C]-Exos delayed the senescence of [NP cells|C].", ["ACTS_ON BMSC > NP cells promotes"]),
    ("Signalling of [TLR2|M] and [NF-κB|M] acts through [TLR2|M] and [NF-κB|M].", []),
    ("[SH-SY5Y cells|C] carrying variants of [LRRK2|M] were grown.", []),
    ("[CD47|M]-expressing [MSC|C] exosomes were given.", ["EXPRESSES MSC > CD47 present"]),
    ("The role of exosomal [miR-188|I] in activating [HSCs|C] was tested.", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:70] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)
