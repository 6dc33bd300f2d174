"""Readings made by hand."""

from __future__ import annotations

import hashlib

import pytest

from pipeline.core.records import (
    Abbreviation,
    Annotation,
    Cell,
    Citation,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Reading,
    Reference,
    Region,
    Relation,
    RelationType,
    Section,
    Sentence,
    Span,
    document_id,
)


def reading(source: str, text: str = "MSCs carry miR-21 [1].") -> Reading:
    sha = hashlib.sha256(f"{source}{text}".encode()).hexdigest()
    key = document_id(sha)
    cell = Mention(key, EntityType.CELL_TYPE, 0, 4, "MSCs", "CL:0000134", passage=0, sentence=0)
    mirna = Mention(key, EntityType.MIRNA, 11, 17, "miR-21", "mirna:mir-21", negated=False, passage=0, sentence=0)
    document = Document(
        key,
        source,
        "txt",
        sha,
        text,
        year=2024,
        passages=(
            Passage(
                0,
                Section.TABLE,
                PassageKind.TABLE_ROW,
                0,
                len(text),
                ("Cargo",),
                table="Table 1",
                row=0,
                cells=(Cell(0, Span(0, 4), "Source"), Cell(1, Span(5, 17), "", inherited=True)),
            ),
        ),
        references=(Reference(1, "Ashgrove P. Vesicles. 2020", ("Ashgrove P",), year=2020, doi="10.5555/1"),),
        citations=(Citation(18, 21, (1,)),),
        regions=(Region(0, len(text), 1, 10.0, 20.5, 300.0, 32.0),),
    )
    annotation = Annotation(
        key,
        (Sentence(0, 0, 0, len(text)),),
        (),
        (Abbreviation(Span(0, 4), Span(5, 10), "MSCs", "carry"),),
        (cell, mirna),
    )
    relation = Relation(
        key, RelationType.CARRIES, cell.id, mirna.id, "present", evidence_end=len(text), cited=(1,), rule="r"
    )
    return Reading(document, annotation, (relation,))


@pytest.fixture
def readings() -> list[Reading]:
    return [reading("b.txt"), reading("a.txt"), reading("c.txt", "MSCs carry miR-29 [1].")]
