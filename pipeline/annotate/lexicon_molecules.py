"""The lexicon's rows of molecules: genes, protein families and microRNAs, with the shorter forms of their names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.annotate import lexicon_sources as sources
from pipeline.annotate.lexicon_rows import Row, listed, own_concept, rows_of, table
from pipeline.annotate.lexicon_sources import Named
from pipeline.annotate.normalise import fold, keys
from pipeline.core.errors import LexiconError
from pipeline.core.records import EntityType

_MARKER = EntityType.MARKER
_NAME_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" molecule$"), ""),
    (re.compile(r"^(integrin) subunit (\w+) (\w+)$"), r"\1 \2 \3"),
    (re.compile(r"^(integrin) subunit (\w+) (\w+)$"), r"\1 \2\3"),
    (re.compile(r"^(integrin) subunit (\w+) (\w+)$"), r"\2\3 integrin"),
    (re.compile(r" \([^()]*\)"), ""),
    (re.compile(r"^(collagen type \w+ alpha \d+) chain$"), r"\1"),
)
_MICRO = re.compile(r"^(?:hsa-)?(?:mir|let)-?\d|^mirn?a?\d|^mirlet|^piR", re.I)
_RECEPTOR = re.compile(r"^(?P<ligand>.+) receptor(?P<tail>(?: subunit| type)? \w+)?$")
_INTEGRIN = re.compile(r"^(?:(?P<after>\S+)[ -]integrins?|integrins? (?P<before>\S+))$", re.I)


def gene_variants(named: Named) -> Iterator[Named]:
    """A gene's name and the shorter forms in which texts give it (``CD9 molecule`` as ``CD9``)."""
    yield named
    if named.kind != "name":
        return
    for pattern, form in _NAME_RULES:
        short = pattern.sub(form, named.name)
        if short != named.name and len(short) > 2:
            yield Named(named.concept, "synonym", short)


def receptor_names(genes: Iterable[Named]) -> Iterator[Named]:
    """Receptors by their ligand's symbol, where HGNC names them by the ligand's name; ``alpha`` for ``subunit alpha``.

    A ligand with several receptors leaves ``IL10 receptor`` without a concept.

    Examples
    --------
    >>> named = [
    ...     ("HGNC:3229", "symbol", "EGF"),
    ...     ("HGNC:3229", "name", "epidermal growth factor"),
    ...     ("HGNC:3236", "name", "epidermal growth factor receptor"),
    ... ]
    >>> [(found.concept, found.name) for found in receptor_names([Named(*name) for name in named])]
    [('HGNC:3236', 'EGF receptor')]
    """
    genes = list(genes)
    symbols = {entry.concept: entry.name for entry in genes if entry.kind == "symbol"}
    ligands = {
        entry.name: symbols[entry.concept] for entry in genes if entry.kind == "name" and entry.concept in symbols
    }
    whole: dict[str, bool] = {}
    for entry in genes:
        match = _RECEPTOR.match(entry.name) if entry.kind == "name" else None
        if match is None or (ligand := ligands.get(match["ligand"])) is None:
            continue
        tail = match["tail"] or ""
        whole[ligand] = whole.get(ligand, False) or not tail
        for end in dict.fromkeys((tail, tail.replace(" subunit", ""))):
            yield Named(entry.concept, "synonym", f"{ligand} receptor{end}")
    for ligand, named in whole.items():
        if not named:
            yield Named("", "synonym", f"{ligand} receptor")


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
    genes.extend(receptor_names(genes))
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
            own.update({key: own.get(key, set()) | {own_concept(line["concept"])} for key in keys(name)})
            yield from rows_of(_MARKER, [Named(own_concept(line["concept"]), "rule", name)], flags)
    family_keys = {key for f in families for key in keys(f.name)}
    shared: dict[str, set[str]] = {}
    for entry in genes:
        if entry.kind == "synonym":
            shared.setdefault(fold(entry.name).text, set()).add(entry.concept)
    for entry in itertools.chain(genes, families):
        if _MICRO.match(entry.name) or (len(shared.get(fold(entry.name).text, ())) > 1 and entry.kind == "synonym"):
            continue  # the grammar reads microRNA; a shortened name that fits several genes names a class
        for row in rows_of(_MARKER, [entry]):
            if row.concept not in own.get(row.key, {row.concept}):
                continue  # the project's own table says what the spelling means
            if entry.kind != "symbol" and symbols.get(row.key, entry.concept) != entry.concept:
                continue
            if (entry.kind in ("alias", "previous") or not entry.concept) and row.key in family_keys:
                continue  # a family's name before one member's alias
            yield row


def mirna_rows() -> Iterator[Row]:
    """MicroRNA names of miRBase without species (for linking: is the name known)."""
    found = set()
    for name in sources.mirnas():
        _, _, rest = name.partition("-")
        found.add(re.sub(r"(?<=\d)-\d+$|(?<=\d[a-z])-\d+$", "", rest.lower()))
    for name in sorted(found):
        yield Row(EntityType.MIRNA.value, fold(name).text, f"mirna:{name}", "name", name)
