"""BRAT stand-off: ``.ann`` files read into Marks and written from them.

The lines are those of https://brat.nlplab.org/standoff.html:

``T1<TAB>CELL_TYPE 0 4;5 10<TAB>stem cells``
    an entity, with its stretches (BRAT breaks a span at a line end)
``N1<TAB>Reference T1 CL:0000034<TAB>stem cell``
    its identifier and the concept's name
``R1<TAB>CARRIES Arg1:T1 Arg2:T2``
    a relation
``A1<TAB>polarity R1 present``, ``A2<TAB>speculative R1``, ``A3<TAB>cross_sentence R1``
    what is said of a relation (``negated`` and ``speculative`` of an entity)
``#1<TAB>AnnotatorNotes R1<TAB>evidence 0 120``
    the span of its evidence; any other note is kept as it is

Events (``E``), normalisations of relations and equivalences (``*``) have no place in the annotation scheme and are
refused, so that nothing is scored in part.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

from pipeline.core.errors import GoldError
from pipeline.core.records import ARGUMENTS, POLARITIES, EntityType, RelationType, Span
from pipeline.reconcile.marks import Entity, Link, Marks, Note

_EVIDENCE = re.compile(r"evidence (\d+) (\d+)\Z")
_KEY = re.compile(r"[TRANE#*]\d*\Z")


def dumps(marks: Marks) -> str:
    """The ``.ann`` text of some marks; equal marks give equal text.

    Examples
    --------
    >>> from pipeline.core.records import EntityType, Span
    >>> marks = Marks("a", (Entity("T1", EntityType.MARKER, (Span(0, 4),), "CD63", "HGNC:1692"),))
    >>> dumps(marks).splitlines()
    ['T1\\tMARKER 0 4\\tCD63', 'N1\\tReference T1 HGNC:1692\\tCD63']
    """
    lines: list[str] = []
    references: list[str] = []
    attributes: list[str] = []
    for entity in marks.entities:
        fragments, words = _broken(entity, marks.text)
        places = ";".join(f"{part.start} {part.end}" for part in fragments)
        lines.append(f"{entity.key}\t{entity.type.value} {places}\t{_flat(words)}")
        if entity.concept:
            name = _flat(entity.name or entity.text)
            references.append(f"N{len(references) + 1}\tReference {entity.key} {entity.concept}\t{name}")
        attributes += [f"{what} {entity.key}" for what in ("negated", "speculative") if getattr(entity, what)]
    lines += references
    notes: list[str] = []
    for link in marks.links:
        lines.append(f"{link.key}\t{link.type.value} Arg1:{link.head} Arg2:{link.tail}")
        if link.polarity:
            attributes.append(f"polarity {link.key} {link.polarity}")
        attributes += [f"{what} {link.key}" for what in ("speculative", "cross_sentence") if getattr(link, what)]
        if link.evidence:
            notes.append(f"AnnotatorNotes {link.key}\tevidence {link.evidence.start} {link.evidence.end}")
    notes += [f"AnnotatorNotes {note.target}\t{_flat(note.text)}" for note in marks.notes]
    lines += [f"A{number}\t{line}" for number, line in enumerate(attributes, 1)]
    lines += [f"#{number}\t{line}" for number, line in enumerate(notes, 1)]
    return "".join(f"{line}\n" for line in lines)


def write(marks: Marks, path: Path) -> None:
    """Write an ``.ann`` file."""
    path.write_text(dumps(marks), encoding="utf-8", newline="\n")


def read(path: Path, text: str | None = None) -> Marks:
    """Read an ``.ann`` file.

    Parameters
    ----------
    path
        The file; its stem names the marks.
    text
        The text it belongs to. If given, every surface is checked against it, and stretches that a line end
        parted are joined.

    Raises
    ------
    GoldError
        The file cannot be read, or a line is malformed or does not fit the text; names file, line, value and remedy.
    """
    try:
        raw = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GoldError(f"the annotation file cannot be read ({error.strerror})", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise GoldError(
            f"the annotation file is no UTF-8 ({error.reason} at byte {error.start})",
            where=str(path),
            remedy="save it again as UTF-8",
        ) from error
    return loads(raw, path.stem, text, where=str(path))


def loads(raw: str, name: str, text: str | None = None, *, where: str = "") -> Marks:
    """Marks from the text of an ``.ann`` file; see `read`."""
    return _Reader(where or name, text).marks(raw, name)


class _Reader:
    """Collects the lines of one file; each method reads one kind of line."""

    def __init__(self, where: str, text: str | None) -> None:
        self.where = where
        self.text = text
        self.line = 0
        self.entities: dict[str, Entity] = {}
        self.links: dict[str, Link] = {}
        self.notes: list[Note] = []
        self.later: list[tuple[int, str, list[str]]] = []
        self.lines: dict[str, int] = {}

    def marks(self, raw: str, name: str) -> Marks:
        for number, whole in enumerate(raw.removeprefix("\ufeff").split("\n"), 1):
            self.line, line = number, whole.removesuffix("\r")
            if not line.strip():
                continue
            key, *fields = line.split("\t", 2)
            if not _KEY.match(key) or not fields:
                raise self.error(f"{line[:60]!r} is no line of BRAT's", "write KEY<TAB>content, KEY one of T R A N #")
            if key[0] in "E*":
                raise self.error(f"{key!r} is an event or an equivalence", "only T, R, A, N and # lines are read")
            if key in self.lines:
                raise self.error(f"{key!r} stands in line {self.lines[key]} already", "give every line its own number")
            self.lines[key] = self.line
            if key[0] == "T":
                self._entity(key, fields)
            elif key[0] == "R":
                self._link(key, fields)
            else:
                self.later.append((self.line, key, fields))
        for number, key, fields in self.later:
            self.line = number
            {"N": self._reference, "A": self._attribute, "#": self._note}[key[0]](fields)
        self._arguments()
        return Marks(name, tuple(self.entities.values()), tuple(self.links.values()), tuple(self.notes), self.text)

    def error(self, message: str, remedy: str) -> GoldError:
        return GoldError(message, where=f"{self.where}, line {self.line}", remedy=remedy)

    def _entity(self, key: str, fields: list[str]) -> None:
        label, _, places = fields[0].partition(" ")
        if label not in EntityType.__members__:
            raise self.error(f"unknown type {label!r}", f"use one of {', '.join(EntityType.__members__)}")
        if len(fields) < 2 or not fields[1].strip():
            raise self.error(f"{key} has no text", "write T1<TAB>TYPE start end<TAB>text")
        fragments = []
        for place in places.split(";"):
            match = re.fullmatch(r"(\d+) (\d+)", place.strip())
            if not match or int(match[1]) >= int(match[2]):
                raise self.error(f"offsets {place!r} are no 'start end' with start < end", "mend the offsets")
            fragments.append(Span(int(match[1]), int(match[2])))
        if any(a.end > b.start for a, b in itertools.pairwise(fragments)):
            raise self.error(f"stretches {places!r} overlap or are out of order", "write them in text order")
        surface = fields[1]
        if self.text is not None:
            surface = self._fit(fragments, surface)
        self.entities[key] = Entity(key, EntityType(label), tuple(fragments), surface)

    def _fit(self, fragments: list[Span], surface: str) -> str:
        text = self.text or ""
        if fragments[-1].end > len(text):
            raise self.error(
                f"offset {fragments[-1].end} is past the end of the text ({len(text)} characters)",
                "check that the text is the one that was annotated; 'vesiweb gold attach' re-anchors another rendition",
            )
        found = " ".join(text[part.start : part.end] for part in fragments)
        if _flat(found) != _flat(surface):
            raise self.error(
                f"{surface!r} is marked, but the text has {found!r} there",
                "check that the text is the one that was annotated; 'vesiweb gold attach' re-anchors another rendition",
            )
        joined: list[Span] = []
        for part in fragments:
            if joined and not text[joined[-1].end : part.start].strip():
                joined[-1] = Span(joined[-1].start, part.end)
            else:
                joined.append(part)
        fragments[:] = joined
        return " ".join(text[part.start : part.end] for part in joined)

    def _link(self, key: str, fields: list[str]) -> None:
        match = re.fullmatch(r"(\S+) Arg1:(T\d+) Arg2:(T\d+)\s*", fields[0])
        if not match:
            raise self.error(f"{fields[0]!r} is no relation", "write R1<TAB>TYPE Arg1:T1 Arg2:T2")
        if match[1] not in RelationType.__members__:
            raise self.error(f"unknown relation {match[1]!r}", f"use one of {', '.join(RelationType.__members__)}")
        self.links[key] = Link(key, RelationType(match[1]), match[2], match[3])

    def _reference(self, fields: list[str]) -> None:
        match = re.fullmatch(r"Reference (T\d+) (\S+)\s*", fields[0])
        if not match or match[1] not in self.entities:
            raise self.error(
                f"{fields[0]!r} is no identifier of an entity here", "write N1<TAB>Reference T1 ID<TAB>name"
            )
        entity = self.entities[match[1]]
        if entity.concept is not None:
            raise self.error(f"{match[1]} has the identifier {entity.concept!r} already", "keep one of the two")
        name = fields[1] if len(fields) > 1 else ""
        self.entities[match[1]] = replace(entity, concept=match[2], name="" if name == _flat(entity.text) else name)

    def _attribute(self, fields: list[str]) -> None:
        what, _, rest = fields[0].partition(" ")
        target, _, value = rest.strip().partition(" ")
        if target in self.links and what == "polarity":
            allowed = POLARITIES[self.links[target].type]
            if value not in allowed:
                raise self.error(
                    f"polarity {value!r} of {self.links[target].type.value}",
                    f"use one of {', '.join(str(p) for p in allowed if p) or 'none'}",
                )
            self.links[target] = replace(self.links[target], polarity=value)
        elif target in self.links and what in ("speculative", "cross_sentence"):
            flag = self._flag(value)
            link = self.links[target]
            self.links[target] = (
                replace(link, speculative=flag) if what == "speculative" else replace(link, cross_sentence=flag)
            )
        elif target in self.entities and what in ("negated", "speculative"):
            flag = self._flag(value)
            entity = self.entities[target]
            self.entities[target] = (
                replace(entity, negated=flag) if what == "negated" else replace(entity, speculative=flag)
            )
        else:
            raise self.error(
                f"attribute {fields[0]!r}",
                "relations have polarity, speculative and cross_sentence, entities negated and speculative",
            )

    def _flag(self, value: str) -> bool:
        if value.strip() not in ("", "true", "false"):
            raise self.error(f"value {value!r} of a yes-or-no attribute", "leave the value out")
        return value.strip() != "false"

    def _note(self, fields: list[str]) -> None:
        target = fields[0].partition(" ")[2].strip()
        words = fields[1] if len(fields) > 1 else ""
        match = _EVIDENCE.match(words)
        if match and target in self.links:
            span = Span(int(match[1]), int(match[2]))
            if span.start >= span.end or (self.text is not None and span.end > len(self.text)):
                raise self.error(f"evidence {span.start} {span.end} is no span of the text", "mend the offsets")
            self.links[target] = replace(self.links[target], evidence=span)
        elif target in self.links or target in self.entities:
            self.notes.append(Note(target, words))
        else:
            raise self.error(f"a note on {target!r}, which is not there", "name a T or R line of the file")

    def _arguments(self) -> None:
        for key, link in self.links.items():
            self.line = self.lines[key]
            for role, argument, allowed in zip(
                ("head", "tail"), (link.head, link.tail), ARGUMENTS[link.type], strict=True
            ):
                if argument not in self.entities:
                    raise self.error(f"{key} names {argument}, which is not there", "add the T line or drop the R line")
                if self.entities[argument].type not in allowed:
                    raise self.error(
                        f"{self.entities[argument].type.value} as {role} of {link.type.value}",
                        f"its {role} is one of {', '.join(sorted(allowed))}",
                    )


def _flat(words: str) -> str:
    return re.sub(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x1c-\x1e\x85]", " ", words)


def _broken(entity: Entity, text: str | None) -> tuple[tuple[Span, ...], str]:
    """Stretches cut at line ends, as BRAT wants them, and their words."""
    if text is None or "\n" not in entity.text:
        return entity.fragments, entity.text
    parts = [
        Span(span.start + piece.start(), span.start + piece.end())
        for span in entity.fragments
        for piece in re.finditer(r"[^\n]*[^\s][^\n]*", text[span.start : span.end])
    ]
    return tuple(parts), " ".join(text[part.start : part.end] for part in parts)
