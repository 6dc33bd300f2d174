"""What pathway names are made of: participants and chains of them, lists of names found in a text, heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.annotate.patterns import forms
from pipeline.core.records import EntityType

#: any hyphen or dash
HYPHEN = r"[-\u2010-\u2015\u2212]"
_RUN = re.compile(r"[^\W_]+")
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
    heads, fillers = (_options(forms(path, kind)) for kind in ("head", "filler"))
    return re.compile(
        rf"(?:\s|\s?{HYPHEN}\s?)(?:(?:dependent|mediated|driven|regulated)\s(?=signal))?(?:(?:{fillers})(?:\s|{HYPHEN}))?"
        rf"({heads})(?![A-Za-z])",
        re.IGNORECASE,
    )


def _options(listed: Sequence[str]) -> str:
    return "|".join(
        re.escape(form).replace(r"\ ", r"\s+") for form in sorted(listed, key=lambda form: (-len(form), form))
    )


class Names:
    """A list of names in a text: case of the first letter free, any hyphen or blank for a hyphen, ß for β.

    Examples
    --------
    >>> sorted(Names(["NF-κB", "Wnt"]).spans("Wnt and NFκB; wnt"))
    [(0, 3), (8, 12), (14, 17)]
    """

    def __init__(self, listed: Sequence[str]) -> None:
        options, heads = [], set()
        for form in sorted(listed, key=lambda form: (-len(form), form)):
            pattern = "".join(
                rf"(?:\s?{HYPHEN}\s?|\s)?" if c == "-" else r"\s+" if c == " " else "[βß]" if c == "β" else re.escape(c)
                for c in form
            )
            if form[0].isalpha() and form[0].isascii():
                pattern = f"[{form[0].upper()}{form[0].lower()}]{pattern[1:]}"
            options.append(pattern if len(form) < 4 else f"(?i:{pattern})")
            heads.add(_RUN.match(form)[0][:_HEAD].lower())  # type: ignore[index]  # a name starts with a letter or digit
        self._pattern = re.compile(rf"(?<![\w])(?:{'|'.join(options)})(?![\w])")
        self._heads = frozenset(heads | {head.replace("β", "ß") for head in heads})
        self._short = tuple(sorted(head for head in self._heads if len(head) < _HEAD))

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
