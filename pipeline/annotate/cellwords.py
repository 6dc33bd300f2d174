"""The vocabulary of cell names: modifiers by class, heads, short forms; how a stretch of atoms is looked up in it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.annotate.patterns import PATTERNS, any_of, forms, read_list

HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"
_ATOM = re.compile(r"[^\W_]+(?:['’](?:s\b|(?=\s)))?|\S")
_WORD = re.compile(r"[^\W_]+(?:['’]s?)?")

#: how many words are remembered with what they are
_MOST = 1 << 16

#: classes of modifiers that make a named kind even of the bare head "cells"
NAMING = frozenset({"lineage", "tissue", "disease", "noun", "adjective", "marker", "derived"})


class Atom(NamedTuple):
    """A word or a single mark of a text."""

    start: int
    end: int
    text: str
    lower: str


def atoms_of(text: str) -> list[Atom]:
    """Words (with a genitive 's) and single marks, in order.

    Examples
    --------
    >>> [atom.text for atom in atoms_of("Wharton's jelly-derived")]
    ["Wharton's", 'jelly', '-', 'derived']
    """
    return [Atom(m.start(), m.end(), (word := m[0]), _lower(word)) for m in _ATOM.finditer(text)]


@lru_cache(maxsize=1 << 15)
def _lower(word: str) -> str:
    return word.lower().replace("’", "'")


class Modifier(NamedTuple):
    """A modifier that was found: its atoms ``[first, last]`` and its class."""

    first: int
    last: int
    kind: str


class CellWords:
    """Word lists for cell names, compiled.

    Parameters
    ----------
    folder
        Where ``cell_modifiers.tsv``, ``cell_heads.tsv`` and ``cell_abbreviations.tsv`` lie.

    Raises
    ------
    PatternError
        A list is missing or malformed.
    """

    def __init__(self, folder: Path = PATTERNS) -> None:
        self._modifiers: dict[str, list[tuple[tuple[str, ...], str, bool, str]]] = {}
        heads, short = folder / "cell_heads.tsv", folder / "cell_abbreviations.tsv"
        self.nouns = frozenset(form.lower() for form in forms(heads, "noun"))
        self.not_nouns = frozenset(form.lower() for form in forms(heads, "not noun"))
        self.adjectives = frozenset(form.lower() for form in forms(heads, "adjective"))
        self.adjective_cues = frozenset(form.lower() for form in forms(heads, "adjective cue"))
        self.molecule_tails = tuple(forms(heads, "molecule tail"))
        self.not_codes = frozenset(forms(heads, "not code"))
        self.compound = re.compile(rf"(?<![\w-])(?:{any_of(forms(heads, 'compound'))})(?![\w]|[-\s]cells?\b)")
        self.states = frozenset(form.lower() for form in forms(folder / "cell_modifiers.tsv", "state"))
        suffixes = "|".join(sorted(forms(heads, "suffix")))
        self._suffix = re.compile(rf"[a-zà-ÿ]{{3,}}(?:{suffixes})s?")
        self.strong = frozenset(forms(short, "strong"))
        self.plural = frozenset(forms(short, "plural"))
        self.prefixes = frozenset(forms(short, "prefix"))
        self.parents = frozenset(forms(short, "parent"))
        self._derived = frozenset(forms(short, "derived"))
        self._kinds: dict[str, str] = {}
        self._parent_before = re.compile(rf"(?<![\w])(?:{any_of(self.parents)})s?[{HYPHENS}]$")
        for entry in read_list(folder / "cell_modifiers.tsv"):
            if entry.kind == "state":
                continue
            words = tuple(match[0].lower().replace("’", "'") for match in _WORD.finditer(entry.form))
            exact = entry.form.isupper() or (len(entry.form) < 4 and any(c.isupper() for c in entry.form))
            self._modifiers.setdefault(words[0], []).append((words, entry.kind, exact, entry.form))
        for options in self._modifiers.values():
            options.sort(key=lambda option: (-len(option[0]), option))

    def modifiers(self, atoms: list[Atom]) -> dict[int, Modifier]:
        """The longest modifier that ends at each atom, by the index of that atom."""
        found: dict[int, Modifier] = {}
        opening = self._modifiers
        for first, (_, _, text, lower) in enumerate(atoms):
            if lower not in opening:
                continue
            for words, kind, exact, form in opening[lower]:
                last = _match(atoms, first, words)
                if last is None or (exact and text not in (form, form.split()[0], form.split("-")[0])):
                    continue
                if last not in found or found[last].first > first:
                    found[last] = Modifier(first, last, kind)
        return found

    def kind_of(self, word: str) -> str:
        """What a word can be by itself: ``noun``, ``short``, ``derived`` (behind its parent), ``adjective`` or "".

        Examples
        --------
        >>> [cell_words().kind_of(word) for word in ("macrophages", "hBMSCs", "microglial", "exosomes")]
        ['noun', 'short', 'adjective', '']
        """
        kind = self._kinds.get(word)
        if kind is None:
            if len(self._kinds) >= _MOST:
                self._kinds.clear()
            kind = self._kinds[word] = self._sorted(word)
        return kind

    def _sorted(self, word: str) -> str:
        if self.is_noun(word.lower()):
            return "noun"
        if self.short_form(word) is not None:
            return "short"
        if word in self._derived or (word.endswith("s") and word[:-1] in self._derived):
            return "derived"
        return "adjective" if word.lower() in self.adjectives else ""

    def is_noun(self, word: str) -> bool:
        """Whether a lower-case word names cells by itself (``macrophages``)."""
        singular = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
        if word in self.not_nouns or singular in self.not_nouns:
            return False
        return singular in self.nouns or word in self.nouns or self._suffix.fullmatch(word) is not None

    def short_form(self, word: str) -> tuple[str, str] | None:
        """Prefix and core of a known short form of a cell's name (``hBMSCs`` -> ``h``, ``BMSC``), or None."""
        bare = word[:-1] if word.endswith("s") else word
        if bare in self.strong or (word.endswith("s") and bare in self.plural):
            return "", bare
        for size in range(1, min(6, len(bare) - 2)):
            prefix, core = bare[:size], bare[size:]
            if prefix in self.prefixes and (core in self.strong or (word.endswith("s") and core in self.plural)):
                return prefix, core
        return None

    def is_derived(self, text: str, start: int, word: str) -> bool:
        """Whether a short form that is other things by itself names the cells made of those before it: ``iPSC-CM``."""
        bare = word[:-1] if word.endswith("s") else word
        return bare in self._derived and self._parent_before.search(text, max(0, start - 12), start) is not None


@cache
def cell_words(folder: Path = PATTERNS) -> CellWords:
    """The compiled word lists of a folder, made once."""
    return CellWords(folder)


def _match(atoms: list[Atom], first: int, words: tuple[str, ...]) -> int | None:
    """Index of the last atom of a modifier that starts at ``first``; a hyphen may stand for a blank."""
    position = first
    for word in words[1:]:
        position += 1
        if position < len(atoms) and atoms[position].text in HYPHENS:
            position += 1
        if position >= len(atoms) or atoms[position].lower != word:
            return None
    return position
