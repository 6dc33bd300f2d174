"""What definitions make of short forms."""

import pytest

from pipeline.annotate.abbreviations import find_definitions
from pipeline.annotate.components import load_composer, load_lexicon
from pipeline.annotate.glossary import build_glossary

CASES = [
    ("dermal papilla cells (DPCs)", "cells"),
    ("stem cells from the apical papilla (SCAP)", "cells"),
    ("mesenchymal stem cell-derived exosomes (MSC-Exo)", "cells"),
    ("nuclear factor of activated T cells (NFAT)", "markers"),
    ("growth differentiation factor-15 (GDF-15)", "markers"),
    ("high mobility group A1 (HMGA1)", "markers"),
    ("spindle wall protein 3 (SWP3)", "markers"),
    ("neutral hexasomidase 4 (nHex4)", "markers"),
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
