"""Explain and rank: what the texts say of two concepts, by which way they are linked, and the best partners of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.core.errors import NetworkError
from pipeline.core.records import EntityType
from pipeline.network.reading import Concept, RunTables


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that speaks for or against a relation."""

    side: str
    text: str
    document: str
    section: str
    polarity: str | None
    speculative: bool
    confidence: float
    studies: tuple[str, ...]
    primary: bool = True  # it reports a study
    rule: str = ""
    spans: tuple[tuple[int, int], ...] = ()  # where the two names stand in the text

    @property
    def marked(self) -> str:
        """The text on one line, the two names between ``«`` and ``»``; a name of another sentence is not in it.

        Examples
        --------
        >>> Said("for", "MSC carry\\tmiR-21.", "d1", "table", None, False, 1.0, (), spans=((0, 3), (10, 16))).marked
        '«MSC» carry «miR-21».'
        """
        text, last = "", 0
        for start, end in sorted(set(self.spans)):
            if last <= start < end <= len(self.text):
                text += f"{self.text[last:start]}«{self.text[start:end]}»"
                last = end
        return " ".join((text + self.text[last:]).split())


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two concepts; relations from head to tail, co-occurrence without direction."""

    head: Concept
    tail: Concept
    layer: str
    type: str
    polarity: str | None
    belief: float | None
    documents: int
    studies: int | None
    numbers: dict[str, float | int | None] = field(default_factory=dict)  # of a co-occurrence
    evidence: tuple[Said, ...] = ()

    @property
    def strength(self) -> float:
        """Belief of a relation; of a co-occurrence a tenth of its NPMI, so that what is said comes first."""
        return self.belief if self.belief is not None else max(0.0, float(self.numbers["npmi"] or 0)) / 10


@dataclass(frozen=True, slots=True)
class Way:
    """An indirect link: two edges that share a concept. Nobody need have put the two together."""

    over: Concept
    first: Link
    second: Link

    @property
    def strength(self) -> float:
        """The product of the two links' strengths."""
        return self.first.strength * self.second.strength


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a run's network has on two concepts."""

    a: Concept
    b: Concept
    links: tuple[Link, ...]
    ways: tuple[Way, ...]
    others_a: tuple[Concept, ...]  # what else the name might have meant
    others_b: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A partner of a concept, with the edges to it (or to its kinds), the best first."""

    concept: Concept
    strength: float
    documents: int
    links: tuple[Link, ...]


_NUMBERS = ("score", "typed_score", "npmi", "g2", "p", "q", "sentences", "expected")
_FIELDS = "source, target, layer, type, polarity, belief, documents, studies, score, typed_score, npmi, g2, p, q," \
    " sentences, expected"  # fmt: skip


def explain(run: RunTables, a: str, b: str, *, ways: int = 5) -> Explanation:
    """What the texts say of two concepts: every edge between them with its evidence, and ways over a third.

    Parameters
    ----------
    run
        The run's tables.
    a, b
        Names or identifiers; the best match is taken, other matches are told.
    ways
        At most so many indirect ways, by the product of their links' strengths, each over another concept.

    Returns
    -------
    Explanation
        Relations before co-occurrence, by belief; then what is said of a pathway that one of the two is part of
        (of ``Nrf2 signalling`` for ``Nrf2``).

    Raises
    ------
    NetworkError
        A name means no concept of the run, or both mean the same.
    """
    found_a, found_b = run.find(a), run.find(b)
    first, second = found_a[0] if found_a else run.need(a), found_b[0] if found_b else run.need(b)
    if first == second:
        raise NetworkError(
            f"{a!r} and {b!r} mean the same concept, {first.name} ({first.id})", remedy="name two concepts"
        )
    known = _Concepts(run, {first.id: first, second.id: second})
    rows = run.rows(
        f"select {_FIELDS} from edges where (source = $1 and target = $2) or (source = $2 and target = $1)"
        " order by layer desc, belief desc, type, source",
        [first.id, second.id],
    )
    through = run.rows(
        f"""
        with own as (select source as gene, target as id from edges where type = 'MEMBER_OF' and source in ($1, $2)),
        one as (select $1 as id union select id from own where gene = $1),
        two as (select $2 as id union select id from own where gene = $2)
        select {_FIELDS} from edges where layer = 'relation' and type <> 'MEMBER_OF'
        and ((source in (select id from one) and target in (select id from two))
             or (source in (select id from two) and target in (select id from one)))
        and not (source in ($1, $2) and target in ($1, $2)) order by belief desc, type, source, target
        """,
        [first.id, second.id],
    )
    links = known.links([*rows, *through], evidence=True)
    steps = run.rows(
        f"""
        with one as (select {_FIELDS}, if(source = $1, target, source) as over from edges
                     where $1 in (source, target) and source <> target),
        two as (select {_FIELDS}, if(source = $2, target, source) as over from edges
                where $2 in (source, target) and source <> target)
        select * from one where over in (select over from two) and over not in ($1, $2)
        union all
        select * from two where over in (select over from one) and over not in ($1, $2)
        """,
        [first.id, second.id],
    )
    return Explanation(first, second, links, known.ways(steps, first, second, ways), _also(found_a), _also(found_b))


def top(run: RunTables, kind: EntityType, concept: str, *, many: int = 10) -> tuple[Ranked, ...]:
    """The concepts of a type that a concept is most linked with, by what is said, then by what is named together.

    A cell stands for its kinds too (`pipeline.network.kinds.is_kind_of`). Ranked by the sum of the distinct
    edges' strengths (`Link.strength`), then by documents.

    Parameters
    ----------
    run
        The run's tables.
    kind
        Which type to rank.
    concept
        Name or identifier of the concept.
    many
        At most so many.

    Raises
    ------
    NetworkError
        The name means no concept of the run.
    """
    kinds = run.kinds(run.need(concept))
    ids = [one.id for one in kinds]
    known = _Concepts(run, {one.id: one for one in kinds})
    rows = run.rows(
        f"select e.* from (select {_FIELDS}, if(list_contains($1, source), target, source) as other from edges"
        " where list_contains($1, source) <> list_contains($1, target) and type <> 'MEMBER_OF') e"
        " join nodes n on n.id = e.other where n.type = $2 order by other, layer desc, belief desc, source, target",
        [ids, kind.value],
    )
    partners: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        partners.setdefault(row.pop("other"), []).append(row)
    ranked = []
    for other, some in partners.items():
        links = known.links(some)
        strength = round(sum(link.strength for link in links), 6)
        ranked.append(Ranked(known[other], strength, max(link.documents for link in links), links))
    ranked.sort(key=lambda one: (-one.strength, -one.documents, one.concept.id))
    best = ranked[:many]
    told = known.links([row for one in best for row in partners[one.concept.id]], evidence=True)
    by_partner: dict[str, list[Link]] = {}
    for link in told:
        by_partner.setdefault(link.tail.id if link.head.id in ids else link.head.id, []).append(link)
    return tuple(Ranked(one.concept, one.strength, one.documents, tuple(by_partner[one.concept.id])) for one in best)


class _Concepts(dict[str, Concept]):
    """Concepts by id, looked up when they are needed."""

    def __init__(self, run: RunTables, known: dict[str, Concept]) -> None:
        super().__init__(known)
        self.run = run

    def links(self, rows: list[dict[str, Any]], *, evidence: bool = False) -> tuple[Link, ...]:
        """Edges as links, with their evidence if wanted."""
        missing = sorted({row[end] for row in rows for end in ("source", "target")} - set(self))
        if missing:
            found = self.run.rows(
                "select id, type, name, label, mentions, documents from nodes where list_contains(?, id)", [missing]
            )
            self.update({row["id"]: Concept(**row) for row in found})
        names = [f"{row['type']}:{row['source']}>{row['target']}" for row in rows if row["layer"] == "relation"]
        pieces = self.run.evidence(names) if evidence and names else {}
        return tuple(self._link(row, pieces) for row in rows)

    def _link(self, row: dict[str, Any], pieces: dict[str, list[dict[str, Any]]]) -> Link:
        relation = row["layer"] == "relation"
        said = pieces.get(f"{row['type']}:{row['source']}>{row['target']}", []) if relation else []
        return Link(
            self[row["source"]],
            self[row["target"]],
            row["layer"],
            row["type"],
            row["polarity"],
            row["belief"],
            row["documents"],
            row["studies"],
            {} if relation else {name: row[name] for name in _NUMBERS},
            tuple(
                Said(
                    piece["side"],
                    piece["text"],
                    piece["document"],
                    piece["section"],
                    piece["polarity"],
                    piece["speculative"],
                    piece["confidence"],
                    tuple(piece["studies"]),
                    piece.get("primary", True),
                    piece["rule"],
                    ((piece["head_start"], piece["head_end"]), (piece["tail_start"], piece["tail_end"])),
                )
                for piece in said
            ),
        )

    def ways(self, steps: list[dict[str, Any]], a: Concept, b: Concept, many: int) -> tuple[Way, ...]:
        """The best edge to each end over each shared concept."""
        best: dict[str, dict[str, Link]] = {}
        over = [row.pop("over") for row in steps]
        for middle, link in zip(over, self.links(steps), strict=True):
            end = a.id if a.id in (link.head.id, link.tail.id) else b.id
            held = best.setdefault(middle, {}).get(end)
            if held is None or (link.strength, held.type) > (held.strength, link.type):
                best[middle][end] = link
        found = [Way(self[middle], ends[a.id], ends[b.id]) for middle, ends in best.items() if len(ends) == 2]
        found.sort(key=lambda way: (-way.strength, way.over.id))
        return tuple(found[:many])


def _also(found: list[Concept]) -> tuple[Concept, ...]:
    return tuple(found[1:4])
