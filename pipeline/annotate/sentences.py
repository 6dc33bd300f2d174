"""Sentence boundaries: those that are sure by rule, and scispaCy's pysbd segmenter where nothing is trained.

The trained segmenter decides where no rule is sure. Its tokens do not show it whether a lone capital before a full stop
is an initial (``gift of R. Smith``) or the end of a name (``proteinase K.``): what stands before and behind does. Nor
do they show that a citation mark behind a full stop is the last of its sentence, not the first of the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pysbd  # type: ignore[import-untyped]
from spacy.attrs import IDX  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.annotate.tokens import source

#: an end that is none: after these words, inside of brackets, before a lower-case word
_NO_END = re.compile(
    r"(?:\bet al|\b[Ff]igs?|\bEqs?|\bRefs?|\bvs|\bi\.e|\be\.g|\bcf|\bca|\bapprox|\bresp|\b[Nn]o|\bspp?|\bvar"
    r"|\b[A-Z]|\bDr|\bSt)\.\s*$"
)
#: words that begin sentences, and are no surnames
_BEGINNERS = "|".join(
    sorted(
        word.capitalize()
        for word in STOP_WORDS - {"may", "will", "still", "call", "bill", "can"}
        if len(word) > 1 and word.isalpha()
    )
)
#: places where a sentence begins
_BEGINS = re.compile(
    rf"(?<=\w)[)\]”\"’′']?\.\s+(?=(?:{_BEGINNERS})\b)"  # before a word that begins sentences
    rf"|(?:[^\W\d_]{{2}}|\w\))\.\d{{1,3}}(?:[,–-]\d{{1,3}})*\s+(?=(?:{_BEGINNERS})\b)"  # behind a raised mark
    r"|[”\"’′']\.\s+(?=[A-Z])"  # behind a quotation, or a primer's end
    r"|\b(?:sec|min|hrs?|wks?)\.\s+(?=[A-Z])"  # behind a unit
    r"|(?:\w\w[-\u2010\u2011\u2013]|\w[/&]|°\s?|ase )[A-Z]\.\s+(?=[A-Z])"  # behind GluR-B, H&E, 4 °C, RNase A
)
#: a capital behind another word
_LETTER = re.compile(r"(?<![\w.-])(\w+) [A-Z]\.\s+(?=[A-Z])")
#: citation marks behind the end of a sentence, which are the last of it: ``in MSCs. [12, 13] The``, ``MSCs.[12]The``
_MARKS = re.compile(r"[.!?][)\]”\"’′']*\s*(?P<marks>\[\d[\d,;–\- ]*\](?:\s?\[\d[\d,;–\- ]*\])*)\s*")
#: what stands behind such marks where a sentence begins, even if the full stop may be that of a short form; and if it
#: is none: a capital, a figure or a Greek letter in the first word
_BEGINNER = re.compile(rf"(?:{_BEGINNERS})\b")
_NEXT = re.compile(r"[(\"“‘]?[\w-]*[A-Z0-9α-ωΑ-Ω]")
#: places where none begins: behind these words, before a mark, behind the number of an item
_NEVER = re.compile(
    r"(?<![\w.-])(?:[Ff]igs?|Eqs?|Refs?|vs|i\.e|e\.g|c\.?f|ca|approx|Drs?|Profs?|Mrs?|Ms|St)\.\s+"
    r"|\w\.\s*(?=[:;,#)\]])"
    r"|[:;] \(?\d{1,2}\.\s+"
)
_START = re.compile(r"[\"'“‘(\[]*\s*(?:[A-Z0-9α-ωΑ-Ω]|[a-z]{0,3}[A-Z]|[a-z]+-)")


def sure_boundaries(text: str) -> Iterator[tuple[int, bool]]:
    """Places where a word begins of which it is sure whether a sentence begins there.

    Yields
    ------
    tuple
        Where the word begins, and whether a sentence does.

    Examples
    --------
    >>> list(sure_boundaries("We saw GluR-B. Cells (cf. Fig. 2) met proteinase K. They died. We thank R. Smith."))
    [(15, True), (26, False), (31, False), (52, True), (63, True)]

    A citation mark behind a full stop is the last of the sentence:

    >>> list(sure_boundaries("CD9 rose in MSCs. [12] Exosomes did not."))
    [(18, False), (23, True)]
    """
    found = {match.end(): True for match in _BEGINS.finditer(text)}
    found.update({match.end(): True for match in _LETTER.finditer(text) if match[1].lower() in _lettered()})
    found.update({match.end(): False for match in _NEVER.finditer(text)})
    found.update(_around_marks(text))
    yield from sorted(found.items())


def _around_marks(text: str) -> Iterator[tuple[int, bool]]:
    """Citation marks behind a full stop begin no sentence; what stands behind them does."""
    for match in _MARKS.finditer(text):
        first = match.start("marks")
        yield from ((first + at, False) for at, sign in enumerate(match["marks"]) if sign == "[")
        stop = match.start() + 1
        ended = _NEXT.match(text, match.end()) and not _NO_END.search(text[max(0, stop - 12) : stop])
        if ended or _BEGINNER.match(text, match.end()):
            yield match.end(), True


@cache
def _lettered() -> frozenset[str]:
    """Nouns that a letter is part of: ``vitamin K``."""
    return frozenset(forms(PATTERNS / "lettered.tsv", "lettered"))


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences of a paragraph as spans without blanks at their ends, in order, by rule.

    Examples
    --------
    >>> text = "Gao et al. saw it (Fig. 2). It held, i.e. miR-21 rose."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Gao et al. saw it (Fig. 2).', 'It held, i.e. miR-21 rose.']
    """
    sure = dict(sure_boundaries(text))
    begun = sorted(place for place, begins in sure.items() if begins)
    spans: list[tuple[int, int]] = []
    for piece in pysbd.Segmenter(language="en", clean=False, char_span=True).segment(text):
        inside = [place for place in begun if piece.start < place < piece.end]
        for start, end in pairwise([piece.start, *inside, piece.end]):
            if spans and not sure.get(start, _ends(text, spans[-1][0], start)):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return [trimmed for span in spans if (trimmed := _trim(text, *span)) is not None]


def _ends(text: str, start: int, boundary: int) -> bool:
    """Whether a sentence that began at ``start`` ends at ``boundary``."""
    before = text[start:boundary].rstrip()
    if _NO_END.search(before) or _START.match(text, boundary) is None:
        return False
    if before.count("(") > before.count(")") and ")" in text[boundary : boundary + 200]:
        return False
    return (
        before.endswith((".", "!", "?", ".”", '."', ".)", ".]", "]", "”", "’", '"'))
        or "\n" in text[len(before) + start : boundary]
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def mark_sentences(doc: Doc) -> Doc:
    """Set ``is_sent_start`` on every token of a doc, by rule."""
    starts = {start for start, _ in split_sentences(source(doc))}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    return doc


@Language.component("vesiweb_boundaries", assigns=["token.is_sent_start"])
def mark_sure_boundaries(doc: Doc) -> Doc:
    """Set ``is_sent_start`` where it is sure, for a segmenter behind; not where the caller has set it."""
    if not doc.has_annotation("SENT_START"):
        sure = dict(sure_boundaries(source(doc)))
        for index in np.flatnonzero(np.isin(doc.to_array(IDX), list(sure))).tolist():
            token = doc[index]
            token.is_sent_start = sure[token.idx]
    return doc
