"""Names that the head of a table's column makes pathways; every entry of the list passes its own cell."""

from __future__ import annotations

import pytest
from spacy.language import Language

from pipeline.annotate.columncontext import names_pathways, with_pathways
from pipeline.annotate.components import load_lexicon
from pipeline.annotate.entities import Linker
from pipeline.annotate.glossary import Glossary
from pipeline.annotate.patterns import PATTERNS, read_list
from tests.annotate.markup import parse

CELLS = [
    # all that is listed below a head of pathways
    "Signaling pathway || [[VEGF|MARKER]|PATHWAY], [[IL-6|MARKER]|PATHWAY]",
    "Pathways involved || [[Nrf2|MARKER]|PATHWAY]",
    "Axis || [[miR-21|MIRNA]/[PTEN|MARKER]|PATHWAY]",
    "Signalling cascade || ↑ [[Notch|MARKER]|PATHWAY], ↓ [[MAPK|MARKER]|PATHWAY]",
    "Pathway || [[PI3K|MARKER]/[Akt|MARKER]|PATHWAY]; [[Hedgehog|MARKER]|PATHWAY]",
    "Pathway || [[Wnt|MARKER] signaling|PATHWAY] and [[BDNF|MARKER]|PATHWAY]",
    # key names alone, where the head names more or a word of change stands beside
    "Target/pathway || [[Wnt|MARKER]|PATHWAY], [VEGFA|MARKER]",
    "Pathway || Activation of [[Notch|MARKER]|PATHWAY], [VEGFA|MARKER]",
    "Pathway/target || [PTEN|MARKER], [[Notch|MARKER]|PATHWAY]",
    # nothing
    "Pathway || [miR-21|MIRNA]",
    "Pathway || Secretion of [VEGF|MARKER] by [MSCs|CELL_TYPE]",
    "Effect || [Notch|MARKER]",
    "Marker || [CD9|MARKER], [CD63|MARKER]",
    "Mechanism || [VEGF|MARKER]",
]


def wrong(nlp: Language, entry: str) -> str:
    head, _, marked = entry.partition(" || ")
    text, marks = parse(marked)
    found = with_pathways(text, nlp(text)._.mentions, head, Linker(load_lexicon(), Glossary()))
    spans = [(m.start, m.end, m.type.value) for m in found]
    wanted = [(m.start, m.end, m.type) for m in marks]
    return "" if sorted(spans) == sorted(wanted) else f"{entry}: {spans}"


@pytest.mark.parametrize("entry", CELLS)
def test_cell(entry: str, nlp: Language) -> None:
    assert wrong(nlp, entry) == ""


def test_every_entry_passes_its_own_cell(nlp: Language) -> None:
    entries = read_list(PATTERNS / "column_heads.tsv")
    assert [w for entry in entries if (w := wrong(nlp, entry.test))] == []
    assert all(entry.form.lower() in entry.test.lower() for entry in entries)


def test_outer_stands_before_inner_and_is_linked(nlp: Language) -> None:
    found = with_pathways("Notch", nlp("Notch")._.mentions, "Pathway", Linker(load_lexicon(), Glossary()))
    assert [m.type.value for m in found] == ["PATHWAY", "MARKER"]
    assert found[0].concept is not None
    assert found[0].found_by == ("column",)


@pytest.mark.parametrize(("head", "says"), [("Pathway", True), ("Pathway (gene)", None), ("", False)])
def test_heads(head: str, says: bool | None) -> None:
    assert names_pathways(head) is says
