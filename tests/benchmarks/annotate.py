"""What each finder brings: names found by each alone, without each, by all; calibration; speed, start and memory.

Run ``python tests/benchmarks/annotate.py [--model PATH [--least 0.9]]`` with the test material beside the checkout (or
where ``VESIWEB_SHARED`` points). Prints Markdown: strict F1 by type on the development set's two halves, the sample
corpus and the two documents, scores only; then what a confidence is worth; then abstracts a second on one core.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from spacy.tokens import Doc

from pipeline.annotate import Annotator, components
from pipeline.annotate.candidates import Candidate
from pipeline.annotate.mirna import find_mirnas
from pipeline.core.records import Document, EntityType, Mention
from pipeline.core.settings import ROOT, AnnotateSettings, Settings
from pipeline.ingest import discover, read
from pipeline.reconcile import gold

SHARED = Path(os.environ.get("VESIWEB_SHARED", ROOT.parent / "shared"))
ABSTRACTS = SHARED / "corpora" / "unlabelled.ev_abstracts.jsonl.gz"
FINDERS = ("grammar", "lexicon", "composer", "abbreviation")
SLICES = ("train", "dev", "sample", "test")
WORDS = 250

Key = tuple[int, int, EntityType]
Pair = tuple[str, Document, "gold.GoldDocument"]


def texts(index: gold.GoldIndex, folder: Path) -> Iterator[Path]:
    """The abstracts that the development set is made of, written to files as they were annotated."""
    wanted = {marks.sha256: marks.name for marks in index.of_set("development")}
    with gzip.open(ABSTRACTS, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            for text in (entry["text"], entry["text"] + "\n", entry["title"] + "\n" + entry["text"]):
                name = wanted.get(hashlib.sha256(text.encode()).hexdigest())
                if name is not None:
                    path = folder / f"{name}.txt"
                    path.write_text(text, encoding="utf-8")
                    yield path
                    break


def pairs(folder: Path) -> list[Pair]:
    """Every document that has gold, with its slice."""
    index, settings = gold.load(), Settings()
    paths = [ROOT / "corpus" / "sample", SHARED / "documents", *texts(index, folder)]
    found = []
    for source in discover(paths, settings.ingest).sources:
        document = read(source, settings.ingest)
        marks = index.for_document(document)
        if marks is not None:
            found.append((marks.split, document, marks))
    return found


def score(annotator: Annotator, documents: list[Pair]) -> dict[tuple[str, str], float]:
    """Strict F1 by slice and type."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for split, document, marks in documents:
        found = {_key(mention) for mention in annotator.annotate(document).mentions}
        wanted = {_key(mention) for mention in marks.mentions}
        for kind in (None, *EntityType):
            one = counts.setdefault((split, kind.value if kind else "all"), Counter())
            ours, theirs = ({key for key in keys if kind in (None, key[2])} for keys in (found, wanted))
            one.update(hits=len(ours & theirs), found=len(ours), gold=len(theirs))
    return {key: 2 * c["hits"] / max(1, c["found"] + c["gold"]) for key, c in counts.items()}


def _key(mention: Mention) -> Key:
    return mention.start, mention.end, mention.type


def only(allowed: frozenset[str]) -> Callable[[Doc], list[Candidate]]:
    """The candidates of some finders, in the stead of those of all."""
    return lambda doc: [c for c in _ALL(doc) if c.source in allowed]


_ALL = components._standing


def ablation(annotator: Annotator, documents: list[Pair], finders: tuple[str, ...]) -> None:
    """The table: each alone, each left out, all."""
    runs = [(f"{name} alone", frozenset({name})) for name in finders]
    runs += [(f"without {name}", frozenset(finders) - {name}) for name in finders]
    runs.append(("all", frozenset(finders)))
    kinds = ["all", *(kind.value for kind in EntityType)]
    for split in SLICES:
        print(f"\n| {split} | {' | '.join(kinds)} |\n|---{'|---' * len(kinds)}|")
        chosen = [pair for pair in documents if pair[0] == split]
        for name, allowed in runs:
            components._standing = only(allowed)  # type: ignore[assignment]
            scores = score(annotator, chosen)
            print(f"| {name} | " + " | ".join(f"{scores.get((split, kind), 0):.3f}" for kind in kinds) + " |")
    components._standing = _ALL


def calibration(annotator: Annotator, documents: list[Pair]) -> None:
    """How often a mention is right, by its confidence, on the development set."""
    bins: dict[tuple[str, float], list[float]] = {}
    for split, document, marks in documents:
        if split in ("train", "dev"):
            wanted = {_key(mention) for mention in marks.mentions}
            for mention in annotator.annotate(document).mentions:
                bins.setdefault((split, mention.confidence), []).append(float(_key(mention) in wanted))
    print(
        "\n| confidence | "
        + " | ".join(f"{s}: mentions | right" for s in ("train", "dev"))
        + " |\n|---|---|---|---|---|"
    )
    for value in sorted({value for _, value in bins}):
        cells = []
        for split in ("train", "dev"):
            right = bins.get((split, value), [])
            cells.append(f"{len(right)} | {sum(right) / len(right):.3f}" if right else "0 | –")
        print(f"| {value:.3f} | {' | '.join(cells)} |")


def speed(annotator: Annotator) -> None:
    """Abstracts a second, cut or filled to 250 words, on this core."""
    with gzip.open(ABSTRACTS, "rt", encoding="utf-8") as lines:
        words = " ".join(json.loads(line)["text"] for line in lines).split()
    abstracts = [" ".join(words[at : at + WORDS]) for at in range(0, 300 * WORDS, WORDS)]
    nlp, lexicon = annotator._nlp, components.load_lexicon()
    steps: dict[str, Callable[[str], object]] = {
        "whole annotation": nlp,
        "lexicon and grammar alone": lambda text: (lexicon.find(text), find_mirnas(text)),
    }
    print("\n| what | abstracts a second |\n|---|---|")
    for name, step in steps.items():
        for text in abstracts[:20]:
            step(text)
        begun = time.process_time()
        for text in abstracts:
            step(text)
        print(f"| {name} | {len(abstracts) / (time.process_time() - begun):,.0f} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a model of names that joins")
    parser.add_argument("--least", type=float, default=0.9, help="least probability of its spans")
    parser.add_argument("--no-ablation", action="store_true")
    chosen = parser.parse_args()
    before, begun = _megabytes(), time.perf_counter()
    annotator = Annotator.load(AnnotateSettings(ner_model=chosen.model))
    start = time.perf_counter() - begun
    print(f"start: {start:.1f} s, memory {before:.0f} MB before loading, {_megabytes():.0f} MB after (peak so far)")
    finders: tuple[str, ...] = FINDERS
    if chosen.model:
        finders = (*FINDERS, "model")
        annotator._nlp.get_pipe(components.VOTER).voter._least = chosen.least  # type: ignore[attr-defined]
    speed(annotator)
    print(f"\npeak memory after {300} abstracts: {_megabytes():.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        documents = pairs(Path(folder))
        if not chosen.no_ablation:
            ablation(annotator, documents, finders)
        calibration(annotator, documents)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
