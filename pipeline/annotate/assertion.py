"""Assertion: whether a mention is denied or only supposed, from cues in its clause.

The method is NegEx's (Chapman et al. 2001, J Biomed Inform 34:301): a cue before a mention holds for the words after it
until a word that ends its reach, a cue after a mention for the few words before it. All cues are data
(``models/patterns/assertion.tsv``). Speculation reaches from its cue to the end of the clause.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.annotate.candidates import Found
from pipeline.annotate.patterns import PATTERNS, forms

#: how many words a cue before, and a cue after, a mention may be away
_REACH_BEFORE, _REACH_AFTER = 8, 4

_WORD = re.compile(r"\w+")


class Assertion:
    """The cues, compiled.

    Raises
    ------
    PatternError
        The list of cues is missing or malformed.
    """

    def __init__(self, folder: Path = PATTERNS) -> None:
        path = folder / "assertion.tsv"
        self._before, self._after = _any(forms(path, "before")), _any(forms(path, "after"))
        self._false = _any(forms(path, "not negation"))
        self._speculation = _any(forms(path, "speculation"))
        self._denials = _telling((*forms(path, "before"), *forms(path, "after")))
        self._doubts = _telling(forms(path, "speculation"))
        self._stop = re.compile(_any(forms(path, "stop")).pattern + r"|[;:](?=\s)", re.IGNORECASE)

    def assess(self, text: str, sentences: list[tuple[int, int]], mentions: list[Found]) -> list[Found]:
        """The mentions with ``negated`` and ``speculative`` set, in the order given.

        Examples
        --------
        >>> from pipeline.core.records import EntityType
        >>> cd9 = Found(20, 23, EntityType.MARKER, None, "", "", 0.0, ("lexicon",), 1.0)
        >>> Assertion().assess("vesicles that lacked CD9", [(0, 24)], [replace(cd9, start=21, end=24)])[0].negated
        True
        """
        assessed = []
        bounds = iter(sentences)
        start, end = next(bounds, (0, len(text)))
        denial, doubt = self._cues(text, start, end)
        for mention in mentions:
            while mention.start >= end:
                following = next(bounds, None)
                if following is None:
                    break
                start, end = following
                denial, doubt = self._cues(text, start, end)
            before, after = text[start : mention.start], text[mention.end : max(end, mention.end)]
            negated, speculative = denial and self._is_negated(before, after), doubt and self._is_speculative(before)
            same = (mention.negated, mention.speculative) == (negated, speculative)  # of most, and to copy takes time
            assessed.append(mention if same else replace(mention, negated=negated, speculative=speculative))
        return assessed

    def _cues(self, text: str, start: int, end: int) -> tuple[bool, bool]:
        """Whether a sentence holds any cue of denial, and any of doubt: most hold none."""
        sentence = text[start:end]
        words = set(_WORD.findall(sentence.lower()))
        denial = not words.isdisjoint(self._denials) and bool(
            self._before.search(sentence) or self._after.search(sentence)
        )
        doubt = not words.isdisjoint(self._doubts) and self._speculation.search(sentence) is not None
        return denial, doubt

    def _is_negated(self, before: str, after: str) -> bool:
        clause = self._clause(before)
        for cue in self._before.finditer(clause):
            if len(clause[cue.end() :].split()) <= _REACH_BEFORE and not self._false.match(clause, cue.start()):
                return True
        cue_after = self._after.search(after)
        return cue_after is not None and len(after[: cue_after.start()].split()) <= _REACH_AFTER and (
            self._stop.search(after[: cue_after.start()]) is None
        )  # fmt: skip

    def _is_speculative(self, before: str) -> bool:
        return self._speculation.search(self._clause(before)) is not None

    def _clause(self, before: str) -> str:
        stops = list(self._stop.finditer(before))
        return before[stops[-1].end() :] if stops else before


@cache
def assertion(folder: Path = PATTERNS) -> Assertion:
    """The cues of a folder, compiled once."""
    return Assertion(folder)


def _telling(cues: tuple[str, ...]) -> frozenset[str]:
    """The longest word of each cue: a sentence that has none of them holds no cue."""
    return frozenset(max(_WORD.findall(cue.lower()), key=len) for cue in cues)


def _any(cues: tuple[str, ...]) -> re.Pattern[str]:
    options = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in sorted(cues, key=lambda cue: (-len(cue), cue)))
    return re.compile(rf"(?<![\w-])(?:{options})(?![\w-])", re.IGNORECASE)
