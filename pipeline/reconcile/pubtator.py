"""PubTator: title and abstract lines, one line a mention, one line a relation between concepts.

The format is narrow. The first line of a text is its title, the rest its abstract, on one line: every line end is
written as a blank, so that offsets are kept and line ends are not. A discontinuous mention is written as its envelope;
a mention without an identifier has ``-``. Relations join concepts, not mentions: ``type``, two identifiers and, in the
fifth column, the polarity; they are written where both arguments have an identifier. On reading, a relation is tied to
the first mentions of its concepts: right at concept level, not a claim about spans.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

from bioc import pubtator

from pipeline.core.errors import GoldError
from pipeline.core.records import ARGUMENTS, POLARITIES, EntityType, RelationType, Span
from pipeline.reconcile.marks import Entity, Link, Marks

_TEXT = re.compile(r"([^|\t]+)\|([ta])\|(.*)\Z", re.DOTALL)
_LINE_END = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\t]")


def dumps(documents: Iterable[Marks]) -> str:
    """PubTator text, documents parted by an empty line.

    Examples
    --------
    >>> print(dumps([Marks("7", text="A title.\\nAn abstract.")]), end="")
    7|t|A title.
    7|a|An abstract.
    """
    return "\n".join(_document(marks) for marks in documents)


def _document(marks: Marks) -> str:
    if marks.text is None:
        raise GoldError("PubTator needs the text", where=marks.name, remedy="give the text, or choose BRAT")
    head, _, rest = marks.text.partition("\n")
    name = re.sub(r"[|\s]", "_", marks.name)
    lines = [f"{name}|t|{_flat(head)}", f"{name}|a|{_flat(rest)}"]
    for entity in marks.entities:
        words = _flat(marks.text[entity.start : entity.end])
        lines.append(f"{name}\t{entity.start}\t{entity.end}\t{words}\t{entity.type.value}\t{entity.concept or '-'}")
    entities = marks.by_key()
    seen: set[tuple[str, ...]] = set()
    for link in marks.links:
        one, other = entities[link.head].concept, entities[link.tail].concept
        if one and other:
            fields = (link.type.value, one, other, *((link.polarity,) if link.polarity else ()))
            if fields not in seen:
                lines.append("\t".join((name, *fields)))
            seen.add(fields)
    return "".join(f"{line}\n" for line in lines)


def write(documents: Iterable[Marks], path: Path) -> None:
    """Write a PubTator file."""
    path.write_text(dumps(documents), encoding="utf-8", newline="\n")


def read(path: Path) -> list[Marks]:
    """Read all documents of a PubTator file.

    Raises
    ------
    GoldError
        A line is malformed or does not fit the text; names file, line, value and remedy.
    """
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(
            f"the file cannot be read ({error})", where=str(path), remedy="check path and encoding"
        ) from error
    return loads(raw, where=str(path))


def loads(raw: str, *, where: str = "") -> list[Marks]:
    """Documents from PubTator text; see `read`."""
    texts: dict[str, dict[str, str]] = {}
    for number, line in enumerate(raw.split("\n"), 1):
        _check(line, f"{where}, line {number}")
        match = _TEXT.match(line.removesuffix("\r"))
        if match:  # the library strips blanks, on which offsets depend
            texts.setdefault(match[1], {})[match[2]] = match[3]
    return [_marks(document, texts[document.pmid], where) for document in pubtator.load(io.StringIO(raw))]


def _check(line: str, where: str) -> None:
    """Refuse a line that the library would pass over."""
    if not line.strip() or _TEXT.match(line):
        return
    fields = line.rstrip("\n").split("\t")
    if len(fields) >= 6:
        if not (fields[1].isdecimal() and fields[2].isdecimal() and int(fields[1]) < int(fields[2])):
            raise GoldError(
                f"offsets {fields[1]!r} {fields[2]!r} are no start and end", where=where, remedy="mend the offsets"
            )
        if fields[4] not in EntityType.__members__:
            raise GoldError(
                f"unknown type {fields[4]!r}", where=where, remedy=f"use one of {', '.join(EntityType.__members__)}"
            )
    elif len(fields) in (4, 5):
        if fields[1] not in RelationType.__members__:
            raise GoldError(
                f"unknown relation {fields[1]!r}",
                where=where,
                remedy=f"use one of {', '.join(RelationType.__members__)}",
            )
        allowed = POLARITIES[RelationType(fields[1])]
        if len(fields) == 5 and fields[4] not in allowed:
            raise GoldError(
                f"polarity {fields[4]!r} of {fields[1]}", where=where, remedy=f"use one of {[p for p in allowed if p]}"
            )
    else:
        raise GoldError(
            f"{line[:60]!r} is no line of PubTator's",
            where=where,
            remedy="write ID|t|title, ID|a|abstract, or 6 fields of a mention, or 4 or 5 of a relation, tabs between",
        )


def _marks(document: pubtator.PubTator, lines: dict[str, str], where: str) -> Marks:
    text = f"{lines.get('t', '')}\n{lines.get('a', '')}"
    place = f"{where}, document {document.pmid}"
    entities = []
    for number, item in enumerate(document.annotations, 1):
        if text[item.start : item.end].split() != item.text.split():
            raise GoldError(
                f"{item.text!r} is marked, but the text has {text[item.start : item.end]!r} at {item.start}",
                where=place,
                remedy="count offsets over title, one blank or line end, and abstract",
            )
        concept = None if item.id in ("-", "") else item.id
        entities.append(
            Entity(
                f"T{number}", EntityType(item.type), (Span(item.start, item.end),), text[item.start : item.end], concept
            )
        )
    links = []
    for number, item in enumerate(document.relations, 1):
        kind = RelationType(item.type)
        ends = [
            next((e.key for e in entities if e.concept == concept and e.type in allowed), None)
            for concept, allowed in zip((item.id1, item.id2), ARGUMENTS[kind], strict=True)
        ]
        if ends[0] is None or ends[1] is None:
            raise GoldError(
                f"{kind.value} joins {item.id1!r} and {item.id2!r}, which no fitting mention has",
                where=place,
                remedy="give each argument of a relation a mention with its identifier",
            )
        links.append(Link(f"R{number}", kind, ends[0], ends[1], item.neg))
    return Marks(document.pmid, tuple(entities), tuple(links), (), text)


def _flat(words: str) -> str:
    return _LINE_END.sub(" ", words)
