"""Fixtures of the network's tests: readings of invented texts."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.records import Reading


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
