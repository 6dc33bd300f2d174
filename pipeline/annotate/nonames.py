"""What models and lists take for names and is none: numbers of figures, compounds and clones, states of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.core.records import EntityType

#: figures, spans of years, registered trials, compounds and clones by number, primers, vesicles, addresses, terms
_NO_NAME = re.compile(
    r"[^A-Za-zα-ωΑ-Ω]*|(?:[\d.,\s]|[-+\u2212\u2013×])*[Ee][-\u2212\u2013+]?\d+|(?:[\d\u2013-]+\s)?NCT\d+|s\d+(?:-\d+)+"
    r"|[ACGTUN]{9,}|.*(?:@|://|\w:\d{4}).*|(?:[A-Za-z]{0,2}[Ee]xos?|[a-z]?EVs?)(?:-\w{1,3})?"
)
#: of molecules that no list has: ``PDR001``, ``SCH772984``
_COMPOUND = re.compile(r"[A-Z][A-Za-z]{1,5}-?\d{3,}[A-Za-z]?")
#: one microRNA is no pathway
_MICRORNA = re.compile(r"(?:[a-z]{3}-)?(?:mi[Rr](?:NA)?|[Ll]et)-?\d[\w*-]*")
_NUMBER = re.compile(r"[A-Z]?\d{1,2}[A-Za-z]?|[A-Z]")


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a short code is the number of a figure, a table or the like: ``S2`` of ``Figure S2``.

    Examples
    --------
    >>> is_label("see S5A Fig", 4, 7), is_label("see S5A in cells", 4, 7)
    (True, False)
    """
    if _NUMBER.fullmatch(text, start, end) is None:
        return False
    before, behind = _labels()
    return behind.match(text, end) is not None or before.search(text, max(0, start - 12), start) is not None


def is_no_name(surface: str, kind: EntityType) -> bool:
    """Whether what a model alone takes for a name of a type is none by its form.

    Examples
    --------
    >>> [is_no_name(name, EntityType.MARKER) for name in ("NCT01234567", "Exo-S", "PDR001", "cyclinA")]
    [True, True, True, False]
    >>> [is_no_name(name, EntityType.CELL_TYPE) for name in ("HPV-infected cells", "activated cells", "CIK cells")]
    [True, True, False]
    """
    if _NO_NAME.fullmatch(surface):
        return True
    if kind is EntityType.CELL_TYPE:
        return _state_alone().fullmatch(surface) is not None
    if kind is EntityType.PATHWAY:
        return _MICRORNA.fullmatch(surface) is not None
    return kind is EntityType.MARKER and _COMPOUND.fullmatch(surface) is not None


@cache
def _labels(folder: Path = PATTERNS) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before, and behind, the number of a figure or the like."""
    before, behind = (_any(forms(folder / "nonames.tsv", kind)) for kind in ("label before", "label behind"))
    return re.compile(rf"\b(?:{before})\.?\s$"), re.compile(rf"\s(?:{behind})\b")


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longer first."""
    return "|".join(map(re.escape, sorted(words, key=lambda form: (-len(form), form))))


@cache
def _state_alone(folder: Path = PATTERNS) -> re.Pattern[str]:
    """Cells of a state or a treatment alone, which names no kind."""
    done, states = forms(folder / "nonames.tsv", "done to cells"), forms(folder / "cell_modifiers.tsv", "state")
    return re.compile(
        rf"(?:(?:[\w-]+-(?:{_any(done)})|non-?[a-z]+|{_any(states)})\s)+cells?(?:\slines?)?", re.IGNORECASE
    )
