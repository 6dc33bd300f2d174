"""Counts what each set of finders is worth, for ``pipeline.annotate.confidence``: ``models/patterns/confidence.tsv``.

Usage: ``python confidence.py`` with the test material beside the checkout. Reads the development set's ``train`` half,
same span, and public corpora's training parts, overlapping span; no test part, and nothing of the ``dev`` half.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator

from corpora import Labelled, read
from spans import development

from pipeline.annotate import Annotator
from pipeline.annotate.confidence import COLUMNS
from pipeline.annotate.patterns import PATTERNS
from pipeline.core.records import Document, Mention, Passage, PassageKind, Section
from pipeline.core.settings import AnnotateSettings

#: corpus -> its labels that are ours, and how many documents are read
PUBLIC: dict[str, tuple[dict[str, str], int]] = {
    "bc2gm": ({"GENE": "MARKER"}, 400),
    "biored": ({"GeneOrGeneProduct": "MARKER"}, 120),
    "anatem": ({"Cell": "CELL_TYPE"}, 150),
    "jnlpba": (
        {"cell_type": "CELL_TYPE", "cell_line": "CELL_TYPE", "protein": "MARKER", "DNA": "MARKER", "RNA": "MARKER"},
        150,
    ),
    "craft": ({"CL": "CELL_TYPE", "PR": "MARKER"}, 15),
}
_LONGEST = 20_000


def mentions(annotator: Annotator, text: str) -> Iterator[Mention]:
    """What the whole pipeline finds in a text, with the finders of each mention."""
    passage = Passage(0, Section.ABSTRACT, PassageKind.PARAGRAPH, 0, len(text))
    yield from annotator.annotate(Document("d0", "text", "txt", "0" * 64, text, passages=(passage,))).mentions


def chosen(name: str, size: int) -> list[Labelled]:
    """Documents of a corpus's training part, drawn the same way each time."""
    documents = read(name, "train")
    random.Random(3).shuffle(documents)
    return documents[:size]


def main() -> None:
    """Count and write."""
    annotator = Annotator.load(AnnotateSettings())
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for doc in development("train"):
        gold = set(doc.spans)
        for found in mentions(annotator, doc.text):
            row = counts[found.type.value, "+".join(found.found_by)]
            row[0] += 1
            row[1] += (found.start, found.end, found.type.value) in gold
    for name, (labels, size) in PUBLIC.items():
        for doc in chosen(name, size):
            spans = [(start, end, labels.get(label)) for start, end, label in doc.spans]
            for found in mentions(annotator, doc.text[:_LONGEST]):
                if found.type.value in labels.values():
                    row = counts[found.type.value, "+".join(found.found_by)]
                    row[2] += 1
                    row[3] += any(s < found.end and found.start < e and k == found.type.value for s, e, k in spans)
    with (PATTERNS / "confidence.tsv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerows([COLUMNS, *((*key, *row) for key, row in sorted(counts.items()))])


if __name__ == "__main__":
    main()
