"""The forms of English verbs, each with its name."""

from __future__ import annotations

_DOUBLING = frozenset(
    ["stop", "ship", "drop", "shut", "transfer", "transmit", "get", "begin", "plan", "confer", "reprogram", "control",
     "occur", "prefer", "permit", "trap"]
)  # fmt: skip
_VOWELS = "aeiou"


def inflect(entry: str) -> tuple[tuple[str, str], ...]:
    """The forms of a verb, each with the name of its form.

    Parameters
    ----------
    entry
        A base form, or ``base/past/participle`` for an irregular verb.

    Examples
    --------
    >>> inflect("deny")
    (('deny', 'base'), ('denies', 's'), ('denying', 'ing'), ('denied', 'ed'))
    >>> inflect("give/gave/given")
    (('give', 'base'), ('gives', 's'), ('giving', 'ing'), ('gave', 'past'), ('given', 'part'))
    """
    base, *irregular = entry.split("/")
    final_y = base.endswith("y") and base[-2] not in _VOWELS
    if final_y:
        third = base[:-1] + "ies"
    elif base.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = base + "es"
    else:
        third = base + "s"
    stem = base + base[-1] if base in _DOUBLING else base
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        gerund, regular = base[:-1] + "ing", base + "d"
    else:
        gerund = stem + "ing"
        regular = base[:-1] + "ied" if final_y else stem + "ed"
    forms = [(base, "base"), (third, "s"), (gerund, "ing")]
    if irregular:
        past, participle = irregular
        forms += [(past, "ed")] if past == participle else [(past, "past"), (participle, "part")]
    else:
        forms.append((regular, "ed"))
    return tuple(forms)
