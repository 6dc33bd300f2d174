"""Counting: how many sentences, passages and documents hold both concepts of each pair, in DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from pipeline.network.occurrences import Occurrences

Integers = NDArray[np.int64]
#: pairs are counted in so many parts when there are more occurrences than this, so that a part fits memory
_PART = 2_000_000


class Counts(NamedTuple):
    """What was counted, as columns.

    ``pairs``: ``a``, ``b`` (``a < b``), ``sentences``, ``passages``, ``documents`` (distinct ones with both) and
    ``documents_s``, ``documents_p`` (documents with a sentence, a passage that holds both). ``margins``: for
    each concept (``node``) and type of its partners (``kind``) the sums of ``documents_s``, ``documents_p`` and
    ``documents`` over all its pairs. ``held``: the sentences with each concept. ``kinds``: each concept's type.
    ``places``: a, b, document (by number), start and end of each sentence with both, in this order, if asked for.
    """

    pairs: dict[str, Integers]
    margins: dict[str, Integers]
    held: Integers
    kinds: Integers
    places: tuple[tuple[int, int, int, int, int], ...]


_PREPARE = """
create table said as select distinct document, passage, sentence, node, first, last from occurrence;
create table of_kind as
    select node, kind from (select node, kind, count(*) as n from occurrence group by all)
    qualify row_number() over (partition by node order by n desc, kind) = 1;
-- pairs of mentions that lie in one another (a pathway's member, the inner cell of a derived cell)
create table nested as
    select distinct x.document, x.passage, x.sentence, x.node as a, y.node as b,
           x.first as first_a, x.last as last_a, y.first as first_b, y.last as last_b
    from said x join said y
      on x.document = y.document and x.passage is not distinct from y.passage
     and x.sentence is not distinct from y.sentence and x.node < y.node
     and ((x.first <= y.first and y.last <= x.last) or (y.first <= x.first and x.last <= y.last));
"""

# pairs of a unit do not count where every pair of their mentions in it is a nested one
_LEVEL = """
create table in_{unit} as
    select {unit} as unit, any_value(document) as document, list(node order by node) as nodes
    from (select distinct {unit}, document, node from said where {unit} is not null)
    group by {unit} having count(*) > 1;
create table bare_{unit} as
    with many as (
        select {unit} as unit, node, count(*) as n
        from (select distinct {unit}, document, node, first, last from said
              where {unit} in (select {unit} from nested where {unit} is not null))
        group by all
    ), within as (
        select {unit} as unit, a, b, count(*) as n
        from (select distinct {unit}, document, a, b, first_a, last_a, first_b, last_b from nested
              where {unit} is not null)
        group by all
    )
    select w.unit, w.a, w.b from within w
    join many x on x.unit = w.unit and x.node = w.a join many y on y.unit = w.unit and y.node = w.b
    where w.n >= x.n * y.n;
"""

# each unit's concepts stand in a list in order, and each is paired with those behind it: much quicker than a join
_EVERY = """
    select unit, document, nodes[i] as a, unnest(nodes[i + 1:]) as b
    from (select unit, document, nodes, unnest(range(1, len(nodes))) as i from in_{unit}) where {part}
"""
_UNITS = f"""
    select * from ({_EVERY}) u
    where not exists (select 1 from bare_{{unit}} e where e.unit = u.unit and e.a = u.a and e.b = u.b)
"""

# what each concept has with the partners of each type: document level from the sizes of documents alone
_MARGIN = """
create table margin as
    with own as (select distinct o.document, o.node, t.kind from said o join of_kind t using (node)),
    size as (select document, kind, count(*) as n from own group by all)
    select o.node, z.kind, 0::hugeint as s, 0::hugeint as p, sum(z.n - (z.kind = o.kind)::int) as d
    from own o join size z using (document) group by all
    union all
    select a, t.kind, 0, 0, -count(*) from bare_document join of_kind t on t.node = b group by all
    union all
    select b, t.kind, 0, 0, -count(*) from bare_document join of_kind t on t.node = a group by all;
create table pair (a int, b int, sentences bigint, passages bigint, documents bigint,
                   documents_s bigint, documents_p bigint);
"""

_PAIRS = """
create or replace table by_sentence as
    select a, b, count(*) as d, sum(n) as n
    from (select a, b, document, count(*) as n from ({sentence}) group by a, b, document) group by a, b;
create or replace table by_passage as
    select a, b, document, count(*) as n from ({passage}) group by a, b, document;
create or replace table wanted as {wanted};
insert into pair
    select a, b, coalesce(s.n, 0), coalesce(p.n, 0), d.n - coalesce(e.n, 0), coalesce(s.d, 0), coalesce(p.d, 0)
    from (select a, b, count(*) as n from ({every}) semi join wanted using (a, b) group by a, b) d
    left join (select a, b, count(*) as n from bare_document group by a, b) e using (a, b)
    left join (select a, b, count(*) as d, sum(n) as n from by_passage semi join wanted using (a, b) group by a, b) p
      using (a, b)
    left join by_sentence s using (a, b);
insert into margin select a, t.kind, sum(d), 0, 0 from by_sentence join of_kind t on t.node = b group by all;
insert into margin select b, t.kind, sum(d), 0, 0 from by_sentence join of_kind t on t.node = a group by all;
insert into margin select a, t.kind, 0, count(*), 0 from by_passage join of_kind t on t.node = b group by all;
insert into margin select b, t.kind, 0, count(*), 0 from by_passage join of_kind t on t.node = a group by all;
"""


_PLACES = """
select u.a, u.b, s.document, s.first, s.last from ({units}) u semi join pair using (a, b)
join place s on s.sentence = u.unit order by u.a, u.b, s.document, s.first, s.last
"""

_BY_DOCUMENT = """
select d.a, d.b, d.document, coalesce(s.n, 0)::bigint as sentences, (p.a is not null)::bigint as passages
from ({document}) d
left join (select a, b, document, count(*) as n from ({sentence}) group by all) s using (a, b, document)
left join (select distinct a, b, document from ({passage})) p using (a, b, document)
order by d.document, d.a, d.b
"""


def count_pairs(occurrences: Occurrences, least: int, *, places: bool = False, memory: str = "3GB") -> Counts:
    """Count all pairs of concepts at the three levels.

    Parameters
    ----------
    occurrences
        Of `pipeline.network.occurrences`.
    least
        Pairs with fewer sentences than this are counted in the margins, but not returned.
    places
        Whether to give the sentences of each pair too.
    memory
        What DuckDB may take; beyond it works on disk.

    Returns
    -------
    Counts
        Pairs by ``a`` and ``b``; all integers, so that the order of adding cannot change them.
    """
    size = len(occurrences.nodes)
    with _prepared(occurrences, memory) as database:
        database.execute(_MARGIN)
        parts = 1 + occurrences.table.num_rows // _PART
        for part in range(parts):
            where = f"nodes[i] % {parts} = {part}"
            units = {unit: _UNITS.format(unit=unit, part=where) for unit in ("sentence", "passage", "document")}
            every = _EVERY.format(unit="document", part=where)
            wanted = f"select a, b from by_sentence where n >= {int(least)}"
            if least == 0:
                wanted = f"select distinct a, b from ({units['document']})"
            database.execute(_PAIRS.format(**units, every=every, wanted=wanted))
        pairs = database.execute("select * from pair order by a, b").fetchnumpy()
        margins = database.execute(
            "select node, kind, sum(s)::bigint as s, sum(p)::bigint as p, sum(d)::bigint as d from margin"
            " group by all having s + p + d > 0 order by node, kind"
        ).fetchnumpy()
        held = database.execute(
            "select node, count(distinct sentence) as n from said where sentence is not null group by node"
        ).fetchnumpy()
        kinds = database.execute("select node, kind from of_kind").fetchnumpy()
        database.register("place", occurrences.places)
        units_with_both = _UNITS.format(unit="sentence", part="true")
        found = database.execute(_PLACES.format(units=units_with_both)).fetchall() if places else []
    held_by, kind_of = _spread(held["node"], held["n"], size), _spread(kinds["node"], kinds["kind"], size)
    return Counts(pairs, margins, held_by, kind_of, tuple(found))


def by_document(occurrences: Occurrences, most: int, *, memory: str = "3GB") -> dict[str, Integers] | None:
    """What each document adds to each pair that it names both concepts of.

    Parameters
    ----------
    occurrences
        Of `pipeline.network.occurrences`.
    most
        Give nothing where the documents name more pairs than this, all added up.
    memory
        As for `count_pairs`.

    Returns
    -------
    dict of arrays, or None
        ``a``, ``b``, ``document`` (by number), ``sentences`` with both, and ``passages`` (1 where one has both, else
        0), by document and pair.
    """
    with _prepared(occurrences, memory) as database:
        ((pairs,),) = database.execute(
            "select coalesce(sum(len(nodes) * (len(nodes) - 1) // 2), 0) from in_document"
        ).fetchall()
        if pairs > most:
            return None
        units = {unit: _UNITS.format(unit=unit, part="true") for unit in ("sentence", "passage", "document")}
        found: dict[str, Integers] = database.execute(_BY_DOCUMENT.format(**units)).fetchnumpy()
        return found


@contextmanager
def _prepared(occurrences: Occurrences, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the concepts of each sentence, passage and document, and the pairs that are no pairs."""
    with duckdb.connect(config={"threads": 2, "memory_limit": memory, "preserve_insertion_order": False}) as database:
        database.register("occurrence", occurrences.table)
        database.execute(_PREPARE)
        for unit in ("sentence", "passage", "document"):
            database.execute(_LEVEL.format(unit=unit))
        yield database


def _spread(where: Integers, values: Integers, size: int) -> Integers:
    """Values by number, 0 where there is none."""
    out = np.zeros(size, dtype=np.int64)
    out[where] = values
    return out
