"""The embedded corpus: every text has its gold, the gold fits, and the texts hold what the corpus promises."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.records import (
    POLARITIES,
    SIGN,
    UNMINED,
    Document,
    EntityType,
    PassageKind,
    RelationType,
    Section,
)
from pipeline.core.settings import ROOT, IngestSettings
from pipeline.ingest import discover, read
from pipeline.reconcile import gold
from pipeline.reconcile.gold import GoldDocument
from pipeline.reconcile.marks import Entity, Marks

SAMPLE = ROOT / "corpus" / "sample"
GOLD = ROOT / "corpus" / "gold" / "sample"

#: what an identifier looks like, by type
IDENTIFIER = {
    EntityType.CELL_TYPE: re.compile(r"CL:\d{7}|CVCL:[A-Z0-9]{4}"),
    EntityType.MARKER: re.compile(r"HGNC:\d+|FPLX:\w+"),
    EntityType.MIRNA: re.compile(r"mirna:(?:mir|let)-[0-9a-z-]+"),
    EntityType.PATHWAY: re.compile(r"R-HSA-\d+|GO:\d{7}|WP\d+|pathway:\S+/\S+"),
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """The texts as they are read, by the name of their gold."""
    found = discover([SAMPLE], IngestSettings())
    assert (found.failures, found.duplicates, found.ignored) == ((), (), ())
    read_in: dict[str, Document] = {}
    for source in found.sources:
        stem, member = Path(source.path).stem, source.member
        read_in[f"{stem}-{member}" if member else stem] = read(source, IngestSettings())
    return read_in


@pytest.fixture(scope="module")
def annotated() -> dict[str, GoldDocument]:
    """The gold of set sample, by name."""
    return {document.name: document for document in gold.load().of_set("sample")}


@pytest.fixture(scope="module")
def bound(documents: dict[str, Document], annotated: dict[str, GoldDocument]) -> dict[str, Marks]:
    """The gold on its texts; binding checks SHA-256 and every surface."""
    return {name: document.bound(documents[name].text) for name, document in annotated.items()}


def arguments(marks: Marks) -> Iterator[tuple[str, RelationType, str | None, Entity, Entity]]:
    """Key, type, polarity and the two entities of each relation."""
    by_key = {entity.key: entity for entity in marks.entities}
    for link in marks.links:
        yield link.key, link.type, link.polarity, by_key[link.head], by_key[link.tail]


def test_every_text_has_gold_and_every_gold_has_a_text(
    documents: dict[str, Document], annotated: dict[str, GoldDocument]
) -> None:
    assert sorted(documents) == sorted(annotated)
    assert sorted(path.stem for path in GOLD.iterdir()) == sorted(annotated)


def test_the_manifest_describes_the_texts(documents: dict[str, Document], annotated: dict[str, GoldDocument]) -> None:
    for name, row in annotated.items():
        assert row.sha256 == gold.text_sha256(documents[name].text), name
        assert row.characters == len(documents[name].text), name
        assert (row.licence, row.source) == ("Apache-2.0", "written for this project"), name
        assert (ROOT / row.where.partition("#")[0]).is_file(), name


def test_the_formats_are_those_that_can_be_read_without_a_pdf() -> None:
    assert Counter(path.suffix for path in SAMPLE.iterdir()) == {".txt": 7, ".xml": 1, ".html": 1, ".csv": 1}


def test_plain_text_is_kept_as_it_is(documents: dict[str, Document]) -> None:
    for path in SAMPLE.glob("*.txt"):
        assert documents[path.stem].text.encode("utf-8") == path.read_bytes(), path.name


def test_spans_are_whole_and_never_cross(bound: dict[str, Marks]) -> None:
    for name, marks in bound.items():
        text = marks.text or ""
        for entity in marks.entities:
            assert entity.text == entity.text.strip(), (name, entity)
            around = text[max(0, entity.start - 1) : entity.start] + text[entity.end : entity.end + 1]
            assert not any(map(str.isalnum, around)), (name, entity)
        for one, other in itertools.combinations(marks.entities, 2):
            apart = one.end <= other.start or other.end <= one.start
            inside = one.start <= other.start and other.end <= one.end
            around_it = other.start <= one.start and one.end <= other.end
            assert apart or inside or around_it, (name, one, other)


def test_only_what_is_mined_is_annotated(bound: dict[str, Marks], documents: dict[str, Document]) -> None:
    for name, marks in bound.items():
        for entity in marks.entities:
            passage = documents[name].passage_at(entity.start)
            assert passage is not None, (name, entity)
            assert passage.section not in UNMINED, (name, entity)


def test_identifiers_are_of_the_sources_that_the_guidelines_name(bound: dict[str, Marks]) -> None:
    meant: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
    for name, marks in bound.items():
        for entity in marks.entities:
            if entity.concept is None:
                assert entity.text in {"tetraspanins"}, (name, entity)
                continue
            assert IDENTIFIER[entity.type].fullmatch(entity.concept), (name, entity)
            if len(entity.text) > 1:
                meant[entity.type, entity.text].add(entity.concept)
    assert {surface: ids for surface, ids in meant.items() if len(ids) > 1} == {}


def test_relations_have_the_polarity_and_the_evidence_that_they_need(bound: dict[str, Marks]) -> None:
    for name, marks in bound.items():
        by_key = {link.key: link for link in marks.links}
        for key, kind, polarity, head, tail in arguments(marks):
            evidence = by_key[key].evidence
            assert polarity in POLARITIES[kind], (name, key)
            assert evidence is not None, (name, key)
            assert evidence.start <= min(head.start, tail.start), (name, key)
            assert evidence.end >= max(head.end, tail.end), (name, key)


def test_members_of_a_pathway_are_just_the_molecules_inside_its_name(bound: dict[str, Marks]) -> None:
    for name, marks in bound.items():
        stated = {(h.key, t.key) for _, kind, _, h, t in arguments(marks) if kind is RelationType.MEMBER_OF}
        nested = {
            (inner.key, outer.key)
            for outer in marks.entities
            if outer.type is EntityType.PATHWAY
            for inner in marks.entities
            if inner.type in (EntityType.MARKER, EntityType.MIRNA)
            if outer.start <= inner.start and inner.end <= outer.end
        }
        assert stated == nested, name


def test_texts_are_short(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        words = sum(len(document.text[p.start : p.end].split()) for p in document.passages if p.section not in UNMINED)
        low, high = (60, 200) if name.startswith("abstracts-") else (250, 600)
        assert low <= words <= high, (name, words)


def test_tables_inherit_the_source_of_an_empty_head_cell(documents: dict[str, Document]) -> None:
    expected = {
        "review-tissue-repair": (6, ["hMSCs", "hiPSC-derived MSCs"]),
        "cargo-table": (10, ["BM-MSCs", "UC-MSCs", "hiPSC-CMs"]),
        "vessel-growth": (4, ["EPCs"]),
        "identity-markers": (5, ["ADSCs"]),
    }
    for name, (rows, heads) in expected.items():
        document = documents[name]
        body = [passage for passage in document.passages if passage.kind is PassageKind.TABLE_ROW]
        assert len(body) == rows, name
        inherited = [cell.span for passage in body for cell in passage.cells if cell.inherited and cell.column == 0]
        assert [document.text[span.start : span.end] for span in inherited] == heads, name
        captions = {passage.table for passage in document.passages if passage.section is Section.CAPTION}
        assert "Table 1" in captions, name


def test_citations_lead_to_invented_studies_that_several_texts_share(documents: dict[str, Document]) -> None:
    cited_by: dict[str, set[str]] = defaultdict(set)
    for name, document in documents.items():
        by_number = {reference.number: reference for reference in document.references}
        if name == "abstract-cartilage" or name.startswith("abstracts-"):
            assert (document.citations, document.references) == ((), ()), name
            continue
        assert len(by_number) >= 6, name
        assert len(document.citations) >= 10, name
        for citation in document.citations:
            assert citation.numbers, (name, document.text[citation.start : citation.end])
            for number in citation.numbers:
                cited_by[by_number[number].key].add(name)
        for reference in document.references:
            assert reference.authors, (name, reference)
            assert reference.year, (name, reference)
            invented = reference.doi.startswith("10.5555/") or "Book of Invented Methods" in reference.text
            assert invented, (name, reference)
    assert len(cited_by) == 16
    assert sum(len(texts) >= 3 for texts in cited_by.values()) >= 12


def test_one_list_of_references_has_lost_its_numbers(documents: dict[str, Document]) -> None:
    document = documents["inflammation-unnumbered"]
    printed = [p for p in document.passages if p.kind is PassageKind.REFERENCE]
    assert not any(re.match(r"\W*\d", document.text[p.start : p.end]) for p in printed)
    assert [reference.number for reference in document.references] == [1, 2, 3, 4, 5, 6]
    assert document.references[3].authors == ("Ockenden M", "Penhallow G")


@pytest.mark.parametrize("name", ["review-tissue-repair", "nerve-prose", "vessel-growth"])
def test_abbreviations_are_listed(name: str, documents: dict[str, Document]) -> None:
    document = documents[name]
    listed = [document.text[p.start : p.end] for p in document.passages if p.kind is PassageKind.ABBREVIATION]
    assert len(listed) >= 4
    assert any(re.match(r"(?:BM-MSC|EPC)\W+(?:bone marrow|endothelial progenitor)", line) for line in listed)


def test_the_network_of_the_gold_is_worth_looking_at(bound: dict[str, Marks]) -> None:
    concepts: dict[str, set[str]] = defaultdict(set)
    statements: dict[tuple[RelationType, str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    flags: Counter[str] = Counter()
    kinds: Counter[RelationType] = Counter()
    for name, marks in bound.items():
        for entity in marks.entities:
            concepts[entity.node].add(name)
        flags.update("speculative" for link in marks.links if link.speculative)
        flags.update("cross_sentence" for link in marks.links if link.cross_sentence)
        for _, kind, polarity, head, tail in arguments(marks):
            kinds[kind] += 1
            statements[kind, head.node, tail.node][SIGN[polarity]].add(name)
    shared = [key for key, texts in concepts.items() if len(texts) > 1]
    agreed = [key for key, by_sign in statements.items() if any(len(texts) > 1 for texts in by_sign.values())]
    disputed = [key for key, by_sign in statements.items() if by_sign[1] and by_sign[-1]]
    assert len(concepts) >= 80
    assert len(shared) >= 40
    assert len(agreed) >= 40
    assert len(disputed) >= 8
    assert set(kinds) == set(RelationType)
    assert min(kinds.values()) >= 15
    assert flags["speculative"] >= 15
    assert flags["cross_sentence"] >= 15
