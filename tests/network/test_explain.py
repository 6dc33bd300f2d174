"""Explaining and ranking: edges with their evidence, ways over a third, partners of a cell and its kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.errors import NetworkError
from pipeline.core.records import EntityType, Reading
from pipeline.network.explain import explain, top
from pipeline.network.reading import RunTables


def test_an_explanation_has_every_edge_with_its_sentences(run_of: Callable[..., Path], readings: list[Reading]) -> None:
    with RunTables(run_of("a", readings)) as run:
        told = explain(run, "pten", "miR-21")
    assert (told.a.id, told.b.id) == ("HGNC:9588", "mirna:mir-21")
    assert [other.name for other in told.others_a] == ["PTEN/AKT pathway"]
    relation, together = told.links
    assert (relation.head.id, relation.tail.id, relation.type) == ("mirna:mir-21", "HGNC:9588", "TARGETS")
    assert [(piece.side, piece.text) for piece in relation.evidence] == [
        ("for", "One group found miR-21 to raise PTEN (2)."),
        ("against", "There miR-21 silences PTEN (1)."),
    ]
    assert relation.evidence[0].studies == ("pmid:999999902",)
    assert (together.layer, together.numbers["sentences"], together.evidence) == ("cooccurrence", 2, ())


def test_ways_lead_over_what_both_are_linked_with_the_strongest_first(
    run_of: Callable[..., Path], readings: list[Reading]
) -> None:
    with RunTables(run_of("a", readings)) as run:
        (way,) = explain(run, "let-7b", "PTEN").ways
        assert way.over.id == "mirna:mir-21"
        assert [{link.head.id, link.tail.id} for link in (way.first, way.second)] == [
            {"mirna:let-7b", "mirna:mir-21"},
            {"HGNC:9588", "mirna:mir-21"},
        ]
        several = explain(run, "MSC", "PTEN").ways
        strengths = [way.strength for way in several]
        assert len(several) >= 2
        assert strengths == sorted(strengths, reverse=True)
        assert explain(run, "MSC", "PTEN", ways=1).ways == several[:1]
        assert explain(run, "tenocyte-like cells", "calnexin").ways == ()


def test_one_concept_cannot_be_explained_by_itself(run_of: Callable[..., Path], readings: list[Reading]) -> None:
    with RunTables(run_of("a", readings)) as run:
        with pytest.raises(NetworkError, match="the same concept, mesenchymal stem cell"):
            explain(run, "MSC", "mesenchymal stem cells")
        with pytest.raises(NetworkError, match="called 'nobody'"):
            explain(run, "MSC", "nobody")


def test_partners_are_ranked_by_what_is_said_of_the_cell_and_its_kinds(
    run_of: Callable[..., Path], make: ModuleType
) -> None:
    make.KNOWN["BM-MSC"] = (make.C, "CL:0002540", "mesenchymal stem cell of the bone marrow")
    said = [
        make.Said("[BM-MSC] held [let-7b].", [("CARRIES", "BM-MSC", "let-7b", "present")]),
        make.Said("[MSC] held [miR-21].", [("CARRIES", "MSC", "miR-21", "present")]),
        make.Said("[BM-MSC] held [miR-21].", [("CARRIES", "BM-MSC", "miR-21", "present")]),
        "[MSC] and [miR-126] were named.",
        make.Said("[fibroblasts] held [miR-126].", [("CARRIES", "fibroblasts", "miR-126", "present")]),
    ]
    with RunTables(run_of("a", [make.reading("a", [make.Part(said)])])) as run:
        found = top(run, EntityType.MIRNA, "MSC")
        assert [one.concept.name for one in found] == ["miR-21", "let-7b", "miR-126"]
        assert {link.head.id for link in found[0].links if link.layer == "relation"} == {"CL:0000134", "CL:0002540"}
        assert found[0].links[0].evidence[0].text.endswith("held miR-21.")
        assert [one.concept.name for one in top(run, EntityType.MIRNA, "MSC", many=1)] == ["miR-21"]
        assert [one.concept.id for one in top(run, EntityType.CELL_TYPE, "let-7b")] == ["CL:0002540"]
        assert top(run, EntityType.PATHWAY, "MSC") == ()


def test_what_is_said_of_a_pathway_is_told_for_the_genes_in_it(run_of: Callable[..., Path], make: ModuleType) -> None:
    said = [
        make.Said("[MSC] act through the [PTEN/AKT pathway].", [("MODULATES", "MSC", "PTEN/AKT pathway", "activates")]),
        make.Said("[PTEN] is in the [PTEN/AKT pathway].", [("MEMBER_OF", "PTEN", "PTEN/AKT pathway", None)]),
        "[PTEN], [MSC] and [miR-21] were named.",
    ]
    with RunTables(run_of("a", [make.reading("a", [make.Part(said)])])) as run:
        told = explain(run, "PTEN", "MSC")
        assert [link.type for link in explain(run, "MSC", "miR-21").links] == ["cooccurrence"]
        assert len(explain(run, "PTEN/AKT pathway", "PTEN").links) == 2
    assert [(link.type, link.tail.name, len(link.evidence)) for link in told.links] == [
        ("cooccurrence", "PTEN", 0),
        ("MODULATES", "PTEN/AKT pathway", 1),
    ]
