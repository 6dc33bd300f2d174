"""Which entries the relations of the test documents cite, against a judgement made by hand from the text alone."""

from __future__ import annotations

from pathlib import Path

from pipeline.annotate import Annotator
from pipeline.core.records import Relation
from pipeline.core.settings import ROOT, Settings
from pipeline.ingest import discover, read
from pipeline.relate import Relater

JUDGED = ROOT / "corpus" / "gold" / "documents" / "citations.tsv"


def place(mention: str) -> str:
    """The offsets of a mention by its identifier."""
    return mention.split(":")[1]


def test_citations_of_the_documents(shared: Path, relater: Relater) -> None:
    settings = Settings()
    annotator = Annotator.load(settings.annotate)
    found: dict[tuple[str, ...], Relation] = {}
    for source in discover([shared / "documents"], settings.ingest).sources:
        document = read(source, settings.ingest)
        name = Path(document.source).stem
        for relation in relater.relate(document, annotator.annotate(document)):
            found[name, relation.type.value, place(relation.head), place(relation.tail)] = relation
    lines = [line for line in JUDGED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    judged = [line.split("\t") for line in lines[1:]]
    compared = [(row, found[tuple(row[:4])]) for row in judged if tuple(row[:4]) in found]
    right = sum([str(n) for n in relation.cited] == row[4].replace("-", "").split() for row, relation in compared)
    told = [(row, relation) for row, relation in compared if row[5] != "-"]
    primary = sum(relation.primary == (row[5] == "1") for row, relation in told)
    print(f"entries right: {right} of {len(compared)}; study or not: {primary} of {len(told)}")
    assert len(compared) >= 100
    assert right / len(compared) >= 0.95
    assert primary / len(told) >= 0.95
