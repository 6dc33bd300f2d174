"""Fixtures of the report's tests: what a report on invented texts is made from."""

from __future__ import annotations

import pytest

from pipeline.report.data import ReportData


@pytest.fixture
def data(full: ReportData) -> ReportData:
    """A report with something on every screen."""
    return full
