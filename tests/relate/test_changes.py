"""Changes told without who made them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES: list[tuple[str, list[str]]] = [
    (
        "The [BMSC|C]-Exo group had lower [IL-6|M] and higher [IL-10|M] levels.",
        ["REGULATES BMSC > IL-10 activates", "REGULATES BMSC > IL-6 inhibits"],
    ),
    ("The [BMSC|C]-Exo group had rest, and lower [IL-6|M] was not seen.", []),
]


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(marked: str, expected: list[str], relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == expected
