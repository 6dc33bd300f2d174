"""Fixtures of the network's tests: readings of invented texts."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.records import Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import count
from pipeline.network.formats import write_network
from pipeline.network.graph import build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.statements import build_statements


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The module that builds readings from marked-up sentences."""
    spec = importlib.util.spec_from_file_location("invented", Path(__file__).with_name("invented.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["invented"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def readings(make: ModuleType) -> list[Reading]:
    """Two invented reviews."""
    return make.invented()


@pytest.fixture
def run_of(tmp_path: Path) -> Callable[..., Path]:
    """Writes the run folder of some readings: its network and what `run.json` must say of it."""

    def write(name: str, readings: list[Reading], extractor: str = "one", **settings: object) -> Path:
        chosen = NetworkSettings.model_validate(settings)
        statements = build_statements(readings)
        graph = build_graph(of_readings(readings), statements, count(readings, chosen), chosen)
        write_network(graph, statements, tmp_path / name / "network")
        told = {
            "inputs": {reading.document.source: reading.document.sha256 for reading in readings},
            "extractor_digest": extractor,
            "settings": {"network": chosen.model_dump(mode="json")},
        }
        (tmp_path / name / "run.json").write_text(json.dumps(told), encoding="utf-8")
        return tmp_path / name

    return write
