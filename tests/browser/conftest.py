"""A headless Chromium that can reach nothing but files, and reports to open in it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.core.records import Failure, Reading
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import count
from pipeline.network.graph import build_graph
from pipeline.network.statements import build_statements
from pipeline.report.data import ReportData
from pipeline.report.page import write_report

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-3d-apis",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--metrics-recording-only",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--window-size=1280,800",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A driver of headless Chromium; skipped with a reason where there is none, but not in CI."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        reason = "needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}, and in CI they have to be there")
        pytest.skip(reason)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    chrome.set_page_load_timeout(30)
    yield chrome
    chrome.quit()


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
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes the report of some readings and gives its page."""

    def build(readings: Sequence[Reading], **more: Any) -> Path:
        settings = NetworkSettings()
        statements = build_statements(readings)
        graph = build_graph(readings, statements, count(readings, settings), settings)
        return write_report(tmp_path_factory.mktemp("report"), ReportData(readings, graph, statements, **more))

    return build


@pytest.fixture(scope="session")
def page(make: ModuleType, write: Callable[..., Path]) -> Path:
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
        "precision": 0.944,
        "recall": 0.85,
        "f1": 0.894,
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
    return write(
        readings,
        failures=[Failure("texts/broken.pdf", "ingest", "truncated", "the file ends in the middle", "save it again")],
        evaluation=[{**score, "metric": "strict"}, {**score, "metric": "overlap"}],
        errors=[error, {**error, "kind": "spurious", "type": "MARKER"}],
    )


@pytest.fixture
def browser(chromium: Any) -> Iterator[Any]:
    """The browser with clean logs and a desktop's size; afterwards no error and no request may have been logged."""
    chromium.get("about:blank")
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.get_log("browser")
    chromium.get_log("performance")
    yield chromium
    assert [entry["message"] for entry in chromium.get_log("browser")] == []
    import json

    events = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
