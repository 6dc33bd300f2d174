"""Reads the tables of models/patterns that ingestion goes by: headings, furniture lines, field names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.core.errors import PatternError
from pipeline.core.records import Section
from pipeline.core.settings import ROOT

#: where the tables stand
PATTERNS = ROOT / "models" / "patterns"


@dataclass(frozen=True, slots=True)
class HeadingRule:
    """Words that open a section when they stand as a heading (``inline``: also at the head of a paragraph)."""

    section: Section
    match: str
    words: str
    inline: bool
    example: str


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """A pattern of lines that are no part of what an article says."""

    name: str
    pattern: re.Pattern[str]
    example: str
    counter: str


def rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Rows of a tab-separated table whose first line that is no comment names the columns.

    Parameters
    ----------
    path
        The table.
    columns
        The names that its head has to print, in order.

    Raises
    ------
    PatternError
        The table is missing, its head differs, or a row has another number of cells.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise PatternError(
            f"the table cannot be read ({error.strerror})", where=str(path), remedy="restore it from the repository"
        ) from error
    found: list[tuple[str, ...]] = []
    head_seen = False
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("# "):
            continue
        cells = tuple(line.split("\t"))
        if not head_seen:
            head_seen = True
            if cells != columns:
                raise PatternError(f"the columns are {cells}, expected {columns}", where=f"{path}:{number}")
            continue
        if len(cells) != len(columns):
            raise PatternError(f"{len(cells)} cells where {len(columns)} belong", where=f"{path}:{number}")
        found.append(cells)
    return found


@lru_cache(maxsize=4)
def heading_rules(folder: Path = PATTERNS) -> tuple[HeadingRule, ...]:
    """The heading table, checked.

    Raises
    ------
    PatternError
        A section or match that is not in the inventory.
    """
    path = folder / "sections.tsv"
    rules = []
    for section, match, words, mark, example in rows(path, ("section", "match", "words", "mark", "example")):
        if match not in ("exact", "prefix") or mark not in ("", "inline") or section not in set(Section):
            raise PatternError(
                f"the row of {words!r} has section {section!r}, match {match!r}, mark {mark!r}",
                where=str(path),
                remedy="a section of the inventory, match exact or prefix, mark inline or nothing",
            )
        rules.append(HeadingRule(Section(section), match, words, mark == "inline", example))
    return tuple(rules)


@lru_cache(maxsize=4)
def furniture_rules(folder: Path = PATTERNS) -> tuple[FurnitureRule, ...]:
    """The furniture table, compiled.

    Raises
    ------
    PatternError
        A pattern that is no regular expression.
    """
    path = folder / "furniture.tsv"
    rules = []
    for name, pattern, example, counter in rows(path, ("class", "pattern", "example", "counter")):
        try:
            compiled = re.compile(pattern, 0 if name == "journal" else re.IGNORECASE)
        except re.error as error:
            raise PatternError(f"{pattern!r} is no regular expression ({error})", where=str(path)) from error
        rules.append(FurnitureRule(name, compiled, example, counter))
    return tuple(rules)


@lru_cache(maxsize=4)
def field_names(folder: Path = PATTERNS) -> dict[str, tuple[str, ...]]:
    """For each field of a record the names that collections give it, the likeliest first.

    Examples
    --------
    >>> "abstractnote" in field_names()["abstract"]
    True
    """
    names: dict[str, tuple[str, ...]] = {}
    for field, name, _ in rows(folder / "fields.tsv", ("field", "name", "example")):
        names[field] = (*names.get(field, ()), name)
    return names


def furniture(line: str) -> str:
    """The class of furniture that a line (blanks collapsed) is, ``""`` where it is none.

    Examples
    --------
    >>> furniture("Page 3 of 17"), furniture("Vesicles carry RNA.")
    ('page number', '')
    """
    head = line[:600]
    for rule in furniture_rules():
        if rule.pattern.search(head):
            return rule.name
    return ""
