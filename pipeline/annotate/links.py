"""A link from a mention to a concept, and the look-up of a whole name that all linking begins with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.annotate.lexicon import Entry, Lexicon
from pipeline.annotate.normalise import DASHES
from pipeline.core.records import EntityType

#: what joins the parts of a name, as a class of characters
DASH = f"[{re.escape(DASHES)}]"
#: a species before a name, as a letter or a word
SPECIES = re.compile(r"^(?:[hmrpbc](?=[A-Z])|(?:human|mouse|murine|rat|bovine|porcine|recombinant)\s+)")
#: what stands in brackets within a name
BRACKET = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention means: a concept with its name, the rule that found it, and how sure (0 to 1); NIL has None."""

    concept: str | None
    name: str
    rule: str
    score: float


NIL = Link(None, "", "nil", 0.0)
Rule = Callable[[str, Lexicon], Link | None]


def chosen(entries: tuple[Entry, ...], lexicon: Lexicon, rule: str, score: float) -> Link | None:
    """The best entry that has a concept; less sure where several concepts are as good."""
    able = [entry for entry in entries if entry.concept]
    if not able or (not entries[0].concept and "weak" not in entries[0].flags):
        return None
    best = able[0]
    rivals = {e.concept for e in able if e.kind == best.kind and ("weak" in e.flags) == ("weak" in best.flags)}
    sure = score if len(rivals) == 1 else round(score * 0.75, 3)
    return Link(best.concept, lexicon.name_of(best.concept) or best.name, rule, sure)


def by_name(type_: EntityType, surface: str, lexicon: Lexicon) -> Link | None:
    """The concept that has a surface for a name: as it stands, in its normal form, or, for cells, in any case.

    Examples
    --------
    >>> from pipeline.core.settings import ROOT
    >>> lexicon = Lexicon.load(ROOT / "models" / "lexicon")
    >>> [by_name(EntityType.MARKER, name, lexicon).rule for name in ("TGFB1", "TGF‐ β1")]
    ['exact', 'normal form']
    """
    entries = lexicon.lookup(surface, type_)
    exact = tuple(entry for entry in entries if entry.name == surface)
    if exact and exact[0] == entries[0]:
        return chosen(entries, lexicon, "exact", 1.0)
    if entries or type_ is not EntityType.CELL_TYPE:
        return chosen(entries, lexicon, "normal form", 0.95)
    return chosen(lexicon.lookup(surface, type_, any_case=True), lexicon, "any case", 0.85)  # Hela, SKBr3
