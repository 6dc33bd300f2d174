"""Links names of cells that no source has as they stand: less modifiers, by their line, the derived cell, the head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.annotate.lexicon import Lexicon
from pipeline.annotate.links import BRACKET, DASH, SPECIES, Link, by_name, chosen
from pipeline.annotate.normalise import DASHES
from pipeline.core.records import EntityType

_CELL_TAIL = re.compile(r"\s+(?:cell\s+lines?|lines?|cells?|populations?|cultures?)$", re.IGNORECASE)
_DERIVED = re.compile(rf"(?:{DASH}|\s)derived(?:{DASH}|\s)+", re.IGNORECASE)
_PART = re.compile(rf"[\s/+{re.escape(DASHES)}]+")
_SPECIES_INSIDE = re.compile(
    r"(?<=\s)(?:human|mouse|mice|murine|rats?|porcine|bovine|rabbit|canine|monkey)\s", re.IGNORECASE
)
_LIKE = re.compile(rf"{DASH}like(?:\s+cells?)?$", re.IGNORECASE)
#: cells of a tumour, whose class is the one of all malignant cells
_TUMOUR_CELL = re.compile(
    r"(?:^|\s)(?:[\w-]*(?:cancer|tumou?r|[a-z]{2,}oma|leuka?emi[ac])"
    r"|[A-Z]{0,3}(?:SCC|SCLC|RCC|HCC|CCA|LUAD|LUSC|PDAC|GBM|CRC|AML|CML|ADC))\s+cells?$"
)


def cell_link(surface: str, lexicon: Lexicon) -> Link | None:
    """The concept of a cell's name that no source has as it stands; the first rule that gives one wins.

    Examples
    --------
    >>> from pipeline.core.settings import ROOT
    >>> lexicon = Lexicon.load(ROOT / "models" / "lexicon")
    >>> [cell_link(name, lexicon).rule for name in ("iPSC-derived MSCs", "aged mouse fibroblasts", "OSCC cells")]
    ['derived cell', 'back-off', 'tumour']
    """
    if (link := _line(surface, lexicon)) is not None:
        return link
    bare = _CELL_TAIL.sub("", surface)
    for name in (surface, BRACKET.sub("", surface), bare, _SPECIES_INSIDE.sub("", surface), _LIKE.sub("", surface)):
        unprefixed = SPECIES.sub("", name)
        for form in dict.fromkeys((name, unprefixed)):
            link = by_name(EntityType.CELL_TYPE, form, lexicon) if form != surface else None
            if link is not None and not _plain(form):
                return Link(link.concept, link.name, "back-off", 0.9)
    derived = _DERIVED.split(surface)
    if len(derived) > 1 and (link := _whole(derived[-1], lexicon)) is not None:
        return Link(link.concept, link.name, "derived cell", 0.85)
    for gone, rest in _suffixes(surface):
        if _plain(rest):
            break
        for form in dict.fromkeys((rest, _CELL_TAIL.sub("", rest), SPECIES.sub("", rest))):
            if (link := by_name(EntityType.CELL_TYPE, form, lexicon)) is not None:
                return Link(link.concept, link.name, "back-off", max(0.5, round(0.9 - 0.05 * gone, 3)))
    for form in (f"{bare} cell", f"{bare} stem cell") if bare == surface else ():
        if (link := by_name(EntityType.CELL_TYPE, form, lexicon)) is not None:
            return Link(link.concept, link.name, "head word", 0.8)
    if _TUMOUR_CELL.search(surface) and (link := by_name(EntityType.CELL_TYPE, "malignant cell", lexicon)) is not None:
        return Link(link.concept, link.name, "tumour", 0.75)
    if re.fullmatch(r"[A-Z]{2,4}", bare) and (link := by_name(EntityType.CELL_TYPE, f"{bare}-MSC", lexicon)):
        return Link(link.concept, link.name, "suspended", 0.6)
    return None


def _whole(surface: str, lexicon: Lexicon) -> Link | None:
    return by_name(EntityType.CELL_TYPE, surface, lexicon) or cell_link(surface, lexicon)


def _line(surface: str, lexicon: Lexicon) -> Link | None:
    """The line whose code stands before or behind the kind of cell that it is of: ``THP-1 monocytes``."""
    if _DERIVED.search(surface):
        return None
    words = surface.split(" ")
    for code in [" ".join(words[:size]) for size in range(len(words) - 1, 0, -1)] + words[-1:]:
        if not any(c.isdigit() for c in code) and not (code[:1].isupper() and len(code) > 3):
            continue
        lines = tuple(e for e in lexicon.lookup(code, EntityType.CELL_TYPE) if e.concept.startswith("CVCL:"))
        if lines and (link := chosen(lines, lexicon, "cell line", 0.9)) is not None:
            return link
    return None


def _suffixes(surface: str) -> Iterator[tuple[int, str]]:
    """The surface less one part after another from the left, with how many are gone."""
    for gone, gap in enumerate(_PART.finditer(surface), start=1):
        rest = surface[gap.end() :]
        if rest:
            yield gone, rest


def _plain(form: str) -> bool:
    return re.fullmatch(r"(?i)cells?|cell lines?|lines?|\d+|\S", form) is not None
