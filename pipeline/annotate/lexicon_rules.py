"""The rows of the lexicon: what the sources and the project's tables say, with the rules that spell names out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.annotate import lexicon_sources as sources
from pipeline.annotate.lexicon_sources import Named
from pipeline.annotate.normalise import fold, keys
from pipeline.core.errors import LexiconError
from pipeline.core.records import EntityType

HEADS = ("signaling pathway", "signaling", "pathway", "axis", "cascade", "signal pathway", "signal transduction")

_HEADS_OF = {"inflammasome": ("inflammasome", "inflammasome complex"), "pathway": ("pathway",)}

_CELL, _MARKER, _PATHWAY = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.PATHWAY


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A line of the compiled lexicon."""

    type: str
    key: str
    concept: str
    kind: str
    name: str
    flags: tuple[str, ...] = ()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one of the project's own tables (TSV with a head line).

    Raises
    ------
    LexiconError
        The table is missing or a line has more or fewer columns than its head.
    """
    path = folder / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LexiconError(f"the table cannot be read ({error.strerror})", where=str(path)) from error
    head = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(head):
            raise LexiconError(
                f"{len(cells)} columns, the head has {len(head)}", where=f"{path}:{number}", remedy="mend the line"
            )
        rows.append(dict(zip(head, cells, strict=True)))
    return rows


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _rows(kind_of: EntityType, named: Iterable[Named], flags: tuple[str, ...] = ()) -> Iterator[Row]:
    for entry in named:
        for key in keys(entry.name):
            yield Row(kind_of.value, key, entry.concept, entry.kind, entry.name, flags)


def singular(name: str) -> str:
    """The name without the plural ``s`` of its last word (a match may carry one).

    Examples
    --------
    >>> singular("reactive microglia"), singular("stem cells"), singular("AXIS"), singular("virus")
    ('reactive microglia', 'stem cell', 'AXIS', 'virus')
    """
    return name[:-1] if re.search(r"[a-hj-rtv-z]s$|[A-Z]{2,}s$", name) else name


# --- cells ---------------------------------------------------------------------------------------------------------


def _own(concept: str) -> str:
    return "" if concept == "-" else concept


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


_OF = re.compile(r"^((?:[\w-]+ ){0,2}[\w-]+) of (?:the )?((?:[\w'-]+ )?[\w'-]+)$")


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
        own.extend((Named(_own(row["concept"]), "rule", singular(n)), flags) for n in listed(row["names"]))
    for named, flags in own:
        yield from _rows(_CELL, [named], flags)
    taken = frozenset(fold(named.name).text for named, _ in own)
    yield from _rows(_CELL, composed_cells(table(folder, "cell_parts.tsv"), taken))
    for entry in ontology_cells(ontology):
        short = entry.kind == "synonym" and re.fullmatch(r"[A-Za-z]{0,2}[A-Z]{1,3}s?|\S{1,3}", entry.name) is not None
        clean = Named(entry.concept, entry.kind, singular(entry.name))
        yield from _rows(_CELL, [clean], ("case", "weak") if short else ())


# --- markers -------------------------------------------------------------------------------------------------------

_NAME_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" molecule$"), ""),
    (re.compile(r"^(integrin) subunit (\w+) (\w+)$"), r"\1 \2 \3"),
    (re.compile(r"^(integrin) subunit (\w+) (\w+)$"), r"\1 \2\3"),
    (re.compile(r"^(integrin) subunit (\w+) (\w+)$"), r"\2\3 integrin"),
    (re.compile(r" \([^()]*\)"), ""),
    (re.compile(r"^(collagen type \w+ alpha \d+) chain$"), r"\1"),
)


def gene_variants(named: Named) -> Iterator[Named]:
    """A gene's name and the shorter forms in which texts give it (``CD9 molecule`` as ``CD9``)."""
    yield named
    if named.kind != "name":
        return
    for pattern, form in _NAME_RULES:
        short = pattern.sub(form, named.name)
        if short != named.name and len(short) > 2:
            yield Named(named.concept, "synonym", short)


_MICRO = re.compile(r"^(?:hsa-)?(?:mir|let)-?\d|^mirn?a?\d|^mirlet|^piR", re.I)
_INTEGRIN = re.compile(r"^(?:(?P<after>\S+)[ -]integrins?|integrins? (?P<before>\S+))$", re.I)


def family_variants(named: Named) -> Iterator[Named]:
    """A family's name; an integrin's also with the word at its other end (``integrin αvβ3``, ``αvβ3 integrin``)."""
    yield named
    if (match := _INTEGRIN.match(named.name)) is not None and re.search(r"\d", named.name):
        pair = match["after"] or match["before"]
        for name in (f"{pair} integrin", f"integrin {pair}", pair):
            yield Named(named.concept, "synonym", name)


def marker_rows(folder: Path) -> Iterator[Row]:
    """Genes, families and the project's own spellings; an alias yields to another gene's approved symbol."""
    genes = [variant for entry in sources.genes() for variant in gene_variants(entry)]
    families = [variant for entry in sources.families() for variant in family_variants(entry)]
    symbols = {fold(g.name).text: g.concept for g in genes if g.kind == "symbol"}
    concepts = {g.concept for g in genes} | {f.concept for f in families} | {"-"}
    own: dict[str, set[str]] = {}
    for line in table(folder, "proteins.tsv"):
        if line["concept"] not in concepts:
            raise LexiconError(
                f"{line['concept']} is in neither HGNC nor FamPlex", where="proteins.tsv", remedy="correct it"
            )
        flags = tuple(listed(line["flags"]))
        for name in listed(line["names"]):
            own.update({key: own.get(key, set()) | {_own(line["concept"])} for key in keys(name)})
            yield from _rows(_MARKER, [Named(_own(line["concept"]), "rule", name)], flags)
    family_keys = {key for f in families for key in keys(f.name)}
    shared: dict[str, set[str]] = {}
    for entry in genes:
        if entry.kind == "synonym":
            shared.setdefault(fold(entry.name).text, set()).add(entry.concept)
    for entry in itertools.chain(genes, families):
        if _MICRO.match(entry.name) or (len(shared.get(fold(entry.name).text, ())) > 1 and entry.kind == "synonym"):
            continue  # the grammar reads microRNA; a shortened name that fits several genes names a class
        for row in _rows(_MARKER, [entry]):
            if row.concept not in own.get(row.key, {row.concept}):
                continue  # the project's own table says what the spelling means
            if entry.kind != "symbol" and symbols.get(row.key, entry.concept) != entry.concept:
                continue
            if entry.kind in ("alias", "previous") and row.key in family_keys:
                continue  # a family's name before one member's alias
            yield row


# --- pathways ------------------------------------------------------------------------------------------------------

_CORES: tuple[re.Pattern[str], ...] = (
    re.compile(r"^Signall?ing by (?:the )?(?P<core>.+?)(?: \([^)]*\))?$", re.I),
    re.compile(r"^(?P<core>.+?)[ -](?:mediated )?signall?ing(?: pathway)?$", re.I),
    re.compile(r"^(?P<core>.+?) (?:pathway|cascades?)$", re.I),
)
_VAGUE = re.compile(r"\b(?:regulation|response|involved|by|of|in|to|and|via|cell|disease|symbiont|signal\w*)\b", re.I)
_WANTED = re.compile(r"signal|pathway|cascade|axis|inflammasome", re.I)


def pathway_rows(folder: Path) -> Iterator[Row]:
    """Named pathways: the project's preferred ones first, then Reactome, GO, WikiPathways, one concept a key."""
    seen: set[str] = set()

    def fresh(rows: Iterable[Row]) -> Iterator[Row]:
        found = [row for row in rows if row.key not in seen]
        seen.update(row.key for row in found)
        yield from found

    vague = {fold(r["name"]).text for r in table(folder, "weak.tsv") if r["type"] == _PATHWAY.value}
    for line in table(folder, "pathways.tsv"):
        concept = line["concept"]
        heads = _HEADS_OF.get(line["head"], HEADS)
        named = [Named(concept, "name", line["name"])]
        cores = [form for core in listed(line["cores"]) for form in dict.fromkeys((core, core.replace("/", "-")))]
        named += [Named(concept, "rule", f"{core} {head}") for core in cores for head in heads]
        yield from fresh(
            row if _WANTED.search(row.name) else replace(row, flags=("weak",)) for row in _rows(_PATHWAY, named)
        )
    for names in (sources.reactome(), sources.gene_ontology(), sources.wikipathways()):
        for entry in names:
            if not _WANTED.search(entry.name) or len(entry.name) > 90 or _VAGUE.match(entry.name.split()[0]):
                continue
            group = [entry]
            matches = [pattern.match(entry.name) for pattern in _CORES]
            if any(match is not None and fold(match["core"]).text in vague for match in matches):
                continue
            for match in matches:
                if match is not None and not _VAGUE.search(match["core"]):
                    group += [Named(entry.concept, "rule", f"{match['core']} {head}") for head in HEADS]
                    break
            yield from fresh(_rows(_PATHWAY, group))


# --- lines, microRNA ----------------------------------------------------------------------------------------


def line_rows(folder: Path) -> Iterator[Row]:
    """Cell lines that models/lexicon/cell_lines.tsv lists, under Cellosaurus's name and the listed spellings."""
    names = {entry.concept: entry.name for entry in sources.cell_lines()}
    for row in table(folder, "cell_lines.tsv"):
        concept = row["concept"]
        if concept not in names:
            raise LexiconError(f"{concept} is not in Cellosaurus", where="cell_lines.tsv", remedy="correct it")
        flags = ("case",)
        name = names[concept].split(" [")[0]  # "HK-2 [Human kidney]"
        yield from _rows(_CELL, [Named(concept, "name", name)], flags)
        yield from _rows(_CELL, [Named(concept, "synonym", name) for name in listed(row["names"])], flags)


def mirna_rows() -> Iterator[Row]:
    """MicroRNA names of miRBase without species (for linking: is the name known)."""
    found = set()
    for name in sources.mirnas():
        _, _, rest = name.partition("-")
        found.add(re.sub(r"(?<=\d)-\d+$|(?<=\d[a-z])-\d+$", "", rest.lower()))
    for name in sorted(found):
        yield Row(EntityType.MIRNA.value, fold(name).text, f"mirna:{name}", "name", name)
