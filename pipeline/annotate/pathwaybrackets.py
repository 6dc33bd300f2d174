"""Pathways whose short form stands in a bracket: the written-out names before it, of which a source need know none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.annotate.abbreviations import long_start
from pipeline.annotate.pathwaywords import Chain, Participant
from pipeline.core.records import EntityType

_SLASH_BEFORE = re.compile(r"\s?/\s?$")


def written_out(text: str, chain: Chain, bracket: str, at: int) -> tuple[Participant, ...]:
    """What stands before a chain that is the end of as many written-out names as its bracket has short ones.

    Of ``toll-like receptor 2/myeloid factor 88/NF-kappa B (TLR2/MyD88/NF-κB)`` a source may know the last alone.

    Parameters
    ----------
    text
        A passage.
    chain
        The names before the bracket that are known.
    bracket
        What is in the bracket.
    at
        Where the bracket opens.
    """
    shorts = bracket.split("/")
    missing = len(shorts) - 1 - text.count("/", chain.start, at)
    found: list[Participant] = []
    end = chain.start
    for left in range(missing, 0, -1):
        joint = _SLASH_BEFORE.search(text, max(0, end - 4), end)
        if joint is None:
            return ()
        stop = joint.start()
        start = text.rfind("/", max(0, stop - 80), stop) + 1 if left > 1 else long_start(text, shorts[0].strip(), stop)
        if not start:
            return ()
        while text[start].isspace():
            start += 1
        found.insert(0, Participant(start, stop, EntityType.MARKER))
        end = start
    return tuple(found)


def long_forms(text: str, chain: Chain) -> tuple[Participant, ...]:
    """The long forms of a bracketed chain's members, as many as it has, of which a source need know none.

    ``brain-derived factor/tropomyosin receptor kinase B (BDNF/TrkB) signalling`` is one name with its head.

    Examples
    --------
    >>> text = "the farnesoid unknown receptor (FUR) pathway"
    >>> [text[name.start : name.end] for name in long_forms(text, Chain(32, 35, ()))]
    ['farnesoid unknown receptor']
    """
    end = chain.start - 1
    whole = text[chain.start : chain.end]
    shorts = [text[m.start : m.end] for m in chain.members] if "/" in whole and len(chain.members) > 1 else [whole]
    found: list[Participant] = []
    for left in range(len(shorts) - 1, -1, -1):
        while end and text[end - 1] in " \n":
            end -= 1
        slash = text.rfind("/", max(0, end - 100), end) if left else -1
        if left and slash < 0:
            return ()
        start = slash + 1 if left else long_start(text, shorts[0], end)
        if start is None:
            return ()
        while text[start].isspace():
            start += 1
        if end - start < 4 or not text[start].isalnum() or any(c in ".;,()" for c in text[start:end]):
            return ()
        found.insert(0, Participant(start, end, EntityType.MARKER if not left or len(shorts) > 1 else None))
        end = slash
    return tuple(found)


def before_slash(text: str, start: int, chains: Sequence[Chain]) -> tuple[Participant, ...]:
    """The names that a slash joins to one that begins at ``start``, their short forms in brackets with them.

    Of ``Yes-associated protein (YAP)/coactivator with a motif (TAZ) pathway`` that is what stands before the slash.

    Examples
    --------
    >>> text = "one factor (OF)/two"
    >>> found = before_slash(text, 16, [Chain(0, 10, (Participant(0, 10, None),)), Chain(12, 14, ())])
    >>> [text[name.start : name.end] for name in found]
    ['one factor']
    """
    found: tuple[Participant, ...] = ()
    ends = {chain.end: chain for chain in chains}
    while (joint := _SLASH_BEFORE.search(text, max(0, start - 3), start)) is not None:
        end = joint.start()
        if text[end - 1 : end] == ")":
            short = ends.get(end - 1)
            long = ends.get(text.rfind("(", 0, end) - 1)
            if short is None or long is None:
                break
            found = long.members + short.members + found
            start = long.start
        elif end in ends:
            found = ends[end].members + found
            start = ends[end].start
        else:
            break
    return found
