"""Where concepts stand: sentences, passages and documents by number, from readings or from the store's Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from pipeline.core.errors import NetworkError
from pipeline.core.records import UNMINED, EntityType, Mention, PassageKind, Reading

_TYPES = tuple(sorted(kind.value for kind in EntityType))
_ROWS = (PassageKind.TABLE_ROW.value, PassageKind.TABLE_HEAD.value)
#: columns that both readings and store give: those of text, then those of numbers
_SAID = (("document", "type", "surface", "concept"), ("start", "end", "passage", "sentence"))
_SENTENCE = (("document",), ("index", "passage", "start", "end"))
_PASSAGE = (("document", "section", "kind"), ("index", "start", "end"))
_INHERITED = (("document",), ("index", "start", "end"))


class Named(NamedTuple):
    """How often a concept (its number) is named with a type, a name of its own and a surface."""

    node: int
    type: str
    name: str
    surface: str
    times: int


class Occurrences(NamedTuple):
    """Where concepts stand, concepts and places by number.

    ``table`` has a row for each mention in each row or sentence that it counts for: ``document``, ``passage``
    and ``sentence`` (null where it stands in none), ``first`` and ``last`` (its span), ``node`` and ``kind``
    (numbers of concept and type). ``places`` has for each sentence its number, document and span. ``nodes`` and
    ``documents`` are in order of their ids; ``named`` says what each concept is called, how often.
    """

    table: pa.Table
    places: pa.Table
    nodes: tuple[str, ...]
    documents: tuple[str, ...]
    named: tuple[Named, ...] = ()


# a sentence's number is its document's, a bit for rows of tables, and its index; 2^20 are more than any text has
_GATHER = f"""
create table known as select * from doc;
create table part as
    select k.number as document, p.index, p.kind in {_ROWS} as is_row,
           p.section not in {tuple(sorted(section.value for section in UNMINED))} as mined, p.start, p."end"
    from passage p join known k on k.document = p.document;
create table place as
    select (document << 21) + index as sentence, document::int as document, start::int as first, "end"::int as last
    from part where is_row and mined
    union all
    select (k.number << 21) + (1 << 20) + s.index, k.number::int, s.start::int, s."end"::int
    from sentence s join known k on k.document = s.document
    join part p on p.document = k.number and p.index = s.passage
    where p.mined and not p.is_row;
create table one as
    select k.number as document, m.passage, m.sentence, m.start, m."end", n.number as node, m.type
    from said m join known k using (document) join linked n using (concept)
    union all
    select k.number, m.passage, m.sentence, m.start, m."end", n.number, m.type
    from said m join known k using (document) join unlinked n using (type, surface) where coalesce(m.concept, '') = '';
-- what a row's empty head cell takes over from the head above it stands in that row, too
create table below as
    select distinct o.document, i.index as passage, o.sentence, o.start, o."end", o.node, o.type
    from one o join (select k.number, h.index, h.start, h."end" from inherited h join known k using (document)) i
      on i.number = o.document and i.start <= o.start and o."end" <= i."end" and i.index <> o.passage;
create table standing as
    select m.document, if(m.passage < 0, null, (m.document << 20) + m.passage) as passage,
           case when p.is_row then (m.document << 21) + m.passage
                when m.sentence >= 0 then (m.document << 21) + (1 << 20) + m.sentence end as sentence,
           m.start, m."end", m.node, list_position({list(_TYPES)}, m.type) - 1 as kind
    from (select * from one union all select * from below) m
    left join part p on p.document = m.document and p.index = m.passage;
"""

_OCCURRENCE = """
select m.document::int as document, m.passage, p.sentence, m.start::int as first, m."end"::int as last,
       m.node::int as node, m.kind::tinyint as kind
from standing m left join place p on p.sentence = m.sentence
"""


_NAMED = """
select n.number, m.type, coalesce(m.name, '') as name, m.surface, count(*)
from said m semi join doc using (document) {link} group by all
"""
_LINKS = (
    "join linked n using (concept)",
    "join unlinked n using (type, surface) where coalesce(m.concept, '') = ''",
)


def of_readings(readings: Sequence[Reading]) -> Occurrences:
    """Occurrences of what was read, in any order.

    A table row is one sentence, and a row whose head cell is empty holds what the head cell above it names.
    """
    nodes = sorted({mention.node for reading in readings for mention in reading.annotation.mentions})
    number = {node: str(at) for at, node in enumerate(nodes)}  # a surface may hold what no column of text can
    said: list[tuple[object, ...]] = []
    sentences: list[tuple[object, ...]] = []
    passages: list[tuple[object, ...]] = []
    inherited: list[tuple[object, ...]] = []
    for reading in readings:
        name = reading.document.id
        for m in reading.annotation.mentions:
            said.append((name, m.type.value, "", number[m.node], m.start, m.end, m.passage, m.sentence))
        sentences += [(name, s.index, s.passage, s.start, s.end) for s in reading.annotation.sentences]
        for part in reading.document.passages:
            passages.append((name, part.section.value, part.kind.value, part.index, part.start, part.end))
            if part.kind.value in _ROWS:
                heads = (cell.span for cell in part.cells if cell.inherited)
                inherited += [(name, part.index, head.start, head.end) for head in heads]
    with duckdb.connect(config={"threads": 1}) as database:
        database.register("said", _columns(said, _SAID))
        database.register("sentence", _columns(sentences, _SENTENCE))
        database.register("passage", _columns(passages, _PASSAGE))
        database.register("inherited", _columns(inherited, _INHERITED))
        _register(database, [reading.document.id for reading in readings])
        linked = {str(at): at for at in range(len(nodes))}
        found = _gathered(database, [reading.document.id for reading in readings], nodes, linked, {})
    called = Counter(
        (int(number[m.node]), m.type.value, m.name, m.surface)
        for reading in readings
        for m in reading.annotation.mentions
    )
    return found._replace(named=tuple(Named(*one, called[one]) for one in sorted(called)))


def of_store(batches: Sequence[Path], documents: Collection[str], *, memory: str = "2GB") -> Occurrences:
    """Occurrences in documents of the store, read from its Parquet files without making records of them.

    Parameters
    ----------
    batches
        Folders of the store's batches (`pipeline.core.store.Store.batches`); of a document that is in several the
        first counts.
    documents
        Ids of the documents that count.
    memory
        What DuckDB may take; beyond it works on disk. What is returned takes some 33 bytes a mention and 20 a
        sentence.

    Returns
    -------
    Occurrences
        The same counts as `of_readings` of the same documents gives.

    Raises
    ------
    NetworkError
        A file cannot be read.
    """
    if not batches:
        return of_readings([])
    with duckdb.connect(config={"threads": 2, "memory_limit": memory, "preserve_insertion_order": False}) as database:
        try:
            _register(database, documents)
            home = _home(database, batches, len(set(documents)))
            for view, name, columns in (
                ("said", "mentions", 'document, type, start, "end", surface, concept, name, passage, sentence'),
                ("sentence", "sentences", 'document, index, passage, start, "end"'),
                ("passage", "passages", 'document, index, section, kind, start, "end", cells'),
            ):
                files = [str(batch / f"{name}.parquet") for batch in batches]
                database.read_parquet(files, filename=True).create_view(name)
                database.execute(f"create view {view} as select {columns} from {name} {home}")
            cells = f"select document, index, unnest(cells) as c from passage where kind in {_ROWS}"
            span = 'document, index, c.span.start as start, c.span."end" as "end"'
            database.execute(f"create view inherited as select {span} from ({cells}) where c.inherited")
            found = _gathered(database, documents, *_concepts(database))
            rows = [row for link in _LINKS for row in database.execute(_NAMED.format(link=link)).fetchall()]
            return found._replace(named=tuple(Named(*row) for row in sorted(rows)))
        except duckdb.Error as error:
            raise NetworkError(
                f"the store's tables cannot be counted ({type(error).__name__}: {error})",
                where=str(batches[0].parent),
                remedy="delete the batch folder that is named and run again: its documents are read afresh",
            ) from error


def documents_of(occurrences: Occurrences) -> dict[str, frozenset[int]]:
    """The documents that name each concept, by number."""
    table = occurrences.table
    pairs = np.unique(np.stack([table["node"].to_numpy(), table["document"].to_numpy()]).astype(np.int64), axis=1)
    ends = np.searchsorted(pairs[0], np.arange(len(occurrences.nodes) + 1)).tolist()
    return {node: frozenset(pairs[1, ends[at] : ends[at + 1]].tolist()) for at, node in enumerate(occurrences.nodes)}


def _register(database: duckdb.DuckDBPyConnection, documents: Collection[str]) -> None:
    """Make the documents known by number, in order of their ids."""
    ids = pa.array(sorted(set(documents)), pa.string())
    database.register("doc", pa.table({"document": ids, "number": pa.array(range(len(ids)), pa.int64())}))


def _home(database: duckdb.DuckDBPyConnection, batches: Sequence[Path], wanted: int) -> str:
    """Which rows of a table count: all, but of a document that is in several batches those of the first."""
    database.read_parquet([str(batch / "documents.parquet") for batch in batches], filename=True).create_view("home")
    database.execute(
        "create table folder as select id, min(parse_dirpath(filename)) as path, count(*) as n"
        " from home join doc on doc.document = home.id group by id"
    )
    ((found, several),) = database.execute("select count(*), coalesce(max(n), 0) > 1 from folder").fetchall()
    if found < wanted:
        raise NetworkError(
            f"the store holds {found} of the {wanted} documents",
            where=str(batches[0].parent),
            remedy="run 'vesiweb mine' again: what the store lacks is read afresh",
        )
    return "where (document, parse_dirpath(filename)) in (select id, path from folder)" if several else ""


def _concepts(
    database: duckdb.DuckDBPyConnection,
) -> tuple[list[str], dict[str, int], dict[tuple[str, str], int]]:
    """The nodes in order, the numbers of concepts, and the numbers of what is linked to none, by type and surface."""
    distinct = "select distinct {} from said m semi join doc using (document) where coalesce(m.concept, '') {} ''"
    concepts = [concept for (concept,) in database.execute(distinct.format("m.concept", "<>")).fetchall()]
    surfaces = database.execute(distinct.format("m.type, m.surface", "=")).fetchall()
    rest = {(kind, text): Mention("", EntityType(kind), 0, 0, text).node for kind, text in surfaces}
    nodes = sorted({*concepts, *rest.values()})
    number = {node: at for at, node in enumerate(nodes)}
    return nodes, {concept: number[concept] for concept in concepts}, {key: number[rest[key]] for key in rest}


def _gathered(
    database: duckdb.DuckDBPyConnection,
    documents: Collection[str],
    nodes: Sequence[str],
    linked: dict[str, int],
    rest: dict[tuple[str, str], int],
) -> Occurrences:
    """Put the parts together that are registered in a database."""
    database.register("linked", _columns(list(linked.items()), (("concept",), ("number",))))
    names = [(*key, number) for key, number in rest.items()]
    database.register("unlinked", _columns(names, (("type", "surface"), ("number",))))
    database.execute(_GATHER)
    table = database.sql(_OCCURRENCE).to_arrow_table()
    places = database.sql("select * from place").to_arrow_table()
    return Occurrences(table, places, tuple(nodes), tuple(sorted(set(documents))))


def _columns(rows: Sequence[tuple[object, ...]], names: tuple[tuple[str, ...], tuple[str, ...]]) -> pa.Table:
    """Rows as a table, columns of text before columns of numbers."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(names[0]) + len(names[1]))
    types = [pa.string()] * len(names[0]) + [pa.int64()] * len(names[1])
    return pa.table([pa.array(*both) for both in zip(columns, types, strict=True)], [*names[0], *names[1]])
