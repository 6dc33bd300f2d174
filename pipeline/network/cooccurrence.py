"""Co-occurrence: how often two concepts stand in one sentence, passage and document, and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.core.records import UNMINED, PassageKind, Reading
from pipeline.core.settings import NetworkSettings


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A sentence or table row that holds both concepts of a pair."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """How two concepts (``a < b``) co-occur, with every number that its scores are made of.

    ``weighted``, ``weighted_a``, ``weighted_b`` and ``weighted_all`` are C(a,b), C(a,·), C(b,·) and C(·,·);
    ``sentences_a``, ``sentences_b`` and ``sentences_all`` count the sentences with the one, with the other
    and altogether.
    """

    a: str
    b: str
    sentences: int
    passages: int
    documents: int
    weighted: float
    weighted_a: float
    weighted_b: float
    weighted_all: float
    expected: float
    score: float
    npmi: float
    sentences_a: int
    sentences_b: int
    sentences_all: int
    places: tuple[Place, ...] = ()


_UNIT_PAIRS = """
with members as (
    select {unit} as unit, node, count(*) as mentions
    from (select distinct {unit}, document, node, first, last from occurrence where {unit} is not null)
    group by all
), nested as (
    -- a pair of mentions that lie in one another (a pathway's member, the inner cell of a derived cell)
    select x.{unit} as unit, x.node as a, y.node as b, count(*) as pairs
    from (select distinct {unit}, document, node, first, last from occurrence where {unit} is not null) x
    join (select distinct {unit}, document, node, first, last from occurrence where {unit} is not null) y
      on x.{unit} = y.{unit} and x.document = y.document and x.node < y.node
     and ((x.first <= y.first and y.last <= x.last) or (y.first <= x.first and x.last <= y.last))
    group by all
)
select x.node as a, y.node as b, x.unit as unit
from members x
join members y on x.unit = y.unit and x.node < y.node
left join nested n on n.unit = x.unit and n.a = x.node and n.b = y.node
-- counts unless every pair of their mentions in the unit is a nested one
where coalesce(n.pairs, 0) < x.mentions * y.mentions
"""


def count(readings: Sequence[Reading], settings: NetworkSettings) -> tuple[Cooccurrence, ...]:
    """Count and score the co-occurrence of all pairs of concepts.

    A pair is counted once for each distinct sentence, passage and document that holds both; a table row is
    one sentence, and a row whose head cell is empty holds what the head cell above it names. Mentions that
    lie in one another do not co-occur by that alone.

    The score is that of STRING and of the DISEASES database (Franceschini et al. 2013, Nucleic Acids Res
    41:D808; Pletscher-Frankild et al. 2015, Methods 74:83):

    - ``C(a,b) = w_s·sentences + w_p·passages + w_d·documents`` (weights of the settings; they count a level
      once a document, here every distinct sentence and passage counts),
    - ``expected = C(a,·)·C(b,·) / C(·,·)``, with ``C(a,·)`` the sum over all partners of ``a`` and ``C(·,·)``
      the sum of these over all concepts,
    - ``score = C(a,b)^α · (C(a,b) / expected)^(1-α)``.

    NPMI (Bouma 2009, GSCL) is taken over sentences: ``ln(p_ab / (p_a·p_b)) / -ln p_ab``, from -1 (never
    together) over 0 (as chance has it) to 1 (never apart); it is -1 where no sentence holds both. It favours
    rare names: with one sentence each, two concepts that share it get 1.

    Parameters
    ----------
    readings
        What was read from each document, in any order.
    settings
        Weights, α and the least number of sentences that a pair needs to be returned. All pairs count
        towards the marginals.

    Returns
    -------
    tuple of Cooccurrence
        Sorted by ``a`` and ``b``.

    Examples
    --------
    >>> count([], NetworkSettings())
    ()
    """
    nodes = sorted({mention.node for reading in readings for mention in reading.annotation.mentions})
    occurrences, sentences = _tables(readings, {node: number for number, node in enumerate(nodes)})
    if not occurrences.num_rows:
        return ()
    with duckdb.connect() as database:
        database.execute("set threads = 2")
        database.register("occurrence_input", occurrences)
        database.register("sentence", sentences)
        database.execute("create table occurrence as select * from occurrence_input")
        for unit in ("sentence", "passage", "document"):
            database.execute(f"create table {unit}_pair as {_UNIT_PAIRS.format(unit=unit)}")
        database.execute("""
            create table pair as
            select d.a, d.b, d.documents, coalesce(p.passages, 0) as passages, coalesce(s.sentences, 0) as sentences
            from (select a, b, count(*) as documents from document_pair group by all) d
            left join (select a, b, count(*) as passages from passage_pair group by all) p using (a, b)
            left join (select a, b, count(*) as sentences from sentence_pair group by all) s using (a, b)
        """)
        database.execute(
            "create table weighted as select *, ?::double * sentences + ?::double * passages + ?::double * documents"
            " as c from pair",
            [settings.weight_sentence, settings.weight_passage, settings.weight_document],
        )
        rows = database.execute(
            """
            with sides as (select a as node, c from weighted union all select b, c from weighted),
            marginal as (select node, sum(c order by c) as c from sides group by node),
            held as (select node, count(distinct sentence) as n from occurrence group by node)
            select w.a, w.b, w.sentences, w.passages, w.documents, w.c, ma.c, mb.c,
                   (select sum(c order by c) from marginal), coalesce(ha.n, 0), coalesce(hb.n, 0)
            from weighted w
            join marginal ma on ma.node = w.a join marginal mb on mb.node = w.b
            left join held ha on ha.node = w.a left join held hb on hb.node = w.b
            where w.sentences >= ?
            order by w.a, w.b
            """,
            [settings.min_sentences],
        ).fetchall()
        found = database.execute("""
            select p.a, p.b, s.document, s.first, s.last from sentence_pair p join sentence s on s.sentence = p.unit
            order by p.a, p.b, s.document, s.first, s.last
        """).fetchall()
    places: dict[tuple[int, int], list[Place]] = {}
    for a, b, document, start, end in found:
        places.setdefault((a, b), []).append(Place(document, start, end))
    return tuple(
        _score(nodes[a], nodes[b], numbers, sentences.num_rows, places.get((a, b), []), settings.alpha)
        for a, b, *numbers in rows
    )


def _score(
    a: str,
    b: str,
    numbers: Sequence[Any],
    units: int,
    places: list[Place],
    alpha: float,
) -> Cooccurrence:
    """A row of the pairs' counts and marginals with its scores."""
    sentences, passages, documents, weighted, of_a, of_b, everything, with_a, with_b = numbers
    expected = of_a * of_b / everything if everything else 0.0
    return Cooccurrence(
        a=a,
        b=b,
        sentences=sentences,
        passages=passages,
        documents=documents,
        weighted=round(weighted, 6),
        weighted_a=round(of_a, 6),
        weighted_b=round(of_b, 6),
        weighted_all=round(everything, 6),
        expected=round(expected, 6),
        score=round(weighted**alpha * (weighted / expected) ** (1 - alpha), 6) if expected else 0.0,
        npmi=round(npmi(sentences, with_a, with_b, units), 6),
        sentences_a=with_a,
        sentences_b=with_b,
        sentences_all=units,
        places=tuple(places),
    )


def npmi(together: int, with_a: int, with_b: int, everything: int) -> float:
    """Normalised pointwise mutual information of two things from counts (formula in `count`).

    Parameters
    ----------
    together, with_a, with_b, everything
        Sentences that hold both, the one, the other, and all sentences.

    Returns
    -------
    float
        From -1 to 1; 1 where every sentence holds both.

    Examples
    --------
    >>> npmi(2, 2, 2, 8), npmi(1, 2, 4, 8), npmi(0, 2, 4, 8)
    (1.0, 0.0, -1.0)
    """
    if together == 0:
        return -1.0
    if together == everything:
        return 1.0
    return log(together * everything / (with_a * with_b)) / -log(together / everything)


def _tables(readings: Sequence[Reading], number_of: dict[str, int]) -> tuple[pa.Table, pa.Table]:
    """Occurrences (concept in sentence, passage, document) and sentences; concepts by their number."""
    occurrence: dict[str, list[object]] = {n: [] for n in ("document", "passage", "sentence", "node", "first", "last")}
    sentence: dict[str, list[object]] = {name: [] for name in ("sentence", "document", "first", "last")}
    for reading in sorted(readings, key=lambda reading: reading.document.id):
        document, annotation = reading.document, reading.annotation
        rows = {p.index: p for p in document.passages if p.kind in (PassageKind.TABLE_ROW, PassageKind.TABLE_HEAD)}
        inherited = [(row.index, cell.span) for row in rows.values() for cell in row.cells if cell.inherited]
        mined = {p.index for p in document.passages if p.section not in UNMINED}
        for passage in rows.values():
            if passage.index in mined:
                _append(sentence, f"{document.id}:r{passage.index}", document.id, passage.start, passage.end)
        for one in annotation.sentences:
            if one.passage not in rows and one.passage in mined:
                _append(sentence, f"{document.id}:s{one.index}", document.id, one.start, one.end)
        for mention in annotation.mentions:
            below = {row for row, span in inherited if span.contains(mention.span)} - {mention.passage}
            for passage_index in (mention.passage, *sorted(below)):
                where = f"{document.id}:r{passage_index}" if passage_index in rows else None
                if where is None and mention.sentence >= 0:
                    where = f"{document.id}:s{mention.sentence}"
                passage_key = f"{document.id}:{passage_index}" if passage_index >= 0 else None
                _append(
                    occurrence, document.id, passage_key, where, number_of[mention.node], mention.start, mention.end
                )
    text, number = pa.string(), pa.int64()
    occurrences = pa.table(
        occurrence,
        schema=pa.schema(
            [
                ("document", text),
                ("passage", text),
                ("sentence", text),
                ("node", number),
                ("first", number),
                ("last", number),
            ]
        ),
    )
    sentences = pa.table(
        sentence, schema=pa.schema([("sentence", text), ("document", text), ("first", number), ("last", number)])
    )
    return occurrences, sentences


def _append(columns: dict[str, list[object]], *values: object) -> None:
    for column, value in zip(columns.values(), values, strict=True):
        column.append(value)
