"""Fixtures of the report's tests: what a report on invented texts is made from."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.records import Failure, Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import count
from pipeline.network.graph import build_graph
from pipeline.network.statements import build_statements
from pipeline.report.data import ReportData

SETTINGS = NetworkSettings()


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The module that builds readings from marked-up sentences."""
    path = Path(__file__).parents[1] / "network" / "invented.py"
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

    def build(readings: Sequence[Reading], **more: object) -> ReportData:
        statements = build_statements(readings)
        graph = build_graph(readings, statements, count(readings, SETTINGS), SETTINGS)
        return ReportData(readings, graph, statements, **more)  # type: ignore[arg-type]

    return build


@pytest.fixture
def data(make: ModuleType, report_of: Callable[..., ReportData]) -> ReportData:
    """A report with something on every screen."""
    readings = make.invented()
    mention = readings[0].annotation.mentions[1]
    score = {
        "task": "mentions",
        "type": "all",
        "slice": "all",
        "gold": 20,
        "predicted": 18,
        "tp": 17,
        "precision": 17 / 18,
        "recall": 0.85,
        "f1": 34 / 38,
        "low": 0.8,
        "high": 0.95,
    }
    error = {
        "document": "first",
        "task": "mention",
        "kind": "missed",
        "type": "MIRNA",
        "surface": "miR-21",
        "start": mention.start,
        "end": mention.end,
        "cause": "not recognised",
    }
    return report_of(
        readings,
        failures=[Failure("texts/broken.pdf", "ingest", "truncated", "the file ends in the middle", "save it again")],
        evaluation=[{**score, "metric": "strict"}, {**score, "metric": "overlap", "low": None, "high": None}],
        errors=[error],
        duplicates=[("texts/copy.txt", "texts/first.txt")],
        summary={"threshold": 0.5, "sections": ["body", "table"], "model": None},
    )
