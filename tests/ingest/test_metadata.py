"""What a text prints of itself."""

from __future__ import annotations

import pytest

from pipeline.ingest.metadata import find_identifiers, find_licence, find_year


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International", "CC BY-NC-ND 4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/", "CC BY-NC-SA 3.0"),
        ("licensed CC BY-NC 4.0", "CC BY-NC 4.0"),
        ("the Creative Commons Attribution License, which permits use", "CC BY"),
        ("CC0 1.0", "CC0"),
        ("CC BY-SA", "CC BY-SA"),
        ("/by-nd/4.0/", "CC BY-ND 4.0"),
        ("All rights reserved.", ""),
    ],
)
def test_licences(text: str, name: str) -> None:
    assert find_licence(text) == name


@pytest.mark.parametrize(
    ("parts", "year"),
    [
        (["Accepted: 2 May 2019", "© 2020 The Authors"], 2020),
        (["Accepted: 2 May 2019"], 2019),
        (["StatePublished - 1 Apr 2023"], 2023),
        (["Rivera et al. J Vesicles (2018) 9:3"], 2018),
        (["In 1999 it was seen."], None),
    ],
)
def test_years(parts: list[str], year: int | None) -> None:
    assert find_year(parts) == year


def test_identifiers_come_from_the_first_part_that_has_them() -> None:
    parts = ["doi: 10.1000/a", "PMID: 1234567", "https://doi.org/10.1000/b PMCID: PMC123456"]
    assert find_identifiers(parts) == ("10.1000/a", "1234567", "PMC123456")
