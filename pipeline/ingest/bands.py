"""Reads pages that have a margin, or three columns, on a part of their height only."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipeline.ingest.layout import Line, Word, read_lines, rows


def strict_gutter(words: Sequence[Word]) -> tuple[float, float] | None:
    """A strip that hardly a word crosses, with four lines or more and a sixth of the width on either side, or None."""
    if len(words) < 24:
        return None
    low, high = min(w.x0 for w in words), max(w.x1 for w in words)
    if high - low < 150:
        return None
    crossing = [0] * (int(high - low) + 2)
    for word in words:
        for x in range(int(word.x0 - low + 0.5), int(word.x1 - low + 0.5)):
            crossing[x] += 1
    allowed = len(words) // 250
    edge = 0.16 * (high - low)
    best: tuple[float, float] | None = None
    start: int | None = None
    for x, count in enumerate(crossing):
        if count <= allowed:
            start = x if start is None else start
        elif start is not None:
            wide = x - start >= 7 and (best is None or x - start > best[1] - best[0])
            if wide and start >= edge and len(crossing) - x >= edge:
                best = (low + start, low + x)
            start = None
    if best is None:
        return None
    for side in ([w for w in words if w.x0 < best[0]], [w for w in words if w.x0 >= best[0]]):
        lines = rows(side, 0)
        width = max(w.x1 for w in side) - min(w.x0 for w in side)
        long = sum(1 for line in lines if line.x1 - line.x0 >= 0.5 * width)
        if len(lines) < 4 or len(side) < 8 or long * 2 < len(lines) or len(side) < 1.8 * len(lines):
            return None
    return best


def read_bands(words: Sequence[Word], gutter: tuple[float, float] | None) -> list[Line]:
    """Lines of a page that may have a margin, or three columns, on a part of its height.

    The page is parted where nothing stands on a strip across it. A part that has a gutter of its own, away
    from that of the page, is read by that, and each side of it likewise; all others by the page's gutter.
    """
    cuts = _free_heights(words)
    special: list[tuple[float, float]] = []
    for low, high in itertools.pairwise(cuts):
        band = [w for w in words if low <= w.top < high]
        own = strict_gutter(band)
        if own is not None and (gutter is None or own[1] < gutter[0] - 12 or own[0] > gutter[1] + 12):
            special.append((low, high))
    if not special:
        return read_lines(words, gutter)
    ordered: list[Line] = []
    start = cuts[0]
    for low, high in [*special, (cuts[-1], cuts[-1])]:
        plain = [w for w in words if start <= w.top < low]
        ordered += read_lines(plain, gutter) if plain else []
        band = [w for w in words if low <= w.top < high]
        ordered += _in_columns(band, 0)
        start = high
    return ordered


def _free_heights(words: Sequence[Word]) -> list[float]:
    """Heights at which nothing stands on a strip of 9 points across the page, the upper and lower edge with them."""
    cuts = [float("-inf")]
    end = float("-inf")
    for word in sorted(words, key=lambda w: w.top):
        if word.top - end >= 9 and end > float("-inf"):
            cuts.append(word.top - 0.01)
        end = max(end, word.bottom)
    return [*cuts, float("inf")]


def _in_columns(words: Sequence[Word], first: int, depth: int = 0) -> list[Line]:
    """Lines of a part of a page, column by column."""
    own = strict_gutter(words) if depth < 3 else None
    if own is None:
        return rows(words, first)
    left = _in_columns([w for w in words if w.x0 < own[0]], first, depth + 1)
    right = [w for w in words if w.x0 >= own[0]]
    following = max((line.column for line in left), default=first) + 1
    return left + _in_columns(right, following, depth + 1)
