"""Measures how often each rule of relations is right, for what `pipeline.network.precision` believes of its evidence.

Run ``python models/training/precision.py`` to write ``models/precision.tsv`` anew. Measured on texts that rules may be
made from: the sample corpus and, where its abstracts are at hand, the development half of the development set named
train; never on its other half or on the test documents. A relation is right where the gold has one of its type with
overlapping arguments.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipeline.annotate import Annotator
from pipeline.core.records import Relation
from pipeline.core.settings import ROOT, Settings
from pipeline.ingest import discover, read
from pipeline.reconcile import gold as golds
from pipeline.relate import Relater

ABSTRACTS = ROOT.parent / "shared" / "corpora" / "unlabelled.ev_abstracts.jsonl.gz"


def sources(folder: Path) -> Iterator[Path]:
    """The sample corpus, and the abstracts of the train half, written out one a file."""
    yield ROOT / "corpus" / "sample"
    if not ABSTRACTS.is_file():
        return
    wanted = {one.name for one in golds.load().of_set("development") if one.split == "train"}
    with gzip.open(ABSTRACTS, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["id"] in wanted:
                path = folder / f"{record['id']}.txt"
                path.write_text(record["text"], encoding="utf-8", newline="")
                yield path


def place(mention: str) -> tuple[int, int]:
    """Where a mention stands, by its identifier."""
    start, end = mention.split(":")[1].split("-")
    return int(start), int(end)


def agrees(one: Relation, other: Relation) -> bool:
    """Whether two relations have one type and overlapping arguments."""
    ends = zip((one.head, one.tail), (other.head, other.tail), strict=True)
    return one.type == other.type and all(
        place(a)[0] < place(b)[1] and place(b)[0] < place(a)[1] for a, b in ends
    )  # fmt: skip


def main() -> int:
    """Write the table: a row a rule, sorted."""
    settings = Settings()
    annotator, relater, index = Annotator.load(settings.annotate), Relater.load(settings.relate), golds.load()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for source in discover(list(sources(Path(folder))), settings.ingest).sources:
            document = read(source, settings.ingest)
            gold = index.for_document(document)
            if gold is None:
                continue
            texts[gold.set] += 1
            known = gold.relations
            for relation in relater.relate(document, annotator.annotate(document)):
                found[relation.rule] += 1
                right[relation.rule] += any(agrees(relation, other) for other in known)
    on = " and ".join(f"{count} texts of {name}" for name, count in sorted(texts.items()))
    lines = [f"# measured by models/training/precision.py on {on}", "rule\tfound\tright"]
    lines += [f"{rule}\t{found[rule]}\t{right[rule]}" for rule in sorted(found)]
    (ROOT / "models" / "precision.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(right.values())} of {sum(found.values())} relations right, {len(found)} rules, {on}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
