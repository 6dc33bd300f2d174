"""The gold set: a manifest that names each annotated text by its SHA-256, and the stand-off marks beside it.

No text is kept. ``corpus/manifest.csv`` has a row a document (see corpus/README.md), the marks lie in
``corpus/gold/<set>/<name>.ann``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import GoldError
from pipeline.core.records import Document, Mention, Reading, Relation, document_id
from pipeline.core.settings import ROOT
from pipeline.reconcile import brat
from pipeline.reconcile.marks import Marks, close_gaps, to_mentions, to_relations

#: the manifest of this project's own gold
MANIFEST = ROOT / "corpus" / "manifest.csv"

#: columns of the manifest
COLUMNS = ("name", "set", "split", "sha256", "characters", "source", "licence", "where")

#: sets, and the splits that each may have
SETS: dict[str, tuple[str, ...]] = {
    "documents": ("test",),
    "development": ("train", "dev"),
    "sample": ("sample",),
}


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated text: who it is and what is marked in it."""

    name: str
    set: str
    split: str
    sha256: str  # of the text as UTF-8
    characters: int
    source: str
    licence: str
    where: str
    marks: Marks

    @property
    def document(self) -> str:
        """Identifier of the document that a ``.txt`` of just this text becomes."""
        return document_id(self.sha256)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The marked names as records."""
        return to_mentions(self.marks, self.document)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The marked relations as records."""
        return to_relations(self.marks, self.document)

    def bound(self, text: str) -> Marks:
        """The marks on their text: every surface checked, stretches that a line end parted joined.

        Raises
        ------
        GoldError
            The text is another than the one that was annotated.
        """
        found = text_sha256(text)
        if found != self.sha256:
            raise GoldError(
                f"the text has SHA-256 {found[:16]}…, the manifest names {self.sha256[:16]}…",
                where=self.name,
                remedy="give the text that was annotated, or re-anchor with 'vesiweb gold attach --text PATH'",
            )
        for entity in self.marks.entities:
            words = " ".join(text[part.start : part.end] for part in entity.fragments)
            if words.split() != entity.text.split():
                raise GoldError(
                    f"{entity.key} is {entity.text!r}, but the text has {words!r} at {entity.start}",
                    where=f"{self.set}/{self.name}.ann",
                    remedy="mend the offsets of the T line",
                )
        marks = close_gaps(self.marks, text)
        return Marks(marks.name, marks.entities, marks.links, marks.notes, text)


class GoldIndex:
    """All gold documents of a manifest, found by the SHA-256 of their text."""

    def __init__(self, documents: Iterable[GoldDocument]) -> None:
        self.documents = tuple(documents)
        self._by_sha256 = {gold.sha256: gold for gold in self.documents}

    def __iter__(self) -> Iterator[GoldDocument]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)

    def for_sha256(self, sha256: str) -> GoldDocument | None:
        """The gold of the text with this SHA-256, or None."""
        return self._by_sha256.get(sha256)

    def for_document(self, document: Document) -> GoldDocument | None:
        """The gold of a document that was read: by the hash of its source, else by that of its text."""
        return self.for_sha256(document.sha256) or self.for_sha256(text_sha256(document.text))

    def pairs(self, readings: Iterable[Reading]) -> list[tuple[GoldDocument, Reading]]:
        """The readings whose text has gold, each with it, in the order given."""
        return [(gold, reading) for reading in readings if (gold := self.for_document(reading.document)) is not None]

    def of_set(self, name: str, split: str = "") -> tuple[GoldDocument, ...]:
        """The documents of a set, or of one split of it."""
        return tuple(g for g in self.documents if g.set == name and split in ("", g.split))


def text_sha256(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hex: what the manifest holds.

    Examples
    --------
    >>> text_sha256("")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def locate(given: Path | None) -> Path:
    """The manifest that is meant: one given by its file or its folder, else the project's own.

    Examples
    --------
    >>> locate(None) == locate(MANIFEST.parent) == MANIFEST
    True
    """
    if given is None:
        return MANIFEST
    return given if given.suffix == ".csv" else given / MANIFEST.name


def load(manifest: Path = MANIFEST) -> GoldIndex:
    """Read a manifest and all marks that it names.

    Raises
    ------
    GoldError
        The manifest or an annotation file is missing or malformed, or a row is given twice.
    """
    rows = read_manifest(manifest)
    return GoldIndex(_document(row, manifest, number) for number, row in rows)


def strays(manifest: Path) -> list[Path]:
    """Annotation files beside a manifest that no row of it names."""
    folder = manifest.parent / "gold"
    known = {folder / row["set"] / f"{row['name']}.ann" for _, row in read_manifest(manifest)}
    return sorted(set(folder.glob("*/*.ann")) - known)


def read_manifest(manifest: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a manifest with their line numbers, columns checked and doubles refused."""
    try:
        with manifest.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            columns = tuple(reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GoldError(
            f"the manifest cannot be read ({error})", where=str(manifest), remedy="check its path and that it is CSV"
        ) from error
    if columns != COLUMNS:
        raise GoldError(
            f"the manifest's columns are {', '.join(columns) or 'none'}",
            where=f"{manifest}, line 1",
            remedy=f"they have to be {', '.join(COLUMNS)}",
        )
    seen: dict[str, int] = {}
    for number, row in rows:
        if None in row or None in row.values():
            raise GoldError(
                "the row has not one field a column",
                where=f"{manifest}, line {number}",
                remedy=f"write {len(COLUMNS)} fields, quoted where they hold a comma",
            )
        for what in (f"{row['set']}/{row['name']}", row["sha256"]):
            if what in seen:
                raise GoldError(
                    f"{what!r} stands in line {seen[what]} already",
                    where=f"{manifest}, line {number}",
                    remedy="keep one of the two rows: a text is in one set only",
                )
            seen[what] = number
    return rows


def ceiling_of(sets: Iterable[str], manifest: Path = MANIFEST) -> dict[str, float]:
    """F1 between two annotators by ``task/metric/type``, for the sets that were annotated twice; else empty.

    Raises
    ------
    GoldError
        ``gold/agreement.json`` is malformed.
    """
    path = manifest.parent / "gold" / "agreement.json"
    if set(sets) != {"documents"} or not path.is_file():
        return {}
    try:
        return {str(name): float(value) for name, value in json.loads(path.read_text("utf-8"))["f1"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(
            f"the agreement cannot be read ({type(error).__name__}: {error})",
            where=str(path),
            remedy="restore the file from the repository",
        ) from error


def _document(row: dict[str, str], manifest: Path, number: int) -> GoldDocument:
    where = f"{manifest}, line {number}"
    if row["set"] not in SETS or row["split"] not in SETS[row["set"]]:
        raise GoldError(
            f"set {row['set']!r} with split {row['split']!r}",
            where=where,
            remedy="use " + "; ".join(f"{name} with {' or '.join(splits)}" for name, splits in SETS.items()),
        )
    if not re.fullmatch(r"[0-9a-f]{64}", row["sha256"]):
        raise GoldError(f"{row['sha256']!r} is no SHA-256 in hex", where=where, remedy="write its 64 hex digits")
    if not re.fullmatch(r"\d+", row["characters"]) or not re.fullmatch(r"[\w.-]+", row["name"]):
        raise GoldError(
            f"name {row['name']!r} or number of characters {row['characters']!r} is not allowed",
            where=where,
            remedy="a name has letters, digits, '.', '_' and '-'; characters is a whole number",
        )
    path = manifest.parent / "gold" / row["set"] / f"{row['name']}.ann"
    marks = brat.read(path)
    characters = int(row["characters"])
    for entity in marks.entities:
        if entity.end > characters:
            raise GoldError(
                f"{entity.key} ends at {entity.end}, the text has {characters} characters",
                where=str(path),
                remedy="mend the offsets",
            )
    return GoldDocument(
        row["name"],
        row["set"],
        row["split"],
        row["sha256"],
        characters,
        row["source"],
        row["licence"],
        row["where"],
        marks,
    )
