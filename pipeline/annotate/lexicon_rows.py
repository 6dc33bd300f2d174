"""A row of the lexicon, and what all rows are made with: the project's tables, keys, names in the singular."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.annotate.lexicon_sources import Named
from pipeline.annotate.normalise import keys
from pipeline.core.errors import LexiconError
from pipeline.core.records import EntityType


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A line of the compiled lexicon."""

    type: str
    key: str
    concept: str
    kind: str
    name: str
    flags: tuple[str, ...] = ()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one of the project's own tables (TSV with a head line).

    Raises
    ------
    LexiconError
        The table is missing or a line has more or fewer columns than its head.
    """
    path = folder / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LexiconError(f"the table cannot be read ({error.strerror})", where=str(path)) from error
    head = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(head):
            raise LexiconError(
                f"{len(cells)} columns, the head has {len(head)}", where=f"{path}:{number}", remedy="mend the line"
            )
        rows.append(dict(zip(head, cells, strict=True)))
    return rows


def listed(cell: str) -> list[str]:
    """The parts of a table's cell, which semicolons part."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def own_concept(concept: str) -> str:
    """The concept that a table of the project gives a name, "" for one that has none (``-``)."""
    return "" if concept == "-" else concept


def rows_of(kind_of: EntityType, named: Iterable[Named], flags: tuple[str, ...] = ()) -> Iterator[Row]:
    """A row for each key of each name."""
    for entry in named:
        for key in keys(entry.name):
            yield Row(kind_of.value, key, entry.concept, entry.kind, entry.name, flags)


def singular(name: str) -> str:
    """The name without the plural ``s`` of its last word (a match may carry one).

    Examples
    --------
    >>> singular("reactive microglia"), singular("stem cells"), singular("AXIS"), singular("virus")
    ('reactive microglia', 'stem cell', 'AXIS', 'virus')
    """
    return name[:-1] if re.search(r"[a-hj-rtv-z]s$|[A-Z]{2,}s$", name) else name
