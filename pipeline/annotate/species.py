"""What the words say of the species that a gene, a protein or a microRNA is of: its name, its spelling, its sentence.

Concepts are the human ones whatever the species (annotation guidelines); this is what speaks for another, for whoever
wants to keep mouse from man. The surest evidence counts: a prefix or a word of the name (``hSOX2``, ``mmu-miR-21``,
``murine VEGF``), then the spelling that the nomenclature of mice and rats has (``Pten``, not ``PTEN``), then the only
species that the sentence names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.annotate.candidates import Found
from pipeline.annotate.patterns import PATTERNS, any_of, read_list
from pipeline.core.records import EntityType

_TYPES = frozenset({EntityType.MARKER, EntityType.MIRNA})
_MIRBASE = {"hsa": "human", "mmu": "mouse", "rno": "rat", "ssc": "pig", "bta": "cow", "dre": "zebrafish"}
_PREFIX = re.compile(r"(hsa|mmu|rno|ssc|bta|dre)[-_]")
_LETTER = re.compile(r"([hm])-?(?=[A-Z][A-Za-z]*\d|[A-Z]{3})")
_RODENT = re.compile(r"[A-Z][a-z]+[a-z0-9]*")
_BEFORE = re.compile(r"([A-Za-z]+)[\s-]$")


class Species:
    """Reads the evidence, by the words of ``species.tsv``.

    Examples
    --------
    >>> text = "Pten fell in mice"
    >>> pten = Found(0, 4, EntityType.MARKER, "HGNC:9588", "PTEN", "exact", 1.0, ("lexicon",), 0.9)
    >>> [found.species for found in Species().told(text, [(0, 17)], [pten])]
    ['rodent:spelling']
    """

    def __init__(self, folder: Path = PATTERNS) -> None:
        self._words = {entry.form: entry.kind for entry in read_list(folder / "species.tsv")}
        self._pattern = re.compile(rf"(?<![A-Za-z])(?:{any_of(self._words)})(?![A-Za-z])", re.IGNORECASE)

    def told(self, text: str, bounds: Sequence[tuple[int, int]], mentions: Sequence[Found]) -> list[Found]:
        """The mentions with ``species`` set, in the order given.

        Parameters
        ----------
        text
            The text that offsets count on.
        bounds
            Its sentences, in text order.
        mentions
            What was found; cells and pathways are left as they are.
        """
        named = [(match.start(), self._words[match[0].lower()]) for match in self._pattern.finditer(text)]
        starts = [start for start, _ in bounds]
        inside: dict[int, set[str]] = {}
        for position, species in named:
            inside.setdefault(bisect_right(starts, position) - 1, set()).add(species)
        told = []
        for found in mentions:
            evidence = found.species
            if found.type in _TYPES:
                evidence = self._evidence(text, found, inside.get(bisect_right(starts, found.start) - 1, set()))
            told.append(found if evidence == found.species else replace(found, species=evidence))
        return told

    def _evidence(self, text: str, found: Found, inside: set[str]) -> str:
        surface = text[found.start : found.end]
        if (prefix := _PREFIX.match(surface)) is not None:
            return f"{_MIRBASE[prefix[1]]}:name"
        first = self._words.get(surface.split(" ", 1)[0].lower())
        before = _BEFORE.search(text, max(0, found.start - 20), found.start)
        word = first or (self._words.get(before[1].lower()) if before is not None else None)
        if word is not None:
            return f"{word}:name"
        if found.type is EntityType.MARKER:
            letter = _LETTER.match(surface)
            if letter is not None and surface[letter.end() :].upper() == found.name.upper():
                return f"{'human' if letter[1] == 'h' else 'mouse'}:name"
            if _RODENT.fullmatch(surface) and surface != found.name and surface.upper() == found.name:
                return "rodent:spelling"
        return f"{next(iter(inside))}:sentence" if len(inside) == 1 else ""


@cache
def species() -> Species:
    """The reader over the committed words, made once a process."""
    return Species()
