"""Names that the head of a table's column makes pathways: ``Notch`` and ``VEGF`` below ``Signaling pathway``.

As one head word makes pathways of the names coordinated before it (``Wnt and Notch pathways``), the head of a column
does of the names that are listed below it. Beside a word of change (``Activation of Notch``) only key names of
signalling are taken, below a head of more than pathways (``Target/pathway``) only those that name no single target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipeline.annotate.candidates import Candidate, Found
from pipeline.annotate.entities import Linker
from pipeline.annotate.pathwaywords import HYPHEN, Names
from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.core.records import EntityType

_LIST = PATTERNS / "column_heads.tsv"
_WORD = re.compile(r"[^\W\d_]{2,}")
_JOINED = re.compile(rf"\s?/\s?|\s?{HYPHEN}\s?")
_MOLECULES = frozenset({EntityType.MARKER, EntityType.MIRNA})
_CONFIDENCE = 0.85


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(forms(_LIST, kind))


@cache
def _keys(bare: bool) -> Names:
    return Names(forms(_LIST, "bare") if bare else forms(PATTERNS / "pathways.tsv", "key"))


@cache
def names_pathways(head: str) -> bool | None:
    """Whether a column with this head lists pathways: True, False, or None where it lists other things, too.

    Examples
    --------
    >>> names_pathways("Signalling pathway"), names_pathways("Target/pathway"), names_pathways("Effect")
    (True, None, False)
    """
    words = {word.lower() for word in _WORD.findall(head)}
    if not words & _words("pathway"):
        return False
    return None if words & _words("other") else True


def labels_pathways(label: str) -> bool:
    """Whether the first cell of a row says that its other cells list pathways, and names none itself.

    Examples
    --------
    >>> labels_pathways("Signaling pathways involved"), labels_pathways("Notch signaling")
    (True, False)
    """
    words = {word.lower() for word in _WORD.findall(label)}
    return names_pathways(label) is True and words <= _words("pathway") | _words("label")


def with_pathways(text: str, mentions: Sequence[Found], head: str, linker: Linker) -> list[Found]:
    """The mentions of a cell, and the pathways that its column's head makes of them, in the order of both.

    Parameters
    ----------
    text
        The cell's.
    mentions
        What was found in it, outer before inner.
    head
        The words of its column's head.
    linker
        Gives the new mentions their concepts.
    """
    listed = names_pathways(head)
    if listed is False:
        return list(mentions)
    outer = _outermost(mentions)
    rest = _left(text, outer)
    if rest - _words("beside"):
        return list(mentions)
    keys = _keys(listed is None).spans(text) if rest or listed is None else set()
    found = list(mentions)
    for first, last in _runs(text, outer):
        run = outer[first:last]
        if all(m.type is EntityType.MIRNA for m in run):
            continue
        if (rest or listed is None) and not any((m.start, m.end) in keys for m in run):
            continue
        members = tuple((m.start, m.end, True) for m in run)
        new = Candidate(run[0].start, run[-1].end, EntityType.PATHWAY, "column", _CONFIDENCE, members=members)
        made = linker.found(text, new, ("column",))
        found.append(replace(made, negated=run[0].negated, speculative=run[0].speculative))
    found.sort(key=lambda m: (m.start, -m.end, m.type is not EntityType.PATHWAY))
    return found


def _outermost(mentions: Sequence[Found]) -> list[Found]:
    kept: list[Found] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.type is not EntityType.PATHWAY)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _left(text: str, outer: Sequence[Found]) -> set[str]:
    """The words of a cell that stand in no mention, lower-case."""
    edges = [0, *(edge for m in outer for edge in (m.start, m.end)), len(text)]
    return {word.lower() for start, end in list(pairwise(edges))[::2] for word in _WORD.findall(text[start:end])} - {
        "and",
        "or",
    }


def _runs(text: str, outer: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Stretches of molecules that a slash or a hyphen joins, as bounds in the list."""
    first = 0
    while first < len(outer):
        last = first + 1
        while last < len(outer) and _JOINED.fullmatch(text, outer[last - 1].end, outer[last].start):
            last += 1
        if all(m.type in _MOLECULES for m in outer[first:last]):
            yield first, last
        first = last
