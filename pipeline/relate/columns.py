"""What the columns of a table say of its rows' names, read off the words of their heads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.records import Cell, Document, EntityType, Mention, Passage, PassageKind
from pipeline.relate.atoms import outermost
from pipeline.relate.patterns import Lexicon

#: mentions that lie in a stretch of text
Finder = Callable[[int, int], Sequence[Mention]]

_CARGO_WORDS = frozenset({"mirna", "mirnas", "mir", "mirs", "microrna", "micrornas", "cargo", "cargos", "cargoes"})
_TARGET_WORDS = frozenset({"target", "targets", "gene", "genes", "axis"})
_BRACKET = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_WORD = re.compile(r"[^\W_]+")
#: between two things that one head names
_JOINT = re.compile(r"\s*(?:/|&|,|\+|\band\b|\bwith\b)\s*", re.IGNORECASE)
_MINUS_HEAD = re.compile(r"[(\[]\s*[-−–]\s*[)\]]|[−⁻]\s*$")
#: before a cell in a head: it is acted on
_ON = re.compile(r"\b(on|upon|to|towards?|against|in|for)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)
#: before a cell in the head of a column of effects: they are its own
_BY = re.compile(r"\b(?:of|by|from)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_EFFECT_OF = re.compile(
    r"\b(?:effects?|impacts?|influences?|actions?|roles?|activit(?:y|ies)|functions?)\s(?:\w+\s){0,2}(?:of|by)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
_TO = re.compile(r"[^.;]{0,60}?\b(?:on|upon|in|against|towards?)\b", re.IGNORECASE)
#: words of heads of plain cells, and those by which the cells give something
PLAIN_CELLS = frozenset({"cell", "cells", "population", "populations", "subset", "subsets"})
GIVING = frozenset({"source", "sources", "origin", "parent", "parental", "donor", "producing", "producer", "secreting",
                     "derived", "stem", "exosome", "exosomes", "ev", "evs", "vesicle", "vesicles"})  # fmt: skip
_BESIDE = re.compile(r"[/(&,+:→;-]|\band\b", re.IGNORECASE)
#: what stands behind it in a head is only compared with
_COMPARED = re.compile(r"\b(?:vs|versus|compared|relative\s+to|than)\b", re.IGNORECASE)
_BOUND = frozenset({"of", "in", "for", "from", "on", "by", "with", "after", "upon", "used", "and"})


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is read.

    ``id`` names the entry of the data that its head fits (``""`` for none); ``how`` is ``source``, ``origin``,
    ``skip``, ``markers``, ``absent``, ``cargo``, ``level``, ``target``, ``pathway``, ``prose``, ``recipient`` or
    ``""``. ``comments``: its cells comment on what the row's other columns list. ``sign``: +1 where the head says
    that they are raised (``Upregulated genes``, ``Enriched miRNAs``), -1 for lowered, 0 where it says neither or both.
    ``paired``: its cells give microRNAs with their targets (``miRNA/target``). ``beside``: what its cells hold beside
    that: ``cargo`` or ``markers`` below ``Source (cargo)``, ``source`` below ``miRNA (cell of origin)``.
    """

    id: str = ""
    how: str = ""
    comments: bool = False
    sign: int = 0
    paired: bool = False
    beside: str = ""

    @property
    def source(self) -> bool:
        """Whether the column names the cells that its rows are about."""
        return self.how == "source"

    @property
    def contents(self) -> Column:
        """How the molecules in its cells are read: below ``Source (cargo)`` as those of a column of cargo."""
        return replace(self, id=self.beside, how=self.beside) if self.source and self.beside else self


def read_head(head: str, lexicon: Lexicon) -> Column:
    """How a column with this head is read.

    The words before a bracket decide; only where they fit nothing do those inside. Of several entries that fit, one
    that stands before the first preposition wins (``Effect on recipient cells``), then the heavier (a method weighs
    less than what it measures), then the last word of its phrase, which is its head (``Stem cell markers``).
    """
    for part in (_BRACKET.sub(" ", head), head):
        found = _fit(part, lexicon)
        found = _with_beside(found, part, " ".join(_BRACKET.findall(head)), lexicon)
        if found.how in ("skip", "origin"):  # "Method (markers)"
            inside = _fit(" ".join(_BRACKET.findall(head)), lexicon)
            beside = _markers_beside(part, lexicon)
            found = inside if inside.how in ("markers", "absent", "cargo") else beside or found
        if found.how == "markers" and _MINUS_HEAD.search(head) and "+" not in head:
            return Column("absent", "absent")
        if found.id:
            both = found.how in ("cargo", "target") and _names_both(head)
            return replace(found, sign=_sign(head, found.how, lexicon), paired=both)
    return Column()


def _with_beside(found: Column, part: str, bracket: str, lexicon: Lexicon) -> Column:
    """The column with what its head names beside the source: ``Source (cargo)``, ``Origin/markers``."""
    pieces = [_fit(piece, lexicon) for piece in _JOINT.split(part)]
    source = next((piece for piece in pieces if piece.source), None)
    within = _fit(bracket, lexicon)
    contents = next((p for p in (within, *pieces) if p.how in ("cargo", "markers") and p.id != "made and marked"), None)
    if contents is not None and source is not None and (found.source or source.id == "source"):
        return replace(source, beside=contents.how)
    if found.how in ("cargo", "markers") and within.id == "source":
        return replace(found, beside="source")
    return found


def _names_both(head: str) -> bool:
    """Whether a head names microRNAs and their targets side by side: ``miRNA/target``, but not ``miRNA targets``."""
    places = {
        kind: [m.span() for m in _WORD.finditer(head) if m.group().lower() in words]
        for kind, words in (("cargo", _CARGO_WORDS), ("target", _TARGET_WORDS))
    }
    if not places["cargo"] or not places["target"]:
        return False
    (_, end), (start, _) = sorted([places["cargo"][0], places["target"][0]])
    return _BESIDE.search(head, end, start) is not None


def _markers_beside(head: str, lexicon: Lexicon) -> Column | None:
    """``Isolation and characterization``: what the vesicles were made by and their markers, in one column."""
    parts = [_fit(part, lexicon) for part in re.split(r"\band\b|[&/,;]", head)]
    return Column("made and marked", "markers") if any(part.how == "markers" for part in parts[1:]) else None


def _sign(head: str, how: str, lexicon: Lexicon) -> int:
    """What the words of a head say of all that stands below it."""
    words = {
        m.group().lower() for m in _WORD.finditer(re.sub(r"(?i)\b(up|down|over|under)[-‐‑– ](?=[a-z])", r"\1", head))
    }
    words |= set(head) & {"↑", "↓"}
    up, down = ("more", "less") if how == "cargo" else ("head_up", "head_down")
    return bool(words & lexicon.lists[f"findings.{up}"]) - bool(words & lexicon.lists[f"findings.{down}"])


def _fit(head: str, lexicon: Lexicon) -> Column:
    tokens = [m.group().lower() for m in _WORD.finditer(head)]
    words = " ".join(tokens)
    if not words:
        return Column()
    bound = next((i for i, t in enumerate(tokens) if i and t in _BOUND), len(tokens))
    limit = len(" ".join(tokens[:bound]))
    ids: set[str] = set()
    best: tuple[tuple[bool, int, bool, int, int], Column, str] | None = None
    for entry in lexicon.tables:
        for word in entry["words"]:
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", words):
                ids.add(entry["id"])
                weight, before = int(entry["weight"]), match.start() < limit
                rank = (before and weight > 1, weight, before, match.end(), len(word))
                if best is None or rank > best[0]:
                    kind = entry["read"] if entry["kind"] == "relation" else entry["kind"]
                    best = (
                        rank,
                        Column(entry["id"], kind, entry["id"] == "description" or word.startswith("finding")),
                        word,
                    )
    if best is None:
        return Column()
    beside = set(tokens) - set(best[2].split())
    if best[1].id == "absent" and "markers" in ids and {"positive", "presence", "present"} & beside:
        return Column("markers", "markers")  # "Presence/absence of markers"
    return best[1]


class Columns:
    """The columns of one document's tables, with the names that their heads hold.

    A first row of a few plain words without names, most of which are words of heads, is read as the second line of
    the head above it.
    """

    def __init__(self, document: Document, within: Finder, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._text = document.text
        self._known: dict[str, Column] = {}
        self._second: dict[tuple[str, int], str] = {}
        self._second_rows: set[int] = set()
        self._names: dict[tuple[str, int], list[Mention]] = {}
        self._acted_on: set[str] = set()
        self._acting: dict[str, list[Mention]] = {}
        for passage in document.passages:
            if passage.kind is PassageKind.TABLE_HEAD:
                for cell in passage.cells:
                    compared = _COMPARED.search(document.text, cell.span.start, cell.span.end)
                    end = compared.start() if compared else cell.span.end
                    found = outermost(within(cell.span.start, end))
                    self._names.setdefault((passage.table, cell.column), []).extend(found)
                    self._acted_on |= {m.id for m in found if self._is_acted_on(cell.head, cell, m)}
                    if self.read(cell.head).id == "effect":
                        acting = [m for m in found if _BY.search(document.text, cell.span.start, m.start)]
                        self._acting.setdefault(passage.table, []).extend(acting)
            elif passage.kind is PassageKind.CAPTION and passage.table:
                found = outermost(within(passage.start, passage.end))
                acting = [m for m in found if self._acts(passage, m)]
                self._acting.setdefault(passage.table, []).extend(acting)
            elif passage.kind is PassageKind.TABLE_ROW and passage.row == 0:
                self._wrapped(document, passage, within)

    def _is_acted_on(self, head: str, cell: Cell, mention: Mention) -> bool:
        """Whether a head says that the cell it names is acted on: ``Effects on keratinocytes``."""
        before = _ON.search(self._text, cell.span.start, mention.start)
        return before is not None and (before[1].lower() not in ("in", "for") or self.read(head).id == "effect")

    def _acts(self, passage: Passage, mention: Mention) -> bool:
        """Whether a caption says that its table is on what a cell's vesicles do to others: ``Effects of X-EVs on``."""
        rest = _TO.match(self._text, mention.end, passage.end)
        own = mention.type is EntityType.CELL_TYPE and _EFFECT_OF.search(self._text, passage.start, mention.start)
        if not own or rest is None:
            return False
        words = {m.group().lower() for m in _WORD.finditer(rest.group())}
        return any(self.lexicon.has("vesicles.words", word) for word in words)

    def acting(self, table: str) -> list[Mention]:
        """The cell whose effects on the cells in the rows a table is about, by a head or its caption."""
        found = [m for m in self._acting.get(table, ()) if m.type is EntityType.CELL_TYPE]
        return found[:1] if len({m.surface.lower().rstrip("s") for m in found}) == 1 else []

    def acted_on(self, cell: Cell, mentions: Sequence[Mention]) -> list[Mention]:
        """The cells that a row's first cell says to be acted on."""
        head = self._text[cell.span.start : cell.span.end]
        return [m for m in mentions if m.type is EntityType.CELL_TYPE and self._is_acted_on(head, cell, m)]

    def _wrapped(self, document: Document, passage: Passage, within: Finder) -> None:
        texts = {c.column: document.text[c.span.start : c.span.end].strip() for c in passage.cells if not c.inherited}
        texts = {column: text for column, text in texts.items() if text}
        if len(texts) < 2 or within(passage.start, passage.end):
            return
        if any(len(text.split()) > 3 or re.search(r"[^\w\s()/,-]|\d", text) for text in texts.values()):
            return
        fits = sum(1 for text in texts.values() if _fit(text, self.lexicon).id)
        if 2 * fits > len(texts):
            self._second_rows.add(passage.index)
            self._second |= {(passage.table, column): text for column, text in texts.items()}

    def is_head(self, passage: Passage) -> bool:
        """Whether a body row is the second line of its table's head."""
        return passage.index in self._second_rows

    def of(self, passage: Passage) -> Mapping[int, Column]:
        """How each column of a row is read.

        In a table on what a cell's vesicles do to others its column of plain cells is one of recipients.
        """
        read = {
            c.column: self.read(f"{c.head} {self._second.get((passage.table, c.column), '')}") for c in passage.cells
        }
        if self.acting(passage.table):
            heads = {c.column: {m.group().lower() for m in _WORD.finditer(c.head)} for c in passage.cells}
            plain = {c for c, words in heads.items() if words & PLAIN_CELLS and not words & GIVING and read[c].source}
            if plain and not any(column.source for c, column in read.items() if c not in plain):
                read |= {c: Column("recipient", "recipient") for c in plain}
        return read

    def read(self, head: str) -> Column:
        """How a column with this head is read; each head is read once."""
        if head not in self._known:
            self._known[head] = read_head(head, self.lexicon)
        return self._known[head]

    def names(self, passage: Passage, column: int) -> Sequence[Mention]:
        """The mentions that a column's head holds."""
        return self._names.get((passage.table, column), ())

    def compared(self, passage: Passage, column: int) -> bool:
        """Whether a column is one of several whose heads name cells and nothing but their vesicles."""
        named = [c.column for c in passage.cells if self.cells(passage, c.column)]
        if column not in named or len(named) < 2:
            return False
        head = next(c.head for c in passage.cells if c.column == column)
        return self.read(head).id in ("vesicles", "")

    def cells(self, passage: Passage, column: int) -> list[Mention]:
        """The named cells that a column's head holds; ``stem cell`` alone says only what the column lists, and a cell
        that is acted on is no owner (`recipients`)."""
        return [m for m in self._named_cells(passage, column) if m.id not in self._acted_on]

    def recipients(self, passage: Passage, column: int) -> list[Mention]:
        """The named cells that a column's head says to be acted on."""
        return [m for m in self._named_cells(passage, column) if m.id in self._acted_on]

    def _named_cells(self, passage: Passage, column: int) -> list[Mention]:
        found = [m for m in self.names(passage, column) if m.type is EntityType.CELL_TYPE]
        return [m for m in found if m.surface.lower() not in ("stem cell", "stem cells")]
