"""A run's network as tables: nodes, edges and evidence looked up in place, without reading all of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import networkx as nx

from pipeline.core.errors import NetworkError
from pipeline.core.records import EntityType, document_id
from pipeline.network.kinds import is_kind_of

_TABLES = ("nodes", "edges", "evidence")
#: letters of names and what they are looked up by
_LETTERS = ("αβγδκω‐‑–", "abgdkw---")
_SPELLED = re.compile(r"(?<![a-z])(alpha|beta|gamma|delta|kappa|omega)(?![a-z])")


def folded(text: str) -> str:
    """A name as it is looked up: lower case, single blanks, Latin letters for Greek ones and for their names.

    Examples
    --------
    >>> folded("TGF-β1"), folded("TGF-beta"), folded("  NF–κB ")
    ('tgf-b1', 'tgf-b', 'nf-kb')
    """
    plain = " ".join(text.casefold().split()).translate(str.maketrans(*_LETTERS))
    return _SPELLED.sub(lambda match: "w" if match[0] == "omega" else match[0][0], plain)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a run's network, as far as questions need it."""

    id: str
    type: str
    name: str
    label: str
    mentions: int
    documents: int


class RunTables:
    """The tables of one run; use it in a ``with`` block.

    Parameters
    ----------
    run
        A run's folder, with ``network/*.parquet``.
    record
        What its ``run.json`` says or will say, where it is known already.

    Raises
    ------
    NetworkError
        The folder holds no network tables, or they cannot be read.
    """

    def __init__(self, run: Path | str, record: Mapping[str, Any] | None = None) -> None:
        self.run = Path(run)
        self._record = record
        folder = self.run / "network" if (self.run / "network").is_dir() else self.run
        self._database = duckdb.connect(config={"threads": 1})
        for name in _TABLES:
            path = folder / f"{name}.parquet"
            try:
                if not path.is_file():
                    raise FileNotFoundError(path)
                self._database.read_parquet(str(path)).create_view(name)
            except (OSError, duckdb.Error) as error:
                self._database.close()
                raise NetworkError(
                    f"there is no table of {name} that can be read ({type(error).__name__})",
                    where=str(path),
                    remedy="name a finished run's folder; make one of an older version again with 'vesiweb mine'",
                ) from error

    def __enter__(self) -> RunTables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows of a query over ``nodes``, ``edges`` and ``evidence``, each a dict."""
        found = self._database.execute(query, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def find(self, text: str, kind: EntityType | None = None) -> list[Concept]:
        """Concepts that a text names, the best match first: whole name, beginning of a name, anywhere in one.

        Greek letters match their Latin ones and their names (``NF-kB``, ``TGF-beta``), every dash a hyphen.
        """
        wanted = folded(text)
        rows = self.rows(
            """
            with named as (
                select id, type, name, label, mentions, documents,
                       list_transform(list_concat([id, name, label], names),
                                      lambda one: translate(lower(one), $3, $4)) as forms
                from nodes where ? is null or type = ?),
            matched as (
                select * exclude forms, case
                    when list_contains(forms, $2) then 0
                    when len(list_filter(forms, lambda one: starts_with(one, $2))) > 0 then 1
                    when len(list_filter(forms, lambda one: contains(one, $2))) > 0 then 2 else 3 end as how
                from named)
            select id, type, name, label, mentions, documents from matched
            where how < 3 order by how, mentions desc, id
            """.replace("? is null or type = ?", "$1 is null or type = $1"),
            [kind.value if kind else None, wanted, *_LETTERS],
        )
        return [Concept(**row) for row in rows]

    def need(self, text: str, kind: EntityType | None = None) -> Concept:
        """The concept that a text names best.

        Raises
        ------
        NetworkError
            It names none.
        """
        found = self.find(text, kind)
        if not found:
            raise NetworkError(
                f"no concept of this run is called {text!r}",
                where=str(self.run),
                remedy="try another name or an identifier; network/nodes.tsv lists all",
            )
        return found[0]

    def kinds(self, concept: Concept) -> list[Concept]:
        """A concept and, if it is a cell, the cells that are kinds of it by name (`is_kind_of`)."""
        if concept.type != EntityType.CELL_TYPE.value:
            return [concept]
        rows = self.rows(
            "select id, type, name, label, mentions, documents from nodes where type = 'CELL_TYPE' order by id"
        )
        return [concept, *(Concept(**row) for row in rows if is_kind_of(row["name"], concept.name))]

    def evidence(self, statements: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """The evidence of some statements, for before against, the surest first."""
        wanted = sorted(set(statements))
        rows = self.rows(
            "select * from evidence where list_contains(?, statement)"
            " order by statement, side desc, speculative, confidence desc, document, start",
            [wanted],
        )
        found: dict[str, list[dict[str, Any]]] = {statement: [] for statement in wanted}
        for row in rows:
            found[row["statement"]].append(row)
        return found

    def graph(self) -> nx.MultiDiGraph[str]:
        """Concepts and edges as a network, with what indirect links are ranked by and not more: quick to load."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for row in self.rows("select id, type, name, label from nodes order by id"):
            graph.add_node(row.pop("id"), **row)
        edges = "select source, target, key, layer, type, sign, polarity, belief, documents_s, sentences from edges"
        for row in self.rows(f"{edges} order by source, target, key"):
            graph.add_edge(row.pop("source"), row.pop("target"), key=row.pop("key"), **row)
        return graph

    def record(self) -> dict[str, Any]:
        """What ``run.json`` says; empty where there is none."""
        if self._record is not None:
            return dict(self._record)
        try:
            told: dict[str, Any] = json.loads((self.run / "run.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise NetworkError(
                f"run.json cannot be read ({error})", where=str(self.run), remedy="run 'vesiweb mine' again"
            ) from error
        return told

    def sources(self) -> dict[str, str]:
        """Document id -> source, of every document that went into the run."""
        return {document_id(sha256): source for source, sha256 in self.record().get("inputs", {}).items()}
