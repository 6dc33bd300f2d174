"""Speculation: modal verbs, aims and questions, and the reports that are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SPECULATIVE = [
    "[MSC|C]-EVs may raise [IL-10|M].",
    "[MSC|C]-EVs might possibly raise [IL-10|M].",
    "To determine whether [MSC|C]-EVs raise [IL-10|M], rats were bred.",
    "We hypothesized that [MSC|C]-EVs raise [IL-10|M].",
    "We aimed to explore how [MSC|C]-EVs raise [IL-10|M].",
    "The effect of [MSC|C]-EVs on [T cells|C] was investigated.",
    "We examined the effect of [MSC|C]-EVs on [T cells|C].",
    "It is unclear how [MSC|C]-EVs raise [IL-10|M].",
]
STATED = [
    "[MSC|C]-EVs raise [IL-10|M].",
    "To test this, rats were bred, and we found that [MSC|C]-EVs raise [IL-10|M].",
    "[MSC|C]-EVs raise [IL-10|M], and whether [leptin|M] matters is open.",
    "Our study revealed that [MSC|C]-EVs raise [IL-10|M].",
]


@pytest.mark.parametrize("marked", SPECULATIVE)
def test_speculative(marked: str, relations: Callable[[str], list[str]]) -> None:
    found = relations(marked)
    assert len(found) == 1
    assert found[0].endswith(" spec")


@pytest.mark.parametrize("marked", STATED)
def test_stated(marked: str, relations: Callable[[str], list[str]]) -> None:
    assert relations(marked) == ["REGULATES MSC > IL-10 activates"]
