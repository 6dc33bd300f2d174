"""Whether a claim is only hoped for or under study: modal verbs, aims and questions around its trigger."""

from __future__ import annotations

from pipeline.relate.atoms import Row
from pipeline.relate.patterns import Lexicon

_QUESTION = frozenset({"whether", "if", "how", "hypothesized", "hypothesised", "hypothesize", "hypothesis"})
_ASKED = frozenset(
    [
        "effect",
        "effects",
        "role",
        "roles",
        "impact",
        "influence",
        "how",
        "mechanism",
        "ability",
        "capacity",
        "potential",
    ]
)
_REPORT = frozenset(
    [
        "found",
        "showed",
        "revealed",
        "demonstrated",
        "confirmed",
        "indicated",
        "suggested",
        "demonstrates",
        "shows",
        "reveals",
        "confirms",
        "indicates",
        "showing",
        "revealing",
        "and",
    ]
)


def speculative(row: Row, at: int, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether the claim at trigger atom ``at`` is speculative.

    Parameters
    ----------
    first, last
        Atoms between which the claim's words lie; a modal must govern the trigger, an aim may stand anywhere before.
    """
    words = [a.low if a.mention < 0 else "" for a in row.atoms]
    for place in range(at - 1, max(-1, at - 6), -1):
        if lexicon.has("speculation.strong", words[place]):
            return True
        if words[place] in (";", ",") or (not words[place] and place < at - 3):
            break
    head = words[: max(at, first)]
    if any(word in _QUESTION - {"if", "how"} for word in head):
        return True
    limit = len(head)
    for place, word in enumerate(head):
        if lexicon.has("speculation.sentence", word) and not _told(head, place, limit):
            return True
        if (
            lexicon.has("speculation.past", word)
            and not _told(head, place, limit)
            and _object_follows(words, place, last)
        ):
            return True
    tail = words[at : min(len(words), last + 14)]
    return any(
        lexicon.has("speculation.past", word) and place > 0 and tail[place - 1] in ("was", "were", "been")
        for place, word in enumerate(tail)
    )


def _told(words: list[str], place: int, limit: int) -> bool:
    """Whether a word of result stands between the aim and the claim: ``to test this, … and found that``."""
    return any(word in _REPORT - {"and"} for word in words[place + 1 : limit])


def _object_follows(words: list[str], place: int, last: int) -> bool:
    following = words[place + 1 : place + 8]
    return place < last and any(w in _ASKED for w in following)
