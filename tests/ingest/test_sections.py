"""Headings by their looks and by the table."""

from __future__ import annotations

import pytest

from pipeline.core.records import Section
from pipeline.ingest.sections import heading_level, heading_like, inline_section, is_prose, keywords_at, known_section


@pytest.mark.parametrize(
    "line",
    [
        "Uptake by endothelial cells",
        "2.1. Cargo of vesicles",
        "miR-21 in repair",
        "IV. Markers",
        "iPSC lines",
        "**Cargo**",
    ],
)
def test_headings_look_like_headings(line: str) -> None:
    assert heading_like(line)


@pytest.mark.parametrize(
    "line",
    [
        "It was found that they are taken up.",
        "cells of the marrow and",
        "The vesicles were taken up by the",
        "12 345 678 90",
        "1998",
        "in vivo",
        "",
        "A line that goes on and on, with more words than any heading would have, and then some more of them",
    ],
)
def test_other_lines_do_not(line: str) -> None:
    assert not heading_like(line)


def test_a_long_line_is_no_known_heading() -> None:
    assert known_section("Results " + "of the study " * 20) is None
    assert (
        known_section("Limitations of what we know of vesicles that come from cells of the bone marrow today") is None
    )


def test_inline_headings_need_a_mark_behind_them() -> None:
    assert inline_section("Funding was short in all of the years.") is None
    assert inline_section("Conflicts of Interest: none.") == (Section.BACK_MATTER, 22)
    assert inline_section("**Funding** — A grant.")[0] is Section.BACK_MATTER  # type: ignore[index]
    assert inline_section("Abbreviations: MSC, a cell")[0] is Section.ABBREVIATIONS  # type: ignore[index]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Keywords: a; b", "a; b"),
        ("KEYWORDS a, b", "a, b"),
        ("Key words: Vesicle", "Vesicle"),
        ("Index terms— Cells", "Cells"),
    ],
)
def test_keyword_lines(line: str, words: str) -> None:
    assert line[keywords_at(line) :].strip() == words


def test_levels() -> None:
    assert [heading_level(h) for h in ("3 Results", "3.1.2 Uptake", "A. Uptake", "Uptake")] == [1, 3, 2, 0]


def test_prose_is_told_from_lists_of_names() -> None:
    assert not is_prose("Ana Rivera 1, Jo Kim 2, Wei Li 1 and Maria Silva 3")
    assert is_prose("They were kept in the dark for two days and then counted.")
