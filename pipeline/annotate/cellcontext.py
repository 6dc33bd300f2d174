"""Cell names in their surroundings: markers and line codes that belong to them, conjuncts that share their head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.annotate.cellwords import HYPHENS, Atom, CellWords, Modifier

#: tells whether a code is a known cell line
IsLine = Callable[[str], bool]

_SIGN = (
    rf"\s?(?:\+|\(\+\)|\([{HYPHENS}]\)|[{HYPHENS}](?=[\s/)]|CD)"
    r"|(?:high|low|hi|lo|bright|dim|pos|neg|positive|negative)\b)"
)
_MARKED = re.compile(
    rf"(?:(?:CD\d+[a-zA-Z]{{0,2}}\d?|[A-Z][A-Za-z]{{1,5}}[{HYPHENS}]?\d{{1,3}}|[A-Z]{{3,6}}|Foxp3|c-?[Kk]it){_SIGN}[/\s]?,?\s?)+$"
)
_CODE_BEFORE = re.compile(
    r"(?<![\w/.-])([A-Z0-9][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*)(?:,\s|\s(?:and|or)\s|,\s(?:and|or)\s|/)$"
)
_CODE_AFTER = re.compile(r"\s([A-Z0-9][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*)(?![\w-]|\s?[-\s]cells?\b)")
_AND = re.compile(r",?\s(?:and|or|and/or)\s$|/$")
_COMMA = re.compile(r",\s$")
_SUSPENDED = re.compile(
    rf"(?<![\w])([^\s,;()]+(?:\s[^\s,;()]+)?)\s?[{HYPHENS}](?:,\s?(?:and|or)?\s?|\s(?:and|or)\s|/)$"
)

#: before which a participle is no verb
_NOMINAL = frozenset(
    {"the", "a", "an", "of", "into", "from", "with", "human", "mouse", "murine", "rat", "these", "those"}
)


@dataclass(frozen=True, slots=True)
class CellName:
    """A cell name that was composed, and how: ``noun``, ``stem``, ``bare``, ``short``, ``code``, ``adjective`` ..."""

    start: int
    end: int
    rule: str
    #: whether it may stand inside of another cell name (a derivation's two parts)
    nested: bool = False
    #: a conjunct with the head that it leaves to another name (``BM`` of ``BM- and UC-MSCs`` is ``BM-MSCs``)
    whole: str | None = None


@dataclass(slots=True)
class CellText:
    """A text with its atoms, the modifiers in it and the cell names found so far."""

    source: str
    atoms: list[Atom]
    modifiers: dict[int, Modifier]
    by_start: dict[int, int] = field(default_factory=dict)
    by_end: dict[int, int] = field(default_factory=dict)
    #: cell names found so far, by the index of their last atom
    cells: dict[int, CellName] = field(default_factory=dict)


def is_glued(state: CellText, modifier: Modifier) -> bool:
    """Whether a modifier belongs to what stands before it: ``hypoxia-induced``, ``vesicles induced macrophages to``."""
    first = modifier.first
    if state.atoms[first].lower != "induced" or first == 0:
        return False
    before = state.atoms[first - 1]
    return before.text in HYPHENS or (modifier.last == first and before.lower not in _NOMINAL)


def with_markers(text: CellText, name: CellName) -> CellName:
    """Take in surface markers with their signs: ``CD34+CD43+ hematopoietic progenitors``."""
    before = text.source[max(0, name.start - 60) : name.start]
    match = _MARKED.search(before)
    if match is None:
        return name
    return CellName(name.start - len(before) + match.start(), name.end, name.rule)


def with_line_before(text: CellText, name: CellName, kinds: set[str], is_line: IsLine) -> CellName:
    """Take in a cell line's code before the kind that it is of: ``SW480 CRC cells``, ``U87 glioma cells``."""
    if name.rule not in ("code", "noun") and not kinds & {"disease", "lineage", "noun"}:
        return name
    before = text.source[max(0, name.start - 40) : name.start]
    match = re.search(r"(?<![\w/.-])((?:RAW\s)?[A-Z0-9][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*)[^\S\t]$", before)
    if match is not None and (any(c.isdigit() for c in match[1]) or len(match[1]) > 4) and is_line(match[1]):
        return CellName(name.start - len(before) + match.start(1), name.end, name.rule)
    return name


def with_line_behind(text: CellText, name: CellName, is_line: IsLine) -> CellName:
    """Take in a cell line's code behind the kind that it is of: ``cardiomyocytes H9c2``."""
    if name.rule not in ("noun", "bare"):
        return name
    match = _CODE_AFTER.match(text.source, name.end)
    if match is not None and any(c.isdigit() for c in match[1]) and is_line(match[1]):
        return CellName(name.start, match.end(1), name.rule)
    return name


def conjuncts(
    text: CellText, name: CellName, cells: frozenset[str], words: CellWords, is_line: IsLine
) -> Iterator[CellName]:
    """Conjuncts that leave the head to this name: ``BM-, AT-, and UC-MSCs``, ``neural and glial cells``."""
    yield from _suspended(text, name, cells, words)
    if name.rule in ("stem", "bare"):
        yield from _lineages(text, name)
    if name.rule == "code":
        yield from _codes(text, name, is_line)


def _suspended(text: CellText, name: CellName, cells: frozenset[str], words: CellWords) -> Iterator[CellName]:
    end = name.start
    while (match := _SUSPENDED.search(text.source, max(0, end - 60), end)) is not None:
        last = text.by_end.get(match.end(1))
        if last is None:
            break
        modifier = text.modifiers.get(last)
        if modifier is not None and modifier.kind in ("tissue", "lineage", "disease", "maturity"):
            first = modifier.first
            while (more := text.modifiers.get(first - 1)) is not None and more.kind in ("tissue", "species"):
                first = more.first
        elif (
            text.atoms[last].text in words.prefixes
            or text.atoms[last].text in cells
            or words.short_form(text.atoms[last].text)
        ):
            first = last
        else:
            break
        start, stop = text.atoms[first].start, match.end(1)
        yield CellName(start, stop, "suspended", whole=text.source[start:stop] + _rest(text, name))
        end = text.atoms[first].start


def _lineages(text: CellText, name: CellName) -> Iterator[CellName]:
    first, start, joint = text.by_start.get(name.start), name.start, _AND
    own = next((m for m in text.modifiers.values() if m.first == first and m.kind == "lineage"), None)
    while own is not None and (link := joint.search(text.source, max(0, start - 10), start)) is not None:
        last = text.by_end.get(link.start())
        other = text.modifiers.get(last) if last is not None else None
        if other is None or other.kind != "lineage":
            return
        at = other.first
        if joint is _COMMA or link[0].startswith(","):  # "corneal epithelial, stromal, and endothelial cells"
            while (more := text.modifiers.get(at - 1)) is not None and more.kind in ("tissue", "species"):
                at = more.first
        start = text.atoms[at].start
        yield CellName(start, link.start(), "conjunct", whole=text.source[start : link.start()] + _rest(text, name))
        joint = _COMMA


def _rest(text: CellText, name: CellName) -> str:
    """A name without its first modifier: what a conjunct leaves to it."""
    first = text.by_start.get(name.start)
    if first is None:
        return ""
    last = max((m.last for m in text.modifiers.values() if m.first == first and m.kind != "species"), default=first)
    return text.source[text.atoms[last].end : name.end]


def _codes(text: CellText, name: CellName, is_line: IsLine) -> Iterator[CellName]:
    end = name.start
    while (match := _CODE_BEFORE.search(text.source, max(0, end - 40), end)) is not None:
        if not (any(c.isdigit() for c in match[1]) and is_line(match[1])):
            break
        yield CellName(match.start(1), match.end(1), "code")
        end = match.start(1)
