"""One door to write what was read, and one to read annotated folders, in each of the formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from pipeline.core.errors import GoldError, SettingsError
from pipeline.core.records import Reading
from pipeline.reconcile import bioc, brat, jsonl, pubannotation, pubtator
from pipeline.reconcile.marks import Marks, from_reading

#: format -> endings of its files, the one that is written first
FORMATS: dict[str, tuple[str, ...]] = {
    "brat": (".ann",),
    "bioc": (".bioc.xml", ".xml"),
    "bioc-json": (".bioc.json", ".json"),
    "pubtator": (".pubtator", ".pubtator.txt"),
    "jsonl": (".jsonl",),
    "pubannotation": (".pubannotation.json",),
}


def write(readings: Iterable[Reading], format: str, out: Path) -> list[Path]:
    """Write mentions, identifiers and relations, one file a document, offsets on the document's text.

    A file is named by the stem of its source; where two documents share it, the later ones (by source, then
    identifier) get ``-2``, ``-3`` ... BRAT gets the text beside each ``.ann``, as it wants it.

    Returns
    -------
    list of Path
        The annotation files, in the order of their documents' sources.

    Raises
    ------
    SettingsError
        There is no such format.
    GoldError
        ``out`` cannot be written.
    """
    if format not in FORMATS:
        raise SettingsError(
            f"format {format!r} is not known", where="--format", remedy=f"use one of {', '.join(FORMATS)}"
        )
    ordered = sorted(readings, key=lambda r: (r.document.source, r.document.id))
    paths = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, reading in zip(names(r.document.source for r in ordered), ordered, strict=True):
            path = out / f"{name}{FORMATS[format][0]}"
            write_marks(from_reading(reading, name), format, path)
            paths.append(path)
    except OSError as error:
        raise GoldError(
            f"annotations cannot be written ({error.strerror})",
            where=str(out),
            remedy="choose a folder that you may write to",
        ) from error
    return paths


def write_marks(marks: Marks, format: str, path: Path) -> None:
    """Write the marks of one document in a format."""
    if format == "brat":
        brat.write(marks, path)
        if marks.text is not None:
            path.with_suffix(".txt").write_text(marks.text, encoding="utf-8", newline="")
    elif format == "pubtator":
        pubtator.write([marks], path)
    elif format == "jsonl":
        jsonl.write([marks], path)
    elif format == "pubannotation":
        pubannotation.write([marks], path)
    else:
        bioc.write([marks], path)


def names(sources: Iterable[str]) -> list[str]:
    """A file name for each source: its stem in safe characters, made unique by a number.

    Examples
    --------
    >>> names(["a/one.txt", "b/One.pdf", "c/list.json#12"])
    ['one', 'One-2', 'list_12']
    """
    taken: set[str] = set()
    made = []
    for source in sources:
        path, _, member = source.partition("#")
        stem = PurePosixPath(path.replace("\\", "/")).stem + (f"_{member}" if member else "")
        stem = re.sub(r"[^\w.-]+", "_", stem).strip(".") or "document"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        made.append(name)
    return made


def read_folder(folder: Path) -> dict[str, Marks]:
    """All annotated documents of a folder or file, by name, whatever their format.

    A text of the same stem beside an ``.ann`` file is used to check it.

    Raises
    ------
    GoldError
        There are none, a name is there twice, or a file is malformed.
    """
    files = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
    found: dict[str, Marks] = {}
    for path in files:
        for marks in _read(path):
            if marks.name in found:
                raise GoldError(
                    f"the document {marks.name!r} is there twice", where=str(path), remedy="keep one of the two files"
                )
            found[marks.name] = marks
    if not found:
        raise GoldError(
            "no annotations found",
            where=str(folder),
            remedy="give a folder with files that end in " + ", ".join(e for ends in FORMATS.values() for e in ends),
        )
    return found


def _read(path: Path) -> Sequence[Marks]:
    name = path.name.casefold()
    if name.endswith(".ann"):
        beside = path.with_suffix(".txt")
        return [brat.read(path, _text(beside) if beside.is_file() else None)]
    if name.endswith(".json") and pubannotation.recognised(raw := _text(path)):
        return pubannotation.loads(raw, re.sub(r"(\.pubannotation)?\.json$", "", path.name), where=str(path))
    if name.endswith((*FORMATS["bioc"], *FORMATS["bioc-json"])):
        return bioc.read(path)
    if name.endswith(FORMATS["pubtator"]):
        return pubtator.read(path)
    return jsonl.read(path) if name.endswith(".jsonl") else []


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(
            f"the text is no UTF-8 ({error.reason} at byte {error.start})",
            where=str(path),
            remedy="save it again as UTF-8",
        ) from error
