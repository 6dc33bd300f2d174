"""Records: what spans, documents and relations say of themselves."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core import annotation, document, records, scheme, statement
from pipeline.core.records import (
    ARGUMENTS,
    POLARITIES,
    SIGN,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Reference,
    Relation,
    RelationType,
    Section,
    Span,
)


def test_every_relation_type_has_arguments_and_polarities_with_a_sign() -> None:
    assert set(ARGUMENTS) == set(POLARITIES) == set(RelationType)
    assert {polarity for allowed in POLARITIES.values() for polarity in allowed} == set(SIGN)


@given(st.integers(0, 50), st.integers(1, 20), st.integers(0, 50), st.integers(1, 20))
def test_spans_overlap_where_they_share_a_code_point(a: int, m: int, b: int, n: int) -> None:
    one, other = Span(a, a + m), Span(b, b + n)
    shared = set(range(a, a + m)) & set(range(b, b + n))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert one.contains(other) == (set(range(b, b + n)) <= set(range(a, a + m)))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=8), st.integers(-1, 70))
def test_passage_at_agrees_with_a_plain_search(gaps: list[tuple[int, int]], offset: int) -> None:
    passages, end = [], 0
    for index, (gap, length) in enumerate(gaps):
        start = end + gap
        end = start + length
        passages.append(Passage(index, Section.BODY, PassageKind.PARAGRAPH, start, end))
    document = Document("d1", "a.txt", "txt", "00", "x" * end, passages=tuple(passages))
    expected = next((passage for passage in passages if passage.start <= offset < passage.end), None)
    assert document.passage_at(offset) == expected


def test_identifiers_come_from_content() -> None:
    mention = Mention("d1", EntityType.MIRNA, 4, 10, "miR-21", "mirna:mir-21")
    assert mention.id == "d1:4-10:MIRNA"
    assert mention.node == "mirna:mir-21"
    relation = Relation("d1", RelationType.TARGETS, mention.id, "d1:20-24:MARKER", "inhibits")
    assert relation.id == "d1:TARGETS:inhibits:4-10>20-24"


def test_a_mention_without_a_concept_counts_by_its_normal_form() -> None:
    first = Mention("d1", EntityType.MARKER, 0, 4, "Foo  X")
    second = Mention("d2", EntityType.MARKER, 9, 13, "foo x")
    assert first.node == second.node == "nil:MARKER:foo x"


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        (Reference(1, "x", doi="10.5555/ABC", pmid="7"), "doi:10.5555/abc"),
        (Reference(1, "x", pmid="7"), "pmid:7"),
        (Reference(1, "x", pmcid="pmc9"), "pmcid:PMC9"),
        (Reference(1, "x", title="Vesicles, again!"), "title:vesiclesagain"),
        (Reference(1, "A. Vesicles."), "title:avesicles"),
    ],
)
def test_a_study_is_known_by_its_best_identifier(reference: Reference, key: str) -> None:
    assert reference.key == key


def test_no_record_can_be_changed() -> None:
    found = [one for one in (getattr(records, name) for name in records.__all__) if is_dataclass(one)]
    assert {Span, Document, Mention, Relation} <= set(found)
    for one in found:
        assert one.__dataclass_params__.frozen, one  # type: ignore[union-attr]
        assert hasattr(one, "__slots__"), one
    with pytest.raises(FrozenInstanceError):
        Span(1, 2).start = 3  # type: ignore[misc]


def test_every_record_is_imported_from_one_place() -> None:
    defined = {
        name
        for module in (annotation, document, scheme, statement)
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (getattr(value, "__module__", None) == module.__name__ or (name.isupper() and not callable(value)))
    }
    assert defined == set(records.__all__)
