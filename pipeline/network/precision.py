"""How often each rule of relations was right where that was measured: the table ``models/precision.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.core.errors import NetworkError
from pipeline.core.settings import ROOT

PRECISION = ROOT / "models" / "precision.tsv"
#: as many relations count as what a rule's own confidence says of it
PRIOR = 5


@lru_cache(maxsize=4)
def load_precision(path: Path = PRECISION) -> Mapping[str, tuple[int, int]]:
    """For each rule how many of its relations were looked at and how many were right.

    Raises
    ------
    NetworkError
        The table is missing, or a row is no rule with two counts, the second not above the first.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise NetworkError(
            f"the table of precision cannot be read ({error.strerror})",
            where=str(path),
            remedy="restore it from the repository, or run models/training/precision.py",
        ) from error
    found: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or line == "rule\tfound\tright":
            continue
        rule, *counts = line.split("\t")
        if len(counts) != 2 or not all(c.isdecimal() for c in counts) or int(counts[1]) > int(counts[0]):
            raise NetworkError(
                f"{line!r} is no rule with how many were found and how many of them right",
                where=f"{path}:{number}",
                remedy="run models/training/precision.py",
            )
        found[rule] = int(counts[0]), int(counts[1])
    return found


def expected_precision(rule: str, confidence: float) -> float:
    """How often a relation of a rule is expected to be right.

    ``(right + 5 c) / (found + 5)``: the share measured, drawn towards the confidence ``c`` that the rule itself gives
    the relation as if that were five more; the mean of a beta distribution whose prior has the mean ``c``. A rule that
    was not measured has its own confidence.

    Examples
    --------
    >>> expected_precision("no such rule", 0.7)
    0.7
    """
    found, right = load_precision().get(rule, (0, 0))
    return (right + PRIOR * confidence) / (found + PRIOR)
