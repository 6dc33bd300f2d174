"""Puts the words of a first cell that spans rows of a PDF's table back into the first of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.ingest.pdfium import Rule

if TYPE_CHECKING:
    from pipeline.ingest.pdfgrid import GridRow

_SMALL = re.compile(r"[(a-zà-þ][a-zà-þ]{2,}(?:[ ,;)]|-(?!\d)|\Z)")


def join_spanned(rows: Sequence[GridRow], rules: Sequence[Rule], border: float) -> list[GridRow]:
    """The rows with the words of their first column moved up where a cell spans rows.

    Its words wrap beside rows of the other columns. A rule between two rows that leaves out the first column says so;
    without rules, a first cell that begins with a small word below one that does not, where few rows do.

    Parameters
    ----------
    rows
        Rows of a table, top to bottom.
    rules
        The rules drawn in it.
    border
        Where the first column ends.
    """
    across = [rule for rule in rules if rule.across]
    small = [bool(_SMALL.match(row.cells[0])) for row in rows]
    rare = sum(small) * 3 <= len(rows)
    found = list(rows)
    head = 0  # the row in which the first cell begins
    for number, (above, here) in enumerate(pairwise(rows), 1):
        between = [r for r in across if above.bottom - 3 <= r.top <= here.top + 3]
        reaches = any(min(r.x1, border) - r.x0 > 0.3 * (border - here.x0) for r in between if r.x0 < border)
        whole = len([c for c in here.filled if c]) >= min(2, len(here.cells) - 1)
        spans = (bool(between) and not reaches) or (
            not between and rare and small[number] and not small[head] and bool(rows[head].cells[0])
        )
        if not (spans and whole and number > 1):
            head = number if here.cells[0] or not spans else head
            continue
        if here.cells[0]:
            words = f"{found[head].cells[0]} {here.cells[0]}".strip()
            found[head] = replace(found[head], cells=(words, *found[head].cells[1:]))
            found[number] = replace(here, cells=("", *here.cells[1:]))
    return found
