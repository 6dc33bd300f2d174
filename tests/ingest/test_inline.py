"""Words and citation marks inside a JATS block."""

from __future__ import annotations

import pytest

from pipeline.ingest.inline import render
from pipeline.ingest.xml import parse_xml

IDS = {f"r{n}": (n,) for n in range(1, 10)}


def x(n: int, words: str | None = None) -> str:
    return f'<xref ref-type="bibr" rid="r{n}">{n if words is None else words}</xref>'


@pytest.mark.parametrize(
    ("inside", "text", "marks"),
    [
        (f"Seen [{x(1)}].", "Seen [1].", [("[1]", (1,))]),
        (f"Seen [{x(1)}, {x(3)}].", "Seen [1, 3].", [("[1, 3]", (1, 3))]),
        (f"Seen [{x(1)}–{x(4)}].", "Seen [1–4].", [("[1–4]", (1, 2, 3, 4))]),
        (f"Seen<sup>{x(2)},{x(5)}</sup>.", "Seen [2,5].", [("[2,5]", (2, 5))]),
        (
            f"Seen{x(2, '<sup>2</sup>')}<sup>–</sup>{x(4, '<sup>4</sup>')} so",
            "Seen [2]– [4] so",
            [("[2]– [4]", (2, 3, 4))],
        ),
        (
            f"Kim ({x(2, 'Kim 2001')}) and {x(3, 'Li 2002')}",
            "Kim (Kim 2001) and Li 2002",
            [("(Kim 2001)", (2,)), ("Li 2002", (3,))],
        ),
        ("10<sup>6</sup> H<sub>2</sub>O CD4<sup>+</sup>", "106 H2O CD4+", []),
        ("a<break/>b <!-- c --> <inline-graphic>d</inline-graphic>e", "a b e", []),
        ('<xref ref-type="bibr" rid="gone">9</xref> x', "9 x", []),
    ],
)
def test_marks(inside: str, text: str, marks: list[tuple[str, tuple[int, ...]]]) -> None:
    found = render(parse_xml(f"<p>{inside}</p>".encode(), "a.xml"), IDS, list(range(1, 10)))
    assert found.text == text
    assert [(found.text[a:b], numbers) for a, b, numbers in found.marks] == marks
