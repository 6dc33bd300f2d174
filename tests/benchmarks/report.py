"""The report at 500 and 5,000 concepts in Chromium, beside pyvis and gravis on the same graph.

Run as ``python tests/benchmarks/report.py [concepts ...] [--against PYTHON]``; prints a line of JSON for each size:
seconds to build and write, megabytes, and for each address the wall seconds to ready and the processor seconds of the
page's main thread (which other work on the machine disturbs less), the best of three; and the wall and processor
seconds from a click on a line to the sentences beside it, the worst of ten lines. ``PYTHON`` is that of an environment
with pyvis and gravis, which are no dependencies of this project::

    python -m venv /tmp/others && /tmp/others/bin/pip install pyvis==0.3.2 gravis==0.1.0
    python tests/benchmarks/report.py 500 --against /tmp/others/bin/python

They get the same concepts; gravis all edges as well, pyvis the best 1,000 (all keep it busy for many minutes). pyvis
is ready when its layout is stable, gravis as soon as it has drawn, while its layout still moves. A document has 12
sentences of about 20 words, four mentions each, and one relation in two sentences.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.records import (
    Annotation,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Reading,
    Relation,
    RelationType,
    Section,
    Sentence,
    document_id,
)
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import count
from pipeline.network.graph import build_graph
from pipeline.network.occurrences import of_readings
from pipeline.network.statements import build_statements
from pipeline.report.data import ReportData
from pipeline.report.page import write_report

SENTENCES, NAMES = 12, 4
TYPES = (EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY)
KINDS = {
    EntityType.MARKER: (RelationType.EXPRESSES, "present"),
    EntityType.MIRNA: (RelationType.CARRIES, "enriched"),
    EntityType.PATHWAY: (RelationType.MODULATES, "inhibits"),
    EntityType.CELL_TYPE: (RelationType.ACTS_ON, "promotes"),
}


def generated(concepts: int, seed: int = 5) -> list[Reading]:
    """Documents that name so many concepts, as unevenly as words are."""
    chance = np.random.default_rng(seed)
    weights = 1 / np.arange(1, concepts + 1) ** 0.8
    readings = []
    for number in range(concepts // 4):
        sha256 = f"{number:064x}"[::-1]
        name, text = document_id(sha256), ""
        sentences, mentions, relations = [], [], []
        for at in range(SENTENCES):
            start, here = len(text), []
            for which in chance.choice(concepts, NAMES, p=weights / weights.sum(), replace=False):
                word = f"name{which}"
                begin = len(text)
                text += word
                kind = TYPES[which % 4]
                here.append(
                    Mention(name, kind, begin, len(text), word, f"X:{which:06d}", word, passage=at // 4, sentence=at)
                )
                text += " and then some words that stand between the names, "
            text += "end.\n"
            sentences.append(Sentence(at, at // 4, start, len(text) - 1))
            mentions += here
            cells = [one for one in here if one.type is EntityType.CELL_TYPE]
            if cells:
                tail = next((one for one in here if one is not cells[0]), here[0])
                kind_, polarity = KINDS[tail.type]
                relations.append(
                    Relation(
                        name,
                        kind_,
                        cells[0].id,
                        tail.id,
                        polarity,
                        evidence_start=start,
                        evidence_end=len(text) - 1,
                        rule="generated",
                        confidence=0.8,
                    )
                )
        passages = tuple(
            Passage(p, Section.BODY, PassageKind.PARAGRAPH, sentences[4 * p].start, sentences[4 * p + 3].end)
            for p in range(SENTENCES // 4)
        )
        document = Document(name, f"texts/{number}.txt", "txt", sha256, text, f"Text {number}", passages=passages)
        readings.append(
            Reading(document, Annotation(name, tuple(sentences), (), (), tuple(mentions)), tuple(relations))
        )
    return readings


ADDRESSES = ("#/overview", "#/network", "#/network?map")
OURS = "return window.readyAt"
#: the same nodes and edges as a page of another library; the last line says when it is ready, in milliseconds
OTHERS = {
    "pyvis": """
import json, sys
from pyvis.network import Network
told = json.load(open(sys.argv[1]))
net = Network(height="800px", width="100%", cdn_resources="in_line")
for node in told["nodes"]:
    net.add_node(node["id"], label=node["label"], title=node["name"])
for edge in told["edges"]:
    net.add_edge(edge["source"], edge["target"], title=edge["type"])
text = net.generate_html(notebook=False)
hook = "network.once('stabilizationIterationsDone', () => requestAnimationFrame("
hook += "() => {window.readyAt = performance.now()}));"
assert "return network;" in text
open(sys.argv[2], "w", encoding="utf-8").write(text.replace("return network;", hook + "return network;", 1))
""",
    "gravis": """
import json, sys
import gravis
told = json.load(open(sys.argv[1]))
nodes = {node["id"]: {"label": node["label"], "hover": node["name"]} for node in told["nodes"]}
edges = [{"source": e["source"], "target": e["target"], "hover": e["type"]} for e in told["edges"]]
page = gravis.d3({"graph": {"directed": True, "nodes": nodes, "edges": edges}}).to_html_standalone()
hook = "<script>requestAnimationFrame(() => requestAnimationFrame(() => {window.readyAt = performance.now()}))</script>"
open(sys.argv[2], "w", encoding="utf-8").write(page.replace("</body>", hook + "</body>"))
""",
}
#: so many edges they are given
AT_MOST = {"pyvis": 1_000, "gravis": None}
CLICKS = """
const done = arguments[0];
const wait = (test) => new Promise((found) => {
  const look = () => (test() ? found() : setTimeout(look, 1));
  look();
});
(async () => {
  let worst = 0;
  for (const line of [...document.querySelectorAll('path.hit')].slice(-10)) {
    const start = performance.now();
    line.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await wait(() => location.hash.includes(`edge/${line.dataset.edge}`) && document.querySelector('#card .piece'));
    worst = Math.max(worst, performance.now() - start);
  }
  done(worst / 1000);
})();
"""


def chromium() -> Any:
    """Headless Chromium that reaches nothing."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    blind = "--host-resolver-rules=MAP * ~NOTFOUND"
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-3d-apis",
        blind,
    ):
        options.add_argument(flag)
    options.binary_location = shutil.which("chromium") or ""
    browser: Any = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
    browser.command_executor.client_config.timeout = 600
    browser.set_page_load_timeout(300)
    browser.set_script_timeout(300)
    browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    return browser


def processor(browser: Any) -> float:
    """Seconds that the page's main thread has worked so far."""
    told = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float({row["name"]: row["value"] for row in told}["TaskDuration"])


def ready(browser: Any, url: str, times: int = 3) -> tuple[float, float]:
    """Wall and processor seconds from navigation to ready, the best of some times."""
    from selenium.webdriver.support.ui import WebDriverWait

    found = []
    for _ in range(times):
        browser.get("about:blank")
        browser.get(url)
        WebDriverWait(browser, 590, 0.02).until(lambda it: it.execute_script(OURS))
        found.append((float(browser.execute_script(OURS)) / 1000, processor(browser)))
    wall, work = (min(row[at] for row in found) for at in (0, 1))
    return round(wall, 3), round(work, 3)


def clicked(browser: Any, page: Path) -> tuple[float, float]:
    """Wall seconds of the slowest of ten clicks, and processor seconds of a click on average."""
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}#/network")
    time.sleep(1)
    before = processor(browser)
    worst = float(browser.execute_async_script(CLICKS))
    return round(worst, 3), round((processor(browser) - before) / 10, 3)


def others(browser: Any, python: str, report: ReportData, folder: Path) -> dict[str, tuple[float, float]]:
    """Wall and processor seconds to ready of the same graph drawn by other libraries."""
    graph = report.graph
    best = sorted(graph.edges(keys=True), key=lambda edge: int(graph.edges[edge]["rank"]))
    nodes = [{"id": node, "label": row["label"], "name": row["name"]} for node, row in graph.nodes(data=True)]
    edges = [{"source": a, "target": b, "type": kind} for a, b, kind in best]
    found = {}
    for name, code in OTHERS.items():
        (folder / "graph.json").write_text(json.dumps({"nodes": nodes, "edges": edges[: AT_MOST[name]]}))
        page = folder / f"{name}.html"
        subprocess.run([python, "-c", code, str(folder / "graph.json"), str(page)], check=True, cwd=folder)
        found[name] = ready(browser, page.as_uri(), times=1)
    return found


def measure(concepts: int, python: str | None = None) -> dict[str, object]:
    """What the report of so many concepts takes."""
    readings, settings = generated(concepts), NetworkSettings()
    seconds = [time.perf_counter()]
    statements = build_statements(readings)
    pairs = count(readings, settings)
    seconds.append(time.perf_counter())
    graph = build_graph(of_readings(readings), statements, pairs, settings)
    seconds.append(time.perf_counter())
    report = ReportData(readings, graph, statements)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = write_report(folder, report)
        seconds.append(time.perf_counter())
        told: dict[str, object] = {
            "concepts": len(graph),
            "edges": graph.number_of_edges(),
            "count_seconds": round(seconds[1] - seconds[0], 1),
            "graph_seconds": round(seconds[2] - seconds[1], 1),
            "report_seconds": round(seconds[3] - seconds[2], 1),
            "megabytes": round(page.stat().st_size / 1e6, 1),
        }
        browser = chromium()
        try:
            ours = {address: ready(browser, page.as_uri() + address) for address in ADDRESSES}
            told.update({f"ready {address}": value for address, value in ours.items()}, click=clicked(browser, page))
            if python:
                wall, work = ours["#/network"]
                for other, value in others(browser, python, report, folder).items():
                    told[f"ready {other}"] = value
                    told[f"{other} takes so many times as long"] = (
                        round(value[0] / wall, 1),
                        round(value[1] / work, 1),
                    )
        finally:
            browser.quit()
        return told


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("concepts", nargs="*", type=int, default=[500, 5_000])
    reader.add_argument("--against", help="Python of an environment with pyvis and gravis")
    asked = reader.parse_args()
    for size in asked.concepts:
        print(json.dumps(measure(size, asked.against)), flush=True)
