"""What each finder brings: names found by each alone, without each, by all; calibration; speed, start and memory.

Run ``python tests/benchmarks/annotate.py [--model PATH [--least 0.9]]`` with the test material beside the checkout (or
where ``VESIWEB_SHARED`` points). Prints Markdown: strict F1 by type on the development set's two halves, the sample
corpus and the two documents, scores only; then what a confidence is worth. Before these, abstracts a second on one
core, against a plain scan for the same names where ``pyahocorasick`` is there.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

from material import ABSTRACTS, ROOT, SHARED, records
from spacy.tokens import Doc

from pipeline.annotate import Annotator, components
from pipeline.annotate.candidates import Candidate
from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.mirna import find_mirnas
from pipeline.annotate.spacing import shape_of
from pipeline.core.records import Document, EntityType, Mention, Passage, PassageKind, Section
from pipeline.core.settings import AnnotateSettings, Settings
from pipeline.ingest import discover, read
from pipeline.reconcile import gold

EDGES = (0.0, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01)
FINDERS = ("grammar", "lexicon", "composer", "abbreviation", "model")
#: file, labels that are a type, the type, how many documents: what others annotated, by their own rules
PUBLIC = (
    ("jnlpba.test", ("cell_type", "cell_line"), EntityType.CELL_TYPE, 80),
    ("craft.test", ("CL",), EntityType.CELL_TYPE, 3),
    ("bc2gm.test", ("GENE",), EntityType.MARKER, 600),
    ("scai_mirna.train", ("Specific_miRNAs",), EntityType.MIRNA, 100),
)
SLICES = ("train", "dev", "sample", "test")
WORDS = 250
REFERENCE = "a plain Aho-Corasick scan for the same names"

Key = tuple[int, int, EntityType]
Pair = tuple[str, Document, "gold.GoldDocument"]


def texts(index: gold.GoldIndex, folder: Path) -> Iterator[Path]:
    """The abstracts that the development set is made of, written to files as they were annotated."""
    wanted = {marks.sha256: marks.name for marks in index.of_set("development")}
    for entry in records(ABSTRACTS):
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


def public(annotator: Annotator, finders: tuple[str, ...]) -> None:
    """The table on the first documents of public sets, for the type that each annotates."""
    sets = {}
    for name, labels, kind, count in PUBLIC:
        rows = list(islice(records(SHARED / "corpora" / f"{name}.jsonl.gz"), count))
        sets[name] = (
            kind,
            [
                (_document(row["text"]), {(e["start"], e["end"], kind) for e in row["entities"] if e["type"] in labels})
                for row in rows
            ],
        )
    heads = [f"{name}, {kind.value}" for name, (kind, _) in sets.items()]
    print(f"\n| public sets | {' | '.join(heads)} |\n|---{'|---' * len(heads)}|")
    for name, allowed in _runs(finders):
        components._standing = only(allowed)  # type: ignore[assignment]
        cells = []
        for kind, documents in sets.values():
            counts: Counter[str] = Counter()
            for document, wanted in documents:
                found = {_key(mention) for mention in annotator.annotate(document).mentions if mention.type is kind}
                counts.update(hits=len(found & wanted), found=len(found), gold=len(wanted))
            cells.append(f"{2 * counts['hits'] / max(1, counts['found'] + counts['gold']):.3f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    components._standing = _ALL


def _document(text: str) -> Document:
    passage = Passage(0, Section.BODY, PassageKind.PARAGRAPH, 0, len(text))
    return Document("public", "public.txt", "txt", "0" * 64, text, passages=(passage,))


_ALL = components._standing


def _runs(finders: tuple[str, ...]) -> list[tuple[str, frozenset[str]]]:
    runs = [(f"{name} alone", frozenset({name})) for name in finders]
    runs += [(f"without {name}", frozenset(finders) - {name}) for name in finders]
    return [*runs, ("all", frozenset(finders))]


def ablation(annotator: Annotator, documents: list[Pair], finders: tuple[str, ...]) -> None:
    """The table: each alone, each left out, all."""
    kinds = ["all", *(kind.value for kind in EntityType)]
    for split in SLICES:
        print(f"\n| {split} | {' | '.join(kinds)} |\n|---{'|---' * len(kinds)}|")
        chosen = [pair for pair in documents if pair[0] == split]
        for name, allowed in _runs(finders):
            components._standing = only(allowed)  # type: ignore[assignment]
            scores = score(annotator, chosen)
            print(f"| {name} | " + " | ".join(f"{scores.get((split, kind), 0):.3f}" for kind in kinds) + " |")
    components._standing = _ALL


def calibration(annotator: Annotator, documents: list[Pair]) -> None:
    """How often a mention is right, by its confidence, and the expected calibration error over ten equal bins."""
    found: dict[str, list[tuple[float, bool]]] = {"train": [], "dev": []}
    for split, document, marks in documents:
        if split in found:
            wanted = {_key(mention) for mention in marks.mentions}
            found[split] += [(m.confidence, _key(m) in wanted) for m in annotator.annotate(document).mentions]
    print("\n| confidence | " + " | ".join(f"{s}: mentions | mean | right" for s in found) + " |\n|" + "---|" * 7)
    for low, high in pairwise(EDGES):
        cells = []
        for pairs_ in found.values():
            inside = [pair for pair in pairs_ if low <= pair[0] < high]
            means = [f"{sum(column) / len(inside):.3f}" for column in zip(*inside, strict=True)] or ["–", "–"]
            cells.append(f"{len(inside)} | {means[0]} | {means[1]}")
        print(f"| {low:.2f} to {min(high, 1):.2f} | {' | '.join(cells)} |")
    for split, pairs_ in found.items():
        told, true = [0.0] * 10, [0.0] * 10
        for confidence, right in pairs_:
            told[min(9, int(confidence * 10))] += confidence
            true[min(9, int(confidence * 10))] += right
        error = sum(abs(one - other) for one, other in zip(told, true, strict=True)) / max(1, len(pairs_))
        brier = sum((confidence - right) ** 2 for confidence, right in pairs_) / max(1, len(pairs_))
        print(f"{split}: expected calibration error {error:.4f}, Brier score {brier:.4f}")


def plain_scan(lexicon: Lexicon) -> Callable[[str], object] | None:
    """A plain Aho-Corasick scan for the lexicon's names, all in small letters; nothing where the library is missing.

    It finds names within words and none that is spelt another way: a measure of the machine, not another way to do it.
    """
    try:
        library: Any = importlib.import_module("ahocorasick")
    except ImportError:
        print("\nno reference: 'pip install pyahocorasick', or put a folder that has it on PYTHONPATH")
        return None
    automaton = library.Automaton()
    for name in {line.split("\t")[2].lower() for line in lexicon._lines}:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text.lower()))


def speed(annotator: Annotator) -> None:
    """Abstracts a second, cut or filled to 250 words, in processor time on this core, and against a plain scan.

    Every round times all of them one behind another, and the medians of the rounds are told, those of the ratios too:
    so a figure does not hang on the minute, nor a ratio on the machine. Each round has a new lexicon, which is given
    300 abstracts, most of whose spellings are new to it, then 300 others, as in a run over many documents. Rules are
    those after sentences, without the model.
    """
    words = " ".join(record["text"] for record in records(ABSTRACTS)).split()
    cut = [" ".join(words[at : at + WORDS]) for at in range(0, 600 * WORDS, WORDS)]
    nlp = annotator._nlp
    rules = [pipe for name, pipe in nlp.pipeline if name in components.COMPONENTS[1:]]

    def by_rules(text: str) -> None:
        doc = nlp.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        for pipe in rules:
            doc = pipe(doc)

    def by_lists(lexicon: Lexicon) -> Callable[[str], object]:
        return lambda text: (lexicon.find(text), find_mirnas(text))

    reference = plain_scan(Lexicon.load(ROOT / "models" / "lexicon"))
    rates: dict[str, list[float]] = {}
    for first in range(0, 300, 60):
        lists = by_lists(Lexicon.load(ROOT / "models" / "lexicon"))
        shape_of.cache_clear()  # all else that is remembered, a lexicon remembers itself
        gc.collect()
        gc.freeze()
        steps: list[tuple[str, Callable[[str], object] | None, list[str]]] = [
            (REFERENCE, reference, cut),
            ("lexicon and grammar alone, nothing read before", lists, cut[:300]),
            ("lexicon and grammar alone", lists, cut[300:]),
            ("rules, without sentences and model", by_rules, cut[300 + first : 360 + first]),
            ("whole annotation", nlp, cut[first : first + 60]),
        ]
        for name, step, texts_ in steps:
            if step is not None:
                begun = time.process_time()
                for text in texts_:
                    step(text)
                rates.setdefault(name, []).append(len(texts_) / (time.process_time() - begun))
    print("\n| what | abstracts a second: median | least and most | of the plain scan |\n|---|---|---|---|")
    scans = rates.get(REFERENCE, [])
    for name, found in rates.items():
        ratio = f"{median(a / b for a, b in zip(found, scans, strict=True)):.3f}" if scans else "–"
        print(f"| {name} | {median(found):,.0f} | {min(found):,.0f} to {max(found):,.0f} | {ratio} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a model of names that joins")
    parser.add_argument("--least", type=float, default=0.9, help="least probability of its spans")
    parser.add_argument("--no-ablation", action="store_true")
    chosen = parser.parse_args()
    before, begun = _megabytes(), time.perf_counter()
    annotator = Annotator.load(AnnotateSettings(ner_model=chosen.model))
    gc.freeze()  # as a run does when all is loaded
    start = time.perf_counter() - begun
    print(f"start: {start:.1f} s, memory {before:.0f} MB before loading, {_megabytes():.0f} MB after (peak so far)")
    if chosen.model:
        annotator._nlp.get_pipe(components.VOTER).voter._least = chosen.least  # type: ignore[attr-defined]
    speed(annotator)
    print(f"\npeak memory after {300} abstracts: {_megabytes():.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        documents = pairs(Path(folder))
        if not chosen.no_ablation:
            ablation(annotator, documents, FINDERS)
            public(annotator, FINDERS)
        calibration(annotator, documents)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
