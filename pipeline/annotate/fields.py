"""The recogniser's fields: what each head's tags are, how gold spans become lattices, how scores become spans.

A *head* is a set of labels that exclude each other, a conditional random field over BILUO tags. The encoder's scores
lie side by side in one table, a column a tag, head after head; all heads of one size are reckoned together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, ORTH  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.tokens import Doc

from pipeline.annotate.crf import NEVER, Floats, best_paths, expectations, legal, marginals, tag_count

#: head -> its labels
Heads = dict[str, list[str]]
#: document, first token, token past the last
Stretch = tuple[int, int, int]
#: a stretch to be read under a head
Job = tuple[str, Stretch]
#: first token, token past the last, label, probability
Found = tuple[int, int, str, float]

#: key of ``doc.spans`` under which gold spans lie; its attrs say which heads are annotated wholly or in part
GOLD = "gold"
#: label of a gold span that is known to be none of a partly annotated head's labels
NONE = "-"

#: sequences that are decoded together
_AT_ONCE = 1024


class Fields:
    """Lays the heads out in the table of scores, and reads it.

    Parameters
    ----------
    heads
        Head -> labels; a label belongs to one head.

    Attributes
    ----------
    columns
        Head -> its columns in the table of scores.

    Examples
    --------
    >>> fields = Fields({"cell": ["cell"], "both": ["cell line", "gene"]})
    >>> fields.columns["both"], fields.moves
    (slice(5, 14, None), 106)
    """

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self.columns: dict[str, slice] = {}
        self._moves: dict[str, slice] = {}
        self._rules: dict[str, tuple[Any, Any, Any]] = {}
        column = move = 0
        for head, labels in heads.items():
            count = tag_count(len(labels))
            self.columns[head] = slice(column, column + count)
            self._moves[head] = slice(move, move + count**2)
            follows, begins, ends = (np.where(rule, np.float32(0), NEVER) for rule in legal(len(labels)))
            self._rules[head] = follows, begins, ends
            column, move = column + count, move + count**2
        self.width = column
        self.moves = move

    def read(
        self, scores: Sequence[Floats], learnt: Floats, heads: Iterable[str], docs: Sequence[Doc]
    ) -> list[list[Found]]:
        """The best spans of each document.

        Parameters
        ----------
        scores
            A table for each document: token, column.
        learnt
            The scores of moves between tags, all heads' in one row.
        heads
            Which heads to read.
        docs
            The documents.

        Returns
        -------
        list
            For each document first token, token past the last, label, probability (the share of all paths, by their
            weight, that hold just this span), in text order.
        """
        found: list[list[Found]] = [[] for _ in docs]
        pieces = [(number, start, end) for number, doc in enumerate(docs) for start, end in stretches(doc)]
        for same in self._by_size(heads):
            jobs = [(head, piece) for head in same for piece in self.not_empty(head, pieces, scores, learnt)]
            jobs.sort(key=lambda job: job[1][2] - job[1][1])  # like lengths together: little is padded
            for first in range(0, len(jobs), _AT_ONCE):
                part = jobs[first : first + _AT_ONCE]
                for (head, (number, start, _)), spans in zip(part, self.decode(part, scores, learnt), strict=True):
                    labels = self.heads[head]
                    found[number] += [(start + a, start + b, labels[label], score) for a, b, label, score in spans]
        return [sorted(spans) for spans in found]

    def teach(
        self, docs: Sequence[Doc], gold: Sequence[Doc], scores: Sequence[Floats], learnt: Floats
    ) -> tuple[float, list[Floats], Floats]:
        """The loss, and its gradients by the scores and by the moves.

        The loss of a stretch under a head is ``log Z - log Z(allowed)``; a head that a document does not annotate
        costs nothing and gets no gradient from it.
        """
        loss = 0.0
        gradients = [np.zeros_like(table) for table in scores]
        moves = np.zeros_like(learnt)
        lattices: dict[tuple[int, str], Any] = {}
        by_size: dict[int, list[Job]] = {}
        for number, (doc, reference) in enumerate(zip(docs, gold, strict=True)):
            pieces = stretches(doc)
            for head, table in self.lattice(reference).items():
                lattices[number, head] = table
                by_size.setdefault(table.shape[1], []).extend((head, (number, a, b)) for a, b in pieces)
        for jobs in by_size.values():
            emissions, table, begin, end, lengths = self._field(jobs, scores, learnt)
            barred = np.zeros_like(emissions)
            for index, (head, (number, a, b)) in enumerate(jobs):
                barred[: b - a, index] = np.where(lattices[number, head][a:b], np.float32(0), NEVER)
            total, tags, pairs = expectations(emissions, table, begin, end, lengths)
            allowed, gold_tags, gold_pairs = expectations(emissions + barred, table, begin, end, lengths)
            tag_gradient, pair_gradient = tags - gold_tags, pairs - gold_pairs
            possible = allowed > NEVER / 2  # a gold span that runs over a cut between stretches fits no path
            for index, (head, (number, a, b)) in enumerate(jobs):
                if possible[index]:
                    gradients[number][a:b, self.columns[head]] += tag_gradient[: b - a, index]
                    moves[self._moves[head]] += pair_gradient[index].ravel()
            loss += float((total - allowed)[possible].sum())
        return loss, gradients, moves

    def moves_of(self, learnt: Floats, head: str) -> Floats:
        """The part of the moves' scores that is one head's."""
        return learnt[self._moves[head]]

    def lattice(self, doc: Doc) -> dict[str, Any]:
        """Head -> which tags each token may have (token, tag), for the heads that the document annotates.

        ``whole`` names heads whose every span is known, ``partial`` those of which only the spans given are;
        ``open`` lists stretches (head, first token, token past the last) of which a head says nothing.
        """
        group = doc.spans[GOLD]
        whole = group.attrs.get("whole", ())
        tables: dict[str, Any] = {}
        for head in [*whole, *group.attrs.get("partial", ())]:
            labels = self.heads[head]
            table = np.zeros((len(doc), tag_count(len(labels))), dtype=bool)
            table[:, 0] = True
            if head not in whole:
                table[:] = True
            for span in group:
                if span.label_ == NONE and head not in whole:
                    table[span.start : span.end] = False
                    table[span.start : span.end, 0] = True
                elif span.label_ in labels:
                    base = 1 + 4 * labels.index(span.label_)
                    table[span.start : span.end] = False
                    for token, tag in _biluo(span.start, span.end):
                        table[token, base + tag] = True
            tables[head] = table
        for head, start, past in group.attrs.get("open", ()):
            tables[head][start:past] = True
        return tables

    def not_empty(
        self, head: str, pieces: Iterable[Stretch], scores: Sequence[Floats], learnt: Floats
    ) -> list[Stretch]:
        """The stretches whose best path may hold a span.

        A path with spans differs from the empty one by the gaps of its tokens and by its moves. Where even the best
        tag of each token, with the best moves on both its sides, scores below no tag, the empty path is the best.
        """
        columns = self.columns[head]
        tags = columns.stop - columns.start
        moves = learnt[self._moves[head]].reshape(tags, tags)
        gain = 2 * max(float(moves.max() - moves[0, 0]), 0.0)
        best = [table[:, columns.start + 1 : columns.stop].max(axis=1) - table[:, columns.start] for table in scores]
        return [piece for piece in pieces if best[piece[0]][piece[1] : piece[2]].max() + gain > 0]

    def decode(
        self, jobs: Sequence[Job], scores: Sequence[Floats], learnt: Floats
    ) -> list[list[tuple[int, int, int, float]]]:
        """Spans of each stretch: first token, token past the last, number of the label, probability."""
        emissions, moves, begin, end, lengths = self._field(jobs, scores, learnt)
        paths = best_paths(emissions, moves, begin, end, lengths)
        out: list[list[tuple[int, int, int, float]]] = [[] for _ in jobs]
        busy = np.flatnonzero(paths.any(axis=0))
        if not len(busy):
            return out
        emissions, moves, begin, end = emissions[:, busy], moves[busy], begin[busy], end[busy]
        lengths, paths = lengths[busy], paths[:, busy]
        total, forward, backward = marginals(emissions, moves, begin, end, lengths)
        for index, job in enumerate(busy):
            path = paths[: lengths[index], index]
            for start, stop in _spans(path):
                score = forward[start, index, path[start]] + backward[stop - 1, index, path[stop - 1]] - total[index]
                for before, here in pairwise(range(start, stop)):
                    score += moves[index, path[before], path[here]] + emissions[here, index, path[here]]
                label = int(path[start] - 1) // 4
                out[job].append((start, stop, label, float(np.exp(min(score, np.float32(0))))))
        return out

    def _field(self, jobs: Sequence[Job], scores: Sequence[Floats], learnt: Floats) -> tuple[Any, Any, Any, Any, Any]:
        """Emissions, moves, ends and lengths of many stretches, each under its head's field."""
        lengths = np.array([end - start for _, (_, start, end) in jobs])
        width = self.columns[jobs[0][0]]
        tags = width.stop - width.start
        emissions = np.zeros((int(lengths.max()), len(jobs), tags), dtype=np.float32)
        for index, (head, (number, start, end)) in enumerate(jobs):
            emissions[: end - start, index] = scores[number][start:end, self.columns[head]]
        names = sorted({head for head, _ in jobs})
        row = {head: position for position, head in enumerate(names)}
        rows = np.array([row[head] for head, _ in jobs])
        moves = np.stack([learnt[self._moves[head]].reshape(tags, tags) + self._rules[head][0] for head in names])
        begin = np.stack([self._rules[head][1] for head in names])
        ends = np.stack([self._rules[head][2] for head in names])
        return emissions, moves[rows], begin[rows], ends[rows], lengths

    def _by_size(self, heads: Iterable[str]) -> list[list[str]]:
        by_size: dict[int, list[str]] = {}
        for head in heads:
            by_size.setdefault(len(self.heads[head]), []).append(head)
        return list(by_size.values())


def stretches(doc: Doc) -> list[tuple[int, int]]:
    """Token spans between full stops and line ends: no name runs over one, so each is a sequence of its own.

    Examples
    --------
    >>> import spacy
    >>> stretches(spacy.blank("en")("One two . Three"))
    [(0, 3), (3, 4)]
    """
    if not len(doc):
        return []
    kinds = doc.to_array([ORTH, IS_SPACE])
    ends = np.flatnonzero((kinds[:, 0] == doc.vocab.strings["."]) | (kinds[:, 1] == 1))
    cuts = [int(index) + 1 for index in ends if doc[int(index)].text == "." or "\n" in doc[int(index)].text]
    return [(start, end) for start, end in pairwise([0, *cuts, len(doc)]) if end > start]


def _biluo(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Tokens of a span with the place of their tag among ``B I L U``."""
    if end - start == 1:
        yield start, 3
        return
    yield start, 0
    yield from ((token, 1) for token in range(start + 1, end - 1))
    yield end - 1, 2


def _spans(path: Any) -> Iterator[tuple[int, int]]:
    start = 0
    for step, tag in enumerate(path):
        kind = (tag - 1) % 4 if tag else None
        if kind in (0, 3):
            start = step
        if kind in (2, 3):
            yield start, step + 1
