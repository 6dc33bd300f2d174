"""What definitions make of short forms."""

import pytest

from pipeline.annotate.abbreviations import find_definitions
from pipeline.annotate.components import load_composer, load_lexicon
from pipeline.annotate.glossary import build_glossary
from pipeline.core.records import EntityType

CASES = [
    ("dermal papilla cells (DPCs)", "cells"),
    ("stem cells from the apical papilla (SCAP)", "cells"),
    ("mesenchymal stem cell-derived exosomes (MSC-Exo)", "cells"),
    ("nuclear factor of activated T cells (NFAT)", "markers"),
    ("growth differentiation factor-15 (GDF-15)", "markers"),
    ("high mobility group A1 (HMGA1)", "markers"),
    ("spindle wall protein 3 (SWP3)", "markers"),
    ("neutral hexasomidase 4 (nHex4)", "markers"),
    ("mammalian target of rapamycin (mTOR)", "markers"),
    ("HOX transcript antisense RNA (HOTAIR)", "markers"),
    ("highly up-regulated in liver cancer (HULC)", "markers"),
    ("Ras analog in brain (Rab)", "markers"),
    ("wound sialoprotein (WSP)", "markers"),
    ("neurofilament light gene (NF-L)", "markers"),
    ("tissue receptor variant III (TRvIII)", "markers"),
    ("glioma stem-like cells (GSCs)", "cells"),
    ("Mesenchymal Stem Cell-Derived Exosomes (MSC-Exos)", "cells"),
    ("American Diabetes Association (ADA)", "others"),
    ("endoscopic submucosal dissection (ESD)", "others"),
    ("alveolar type 2 (AT2)", "others"),
    ("low-density lipoprotein (LDL)", "others"),
    ("differentially expressed genes (DEGs)", "others"),
    ("adipose tissue (AT)", "others"),
    ("reactive oxygen species (ROS)", "others"),
    ("small extracellular vesicles (sEVs)", "others"),
    ("macrophages' EVs (mEVs)", "others"),
    ("myocardial infarction (MI)", "others"),
    ("cell counting kit-8 (CCK-8)", "others"),
    ("hepatocellular carcinoma (HCC)", "others"),
]


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_kinds(text, kind):
    definitions = find_definitions(text)
    assert len(definitions) == 1
    glossary = build_glossary(definitions, load_composer(), load_lexicon())
    assert {name: getattr(glossary, name) for name in ("cells", "markers", "others")}[kind] == {definitions[0].short}
    assert glossary.is_defined(definitions[0].short)
    assert glossary.long_of(definitions[0].short) == definitions[0].long


def test_tumours_are_known_as_such():
    glossary = build_glossary(find_definitions("hepatocellular carcinoma (HCC)"), load_composer(), load_lexicon())
    assert glossary.tumours == {"HCC"}
    assert not glossary.is_defined("HCX")
    assert glossary.long_of("HCX") is None


def test_what_a_document_says_overrules_a_model():
    glossary = build_glossary(
        find_definitions(
            "mesenchymal-epithelial transition (MET), cardiac progenitor cells (CPCs), tetraspanin 9 (TX9)"
        ),
        load_composer(),
        load_lexicon(),
    )
    asked = {(kind, form) for kind in ("MARKER", "CELL_TYPE") for form in ("MET", "CPC", "CPCs", "CD9")}
    denied = {(kind, form) for kind, form in asked if glossary.denies(EntityType(kind), form)}
    assert denied == {("MARKER", "MET"), ("CELL_TYPE", "MET"), ("MARKER", "CPC"), ("MARKER", "CPCs")}


def test_short_forms_that_join_markers_leave_them_what_they_are():
    text = "Janus kinase/signal transducer and activator of transcription (JAK/STAT), ischemia/reperfusion (I/R)"
    glossary = build_glossary(find_definitions(text), load_composer(), load_lexicon())
    assert glossary.others == {"I/R"}
    assert glossary.long_of("JAK/STAT") is not None
