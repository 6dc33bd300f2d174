"""Finds and looks up names of the compiled lexicon, in normal form, with offsets on the text as given."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.annotate.mirna import written
from pipeline.annotate.normalise import bare, fold, fold_within
from pipeline.annotate.scan import Scanner
from pipeline.annotate.spacing import gaps_of, is_spaced_alike, shape_of, shows_capital
from pipeline.core.errors import LexiconError
from pipeline.core.records import EntityType

REMEDY = "run 'vesiweb lexicon build', or check models/lexicon out again"
_RANK = {"symbol": 0, "rule": 1, "name": 2, "synonym": 3, "alias": 4, "previous": 5}
_NONE: frozenset[int] = frozenset()
_SYMBOLIC = frozenset({"symbol", "alias", "previous"})
#: how many surfaces are remembered
_MOST = 1 << 16
#: the letters first, what must not stand before them next: quicker to search for
_PREFIXED = re.compile(r"[hmrp][A-Z](?<![A-Za-z0-9]..)[A-Z0-9]{2,}(?![A-Za-z0-9])", re.DOTALL)


class Entry(NamedTuple):
    """What a name of the lexicon means.

    ``concept`` is empty where the name is known and no source has a concept for it. ``flags`` may hold
    ``weak`` (also an ordinary word or abbreviation: needs evidence), ``case`` (only as written) and
    ``capital`` (not when all in small letters).
    """

    type: EntityType
    concept: str
    name: str
    kind: str  # name, synonym, symbol, alias, previous, rule
    flags: frozenset[str]


class Match(NamedTuple):
    """A stretch of text that reads as a name, with all that the name may mean, the best first."""

    start: int
    end: int
    surface: str
    entries: tuple[Entry, ...]


@lru_cache(maxsize=256)
def _flags(cell: str) -> frozenset[str]:
    return frozenset(flag for flag in cell.split(",") if flag)


class Lexicon:
    """The compiled lexicon in memory.

    Examples
    --------
    >>> from pipeline.core.settings import ROOT
    >>> lexicon = Lexicon.load(ROOT / "models" / "lexicon")
    >>> [(m.surface, m.entries[0].concept) for m in lexicon.find("serum TGF‐ β1 fell")]
    [('TGF', 'FPLX:TGFB'), ('TGF‐ β1', 'HGNC:11766')]
    """

    def __init__(self, rows: dict[EntityType, list[str]], names: dict[str, str], digest: str) -> None:
        self.digest = digest
        self._names = names
        self._types = tuple(rows)
        self._starts: list[int] = []  # where each type's lines start
        # tuples and dicts of plain values: the collector of garbage need not walk over them again and again
        self._lines: tuple[str, ...] = ()  # without the key
        self._index: dict[str, int | tuple[int, ...]] = {}
        self._entries: dict[int, Entry] = {}
        self._meant: dict[tuple[str, str], tuple[Entry, ...]] = {}
        self._looked_up: dict[tuple[str, EntityType | None, bool], tuple[Entry, ...]] = {}
        keys: list[str] = []
        for type_, lines in rows.items():
            self._starts.append(len(self._lines))
            self._lines += tuple(self._file(lines, keys if type_ is not EntityType.MIRNA else None))
        self._scanner = Scanner(keys)

    def _file(self, lines: list[str], keys: list[str] | None) -> Iterator[str]:
        """The lines without their keys, filed under these; new keys are added to ``keys``."""
        for number, line in enumerate(lines, start=len(self._lines)):
            key, _, rest = line.partition("\t")
            yield rest
            there = self._index.get(key)
            if there is None:
                self._index[key] = number
                if keys is not None:
                    keys.append(key)
            else:
                self._index[key] = (there, number) if isinstance(there, int) else (*there, number)

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        """Read what ``vesiweb lexicon build`` left in ``folder``.

        Raises
        ------
        LexiconError
            A file is missing, or its bytes are not those that the manifest tells.
        """
        try:
            manifest_bytes = (folder / "manifest.json").read_bytes()
            files = json.loads(manifest_bytes)["files"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LexiconError(f"no usable manifest.json ({error})", where=str(folder), remedy=REMEDY) from error
        texts: dict[str, str] = {}
        for name, told in sorted(files.items()):
            try:
                data = (folder / name).read_bytes()
            except OSError as error:
                raise LexiconError(
                    f"cannot be read ({error.strerror})", where=str(folder / name), remedy=REMEDY
                ) from error
            if (found := hashlib.sha256(data).hexdigest()) != told["sha256"]:
                raise LexiconError(
                    f"SHA-256 is {found}, the manifest tells {told['sha256']}", where=str(folder / name), remedy=REMEDY
                )
            texts[name] = gzip.decompress(data).decode("utf-8")
        try:
            rows = {t: texts.pop(f"{t.value.lower()}.tsv.gz").splitlines() for t in EntityType}
            names = dict(line.split("\t", 1) for line in texts["concepts.tsv.gz"].splitlines())
        except KeyError as error:
            raise LexiconError(f"the manifest has no {error}", where=str(folder), remedy=REMEDY) from error
        return cls(rows, names, hashlib.sha256(manifest_bytes).hexdigest())

    def _entry(self, number: int) -> Entry:
        entry = self._entries.get(number)
        if entry is None:
            type_ = self._types[bisect_right(self._starts, number) - 1]
            concept, kind, name, flags = self._lines[number].split("\t")
            entry = self._entries[number] = Entry(type_, concept, name, kind, _flags(flags))
        return entry

    def _entries_of(self, key: str, cased: str, type_: EntityType | None, any_case: bool = False) -> Iterator[Entry]:
        numbers = self._index.get(key, ())
        for number in [numbers] if isinstance(numbers, int) else numbers:
            entry = self._entry(number)
            if type_ is not None and entry.type != type_:
                continue
            if any_case:
                yield entry
                continue
            if "case" in entry.flags and (bare(entry.name) or shape_of(entry.name).cased) != cased:
                continue
            if "capital" in entry.flags and entry.name != cased and not shows_capital(cased):
                continue
            yield entry

    def name_of(self, concept: str) -> str:
        """The preferred name of a concept, or "" for one unknown to the lexicon; a microRNA's follows from the concept.

        Examples
        --------
        >>> from pipeline.core.settings import ROOT
        >>> lexicon = Lexicon.load(ROOT / "models" / "lexicon")
        >>> lexicon.name_of("HGNC:11766"), lexicon.name_of("mirna:mir-126-3p")
        ('TGFB1', 'miR-126-3p')
        """
        return written(concept) if concept.startswith("mirna:") else self._names.get(concept, "")

    @property
    def concepts(self) -> frozenset[str]:
        """Identifiers of all concepts that the lexicon names."""
        return frozenset(self._names)

    def lookup(self, surface: str, type: EntityType | None = None, *, any_case: bool = False) -> tuple[Entry, ...]:
        """All that a surface may mean as a whole name, the best first; a plural ``s`` is passed over.

        With ``any_case`` names that count only as written are found however they are written: for a surface
        that is known to be of this type.

        Examples
        --------
        >>> from pipeline.core.settings import ROOT
        >>> lexicon = Lexicon.load(ROOT / "models" / "lexicon")
        >>> lexicon.lookup("IL 10", EntityType.MARKER)[0].concept
        'HGNC:5962'
        """
        asked = (surface, type, any_case)
        known = self._looked_up.get(asked)
        if known is None:
            if len(self._looked_up) >= _MOST:
                self._looked_up.clear()
            known = self._looked_up[asked] = self._look_up(surface, type, any_case)
        return known

    def _look_up(self, surface: str, type_: EntityType | None, any_case: bool) -> tuple[Entry, ...]:
        plain = bare(surface)
        if plain is not None:
            forms = {(plain.lower(), plain)}
        else:
            forms = {(form.text, form.cased) for form in (fold(surface, greek=g) for g in (None, True, False))}
        found = {e: None for text, cased in sorted(forms) for e in self._entries_of(text, cased, type_, any_case)}
        if not found and surface.endswith("s") and len(surface) > 2:
            for text, cased in sorted(forms):
                found.update(dict.fromkeys(self._entries_of(text[:-1], cased[:-1], type_, any_case)))
        return tuple(sorted(found, key=_order))

    def find(self, text: str) -> list[Match]:
        """All names in a text, overlapping ones too, in text order.

        A name starts and ends where a part of a word does; its plural counts, and so does a gene symbol
        with a letter for its species or state before it (``hSOX2``).
        """
        found: dict[tuple[int, int], tuple[Entry, ...]] = {}
        known = self._meant
        for start, end, key in self._scanner.hits(text):
            entries = known.get((text[start:end], key))
            if entries is None:
                entries = self._learn(text, start, end, key)
            if entries:
                there = found.setdefault((start, end), entries)
                if there is not entries:
                    found[start, end] = tuple(sorted({*there, *entries}, key=_order))
        self._prefixed(text, found)
        return [Match(start, end, text[start:end], found[start, end]) for start, end in sorted(found)]

    def _learn(self, text: str, start: int, end: int, key: str) -> tuple[Entry, ...]:
        """What a key means as it stands in a text; the same surface and key always mean the same."""
        if len(self._meant) >= _MOST:
            self._meant.clear()
        surface = text[start:end]
        cased, form, first, gaps = bare(surface), None, 0, _NONE
        small = "" if cased is None else surface.lower()
        if cased is None:
            form, first, last, _ = fold_within(text, start, end)
            cased = form.cased[first:last]
            gaps = gaps_of(form, first, first + len(key))
        meant: dict[Entry, None] = {}
        for entry in self._entries_of(key, cased[: len(key)], None):
            if entry.type is EntityType.MIRNA:
                continue
            # symbols have no plural: NPs are not NPS, CAMs not CAM
            if len(key) < len(cased) and entry.kind in _SYMBOLIC and not entry.concept.startswith("FPLX:"):
                continue
            if not small.startswith(entry.name.lower()):  # spelled as the name is, it is spaced alike
                if form is None and not surface.isalnum():
                    form = fold(surface)
                    gaps = gaps_of(form, 0, len(key))
                if not is_spaced_alike(key, form, first, gaps, entry.name):
                    continue
            meant[entry] = None
        entries = tuple(sorted(meant, key=_order) if len(meant) > 1 else meant)
        self._meant[surface, key] = entries
        return entries

    def _prefixed(self, text: str, found: dict[tuple[int, int], tuple[Entry, ...]]) -> None:
        for match in _PREFIXED.finditer(text):
            if match.span() in found:
                continue
            rest = match[0][1:]
            entries = {
                e: None
                for e in self._entries_of(rest.lower(), rest, EntityType.MARKER)
                if e.kind in ("symbol", "rule") and "weak" not in e.flags
            }
            if entries:
                found[match.span()] = tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[bool, int, int, str, str, str]:
    family = entry.concept.startswith("FPLX:")
    rank = 1 if family else _RANK.get(entry.kind, 9)
    if entry.kind == "name" and entry.type is EntityType.CELL_TYPE:
        rank = 0  # what the Cell Ontology calls so is more exact than what a rule makes
    return ("weak" in entry.flags, rank, not entry.concept, entry.type.value, entry.concept, entry.name)
