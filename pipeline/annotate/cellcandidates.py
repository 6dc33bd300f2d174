"""What is proposed as cells: composed names, and names of the lexicon that are cells where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.annotate.candidates import Candidate
from pipeline.annotate.cellcontext import CellName
from pipeline.annotate.cells import CellComposer
from pipeline.annotate.cellwords import cell_words
from pipeline.annotate.glossary import Glossary
from pipeline.annotate.lexicon import Entry, Match
from pipeline.core.records import EntityType

#: of ``G2/M cell cycle arrest``: no M cells
_PHASE = re.compile(r"[GS]\d?/$")


def cell_candidates(text: str, matches: Sequence[Match], glossary: Glossary, composer: CellComposer) -> list[Candidate]:
    """The composer's names, and names of the lexicon that hold no composed one and are cells here.

    Parameters
    ----------
    text
        A passage.
    matches
        What the lexicon has of it.
    glossary
        What the document defines.
    composer
        Puts the names of cells together.
    """
    names = composer.find(text, glossary.cells, glossary.others | glossary.markers, glossary.tumours)
    proposed = [
        Candidate(
            name.start,
            name.end,
            EntityType.CELL_TYPE,
            "composer",
            _confidence(name),
            nested=name.nested,
            long_form=name.whole,
        )
        for name in names
    ]
    for match in matches:
        entries = [entry for entry in match.entries if entry.type == EntityType.CELL_TYPE]
        if not entries or all("weak" in entry.flags for entry in entries) or _starts_aside(match.surface, glossary):
            continue
        if _is_bare_code(text, match, entries) or _PHASE.search(text[max(0, match.start - 3) : match.start]):
            continue
        if composer.is_part_of_another_name(text, match.end):
            continue
        if not match.surface.islower() or any(entry.name.islower() or " " in entry.name for entry in entries):
            proposed.append(Candidate(match.start, match.end, EntityType.CELL_TYPE, "lexicon", 0.9))
    return proposed


def _starts_aside(surface: str, glossary: Glossary) -> bool:
    """Whether a name of the lexicon is what the document defines, or begins with that or with a word of state."""
    first = surface.split(" ")[0].split("-")[0]
    return (
        glossary.is_defined(surface)
        or first in glossary.others - glossary.tumours
        or surface.split(" ")[0].lower() in cell_words().states
        or first.lower() in cell_words().states
    )


def _is_bare_code(text: str, match: Match, entries: list[Entry]) -> bool:
    """Whether a short form or a line's code stands without anything that says it means cells here.

    ``EC``, ``C6`` and ``Ramos`` are also other things; they count with a cell's word behind (``EC-derived``) or where
    the document defines them.
    """
    surface = match.surface
    line = all(entry.concept.startswith("CVCL:") for entry in entries)
    short = re.fullmatch(r"[A-Z]{1,3}\d?|[a-z]\s.*|\d+", surface) is not None and surface not in cell_words().strong
    named = line and (len(surface) < 4 or (surface.isalpha() and surface.istitle()))
    if not short and not named:
        return False
    following = re.match(r"[-\s](\w+)", text[match.end : match.end + 40])
    cues = cell_words().adjective_cues | {"derived", "cell", "cells", "exo", "exos", "ev", "evs", "sevs"}
    return following is None or following[1].lower() not in cues


def _confidence(name: CellName) -> float:
    return {"code": 0.8, "short": 0.92}.get(name.rule, 0.95)
