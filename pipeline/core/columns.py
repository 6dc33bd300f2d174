"""Records as Arrow rows: the columns are declared once, by the records, and derived here for reading and writing."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache, partial
from itertools import repeat
from typing import Any, TypeVar

import pyarrow as pa

R = TypeVar("R")


@cache
def _hints(record: type) -> dict[str, Any]:
    return typing.get_type_hints(record)


def _optional(hint: Any) -> tuple[Any, bool]:
    """A type hint without its ``| None``, and whether it had one."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        inner = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(inner) == 1:
            return inner[0], True
        raise TypeError(f"a column of type {hint} cannot be stored; allowed is one type, optional or not")
    return hint, False


def _arrow(hint: Any) -> pa.DataType:
    hint, _ = _optional(hint)
    if typing.get_origin(hint) is tuple:
        return pa.list_(_arrow(typing.get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        return pa.struct(list(schema(typing.cast(type, hint))))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return pa.string()
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint not in plain:
        raise TypeError(f"a column of type {hint} cannot be stored; allowed are {', '.join(t.__name__ for t in plain)}")
    return plain[hint]


@cache
def schema(record: type, *, omit: frozenset[str] = frozenset(), extra: tuple[tuple[str, str], ...] = ()) -> pa.Schema:
    """Arrow schema of a record type.

    Parameters
    ----------
    record
        A frozen dataclass whose fields are text, numbers, truth values, enums, other records, tuples of these,
        each optional or not.
    omit
        Fields that are stored elsewhere.
    extra
        ``(name, type)`` columns put in front, type as Arrow writes it (``"string"``, ``"int64"``).

    Raises
    ------
    TypeError
        A field has a type that has no column type.

    Examples
    --------
    >>> from pipeline.core.records import Citation
    >>> schema(Citation).names
    ['start', 'end', 'numbers']
    """
    front = [pa.field(name, pa.type_for_alias(alias), nullable=False) for name, alias in extra]
    hints = _hints(record)
    return pa.schema(
        front
        + [
            pa.field(field.name, _arrow(hints[field.name]), nullable=_optional(hints[field.name])[1])
            for field in dataclasses.fields(record)
            if field.name not in omit
        ]
    )


def to_row(record: Any, *, omit: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A record as a plain row; enums become their values, records become dicts, tuples become lists."""
    return {
        field.name: _plain(getattr(record, field.name))
        for field in dataclasses.fields(record)
        if field.name not in omit
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return to_row(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def from_row(record: type[R], row: dict[str, Any], **given: Any) -> R:
    """The record that ``to_row`` made a row of; ``given`` supplies fields that the row leaves out.

    Examples
    --------
    >>> from pipeline.core.records import Citation
    >>> from_row(Citation, to_row(Citation(3, 7, (1, 2)))) == Citation(3, 7, (1, 2))
    True
    """
    makers = _makers(typing.cast(type, record))
    values = {
        name: value if value is None or (make := makers[name]) is None else make(value)
        for name, value in row.items()
        if name in makers and name not in given
    }
    return record(**values, **given)


def from_columns(record: type[R], columns: Mapping[str, Sequence[Any]], rows: int, **given: Sequence[Any]) -> list[R]:
    """The records of a table, made of its columns: a fifth of the time that rows take.

    Parameters
    ----------
    record
        The record type.
    columns
        Name -> values, as ``pyarrow`` gives them as plain lists; others than the record's are passed over, and a field
        without a column has its default.
    rows
        How many records.
    given
        Fields' values as the records have them, not as columns.

    Raises
    ------
    TypeError
        A field has neither a column nor a default.

    Examples
    --------
    >>> from pipeline.core.records import Citation
    >>> from_columns(Citation, {"start": [3, 8], "end": [7, 9], "numbers": [[1, 2], []]}, 2)[0]
    Citation(start=3, end=7, numbers=(1, 2))
    """
    makers = _makers(typing.cast(type, record))
    values: list[Any] = []
    for field in dataclasses.fields(typing.cast(Any, record)):
        column, make = columns.get(field.name), makers[field.name]
        if field.name in given:
            values.append(given[field.name])
        elif column is None:
            if field.default is dataclasses.MISSING:
                raise TypeError(f"{field.name} has no column, and no default")
            values.append(repeat(field.default, rows))
        elif make is None:
            values.append(column)
        else:
            values.append([None if value is None else make(value) for value in column])
    return list(map(record, *values))


@cache
def _makers(record: type) -> dict[str, Callable[[Any], Any] | None]:
    """What makes each field's value of a column's, worked out once a record type; ``None``: it is the same."""
    return {name: _maker(hint) for name, hint in _hints(record).items()}


def _maker(hint: Any) -> Callable[[Any], Any] | None:
    hint, _ = _optional(hint)
    if typing.get_origin(hint) is tuple:
        make = _maker(typing.get_args(hint)[0])
        if make is None:
            return tuple
        return lambda values: tuple(None if value is None else make(value) for value in values)
    if dataclasses.is_dataclass(hint):
        return partial(from_row, typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {one.value: one for one in hint}.__getitem__
    return None
