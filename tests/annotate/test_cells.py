"""The cell composer on its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.cells import CellComposer
from pipeline.annotate.cellwords import cell_words

LINES = {"A549", "H23", "SW480", "H9c2", "U87", "RAW 264.7"}
COMPOSER = CellComposer(cell_words(), LINES.__contains__)


def names(text, **definitions):
    return [text[name.start : name.end] for name in COMPOSER.find(text, **definitions)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SW480 CRC cells", ["SW480 CRC cells"]),
        ("H9c2 cardiomyocytes and cardiomyocytes H9c2", ["H9c2 cardiomyocytes", "cardiomyocytes H9c2"]),
        ("A549, U87 and H23 cells", ["A549", "U87", "H23 cells"]),
        ("RAW 264.7 cells", ["RAW 264.7 cells"]),
        ("4T1 cells", ["4T1 cells"]),
        ("TUNEL cells and DAPI cells", []),
        ("CAR-T therapy", ["CAR-T"]),
        ("hepatocyte-like cells", ["hepatocyte-like cells"]),
        ("cancer stem cell-like cells", ["cancer stem cell-like cells"]),
        ("neuron cell death", ["neuron"]),
        ("macrophage differentiation", []),
        ("hypoxia-induced macrophages", ["macrophages"]),
        ("natural killer (NK) cells", ["natural killer (NK) cells"]),
        ("human bone marrow (BM)-derived MSCs", ["human bone marrow (BM)-derived MSCs"]),
        ("CD34+ cells and TUNEL+ cells", ["CD34+ cells"]),
        ("CD8(+) T cells", ["CD8(+) T cells"]),
        ("basal ganglia", []),
        ("bacteriophages", []),
        ("shed from cancer cells and cancer-associated fibroblasts", ["cancer cells", "cancer-associated fibroblasts"]),
        ("mesenchymal stem cells-derived EVs", ["mesenchymal stem cells"]),
    ],
)
def test_names(text, wanted):
    assert names(text) == wanted


def test_definitions_decide_about_short_forms():
    assert names("CPC-Exos and FOO cells") == ["FOO cells"]
    assert names("CPC-Exos", cells=frozenset({"CPCs"})) == ["CPC"]
    assert names("FOO cells", others=frozenset({"FOO"})) == []
    assert names("FOO cells", others=frozenset({"FOO"}), tumours=frozenset({"FOO"})) == ["FOO cells"]
    assert names("MSC-like", others=frozenset({"MSC"})) == []


def test_nested_names_say_so():
    nested = {n.nested for n in COMPOSER.find("iPSC-derived MSCs") if n.end - n.start < 10}
    assert nested == {True}


@given(
    st.lists(
        st.sampled_from(
            [
                "human",
                "iPSC",
                "-derived",
                "MSCs",
                "cells",
                "stem",
                "bone",
                "marrow",
                "and",
                ",",
                "CD34+",
                "A549",
                "(",
                ")",
                "neuron",
                "-",
                "like",
                "T",
            ]
        ),
        max_size=12,
    )
)
def test_names_never_cross(words):
    text = " ".join(words).replace(" -", "-")
    found = COMPOSER.find(text)
    for one in found:
        assert text[one.start : one.end].strip() == text[one.start : one.end] != ""
        for other in found:
            crossing = one.start < other.start < one.end < other.end
            assert not crossing, (text, one, other)


@pytest.mark.parametrize(
    "marked",
    [
        "The vesicles induced [M2 macrophage|CELL_TYPE] polarization.",
        "Many of the [induced stem cells|CELL_TYPE] died.",
        "In inflammatory [bone marrow-derived mesenchymal stem cells|CELL_TYPE], [inflammatory cells|CELL_TYPE].",
        "It feeds [corneal epithelial|CELL_TYPE], [stromal|CELL_TYPE], and [endothelial cells|CELL_TYPE].",
        "Loss of [neuronal|CELL_TYPE], [glial|CELL_TYPE] and [endothelial cells|CELL_TYPE] was seen.",
        "[Neuronal|CELL_TYPE]-derived vesicles were pooled.",
        "[Hepatic stellate cells|CELL_TYPE] ([HSCs|CELL_TYPE]) slept; [HSCs cells|CELL_TYPE|CL:0000632] woke.",
        "[Glioblastoma stem-like cells|CELL_TYPE] grew; [HT22 Cell|CELL_TYPE] Injury was less.",
    ],
)
def test_states_verbs_and_lists(check, marked):
    assert check(marked) == ""
