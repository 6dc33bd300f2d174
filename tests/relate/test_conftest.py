"""The mark-up that the tests are written in is strict."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.core.records import Annotation, Document


def test_mark_up_nests_and_leaves_citations(build: Callable[[str], tuple[Document, Annotation]]) -> None:
    document, annotation = build("[[iPSC|C]-[EC|C]|C] [12] text.")
    assert document.text == "iPSC-EC [12] text."
    assert sorted((m.start, m.end, m.type.value) for m in annotation.mentions) == [
        (0, 4, "CELL_TYPE"),
        (0, 7, "CELL_TYPE"),
        (5, 7, "CELL_TYPE"),
    ]
    assert document.citations[0].numbers == (12,)


@pytest.mark.parametrize("marked", ["[MSC|C", "MSC|C] x", "[ MSC|C]", "[|C]"])
def test_broken_mark_up_is_refused(marked: str, build: Callable[[str], tuple[Document, Annotation]]) -> None:
    with pytest.raises(ValueError, match="mark"):
        build(marked)
