"""The dependency tree of a row: tokens of the parse over its atoms, walked by labels of Stanford dependencies."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.core.records import Token
from pipeline.relate.atoms import Atom, Row

_NAMED = frozenset({"such", "including", "like"})
_DEPTH = 40  # steps up a tree: more is a damaged parse


class Tree:
    """The tokens of one row with their heads and children.

    Parameters
    ----------
    row
        The atoms that the tokens are laid over.
    tokens
        The tokens of the whole document with tags, labels and heads; those of the row are picked out. Heads outside
        the row count as roots.

    Examples
    --------
    >>> from pipeline.relate import PATTERNS
    >>> from pipeline.relate.atoms import split
    >>> from pipeline.relate.patterns import load_patterns
    >>> text = "A fell"
    >>> tokens = [Token(0, 1, "a", "NN", "nsubj", 1), Token(2, 6, "fall", "VBD", "ROOT", 1)]
    >>> tree = Tree(split(text, 0, 6, [], load_patterns(PATTERNS)), tokens)
    >>> tree.children(1, "nsubj")
    [0]
    """

    def __init__(self, row: Row, tokens: Sequence[Token], starts: Sequence[int] = ()) -> None:
        starts = starts or [t.start for t in tokens]
        first, last = bisect_left(starts, row.start), bisect_left(starts, row.end)
        self.row = row
        self.tokens = tokens[first:last]
        count = len(self.tokens)
        self.heads = [t.head - first if 0 <= t.head - first < count else i for i, t in enumerate(self.tokens)]
        self._cut_loops()
        self._children: list[list[int]] = [[] for _ in range(count)]
        for index, head in enumerate(self.heads):
            if head != index:
                self._children[head].append(index)
        self.atom = self._laid()
        self._token: dict[int, int] = {}
        for index in range(count - 1, -1, -1):
            place = self.atom[index]
            if place >= 0 and (place not in self._token or self._outward(index, place)):
                self._token[place] = index

    @property
    def parsed(self) -> bool:
        """Whether the row has a parse at all."""
        return any(t.dep and t.dep != "ROOT" for t in self.tokens)

    def _cut_loops(self) -> None:
        """Make a root of each token by which heads run in a circle (no parser's tree, but a damaged one)."""
        done: set[int] = set()
        for index in range(len(self.heads)):
            way: set[int] = set()
            while index not in done and index not in way:
                way.add(index)
                index = self.heads[index]
            if index in way:
                self.heads[index] = index
            done |= way

    def _laid(self) -> list[int]:
        """For each token the atom that it begins in or that begins in it, -1 for none."""
        begins = [a.start for a in self.row.atoms]
        laid = []
        for token in self.tokens:
            place = bisect_left(begins, token.start + 1) - 1
            if place >= 0 and self.row.atoms[place].end > token.start:
                laid.append(place)
            else:
                after = place + 1
                laid.append(after if after < len(begins) and begins[after] < token.end else -1)
        return laid

    def _outward(self, index: int, place: int) -> bool:
        """Whether a token's head lies outside its atom: it heads the name."""
        head = self.heads[index]
        known = self._token[place]
        return self.atom[head] != place and self.atom[self.heads[known]] == place

    def token(self, atom: int) -> int:
        """The token that heads an atom, -1 for none."""
        return self._token.get(atom, -1)

    def tag(self, token: int) -> str:
        """The part of speech of a token."""
        return self.tokens[token].tag

    def dep(self, token: int) -> str:
        """The label of a token's link to its head."""
        return self.tokens[token].dep

    def word(self, token: int) -> str:
        """The lower-case word at a token, "" within a mention."""
        place = self.atom[token]
        return self.row.word(place) if place >= 0 else ""

    def at(self, token: int) -> Atom | None:
        """The atom at a token."""
        place = self.atom[token]
        return self.row.atoms[place] if place >= 0 else None

    def children(self, token: int, *labels: str) -> list[int]:
        """Children with one of the labels (all without), in text order."""
        return [c for c in self._children[token] if not labels or self.tokens[c].dep in labels]

    def named(self, token: int) -> list[int]:
        """The token that heads a name, and its children where the name has words of its own (``C`` of ``C2 C12``)."""
        place = self.atom[token]
        if place < 0 or self.row.atoms[place].mention < 0:
            return [token]
        return [i for i, laid in enumerate(self.atom) if laid == place]

    def prepositions(self, token: int, *words: str) -> Iterator[tuple[str, int]]:
        """Words and objects of the prepositions below a token, coordinated ones too, in text order."""
        for child in self.children(token, "prep", "agent"):
            if not words or self.low(child) in words:
                for thing in self.children(child, "pobj", "pcomp"):
                    yield self.low(child), thing
            for other in self.children(child, "conj"):  # "in A and in B"
                for thing in self.children(other, "pobj", "pcomp"):
                    if not words or self.low(other) in words:
                        yield self.low(other), thing

    def low(self, token: int) -> str:
        """The lower-case word or the lemma of a token within a mention."""
        return self.word(token) or self.tokens[token].lemma.lower()

    def lists(self, token: int) -> Iterator[int]:
        """Members that a noun names: ``proteins such as A and B``, ``proteins (A, B)``, ``the protein A``."""
        yield from self.children(token, "appos", "dep")
        for word, thing in self.prepositions(token):
            if word in _NAMED or word == "as":
                yield thing
        for child in self.children(token, "prep"):
            if self.low(child) in _NAMED:
                for inner in self.children(child, "prep", "mwe"):
                    yield from self.children(inner, "pobj")

    def up(self, token: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        for _ in range(_DEPTH):
            head = self.heads[token]
            if head == token:
                return
            yield head
            token = head

    def verbal(self, token: int) -> bool:
        """Whether a token is tagged as a verb."""
        return self.tag(token).startswith("VB")

    def passive(self, token: int) -> bool:
        """Whether a verb is passive: by its auxiliary or subject, or as a bare participle behind a noun."""
        if self.children(token, "auxpass", "nsubjpass"):
            return True
        bare = self.tag(token) in ("VBN", "VBD") and self.dep(token) in ("vmod", "acl", "partmod")
        head = self.heads[token]
        if self.dep(token) == "conj" and head != token and not self.children(token, "nsubj", "aux", "dobj"):
            return self.tag(token) in ("VBN", "VBD") and self.passive(head)
        return bare and not self.children(token, "dobj", "nsubj")
