"""Heads of cell names."""

from __future__ import annotations

import pytest

from pipeline.annotate.cellheads import CellHeads
from pipeline.annotate.cellwords import cell_words

HEADS = CellHeads(cell_words(), lambda code: code == "KX7")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "aged stem and progenitor cells",
            {("stem and progenitor cells", "stem"), ("cells", "bare"), ("stem", "group")},
        ),
        ("many fibroblasts", {("fibroblasts", "noun")}),
        ("macrophage differentiation", set()),
        ("macrophages of macrophage exosomes", {("macrophages", "noun"), ("macrophage", "noun")}),
        ("KX7 cells", {("KX7 cells", "code"), ("cells", "bare")}),
        ("XYZ cells", {("XYZ cells", "code"), ("cells", "bare")}),
        ("CD9 cells", {("cells", "bare")}),
        ("microglial activation", {("microglial", "adjective")}),
    ],
)
def test_heads_and_their_kinds(text: str, wanted: set[tuple[str, str]]) -> None:
    found = {(text[start:end], rule) for start, end, rule in HEADS.find(text)}
    assert wanted <= found
    assert {rule for _, rule in found} <= {rule for _, rule in wanted} | {"group"}


def test_short_forms_count_as_the_document_defines_them() -> None:
    text = "XYZ cells met QRCs"
    assert ("QRCs", "defined") in {(text[a:b], rule) for a, b, rule in HEADS.find(text, cells=frozenset({"QRC"}))}
    others = frozenset({"XYZ"})
    assert "code" not in {rule for *_, rule in HEADS.find(text, others=others)}
    assert "code" in {rule for *_, rule in HEADS.find(text, others=others, tumours=others)}
