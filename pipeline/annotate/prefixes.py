"""The beginnings of a lexicon's keys, and how keys go on behind each: a prefix tree in plain dicts."""

from __future__ import annotations

from collections.abc import Iterable

#: how many openings of keys are remembered
_MOST = 1 << 16
#: up to so many characters, all that keys begin with is listed
HEAD = 8
#: among the characters that may follow a form: the form is a key; no key has it
KEY = "\n"


class Prefixes:
    """What the keys of a lexicon begin with.

    Attributes
    ----------
    heads
        All that keys begin with, up to ``HEAD`` characters: the characters that follow, ``KEY`` where it is a key.
    tails
        Of those of ``HEAD`` characters, what follows in keys.
    long
        Longer ones that were asked for, with the characters that follow.

    Examples
    --------
    >>> keys = Prefixes(["il10", "il1", "interleukin"])
    >>> keys.after("il1") == "0" + KEY, keys.after("interleu"), keys.after("interleuk"), keys.after("tnf")
    (True, 'k', 'i', '')
    """

    def __init__(self, keys: Iterable[str]) -> None:
        # dicts of plain values only: the collector of garbage need not walk over them again and again
        self.heads, self.tails = _listed(keys)
        self.long: dict[str, str] = {}

    def after(self, form: str) -> str:
        """The characters by which keys that begin with a form go on, and ``KEY`` if it is one itself."""
        if len(form) <= HEAD:
            return self.heads.get(form, "")
        if form[:HEAD] not in self.tails:
            return ""
        told = self.long.get(form)
        return self.look_up(form) if told is None else told

    def look_up(self, form: str) -> str:
        """The same for a form of more characters than are listed."""
        if len(self.long) >= _MOST:
            self.long.clear()
        tails, wanted = self.tails[form[:HEAD]], KEY + form[HEAD:]
        after, size, last = "", len(wanted), tails.rfind(wanted)
        at = tails.find(wanted)
        while at >= 0:
            character = tails[at + size]
            if character not in after:
                after += character
                if character == tails[last + size]:
                    break  # those between begin alike: tails are sorted
            at = tails.find(wanted, at + size)
        self.long[form] = after
        return after


def _listed(keys: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """All that keys begin with, up to a number of characters, with the characters that follow; what follows these."""
    heads: dict[str, str] = {}
    rest: dict[str, list[str]] = {}
    short: list[list[str]] = [[] for _ in range(HEAD + 1)]
    for key in sorted(keys):
        if len(key) > HEAD:
            rest.setdefault(key[:HEAD], []).append(key[HEAD:])
        else:
            short[len(key)].append(key)
    tails = {head: KEY + KEY.join(after) + KEY for head, after in rest.items()}
    for head, after in rest.items():
        heads[head] = "".join(dict.fromkeys([tail[0] for tail in after]))
    level = dict.fromkeys(heads)
    for size in range(HEAD, 0, -1):
        for key in short[size]:
            heads[key] = heads.get(key, "") + KEY
            level[key] = None
        shorter: dict[str, None] = {}
        for form in level if size > 1 else ():
            head = form[:-1]
            heads[head] = heads.get(head, "") + form[-1]
            shorter[head] = None
        level = shorter
    return heads, tails
