"""The cell composer: names of cells put together from species, tissue, lineage, derivation and a head.

A head (``cells`` behind a naming word, ``stem cells``, ``fibroblasts``, ``MSCs``, a cell line's code before ``cells``)
is found first; then the modifiers to its left that make it a class one could look up are taken in, word by word, until
a word of another kind stands there: words of state, role or judgement are in no list, so they stay outside. A
derivation (``iPSC-derived MSCs``, ``hiPSC-hMSC``) from another cell nests that cell and the derived one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.annotate.cellcontext import (
    CellName,
    CellText,
    IsLine,
    conjuncts,
    is_glued,
    with_line_before,
    with_line_behind,
    with_markers,
)
from pipeline.annotate.cellheads import CellHeads
from pipeline.annotate.cellwords import HYPHENS, NAMING, CellWords, atoms_of

_FUNCTION = r"(?:and|or|in|of|with|to|from|by|the|via|on|at|for|as|after|into|against|but|than|while|are|is|were|was)\b"
_EVENT = re.compile(
    r"\s(?:death|viability|apoptosis|survival|proliferation|migration|cycle|loss|damage|necrosis|growth|differentiation)\b"
)


class CellComposer:
    """Finds cell names in a text.

    Parameters
    ----------
    words
        The compiled word lists.
    is_line
        Tells whether a code is a known cell line.

    Examples
    --------
    >>> from pipeline.annotate.cellwords import cell_words
    >>> text = "senescent human bone marrow-derived MSCs and iPSC-derived cardiomyocytes"
    >>> composer = CellComposer(cell_words(), lambda code: False)
    >>> [text[name.start : name.end] for name in composer.find(text)]
    ['human bone marrow-derived MSCs', 'iPSC-derived cardiomyocytes', 'iPSC', 'cardiomyocytes']
    """

    def __init__(self, words: CellWords, is_line: IsLine) -> None:
        self._words = words
        self._is_line = is_line
        self._heads = CellHeads(words, is_line)
        self._stains = tuple(sorted(words.not_codes))
        tails = "|".join(re.escape(tail).replace(r"\ ", r"\s").replace(" ", r"\s") for tail in words.molecule_tails)
        whole = rf"(?:{tails})s?(?![{HYPHENS}]?\w)(?![{HYPHENS}\s](?:\w+\s)?(?:stem\s)?cells?\b)"
        self._tail = re.compile(
            rf"[{HYPHENS}\s](?:(?:(?!{_FUNCTION})\w+[{HYPHENS}\s])?{whole}|(?i:{whole}))"  # in titles, too
        )

    def find(
        self,
        text: str,
        cells: frozenset[str] = frozenset(),
        others: frozenset[str] = frozenset(),
        tumours: frozenset[str] = frozenset(),
    ) -> list[CellName]:
        """Every cell name of a text, nested ones included, in text order.

        Parameters
        ----------
        text
            A passage.
        cells
            Short forms that the document defines as cells.
        others
            Short forms that the document defines as something else: they are no cells here.
        tumours
            Those of the others that are tumours: ``HCC cells`` are cells.
        """
        atoms = atoms_of(text)
        state = CellText(text, atoms, self._words.modifiers(atoms))
        state.by_start = {atom.start: index for index, atom in enumerate(atoms)}
        state.by_end = {atom.end: index for index, atom in enumerate(atoms)}
        found: dict[tuple[int, int], CellName] = {}
        covered = -1
        last: CellName | None = None
        for start, end, rule in sorted(
            self._heads.find(text, cells, others, tumours), key=lambda head: (head[0], -head[1])
        ):
            if start < covered or self.is_part_of_another_name(text, end):
                continue
            for name in self._compose(state, start, end, rule):
                if last is not None and last.start < name.start < last.end < name.end:
                    if rule in ("bare", "code"):
                        continue
                    name = replace(name, start=start)  # a line between two nouns belongs to the first
                if last is None or name.end > last.end:
                    last = name
                known = found.get((name.start, name.end))
                if known is None or not known.nested:
                    found[name.start, name.end] = name
            covered = end
        found = {key: name for key, name in found.items() if name.nested or not _inside(name, found.values())}
        for name in [*found.values()]:
            for conjunct in conjuncts(state, name, cells, self._words, self._is_line):
                found.setdefault((conjunct.start, conjunct.end), conjunct)
        return sorted(found.values(), key=lambda name: (name.start, -name.end))

    def is_part_of_another_name(self, text: str, end: int) -> bool:
        """Whether the words behind make a molecule or a disease of a cell's name: ``fibroblast growth factor``."""
        return self._tail.match(text, end) is not None

    def _compose(self, state: CellText, start: int, end: int, rule: str) -> Iterator[CellName]:
        first, last = state.by_start.get(start), state.by_end.get(end)
        if first is None or last is None:
            if rule in ("defined", "short"):
                yield CellName(start, end, rule)
            return
        left, kinds, parent = self._walk(state, first, rule)
        if rule == "bare" and not kinds & NAMING and parent is None:
            marked = with_markers(state, CellName(state.atoms[left].start, end, rule))
            if marked.start < state.atoms[left].start and not state.source.startswith(self._stains, marked.start):
                yield marked  # "CD34+ cells"
            return
        if rule == "bare" and self._words.is_noun(state.atoms[first - 1].lower) and _EVENT.match(state.source, end):
            # "neuron cell death" is the cell death of neurons
            yield from self._compose(state, state.atoms[first - 1].start, state.atoms[first - 1].end, "noun")
            return
        if rule == "group" and (state.atoms[first].lower == "stem" or not kinds & {"lineage", "marker", "noun"}):
            return
        name = CellName(state.atoms[left].start, end, rule)
        if parent is None:
            name = with_markers(state, name)
            name = with_line_before(state, name, kinds, self._is_line)
            name = with_line_behind(state, name, self._is_line)
        yield name
        state.cells[last] = name
        if parent is not None:
            yield replace(parent, nested=True)
            derived, _, _ = self._walk(state, first, rule, stop=parent.end)
            yield CellName(state.atoms[derived].start, end, rule, nested=True)

    def _walk(self, state: CellText, first: int, rule: str, stop: int = 0) -> tuple[int, set[str], CellName | None]:
        """Leftmost atom of the name whose head starts at ``first``, the classes met, the cell it derives from."""
        atoms, words, left, kinds = state.atoms, self._words, first, set[str]()
        while left > 0:
            at, hyphen = left - 1, False
            if atoms[at].text in HYPHENS and at > 0:
                at, hyphen = at - 1, True
            if (
                _gap(state, at, left) > (2 if hyphen else 1)
                or (stop and atoms[at].lower == "derived")
                or atoms[at].end <= stop
                or "\t" in state.source[atoms[at].end : atoms[left].start]  # the next column of a list
            ):
                break
            atom = atoms[at]
            if atom.text == ")" and (opened := self._bracket(state, at)) is not None:
                at, atom = opened, atoms[opened]
            if atom.lower == "derived":
                source = at - 1
                if source >= 0 and atoms[source].text in HYPHENS:
                    source -= 1
                if source >= 0 and atoms[source].text == ")" and (opened := self._bracket(state, source)) is not None:
                    source = opened
                parent = state.cells.get(source)
                if parent is not None:
                    return state.by_start[parent.start], kinds | {"derived"}, parent
                modifier = state.modifiers.get(source)
                if modifier is not None and modifier.kind not in ("species", "maturity"):
                    left, kinds = modifier.first, kinds | {"derived"}
                    continue
                if source >= 0 and atoms[source].text in words.prefixes | {"BM", "AT", "AD", "UC", "WJ"}:
                    left, kinds = source, kinds | {"derived"}
                    continue
                break
            if (
                atom.lower == "like"
                and at not in state.modifiers
                and hyphen is False
                and at > 1
                and atoms[at - 1].text in HYPHENS
            ):
                source = at - 2
                if words.is_noun(atoms[source].lower) or words.short_form(atoms[source].text):
                    left, kinds = source, kinds | {"noun"}
                    continue
                if (like := state.cells.get(source)) is not None:
                    left, kinds = state.by_start[like.start], kinds | {"noun"}
                    continue
                if (modifier := state.modifiers.get(source)) is not None and modifier.kind != "species":
                    left, kinds = modifier.first, kinds | {modifier.kind}
                    continue
            if hyphen and rule in ("short", "defined", "noun") and (parent := state.cells.get(at)) is not None:
                short = words.short_form(atoms[at].text)
                if short is not None and (short[1] in words.parents or atoms[at].text.rstrip("s") in words.parents):
                    return state.by_start[parent.start], kinds | {"derived"}, parent
            modifier = state.modifiers.get(at)
            if modifier is not None and is_glued(state, modifier):
                modifier = None
            if modifier is not None:
                if atom.lower == "inflammatory" and ("tissue" in kinds or rule in ("stem", "short", "defined")):
                    break  # a state: "inflammatory bone marrow-derived MSCs"
                if (
                    modifier.kind == "lineage"
                    and atoms[modifier.last].text in ("T", "B", "NK")
                    and rule not in ("bare", "noun")
                ):
                    break
                left, kinds = modifier.first, kinds | {modifier.kind}
                continue
            if hyphen and rule in ("short", "defined") and atom.text in words.prefixes and not _joined(state, at):
                left = at
                continue
            if rule in ("bare", "stem", "group") and (
                words.is_noun(atom.lower) or (rule == "bare" and words.short_form(atom.text))
            ):
                left, kinds = at, kinds | {"noun"}
                state.cells.pop(at, None)
                continue
            break
        return left, kinds, None

    def _bracket(self, state: CellText, at: int) -> int | None:
        """Index of the atom before a bracketed short form that ends at ``at`` and has a modifier before it."""
        for size in (2, 4):
            opened = at - size
            if opened > 0 and state.atoms[opened].text == "(":
                inside = state.source[state.atoms[opened].end : state.atoms[at].start]
                if len(inside) <= 8 and sum(c.isupper() for c in inside) >= 1 and (opened - 1) in state.modifiers:
                    return opened - 1
        return None


def _inside(name: CellName, names: Iterable[CellName]) -> bool:
    return any(
        other.start <= name.start and name.end <= other.end and other.end - other.start > name.end - name.start
        for other in names
    )


def _gap(state: CellText, at: int, left: int) -> int:
    return state.atoms[left].start - state.atoms[at].end - (1 if left - at > 1 else 0)


def _joined(state: CellText, at: int) -> bool:
    """Whether something is glued to the left of an atom other than by a hyphen."""
    start = state.atoms[at].start
    return start > 0 and state.source[start - 1] in "/+."
