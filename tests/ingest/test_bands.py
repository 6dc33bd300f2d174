"""Pages with a margin or three columns on a part of their height."""

from __future__ import annotations

from pipeline.ingest.bands import read_bands, strict_gutter
from pipeline.ingest.layout import Word


def block(x: float, top: float, lines: int, each: int, name: str) -> list[Word]:
    return [
        Word(f"{name}{line}", x + 30 * place, top + 12 * line, x + 30 * place + 28, top + 12 * line + 9, 9)
        for line in range(lines)
        for place in range(each)
    ]


def test_three_columns_below_one() -> None:
    words = block(50, 50, 8, 16, "body")
    for column, x in enumerate((50, 220, 390)):
        words += block(x, 200, 10, 5, f"c{column}-")
    names = [line.words[0].text for line in read_bands(words, None)]
    wanted = [f"body{n}" for n in range(8)] + [f"c{c}-{n}" for c in range(3) for n in range(10)]
    assert names == wanted
    assert sorted({line.column for line in read_bands(words, None)}) == [0, 1, 2]


def test_a_margin_is_read_apart() -> None:
    words = block(50, 100, 10, 4, "margin") + block(190, 100, 12, 12, "text")
    names = [line.words[0].text for line in read_bands(words, (290.0, 302.0))]
    assert names == [f"margin{n}" for n in range(10)] + [f"text{n}" for n in range(12)]


def test_no_gutter_where_a_side_is_a_list_of_numbers() -> None:
    words = [Word(str(n), 50, 12 * n, 55, 12 * n + 9, 9) for n in range(10)] + block(80, 0, 10, 14, "text")
    assert strict_gutter(words) is None
    assert strict_gutter(words[:5]) is None
