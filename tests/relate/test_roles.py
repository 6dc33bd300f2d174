"""Roles of trigger words, read off their form and neighbours."""

from __future__ import annotations

import pytest

from pipeline.relate import PATTERNS
from pipeline.relate.atoms import split
from pipeline.relate.patterns import load_patterns
from pipeline.relate.roles import Role, negated, role_of

LEXICON = load_patterns(PATTERNS)


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("vesicles inhibited growth", "inhibited", Role.ACTIVE),
        ("growth was strongly inhibited", "inhibited", Role.PASSIVE),
        ("growth has been inhibited", "inhibited", Role.PASSIVE),
        ("they have inhibited growth", "inhibited", Role.ACTIVE),
        ("a protein delivered by vesicles", "delivered", Role.REDUCED),
        ("the reduced expression", "reduced", Role.ATTRIBUTE),
        ("acts by inhibiting growth", "inhibiting", Role.GERUND),
        ("is inhibiting growth", "inhibiting", Role.ACTIVE),
        ("used to inhibit growth", "inhibit", Role.INFINITIVE),
        ("hypoxia-induced death", "induced", Role.COMPOUND),
        ("the inhibition of growth", "inhibition", Role.NOUN),
        ("an increase in growth", "increase", Role.NOUN),
        ("vesicles increase growth", "increase", Role.ACTIVE),
        ("target genes", "target", Role.NOUN),
        ("it is an inhibitor of growth", "inhibitor", Role.TITLE),
        ("they were positive for this", "positive", Role.ADJECTIVE),
        ("levels were higher in this", "higher", Role.PASSIVE),
        ("with higher levels of this", "higher", Role.ATTRIBUTE),
        ("loss of function here", "function", None),
        ("they resulted in growth", "resulted", Role.ACTIVE),
    ],
)
def test_role(text: str, word: str, role: Role | None) -> None:
    row = split(text, 0, len(text), [], LEXICON)
    at = next(a.index for a in row.atoms if a.low == word)
    found = role_of(row, at, LEXICON)
    assert (found[0] if found else None) == role


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("it does not inhibit growth", "inhibit", True),
        ("it failed to inhibit growth", "inhibit", True),
        ("not only inhibits growth", "inhibits", False),
        ("this is not so, it inhibits growth", "inhibits", False),
        ("cannot inhibit growth", "inhibit", True),
        ("it inhibits growth", "inhibits", False),
    ],
)
def test_denial(text: str, word: str, denied: bool) -> None:
    row = split(text, 0, len(text), [], LEXICON)
    assert negated(row, next(a.index for a in row.atoms if a.low == word), LEXICON) is denied
