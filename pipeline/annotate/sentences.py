"""Sentence boundaries: scispaCy's pysbd segmenter, mended where it cuts inside of a sentence of this field."""

from __future__ import annotations

import re

import pysbd  # type: ignore[import-untyped]
from spacy.tokens import Doc

#: an end that is none: after these words, inside of brackets, before a lower-case word
_NO_END = re.compile(
    r"(?:\bet al|\b[Ff]igs?|\bEqs?|\bRefs?|\bvs|\bi\.e|\be\.g|\bcf|\bca|\bapprox|\bresp|\b[Nn]o|\bspp?|\bvar"
    r"|\b[A-Z]|\bDr|\bSt)\.\s*$"
)
_START = re.compile(r"[\"'“‘(\[]*\s*(?:[A-Z0-9α-ωΑ-Ω]|[a-z]{0,3}[A-Z]|[a-z]+-)")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences of a paragraph as spans without blanks at their ends, in order.

    Examples
    --------
    >>> text = "Gao et al. saw it (Fig. 2). It held, i.e. miR-21 rose."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Gao et al. saw it (Fig. 2).', 'It held, i.e. miR-21 rose.']
    """
    pieces = pysbd.Segmenter(language="en", clean=False, char_span=True).segment(text)
    spans: list[tuple[int, int]] = []
    for piece in pieces:
        start, end = piece.start, piece.end
        if spans and not _ends(text, spans[-1][0], start):
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
    """Set ``is_sent_start`` on every token of a doc."""
    starts = {start for start, _ in split_sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    return doc
