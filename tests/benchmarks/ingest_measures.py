"""How near a reading comes to the truth of an article: word order, noise, paragraphs, headings, tables, references."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest_truth import Truth, bare, words

from pipeline.core.records import Document, PassageKind, Section

_APART = {
    Section.TABLE,
    Section.CAPTION,
    Section.REFERENCES,
    Section.FRONT_MATTER,
    Section.BACK_MATTER,
    Section.ABBREVIATIONS,
}
_OUTER = {Section.TITLE, Section.ABSTRACT, Section.FRONT_MATTER}
#: words that a citation mark may stand away from where the mark-up has it
NEAR = 8


def align(truth: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places of a longest common subsequence, by the bit-parallel algorithm of Hyyrö (2004).

    The row of bits of each step is kept, so that the subsequence itself can be walked back.
    """
    masks: dict[str, int] = {}
    for place, word in enumerate(truth):
        masks[word] = masks.get(word, 0) | 1 << place
    full = (1 << len(truth)) - 1
    state = full
    rows: list[int] = []
    for word in found:
        hit = state & masks.get(word, 0)
        state = ((state + hit) | (state - hit)) & full
        rows.append(state)
    i, j = len(found), len(truth)
    pairs: list[tuple[int, int]] = []
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
            if not i or rows[i - 1] >> (j - 1) & 1:
                j -= 1
                pairs.append((j, i))
    pairs.reverse()
    return pairs


def order(truth: Truth, text: str) -> float:
    """Share of the running words of the truth that stand in the text in their order."""
    return len(align(truth.words, words(text))) / max(1, len(truth.words))


class Reading:
    """A Document's running text as words, with its paragraphs' first words and their alignment to the truth."""

    def __init__(self, document: Document, truth: Truth) -> None:
        self.document, self.truth = document, truth
        self.words: list[str] = []
        self.starts: list[int] = []
        self.offsets: list[int] = []
        for passage in document.passages:
            if passage.section in _APART or passage.kind in (PassageKind.KEYWORDS, PassageKind.OTHER):
                continue
            if passage.section is Section.TITLE:
                continue
            if passage.section is Section.ABSTRACT and passage.kind is PassageKind.HEADING and not passage.heading:
                continue
            said = document.text[passage.start : passage.end]
            here = [(m.group(), m.start()) for m in re.finditer(r"[^\W_]+", said)]
            if here:
                self.starts.append(len(self.words))
            for piece, at in here:
                for word in words(piece):
                    self.words.append(word)
                    self.offsets.append(passage.start + at)
        pairs = align(truth.words, self.words)
        self.to_truth = {b: a for a, b in pairs}
        self.aligned = sorted(self.to_truth)

    def place(self, word: int) -> int | None:
        """Where a word of ours, or the next that is aligned, stands in the truth."""
        at = bisect_left(self.aligned, word)
        return self.to_truth[self.aligned[at]] if at < len(self.aligned) else None

    def noise(self) -> float:
        """Share of our running words beyond those of the truth's running text."""
        extra = Counter(self.words) - Counter(self.truth.words) - Counter(self.truth.title)
        return sum(extra.values()) / max(1, len(self.words))

    def noise_whole(self) -> float:
        """Share of the words of all mined passages beyond those of the truth, captions and tables included."""
        out = {Section.REFERENCES, Section.FRONT_MATTER, Section.BACK_MATTER, Section.ABBREVIATIONS}
        said = [
            w
            for p in self.document.passages
            if p.section not in out and p.kind is not PassageKind.KEYWORDS
            for w in words(self.document.text[p.start : p.end])
        ]
        truth = Counter(self.truth.words) + Counter(self.truth.title) + Counter(self.truth.floats)
        return sum((Counter(said) - truth).values()) / max(1, len(said))

    def paragraphs(self) -> float:
        """F1 of where paragraphs and headings begin."""
        found = {place for start in self.starts if (place := self.place(start)) is not None}
        return f1(len(found & self.truth.starts), len(self.starts), len(self.truth.starts))

    def headings(self) -> tuple[float, list[tuple[str, str]], list[tuple[str, str]]]:
        """F1 of headings with their section, and what was missed and what was too much."""
        truth = Counter(self.truth.headings)
        ours = Counter(
            (bare(re.sub(r"^[\dIVX]+(\.\d+)*\.?\s+", "", self.document.text[p.start : p.end])), p.section.value)
            for p in self.document.passages
            if p.kind is PassageKind.HEADING and p.section not in _OUTER
        )
        if not any(section == "references" for _, section in truth):  # printed, but not in this mark-up
            ours = Counter({key: n for key, n in ours.items() if key[1] != "references"})
        both = truth & ours
        score = f1(sum(both.values()), sum(ours.values()), sum(truth.values()))
        return score, sorted((truth - both).elements()), sorted((ours - both).elements())


def f1(right: int, found: int, truth: int) -> float:
    """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
    return 2 * right / (found + truth) if found + truth else 1.0


def adjacency(table: Sequence[Sequence[tuple[int, str]]]) -> Counter[tuple[str, str, str]]:
    """Relations of each filled cell to the next filled one on its right and below it (Göbel et al., ICDAR 2013)."""
    found: set[tuple[int, int, str]] = set()
    said: dict[int, str] = {}
    width = max((len(row) for row in table), default=0)
    lanes = [("right", [c for c in row if c[1]]) for row in table]
    lanes += [("down", [row[c] for row in table if c < len(row) and row[c][1]]) for c in range(width)]
    for way, lane in lanes:
        for one, other in itertools.pairwise(lane):
            said[one[0]], said[other[0]] = one[1], other[1]
            if one[0] != other[0]:
                found.add((one[0], other[0], way))
    return Counter((said[a], said[b], way) for a, b, way in found)


def our_tables(document: Document) -> list[list[list[tuple[int, str]]]]:
    """Grids of a Document's tables; a cell that is inherited is the one that it takes."""
    grids: dict[str, list[list[tuple[int, str]]]] = {}
    for passage in document.passages:
        if passage.cells and passage.table:
            width = max(cell.column for cell in passage.cells) + 1
            row = [(0, "")] * width
            for cell in passage.cells:
                row[cell.column] = (cell.span.start + 1, bare(document.text[cell.span.start : cell.span.end]))
            grids.setdefault(passage.table, []).append(row)
    return list(grids.values())


def plumber_tables(tables: Iterable[Sequence[Sequence[str | None]]]) -> list[list[list[tuple[int, str]]]]:
    """Grids of pdfplumber's tables."""
    number = 0
    out = []
    for table in tables:
        rows = []
        for line in table:
            row = []
            for cell in line:
                number += 1
                row.append((number, bare(cell or "")))
            rows.append(row)
        out.append(rows)
    return out


def table_scores(truth: Truth, found: Sequence[Sequence[Sequence[tuple[int, str]]]]) -> list[float]:
    """For each table of the truth the F1 of the adjacency relations of the grid that fits it best."""
    relations = [adjacency(grid) for grid in found]
    scores = []
    for grid in truth.tables:
        wanted = adjacency(grid)
        best = max(
            (f1(sum((wanted & have).values()), sum(have.values()), sum(wanted.values())) for have in relations),
            default=0.0,
        )
        scores.append(best)
    return scores


def match_references(truth: Truth, document: Document) -> dict[int, int]:
    """Our entry number -> entry of the truth that it alone is: its title (or author and year) stands in it."""
    said = [(entry.number, bare(entry.text)) for entry in document.references]
    taken: set[int] = set()
    found: dict[int, int] = {}
    for index, (title, doi, author, year) in enumerate(truth.references):
        for number, text in said:
            whole = truth.entries[index]
            if number in taken or len(text) > 2.2 * max(60, len(whole)):
                continue
            there = whole[:40] in text
            if title:
                there = title[:50] in text or title[-40:] in text
            elif author:
                there = author in text and year in text
            if there or (doi and bare(doi) in text):
                found[number] = index
                taken.add(number)
                break
    return found


def marks(reading: Reading, matched: dict[int, int]) -> tuple[int, int, int]:
    """Citation marks of the truth that ours resolve, all of the truth, and ours that are in the truth nowhere near."""
    ours: list[tuple[int, int]] = []
    for citation in reading.document.citations:
        word = bisect_left(reading.offsets, citation.start)
        place = reading.place(word)
        if place is not None:
            ours += [(place, matched.get(n, -1)) for n in citation.numbers]
    by_reference: dict[int, list[int]] = {}
    for place, index in ours:
        by_reference.setdefault(index, []).append(place)
    right = sum(any(abs(p - at) <= NEAR for p in by_reference.get(index, ())) for at, index in reading.truth.marks)
    return right, len(reading.truth.marks), len(ours)
