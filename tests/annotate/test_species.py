"""Evidence of a species other than man."""

import pytest

from pipeline.annotate.patterns import PATTERNS, read_list


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They raised hSOX2 here.", {"hSOX2": "human:name"}),
        ("They raised mmu-miR-21 and hsa-miR-22.", {"mmu-miR-21": "mouse:name", "hsa-miR-22": "human:name"}),
        ("Loss of murine VEGF was found; the human CD9 was kept.", {"VEGF": "mouse:name", "CD9": "human:name"}),
        ("Loss of Pten and Cd63 was found.", {"Pten": "rodent:spelling", "Cd63": "rodent:spelling"}),
        ("In rats, CD63 fell. CD81 rose.", {"CD63": "rat:sentence", "CD81": ""}),
        ("In rats and mice, CD63 fell.", {"CD63": ""}),
        ("PTEN and miR-21 fell.", {"PTEN": "", "miR-21": ""}),
    ],
)
def test_evidence(nlp, text, wanted):
    found = {text[m.start : m.end]: m.species for m in nlp(text)._.mentions if m.type.value in ("MARKER", "MIRNA")}
    assert found == wanted


def test_cells_and_pathways_have_none(nlp):
    doc = nlp("In mice, macrophages use the Notch pathway.")
    assert [m.species for m in doc._.mentions if m.type.value in ("CELL_TYPE", "PATHWAY")] == ["", ""]


def test_every_word_speaks_for_its_species(nlp):
    entries = read_list(PATTERNS / "species.tsv")
    for entry in entries:
        text = entry.test.replace("[", "").replace("|MARKER]", "")
        assert [m.species for m in nlp(text)._.mentions] == [f"{entry.kind}:sentence"], entry
