"""Abbreviation lists in their usual shapes."""

from __future__ import annotations

import pytest

from pipeline.core.records import PassageKind
from pipeline.ingest.abbreviations import abbreviation_passages
from pipeline.ingest.blocks import cut


def pairs(text: str) -> list[tuple[str, ...]]:
    (block,) = cut(text)
    found = abbreviation_passages(text, block, ("Abbreviations",), 3)
    assert [p.index for p in found] == list(range(3, 3 + len(found)))
    assert (found[0].start, found[-1].end) == (block.start, block.end)
    return [tuple(text[c.span.start : c.span.end] for c in p.cells) for p in found]


@pytest.mark.parametrize(
    "text",
    [
        "MSC\tmesenchymal stem cell\nEV\textracellular vesicle",
        "MSC: mesenchymal stem cell; EV: extracellular vesicle",
        "MSC, mesenchymal stem cell; EV, extracellular vesicle.",
        "MSC = mesenchymal stem cell; EV = extracellular vesicle",
        "MSC – mesenchymal stem cell; EV – extracellular vesicle",
        "Abbreviations: MSC, mesenchymal stem cell; EV, extracellular vesicle.",
    ],
)
def test_shapes(text: str) -> None:
    assert pairs(text) == [("MSC", "mesenchymal stem cell"), ("EV", "extracellular vesicle")]


def test_continuation_lines_belong_to_the_entry_above() -> None:
    assert pairs("NF-κB\tnuclear factor\n\tkappa B\nEV\tvesicle") == [
        ("NF-κB", "nuclear factor\n\tkappa B"),
        ("EV", "vesicle"),
    ]


def test_a_paragraph_that_defines_nothing_is_one_passage() -> None:
    text = "They are listed in the supplement of this article."
    (block,) = cut(text)
    (passage,) = abbreviation_passages(text, block, (), 0)
    assert (passage.kind, passage.cells) == (PassageKind.PARAGRAPH, ())
