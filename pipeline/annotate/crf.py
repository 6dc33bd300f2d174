"""Linear-chain conditional random fields over BILUO tags: sums, marginals and best paths for many sequences at once.

The forward-backward and Viterbi algorithms (Rabiner 1989; Lafferty, McCallum and Pereira 2001) in log space, each
step vectorised over the sequences. A lattice of allowed tags makes partial annotation exact: the loss is
``log Z - log Z(allowed)`` (Tsuboi et al. 2008), so that a token without a label costs nothing and teaches nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: stands for minus infinity, and may be added up without overflow
NEVER = np.float32(-1e4)


def tag_count(labels: int) -> int:
    """Tags of a field with so many labels: ``O``, then ``B I L U`` for each."""
    return 1 + 4 * labels


def legal(labels: int) -> tuple[Bools, Bools, Bools]:
    """Which tag may follow which, which may begin and which may end a sequence.

    Examples
    --------
    >>> follows, begins, ends = legal(1)
    >>> ["OBILU"[tag] for tag in range(5) if follows[1, tag]], ["OBILU"[tag] for tag in range(5) if ends[tag]]
    (['I', 'L'], ['O', 'L', 'U'])
    """
    count = tag_count(labels)
    inside = np.zeros((count, count), dtype=bool)
    closed = np.ones(count, dtype=bool)
    opening = np.ones(count, dtype=bool)
    for label in range(labels):
        begin, within, last = (1 + 4 * label + offset for offset in range(3))
        inside[np.ix_([begin, within], [within, last])] = True
        closed[[begin, within]] = False
        opening[[within, last]] = False
    return inside | (closed[:, None] & opening[None, :]), opening, closed


def _log_sum(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return total


def marginals(emissions: Floats, moves: Floats, begin: Floats, end: Floats, lengths: Ints) -> tuple[Floats, ...]:
    """Log partition sums, log forward and backward scores.

    Parameters
    ----------
    emissions
        Scores of the tags: step, sequence, tag. Steps past a sequence's end are not read.
    moves
        Scores of a tag after another: sequence, tag before, tag after.
    begin, end
        Scores of the tags at the ends: sequence, tag.
    lengths
        Steps of each sequence, at least one.

    Returns
    -------
    tuple
        ``log Z`` by sequence; forward scores (with the step's emission) and backward scores (without), step,
        sequence, tag.
    """
    steps = emissions.shape[0]
    forward = np.empty_like(emissions)
    backward = np.empty_like(emissions)
    forward[0] = begin + emissions[0]
    for step in range(1, steps):
        here = _log_sum(forward[step - 1][:, :, None] + moves, 1) + emissions[step]
        forward[step] = np.where((step < lengths)[:, None], here, forward[step - 1])
    backward[steps - 1] = end
    for step in range(steps - 2, -1, -1):
        here = _log_sum(moves + (emissions[step + 1] + backward[step + 1])[:, None, :], 2)
        backward[step] = np.where((step + 1 < lengths)[:, None], here, end)
    total = _log_sum(forward[steps - 1] + end, 1)
    return total, forward, backward


def expectations(emissions: Floats, moves: Floats, begin: Floats, end: Floats, lengths: Ints) -> tuple[Floats, ...]:
    """``log Z``, and how often each tag (step, sequence, tag) and each move (sequence, tag, tag) is expected.

    Weights instead of their logarithms, scaled anew at each step (Rabiner 1989, section V.A): a fifth of the time of
    sums in log space, which matters in training. A sequence that no path fits has ``log Z`` of :data:`NEVER` or less.
    """
    order = np.argsort(-lengths, kind="stable")
    total, tags, pairs = _scaled(emissions[:, order], moves[order], begin[order], end[order], lengths[order])
    back = np.argsort(order, kind="stable")
    return total[back], tags[:, back], pairs[back]


def _scaled(emissions: Floats, moves: Floats, begin: Floats, end: Floats, lengths: Ints) -> tuple[Floats, ...]:
    """:func:`expectations` of sequences from the longest to the shortest: at each step the first ones are left."""
    steps, count, _ = emissions.shape
    left = (np.arange(steps)[:, None] < lengths[None, :]).sum(axis=1)
    everyone, last = np.arange(count), lengths - 1
    peak = emissions.max(axis=2)
    weights = np.exp(emissions.astype(np.float64) - peak[:, :, None])
    top = moves.max(axis=(1, 2))
    steps_on = np.exp(moves.astype(np.float64) - top[:, None, None])
    closing = np.exp(end.astype(np.float64))
    forward = np.zeros_like(weights)
    backward = np.zeros_like(weights)
    scale = np.ones((steps + 1, count))
    forward[0] = np.exp(begin.astype(np.float64)) * weights[0]
    for step in range(steps):
        here = forward[step, : left[step]]
        if step:
            np.matmul(forward[step - 1, : left[step], None], steps_on[: left[step]], out=here[:, None])
            here *= weights[step, : left[step]]
        scale[step, : left[step]] = here.sum(axis=1)
        here /= np.where(scale[step, : left[step]] > 0, scale[step, : left[step]], 1)[:, None]
    scale[steps] = (forward[last, everyone] * closing).sum(axis=1)
    fits = (scale > 0).all(axis=0)
    scale[scale <= 0] = 1
    backward[last, everyone] = closing / scale[steps][:, None]
    pairs = np.zeros_like(steps_on)
    for step in range(steps - 1, 0, -1):
        few = left[step]
        after = weights[step, :few] * backward[step, :few] / scale[step, :few, None]
        pairs[:few] += forward[step - 1, :few, :, None] * after[:, None, :]
        backward[step - 1, :few] = np.matmul(steps_on[:few], after[:, :, None])[:, :, 0]
    inside = np.arange(steps)[:, None] < lengths[None, :]
    total = np.log(scale).sum(axis=0) + (peak * inside).sum(axis=0) + top * last
    return (
        np.where(fits, total, NEVER).astype(np.float32),
        (forward * backward).astype(np.float32),
        (pairs * steps_on).astype(np.float32),
    )


def best_paths(emissions: Floats, moves: Floats, begin: Floats, end: Floats, lengths: Ints) -> Ints:
    """The best tag at each step (step, sequence); past a sequence's end the tag is 0."""
    steps, count, tags = emissions.shape
    score = begin + emissions[0]
    came_from = np.zeros((steps, count, tags), dtype=np.int64)
    stay = np.arange(tags)[None, :]
    for step in range(1, steps):
        options = score[:, :, None] + moves
        inside = (step < lengths)[:, None]
        came_from[step] = np.where(inside, options.argmax(axis=1), stay)
        score = np.where(inside, options.max(axis=1) + emissions[step], score)
    paths = np.zeros((steps, count), dtype=np.int64)
    tag = (score + end).argmax(axis=1)
    rows = np.arange(count)
    for step in range(steps - 1, -1, -1):
        paths[step] = np.where(step < lengths, tag, 0)
        tag = came_from[step][rows, tag]
    return paths
