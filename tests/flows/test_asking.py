"""Questions to a run on the command line: what is printed, in which words, and how soon."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.asking import app, remake_report
from flows.runs import write_json
from flows.stages import build_network
from pipeline.core.batch import Batch
from pipeline.core.errors import GoldError, StoreError
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
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.reconcile.gold import COLUMNS, text_sha256

_TEXT = "BM-MSC carried miR-21. PTEN fell."


def reading(sha256: str, polarity: str) -> Reading:
    name = document_id(sha256)
    spans = {
        "BM-MSC": (EntityType.CELL_TYPE, "CL:0002540", "mesenchymal stem cell of the bone marrow"),
        "miR-21": (EntityType.MIRNA, "mirna:mir-21", "mir-21"),
        "PTEN": (EntityType.MARKER, "HGNC:9588", "PTEN"),
    }
    mentions = tuple(
        Mention(
            name,
            kind,
            _TEXT.index(words),
            _TEXT.index(words) + len(words),
            words,
            concept,
            told,
            passage=0,
            sentence=int(words == "PTEN"),
        )
        for words, (kind, concept, told) in spans.items()
    )
    relation = Relation(
        name,
        RelationType.CARRIES,
        mentions[0].id,
        mentions[1].id,
        polarity,
        evidence_end=22,
        confidence=0.8,
        primary=True,
    )
    passages = (Passage(0, Section.BODY, PassageKind.PARAGRAPH, 0, len(_TEXT)),)
    sentences = (Sentence(0, 0, 0, 22), Sentence(1, 0, 23, len(_TEXT)))
    return Reading(
        Document(name, f"texts/{sha256[0]}.txt", "txt", sha256, _TEXT, passages=passages),
        Annotation(name, sentences, (), (), mentions),
        (relation,),
    )


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Two runs: the second has read one document more, which says the opposite."""
    settings = Settings()
    readings = [reading("a" * 64, "enriched"), reading("b" * 64, "depleted"), reading("c" * 64, "depleted")]
    store = Store(tmp_path / "store", "same" * 8)
    store.add(Batch(tuple(readings), ()))
    for name, some in (("one", readings[:1]), ("two", readings)):
        run = tmp_path / "runs" / name
        build_network([one.document for one in some], settings.network, run / "network", store)
        told = {
            "inputs": {one.document.source: one.document.sha256 for one in some},
            "extractor_digest": "same" * 8,
            "summary": {"failures": []},
            "settings": settings.model_dump(mode="json"),
        }
        write_json(run / "run.json", told)
    (tmp_path / "latest").write_text("runs/two\n", encoding="utf-8")
    return tmp_path


def ask(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_explain_tells_both_sides_with_their_sentences(outputs: Path) -> None:
    told = ask("explain", "BM-MSC", "miR-21", "-o", str(outputs))
    assert "mesenchymal stem cell of the bone marrow  CELL_TYPE  CL:0002540" in told
    assert "CARRIES depleted mir-21 (belief 0.19, documents 3)" in told
    assert told.count("“«BM-MSC» carried «miR-21».”") == 3
    assert "against: “«BM-MSC» carried «miR-21».”" in told
    assert "texts/a.txt, body, reports a study, confidence 0.80" in told
    assert "No sentence names the two together" in ask("explain", "BM-MSC", "PTEN", "-o", str(outputs))
    assert "named together with mir-21 (sentences 1, not tested)" in ask(
        "explain", "BM-MSC", "miR-21", "--run", "one", "-o", str(outputs)
    )


def test_top_ranks_a_type_for_a_concept(outputs: Path) -> None:
    told = ask("top", "miRNA", "--for", "BM-MSC", "-o", str(outputs))
    assert re.search(r"1\. mir-21  strength 0\.\d\d  BM-MSC CARRIES depleted mir-21", told)
    nothing = CliRunner().invoke(app, ["top", "pathway", "--for", "BM-MSC", "-o", str(outputs)])
    assert (nothing.exit_code, "nothing of this type" in nothing.output) == (1, True)


def test_top_tells_what_no_sentence_says_yet(outputs: Path) -> None:
    known = reading("d" * 64, "present")
    _, mirna, marker = known.annotation.mentions
    lowers = Relation(
        known.document.id, RelationType.TARGETS, mirna.id, marker.id, "inhibits", confidence=0.8, primary=True
    )
    run = outputs / "runs" / "indirect"
    store = Store(outputs / "store", "other" * 8)
    store.add(Batch((replace(known, relations=(*known.relations, lowers)),), ()))
    build_network([known.document], Settings().network, run / "network", store)
    write_json(run / "run.json", {})
    told = ask("top", "marker", "--for", "BM-MSC", "--indirect", "--run", "indirect", "-o", str(outputs))
    assert re.search(
        r"1\. BM-MSC and PTEN  score \d\.\d\d, 1\.00 times what the two have anyway, over 1 concept\n", told
    )
    assert "CARRIES present mir-21 (belief 0.80); mir-21 TARGETS inhibits PTEN (belief 0.80)  (lowers)" in told
    words = ["top", "miRNA", "--for", "BM-MSC", "--indirect", "--run", "indirect", "-o", str(outputs)]
    nothing = CliRunner().invoke(app, words)
    assert (nothing.exit_code, "nothing of this type" in nothing.output) == (1, True)


def test_diff_tells_what_changed_and_why(outputs: Path) -> None:
    told = ask("diff", "one", "-o", str(outputs))
    assert "2 new, 0 left out; model, lexicon and reading settings the same" in told
    assert "Statements  1 sign" in told
    assert "enriched 0.80 -> depleted 0.19  (2 new documents)" in told
    assert "no difference" in ask("diff", "two", "two", "-o", str(outputs))
    assert "cooccurrence" in ask("diff", "one", "two", "--together", "-o", str(outputs))


def part(page: str, name: str) -> Any:
    """A part of the data that a report carries."""
    (packed,) = re.findall(f'id="part-{name}">([^<]*)</script>', page)
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def value(page: str, name: str) -> Any:
    """A value of a report's data, be it short or a part."""
    (head,) = re.findall('id="data">(.*?)</script>', page, re.DOTALL)
    found = json.loads(head)
    return found[name] if name in found else part(page, name)


def test_a_report_is_made_again_from_the_store(outputs: Path, tmp_path: Path) -> None:
    assert "report written to" in ask("report", "one", "-o", str(outputs), "--out", str(tmp_path / "again"))
    page = (tmp_path / "again" / "index.html").read_text(encoding="utf-8")
    assert [row["source"] for row in part(page, "documents")] == ["texts/a.txt"]
    ask("report", "one", "-o", str(outputs))
    assert (outputs / "runs" / "one" / "report" / "index.html").read_text(encoding="utf-8") == page
    drawn = [folder / "figures" / "network.svg" for folder in (tmp_path / "again", outputs / "runs" / "one")]
    assert drawn[0].read_bytes() == drawn[1].read_bytes()
    shutil.rmtree(outputs / "store")
    with pytest.raises(StoreError, match="no longer holds 3 of the run's 3 documents"):
        ask("report", "-o", str(outputs))


def test_a_report_is_scored_against_any_gold(
    outputs: Path, tmp_path: Path, write_manifest: Callable[..., None]
) -> None:
    folder = tmp_path / "own"
    (folder / "gold" / "development").mkdir(parents=True)
    start = _TEXT.index("PTEN")
    marks = f"T1\tCELL_TYPE 0 6\tBM-MSC\nT2\tMARKER {start} {start + 4}\tPTEN\n"
    (folder / "gold" / "development" / "own.ann").write_text(marks, encoding="utf-8")
    row = dict.fromkeys(COLUMNS, "own") | {"set": "development", "split": "dev", "sha256": text_sha256(_TEXT)}
    write_manifest(folder / "manifest.csv", [{**row, "characters": str(len(_TEXT))}])
    ask("report", "one", "-o", str(outputs), "--out", str(tmp_path / "scored"), "--gold", str(folder))
    page = (tmp_path / "scored" / "index.html").read_text(encoding="utf-8")
    assert ("spurious", "miR-21") in {(error["kind"], error["surface"]) for error in value(page, "errors")}
    told = (tmp_path / "scored" / "reconciliation.html").read_text(encoding="utf-8")
    assert re.search(r"spurious \([12]\)", told)
    with pytest.raises(GoldError, match="cannot be read"):
        remake_report(outputs / "runs" / "one", outputs, tmp_path / "scored", tmp_path / "nowhere.csv")


def test_a_report_tells_what_is_new_since_the_run_before(outputs: Path, tmp_path: Path) -> None:
    told = []
    for order in (("two", "one"), ("one", "two")):
        for number, name in enumerate(order, 1):
            record = outputs / "runs" / name / "run.json"
            write_json(record, {**json.loads(record.read_text(encoding="utf-8")), "number": number})
        ask("report", "one", "-o", str(outputs), "--out", str(tmp_path / "out"))
        told.append(value((tmp_path / "out" / "index.html").read_text(encoding="utf-8"), "overview")["news"])
    after, first = told
    assert (after["since"], first) == ("two", None)
    assert after["documents"] == [[], ["texts/b.txt", "texts/c.txt"]]
    assert after["counts"]["relation"] == {"sign": 1}
