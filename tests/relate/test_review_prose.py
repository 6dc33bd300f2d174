"""Wordings of reviews: lists behind a class noun, what acts by what it holds, via chains of nouns, glossaries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("By raising [miR-7|I] targeting oncogenes such as [FAK|M] and [IGF1R|M], growth was lost.",
     ["TARGETS miR-7 > FAK unspecified", "TARGETS miR-7 > IGF1R unspecified"]),
    ("Drugs targeting [VEGFA|M] and [EGFR|M] failed.", []),
    ("[MALAT1|M] promotes [PD-1|M] resistance by raising [IL-8|M].", ["REGULATES MALAT1 > IL-8 activates"]),
    ("[IL-8|M] elevation due to [PTEN|M] suppression was seen.", ["REGULATES PTEN > IL-8 inhibits"]),
    ("Suppression of [IL-6|M] by [MSC|C]-Exos via the [NF-κB pathway|P] was seen.",
     ["MODULATES MSC > NF-κB pathway unspecified", "REGULATES MSC > IL-6 inhibits"]),
    ("Protection of [neurons|C] by [MSC|C]-Exos was seen, and the [Akt pathway|P] was not.",
     ["ACTS_ON MSC > neurons promotes"]),
    ("[MSC|C]-Exos hold growth factors that promote the growth of [fibroblasts|C].",
     ["ACTS_ON MSC > fibroblasts promotes"]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_wording(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


CARGO: list[tuple[str, list[str]]] = [
    ("Exosomes transfer [miR-21|I] from [MSCs|C] to [macrophages|C].",
     ["ACTS_ON MSCs > macrophages unspecified", "CARRIES MSCs > miR-21 present"]),
    ("Exosomal microRNAs transfer from [tumour cells|C] to [macrophages|C].",
     ["ACTS_ON tumour cells > macrophages unspecified"]),
    ("Through the delivery of [miR-146a|I], [MSC|C]-Exos calm [macrophages|C].",
     ["ACTS_ON MSC > macrophages inhibits", "CARRIES MSC > miR-146a present"]),
    ("[MSC|C]-Exos are known for their cargo of microRNAs, such as [miR-126|I] and [miR-130a|I].",
     ["CARRIES MSC > miR-126 present", "CARRIES MSC > miR-130a present"]),
    ("[MSC|C]-Exos are small. Their cargo includes [miR-21|I] and [TGFB1|M].",
     ["CARRIES MSC > TGFB1 present cross", "CARRIES MSC > miR-21 present cross"]),
    ("[MSC|C]-Exos, in which [miR-22|I] is enriched, are small.", ["CARRIES MSC > miR-22 enriched"]),
    ("Exosomes from [aged MSCs|C] have higher levels of [miR-210|I] than others.",
     ["CARRIES aged MSCs > miR-210 enriched"]),
    ("Exosomal [H19|M], secreted by [HepG2 cells|C], was seen.", ["CARRIES HepG2 cells > H19 present"]),
    ("The post moves bottles from [MSCs|C] to [macrophages|C].", []),
    ("[MSC|C]-Exos, in which no [miR-22|I] was found, are small.", []),
    ("[miR-92|I] disrupts the [SOCS7|M]-[STAT3|M] interaction.", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CARGO, ids=[case[0][:60] for case in CARGO])
def test_cargo(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


LEVELS: list[tuple[str, list[str]]] = [
    ("[Tumour cells|C] secrete elevated levels of [IL-10|M].", ["EXPRESSES Tumour cells > IL-10 present"]),
    ("[MSC|C]-Exos contain elevated levels of [HGF|M].", ["CARRIES MSC > HGF enriched"]),
    ("[Aged MSC|C]-Exos carry decreased amounts of [miR-21|I].", ["CARRIES Aged MSC > miR-21 depleted"]),
    ("Loss of tumour suppressors, such as [TP53|M] and [PTEN|M], increases [AKT1|M].",
     ["REGULATES PTEN > AKT1 inhibits", "REGULATES TP53 > AKT1 inhibits"]),
    ("The circuit of [MEF|C] amplifies the [MEF|M] loop.", []),
    ("[MSC|C], mesenchymal stem cell; Con, control; [IL-6|M], interleukin 6; [TNF|M], tumour necrosis factor.", []),
    ("Nerves derived from [neural progenitors|C] and fibres generated from [muscle stem cells|C] were grown.", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), LEVELS, ids=[case[0][:60] for case in LEVELS])
def test_levels_and_lists(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


ASIDE: list[tuple[str, list[str]]] = [
    ("[miR-21|I] raises proteins like [CD274|M] and [PDCD1|M].",
     ["TARGETS miR-21 > CD274 activates", "TARGETS miR-21 > PDCD1 activates"]),
    ("[IL-6|M] improved the efficacy of [PD-1|M] blockade.", []),
    ("[IL-6|M] improved the outlook of donors with [KRAS|M] or [STK11|M] mutations.", []),
    ("[TNF|M] raises [PD-L1|M] levels due to inflammatory signals, which are produced by [T cells|C].",
     ["REGULATES TNF > PD-L1 activates"]),
    ("[MSC|C]-EVs hold [miR-21|I], which is produced by [fibroblasts|C].",
     ["CARRIES MSC > miR-21 present", "CARRIES fibroblasts > miR-21 present"]),
    ("The drug may overcome this. [5] [CircX|M] raises [CXCR4|M].", ["REGULATES CircX > CXCR4 activates"]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), ASIDE, ids=[case[0][:60] for case in ASIDE])
def test_what_is_named_aside(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


SOURCES: list[tuple[str, list[str]]] = [
    ("[Microglia|C] shed EVs. EVs released from apoptotic cells contain [HSPA1A|M].", []),
    ("[MSC|C]-Exos are small. Exosomes from serum carried [miR-21|I].", []),
    ("[MSC|C]-Exos are small. Exosomes from these cells carried [miR-21|I].", ["CARRIES MSC > miR-21 present cross"]),
    ("[MSC|C]-Exos are small. Exosomes carried [miR-21|I].", ["CARRIES MSC > miR-21 present cross"]),
    ("Vesicles tune growth with effects in [neuronal|C] survival and [glial|C] activation.", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), SOURCES, ids=[case[0][:60] for case in SOURCES])
def test_whose_vesicles_are_meant(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


DOERS: list[tuple[str, list[str]]] = [
    ("Activation of [AKT1|M] by [NOTCH1|M] occurs through downregulation of [PTEN|M].",
     ["REGULATES NOTCH1 > AKT1 activates", "REGULATES NOTCH1 > PTEN inhibits"]),
    ("[MDA-MB-231|C] cells were forced to express the [Notch|M] ligand [JAG1|M].",
     ["EXPRESSES MDA-MB-231 > JAG1 present"]),
    ("[TIGIT|M] on [NK cells|C] and [T cells|C] rises with age.",
     ["EXPRESSES NK cells > TIGIT present", "EXPRESSES T cells > TIGIT present"]),
    ("[Macrophages|C], attracted by factors like [CCL2|M], often adopt a new form, producing [IL-10|M].",
     ["EXPRESSES Macrophages > IL-10 present"]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), DOERS, ids=[case[0][:60] for case in DOERS])
def test_who_does_it(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected


PATHWAYS: list[tuple[str, list[str]]] = [
    ("[MSC|C]-Exos activate signaling pathways, such as the [PI3K/Akt|P], [ERK|P] and [Wnt pathways|P].",
     ["MODULATES MSC > ERK activates", "MODULATES MSC > PI3K/Akt activates", "MODULATES MSC > Wnt pathways activates"]),
    ("[CD80|M] suppresses signalling in [T cells|C], including the [PI3K-Akt|P] and [NF-κB pathways|P].",
     ["MODULATES CD80 > NF-κB pathways inhibits", "MODULATES CD80 > PI3K-Akt inhibits"]),
    ("[MSC|C]-Exos were sent with a note on signaling pathways, such as the [Wnt pathway|P].", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), PATHWAYS, ids=[case[0][:60] for case in PATHWAYS])
def test_lists_of_pathways(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
