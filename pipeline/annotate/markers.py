"""Finds markers: lexicon names, with evidence where a name is weak, and the forms that texts build on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.annotate.candidates import Candidate
from pipeline.annotate.glossary import Glossary, variants
from pipeline.annotate.nonames import is_label
from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.core.records import EntityType

if TYPE_CHECKING:
    from pipeline.annotate.lexicon import Entry, Lexicon, Match

_HY = r"[-\u2010-\u2015\u2212]"
_PREFIXED = re.compile(
    rf"(?<![\w-])(?:(?:phospho{_HY}?|[hmprt]{_HY}?|pro{_HY})(?=[A-Zα-ω]|\d[A-Za-z])|(?:phospho|p){_HY}(?=[a-z])|P{_HY}(?=[A-Z]{{3}}))"
    rf"([A-Za-zα-ω0-9]+(?:{_HY}[A-Za-zα-ω0-9]+)?(?:(?<=\d)/\d{{1,2}})*)(?!\w)"
)
#: how much of a surface marker there is, glued to it: ``CD44high``
_AMOUNT = re.compile(
    r"(?<![\w])(CD\d{1,3}[A-Za-z]?|Sca-?1|Ly-?6[CG]|F4/80|HLA-DR)(?:high|low|hi|lo|bright|dim|int|pos|neg)(?!\w)"
)
_GLUED = re.compile(
    r"(?<![\w])([A-Z][A-Za-z]*-?\d[A-Za-z0-9]*?)(?:via|and|in|by|with|through|which|expression|was|is|protein)(?![A-Za-z0-9])"
)
_SUFFIX = re.compile(
    rf"\)\s?{_HY}?\s?((?:[α-ωß]|[IVX]{{1,3}}|alpha|beta|gamma|\d{{1,2}}(?:/\d{{1,2}})+|\d{{1,2}}[A-Za-zα-ω]?)\d{{0,2}}(?:[α-ω])?)"
    rf"(?![\w]|\.\d)"
)
_NO_MOLECULE = re.compile(
    r"(?:signall?ing|pathways?|carcinoma|cancer|tumou?r|sarcoma|syndrome|disease|cells?|vesicles?|exosomes?)$",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"^\d+\.\d+[a-z]?$")
_DECIMAL = re.compile(r"(?<=\d)\.\d")
#: the end of a transcript, no number of the gene: ``APP 3'UTR``
_END = re.compile(r"(?<=[\s-][35])['\u2032\u2019\u02b9\u00b4]")
_ISOFORM = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{1,6}\d{1,2})[A-F](?![\w])")
_CODED = re.compile(
    r"(?<![\w-])(?:RP\d{1,2}-\d{1,4}[A-Z]\d{1,3}(?:\.\d{1,2})?|(?:AC|AL|AP)\d{6}\.\d{1,2}|(?:LINC|LOC)\d{4,9}"
    r"|CT[ABCD]-\d{3,4}[A-Z]\d{1,2}\.\d{1,2}|H(?:1|2A|2B|3|4)[KRST]\d{1,3}(?:me[123]?|ac|ub\d?|ph|la|cr|bhb))(?![\w])"
)
#: a name that starts with the second part of a compound starts with its first: ``tissue-type plasminogen activator``
_SECOND = re.compile(
    r"(?:type|like|sensitive|associated|dependent|specific|related|binding|activating|inducible|domain)\b"
)
_COMPOUND = re.compile(rf"[A-Za-z0-9]+{_HY}$")
#: circular and long non-coding RNAs, by their host gene or by number
_CIRCULAR = re.compile(
    r"(?<![\w-])(?:(?:hsa|mmu|rno)[_-])?[Cc]irc(?:[_-]?\d{4,}(?:_\w+)?"
    r"|[_-]?(?!RNA|DNA|EV|Exo|MV|lnc)[A-Z][A-Za-z0-9]{2,}(?:-\d{1,2})?)(?![\w])"
    r"|(?<![\w-])[Ll](?:nc|inc)[_-]?(?!RNA|DNA|EV|Exo|MV)[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]{1,4})?(?![\w])"
)
#: what stands behind the kind of RNA that it is: ``lncRNA NKILA``
_NAMED_RNA = re.compile(
    r"\b(?:(?:lnc|linc|circ)RNAs?|(?:[Ll]ong\s(?:intergenic\s)?non-?coding|[Cc]ircular)\sRNAs?(?:\s\((?:lnc|circ)RNAs?\))?)\s"
    r"([A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]{1,5}){0,2})(?![\w-])"
)
#: names whose last part belongs to what follows: ``SIRT1 as a target``, ``HSP90 N-terminal``
_RUN_ON = re.compile(r"\s(?:as|at|in|is|on|or|to|by)$")
_LETTER = re.compile(r"\s[A-Z]$")
_TERMINAL = re.compile(rf"\s?{_HY}\s?[a-z]{{3}}")
_LINK = r"(?:\s?[,/;+&(]\s?|,?\s(?:and|or)\s|\s?[-–]\s?)"


class Evidence:
    """Cues next to a weak name that make it a marker, compiled from ``marker_evidence.tsv``.

    Examples
    --------
    >>> text = "REST expression rose; at rest"
    >>> Evidence().holds(text, 0, 4), Evidence().holds(text, 25, 29)
    (True, False)
    """

    def __init__(self, folder: Path = PATTERNS) -> None:
        after = "|".join(
            re.escape(cue) for cue in sorted(forms(folder / "marker_evidence.tsv", "after"), key=_long_first)
        )
        before = "|".join(
            re.escape(cue) for cue in sorted(forms(folder / "marker_evidence.tsv", "before"), key=_long_first)
        )
        self._after = re.compile(rf"(?:\s?\+|{_HY}?(?:/{_HY})|[\s\-](?:{after})(?![\w]))")
        self._before = re.compile(rf"(?<![\w])(?:{before})(?:\s\(?|{_HY})$", re.IGNORECASE)

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether a cue stands directly before or after ``text[start:end]``."""
        return bool(self._after.match(text, end) or self._before.search(text[max(0, start - 40) : start]))


@cache
def _evidence(folder: Path) -> Evidence:
    return Evidence(folder)


def find_markers(
    text: str, matches: list[Match], glossary: Glossary, lexicon: Lexicon, folder: Path = PATTERNS
) -> tuple[list[Candidate], list[tuple[int, int]]]:
    """Marker candidates of a passage, in text order, and the spans of weak names that nothing speaks for.

    Parameters
    ----------
    text
        The passage.
    matches
        What ``Lexicon.find`` gave for it.
    glossary
        The document's definitions: a short form that it defines as something else is no marker, one that it defines as
        a marker is one everywhere.
    """
    roles = _roles(folder)
    foreign = [span for short in sorted(glossary.others | glossary.cells) for span in _whole(short, text)]
    strong: list[Match] = []
    weak: list[Match] = []
    for match in matches:
        entries = [entry for entry in match.entries if entry.type == EntityType.MARKER]
        if not entries or _denied(match.surface, glossary):
            continue
        if _RUN_ON.search(match.surface) or (_LETTER.search(match.surface) and _TERMINAL.match(text, match.end)):
            continue
        if len(match.surface) < 5 and is_label(text, match.start, match.end):
            continue
        if match.surface.isdigit() or _FIGURE.search(match.surface) or _DECIMAL.match(text, match.end):
            continue
        if _END.match(text, match.end):
            continue
        if match.surface.casefold() in roles or _NO_MOLECULE.search(match.surface) or _within(match, foreign):
            continue
        needs = (
            all("weak" in entry.flags for entry in entries)
            or match.surface in _ambiguous(folder)
            or (match.surface not in _spelled(folder) and _looks_like_a_word(match.surface, entries))
        )
        (weak if needs and not _affirmed(match.surface, glossary) else strong).append(match)
    found = {(m.start, m.end): Candidate(m.start, m.end, EntityType.MARKER, "lexicon", 0.9) for m in strong}
    evidence = _evidence(folder)
    pending = list(weak)
    for _ in range(2):  # a weak name in a list with one that was weak before it
        for match in list(pending):
            if evidence.holds(text, match.start, match.end) or _in_list(text, match, found):
                found[match.start, match.end] = Candidate(match.start, match.end, EntityType.MARKER, "lexicon", 0.75)
                pending.remove(match)
    for candidate in _built(text, glossary, lexicon):
        found.setdefault((candidate.start, candidate.end), candidate)
    candidates = sorted(found.values(), key=lambda candidate: (candidate.start, -candidate.end))
    return candidates, [(match.start, match.end) for match in pending]


@cache
def _roles(folder: Path) -> frozenset[str]:
    return frozenset(
        form.casefold() + plural
        for form in (*forms(folder / "roles.tsv", "role"), *forms(folder / "pathways.tsv", "molecule"))
        for plural in ("", "s")
    )


@cache
def _spelled(folder: Path) -> frozenset[str]:
    """Names of proteins that are spelled as words are and are none: ``Akt``."""
    return frozenset(forms(folder / "roles.tsv", "spelling"))


@cache
def _ambiguous(folder: Path) -> frozenset[str]:
    """Names that are also programs, studies, journals or words: they need evidence."""
    return frozenset(forms(folder / "roles.tsv", "ambiguous"))


def _whole(short: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a form stands as a word; each document has its own, so that to compile a pattern does not pay."""
    at = text.find(short)
    while at >= 0:
        end = at + len(short)
        free = not _is_letter(text[at - 1 : at]) and not _is_letter(text[end : end + 1])
        if free:
            yield at, end
        at = text.find(short, end if free else at + 1)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _within(match: Match, spans: list[tuple[int, int]]) -> bool:
    return any(start <= match.start and match.end <= end for start, end in spans)


def _looks_like_a_word(surface: str, entries: list[Entry]) -> bool:
    """Whether a plain word is met only by names in capitals (``calm``, ``Lime``): it needs evidence, too."""
    shouted = all(entry.name.isupper() or entry.kind in ("symbol", "alias", "previous") for entry in entries)
    if not surface.isalpha() or not shouted or any(entry.name.islower() or entry.name == surface for entry in entries):
        return False
    return surface.islower() or (surface.istitle() and all(entry.name.isupper() for entry in entries))


def _denied(surface: str, glossary: Glossary) -> bool:
    return any(form in glossary.cells or form in glossary.others for form in variants(surface))


def _affirmed(surface: str, glossary: Glossary) -> bool:
    return any(form in glossary.markers for form in variants(surface))


def _in_list(text: str, match: Match, found: dict[tuple[int, int], Candidate]) -> bool:
    """Whether the name stands in a list right beside a marker."""
    return any(
        re.fullmatch(_LINK, text[end : match.start]) is not None
        or re.fullmatch(_LINK, text[match.end : start]) is not None
        for start, end in found
        if 0 < match.start - end < 8 or 0 < start - match.end < 8
    )


def _built(text: str, glossary: Glossary, lexicon: Lexicon) -> Iterator[Candidate]:
    for match in _PREFIXED.finditer(text):
        if not _denied(match[0], glossary) and _is_strong(match[1], lexicon):
            yield Candidate(match.start(), match.end(), EntityType.MARKER, "composer", 0.85, long_form=match[1])
    for match in _AMOUNT.finditer(text):
        yield Candidate(match.start(1), match.end(1), EntityType.MARKER, "composer", 0.9)
    for match in _ISOFORM.finditer(text):
        if not _denied(match[0], glossary) and _is_strong(match[1], lexicon):
            yield Candidate(match.start(), match.end(), EntityType.MARKER, "composer", 0.8, long_form=match[1])
    for match in _CODED.finditer(text):
        yield Candidate(match.start(), match.end(), EntityType.MARKER, "composer", 0.85)
    for match in _CIRCULAR.finditer(text):
        if not _denied(match[0], glossary):
            yield Candidate(match.start(), match.end(), EntityType.MARKER, "composer", 0.9)
    for match in _NAMED_RNA.finditer(text):
        if not _denied(match[1], glossary) and not lexicon.lookup(match[1], EntityType.MARKER):
            yield Candidate(match.start(1), match.end(1), EntityType.MARKER, "composer", 0.85)
    for match in _GLUED.finditer(text):
        if _is_strong(match[1], lexicon):
            yield Candidate(match.start(1), match.end(1), EntityType.MARKER, "composer", 0.7)
    for short in sorted(glossary.markers):
        for start, end in _whole(short, text):
            yield Candidate(start, end, EntityType.MARKER, "abbreviation", 0.9)
    for long in sorted(glossary.long_markers):
        before = r"(?:complement\s)?" if long.startswith("component") else ""  # "complement component 3 (C3)"
        for match in re.finditer(rf"(?<![\w]){before}{re.escape(long)}(?![\w])", text, re.IGNORECASE):
            compound = _COMPOUND.search(text, max(0, match.start() - 40), match.start())
            if compound is not None and _SECOND.match(long):
                whole, start = glossary.short_of(long), compound.start()
            else:
                whole, start = None, match.start()
            yield Candidate(start, match.end(), EntityType.MARKER, "abbreviation", 0.85, long_form=whole)
    for short, long in sorted(glossary.long.items()):
        if short in glossary.others:
            continue
        bracketed = f"{long} ({short}"
        at = text.find(bracketed)
        if at >= 0 and (suffix := _SUFFIX.match(text, at + len(bracketed))) is not None:
            whole = f"{short}-{suffix[1]}"
            if (
                lexicon.lookup(whole, EntityType.MARKER)
                or lexicon.lookup(f"{long} {suffix[1]}", EntityType.MARKER)
                or short in glossary.markers
            ):
                yield Candidate(at, suffix.end(1), EntityType.MARKER, "abbreviation", 0.9, long_form=whole)


def _is_strong(surface: str, lexicon: Lexicon) -> bool:
    return any("weak" not in entry.flags for entry in lexicon.lookup(surface, EntityType.MARKER))


def _long_first(form: str) -> tuple[int, str]:
    return -len(form), form
