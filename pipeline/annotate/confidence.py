"""How sure a mention is: what its finders' agreement was worth where texts with gold were read.

``models/patterns/confidence.tsv`` tells for each type and set of finders how many mentions they made and how many were
right, on the development set's ``train`` half (same span) and on public corpora (overlapping span, for their borders
follow other rules). Both flatter or wrong the finders in their own way, so each counts as at most ``WEIGHT`` mentions,
and so does the confidence that the finders' rules give: the mean of the three is the mention's confidence. It holds
where the trained recogniser of this pipeline has voted, since its silence tells as much as its vote; elsewhere the
rules' confidence stands.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.annotate.patterns import PATTERNS
from pipeline.core.errors import PatternError
from pipeline.core.records import EntityType

#: as how many mentions each of the three counts at most
WEIGHT = 20
#: nothing is certain
MOST = 0.999
COLUMNS = ("type", "found_by", "train", "train_right", "public", "public_right")


@dataclass(frozen=True, slots=True)
class Counted:
    """What some finders found together, and how much of it was right: on the ``train`` half, on public corpora."""

    train: int
    train_right: int
    public: int
    public_right: int


@cache
def counted(path: Path = PATTERNS / "confidence.tsv") -> dict[tuple[EntityType, str], Counted]:
    """The table, by type and finders.

    Raises
    ------
    PatternError
        The table is missing, or a row has other columns, an unknown type, or more right than found.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t"))
        if not rows or tuple(rows[0]) != COLUMNS:
            raise ValueError(f"the columns are {rows[0] if rows else []}, allowed are {list(COLUMNS)}")
        table = {(EntityType(row[0]), row[1]): Counted(*map(int, row[2:])) for row in rows[1:]}
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise PatternError(
            f"the table of confidences cannot be read ({error})",
            where=str(path),
            remedy="restore the file from the repository, or write it with 'python models/training/confidence.py'",
        ) from error
    for key, found in table.items():
        if not (0 <= found.train_right <= found.train and 0 <= found.public_right <= found.public):
            raise PatternError(
                f"{key} tells more right than found: {found}", where=str(path), remedy="write the table anew"
            )
    return table


def calibrated(
    kind: EntityType, found_by: tuple[str, ...], rule: float, path: Path = PATTERNS / "confidence.tsv"
) -> float:
    """The confidence of a mention, from its type, its finders and the confidence that their rules give.

    Examples
    --------
    >>> alone = calibrated(EntityType.MARKER, ("lexicon",), 0.9)
    >>> agreed = calibrated(EntityType.MARKER, ("lexicon", "model"), 0.99)
    >>> alone < 0.9 < agreed
    True
    """
    known = counted(path).get((kind, "+".join(found_by)))
    right, weight = WEIGHT * rule, float(WEIGHT)
    for found, good in ((known.train, known.train_right), (known.public, known.public_right)) if known else ():
        share = min(1.0, WEIGHT / found) if found else 0.0
        right, weight = right + share * good, weight + share * found
    return min(MOST, round(right / weight, 3))
