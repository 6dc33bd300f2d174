"""Where all concepts stand on the map: each community a disc, those with many links between them side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import cos, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

#: the map is a square of this side
SIDE = 1000.0
GOLDEN = pi * (3 - sqrt(5))
#: discs beyond this many are not pulled by their links, only put around the others
PULLED = 400


def spread(
    communities: Sequence[int], strengths: Sequence[float], links: Iterable[tuple[int, int, float]]
) -> list[tuple[float, float]]:
    """Positions of nodes on a square, without chance.

    The nodes of a community fill a disc in the order of a sunflower's seeds, the strongest in the middle; discs
    are as large as their communities, do not overlap, and are drawn to those that they share links with. Nodes
    without a link that are alone in their community share one disc.

    Parameters
    ----------
    communities
        Number of each node's community.
    strengths
        Strength of each node.
    links
        Pairs of nodes, by place in these lists, with a weight.

    Returns
    -------
    list of (x, y)
        From 0 to 1000, to one decimal; where a position says who belongs together, not how much.

    Examples
    --------
    >>> spread([0], [1.0], [])
    [(500.0, 500.0)]
    >>> left, right = spread([0, 1], [2.0, 1.0], [(0, 1, 1.0)])
    >>> left != right
    True
    """
    if not communities:
        return []
    links = list(links)
    linked = {end for one, other, _ in links if one != other for end in (one, other)}
    sizes = Counter(communities)
    disc_of = [-1 if sizes[number] == 1 and node not in linked else number for node, number in enumerate(communities)]
    members: dict[int, list[int]] = {}
    for node, disc in enumerate(disc_of):
        members.setdefault(disc, []).append(node)
    order = sorted(members, key=lambda disc: (disc == -1, -len(members[disc]), disc))
    index = {disc: place for place, disc in enumerate(order)}
    radii = np.array([sqrt(len(members[disc])) + 0.6 for disc in order])
    between = np.zeros((len(order), len(order)))
    for one, other, weight in links:
        a, b = index[disc_of[one]], index[disc_of[other]]
        between[a, b] += weight
        between[b, a] += weight
    np.fill_diagonal(between, 0.0)
    middles = _discs(radii, between)
    at = np.zeros((len(communities), 2))
    for place, disc in enumerate(order):
        inside = sorted(members[disc], key=lambda node: (-strengths[node], node))
        for seed, node in enumerate(inside):
            far = 0.0 if len(inside) == 1 else radii[place] * 0.92 * sqrt((seed + 0.3) / len(inside))
            at[node] = middles[place] + far * np.array([cos(seed * GOLDEN), sin(seed * GOLDEN)])
    return _squared(at)


def _discs(radii: NDArray[np.float64], between: NDArray[np.float64]) -> NDArray[np.float64]:
    """Middles of the discs: a spiral to begin with, then pulls along links and pushes where discs overlap."""
    count = len(radii)
    area = np.concatenate([[0.0], np.cumsum(radii**2)[:-1]]) + radii**2 / 2
    far = np.where(np.arange(count) == 0, 0.0, np.sqrt(area) * 1.25)
    turn = np.arange(count) * GOLDEN
    at: NDArray[np.float64] = np.stack([far * np.cos(turn), far * np.sin(turn)], axis=1)
    pulls = between / max(float(between.max()), 1e-9)
    for heat in np.linspace(1.0, 0.0, 200 if count <= PULLED else 0):
        apart = at[:, None, :] - at[None, :, :]
        length = np.sqrt((apart**2).sum(axis=2)) + 1e-9
        gap = np.maximum(0.0, length - (radii[:, None] + radii[None, :]) * 1.1)
        pull = -(apart / length[:, :, None] * (np.sqrt(pulls) * gap * 0.04)[:, :, None]).sum(axis=1)
        at = _pushed(at + (pull - at * 0.01) * heat, radii)
    for _ in range(200 if count <= PULLED else 20):
        at = _pushed(at, radii)
    return at


def _pushed(at: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    apart = at[:, None, :] - at[None, :, :]
    length = np.sqrt((apart**2).sum(axis=2)) + np.eye(len(at)) * 1e9 + 1e-9
    over = np.maximum(0.0, (radii[:, None] + radii[None, :]) * 1.06 - length)
    moved: NDArray[np.float64] = at + (apart / length[:, :, None] * (over * 0.3)[:, :, None]).sum(axis=1)
    return moved


def _squared(at: NDArray[np.float64]) -> list[tuple[float, float]]:
    low, high = at.min(axis=0), at.max(axis=0)
    scale = (SIDE - 20) / max(float((high - low).max()), 1e-9) if len(at) > 1 else 1.0
    placed = (at - (low + high) / 2) * scale + SIDE / 2
    return [(round(float(x), 1), round(float(y), 1)) for x, y in placed]
