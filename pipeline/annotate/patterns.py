"""Reads the word lists under ``models/patterns``: TSV with the columns form, class and test."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.core.errors import PatternError
from pipeline.core.settings import ROOT

#: the folder of rules, cues and word lists
PATTERNS = ROOT / "models" / "patterns"
_COLUMNS = ["form", "class", "test"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a word list: the form, its class and the marked-up sentence that tests it."""

    form: str
    kind: str
    test: str
    line: int


@cache
def read_list(path: Path) -> tuple[Listed, ...]:
    """The entries of a word list, in the order of the file.

    Raises
    ------
    PatternError
        The file is missing, has other columns, a row without a form, class or test, or a form twice in a class.

    Examples
    --------
    >>> read_list(PATTERNS / "cell_heads.tsv")[0].form
    'fibroblast'
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(
            f"the word list cannot be read ({error})", where=str(path), remedy="restore the file from the repository"
        ) from error
    if not rows or rows[0] != _COLUMNS:
        raise PatternError(
            f"the columns are {rows[0] if rows else []}, allowed are {_COLUMNS}",
            where=str(path),
            remedy="mend the first line",
        )
    return tuple(_checked(rows[1:], path))


def _checked(rows: list[list[str]], path: Path) -> Iterator[Listed]:
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(rows, start=2):
        if len(row) != len(_COLUMNS) or not all(cell.strip() for cell in row):
            raise PatternError(
                f"the row {row} does not have the three filled columns {_COLUMNS}",
                where=f"{path}:{line}",
                remedy="separate form, class and test by one tabulator each",
            )
        if (row[0], row[1]) in seen:
            raise PatternError(
                f"{row[0]!r} stands twice in class {row[1]!r}", where=f"{path}:{line}", remedy="drop one"
            )
        seen.add((row[0], row[1]))
        yield Listed(row[0], row[1], row[2], line)


def forms(path: Path, *kinds: str) -> tuple[str, ...]:
    """The forms of some classes of a word list, in the order of the file.

    Examples
    --------
    >>> "human" in forms(PATTERNS / "cell_modifiers.tsv", "species")
    True
    """
    return tuple(entry.form for entry in read_list(path) if entry.kind in kinds)


def any_of(words: Iterable[str]) -> str:
    """A regular expression of any of the words, the longer first, so that none hides behind its own beginning.

    Examples
    --------
    >>> any_of({"cells", "cell line", "a+"})
    'cell\\\\ line|cells|a\\\\+'
    """
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
