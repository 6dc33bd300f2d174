"""Fixtures that all tests share."""

from __future__ import annotations

import base64
import csv
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pipeline.core.records import Reading
    from pipeline.report.data import ReportData

#: a picture of eight by eight white points
_DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQAAAADsdIMmAAAADElEQVR42mP4z4ACAT/QB/lnLUmhAAAAAElFTkSuQmCC")
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test material beside the checkout; the test is skipped where it is absent, but not in CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SHARED} is missing, and in CI it has to be there")
        pytest.skip(f"needs the test material in {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The module that builds readings from marked-up sentences."""
    path = Path(__file__).parent / "network" / "invented.py"
    spec = importlib.util.spec_from_file_location("invented", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["invented"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def report_of() -> Callable[..., ReportData]:
    """Gives the report's data of some readings."""
    from pipeline.core.settings import NetworkSettings
    from pipeline.network.cooccurrence import count
    from pipeline.network.graph import build_graph
    from pipeline.network.occurrences import of_readings
    from pipeline.network.statements import build_statements
    from pipeline.report.data import ReportData

    def build(readings: Sequence[Reading], **more: Any) -> ReportData:
        settings = NetworkSettings()
        statements = build_statements(readings)
        graph = build_graph(of_readings(readings), statements, count(readings, settings), settings)
        return ReportData(readings, graph, statements, **more)

    return build


@pytest.fixture(scope="session")
def full(make: ModuleType, report_of: Callable[..., ReportData]) -> ReportData:
    """A report with something on every screen, all invented."""
    from dataclasses import replace

    from pipeline.core.records import Failure
    from pipeline.ingest.pdfimages import Box, PageImage
    from pipeline.network.difference import Change, Difference
    from pipeline.network.indirect import listed
    from pipeline.network.occurrences import documents_of, of_readings
    from pipeline.reconcile.reconcile import Difference as Reconciled

    readings = make.invented()
    mention = readings[0].annotation.mentions[1]
    counts = {"gold": 20, "predicted": 18, "tp": 17, "precision": 0.944, "recall": 0.85, "f1": 0.894}
    score = {"task": "mentions", "type": "all", "slice": "all", **counts, "low": 0.8, "high": 0.95}
    place = {"document": "first", "start": mention.start, "end": mention.end}
    error = {**place, "task": "mention", "kind": "missed", "type": "MIRNA", "surface": "miR-21"}
    pair = ("CARRIES", "CL:0000134", "mirna:mir-21", "mesenchymal stem cell", "miR-21")
    changes = (
        Change("gained", "relation", *pair, None, ("present", 0.96), "1 new document"),
        Change(
            "lost",
            "relation",
            "CARRIES",
            "CL:gone",
            "mirna:mir-21",
            "a cell no more",
            "miR-21",
            ("present", 0.8),
            None,
            "1 document left out",
        ),
    )
    row = ("id", "first", "missed", "mention", "missed", "MIRNA", "miR-21", "miR-21", "", mention.start, mention.end)
    words = ("rich in", "miR-21", "(1).", "not recognised", "", "{}")
    told = report_of(
        readings,
        failures=[Failure("texts/broken.pdf", "ingest", "truncated", "the file ends in the middle", "save it again")],
        evaluation=[{**score, "metric": "strict"}, {**score, "metric": "overlap", "low": None, "high": None}],
        errors=[{**error, "cause": "not recognised"}, {**error, "kind": "spurious", "type": "MARKER", "cause": "none"}],
        duplicates=[("texts/copy.txt", "texts/first.txt")],
        summary={"threshold": 0.5, "sections": ["body", "table"], "model": None},
        difference=Difference(("texts/second.txt",), ("texts/gone.txt",), ("alpha: 0.5 -> 0.6",), False, changes),
        since="an earlier run",
        pages=[
            PageImage(
                readings[0].document.id, 3, 8, 8, _DOT, (Box(mention.start, mention.end, 0.25, 0.5, 0.75, 0.625),)
            )
        ],
        reconciliation=[Reconciled(*row, *words)],
        undrawn=["texts/other.pdf: the PDF is not there any more"],
    )
    return replace(told, indirect=listed(told.graph, where=documents_of(of_readings(readings))))


@pytest.fixture(scope="session")
def write_manifest() -> Callable[[Path, Sequence[dict[str, str]]], None]:
    """Writes a manifest of gold with some rows."""

    from pipeline.reconcile.gold import COLUMNS

    def write(path: Path, rows: Sequence[dict[str, str]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return write
