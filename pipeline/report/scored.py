"""Scores and errors as the page carries them: plain values, each error at its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from pipeline.core.records import Reading
from pipeline.network.attributes import clean


def error_of(row: Mapping[str, Any], readings: Sequence[Reading], offsets: dict[str, Callable[[int], int]]) -> Any:
    """An error's row; with the place in UTF-16 units where the row names a document that was read."""
    found = plain(row)
    named = row.get("document", row.get("source"))
    for number, reading in enumerate(readings):
        document = reading.document
        if named in (document.id, document.source, PurePath(document.source).stem) and isinstance(
            row.get("start"), int
        ):
            to = offsets[document.id]
            found["place"] = [number, to(row["start"]), to(int(row.get("end") or row["start"]))]
    return found


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with values that JSON has."""
    return {clean(str(name)): plain_value(value) for name, value in row.items()}


def plain_value(value: Any) -> Any:
    """A value that JSON has: numbers to four decimals, lists in words, what is not finite as ``None``.

    Examples
    --------
    >>> plain_value(0.123456), plain_value({"b", "a"}), plain_value(float("nan"))
    (0.1235, 'a, b', None)
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return round(value, 4) if value == value and abs(value) != float("inf") else None
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(
            str(plain_value(one)) for one in (sorted(value) if isinstance(value, set | frozenset) else value)
        )
    return clean(str(value))
