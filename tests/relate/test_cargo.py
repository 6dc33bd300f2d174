"""What vesicles were named for or made to hold, what they hold more of, and what is listed as theirs."""

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
    ("[CD47|M] was present on the surface of [MSC|C]-Exos.", ["EXPRESSES MSC > CD47 present"]),
    ("[MSC|C]-EVs overexpressing [CXCR4|M] were given.", ["CARRIES MSC > CXCR4 enriched"]),
    ("EVs of [MSCs|C] overexpressing [CXCR4|M] were given.", ["EXPRESSES MSCs > CXCR4 present"]),
    ("[MSC|C]-EVs carry [PD-L1|M] on their surface.", ["EXPRESSES MSC > PD-L1 present"]),
    ("[CD47|M] was found on [NSC|C] vesicle surfaces.", ["EXPRESSES NSC > CD47 present"]),
    ("[SDF1|M] overexpression in [MSC|C]-derived exosomes was told.", ["CARRIES MSC > SDF1 enriched"]),
    ("[SDF1|M] overexpression in rats, [MSC|C]-derived exosomes aside, was told.", []),
    ("[MSC|C]-EVs with reduced [miR-21|I] levels were given.", ["CARRIES MSC > miR-21 depleted"]),
    ("[Neuron|C]-derived EVs carried lower [tau|M] levels.", ["CARRIES Neuron > tau depleted"]),
    ("[MSC|C] exosomes/microvesicles [miR-21|I] was low.", ["CARRIES MSC > miR-21 present"]),
    ("Through the delivery of [miR-1|I], [MSC|C]-Exos heal wounds.", ["CARRIES MSC > miR-1 present"]),
    ("[MSC|C]-Exos act by their cargo of miRNAs, such as [miR-1|I].", ["CARRIES MSC > miR-1 present"]),
    ("[MSC|C]-Exos, in which [miR-1|I] is enriched, were given.", ["CARRIES MSC > miR-1 enriched"]),
    ("[MSC|C]-Exos, in which no [miR-1|I] is enriched, were given.", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
