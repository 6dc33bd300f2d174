"""Measures a second run after one new document among many: stage by stage, processor time, memory of the main process.

    python tests/benchmarks/second.py ABSTRACTS.jsonl [--many 20000] [--fresh 0.1] [--outputs FOLDER]
    python tests/benchmarks/second.py ABSTRACTS.jsonl --repeated    # as scale.py: the abstracts with a number each

Only the abstracts given are read by the models. Every text of the library is made of half the sentences of one and half
of those of another, so that no two are the same work, and its reading is put together from theirs and stored. One name
in so many (``--fresh``) is that of a concept which the abstracts do not have, as unevenly as words are (Zipf), because
a greater library names more concepts. Then `vesiweb mine`'s flow is run twice without Prefect's server, in a process
each: once over what is stored, and once after a text was added. Lines of JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

import numpy as np
from material import records

from pipeline.core.batch import Batch
from pipeline.core.provenance import extractor_digest
from pipeline.core.records import (
    Annotation,
    Document,
    Mention,
    Passage,
    PassageKind,
    Reading,
    Relation,
    Section,
    Sentence,
    document_id,
)
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import Source, discover
from tests.benchmarks.scale import FILE, library, read

NEW = "Exosomes of hESCs carry miR-200a.\n"
CONCEPTS = 20_000  # concepts that fresh names may be of


def mixed(one: Reading, other: Reading, chance: np.random.Generator, fresh: float) -> Reading:
    """A reading of half the sentences of one text and half of another's, without identifiers."""
    text, sentences, mentions, relations = "", [], [], []
    for reading, half in ((one, 0), (other, 1)):
        every = reading.annotation.sentences
        starts = [sentence.start for sentence in every]
        shift: dict[int, int] = {}
        for at, sentence in enumerate(every):
            if (at * 2 >= len(every)) == bool(half):
                shift[at] = len(text) - sentence.start
                sentences.append(Sentence(len(sentences), 0, len(text), len(text) + len(sentence.span)))
                text += reading.document.text[sentence.start : sentence.end] + "\n"
        moved: dict[str, Mention] = {}
        for mention in reading.annotation.mentions:
            at = bisect_right(starts, mention.start) - 1
            if at in shift:
                by = shift[at]
                number = bisect_right([s.start for s in sentences], mention.start + by) - 1
                new = replace(mention, start=mention.start + by, end=mention.end + by, passage=0, sentence=number)
                if mention.concept and chance.random() < fresh:
                    which = int(CONCEPTS ** chance.random())
                    new = replace(new, concept=f"{mention.concept}.{which}", name=f"{mention.name} {which}")
                moved[mention.id] = new
        for relation in reading.relations:
            ends = (relation.evidence_start, max(relation.evidence_start, relation.evidence_end - 1))
            first, last = (bisect_right(starts, end) - 1 for end in ends)
            if {relation.head, relation.tail} <= moved.keys() and {first, last} <= shift.keys():
                span = relation.evidence_start + shift[first], relation.evidence_end + shift[last]
                head, tail = moved[relation.head], moved[relation.tail]
                relations.append((relation, span, head, tail))
        mentions += moved.values()
    passage = Passage(0, Section.ABSTRACT, PassageKind.PARAGRAPH, 0, len(text))
    document = Document("", "", "json", "", text, one.document.title, passages=(passage,))
    said = tuple(
        replace(relation, head=head.id, tail=tail.id, evidence_start=start, evidence_end=end, cited=())
        for relation, (start, end), head, tail in relations
    )
    return Reading(document, Annotation("", tuple(sentences), (), (), tuple(mentions)), said)


def placed(reading: Reading, source: Source) -> Reading:
    """A reading that is a source's."""
    name = document_id(source.sha256)
    moved = {mention.id: replace(mention, document=name) for mention in reading.annotation.mentions}

    def of(relation: Relation) -> Relation:
        return replace(relation, document=name, head=moved[relation.head].id, tail=moved[relation.tail].id)

    document = replace(reading.document, id=name, source=source.source, sha256=source.sha256)
    annotation = replace(reading.annotation, document=name, mentions=tuple(moved.values()))
    return Reading(document, annotation, tuple(map(of, reading.relations)))


def numbered(reading: Reading, number: int) -> Reading:
    """A reading of a text that ends in a number of its own."""
    document = replace(reading.document, text=f"{reading.document.text} The count was {number}.", pmid=str(number + 1))
    return replace(reading, document=document)


def make(abstracts: Path, folder: Path, many: int, fresh: float | None) -> None:
    """Write a library of ``many`` texts, and a store that holds their readings; ``fresh`` ``None``: repeated ones."""
    settings = Settings.load(None)
    library(abstracts, folder / "given" / "library", len(list(records(abstracts))))
    read(folder / "given" / "library", folder / "given", 1)
    base = list(Store(folder / "given" / "store", extractor_digest(settings)).readings())
    chance = np.random.default_rng(11)
    pairs = chance.permutation(len(base) * (len(base) - 1))[:many].tolist()
    made: list[Reading] = []
    for number in range(many):
        if fresh is None:
            made.append(numbered(base[number % len(base)], number))
        else:
            one, other = divmod(pairs[number], len(base) - 1)
            made.append(mixed(base[one], base[other + (other >= one)], chance, fresh))
        path = folder / "library" / f"{number // FILE:05d}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as out:
            document = made[-1].document
            facts = {"title": document.title, "abstract": document.text, "pmid": document.pmid}
            out.write(json.dumps({name: fact for name, fact in facts.items() if fact}) + "\n")
    sources = discover([folder / "library"], settings.ingest).sources
    if len(sources) != len(made):
        raise SystemExit(f"{len(made)} texts were written, {len(sources)} found")
    store = Store(folder / "outputs" / "store", extractor_digest(settings))
    readings = [placed(reading, source) for reading, source in zip(made, sources, strict=True)]
    size = settings.run.batch_size
    for start in range(0, len(readings), size):
        store.add(Batch(tuple(readings[start : start + size]), ()))


def mine(folder: Path, outputs: Path) -> None:
    """Run the flow, and print what it took."""
    from flows.mine import mine as flow

    begun, used = time.perf_counter(), time.process_time()
    summary = flow.fn([str(folder / "library")], outputs=str(outputs))
    told = {
        "read_now": summary.read_now,
        "documents": summary.read,
        "duplicates": summary.duplicates,
        "mentions": sum(summary.mentions.values()),
        "concepts": sum(summary.concepts.values()),
        "edges": summary.edges,
        "wall": round(time.perf_counter() - begun, 1),
        "processor": round(time.process_time() - used, 1),
        "seconds": summary.seconds,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "page_megabytes": round(Path(summary.report).stat().st_size / 1e6, 1),
    }
    print(json.dumps(told), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--fresh", type=float, default=0.1, help="share of names that are of other concepts")
    parser.add_argument("--repeated", action="store_true", help="the abstracts again and again, with a number each")
    parser.add_argument("--outputs", type=Path)
    parser.add_argument("--run", action="store_true", help="only run the flow over what is there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = chosen.outputs or Path(name)
        if chosen.run:
            mine(folder, folder / "outputs")
            return
        make(chosen.abstracts, folder, chosen.many, None if chosen.repeated else chosen.fresh)
        again = [sys.executable, __file__, str(chosen.abstracts), "--outputs", str(folder), "--run"]
        subprocess.run(again, check=True)
        (folder / "library" / "new.txt").write_text(NEW)
        subprocess.run(again, check=True)


if __name__ == "__main__":
    main()
