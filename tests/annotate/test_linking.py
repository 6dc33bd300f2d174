from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.linking import link, participants
from pipeline.annotate.links import NIL
from pipeline.core.records import EntityType
from pipeline.core.settings import ROOT

CELL, MARKER, MIRNA, PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY
LEXICON = Lexicon.load(ROOT / "models" / "lexicon")


@pytest.mark.parametrize(
    ("kind", "surface", "concept", "rule"),
    [
        (CELL, "hESC", "CL:0002322", "exact"),
        (CELL, "human umbilical cord-derived MSCs", "CL:0002569", "normal form"),
        (CELL, "iPSC-derived MSCs", "CL:0000134", "normal form"),
        (CELL, "ESC-derived dermal fibroblasts", "CL:0002551", "derived cell"),
        (CELL, "human primary dermal fibroblasts", "CL:0002551", "back-off"),
        (CELL, "HeLa cells", "CVCL:0030", "cell line"),
        (CELL, "THP-1 monocytes", "CVCL:0006", "cell line"),
        (CELL, "fibroblasts NIH3T3", "CVCL:0594", "cell line"),
        (CELL, "THP-1-derived macrophages", "CL:0000235", "derived cell"),
        (CELL, "neonatal mice cardiomyocytes", "CL:0002495", "back-off"),
        (CELL, "cancer stem cell-like cells", "CL:0001064", "back-off"),
        (CELL, "cardiac stromal cells", "CL:0000499", "normal form"),
        (CELL, "hiPSC-hMSC", "CL:0000134", "back-off"),
        (CELL, "mature DCs", "CL:0000451", "back-off"),
        (CELL, "CD34+CD43+ hematopoietic progenitors", "CL:0008001", "back-off"),
        (CELL, "UC -MSCs", "CL:0002569", "normal form"),
        (CELL, "AT", "CL:0002570", "suspended"),
        (CELL, "foo cells", None, "nil"),
        (CELL, "Hela", "CVCL:0030", "any case"),
        (CELL, "Sertoli", "CL:0000216", "head word"),
        (CELL, "embryonic stem (ES) cells", "CL:0002322", "back-off"),
        (CELL, "x", None, "nil"),
        (CELL, "somatic cells", None, "nil"),
        (CELL, "neural", "CL:0002319", "head word"),
        (MARKER, "CD63", "HGNC:1692", "exact"),
        (MARKER, "TGF- β", "FPLX:TGFB", "normal form"),
        (MARKER, "hNKX2.5", "HGNC:2488", "back-off"),
        (MARKER, "lncRNA MALAT1", "HGNC:29665", "back-off"),
        (MARKER, "calnexin protein", "HGNC:1473", "back-off"),
        (MARKER, "phosphorylated STAT3", "HGNC:11364", "back-off"),
        (MARKER, "PERK", "HGNC:3255", "exact"),
        (MARKER, "pERK", "HGNC:3255", "normal form"),
        (MARKER, "p-ERK", "FPLX:ERK", "back-off"),
        (MARKER, "P-ERK", "FPLX:ERK", "back-off"),
        (MARKER, "p-PERK", "HGNC:3255", "back-off"),
        (MARKER, "p-EIF2AK3", "HGNC:3255", "back-off"),
        (MARKER, "phospho-Smad2/3", "FPLX:SMAD2_3", "back-off"),
        (MARKER, "p-LAT", "HGNC:18874", "back-off"),
        (MARKER, "P-Rex1", "HGNC:32594", "normal form"),
        (MARKER, "P-selectin", "HGNC:10721", "exact"),
        (MARKER, "p-53", "HGNC:11998", "normal form"),
        (MARKER, "H4K16ac", "FPLX:Histone_H4", "modified histone"),
        (MARKER, "SSEA-4", None, "nil"),
        (MARKER, "Foozin-9", None, "nil"),
        (PATHWAY, "NLRP3 inflammasome", "R-HSA-844456", "exact"),
        (PATHWAY, "Erk1/2 signalling cascade", "R-HSA-5684996", "head words"),
        (PATHWAY, "Wnt/β-catenin", "R-HSA-201681", "head words"),
        (PATHWAY, "BDNF", "R-HSA-9006115", "head words"),
        (PATHWAY, "mammalian target of rapamycin (mTOR) signaling pathway", "R-HSA-165159", "head words"),
        (PATHWAY, "HMGB1/AKT pathway", "pathway:HMGB1/AKT", "participants"),
        (PATHWAY, "PTEN-PI3K-AKT signalling", "pathway:PTEN/PI3K/AKT", "participants"),
        (PATHWAY, "miR-100/mTOR/miR-143 axis", "pathway:mir-100/MTOR/mir-143", "participants"),
        (PATHWAY, "transforming growth factor (TGF)-β/Smad signaling", "R-HSA-2173789", "participants"),
        (
            PATHWAY,
            "phosphoinositide 3-kinase/AKT/mammalian target of rapamycin",
            "WP3844",
            "participants",
        ),
        (PATHWAY, "NF-κB-dependent signaling", "GO:0007249", "head words"),
        (PATHWAY, "S1P/SK1/S1PR1 signaling", "pathway:S1P/SPHK1/S1PR1", "participants"),
        (PATHWAY, "RP11-999X1.1/THBS2 axis", "pathway:RP11-999X1.1/THBS2", "participants"),
        (PATHWAY, "S1P/cAMP axis", None, "nil"),
        (PATHWAY, "foo pathway", None, "nil"),
        (MIRNA, "hsa-miR-423-3p", "mirna:mir-423-3p", "miRBase"),
        (MIRNA, "miR‐17‐5p", "mirna:mir-17-5p", "miRBase"),
        (MIRNA, "microRNA 21", "mirna:mir-21", "miRBase"),
        (MIRNA, "miR-302 family", "mirna:mir-302", "miRBase"),
        (MIRNA, "let-7b", "mirna:let-7b", "miRBase"),
        (MIRNA, "miR-99999", "mirna:mir-99999", "not in miRBase"),
        (MIRNA, "microRNAs", None, "nil"),
        (MARKER, " ", None, "nil"),
    ],
)
def test_a_link_tells_concept_and_rule(kind: EntityType, surface: str, concept: str | None, rule: str) -> None:
    found = link(kind, surface, long_form=None, lexicon=LEXICON)
    assert (found.concept, found.rule) == (concept, rule)


def test_the_documents_own_long_form_comes_first() -> None:
    assert link(CELL, "HSCs", long_form="hepatic stellate cells", lexicon=LEXICON).concept == "CL:0000632"
    found = link(MARKER, "XYZ", long_form="hepatocyte growth factor", lexicon=LEXICON)
    assert (found.concept, found.rule) == ("HGNC:4893", "long form")
    assert found.score < 1


def test_a_weak_short_form_with_an_unknown_long_form_is_nil() -> None:
    assert link(MARKER, "CAT", long_form="computer aided thinking", lexicon=LEXICON) == NIL
    assert link(MARKER, "CD63", long_form="something unheard of", lexicon=LEXICON).concept == "HGNC:1692"


def test_several_equal_meanings_make_a_link_less_sure() -> None:
    sure, unsure = (link(MARKER, name, long_form=None, lexicon=LEXICON) for name in ("CD63", "MCT1"))
    assert unsure.score < sure.score


def test_participants_must_all_be_known() -> None:
    assert participants("TLR4/NF-κB", LEXICON) == "pathway:TLR4/NFkappaB"
    assert participants("foozin/AKT", LEXICON) is None
    assert participants("foozin-AKT", LEXICON) is None
    assert participants("", LEXICON) is None


def test_a_bracket_with_the_short_names_names_the_pathway() -> None:
    found = link(
        PATHWAY,
        "Toll-like receptor 2/unheard-of factor (TLR2/MyD88) signalling pathway",
        long_form=None,
        lexicon=LEXICON,
    )
    assert found.concept == "pathway:TLR2/MYD88"


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(list(EntityType)),
    st.text(alphabet=st.sampled_from(list("hMSCTGFβ -/1()kcelsmiR")), max_size=20),
)
def test_any_surface_gets_a_link_of_its_namespace(kind: EntityType, surface: str) -> None:
    spaces = {
        CELL: ("CL:", "CVCL:"),
        MARKER: ("HGNC:", "FPLX:"),
        MIRNA: ("mirna:",),
        PATHWAY: ("R-HSA-", "GO:", "WP", "pathway:"),
    }
    found = link(kind, surface, long_form=None, lexicon=LEXICON)
    assert (found.concept is None) == (found.rule == "nil") == (found.score == 0)
    assert found.concept is None or found.concept.startswith(spaces[kind])
    assert 0 <= found.score <= 1


@pytest.mark.parametrize(
    ("core", "concept"),
    [
        ("ERK1/2-NFκB", "pathway:ERK/NFkappaB"),
        ("MHC-II/FCRL6", "pathway:MHC-II/FCRL6"),
        ("miR-154-5p-MCP1", "pathway:mir-154-5p/CCL2"),
        ("Integrin-ECM", None),
    ],
)
def test_numbers_after_a_slash_and_members_without_a_concept(core, concept):
    assert participants(core, LEXICON) == concept


@pytest.mark.parametrize(
    ("surface", "concept"),
    [
        ("miR-99a/TGFβ1 regulatory circuit", "pathway:mir-99a/TGFB1"),
        ("NRF2-regulated signaling", "R-HSA-9755511"),
        ("Notch immunosuppressive axis", "R-HSA-157118"),
        ("β-adrenergic signalling", "GO:0071875"),
    ],
)
def test_whatever_the_head_is_the_pathway_is_the_same(surface, concept):
    assert link(EntityType.PATHWAY, surface, long_form=None, lexicon=LEXICON).concept == concept


@pytest.mark.parametrize("surface", ["HNSCC cells", "meningioma cells", "lung ADC cell"])
def test_cells_of_a_tumour_are_malignant_cells(surface):
    assert link(EntityType.CELL_TYPE, surface, long_form=None, lexicon=LEXICON).concept == "CL:0001064"


def test_cells_about_a_tumour_are_not():
    assert link(EntityType.CELL_TYPE, "tumor-associated cells", long_form=None, lexicon=LEXICON).concept is None
