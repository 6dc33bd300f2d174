"""The lexicon's rows of cells: the Cell Ontology's names, the project's own, names put together, cell lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.annotate import lexicon_sources as sources
from pipeline.annotate.lexicon_rows import Row, listed, own_concept, rows_of, singular, table
from pipeline.annotate.lexicon_sources import Named
from pipeline.annotate.normalise import fold
from pipeline.core.errors import LexiconError
from pipeline.core.records import EntityType

_CELL = EntityType.CELL_TYPE

_OF = re.compile(r"^((?:[\w-]+ ){0,2}[\w-]+) of (?:the )?((?:[\w'-]+ )?[\w'-]+)$")


def _species(parts: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    rows = [row for row in parts if row["part"] == "species"]
    short = [s for row in rows for s in listed(row["short"])]
    return short, [s for row in rows for s in listed(row["long"])]


def composed_cells(parts: list[dict[str, str]], taken: frozenset[str]) -> Iterator[Named]:
    """Names put together from species, tissue and the two cores (``hUC-MSC``, ``rat adipose-derived stem cell``).

    A composed short form that a table row already holds (``taken``, as keys) is left to that row; so is one
    that would read as the bare core (``M`` + ``SC``).
    """
    short, long = _species(parts)
    cores = {row["short"]: row for row in parts if row["part"] == "core"}
    main, general = cores["MSC"], cores["SC"]
    base = main["concept"]
    plain = {name: row["concept"] for row in parts if row["part"] == "plain core" for name in listed(row["long"])}
    bare = {fold(core).text for core in cores} | {"esc", "nsc", "hsc", "psc", "csc", "ssc"}
    for name in [*listed(main["long"]), "MSC"]:
        for prefix in ["", *(f"{s} " for s in long)]:
            yield Named(base, "rule", prefix + name)
    for prefix in short:
        if fold(f"{prefix}MSC").text not in taken:
            yield Named(base, "rule", f"{prefix}MSC")
    for row in parts:
        if row["part"] != "tissue":
            continue
        concept = row["concept"]
        for tissue, core, prefix in itertools.product(listed(row["short"]), cores, ["", *short]):
            name = f"{prefix}{tissue}-{core}"
            key = fold(name).text
            if core == "SC" and (len(tissue) < 2 or tissue.endswith("M")):
                continue
            if key not in taken and key not in bare:
                yield Named(concept, "rule", name)
        leads = ["", *(f"{s} " for s in long)] if row["short"] else ["", "human "]
        for tissue, link, lead in itertools.product(listed(row["long"]), (" ", "-derived ", " derived "), leads):
            for core in [*listed(main["long"]), "MSC", *listed(general["long"])]:
                name = f"{lead}{tissue}{link}{core}"
                if fold(name).text not in taken:
                    yield Named(plain.get(core, concept) if concept == base else concept, "rule", name)


def ontology_cells(named: Iterable[Named]) -> Iterator[Named]:
    """Cell Ontology names, with ``fibroblast of lung`` also as ``lung fibroblast``."""
    for entry in named:
        if not re.search("[a-z]", entry.name) and len(entry.name) < 2:
            continue
        yield entry
        if (match := _OF.match(entry.name)) is not None:
            yield Named(entry.concept, "rule", f"{match.group(2)} {match.group(1)}")


def cell_rows(folder: Path, known: frozenset[str], ontology: list[Named]) -> Iterator[Row]:
    """All rows of cells but for cell lines."""
    own: list[tuple[Named, tuple[str, ...]]] = []
    for row in table(folder, "cells.tsv"):
        if row["concept"] != "-" and row["concept"] not in known:
            raise LexiconError(f"{row['concept']} is not in the Cell Ontology", where="cells.tsv", remedy="correct it")
        flags = tuple(listed(row["flags"]))
        own.extend((Named(own_concept(row["concept"]), "rule", singular(n)), flags) for n in listed(row["names"]))
    for named, flags in own:
        yield from rows_of(_CELL, [named], flags)
    taken = frozenset(fold(named.name).text for named, _ in own)
    yield from rows_of(_CELL, composed_cells(table(folder, "cell_parts.tsv"), taken))
    for entry in ontology_cells(ontology):
        short = entry.kind == "synonym" and re.fullmatch(r"[A-Za-z]{0,2}[A-Z]{1,3}s?|\S{1,3}", entry.name) is not None
        clean = Named(entry.concept, entry.kind, singular(entry.name))
        yield from rows_of(_CELL, [clean], ("case", "weak") if short else ())


def line_rows(folder: Path) -> Iterator[Row]:
    """Cell lines that models/lexicon/cell_lines.tsv lists, under Cellosaurus's name and the listed spellings."""
    names = {entry.concept: entry.name for entry in sources.cell_lines()}
    for row in table(folder, "cell_lines.tsv"):
        concept = row["concept"]
        if concept not in names:
            raise LexiconError(f"{concept} is not in Cellosaurus", where="cell_lines.tsv", remedy="correct it")
        flags = ("case",)
        name = names[concept].split(" [")[0]  # "HK-2 [Human kidney]"
        yield from rows_of(_CELL, [Named(concept, "name", name)], flags)
        yield from rows_of(_CELL, [Named(concept, "synonym", name) for name in listed(row["names"])], flags)
