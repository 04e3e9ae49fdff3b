"""Small cells (小样本单元): no published figure stands for fewer people than the least, nor does a difference of two.

Where the whole is known, a single hidden cell is the whole less the others. So what is hidden together has at least the
least number of people as well: the smallest cells that could be shown are hidden with it (complementary suppression,
补充抑制; Hundepool and others, Statistical Disclosure Control, 2012, chapter 4).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tuanbao.reference.needs import minimum_cell

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NONE = -1
"""Of no cell."""


def hidden(people: Sequence[int] | Ints, least: int | None = None) -> Flags:
    """(cells,): which cells of a partition must not be shown; cells of nobody need not be hidden.

    Where all cells together have fewer than ``least`` people, all that are not empty are hidden.
    """
    counts = np.asarray(people, np.int64)
    floor = minimum_cell() if least is None else least
    found = (counts > 0) & (counts < floor)
    if not found.any():
        return found
    for place in np.argsort(counts, kind="stable"):
        if counts[found].sum() >= floor:
            break
        found[place] |= counts[place] > 0
    return found


def together(people: Sequence[int] | Ints, least: int | None = None) -> Ints:
    """(cells,): groups of cells numbered from 0, in which hidden cells are one group, the last; NONE for empty cells.

    Where all cells together have fewer than ``least`` people, everything is NONE.
    """
    counts = np.asarray(people, np.int64)
    small = hidden(counts, least)
    group = np.full(len(counts), NONE)
    if not cells_shown(int(counts.sum()), least):
        return group
    shown = np.flatnonzero((counts > 0) & ~small)
    group[shown] = np.arange(len(shown))
    group[small] = len(shown)
    return group


def neighbours(people: Sequence[int] | Ints, least: int | None = None) -> Ints:
    """(cells,): groups as of `together`, of cells that have an order: a small one goes with its smaller neighbour."""
    counts = np.asarray(people, np.int64)
    group = np.full(len(counts), NONE)
    if not cells_shown(int(counts.sum()), least):
        return group
    runs = [[place] for place in np.flatnonzero(counts > 0)]
    sizes = [int(counts[place]) for place in np.flatnonzero(counts > 0)]
    while not cells_shown(min(sizes), least):
        at = sizes.index(min(sizes))
        beside = min((side for side in (at - 1, at + 1) if 0 <= side < len(runs)), key=lambda side: sizes[side])
        first, last = sorted((at, beside))
        runs[first : last + 1] = [runs[first] + runs[last]]
        sizes[first : last + 1] = [sizes[first] + sizes[last]]
    for number, run in enumerate(runs):
        group[run] = number
    return group


def cells_shown(people: int, least: int | None = None) -> bool:
    """May a figure of so many people be shown?"""
    return people >= (minimum_cell() if least is None else least)
