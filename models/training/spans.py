"""Turns the corpora's labels into training files for the recogniser, by the maps and reasons in ``labels.toml``.

Usage: ``python spans.py OUT_FOLDER``. Writes ``train.spacy`` and ``dev.spacy`` (public development parts; the odd half
of the project's own set stays untouched); for the benchmarks ``wide_train.spacy``, the same with two corpora twice, and
``jnlpba_train.spacy`` and ``jnlpba_dev.spacy`` with that corpus alone.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from corpora import Labelled, read, read_for_training
from spacy.tokens import Doc, DocBin, Span, SpanGroup

from pipeline.annotate.fields import GOLD, NONE
from pipeline.annotate.tokenizer import make_tokenizer

ROOT = Path(__file__).resolve().parents[2]
MAPS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
#: every n-th document of a corpus without a development part chooses the checkpoint and is not trained on
HELD_BACK = 20
#: heads whose corpora the benchmarks' recogniser sees twice as often
TWICE = frozenset({"jnlpba", "bc2gm"})
_HEAD_OF = {label: head for head, labels in MAPS["heads"].items() for label in labels}
_DROP = {label: re.compile(pattern, re.IGNORECASE) for label, pattern in MAPS["drop"].items()}
_MICRORNA = re.compile(MAPS["microrna"], re.IGNORECASE)
_DEV_PARTS = {"anatem", "bc2gm", "bionlp13cg", "bionlp13pc", "craft", "bionlp13ge"}


def development(split: str) -> list[Labelled]:
    """The project's own annotated abstracts of one split, their texts taken from the shared collection."""
    texts = {doc.id: doc.text for doc in read("unlabelled", "ev_abstracts")}
    with (ROOT / "corpus" / "manifest.csv").open(encoding="utf-8", newline="") as rows:
        names = [row["name"] for row in csv.DictReader(rows) if row["set"] == "development" and row["split"] == split]
    out = []
    for name in sorted(names):
        lines = (ROOT / "corpus" / "gold" / "development" / f"{name}.ann").read_text(encoding="utf-8").splitlines()
        spans = set()
        for line in lines:
            if line.startswith("T"):
                kind, place = line.split("\t")[1].split(" ", 1)
                ends = [int(number) for number in re.findall(r"\d+", place)]
                spans.add((min(ends), max(ends), kind))
        out.append(Labelled(name, texts[name], tuple(sorted(spans))))
    return out


def relabel(doc: Labelled, corpus: dict[str, Any], known: frozenset[str] = frozenset()) -> list[tuple[int, int, str]]:
    """A document's spans under the heads' labels.

    Parameters
    ----------
    doc
        The document as its corpus labels it.
    corpus
        The corpus's entry in ``labels.toml``.
    known
        Lower-case names that are genes elsewhere: no evidence against a MARKER.

    Examples
    --------
    >>> entry = {"map": {"Gene": ["MARKER"]}, "whole": ["MARKER", "MIRNA"]}
    >>> relabel(Labelled("1", "miR-21 and PTEN", ((0, 6, "Gene"), (11, 15, "Gene"))), entry)
    [(0, 6, 'MIRNA'), (11, 15, 'MARKER')]
    """
    out = set()
    for start, end, kind in doc.spans:
        surface = doc.text[start:end]
        for label in corpus["map"].get(kind, ()):
            if label == "MARKER" and _MICRORNA.search(surface):
                if "MIRNA" in corpus["whole"]:
                    out.add((start, end, "MIRNA"))
                continue
            if label in _DROP and _DROP[label].search(surface):
                continue
            if label == NONE and surface.lower() in known:
                continue
            out.add((start, end, label))
    return sorted(out)


def make_doc(nlp: spacy.Language, text: str, spans: Iterable[tuple[int, int, str]], corpus: dict[str, Any]) -> Doc:
    """The tokenised text with its gold spans; within a head the longest of overlapping spans stays."""
    doc = nlp.make_doc(text)
    taken: dict[str, set[int]] = {}
    chosen = []
    for start, end, label in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        tokens = set(range(span.start, span.end))
        busy = taken.setdefault(_HEAD_OF.get(label, NONE), set())
        if not tokens & busy:
            busy |= tokens
            chosen.append(Span(doc, span.start, span.end, label=label))
    attrs = {"whole": list(corpus["whole"]), "partial": list(corpus.get("partial", ()))}
    doc.spans[GOLD] = SpanGroup(doc, name=GOLD, spans=sorted(chosen, key=lambda span: span.start), attrs=attrs)
    return doc


def build(folder: Path) -> None:
    """Write all training and development files, and what each corpus gave."""
    folder.mkdir(parents=True, exist_ok=True)
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    chance = random.Random(0)
    known = _known_genes()
    train: list[Doc] = []
    dev: list[Doc] = []
    report = {}
    for corpus in MAPS["corpus"]:
        name = corpus["name"]
        docs = development("train") if name == "development" else read_for_training(name, "train")
        held = read_for_training(name, "dev") if name in _DEV_PARTS else []
        if not held and name != "development":
            held = docs[::HELD_BACK]
            docs = [doc for index, doc in enumerate(docs) if index % HELD_BACK]
        made = []
        for doc in docs:
            if doc.text.strip() and (doc.spans or chance.random() < corpus.get("empty", 1.0)):
                made.append(make_doc(nlp, doc.text, relabel(doc, corpus, known), corpus))
        train += made * corpus.get("repeat", 1)
        sample = [doc for doc in held if doc.text.strip()]
        chance.shuffle(sample)
        words = 0
        for doc in sample:
            if words < 8_000:
                dev.append(make_doc(nlp, doc.text, relabel(doc, corpus, known), corpus))
                words += len(dev[-1])
        report[name] = {"documents": len(made), "tokens": sum(map(len, made)), "spans": _counts(made)}
    chance.shuffle(train)
    wide = train + [doc for doc in train if TWICE & set(doc.spans[GOLD].attrs["whole"])]
    random.Random(0).shuffle(wide)
    for name, docs in (("train", train), ("dev", dev), ("wide_train", wide)):
        DocBin(docs=docs, attrs=["ORTH", "SPACY"]).to_disk(folder / f"{name}.spacy")
    (folder / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    benchmark(nlp, folder)


def benchmark(nlp: spacy.Language, folder: Path) -> None:
    """JNLPBA alone, its official training part whole: the setting of the published figures."""
    entry = next(corpus for corpus in MAPS["corpus"] if corpus["name"] == "jnlpba")
    alone = {"whole": ["jnlpba"], "map": {kind: labels[:1] for kind, labels in entry["map"].items()}}
    docs = [make_doc(nlp, doc.text, relabel(doc, alone), alone) for doc in read("jnlpba", "train")]
    held = docs[::HELD_BACK]
    DocBin(docs=held, attrs=["ORTH", "SPACY"]).to_disk(folder / "jnlpba_dev.spacy")
    DocBin(docs=docs, attrs=["ORTH", "SPACY"]).to_disk(folder / "jnlpba_train.spacy")


def _known_genes() -> frozenset[str]:
    names = set()
    for corpus in MAPS["corpus"]:
        kinds = {kind for kind, labels in corpus["map"].items() if {"MARKER", "bc2gm:GENE", "craft:PR"} & set(labels)}
        if kinds and corpus["name"] != "development":
            docs = read_for_training(corpus["name"], "train")
            names |= {doc.text[a:b].lower() for doc in docs for a, b, kind in doc.spans if kind in kinds}
    return frozenset(names)


def _counts(docs: Iterable[Doc]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for doc in docs:
        for span in doc.spans[GOLD]:
            counts[span.label_] = counts.get(span.label_, 0) + 1
    return dict(sorted(counts.items()))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
