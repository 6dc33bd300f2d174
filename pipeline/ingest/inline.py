"""Renders the inside of a JATS block as plain text, with citation marks resolved to numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from pipeline.ingest.compose import Inline
from pipeline.ingest.xml import local

#: elements inside a paragraph that are blocks of their own
BLOCKS = frozenset(
    {"list", "table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text", "disp-quote", "def-list", "p", "sec",
     "supplementary-material", "media", "verse-group", "speech", "statement", "code", "preformat", "array", "title",
     "disp-formula-group", "fn"}
)  # fmt: skip
_DROPPED = frozenset({"tex-math", "annotation", "object-id", "alt-text", "long-desc", "index-term", "permissions"})
_BETWEEN = re.compile(r"[\s,;\[\]]*(?P<dash>[–—‒‐−-])?[\s,;\[\]]*\Z")
_MARK = "\ue000"

_Piece = tuple[str, tuple[int, ...]]


def render(element: etree._Element, ids: Mapping[str, tuple[int, ...]], known: Collection[int]) -> Inline:
    """Text of an element without the blocks inside it, blanks collapsed.

    Superscript marks of citations are written as `` [1,2]``, so that they do not run into the word before
    them; other sub- and superscripts are written plainly. Marks that stand together are one citation, ranges
    spelled out.

    Parameters
    ----------
    element
        A paragraph, title, caption or cell.
    ids
        Numbers of the references by ``id``.
    known
        All numbers of the list.
    """
    return weld(list(pieces(element, ids)), known)


def pieces(
    element: etree._Element, ids: Mapping[str, tuple[int, ...]], *, tail: bool = False, raised: bool = False
) -> Iterator[_Piece]:
    """The element's text in pieces, each with the numbers that it cites (none for plain text)."""
    name = local(element)
    if element.text and name not in _DROPPED and name and not isinstance(element, etree._Entity):
        yield element.text, ()
    if name in _DROPPED or not name:
        if isinstance(element, etree._Entity):
            yield element.text or "", ()
    else:
        for child in element:
            yield from _child(child, ids, raised)
    if tail and element.tail:
        yield element.tail, ()


def _child(child: etree._Element, ids: Mapping[str, tuple[int, ...]], raised: bool) -> Iterator[_Piece]:
    name = local(child)
    if name in BLOCKS:
        yield "\n", ()
    elif name == "xref" and (
        child.get("ref-type") == "bibr" or any(i in ids for i in (child.get("rid") or "").split())
    ):
        words = "".join(str(t) for t in child.itertext())
        numbers = tuple(n for rid in (child.get("rid") or "").split() for n in ids.get(rid, ()))
        inner_raised = any(local(e) == "sup" for e in child)
        edge = inner_raised and not raised
        if edge:
            yield _MARK, ()
        yield words, numbers
        if edge:
            yield _MARK, ()
    elif name == "sup":
        inside = list(pieces(child, ids, raised=True))
        if any(numbers for _, numbers in inside):
            yield _MARK, ()
            yield from inside
            yield _MARK, ()
        else:
            yield from inside
    elif name in ("break", "hr"):
        yield " ", ()
    elif name in ("inline-graphic", "graphic"):
        pass
    else:
        yield from pieces(child, ids, raised=raised)
    if child.tail:
        yield child.tail, ()


def weld(parts: list[_Piece], known: Collection[int]) -> Inline:
    """One text of the pieces, blanks collapsed, marks that stand together made one citation."""
    text = ""
    marks: list[tuple[int, int, tuple[int, ...]]] = []
    for words, numbers in _bracketed(parts):
        clean = re.sub(r"\s+", " ", words)
        if not text or text[-1] == " ":
            clean = clean.lstrip(" ")
        if not clean:
            continue
        start = len(text)
        text += clean
        if not numbers:
            continue
        previous = marks[-1] if marks else None
        between = _BETWEEN.match(text[previous[1] : start]) if previous else None
        if previous and between and start > previous[1]:
            merged = list(previous[2])
            if between.group("dash") and merged and numbers[0] > merged[-1]:
                merged += [n for n in sorted(known) if merged[-1] < n < numbers[0]]
            merged += [n for n in numbers if n not in merged]
            marks[-1] = (previous[0], len(text), tuple(merged))
        else:
            marks.append((start, len(text), numbers))
    stripped = text.rstrip(" ")
    return Inline(stripped, tuple(_widen(stripped, mark) for mark in marks if mark[0] < len(stripped)))


def _bracketed(parts: list[_Piece]) -> Iterator[_Piece]:
    """Raised runs of marks between brackets, with a blank before."""
    inside = False
    for words, numbers in parts:
        if words == _MARK:
            yield (" [" if not inside else "]"), ()
            inside = not inside
        else:
            yield words, numbers
    if inside:
        yield "]", ()


def _widen(text: str, mark: tuple[int, int, tuple[int, ...]]) -> tuple[int, int, tuple[int, ...]]:
    """A mark's span with the brackets around it."""
    start, end, numbers = mark
    if (text[start - 1 : start], text[end : end + 1]) in (("[", "]"), ("(", ")")):
        return start - 1, end + 1, numbers
    return start, min(end, len(text)), numbers
