"""What pathway names are made of: participants and chains of them, lists of names found in a text, heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.annotate.patterns import forms
from pipeline.core.records import EntityType

#: any hyphen or dash
HYPHEN = r"[-\u2010-\u2015\u2212]"
_RUN = re.compile(r"[^\W_]+")
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma"}
#: how a character of a listed name may be written
_SPELT = {
    "-": rf"(?:\s?{HYPHEN}\s?|\s)?",
    " ": r"\s+",
    "κ": "[κкkK]",
    "α": "(?:α|a(?:lpha)?)",
    "β": "(?:[βß]|b(?:eta)?)",
    "γ": "(?:γ|g(?:amma)?)",
}
#: what tells a member of a family from it: ``3a``, ``-1``, ``β``, ``2/3``, `` p65``
_MEMBER = rf"(?:\s|{HYPHEN})?(?:\d{{1,2}}[A-Za-zα-ω]?(?:/\d{{1,2}})*|[α-ω]\d?|p\d\d)"
#: letters by which a word is known to begin no listed name
_HEAD = 3


@dataclass(frozen=True, slots=True)
class Participant:
    """A name that can be part of a pathway's name; ``type`` is None where it is no entity itself."""

    start: int
    end: int
    type: EntityType | None
    key: bool = False


@dataclass(frozen=True, slots=True)
class PathwayName:
    """A pathway's name, the participants inside, and the rule that made it."""

    start: int
    end: int
    members: tuple[Participant, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Names joined to one, with the participants that it is made of."""

    start: int
    end: int
    members: tuple[Participant, ...]


def head_pattern(path: Path) -> re.Pattern[str]:
    """What makes a pathway of the name before it (group 1), with the words that may stand between.

    Examples
    --------
    >>> from pipeline.annotate.patterns import PATTERNS
    >>> head_pattern(PATTERNS / "pathways.tsv").match("TGF-β receptor signalling fell", 5)[1]
    'signalling'
    """
    heads, fillers = options(forms(path, "head")), options(forms(path, "filler", "inner filler"))
    return re.compile(
        rf"(?:\s|\s?{HYPHEN}\s?)(?:(?:dependent|mediated|driven|regulated)\s(?=signal))?(?:(?:{fillers})(?:\s|{HYPHEN}))?"
        rf"({heads})(?![A-Za-z])",
        re.IGNORECASE,
    )


def options(listed: Sequence[str]) -> str:
    """Any of some forms, as a part of a pattern, the longest first.

    Examples
    --------
    >>> options(["axis", "signaling axis"])
    'signaling\\\\s+axis|axis'
    """
    return "|".join(
        re.escape(form).replace(r"\ ", r"\s+") for form in sorted(listed, key=lambda form: (-len(form), form))
    )


@cache
def head_ending(path: Path) -> re.Pattern[str]:
    """Head words, and what stands before them, at the end of a pathway's name; inner fillers belong to the name.

    Examples
    --------
    >>> from pipeline.annotate.patterns import PATTERNS
    >>> head_ending(PATTERNS / "pathways.tsv").sub("", "miR-21/PTEN feedback loop")
    'miR-21/PTEN'
    """
    words = options([*forms(path, "head", "filler"), "mediated", "dependent", "driven", "regulated", "network"])
    return re.compile(rf"(?:\s|{HYPHEN})+(?!inflammasomes?$)(?:{words}|immun[a-z]+ive)$", re.IGNORECASE)


class Names:
    """A list of names in a text: case free but in short ones, any hyphen or blank for a hyphen, Greek in any way.

    Examples
    --------
    >>> sorted(Names(["NF-κB", "Wnt", "β-catenin"]).spans("Wnt and NFκB; wnt, beta-catenin, NF-kB"))
    [(0, 3), (8, 12), (14, 17), (19, 31), (33, 38)]
    """

    def __init__(self, listed: Sequence[str]) -> None:
        parts, heads = [], set()
        for form in sorted(listed, key=lambda form: (-len(form), form)):
            pattern = "".join(_SPELT.get(c) or re.escape(c) for c in form)
            if form[0].isalpha() and form[0].isascii():
                pattern = f"[{form[0].upper()}{form[0].lower()}]{pattern[1:]}"
            elif form[0] in _GREEK:  # written out in full where it begins the name
                pattern = f"(?:[{form[0]}ß]|{_GREEK[form[0]]})" + pattern.removeprefix(_SPELT[form[0]])
                heads |= {_GREEK[form[0]][:_HEAD], "ß"}
            parts.append(pattern if len(form) < 3 else f"(?i:{pattern})")
            heads.add(_RUN.match(form)[0][:_HEAD].lower())  # type: ignore[index]  # a name starts with a letter or digit
        self._pattern = re.compile(rf"(?<![\w])(?:{'|'.join(parts)})(?![\w])")
        self._begun = re.compile(rf"(?:{'|'.join(parts)})(?:{_MEMBER})?")
        self._heads = frozenset(heads)
        self._short = tuple(sorted(head for head in self._heads if len(head) < _HEAD))

    def begin(self, name: str) -> bool:
        """Whether a name is one of the list or of a member of its family: ``Wnt3a``, ``Smad2/3``, ``TGF-β1``.

        Examples
        --------
        >>> [name for name in ("Wnt3a", "TLR-4", "Wntless") if Names(["Wnt", "TLR"]).begin(name)]
        ['Wnt3a', 'TLR-4']
        """
        head = name[:_HEAD].lower()
        return (head in self._heads or head.startswith(self._short)) and self._begun.fullmatch(name) is not None

    def spans(self, text: str) -> set[tuple[int, int]]:
        """Where names of the list stand, tried only where a word begins like one of them."""
        found, position = set[tuple[int, int]](), 0
        for run in _RUN.finditer(text):
            head = run[0][:_HEAD].lower()
            if (head in self._heads or head.startswith(self._short)) and run.start() >= position:
                match = self._pattern.match(text, run.start())
                if match is not None:
                    found.add(match.span())
                    position = match.end()
        return found
