"""The pathway composer on its own."""

import pytest

from pipeline.annotate.pathways import PathwayComposer
from pipeline.annotate.pathwaywords import Participant
from pipeline.core.records import EntityType

COMPOSER = PathwayComposer()


def compose(text, *symbols, same=None):
    found, at = [], 0
    for symbol in symbols:
        at = text.index(symbol, at)
        found.append(Participant(at, at + len(symbol), EntityType.MARKER))
        at += len(symbol)
    extra = {} if same is None else {"same": same}
    return [text[name.start : name.end] for name in COMPOSER.find(text, found, **extra)]


@pytest.mark.parametrize(
    ("text", "symbols", "wanted"),
    [
        ("the RP11-4A1.2/THBS2 signaling pathway", ["THBS2"], ["RP11-4A1.2/THBS2 signaling pathway"]),
        ("via CHK2-Beclin9 pathway", ["CHK2"], ["CHK2-Beclin9 pathway"]),
        ("sphingomyelinase (nSMase) pathway", ["sphingomyelinase", "nSMase"], ["sphingomyelinase (nSMase) pathway"]),
        ("cAMP signalling", [], ["cAMP signalling"]),
        ("the complement and clotting cascades", [], ["complement", "clotting cascades"]),
        ("pathways (e.g., KLOTHO and Wnt)", ["KLOTHO"], ["KLOTHO", "Wnt"]),
        ("pathways such as TGF (growth factor x)/SMAD", ["TGF", "growth factor x", "SMAD"],
         ["TGF (growth factor x)/SMAD"]),
        ("ABC1-dependent signaling", ["ABC1"], ["ABC1-dependent signaling"]),
        ("an ABC1-dependent pathway", ["ABC1"], []),
        ("ABC1/ABC2 only", ["ABC1", "ABC2"], []),
        ("ABC1/ABC2 axis, so ABC1/ABC2 acts", ["ABC1", "ABC2", "ABC1", "ABC2"], ["ABC1/ABC2 axis", "ABC1/ABC2"]),
        ("a pathway and signalling", [], []),
        ("the EMT pathway", ["EMT"], []),
    ],
)  # fmt: skip
def test_names(text, symbols, wanted):
    assert compose(text, *symbols) == wanted


def test_two_names_of_one_molecule_are_no_pathway():
    assert compose("AKT/PKB", "AKT", "PKB") == ["AKT/PKB"]
    assert compose("AKT/PKB", "AKT", "PKB", same=lambda *_: True) == []


def test_unknown_symbols_become_markers_in_the_chain():
    text = "the XYZ9/THBS2 axis"
    (name,) = COMPOSER.find(text, [Participant(9, 14, EntityType.MARKER)])
    assert [(text[m.start : m.end], m.type) for m in name.members] == [
        ("XYZ9", EntityType.MARKER),
        ("THBS2", EntityType.MARKER),
    ]


@pytest.mark.parametrize(
    ("text", "symbols", "wanted"),
    [
        ("the pathways most often changed were Wnt, p53 and Notch.", ["p53"], ["Wnt", "p53", "Notch"]),
        ("three pathways that may count: PI3K-AKT, mTOR, and AMPK.", [], ["PI3K-AKT", "mTOR", "AMPK"]),
        ("signaling pathways involving Notch and Wnt in mice", [], ["Notch", "Wnt"]),
        ("the pathways are Notch dependent", [], []),
        ("pathways that include ABC1 and ABC2.", ["ABC1", "ABC2"], []),
        ("the developmental pathways, Hedgehog (Hh), Wnt, and Notch, act", [], ["Hedgehog", "Wnt", "Notch"]),
        ("in these pathways, Notch and Wnt, act", [], []),
        ("genes of repair, Hedgehog, Notch and metabolic pathways", [], ["Hedgehog", "Notch"]),
        ("ABC1 and metabolic pathways", ["ABC1"], []),
        ("pathways and their regulators, such as Wnt and ABC1", ["ABC1"], ["Wnt"]),
        ("pathways–including MAPK and Wnt", [], ["MAPK", "Wnt"]),
        ("the ABC1/ABC2 axis; ABC1/ABC2 blockade", ["ABC1", "ABC2", "ABC1", "ABC2"], ["ABC1/ABC2 axis"]),
        ("the PI3K/AKT interaction", [], []),
        ("the PI3K/AKT family of kinases", [], []),
        ("the alternative complement pathway", [], ["alternative complement pathway"]),
        ("cyclic adenosine monophosphate (cAMP) signaling", [], ["cyclic adenosine monophosphate (cAMP) signaling"]),
    ],
)  # fmt: skip
def test_lists(text, symbols, wanted):
    assert compose(text, *symbols) == wanted
