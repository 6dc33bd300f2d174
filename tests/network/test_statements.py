"""Statements: gathering, sides, belief, whole sentences, studies."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import NetworkError
from pipeline.core.records import Evidence, Reading, RelationType, Section, Statement
from pipeline.network.precision import PRIOR, load_precision
from pipeline.network.statements import GENERAL, MOST, belief, build_statements, evidence_belief, units


def piece(
    polarity: str | None = "present",
    studies: tuple[str, ...] = (),
    confidence: float = 0.8,
    document: str = "d1",
    speculative: bool = False,
    primary: bool = True,
    rule: str = "rule",
) -> Evidence:
    return Evidence(
        "r", document, polarity, speculative, False, 0, 1, "", Section.BODY, studies, rule, confidence, primary=primary
    )


def by_id(readings: list[Reading]) -> dict[str, Statement]:
    return {statement.id: statement for statement in build_statements(readings)}


def test_two_reviews_of_one_study_make_one_statement_that_is_believed_as_one(readings: list[Reading]) -> None:
    statement = by_id(readings)["CARRIES:CL:0000134>mirna:mir-21"]
    assert (statement.documents, statement.studies) == (2, 1)
    assert [one.polarity for one in statement.supporting] == ["present", "enriched"]
    assert statement.belief == pytest.approx(0.8)


def test_what_two_studies_say_against_each_other_is_kept_apart(readings: list[Reading]) -> None:
    statement = by_id(readings)["TARGETS:mirna:mir-21>HGNC:9588"]
    assert [one.polarity for one in (*statement.supporting, *statement.opposing)] == ["activates", "inhibits"]
    assert statement.belief == pytest.approx(0.8 * (1 - 0.8))
    assert statement.studies == 2


def test_the_more_believed_side_names_the_polarity(make: ModuleType) -> None:
    def saying(name: str, polarity: str) -> Reading:
        said = make.Said("Vesicles of [MSC] and [PTEN].", [("REGULATES", "MSC", "PTEN", polarity)])
        return make.reading(name, [make.Part([said])])

    (statement,) = build_statements([saying("a", "activates"), saying("b", "inhibits"), saying("c", "inhibits")])
    assert statement.polarity == "inhibits"
    assert (len(statement.supporting), len(statement.opposing)) == (2, 1)
    assert statement.belief == pytest.approx((1 - 0.2**2) * 0.2)


def test_unsigned_evidence_supports_and_leaves_the_sign_alone(make: ModuleType) -> None:
    parts = [
        make.Part([make.Said(f"[MSC] and the [Nrf2 pathway] ({n}).", [("MODULATES", "MSC", "Nrf2 pathway", polarity)])])
        for n, polarity in ((1, "unspecified"), (2, "inhibits"), (1, "unspecified"))
    ]
    (statement,) = build_statements([make.reading("a", parts, make.REFERENCES)])
    assert statement.polarity == "inhibits"
    assert len(statement.supporting) == 3
    assert statement.belief == pytest.approx(1 - (1 - 0.8) * (1 - 0.4))


def test_evidence_is_the_whole_sentence_and_a_row_of_a_table(readings: list[Reading]) -> None:
    found = by_id(readings)
    (sentence,) = found["ACTS_ON:CL:0000134>CL:0000057"].supporting
    assert sentence.text == "The iPSC-derived MSC helped fibroblasts to move."
    (row,) = found["EXPRESSES:CL:0002322>HGNC:1692"].supporting
    assert row.text == "hESC\tCD9, CD63\twound"
    assert row.section is Section.TABLE


def test_a_narrow_span_is_widened_to_its_sentences(readings: list[Reading]) -> None:
    first = readings[0]
    relation = first.relations[0]
    narrow = replace(relation, evidence_start=relation.evidence_start + 5, evidence_end=relation.evidence_start + 9)
    across = replace(relation, evidence_start=relation.evidence_end - 3, evidence_end=relation.evidence_end + 5)
    nothing = replace(relation, evidence_start=0, evidence_end=0)
    texts = []
    for changed in (narrow, across, nothing):
        (statement,) = build_statements([replace(first, relations=(changed,))])
        texts.append(statement.supporting[0].text)
    one = "Vesicles of MSC are rich in miR-21 (1)."
    assert texts == [one, f"{one} There miR-21 silences PTEN (1).", one]


def test_the_marks_of_head_and_tail_stand_on_the_names(readings: list[Reading]) -> None:
    texts = {reading.document.id: reading.document.text for reading in readings}
    (evidence,) = by_id(readings)["REGULATES:nil:CELL_TYPE:tenocyte-like cells>HGNC:12680"].supporting
    text = texts[evidence.document]
    assert text[evidence.head_start : evidence.head_end] == "tenocyte-like cells"
    assert text[evidence.tail_start : evidence.tail_end] == "VEGF"


def test_a_relation_on_an_unknown_mention_is_an_error_that_names_both(readings: list[Reading]) -> None:
    broken = replace(readings[0], annotation=replace(readings[0].annotation, mentions=()))
    with pytest.raises(NetworkError, match=r"names the mention .*MIRNA|names the mention .*CELL_TYPE"):
        build_statements([broken])


def test_the_order_of_the_readings_does_not_matter(readings: list[Reading]) -> None:
    assert build_statements(readings) == build_statements(readings[::-1])


def test_every_relation_is_evidence_of_exactly_one_statement(readings: list[Reading]) -> None:
    told = sorted(
        one.relation for statement in build_statements(readings) for one in (*statement.supporting, *statement.opposing)
    )
    assert told == sorted(relation.id for reading in readings for relation in reading.relations)


def test_member_of_has_no_polarity(readings: list[Reading]) -> None:
    members = [s for s in build_statements(readings) if s.type is RelationType.MEMBER_OF]
    assert [statement.polarity for statement in members] == [None] * 3


def test_speculation_halves_and_nothing_is_certain() -> None:
    assert evidence_belief(piece(confidence=1.0)) == MOST
    assert evidence_belief(piece(confidence=0.6, speculative=True)) == pytest.approx(0.3)


def test_evidence_that_shares_a_study_by_way_of_a_third_is_one_unit() -> None:
    chain = [piece(studies=("a",)), piece(studies=("b",)), piece(studies=("a", "b"), confidence=0.5)]
    assert belief(chain) == pytest.approx(0.8)
    assert belief(chain[:2]) == pytest.approx(0.96)


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=8))
def test_units_are_what_hangs_together_by_studies(reported: list[set[str]]) -> None:
    groups: list[set[str]] = []
    for some in reported:
        met = [group for group in groups if group & some]
        groups = [group for group in groups if not group & some] + [some.union(*met)]
    found = units(piece(studies=tuple(sorted(some)), document=f"d{at}") for at, some in enumerate(reported))
    assert sorted(unit.sources for unit in found) == sorted(tuple(sorted(group)) for group in groups)


def test_without_citations_a_document_is_one_unit() -> None:
    assert belief([piece(), piece()]) == pytest.approx(0.8)
    assert belief([piece(), piece(document="d2")]) == pytest.approx(0.96)


pieces = st.lists(
    st.builds(
        piece,
        polarity=st.sampled_from(["present", "unspecified"]),
        studies=st.lists(st.sampled_from("abcd"), max_size=2, unique=True).map(tuple),
        confidence=st.floats(0, 1),
        document=st.sampled_from(["d1", "d2"]),
        speculative=st.booleans(),
    ),
    max_size=8,
)


@given(pieces, st.randoms())
def test_belief_is_a_probability_whatever_the_order(evidence: list[Evidence], random: object) -> None:
    value = belief(evidence)
    assert 0 <= value < 1
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert belief(shuffled) == pytest.approx(value)
    assert belief(evidence, signed=True) <= value + 1e-12


@given(pieces)
def test_evidence_from_a_new_study_never_lowers_belief(evidence: list[Evidence]) -> None:
    assert belief([*evidence, piece(studies=("new",))]) >= belief(evidence) - 1e-12


def test_general_knowledge_counts_once_a_document_and_less() -> None:
    general = [piece(studies=("doi:a",), primary=False), piece(studies=("doi:b",), primary=False)]
    assert belief(general) == pytest.approx(0.8 * GENERAL)
    reported = [piece(studies=("doi:a",)), piece(studies=("doi:b",))]
    assert belief(reported) == pytest.approx(1 - 0.2**2)
    assert belief([*reported, *general]) == pytest.approx(1 - 0.2**2 * (1 - 0.8 * GENERAL))


def test_one_study_in_two_reviews_counts_once_whoever_reports_it() -> None:
    twice = [piece(studies=("doi:a",), document="d1"), piece(studies=("doi:a",), document="d2")]
    assert belief(twice) == pytest.approx(0.8)


def test_the_measured_precision_of_a_rule_tells_how_far_it_is_believed() -> None:
    table = load_precision()
    best = max(table, key=lambda rule: (table[rule][1], -table[rule][0]))
    found, right = table[best]
    expected = min(MOST, (right + PRIOR * 0.5) / (found + PRIOR))
    assert evidence_belief(piece(confidence=0.5, rule=best)) == pytest.approx(expected)


def test_only_reported_studies_are_counted(make: ModuleType) -> None:
    def saying(name: str, primary: bool) -> Reading:
        relation = ("REGULATES", "MSC", "PTEN", "inhibits", {"primary": primary})
        return make.reading(
            name, [make.Part([make.Said("Vesicles of [MSC] and [PTEN] (1).", [relation])])], make.REFERENCES
        )

    (statement,) = build_statements([saying("a", True), saying("b", False)])
    assert (statement.documents, statement.studies) == (2, 1)
    (alone,) = build_statements([saying("b", False)])
    assert alone.studies == 0
