"""What vesicles were named for or made to hold, what they hold more of, and to whom they hand it on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("[miR-210|I]-[EPC|C]-EVs were injected.", ["CARRIES EPC > miR-210 present"]),
    ("The aim is to study the effects of [miR-210|I]-[EPC|C]-EVs.", ["CARRIES EPC > miR-210 present"]),
    ("[miR-124|I] exosomes derived from [BMSCs|C] were given to rats.", ["CARRIES BMSCs > miR-124 present"]),
    ("Exosomes of [MSCs|C] transfected with [miR-140-5p|I] were stored.", ["CARRIES MSCs > miR-140-5p present"]),
    ("EVs from [MSCs|C] overexpressing [miR-21|I] were stored.", ["CARRIES MSCs > miR-21 present"]),
    ("Vesicles of [MSCs|C] transfected with a [miR-21|I] inhibitor were stored.", []),
    ("[miR-210|I] overexpressing [MSC|C] exosomes were stored.", ["CARRIES MSC > miR-210 enriched"]),
    ("[CD34|M]-[MSC|C]-EVs were stored.", []),
    ("[miR-210|I] beads and [EPC|C]-EVs were bought.", []),
    ("Hypoxia increased the [miR-126|I] content of [EPC|C] exosomes.", ["CARRIES EPC > miR-126 enriched"]),
    ("Ageing decreased [miR-126|I] in [EPC|C] exosomes.", ["CARRIES EPC > miR-126 depleted"]),
    ("Hypoxia did not increase the [miR-126|I] assays of [EPC|C] groups.", []),
    (
        "Exosomal transfer of [miR-143|I] from [macrophages|C] to [endothelial cells|C] occurs.",
        ["ACTS_ON macrophages > endothelial cells unspecified", "CARRIES macrophages > miR-143 present"],
    ),
    (
        "Exosomal [miR-9|I] from [glioma cells|C] is shuttled into [endothelial cells|C].",
        ["ACTS_ON glioma cells > endothelial cells unspecified", "CARRIES glioma cells > miR-9 present"],
    ),
    ("The transfer of [MSCs|C] from [HUVECs|C] to dishes of exosomes was slow.", []),
    ("[CD47|M] was present on the surface of [MSC|C]-Exos.", ["EXPRESSES MSC > CD47 present"]),
    (
        "The [BMSC|C]-Exo group had lower [IL-6|M] and higher [IL-10|M] levels.",
        ["REGULATES BMSC > IL-10 activates", "REGULATES BMSC > IL-6 inhibits"],
    ),
    ("The [BMSC|C]-Exo group had rest, and lower [IL-6|M] was not seen.", []),
    ("[MSC|C]-EVs overexpressing [CXCR4|M] were given.", ["CARRIES MSC > CXCR4 enriched"]),
    ("EVs of [MSCs|C] overexpressing [CXCR4|M] were given.", ["EXPRESSES MSCs > CXCR4 present"]),
    ("[MSC|C]-EVs carry [PD-L1|M] on their surface.", ["EXPRESSES MSC > PD-L1 present"]),
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
    (
        "[MSC|C]-Exos aided [fibroblast|C]-to-[myofibroblast|C] differentiation.",
        ["ACTS_ON MSC > fibroblast promotes", "DERIVED_FROM myofibroblast > fibroblast"],
    ),
    ("[CD47|M] was found on [NSC|C] vesicle surfaces.", ["EXPRESSES NSC > CD47 present"]),
    ("Signalling of [TLR2|M] and [NF-κB|M] acts through [TLR2|M] and [NF-κB|M].", []),
    ("[MSCs|C] deliver drug-enhanced [Nrf2|M] via extracellular vesicles.", ["CARRIES MSCs > Nrf2 present"]),
    ("[SDF1|M] overexpression in [MSC|C]-derived exosomes was told.", ["CARRIES MSC > SDF1 enriched"]),
    ("[SDF1|M] overexpression in rats, [MSC|C]-derived exosomes aside, was told.", []),
    ("[iPSCs|C] and their differentiated [cardiomyocytes|C] were kept.", ["DERIVED_FROM cardiomyocytes > iPSCs"]),
    ("[iPSCs|C] and their [cardiomyocytes|C] were kept.", []),
    ("[Macrophage|C] activation raised the expression of [TNF|M].", ["EXPRESSES Macrophage > TNF present"]),
    ("[Macrophage|C] exosomes raised the expression of [TNF|M].", ["REGULATES Macrophage > TNF activates"]),
    ("Priming of [MSCs|C] increased [miR-21|I] in their exosomes.", ["CARRIES MSCs > miR-21 enriched"]),
    ("[HCC cells|C] showed augmented [RNPEP|M] levels in their exosomes.", ["CARRIES HCC cells > RNPEP enriched"]),
    ("[Neurons|C] release [tau|M] via exosomes.", ["CARRIES Neurons > tau present"]),
    ("[Neurons|C] release [tau|M], and exosomes were counted.", ["EXPRESSES Neurons > tau present"]),
    ("[SH-SY5Y cells|C] carrying variants of [LRRK2|M] were grown.", []),
    ("[MSC|C]-EVs with reduced [miR-21|I] levels were given.", ["CARRIES MSC > miR-21 depleted"]),
    ("[Neuron|C]-derived EVs carried lower [tau|M] levels.", ["CARRIES Neuron > tau depleted"]),
    ("[CD47|M]-expressing [MSC|C] exosomes were given.", ["EXPRESSES MSC > CD47 present"]),
    ("The role of exosomal [miR-188|I] in activating [HSCs|C] was tested.", []),
    ("[MSC|C] exosomes/microvesicles [miR-21|I] was low.", ["CARRIES MSC > miR-21 present"]),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
