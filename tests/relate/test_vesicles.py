"""Sources of vesicles and carriers of cargo."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    ("[hESC|C]-Exos carry [miR-200a|I].", ["CARRIES hESC > miR-200a present"]),
    ("Small extracellular vesicles (sEVs) from [MSCs|C] carry [miR-200a|I].", ["CARRIES MSCs > miR-200a present"]),
    ("[MSC|C]-derived exosomal [miR-21|I] lowered [PTEN|M].",
     ["CARRIES MSC > miR-21 present", "TARGETS miR-21 > PTEN inhibits"]),
    ("Exosomal [miR-21|I] from [MSCs|C] lowered [PTEN|M].",
     ["CARRIES MSCs > miR-21 present", "TARGETS miR-21 > PTEN inhibits"]),
    ("[miR-21|I]-loaded [MSC|C]-EVs were injected.", ["CARRIES MSC > miR-21 present"]),
    ("[miR-21|I] in [MSC|C]-EVs was sequenced.", ["CARRIES MSC > miR-21 present"]),
    ("Exosomes from [MSCs|C] and [HUVECs|C] carry [miR-21|I].",
     ["CARRIES HUVECs > miR-21 present", "CARRIES MSCs > miR-21 present"]),
    ("[ADSC|C]- and [BMSC|C]-derived EVs carry [miR-21|I].",
     ["CARRIES ADSC > miR-21 present", "CARRIES BMSC > miR-21 present"]),
    ("[Mesenchymal stem cells|C] ([MSCs|C])-derived EVs carry [miR-21|I].", ["CARRIES MSCs > miR-21 present"]),
    ("Vesicles secreted by hypoxic [MSCs|C] inhibit [KLF4|M].", ["REGULATES MSCs > KLF4 inhibits"]),
    ("[Neuron|C]-derived exosomes (NDEs) are small, and NDEs carry [tau|M].", ["CARRIES Neuron > tau present"]),
    ("[MSCs|C] contain [vimentin|M].", ["EXPRESSES MSCs > vimentin present"]),
    ("[miR-21|I] and vesicle counts of [MSCs|C] were listed.", []),
    ("[IL-6|M] fell in mice given [MSC|C]-EVs.", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:70] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)


def test_a_cell_that_vesicles_act_on_is_no_source(relations: Callable[[str], list[str]]) -> None:
    assert relations("[NSC|C] exosomes increase the number of [neurons|C] and decrease [microglia|C] activation.") == [
        "ACTS_ON NSC > microglia inhibits",
        "ACTS_ON NSC > neurons promotes",
    ]
    assert relations("EVs secreted from [CRC cells|C] promoted [fibroblast|C] activation.") == [
        "ACTS_ON CRC cells > fibroblast promotes"
    ]
