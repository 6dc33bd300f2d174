"""References back, and the short forms that a document uses for vesicles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.core.records import Abbreviation, Annotation, Document, Span
from pipeline.relate import PATTERNS
from pipeline.relate.anaphora import vesicle_names
from pipeline.relate.patterns import load_patterns

CASES: list[tuple[str, list[str]]] = [
    (
        "[ESC|C]-Exos were purified. These exosomes activated the [Wnt pathway|P].",
        ["MODULATES ESC > Wnt pathway activates cross"],
    ),
    ("[ESC|C]-Exos are round. They carried [miR-294|I].", ["CARRIES ESC > miR-294 present cross"]),
    (
        "We compared exosomes of [ESCs|C] and [MSCs|C]. The former carried [miR-294|I].",
        ["CARRIES ESCs > miR-294 present cross"],
    ),
    (
        "We compared exosomes of [ESCs|C] and [MSCs|C]. The latter carried [miR-22|I].",
        ["CARRIES MSCs > miR-22 present cross"],
    ),
    (
        "[ESC|C]-Exos were spun, washed and stored, and then these exosomes reduced [IL-6|M].",
        ["REGULATES ESC > IL-6 inhibits"],
    ),
    ("[ESC|C]-Exos are round. Treatment was given. EV treatment raised [IL-10|M].",
     ["REGULATES ESC > IL-10 activates cross"]),
    ("[ESC|C]-Exos and [MSC|C] dishes. [MSC|C]-EVs came later. They raised [IL-10|M].",
     ["REGULATES MSC > IL-10 activates cross"]),
    ("[ESC|C]-Exos are round. Nobody raised [IL-10|M].", []),
    ("[ESCs|C] are round. They raised [IL-10|M].", []),
    ("They raised [IL-10|M].", []),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:70] for case in CASES])
def test_reference_back(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == sorted(expected)


def test_short_forms_of_vesicles() -> None:
    text = "neuron-derived exosomes (NDEs) and small vesicles (EVs) (SVX) of mesenchymal stem cells (MSC)"
    document = Document("d0", "a.txt", "txt", "0" * 64, text)
    defined = Abbreviation(Span(0, 3), Span(4, 9), "TDX", "tumour-derived exosomes")
    found = vesicle_names(document, Annotation("d0", abbreviations=(defined,)), load_patterns(PATTERNS))
    assert {"ndes", "svx", "tdx"} <= found
    assert "msc" not in found
