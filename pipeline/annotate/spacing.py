"""Whether a text may space and write a name as it does: blanks, hyphens and capitals against those of the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.annotate.normalise import Folded, fold


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a name has blanks and hyphens, as places in its normal form, and the form with the case as written.

    Examples
    --------
    >>> shape = shape_of("NF-kappa B")
    >>> sorted(shape.gaps), sorted(shape.blanks), shape.cased
    ([2, 3], [3], 'NFkB')
    """

    gaps: frozenset[int]  # before which normal characters a blank or hyphen stands
    blanks: frozenset[int]  # before which a blank alone stands
    cased: str


@lru_cache(maxsize=1 << 15)
def shape_of(name: str) -> Shape:
    """The shape of a name, kept for the names met last."""
    form = fold(name)
    gaps = gaps_of(form, 0, len(form.text))
    blanks = frozenset(i for i in gaps if name[form.ends[i - 1] : form.starts[i]].isspace())
    return Shape(gaps, blanks, form.cased)


def gaps_of(form: Folded, first: int, stop: int) -> frozenset[int]:
    """Before which of the characters ``[first, stop)`` of a form, counted from the first, something was left out."""
    starts, ends = form.starts, form.ends
    return frozenset([i - first for i in range(first + 1, stop) if starts[i] > ends[i - 1]])


def is_spaced_alike(key: str, form: Folded | None, start: int, gaps: frozenset[int], name: str) -> bool:
    """Whether blanks and hyphens of the text may stand where they stand, for this name.

    A hyphen may stand for a blank. A blank where the name has a hyphen or nothing needs an acronym,
    a long word or a Greek letter before it (``IL 10``, not ``at 2``).

    Parameters
    ----------
    key
        The normal form of the name.
    form
        That of the text which holds it; None where that has no blank or hyphen within.
    start
        Where in the text's form the key begins.
    gaps
        Before which characters of the key the text has blanks or hyphens.
    name
        The name as the lexicon has it.

    Examples
    --------
    >>> is_spaced_alike("il10", fold("IL 10"), 0, frozenset({2}), "IL10")
    True
    >>> is_spaced_alike("ins", fold("in-s"), 0, frozenset({2}), "INS")
    False
    """
    if not gaps and " " not in name and name.isascii():
        return True
    shape = shape_of(name)
    if form is not None:
        for gap in gaps - shape.blanks:
            at, end = start + gap, start + len(key)
            if form.source[form.ends[at - 1] : form.starts[at]].isspace():
                if not _may_split(form, start, at, gap in shape.gaps):
                    return False
            elif gap not in shape.gaps and not _may_join(form.cased[start:at], form.cased[at:end]):
                return False  # "in-s" is not INS
    missing = shape.blanks - gaps
    return not (missing and len(key) < 8 and not any(key[i].isdigit() for i in missing))


def shows_capital(cased: str) -> bool:
    """Whether a symbol made of letters shows that it is one; three letters must start with a capital.

    Examples
    --------
    >>> shows_capital("Rest"), shows_capital("rest"), shows_capital("REs")
    (True, False, False)
    """
    if re.fullmatch(r"[A-Z]{2,}s", cased):
        return False  # the plural of another abbreviation
    return cased[0].isupper() if len(cased) == 3 else not cased.islower()


def _may_split(form: Folded, start: int, at: int, hyphen: bool) -> bool:
    before, after = form.cased[at - 1], form.cased[at]
    first = form.cased[start:at]
    spelled = any(form.ends[i] - form.starts[i] > 1 or not form.text[i].isascii() for i in (at - 1, at))
    if not (hyphen or spelled or before.isdigit() != after.isdigit()):
        return False
    if hyphen and len(first) > 2 and first[0].isupper() and not after.islower():
        return True  # Col II
    return spelled or len(first) > 4 or sum(c.isupper() for c in first) >= min(2, len(first))


def _may_join(first: str, second: str) -> bool:
    """Whether a name written in one may have a hyphen here: ``IL-2`` for IL2, ``in-s`` never for INS."""
    if first[-1].isdigit() != second[0].isdigit() or not (first.isascii() and second.isascii()):
        return any(c.isupper() for c in first) or len(first) + len(second) > 6
    return len(first) + len(second) > (6 if (first + second).islower() else 3)
