"""How columns are read off the words of their heads."""

from __future__ import annotations

import pytest

from pipeline.relate import Relater
from pipeline.relate.columns import read_head

#: a head -> how its column is read; "+" and "-" behind it where the head says raised or lowered
HEADS = {
    # what vesicles are known by
    "Exosome marker proteins": "markers",
    "Marker expression": "markers",
    "Expression of surface markers": "markers",
    "Membrane proteins": "markers",
    "Western blot": "markers",
    "Flow cytometry": "markers",
    "Isolation and markers": "markers",
    "Exosome isolation and characterization": "markers",
    "Presence and absence of markers": "markers",
    "Unexpressed markers": "absent",
    "Contaminants": "absent",
    "Negative expression": "absent",
    # what they hold
    "Functional cargo": "cargo",
    "Functional molecules": "cargo",
    "Therapeutic factors": "cargo",
    "Active ingredients": "cargo",
    "Enriched in exosomes": "cargo+",
    "Downregulated in EVs": "cargo-",
    "circRNA": "cargo",
    # what is acted on
    "Target/pathway": "target",
    "Target gene/pathway": "target",
    "Targeted mRNA": "target",
    "Upregulated": "target+",
    "Decreased": "target-",
    "Downregulated genes": "target-",
    "Signaling pathway": "pathway",
    "Activated pathways": "pathway+",
    # who is acted on
    "Target cells": "recipient",
    "Treated cell": "recipient",
    "Accepting cells": "recipient",
    "miRNA targets": "target",
    # what is told
    "Exosome properties": "prose",
    "Functional effect": "prose",
    "Biological function": "prose",
    # levels
    "Gene expression": "level",
    "Change in vesicles": "level",
    # nothing
    "Isolation method": "skip",
    "Target organ": "skip",
    "Disease target": "skip",
    "Experimental model": "skip",
    "Isolation": "origin",
    "Dose (markers of toxicity)": "markers",
    "Remarkable": "",
}


@pytest.mark.parametrize(("head", "how"), HEADS.items())
def test_head(head: str, how: str, relater: Relater) -> None:
    column = read_head(head, relater.lexicon)
    assert column.how + {1: "+", -1: "-", 0: ""}[column.sign] == how


@pytest.mark.parametrize(
    ("head", "paired"),
    [("miRNA (target)", True), ("Cargo and target", True), ("miRNA", False), ("miRNA targets", False)],
)
def test_pairs(head: str, paired: bool, relater: Relater) -> None:
    assert read_head(head, relater.lexicon).paired is paired
