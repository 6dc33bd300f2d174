"""A run's tables: names looked up, kinds of a cell, evidence, and what is told of a folder that is no run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.errors import NetworkError
from pipeline.core.records import EntityType, Reading
from pipeline.network.reading import RunTables


def test_a_name_finds_whole_names_first_then_beginnings_then_parts(
    run_of: Callable[..., Path], readings: list[Reading]
) -> None:
    with RunTables(run_of("a", readings)) as run:
        assert run.need("hESC").id == "CL:0002322"
        assert run.need("  MIR-21 ").id == "mirna:mir-21"
        assert run.need("HGNC:9588").name == "PTEN"
        assert [one.label for one in run.find("mir-")] == ["miR-21"]
        assert run.need("stem cell").id == "CL:0000134", "the most mentioned first"
        assert [one.name for one in run.find("pten")] == ["PTEN", "PTEN/AKT pathway"]
        assert [one.name for one in run.find("pten", EntityType.PATHWAY)] == ["PTEN/AKT pathway"]
        with pytest.raises(NetworkError, match="no concept of this run is called 'unheard of'"):
            run.need("unheard of")


def test_greek_letters_match_latin_ones_and_their_names(run_of: Callable[..., Path], make: ModuleType) -> None:
    make.KNOWN["TGF-β"] = (make.M, "FPLX:TGFB", "TGFB")
    with RunTables(run_of("a", [make.reading("a", [make.Part(["[TGF-β] and [fibroblasts] with [CD9]."])])])) as run:
        assert {run.need(name).id for name in ("TGF-β", "tgf-beta", "TGF-b", "TGF–β")} == {"FPLX:TGFB"}


def test_a_cell_stands_for_its_kinds(run_of: Callable[..., Path], make: ModuleType) -> None:
    make.KNOWN["BM-MSC"] = (make.C, "CL:0002540", "mesenchymal stem cell of the bone marrow")
    with RunTables(
        run_of("a", [make.reading("a", [make.Part(["[BM-MSC], [MSC] and [fibroblasts] with [CD9]."])])])
    ) as run:
        assert [one.id for one in run.kinds(run.need("MSC"))] == ["CL:0000134", "CL:0002540"]
        assert [one.id for one in run.kinds(run.need("BM-MSC"))] == ["CL:0002540"]
        assert [one.id for one in run.kinds(run.need("CD9"))] == ["HGNC:1709"]


def test_evidence_stands_for_before_against(run_of: Callable[..., Path], readings: list[Reading]) -> None:
    with RunTables(run_of("a", readings)) as run:
        found = run.evidence(["TARGETS:mirna:mir-21>HGNC:9588", "TARGETS:nothing>else"])
    assert [piece["side"] for piece in found["TARGETS:mirna:mir-21>HGNC:9588"]] == ["for", "against"]
    assert found["TARGETS:nothing>else"] == []


def test_what_is_no_run_is_told(run_of: Callable[..., Path], readings: list[Reading], tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"no table of nodes.*finished run"):
        RunTables(tmp_path)
    run = run_of("a", readings)
    with RunTables(run / "network") as tables:
        assert (tables.record(), tables.sources()) == ({}, {})
    (run / "run.json").write_text("{", encoding="utf-8")
    with RunTables(run) as tables, pytest.raises(NetworkError, match=r"run\.json cannot be read"):
        tables.record()
    (run / "network" / "edges.parquet").write_bytes(b"nothing of the kind")
    with pytest.raises(NetworkError, match="no table of edges"):
        RunTables(run)
