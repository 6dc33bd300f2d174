"""Findings in words."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.records import NESTING, POLARITIES, RelationType
from pipeline.report.data import ReportData
from pipeline.report.findings import VERBS, basis, hubs, strongest


def test_every_type_and_polarity_has_a_verb() -> None:
    assert set(VERBS) == {(kind, polarity) for kind in RelationType for polarity in POLARITIES[kind]}


def test_the_strongest_come_first_and_names_within_names_and_guesses_not_at_all(data: ReportData) -> None:
    found = strongest(data.graph, data.statements)
    assert found[0].id == "CARRIES:CL:0000134>mirna:mir-21"
    assert not {one.type for one in found} & {RelationType.MEMBER_OF}
    assert "MODULATES:CL:0000134>pathway:PTEN/AKT" not in {one.id for one in found}
    assert sum(one.head == "CL:0000134" for one in found) <= 4
    assert len(strongest(data.graph, data.statements, 3)) == 3


def test_what_a_name_says_by_itself_is_no_finding(data: ReportData) -> None:
    first = strongest(data.graph, data.statements)[0]
    by_name = replace(first, supporting=tuple(replace(one, rule=NESTING) for one in first.supporting))
    both = replace(first, supporting=(*by_name.supporting, first.supporting[0]))
    others = [one for one in data.statements if one.id != first.id]
    assert first.id not in {one.id for one in strongest(data.graph, [by_name, *others])}
    assert first.id in {one.id for one in strongest(data.graph, [both, *others])}


def test_what_a_finding_rests_on_is_told_with_what_speaks_against_it(data: ReportData) -> None:
    told = {one.id: basis(one, 2) for one in data.statements}
    assert told["TARGETS:mirna:mir-21>HGNC:9588"] == (
        "2 sentences in 2 documents, 2 primary studies cited, 1 piece of evidence against it"
    )
    assert told["CARRIES:CL:0000134>mirna:mir-21"] == "2 sentences in 2 documents, 1 primary study cited"


def test_hubs_are_the_strongest_of_their_type(data: ReportData) -> None:
    found = hubs(data.graph, ["CELL_TYPE", "MIRNA"], limit=2)
    assert found["CELL_TYPE"][0] == "CL:0000134"
    assert found["MIRNA"] == ["mirna:mir-21", "mirna:let-7b"]
