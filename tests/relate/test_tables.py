"""Invented tables of many shapes, printed in seven ways, from the file to the relations."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotate import Annotator
from pipeline.core.records import Document, Relation, RelationType
from pipeline.core.settings import Settings
from pipeline.ingest import discover, read
from pipeline.relate import Relater
from tests.relate.printing import WAYS

TABLES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "tables.toml").read_text(encoding="utf-8")
)["table"]
#: tables behind these are printed in one way each
IN_ALL_WAYS = 38


def said(relation: Relation, document: Document) -> str:
    """A relation as the gold of the tables writes it; blanks and line breaks in a name count as one blank."""
    places = [tuple(map(int, m.split(":")[1].split("-"))) for m in (relation.head, relation.tail)]
    head, tail = (" ".join(document.text[start:end].split()) for start, end in places)
    return " ".join([relation.type.value, head, ">", tail, *([relation.polarity] if relation.polarity else [])])


@pytest.fixture(scope="session")
def found(relater: Relater, tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Any], str], list[str]]:
    """What is read from a table that is printed in one way, by all stages."""
    settings = Settings()
    annotator = Annotator.load(settings.annotate)
    folder = tmp_path_factory.mktemp("tables")

    def run(table: dict[str, Any], way: str) -> list[str]:
        suffix, printer = WAYS[way]
        path = folder / f"{way.replace(' ', '-')}-{TABLES.index(table)}{suffix}"
        printed = printer(table)
        path.write_bytes(printed if isinstance(printed, bytes) else printed.encode())
        document = read(discover([path], settings.ingest).sources[0], settings.ingest)
        relations = relater.relate(document, annotator.annotate(document))
        return sorted(said(r, document) for r in relations if r.type is not RelationType.MEMBER_OF)

    return run


def printed(number: int) -> list[str]:
    """In which ways a table is printed here; ``python tests/benchmarks/tables.py`` prints each in all of them."""
    if number >= IN_ALL_WAYS:
        return [[*WAYS][number % len(WAYS)]]
    marked = ("tabs", "pipes", "html", "jats")[number % 4]
    pages = ("pdf with rules", "pdf with few rules")[number // 4 % 2]
    return ["shifted", marked, *([pages] if number % 4 == 3 else [])]


CASES = [(table, way) for number, table in enumerate(TABLES) for way in printed(number)]


@pytest.mark.parametrize(("table", "way"), CASES, ids=[f"{table['id']} / {way}" for table, way in CASES])
def test_table(table: dict[str, Any], way: str, found: Callable[[dict[str, Any], str], list[str]]) -> None:
    assert found(table, way) == sorted(table["gold"])
