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
        sequence, tag; past a sequence's end they mean nothing.
    """
    steps = emissions.shape[0]
    # backward is forward from the other end: both go at once, each direction a sequence of its own
    steps, count, _ = emissions.shape
    both = np.concatenate([lengths, lengths])
    order, left = _by_length(both, steps)
    everyone = np.arange(count)
    turned = np.maximum(lengths[None, :] - 1 - np.arange(steps)[:, None], 0)
    whole = np.concatenate([emissions, emissions[turned, everyone]], axis=1)[:, order].transpose(0, 2, 1).copy()
    pairs = np.concatenate([moves, moves.transpose(0, 2, 1)])[order].transpose(1, 2, 0).copy()
    sums = np.zeros_like(whole)
    sums[0] = np.concatenate([begin, end])[order].T
    whole[0] += sums[0]
    for step in range(1, steps):
        few = left[step]
        here = _log_sum(whole[step - 1, :, None, :few] + pairs[:, :, :few], 0)
        sums[step, :, :few] = here
        whole[step, :, :few] += here
    place = np.argsort(order, kind="stable")
    forward = whole[:, :, place[:count]].transpose(0, 2, 1)
    backward = sums[turned, :, place[count:]]
    total = _log_sum(forward[lengths - 1, everyone] + end, 1)
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
    steps, count, _ = emissions.shape
    order, left = _by_length(lengths, steps)
    everyone = np.arange(count)
    # the sequences last: what is left of them at a step lies together
    scores = np.ascontiguousarray(emissions[:, order].transpose(0, 2, 1))
    pairs = np.ascontiguousarray(moves[order].transpose(1, 2, 0))
    scores[0] += begin[order].T
    for step in range(1, steps):
        few = left[step]
        scores[step, :, :few] += (scores[step - 1, :, None, :few] + pairs[:, :, :few]).max(axis=0)
    last = lengths[order] - 1
    tag = (scores[last, :, everyone] + end[order]).argmax(axis=1)
    paths = np.zeros((steps, count), dtype=np.int64)
    paths[last, everyone] = tag
    for step in range(steps - 1, 0, -1):
        few = left[step]
        tag[:few] = (scores[step - 1, :, :few] + pairs[:, tag[:few], everyone[:few]]).argmax(axis=0)
        paths[step - 1, :few] = tag[:few]
    out = np.empty_like(paths)
    out[:, order] = paths
    return out


def _by_length(lengths: Ints, steps: int) -> tuple[Ints, list[int]]:
    """The order of sequences from the longest to the shortest, and how many are left at each step."""
    order = np.argsort(-lengths, kind="stable")
    return order, (np.arange(steps)[:, None] < lengths[None, :]).sum(axis=1).tolist()
