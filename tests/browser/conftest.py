"""A headless Chromium that can reach nothing but files, and reports to open in it."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis  # noqa: F401 - its plugin imports it when all is over, after libraries that make it warn then
import pytest

from pipeline.core.records import Reading
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
    chrome.set_page_load_timeout(60)
    chrome.set_script_timeout(60)
    yield chrome
    chrome.quit()


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory, report_of: Callable[..., ReportData]) -> Callable[..., Path]:
    """Writes the report of some readings and gives its page."""

    def build(readings: Sequence[Reading], **more: Any) -> Path:
        return write_report(tmp_path_factory.mktemp("report"), report_of(readings, **more))

    return build


@pytest.fixture(scope="session")
def page(full: ReportData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with something on every screen."""
    return write_report(tmp_path_factory.mktemp("report"), full)


AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then(
  (found) => done(found.violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 200))])),
  (error) => done([["error", String(error)]]),
);
"""


@pytest.fixture(scope="session")
def violations() -> Callable[[Any], list[list[Any]]]:
    """Gives what axe-core finds wrong in the browser's page: rules, each with the elements that break it."""
    import axe_core_python

    axe = Path(axe_core_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")

    def look(browser: Any) -> list[list[Any]]:
        browser.execute_script(axe)
        found: list[list[Any]] = browser.execute_async_script(AXE)
        return found

    return look


@pytest.fixture
def browser(chromium: Any) -> Iterator[Any]:
    """The browser with clean logs and a desktop's size; afterwards no error and no request may have been logged."""
    chromium.get("about:blank")
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.get_log("browser")
    chromium.get_log("performance")
    yield chromium
    assert [entry["message"] for entry in chromium.get_log("browser")] == []
    events = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []


@pytest.fixture(scope="session")
def arrived() -> Callable[[Path, set[str]], None]:
    """Waits until exactly these files have been saved whole: none is empty, none still grows."""

    def wait(folder: Path, names: set[str]) -> None:
        end, last = time.monotonic() + 60, {}
        while time.monotonic() < end:
            sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path.exists()}
            if set(sizes) == names and all(sizes.values()) and sizes == last:
                return
            last = sizes
            time.sleep(0.1)
        pytest.fail(f"saved: {last}, awaited: {sorted(names)}")

    return wait
