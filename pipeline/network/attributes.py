"""Attributes of nodes, edges and evidence: declared once, with type and meaning, and fit for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, an attribute of a node or edge: its name, the type of its values and its meaning."""

    name: str
    type: type
    meaning: str


NODE_COLUMNS = (
    Column("id", str, "CURIE of the concept, or nil:TYPE:normal form where it is linked to none"),
    Column("type", str, "CELL_TYPE, MARKER, MIRNA or PATHWAY"),
    Column("name", str, "the concept's name"),
    Column("label", str, "a name short enough to be drawn"),
    Column("linked", bool, "whether the concept has an identifier"),
    Column("names", list, "the names seen in the texts, the most frequent first, joined by |; case apart, each once"),
    Column("mentions", int, "how many mentions it has"),
    Column("documents", int, "in how many documents"),
    Column("degree", int, "with how many concepts it is linked"),
    Column("strength", float, "sum of the weights of its links"),
    Column("betweenness", float, "share of the shortest paths between others that run through it, 0 to 1"),
    Column("cells", int, "to how many cell types a statement links it"),
    Column("community", int, "number of its community (Louvain), 0 the largest"),
)
EDGE_COLUMNS = (
    Column("source", str, "node id of the head (co-occurrence: of the smaller id)"),
    Column("target", str, "node id of the tail"),
    Column("key", str, "tells the edges between two nodes apart"),
    Column("layer", str, "relation (directed) or cooccurrence (no direction)"),
    Column("type", str, "type of the relation, or cooccurrence"),
    Column("polarity", str, "what the text says of the relation, by the stronger side; empty where none"),
    Column("sign", int, "1 raises or has, -1 lowers or lacks, 0 not said"),
    Column("contested", bool, "whether there is evidence against it"),
    Column("speculative", bool, "whether all its evidence is speculative"),
    Column("belief", float, "belief in the relation, 0 to 1; empty for co-occurrence"),
    Column("score", float, "co-occurrence score of STRING and DISEASES; empty for relations"),
    Column("typed_score", float, "the same score among pairs of these two types only"),
    Column("npmi", float, "normalised pointwise mutual information over sentences, -1 to 1"),
    Column("g2", float, "log-likelihood ratio over sentences; grows with any departure from chance"),
    Column("p", float, "chance of at least so many common sentences (one-sided Fisher); empty if not tested"),
    Column("q", float, "p after Benjamini and Hochberg over all testable pairs; empty if not tested"),
    Column("expected", float, "weighted count that chance alone would give"),
    Column("sentences", int, "distinct sentences or table rows"),
    Column("passages", int, "distinct passages; empty for relations, like the next ten"),
    Column("documents_s", int, "documents with a sentence that holds both"),
    Column("documents_p", int, "documents with a passage that holds both"),
    Column("weighted", float, "C(a,b): documents_s, documents_p and documents, each times its weight"),
    Column("weighted_a", float, "C(a,.): sum of weighted over all pairs of source"),
    Column("weighted_b", float, "C(b,.): the same of target"),
    Column("typed_a", float, "C(a,.) over partners of target's type"),
    Column("typed_b", float, "C(b,.) over partners of source's type"),
    Column("typed_all", float, "C(.,.) over all pairs of these two types, each twice where they are one"),
    Column("sentences_a", int, "sentences that hold source"),
    Column("sentences_b", int, "sentences that hold target"),
    Column("documents", int, "distinct documents"),
    Column("studies", int, "distinct primary studies cited; empty for co-occurrence"),
    Column("stability", float, "share of its documents without which the edge is still there, its sign the same"),
    Column("lowest", float, "least belief or score without one of its documents; a bound if highest is empty"),
    Column("highest", float, "greatest belief or score without one of its documents"),
    Column("disparity", float, "p of the disparity filter at the better end; small is backbone; empty if left out"),
    Column("rank", int, "in which order to show the edges, from 0"),
    Column("places", list, "the sentences or table rows, document:start-end, joined by |"),
    Column("evidence", list, "ids of the relations behind it, joined by |, see evidence.tsv"),
)
EVIDENCE_COLUMNS = (
    Column("statement", str, "TYPE:head>tail"),
    Column("side", str, "for or against"),
    Column("relation", str, "id of the relation found in the text"),
    Column("document", str, "id of the document"),
    Column("section", str, "where in the document"),
    Column("start", int, "first code point of the sentence in the document"),
    Column("end", int, "code point after the sentence"),
    Column("polarity", str, "what this sentence says"),
    Column("speculative", bool, "hoped for or under study"),
    Column("cross_sentence", bool, "head or tail stands in an earlier sentence"),
    Column("primary", bool, "reports a study; false where it states what is generally known"),
    Column("confidence", float, "of the rule or model"),
    Column("rule", str, "rule or model that found it"),
    Column("studies", list, "primary studies that the sentence cites, joined by |"),
    Column("text", str, "the sentence or table row, each control character a blank"),
    Column("head_start", int, "where the head stands in text; negative or beyond it for another sentence's"),
    Column("head_end", int, "its end"),
    Column("tail_start", int, "where the tail stands in text"),
    Column("tail_end", int, "its end"),
)
TABLES = {"nodes.tsv": NODE_COLUMNS, "edges.tsv": EDGE_COLUMNS, "evidence.tsv": EVIDENCE_COLUMNS}

#: types of values that no format has to clean
PLAIN = frozenset({int, float, bool, type(None)})
# what XML 1.0 cannot hold, and lone surrogates, which no encoding can
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that every format can hold: what XML or UTF-8 cannot is replaced, one character by one.

    Examples
    --------
    >>> clean("a\\x00b\\ud800c")
    'a�b�c'
    """
    if text.isascii() and text.isprintable():  # most are, and this is quicker to see
        return text
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)


def pick(columns: Iterable[Column], row: dict[str, Any]) -> dict[str, Any]:
    """The declared columns of a row, in order, cleaned."""
    found = ((column.name, row[column.name]) for column in columns)
    return {name: value if type(value) in PLAIN else cleaned(value) for name, value in found}


def cleaned(value: Any) -> Any:
    """A plain value with every text in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        if all(isinstance(part, str) and part.isascii() and part.isprintable() for part in value):
            return value
        return [cleaned(part) for part in value]
    if isinstance(value, dict):
        return {name: cleaned(part) for name, part in value.items()}
    return value
