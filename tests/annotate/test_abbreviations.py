"""Definitions in running text and in lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.abbreviations import find_definitions, list_definitions

CASES = [
    ("mesenchymal stem cells (MSCs) are", [("MSCs", "mesenchymal stem cells")]),
    ("Human umbilical cord MSC (HucMSC)-derived", [("HucMSC", "Human umbilical cord MSC")]),
    ("hypoxia-inducible factor 1-alpha (HIF-1α)", [("HIF-1α", "hypoxia-inducible factor 1-alpha")]),
    ("transforming growth factor (TGF)-β", [("TGF", "transforming growth factor")]),
    ("Cardiac mesenchymal stem cells (C-MSCs)", [("C-MSCs", "Cardiac mesenchymal stem cells")]),
    ("embryonic stem cells (hESCs)", [("hESCs", "embryonic stem cells")]),
    ("small extracellular vesicles (sEVs, exosomes)", [("sEVs", "small extracellular vesicles")]),
    ("PRKN (parkin RBR E3 ligase)", [("PRKN", "parkin RBR E3 ligase")]),
    ("exosomes of adipose stem cells (ASC-Exos)", [("ASC", "adipose stem cells")]),
    ("mesenchymal stem cell-derived exosomes (MSC-Exo)", [("MSC", "mesenchymal stem cell")]),
    ("hypoxia-treated cells' exosomes (Hypo-Exo)", []),
    ("old fibroblasts and young macrophages (OFs, YMs)", [("OFs", "old fibroblasts"), ("YMs", "young macrophages")]),
    ("rats (n = 6) and mice (Fig. 2)", []),
    ("the wound (see below)", []),
    ("it was raised (p < 0.05)", []),
    ("oxide and amyloid (Aβ)", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_definitions_in_brackets(text, wanted):
    assert [(d.short, d.long) for d in find_definitions(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MSC\tmesenchymal stem cell", [("MSC", "mesenchymal stem cell")]),
        ("MSC: mesenchymal stem cell", [("MSC", "mesenchymal stem cell")]),
        ("BM, bone marrow; UC, umbilical cord.", [("BM", "bone marrow"), ("UC", "umbilical cord")]),
        ("EV – extracellular vesicle", [("EV", "extracellular vesicle")]),
        ("no list at all", []),
    ],
)
def test_rows_of_a_list(text, wanted):
    assert [(d.short, d.long) for d in list_definitions(text)] == wanted


@given(st.text(alphabet="aMSC ()[]-β1,;.\n", max_size=60))
def test_spans_read_as_they_say(text):
    for definition in find_definitions(text) + list_definitions(text):
        assert text[definition.short_start : definition.short_end] == definition.short
        assert text[definition.long_start : definition.long_end] == definition.long
