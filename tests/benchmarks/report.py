"""The report at 500 and 5,000 concepts: seconds to build and write, megabytes, seconds to ready in Chromium.

Run as ``python tests/benchmarks/report.py [concepts ...]``; prints a line of JSON for each size. A document has 12
sentences of about 20 words, four mentions each, and one relation in two sentences.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

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


def ready(page: Path) -> float:
    """Seconds from navigation to ``data-ready`` in headless Chromium, the best of three."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import WebDriverWait

    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    options.binary_location = shutil.which("chromium") or ""
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
    try:
        best = float("inf")
        for _ in range(3):
            browser.get("about:blank")
            browser.get(page.as_uri())
            WebDriverWait(browser, 60, 0.02).until(lambda it: it.execute_script("return window.readyAt"))
            best = min(best, float(browser.execute_script("return window.readyAt")) / 1000)
        return best
    finally:
        browser.quit()


def measure(concepts: int) -> dict[str, float | int]:
    """What the report of so many concepts takes."""
    readings, settings = generated(concepts), NetworkSettings()
    seconds = [time.perf_counter()]
    statements = build_statements(readings)
    pairs = count(readings, settings)
    seconds.append(time.perf_counter())
    graph = build_graph(readings, statements, pairs, settings)
    seconds.append(time.perf_counter())
    with tempfile.TemporaryDirectory() as folder:
        page = write_report(Path(folder), ReportData(readings, graph, statements))
        seconds.append(time.perf_counter())
        return {
            "concepts": len(graph),
            "edges": graph.number_of_edges(),
            "count_seconds": round(seconds[1] - seconds[0], 1),
            "graph_seconds": round(seconds[2] - seconds[1], 1),
            "report_seconds": round(seconds[3] - seconds[2], 1),
            "megabytes": round(page.stat().st_size / 1e6, 1),
            "ready_seconds": round(ready(page), 2),
        }


if __name__ == "__main__":
    for size in [int(text) for text in sys.argv[1:]] or (500, 5_000):
        print(json.dumps(measure(size)), flush=True)
