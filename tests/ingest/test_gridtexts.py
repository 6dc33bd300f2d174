"""Which caption belongs to which grid."""

from __future__ import annotations

import pytest

from pipeline.ingest.blocks import cut
from pipeline.ingest.gridtexts import GridTexts
from pipeline.ingest.labels import label

ONE, TWO, OTHER = "Cell\tSize\nMSC\t90 nm", "Cargo\tKind\nmiR-21\tRNA", "A\tB\tC\nd\te\tf"
PROSE = "Vesicles were taken from the medium of the cells and were counted by two of us."


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (("Table 1. Size", ONE, "Table 2. Cargo", TWO), ["Table 1", "Table 2"]),
        ((ONE, "Table 1. Size", TWO, "Table 2. Cargo"), ["Table 1", "Table 2"]),
        ((ONE, PROSE, OTHER), ["table-1", "table-2"]),
        (("Table 1. Size", ONE, "ESC\t80 nm\nEPC\t70 nm"), ["Table 1", "Table 1"]),
        (("Supplementary Table 3. Size", ONE), ["Supplementary Table 3"]),
        (("Figure 1. Size of them", ONE), ["table-1"]),
        (("Table 4\tSize of\tthem", ONE), ["Table 4", "Table 4"]),
    ],
)
def test_captions_before_and_after(parts: tuple[str, ...], names: list[str]) -> None:
    text = "\n\n".join(["Results", PROSE, *parts])
    blocks = cut(text)
    grids = GridTexts(text, blocks, label(text, blocks))
    assert [grids.named[index] for index in sorted(grids.named)] == names


def test_a_repeated_head_after_a_page_is_a_head_again() -> None:
    text = "\n\n".join(["Results", PROSE, "Table 1. Size", ONE, "Cell\tSize\nEPC\t70 nm"])
    blocks = cut(text)
    grids = GridTexts(text, blocks, label(text, blocks))
    last = grids.passages(max(grids.grids), 0)
    assert [(p.kind.value, p.row) for p in last] == [("table head", -1), ("table row", 1)]
