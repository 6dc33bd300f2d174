"""Gold of one's own: a manifest row, a text and an annotation file for each text, made anew or put to what is there.

The folder is laid out as ``corpus/`` is (see corpus/README.md), with each text beside its marks, where BRAT wants it::

    manifest.csv
    gold/<set>/<name>.ann  .txt
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.core.errors import GoldError, SettingsError
from pipeline.core.records import RelationType
from pipeline.reconcile import brat
from pipeline.reconcile.adjudicate import nested
from pipeline.reconcile.gold import COLUMNS, SETS, locate, read_manifest, text_sha256
from pipeline.reconcile.marks import Link, Marks, renumber

#: split -> the set that has it
SET_OF: dict[str, str] = {split: name for name, splits in SETS.items() for split in splits}


@dataclass(frozen=True, slots=True)
class Origin:
    """What the manifest says of a text beside its digest and length."""

    source: str = ""
    licence: str = "not stated"
    where: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the texts: names of those that were added and of those that were there already."""

    manifest: Path
    folder: Path
    added: tuple[str, ...]
    kept: tuple[str, ...]
    nested: int = 0  # MEMBER_OF relations that nesting asked for and that were put in


def add(texts: Sequence[Marks], folder: Path, origins: Mapping[str, Origin], *, split: str = "test") -> Made:
    """Put annotated texts, or texts still to be annotated, to the gold of a folder, which is made if it is not there.

    Nothing that is there is written over. A ``MEMBER_OF`` that nesting asks for and that is missing is put in.

    Parameters
    ----------
    texts
        Marks with their text; without entities where the text is still to be annotated.
    folder
        Folder of the manifest.
    origins
        Name of the marks -> what the manifest says of the text; a name that is missing has the defaults.
    split
        ``test``, ``train``, ``dev`` or ``sample``; it says which set the texts belong to.

    Raises
    ------
    SettingsError
        There is no such split.
    GoldError
        A text is missing or does not fit its marks, a name or a text is there with other content, or the folder cannot
        be written. Nothing was written then, but for what a full disk leaves.

    Examples
    --------
    >>> import tempfile
    >>> from pipeline.reconcile.gold import load
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = add([Marks("note", text="MSC carry miR-21.")], Path(place), {"note": Origin("a note")})
    ...     (one,) = load(made.manifest)
    >>> made.added, one.set, one.characters, one.source
    (('note',), 'documents', 17, 'a note')
    """
    if split not in SET_OF:
        raise SettingsError(f"--split {split!r} is not known", remedy=f"choose one of {', '.join(SET_OF)}")
    manifest = locate(folder)
    rows = [row for _, row in read_manifest(manifest)] if manifest.exists() else []
    files: dict[Path, str] = {}
    added: list[str] = []
    kept: list[str] = []
    made = 0
    for given in texts:
        marks, more = _finished(given)
        text = marks.text or ""
        row = _row(marks.name, text, origins.get(given.name, Origin()), split)
        there = next((old for old in rows if old["sha256"] == row["sha256"]), None)
        if there is not None:
            _same(marks, there, manifest)
            kept.append(there["name"])
            continue
        _name_is_free(row, rows, manifest)
        rows.append(row)
        added.append(marks.name)
        made += more
        path = manifest.parent / "gold" / row["set"] / f"{marks.name}.ann"
        files |= {path: brat.dumps(marks), path.with_suffix(".txt"): text}
    _write(files, manifest, rows if added else [])
    return Made(manifest, manifest.parent / "gold" / SET_OF[split], tuple(added), tuple(kept), made)


def _finished(given: Marks) -> tuple[Marks, int]:
    """Marks as they go into a file, and how many relations nesting put to them."""
    if given.text is None:
        raise GoldError(
            "the marks travel without their text, whose digest the manifest needs",
            where=given.name,
            remedy=f"put {given.name}.txt beside {given.name}.ann, or export the annotations with their text",
        )
    known = {(link.head, link.tail) for link in given.links if link.type is RelationType.MEMBER_OF}
    missing = [link for link in nested(list(given.entities), []) if (link.head, link.tail) not in known]
    links = [*given.links, *(_keyed(link, number) for number, link in enumerate(missing))]
    name = re.sub(r"[^\w.-]+", "_", given.name).strip(".") or "document"
    marks = renumber(given.entities, links, name, given.text, given.notes)
    read = brat.loads(brat.dumps(marks), name, given.text, where=given.name)  # what is written can be read
    return replace(read, text=given.text), len(missing)


def _keyed(link: Link, number: int) -> Link:
    return replace(link, key=f"nesting {number}")


def _row(name: str, text: str, origin: Origin, split: str) -> dict[str, str]:
    values = (
        name,
        SET_OF[split],
        split,
        text_sha256(text),
        str(len(text)),
        " ".join((origin.source or name).split()),
        origin.licence,
        origin.where,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _same(marks: Marks, row: Mapping[str, str], manifest: Path) -> None:
    """Refuse marks of a text that is there with others; a text without marks is there, whatever is marked in it."""
    path = manifest.parent / "gold" / row["set"] / f"{row['name']}.ann"
    if marks.entities and brat.dumps(brat.read(path, marks.text)) != brat.dumps(marks):
        raise GoldError(
            f"the same text is there as {row['set']}/{row['name']} with other marks",
            where=marks.name,
            remedy=f"keep one of the two: to take the new marks delete {path} and its row in {manifest.name} first",
        )


def _name_is_free(row: Mapping[str, str], rows: Sequence[Mapping[str, str]], manifest: Path) -> None:
    for old in rows:
        if (old["set"], old["name"]) == (row["set"], row["name"]):
            raise GoldError(
                f"{row['set']}/{row['name']} is there with another text",
                where=str(manifest),
                remedy="rename the file; or, if it is the same article in another form, carry its marks over with "
                f"'vesiweb gold attach --text FILE --name {row['name']}'",
            )


def _write(files: Mapping[Path, str], manifest: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write texts and marks, then the manifest, which names no file that is not there."""
    strange = [
        path for path, content in files.items() if path.exists() and path.read_bytes() != content.encode("utf-8")
    ]
    if strange:
        raise GoldError(
            f"{strange[0].name} is there with other content and has no row in {manifest.name}",
            where=str(strange[0]),
            remedy="move it away, or choose another folder: nothing is written over",
        )
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        if rows:
            beside = manifest.with_name(f".{manifest.name}")
            with beside.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(sorted(rows, key=lambda row: (row["set"], row["name"])))
            beside.replace(manifest)
    except OSError as error:
        raise GoldError(
            f"the gold cannot be written ({error.strerror or error})",
            where=str(manifest.parent),
            remedy="choose a folder that you may write to",
        ) from error
