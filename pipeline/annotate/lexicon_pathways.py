"""The lexicon's rows of pathways: the project's preferred names, then Reactome's, GO's and WikiPathways'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.annotate import lexicon_sources as sources
from pipeline.annotate.lexicon_rows import Row, listed, rows_of, table
from pipeline.annotate.lexicon_sources import Named
from pipeline.annotate.normalise import fold
from pipeline.core.records import EntityType

_PATHWAY = EntityType.PATHWAY
HEADS = ("signaling pathway", "signaling", "pathway", "axis", "cascade", "signal pathway", "signal transduction")
_HEADS_OF = {"inflammasome": ("inflammasome", "inflammasome complex"), "pathway": ("pathway",)}
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
            row if _WANTED.search(row.name) else replace(row, flags=("weak",)) for row in rows_of(_PATHWAY, named)
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
            yield from fresh(rows_of(_PATHWAY, group))
