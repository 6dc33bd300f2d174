"""Marked-up sentences and table rows as documents, for the tests of the relations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.core.records import (
    Annotation,
    Cell,
    Citation,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Relation,
    Section,
    Sentence,
    Span,
)
from pipeline.core.settings import RelateSettings
from pipeline.relate import Relater

TYPES = {"C": "CELL_TYPE", "M": "MARKER", "I": "MIRNA", "P": "PATHWAY"}
MARK = re.compile(r"\|(C|M|I|P)\]")


def unmark(marked: str, offset: int = 0) -> tuple[str, list[Mention]]:
    """Text and mentions of a marked-up text; a square bracket without a type is itself (a citation mark)."""
    text: list[str] = []
    opened: list[int] = []
    mentions: list[Mention] = []
    place = 0
    while place < len(marked):
        if marked[place] == "[" and not re.match(r"\[[\d,\- ]+\]", marked[place:]):
            opened.append(len(text))
            place += 1
        elif match := MARK.match(marked, place):
            if not opened:
                raise ValueError(f"a mark closes at {place} that was not opened: {marked}")
            start = opened.pop()
            surface = "".join(text[start:])
            if not surface.strip() or surface != surface.strip():
                raise ValueError(f"the mark {surface!r} is empty or has blanks at its ends: {marked}")
            mentions.append(
                Mention("d0", EntityType(TYPES[match.group(1)]), start + offset, len(text) + offset, surface)
            )
            place = match.end()
        else:
            text.append(marked[place])
            place += 1
    if opened:
        raise ValueError(f"a mark is not closed: {marked}")
    return "".join(text), mentions


def told(relation: Relation, text: str) -> str:
    """A relation as the data files write it: ``TYPE head > tail polarity spec cross``."""
    head, tail = (slice(*map(int, mention.split(":")[1].split("-"))) for mention in (relation.head, relation.tail))
    parts = [relation.type.value, text[head], ">", text[tail]]
    parts += [relation.polarity] if relation.polarity else []
    parts += ["spec"] if relation.speculative else []
    parts += ["cross"] if relation.cross_sentence else []
    return " ".join(parts)


def prose(
    marked: str, kind: PassageKind = PassageKind.PARAGRAPH, section: Section = Section.BODY
) -> tuple[Document, Annotation]:
    """A document of one paragraph; a sentence ends at a full stop before a blank, with the marks behind it."""
    text, mentions = unmark(marked)
    bounds = [0, *(m.end() for m in re.finditer(r"(?<!al)\.(?:\s*\[[\d, ]+\])*\s+(?=[^\s\[])", text)), len(text)]
    sentences = tuple(
        Sentence(i, 0, start, start + len(text[start:end].rstrip()))
        for i, (start, end) in enumerate(itertools.pairwise(bounds))
        if text[start:end].strip()
    )
    passage = Passage(0, section, kind, 0, len(text))
    marks = tuple(
        Citation(m.start(), m.end(), tuple(int(n) for n in re.findall(r"\d+", m.group())))
        for m in re.finditer(r"\[[\d, ]+\]", text)
    )
    document = Document("d0", "a.txt", "txt", "0" * 64, text, passages=(passage,), citations=marks)
    return document, Annotation("d0", sentences, mentions=tuple(mentions))


def table(heads: str, rows: Sequence[str]) -> tuple[Document, Annotation]:
    """A table: heads and cells divided by `` || ``; a row's empty first cell inherits the one above."""
    text = ""
    mentions: list[Mention] = []
    passages: list[Passage] = []
    names: list[str] = []
    above: dict[int, Span] = {}
    for number, line in enumerate([heads, *rows]):
        start = len(text)
        cells = []
        for column, marked in enumerate(line.split(" || ")):
            if column:
                text += "\t"
            surface, found = unmark(marked.strip(), len(text))
            mentions += found
            span = Span(len(text), len(text) + len(surface))
            text += surface
            if number == 0:
                names.append(surface)
            inherited = number > 0 and not surface and column == 0 and column in above
            if surface:
                above[column] = span
            cells.append(Cell(column, above[column] if inherited else span, names[column], inherited))
        kind = PassageKind.TABLE_ROW if number else PassageKind.TABLE_HEAD
        passages.append(
            Passage(number, Section.TABLE, kind, start, len(text), table="Table 1", row=number - 1, cells=tuple(cells))
        )
        text += "\n"
    document = Document("d0", "a.txt", "txt", "0" * 64, text, passages=tuple(passages))
    return document, Annotation("d0", mentions=tuple(mentions))


@pytest.fixture(scope="session")
def relater() -> Relater:
    """The relater with the repository's own patterns."""
    return Relater.load(RelateSettings())


@pytest.fixture(scope="session")
def relations(relater: Relater) -> Callable[[str], list[str]]:
    """What a marked-up paragraph says, sorted, in the notation of the data files."""

    def found(marked: str) -> list[str]:
        document, annotation = prose(marked)
        return sorted(told(r, document.text) for r in relater.relate(document, annotation))

    return found


@pytest.fixture(scope="session")
def row_relations(relater: Relater) -> Callable[..., list[str]]:
    """What the rows of a marked-up table say, sorted."""

    def found(heads: str, *rows: str) -> list[str]:
        document, annotation = table(heads, rows)
        return sorted(told(r, document.text) for r in relater.relate(document, annotation))

    return found


@pytest.fixture(scope="session")
def build() -> Callable[[str], tuple[Document, Annotation]]:
    """A marked-up paragraph as a document and its annotation."""
    return prose


@pytest.fixture(scope="session")
def build_kind() -> Callable[[str, PassageKind, Section], tuple[Document, Annotation]]:
    """A marked-up passage of any kind and section."""
    return prose


@pytest.fixture(scope="session")
def build_table() -> Callable[..., tuple[Document, Annotation]]:
    """A marked-up table as a document and its annotation."""

    def made(heads: str, *rows: str) -> tuple[Document, Annotation]:
        return table(heads, rows)

    return made


@pytest.fixture
def patterns_copy(tmp_path: Path) -> Path:
    """A copy of the pattern files that a test may break."""
    from pipeline.relate import PATTERNS

    for path in PATTERNS.glob("relation*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path
