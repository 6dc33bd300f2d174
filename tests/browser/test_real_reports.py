"""Reports of real texts in a browser: two reviews, and abstracts of the field; every screen, click, filter, export."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.extraction import extractor
from pipeline.core.records import Reading
from pipeline.core.settings import Settings
from pipeline.ingest import discover
from pipeline.report.data import ReportData
from pipeline.report.page import write_report

pytestmark = [pytest.mark.needs_shared, pytest.mark.slow]
#: abstracts read; the environment may ask for all 716
ABSTRACTS = int(os.environ.get("VESIWEB_TEST_ABSTRACTS", "60"))
SCREENS = ("overview", "network", "network?map", "comparison", "evidence", "unsaid", "documents/0", "evaluation")


def read(paths: list[Path]) -> list[Reading]:
    settings = Settings()
    batch = extractor(settings).extract_all(discover(paths, settings.ingest).sources)
    assert not batch.failures
    return list(batch.readings)


@pytest.fixture(scope="module", params=["reviews", "abstracts"])
def real(
    request: pytest.FixtureRequest,
    shared: Path,
    report_of: Callable[..., ReportData],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The page of a report on real texts."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "reviews":
        readings = read([shared / "documents"])
        assert len(readings) == 2
    else:
        with gzip.open(shared / "corpora" / "unlabelled.ev_abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
            kept = [line for line, _ in zip(lines, range(ABSTRACTS), strict=False)]
        (folder / "abstracts.jsonl").write_text("".join(kept), encoding="utf-8")
        readings = read([folder / "abstracts.jsonl"])
        assert len(readings) == len(kept)
    return write_report(folder, report_of(readings))


def opened(browser: Any, page: Path, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}#/{address}")
    assert browser.execute_script("return document.body.hasAttribute('data-ready')")


def run(browser: Any, script: str, *arguments: object) -> Any:
    return browser.execute_script(script, *arguments)


def text(browser: Any, selector: str) -> str:
    return str(browser.find_element("css selector", selector).text)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_opens_and_fits(
    browser: Any, real: Path, screen: str, violations: Callable[[Any], list[list[Any]]]
) -> None:
    opened(browser, real, screen)
    name = screen.split("?")[0].split("/")[0]
    assert run(browser, "return document.getElementById(arguments[0]).checkVisibility()", name)
    assert len(text(browser, f"#{name}")) > 40
    assert run(browser, "return document.documentElement.scrollWidth <= innerWidth")
    for wrong in ("undefined", "NaN", "[object", "null"):
        assert wrong not in text(browser, f"#{name}")
    assert violations(browser) == []


def test_every_line_of_the_first_view_has_its_evidence(browser: Any, real: Path) -> None:
    opened(browser, real, "network")
    lines = run(browser, "return [...document.querySelectorAll('path.hit')].map((one) => Number(one.dataset.edge))")
    assert len(lines) > 20
    for number in lines:
        run(
            browser,
            "location.hash = `/network/edge/${arguments[0]}`; window.dispatchEvent(new Event('hashchange'))",
            number,
        )
        said = run(browser, "return document.querySelectorAll('#card .piece').length")
        held = run(
            browser, "const e = window.report.data.edges[arguments[0]]; return (e.evidence ?? e.places).length", number
        )
        assert said == min(10, held)
        marks = run(browser, "return document.querySelectorAll('#card .piece .argument').length")
        assert marks >= said, "head and tail are marked"
        formula = run(browser, "return document.querySelector('#card .formula').textContent")
        assert "NaN" not in formula
        assert "undefined" not in formula


def test_the_numbers_of_a_card_make_its_score(browser: Any, real: Path) -> None:
    opened(browser, real, "network")
    wrong = """
      const { data } = window.report;
      const near = (one, other) => Math.abs(one - other) <= 1e-4 * Math.max(1, Math.abs(one));
      const rest = (units) => units.reduce((left, [, p]) => left * (1 - p), 1);
      const { graph } = data;
      return data.edges.slice(0, 1500).filter((edge) => {
        if (edge.layer === 'relation') return !near(edge.belief, (1 - rest(edge.units)) * rest(edge.against));
        const expected = (edge.weighted_a * edge.weighted_b) / graph.weighted_all;
        const score = edge.weighted ** graph.alpha * (edge.weighted / expected) ** (1 - graph.alpha);
        const [k, a, b, n] = [edge.sentences, edge.sentences_a, edge.sentences_b, graph.sentences_all];
        const cells = [[k, a, b], [a - k, a, n - b], [b - k, n - a, b], [n - a - b + k, n - a, n - b]];
        const g2 = 2 * cells.reduce((sum, [o, r, c]) => sum + (o ? o * Math.log((o * n) / (r * c)) : 0), 0);
        return !near(edge.expected, expected) || !near(edge.score, score) || !near(edge.g2, g2);
      }).map((edge) => edge.index);
    """
    assert run(browser, wrong) == []


def test_every_filter_narrows_and_its_address_gives_it_back(browser: Any, real: Path) -> None:
    opened(browser, real, "network")
    filters = {
        "signs=minus,plus": "!document.querySelector('#drawing .edge.zero, #drawing .edge.together')",
        "types=CELL_TYPE,MIRNA": "!document.querySelector('#drawing .node.marker, #drawing .node.pathway')",
        "least=0.85": "shown.every((e) => e.layer !== 'relation' || e.belief >= 0.85)",
        "documents=2": "shown.every((e) => e.documents >= 2)",
        "document=1": "shown.every((e) => e.sources.includes(1))",
        "q=0.05": "shown.every((e) => e.layer === 'relation' || e.q <= 0.05)",
        "backbone": "shown.every((e) => e.disparity <= 0.05)",
        "amount=10": "shown.length <= 15",
    }
    for end, holds in filters.items():
        opened(browser, real, f"network?{end}")
        told = run(
            browser,
            "const shown = [...document.querySelectorAll('path.hit')]"
            ".map((one) => window.report.data.edges[one.dataset.edge]);"
            f"return [shown.length, {holds}]",
        )
        assert told[1], end
        assert browser.current_url.endswith(f"#/network?{end}")
    assert told[0] > 0


def test_search_neighbourhood_and_map(browser: Any, real: Path) -> None:
    opened(browser, real, "network")
    name = run(browser, "return window.report.data.nodes.reduce((a, b) => (b.degree > a.degree ? b : a)).name")
    browser.find_element("css selector", "#search").send_keys(name)
    browser.find_element("css selector", "#found li").click()
    assert "Neighbourhood of" in text(browser, "#shown")
    assert name[:20] in text(browser, "#card h2")
    one_step = run(browser, "return document.querySelectorAll('#drawing .node').length")
    assert one_step > 2
    browser.find_element("css selector", "#switch button:last-child").click()
    assert "All " in text(browser, "#shown")
    painted = """
      const pen = document.getElementById('map').getContext('2d');
      const { data } = pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return seen.size;
    """
    assert run(browser, painted) > 20, "nodes and lines in several colours"


def test_every_export_holds_what_is_shown(
    browser: Any, real: Path, tmp_path: Path, arrived: Callable[..., None]
) -> None:
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    opened(browser, real, "network")
    shown = len(run(browser, "return [...document.querySelectorAll('path.hit')].map((one) => one.dataset.edge)"))
    names = {"png": "network.png", "svg": "network.svg", "tsv": "edges.tsv", "sentences": "sentences.tsv"}
    names["cyjs"] = "network.cyjs"
    for count, kind in enumerate(names, start=1):
        browser.find_element("css selector", f"#save-{kind}").click()
        arrived(tmp_path, set(list(names.values())[:count]))
    assert all((tmp_path / name).stat().st_size > 500 for name in names.values())
    lines = (tmp_path / "edges.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + shown
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}
    said = (tmp_path / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    assert {line.count("\t") for line in said} == {said[0].count("\t")}
    assert len(json.loads((tmp_path / "network.cyjs").read_text(encoding="utf-8"))["elements"]["edges"]) == shown
