"""Which citations a relation rests on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.records import Annotation, Citation, Document, Span
from pipeline.core.settings import ROOT, Settings
from pipeline.ingest import discover, read
from pipeline.reconcile import gold as golds
from pipeline.relate import Relater
from pipeline.relate.evidence import Citations

SAMPLE = ROOT / "corpus" / "sample"

CASES: list[tuple[str, list[tuple[int, ...]]]] = [
    ("[MSC|C]-EVs raise [IL-10|M] [7].", [(7,)]),
    ("[MSC|C]-EVs raise [IL-10|M] [7], and [ESC|C]-EVs lower [IL-6|M] [8, 9].", [(7,), (8, 9)]),
    ("[MSC|C]-EVs raise [IL-10|M]; [ESC|C]-EVs lower [IL-6|M] [8].", [(8,), (8,)]),
    ("Gao et al. [38] showed that [MSC|C]-EVs raise [IL-10|M], whereas [ESC|C]-EVs lower [IL-6|M] [9].",
     [(38,), (9,)]),
    ("[MSC|C]-EVs raise [IL-10|M] [1] and lower [IL-6|M] [2, 3].", [(1,), (2, 3)]),
    ("[MSC|C]-EVs raise [IL-10|M] [1], yet Ito et al. [2] found that [ESC|C]-EVs lower [IL-6|M].", [(1,), (2,)]),
    ("Gao and coworkers [4] found that [MSC|C]-EVs raise [IL-10|M] and lower [IL-6|M].", [(4,), (4,)]),
    ("[MSC|C]-EVs raise [IL-10|M] [1], [IL-4|M] [2] and [IL-13|M] [3].", [(1,), (2,), (3,)]),
    ("[MSC|C]-EVs raise [IL-10|M].", [()]),
    ("[MSC|C]-EVs raise [IL-10|M]. [3]", [(3,)]),
    ("[MSC|C]-EVs raise [IL-10|M], as shown by Gao et al. [5], whereas [ESC|C]-EVs lower [IL-6|M] [9].", [(5,), (9,)]),
    ("[MSC|C]-EVs raise [IL-10|M] according to Ito et al. [6], while [ESC|C]-EVs lower [IL-6|M] [9].", [(6,), (9,)]),
    ("[[iPSC|C]-derived [MSC|C]|C]-EVs were bought [1], and [ESC|C]-EVs lower [IL-6|M] [2].", [(1,), (2,)]),
    ("[MSC|C]-EVs were bought [1]. [MSC|C]-EVs raise [IL-10|M] [2].", [(2,)]),
    ("[MSC|C]-EVs raise [IL-10|M]. [3, 4] Similarly, [ESC|C]-EVs lower [IL-6|M]. [5]", [(3, 4), (5,)]),
    ("Much is known. [3] [MSC|C]-EVs raise [IL-10|M], and [ESC|C]-EVs lower [IL-6|M].", [(), ()]),
]  # fmt: skip


def test_citations_of_the_sample_corpus() -> None:
    """Relations of the project's own texts, read one by one: which entries each rests on."""
    lines = (Path(__file__).parent / "data" / "citations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    documents = {}
    for source in discover([SAMPLE], Settings().ingest).sources:
        document = read(source, Settings().ingest)
        found = golds.load().for_document(document)
        if found is not None:
            documents[found.name] = document
    right = 0
    for line in lines:
        name, _, head, tail, sentence, cited = line.split("\t")
        (h0, h1), (t0, t1), bounds = (tuple(map(int, x.split("-"))) for x in (head, tail, sentence))
        document = documents[name]
        within = bounds[0] <= h0 < bounds[1]
        first, last = (min(h0, t0), max(h1, t1)) if within else (t0, t1)
        got = Citations(document.citations).of_clause(document.text, Span(*bounds), first, last)
        right += got == tuple(map(int, cited.split()))
    assert len(lines) >= 200
    assert right / len(lines) >= 0.95


def test_a_row_below_a_spanning_cell_has_the_entries_above(
    relater: Relater, build_table: Callable[..., tuple[Document, Annotation]]
) -> None:
    rows = ["[MSC|C] || [miR-21|I] || [4]", " || [miR-22|I] || ", "[ESC|C] || [miR-9|I] || ", " || [miR-1|I] || [5]"]
    document, annotation = build_table("Source || miRNA || Ref", *rows)
    marks = tuple(Citation(m.start(), m.end(), (int(m.group(1)),)) for m in re.finditer(r"\[(\d)\]", document.text))
    found = relater.relate(replace(document, citations=marks), annotation)
    assert [r.cited for r in found] == [(4,), (4,), (), (5,)]


def test_a_sentence_that_a_page_parted_keeps_its_study() -> None:
    text = "It is small. Gao et al. [3] saw that it heals\n\nskin by carrying much. It grew."
    begun = text.index("skin")
    cited = Citations([Citation(text.index("[3]"), text.index("[3]") + 3, (3,))])
    assert cited.of_clause(text, Span(begun, begun + 22), begun, begun + 4) == (3,)
    assert cited.of_clause(text, Span(begun + 23, len(text)), begun + 23, begun + 25) == ()


@pytest.mark.parametrize(("marked", "primary"), [
    ("Gao et al. [38] showed that [MSC|C]-EVs raise [IL-10|M].", True),
    ("We found that [MSC|C]-EVs raise [IL-10|M].", True),
    ("It was reported that [MSC|C]-EVs raise [IL-10|M] [3].", True),
    ("[MSC|C]-EVs raise [IL-10|M].", False),
    ("It is widely known that [MSC|C]-EVs raise [IL-10|M] [1, 2, 3].", False),
])  # fmt: skip
def test_whether_a_study_is_reported(
    marked: str, primary: bool, relater: Relater, build: Callable[[str], tuple[Document, Annotation]]
) -> None:
    (relation,) = relater.relate(*build(marked))
    assert relation.primary is primary


@pytest.mark.parametrize(("marked", "cited"), CASES, ids=[case[0][:60] for case in CASES])
def test_citations(
    marked: str,
    cited: list[tuple[int, ...]],
    relater: Relater,
    build: Callable[[str], tuple[Document, Annotation]],
) -> None:
    found = relater.relate(*build(marked))
    assert sorted(r.cited for r in found) == sorted(cited)


def test_evidence_of_a_reference_back_reaches_to_its_source(
    relater: Relater, build: Callable[[str], tuple[Document, Annotation]]
) -> None:
    document, annotation = build("[ESC|C]-Exos are round. They raised [IL-10|M].")
    (relation,) = relater.relate(document, annotation)
    assert document.text[relation.evidence_start : relation.evidence_end] == document.text
    assert relation.cross_sentence
    assert relation.confidence < 0.8


def test_a_mark_behind_a_full_stop_is_of_the_sentence_that_it_ends(
    relater: Relater, build: Callable[[str], tuple[Document, Annotation]]
) -> None:
    document, annotation = build("[MSC|C]-EVs raise [IL-10|M]. [3] Similarly, [ESC|C]-EVs lower [IL-6|M]. [5]")
    first, second = relater.relate(document, annotation)
    assert (first.cited, second.cited) == ((3,), (5,))
    assert document.text[first.evidence_start : first.evidence_end].endswith("IL-10. [3]")
    assert document.text[second.evidence_start :].startswith("Similarly")
