"""Which citations a relation rests on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.core.records import Annotation, Document
from pipeline.relate import Relater

CASES: list[tuple[str, list[tuple[int, ...]]]] = [
    ("[MSC|C]-EVs raise [IL-10|M] [7].", [(7,)]),
    ("[MSC|C]-EVs raise [IL-10|M] [7], and [ESC|C]-EVs lower [IL-6|M] [8, 9].", [(7,), (8, 9)]),
    ("[MSC|C]-EVs raise [IL-10|M]; [ESC|C]-EVs lower [IL-6|M] [8].", [(8,), (8,)]),
    ("Gao et al. [38] showed that [MSC|C]-EVs raise [IL-10|M], whereas [ESC|C]-EVs lower [IL-6|M] [9].",
     [(38,), (9, 38)]),
    ("[MSC|C]-EVs raise [IL-10|M].", [()]),
    ("[MSC|C]-EVs raise [IL-10|M]. [3]", [(3,)]),
    ("[MSC|C]-EVs were bought [1]. [MSC|C]-EVs raise [IL-10|M] [2].", [(2,)]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "cited"), CASES, ids=[case[0][:60] for case in CASES])
def test_citations(
    marked: str,
    cited: list[tuple[int, ...]],
    relater: Relater,
    build: Callable[[str], tuple[Document, Annotation]],
) -> None:
    found = relater.relate(*build(marked))
    assert sorted(r.cited for r in found) == sorted(cited)


def test_evidence_of_a_reference_back_reaches_to_its_source(
    relater: Relater, build: Callable[[str], tuple[Document, Annotation]]
) -> None:
    document, annotation = build("[ESC|C]-Exos are round. They raised [IL-10|M].")
    (relation,) = relater.relate(document, annotation)
    assert document.text[relation.evidence_start : relation.evidence_end] == document.text
    assert relation.cross_sentence
    assert relation.confidence < 0.8
