"""What models and lists take for names and is none: numbers of figures, compounds and clones, states of cells."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pipeline.annotate.patterns import PATTERNS, any_of, forms
from pipeline.core.records import EntityType

#: figures, spans of years, days of development (``E14.5``), registered trials, compounds and clones by number, primers,
#: vesicles, addresses, terms
_NO_NAME = re.compile(
    r"[^A-Za-zα-ωΑ-Ω]*|(?:[\d.,\s]|[-+\u2212\u2013×])*[Ee][-\u2212\u2013+]?\d+|[EePp]\d{1,2}\.(?:0|25|5|75)"
    r"|(?:[\d\u2013-]+\s)?NCT\d+|s\d+(?:-\d+)+"
    r"|[ACGTUN]{9,}|.*(?:@|://|\w:\d{4}).*|(?:[A-Za-z]{0,2}[Ee]xos?|[a-z]?EVs?)(?:-\w{1,3})?"
)
#: of molecules that no list has: ``PDR001``, ``SCH772984``
_COMPOUND = re.compile(r"[A-Z][A-Za-z]{1,5}-?\d{3,}[A-Za-z]?")
#: one microRNA is no pathway
_MICRORNA = re.compile(r"(?:[a-z]{3}-)?(?:mi[Rr](?:NA)?|[Ll]et)-?\d[\w*-]*")
_NUMBER = re.compile(r"[A-Z]?\d{1,2}[A-Za-z]?|[A-Z]")
#: further on in a list of figures: ``S2`` of ``Figures 1C and S2``; other letters are proteins there, and so is S6K
_FURTHER = re.compile(r"S?\d{1,2}[A-Ja-j]?")
_LIST = r"(?:(?:S?\d{1,2}[A-Za-z]?|[A-Z])(?:\s?[,;&\u2013-]\s?(?:(?:and|or)\s)?|\s(?:and|or|to)\s))+"


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a short code is the number of a figure or the like: ``S2`` of ``Figure S2`` or ``Figures 1 and S2``.

    Examples
    --------
    >>> is_label("see S5A Fig", 4, 7), is_label("see S5A in cells", 4, 7)
    (True, False)
    """
    if _NUMBER.fullmatch(text, start, end) is None:
        return False
    before, listed, behind = _labels()
    if behind.match(text, end) is not None or before.search(text, max(0, start - 12), start) is not None:
        return True
    return (
        _FURTHER.fullmatch(text, start, end) is not None and listed.search(text, max(0, start - 60), start) is not None
    )


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
def _labels(folder: Path = PATTERNS) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before the number of a figure or the like, before a further one of a list, and behind.

    A list is told by the plural, or by supplementary numbers from its start: in ``see Fig. 3, S6 is`` none goes on.
    """
    words = forms(folder / "nonames.tsv", "label before")
    before, many = any_of(words), any_of(word for word in words if word.endswith("s"))
    behind = any_of(forms(folder / "nonames.tsv", "label behind"))
    return (
        re.compile(rf"\b(?:{before})\.?\s$"),
        re.compile(rf"\b(?:(?:{many})\.?\s|(?:{before})\.?\s(?=S\d)){_LIST}$"),
        re.compile(rf"\s(?:{behind})\b"),
    )


@cache
def _state_alone(folder: Path = PATTERNS) -> re.Pattern[str]:
    """Cells of a state or a treatment alone, which names no kind."""
    done, states = forms(folder / "nonames.tsv", "done to cells"), forms(folder / "cell_modifiers.tsv", "state")
    return re.compile(
        rf"(?:(?:[\w-]+-(?:{any_of(done)})|non-?[a-z]+|{any_of(states)})\s)+cells?(?:\slines?)?", re.IGNORECASE
    )
