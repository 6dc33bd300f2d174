"""The tables that ingestion goes by: every entry is tried on its own example."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import PatternError
from pipeline.core.records import Section
from pipeline.ingest.patterns import PATTERNS, field_names, furniture, furniture_rules, heading_rules, rows
from pipeline.ingest.sections import inline_section, known_section


@pytest.mark.parametrize("rule", heading_rules(), ids=lambda rule: rule.words)
def test_each_heading_opens_its_section(rule) -> None:
    assert known_section(rule.example) is rule.section
    assert known_section(rule.example.upper()) is rule.section
    assert known_section(f"3.2 {rule.example.split('. ')[-1]}:") is rule.section
    if rule.inline:
        found = inline_section(f"{rule.words.capitalize()}: Nothing to tell of here.")
        assert found is not None
        assert found[0] is rule.section


@pytest.mark.parametrize("rule", furniture_rules(), ids=lambda rule: f"{rule.name}: {rule.example[:30]}")
def test_each_furniture_pattern_finds_its_example_and_leaves_its_counter_example(rule) -> None:
    assert rule.pattern.search(rule.example)
    assert furniture(rule.example)
    assert not furniture(rule.counter), f"{rule.counter!r} is text"


def test_running_text_is_no_furniture() -> None:
    for sentence in (
        "Published work on vesicles has grown since 2010 and covers many cells.",
        "This review summarises what is known of uptake.",
        "Rivera et al. [3] found more CD63 on the vesicles of old cells.",
        "Department stores do not sell cells.",
        "Received wisdom has it that vesicles are waste.",
    ):
        assert not furniture(sentence), sentence


@pytest.mark.parametrize(
    ("field", "name", "example"),
    rows(PATTERNS / "fields.tsv", ("field", "name", "example")),
    ids=lambda cell: str(cell),
)
def test_each_column_name_is_known_by_its_example(field: str, name: str, example: str) -> None:
    assert "".join(c for c in example.lower() if c.isalnum()) == name
    assert name in field_names()[field]
    assert [f for f, names in field_names().items() if name in names] == [field]


def test_every_section_but_those_without_heading_has_rules() -> None:
    without = {Section.TITLE, Section.BODY, Section.TABLE, Section.FRONT_MATTER}
    assert {rule.section for rule in heading_rules()} == set(Section) - without


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("sections.tsv", "section\tmatch\twords\tmark\texample\nnowhere\texact\ta\t\tA\n", "nowhere"),
        ("sections.tsv", "section\tmatch\twords\tmark\n", "columns"),
        ("sections.tsv", "section\tmatch\twords\tmark\texample\nresults\texact\n", "2 cells"),
        ("furniture.tsv", "class\tpattern\texample\tcounter\nx\t(\ta\tb\n", "regular expression"),
    ],
)
def test_a_malformed_table_is_told(tmp_path: Path, name: str, text: str, words: str) -> None:
    folder = write(tmp_path, name, text)
    with pytest.raises(PatternError, match=words):
        (heading_rules if name == "sections.tsv" else furniture_rules)(folder)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="cannot be read"):
        rows(tmp_path / "none.tsv", ("a",))
