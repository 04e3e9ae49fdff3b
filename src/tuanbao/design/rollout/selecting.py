"""The pilot departments (试点部门的选择): as few people as show the effect, and like the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tuanbao.design.rollout.balance import imbalance
from tuanbao.design.rollout.units import Units

MOST_FOR_ALL_SETS = 16
"""Up to so many units every set is looked at."""
MOST_STARTS = 60
DRAWS = 100
LEAST_PEOPLE = 10
"""Nothing may be shown of fewer people, and so nothing compared."""
Powers = Callable[[Any], Any]
"""(sets, units) bool -> (sets,) power."""


@dataclass(frozen=True, slots=True)
class Wishes:
    power: float
    tolerance: float
    """Standard deviations by which the pilot may differ from the rest."""
    slack: float
    """How much larger than the smallest a pilot may be that is more like the rest."""


@dataclass(frozen=True, slots=True)
class Selection:
    chosen: Any
    """(units,) bool."""
    power: float
    imbalance: float
    every_set: bool
    """Whether all sets were looked at, so that none is better."""


def select(units: Units, powers: Powers, wishes: Wishes) -> Selection | None:
    """The pilot; where no set shows the effect the one that comes nearest; None where no two arms can be made.

    A pilot has at most half of the people and leaves at least ten on either side. Among the sets with the wished power
    that are like the rest: those within the slack of the fewest people, and of them the one most like the rest. If none
    is like the rest: the one most like it. Ties go to fewer people, then to the names that come first.
    """
    whole = len(units.names) <= MOST_FOR_ALL_SETS
    masks = _allowed(units, _every_set(len(units.names)) if whole else _grown(units))
    if not len(masks):
        return None
    found, unlike = np.asarray(powers(masks)), imbalance(units, masks)
    if not whole:
        masks = np.concatenate([masks, *_pruned(units, powers, wishes, masks, found)])
        found, unlike = np.asarray(powers(masks)), imbalance(units, masks)
    best = _best(masks, masks @ units.sizes, found, unlike, wishes)
    return Selection(masks[best], float(found[best]), float(unlike[best]), whole)


def _best(masks: Any, people: Any, powers: Any, unlike: Any, wishes: Wishes) -> int:
    shows = powers >= wishes.power
    alike = unlike <= wishes.tolerance
    order = _by_name(masks)
    if not shows.any():
        pool = alike if alike.any() else np.ones(len(masks), bool)
        return _first(pool, order, -np.round(powers, 9), np.round(unlike, 9))
    if not (shows & alike).any():
        return _first(shows, order, np.round(unlike, 9), people)
    fewest = people[shows & alike].min()
    near = shows & alike & (people <= fewest * (1 + wishes.slack) + 1e-9)
    return _first(near, order, np.round(unlike, 9), people)


def _first(pool: Any, order: Any, *keys: Any) -> int:
    """The place in the pool that comes first by the keys, then by name."""
    places = np.flatnonzero(pool)
    ranked = np.lexsort([order[places], *(key[places] for key in reversed(keys))])
    return int(places[ranked[0]])


def _by_name(masks: Any) -> Any:
    """(sets,) rank: sets with earlier names first."""
    rank = np.empty(len(masks), np.int64)
    rank[np.lexsort(~masks.T[::-1])] = np.arange(len(masks))
    return rank


def _every_set(n: int) -> Any:
    codes = np.arange(1, 2**n - 1)
    return (codes[:, None] >> np.arange(n)) & 1 == 1


def _allowed(units: Units, masks: Any) -> Any:
    people = masks @ units.sizes
    return masks[(people >= LEAST_PEOPLE) & (people <= units.people / 2) & (units.people - people >= LEAST_PEOPLE)]


def _grown(units: Units) -> Any:
    """Sets of many units: to each start units are added that keep the set most like the rest, up to half of all."""
    n = len(units.names)
    starts = np.unique(np.linspace(0, n - 1, min(n, MOST_STARTS)).astype(int))
    by_size = np.argsort(units.sizes, kind="stable")
    paths = [mask for start in starts for mask in _path(units, by_size[start])]
    smallest_first = np.tri(n, dtype=bool)[:, np.argsort(by_size, kind="stable")]
    return np.unique(np.concatenate([np.array(paths), smallest_first]), axis=0)


def _path(units: Units, start: int) -> Iterator[Any]:
    mask = np.zeros(len(units.names), bool)
    mask[start] = True
    yield mask.copy()
    while True:
        room = units.people / 2 - mask @ units.sizes
        free = np.flatnonzero(~mask & (units.sizes <= room))
        if not len(free):
            return
        options = np.repeat(mask[None, :], len(free), axis=0)
        options[np.arange(len(free)), free] = True
        mask = options[int(np.argmin(np.round(imbalance(units, options), 9)))]
        yield mask.copy()


def _pruned(units: Units, powers: Powers, wishes: Wishes, masks: Any, found: Any) -> Iterator[Any]:
    """The smallest sets that show the effect, without the units that they can spare."""
    shows = np.flatnonzero((found >= wishes.power) & (imbalance(units, masks) <= wishes.tolerance))
    for place in shows[np.argsort((masks @ units.sizes)[shows], kind="stable")][:MOST_STARTS]:
        mask = masks[place].copy()
        for unit in np.flatnonzero(mask)[np.argsort(-units.sizes[mask], kind="stable")]:
            smaller = mask.copy()
            smaller[unit] = False
            kept = len(_allowed(units, smaller[None, :])) and imbalance(units, smaller[None, :])[0] <= wishes.tolerance
            if kept and powers(smaller[None, :])[0] >= wishes.power:
                mask = smaller
        yield mask[None, :]


def towards(units: Units, chosen: Any, share: float) -> Any:
    """(units,) bool: the chosen units and others, with people as near a share of all as units allow.

    All sets of the others are looked at where these are few; otherwise the largest that still fit are added.
    """
    goal, mask = units.people * share, chosen.copy()
    free = np.flatnonzero(~mask)
    if 0 < len(free) <= MOST_FOR_ALL_SETS:
        options = np.repeat(mask[None, :], 2 ** len(free), axis=0)
        options[:, free] = (np.arange(2 ** len(free))[:, None] >> np.arange(len(free))) & 1 == 1
        off = np.abs(options @ units.sizes - goal)
        return options[_first(off >= 0, _by_name(options), off, np.round(imbalance(units, options), 9))]
    for unit in free[np.argsort(-units.sizes[free], kind="stable")]:
        if mask @ units.sizes + units.sizes[unit] <= goal:
            mask[unit] = True
    return mask


def drawn(units: Units, powers: Powers, people: int, seed: int) -> Selection:
    """So many single people at random: of some draws the one most like the rest (Morgan and Rubin, 2012)."""
    rng = np.random.default_rng(seed)
    masks = np.zeros((DRAWS, len(units.names)), bool)
    for mask in masks:
        mask[rng.permutation(len(mask))[:people]] = True
    unlike = imbalance(units, masks)
    best = int(np.argmin(np.round(unlike, 9)))
    return Selection(masks[best], float(powers(masks[best : best + 1])[0]), float(unlike[best]), False)
