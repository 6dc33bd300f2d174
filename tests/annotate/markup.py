"""Marked-up sentences as test cases: ``[[iPSC|CELL_TYPE]-derived [MSCs|CELL_TYPE]|CELL_TYPE] carry [miR-21|MIRNA]``.

A mark is ``[words|TYPE]`` or ``[words|TYPE|concept]``; marks nest. ``\\[`` and ``\\|`` stand for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPES = frozenset({"CELL_TYPE", "MARKER", "MIRNA", "PATHWAY"})


class MarkupError(ValueError):
    """The mark-up is malformed."""


@dataclass(frozen=True, order=True)
class Mark:
    start: int
    end: int
    type: str
    concept: str | None = None


def parse(marked: str) -> tuple[str, list[Mark]]:
    """The plain text and its marks, outer before inner, in text order.

    Raises
    ------
    MarkupError
        A bracket is not closed or not opened, a mark has no type or one that does not exist, or holds no words.
    """
    text: list[str] = []
    marks: list[Mark] = []
    opened: list[int] = []
    position = 0
    while position < len(marked):
        char = marked[position]
        if char == "\\" and position + 1 < len(marked) and marked[position + 1] in "[]|\\":
            text.append(marked[position + 1])
            position += 2
            continue
        if char == "[":
            opened.append(len(text))
        elif char == "]":
            raise MarkupError(f"a bracket closes at {position} without a type: {marked!r}")
        elif char == "|":
            close = marked.find("]", position)
            if not opened or close < 0:
                raise MarkupError(f"a type at {position} belongs to no mark: {marked!r}")
            type_, _, concept = marked[position + 1 : close].partition("|")
            start = opened.pop()
            if type_ not in TYPES:
                raise MarkupError(f"{type_!r} is no type; allowed are {sorted(TYPES)}: {marked!r}")
            words = "".join(text[start:])
            if not words or words != words.strip():
                raise MarkupError(f"the mark {words!r} is empty or has blanks at its ends: {marked!r}")
            marks.append(Mark(start, len(text), type_, concept or None))
            position = close
        else:
            text.append(char)
        position += 1
    if opened:
        raise MarkupError(f"a bracket is not closed: {marked!r}")
    return "".join(text), sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.type))
