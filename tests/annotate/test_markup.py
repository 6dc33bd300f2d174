"""The mark-up parser is strict."""

import pytest

from tests.annotate.markup import Mark, MarkupError, parse


def test_nested_marks_and_concepts():
    text, marks = parse("[[iPSC|CELL_TYPE]-derived [MSCs|CELL_TYPE]|CELL_TYPE] with [miR-21|MIRNA|mirna:mir-21].")
    assert text == "iPSC-derived MSCs with miR-21."
    assert marks == [
        Mark(0, 17, "CELL_TYPE"),
        Mark(0, 4, "CELL_TYPE"),
        Mark(13, 17, "CELL_TYPE"),
        Mark(23, 29, "MIRNA", "mirna:mir-21"),
    ]


def test_escapes_are_plain_characters():
    assert parse(r"as in \[33\] and a\|b") == ("as in [33] and a|b", [])


@pytest.mark.parametrize(
    "broken",
    ["[MSC|CELL_TYPE", "MSC|CELL_TYPE]", "[MSC]", "[MSC|CELL]", "[|MARKER]", "[MSC |CELL_TYPE]", "MSC]", "[MSC"],
)
def test_malformed_markup_is_refused(broken):
    with pytest.raises(MarkupError):
        parse(broken)
