"""Heads of cell names: ``stem cells``, ``cells``, kinds of cells, short forms, codes before ``cells``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.annotate.cellcontext import IsLine
from pipeline.annotate.cellwords import HYPHENS, CellWords

_KIND = r"(?:stem(?:-like)?|stromal|progenitor|precursor|initiating)"
_STEM = re.compile(
    rf"\b{_KIND}(?:(?:\s?/\s?|\s?-\s?|\s(?:and|or)\s|,\s){_KIND})*(?:\s?[{HYPHENS}]\s?|\s+)cells?(?![a-z])",
    re.IGNORECASE,
)
_BARE = re.compile(r"\bcells?(?![a-z])", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:progenitors?|precursors?|stem)(?![a-z])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{2,}(?![a-z])")
_CODE = re.compile(
    r"(?<![\w/.-])(?=[\w./-]*[A-Z])((?:RAW\s)?[A-Za-z0-9]{1,8}(?:[-./][A-Za-z0-9]{1,6}){0,3})\s?[-\s][Cc]ells?(?![a-z])"
)
_FATE = re.compile(rf"[{HYPHENS}\s](?:differentiation|lineage|fate|commitment|specification|maturation)\b")
#: a short form that is other things by itself names cells before their vesicles: ``SC-EVs``, ``CDC-Exo``
_VESICLES = re.compile(rf"[{HYPHENS}\s](?:(?:[a-z]|nano)?EVs?|[Ee]xos?|EXOs?|EXs?|MVs?|derived)(?![A-Za-z])")


class CellHeads:
    """Finds the heads of cell names in a text.

    Parameters
    ----------
    words
        The compiled word lists.
    is_line
        Tells whether a code is a known cell line.

    Examples
    --------
    >>> from pipeline.annotate.cellwords import cell_words
    >>> text = "human dermal fibroblasts and THP-1 cells"
    >>> heads = CellHeads(cell_words(), lambda code: code == "THP-1").find(text)
    >>> sorted((text[start:end], rule) for start, end, rule in heads)
    [('THP-1 cells', 'code'), ('cells', 'bare'), ('fibroblasts', 'noun')]
    """

    def __init__(self, words: CellWords, is_line: IsLine) -> None:
        self._words = words
        self._is_line = is_line

    def find(
        self,
        text: str,
        cells: frozenset[str] = frozenset(),
        others: frozenset[str] = frozenset(),
        tumours: frozenset[str] = frozenset(),
    ) -> Iterator[tuple[int, int, str]]:
        """Where each head stands, and its kind; parameters as `pipeline.annotate.cells.CellComposer.find` has them."""
        for match in _STEM.finditer(text):
            yield match.start(), match.end(), "stem"
        for match in _BARE.finditer(text):
            yield match.start(), match.end(), "bare"
        for match in _GROUP.finditer(text):
            yield match.start(), match.end(), "group"
        for match in _CODE.finditer(text):
            if match[1] in tumours or self._is_code(match[1], others):
                yield match.start(1), match.end(), "code"
        for match in self._words.compound.finditer(text):
            yield match.start(), match.end(), "compound"
        defined, other, kind_of = _numbers(cells), _numbers(others), self._words.kind_of
        for match in _WORD.finditer(text):
            word = match[0]
            kind = kind_of(word) or (kind_of(word + "s") if _VESICLES.match(text, match.end()) else "")
            if word in defined:
                yield match.start(), match.end(), "defined"
            elif not kind or word in other:
                continue
            elif kind == "noun":
                if not word.endswith("s") and _FATE.match(text, match.end()):
                    continue  # what cells become, not cells: "macrophage differentiation"
                yield match.start(), match.end(), "noun"
            elif kind == "short" or (kind == "derived" and self._words.is_derived(text, match.start(), word)):
                yield match.start(), match.end(), "short"
            elif kind == "adjective":
                following = re.match(
                    rf"\s(?:cell\s)?(\w+)|[{HYPHENS}](derived)\b", text[match.end() : match.end() + 40]
                )
                if following and (following[2] or following[1].lower() in self._words.adjective_cues):
                    yield match.start(), match.end(), "adjective"

    def _is_code(self, code: str, others: frozenset[str]) -> bool:
        if code in self._words.not_codes or re.fullmatch(r"CD\d+\w?", code):
            return False
        if self._is_line(code):
            return True
        capitals = sum(letter.isupper() for letter in code)
        if any(letter.isdigit() for letter in code):
            return capitals >= 1 and len(code) >= 3
        return capitals >= 3 and code.isalpha() and code not in others


@lru_cache(maxsize=256)
def _numbers(forms: frozenset[str]) -> frozenset[str]:
    """Short forms in the singular and in the plural."""
    plural = {form + "s" for form in forms}
    singular = {form[:-1] for form in forms if form.endswith("s") and not form.endswith("ss")}
    return forms | plural | singular
