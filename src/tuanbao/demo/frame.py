"""A small table of numpy columns of one length, and the few things that the generator does with it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Frame = dict[str, Array]

NO_DAY = np.datetime64("NaT", "D")


def length(frame: Frame) -> int:
    return len(next(iter(frame.values())))


def take(frame: Frame, index: Array) -> Frame:
    """The rows of an index or of a mask."""
    return {name: column[index] for name, column in frame.items()}


def concat(frames: Sequence[Frame]) -> Frame:
    """Rows one after the other; all frames have the columns of the first."""
    return {name: np.concatenate([frame[name] for frame in frames]) for name in frames[0]}


def filled(size: int, **columns: ArrayLike) -> Frame:
    """A frame of `size` rows; a single value fills its column."""
    return {name: np.broadcast_to(np.asarray(column), size) for name, column in columns.items()}


def positions(counts: Array) -> Array:
    """Counts 2, 0, 3 -> 0, 1, 0, 1, 2: the place of every row in its group."""
    ends = np.cumsum(counts)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts))


def sum_before(values: Array, group: Array) -> Array:
    """What came before each row in its group; rows of one group stand together."""
    if len(values) == 0:
        return values
    total = np.cumsum(values) - values
    first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    return np.asarray(total - np.repeat(total[first], np.diff(np.r_[first, len(group)])))


def days(dates: Array) -> Array:
    """Dates as whole days since 1970."""
    return dates.astype("datetime64[D]").astype(np.int64)


def dates(whole_days: Array) -> Array:
    """Whole days since 1970 as dates."""
    return np.asarray(whole_days).astype(np.int64).astype("datetime64[D]")


def day(value: Any) -> np.datetime64:
    """A date as YAML reads it."""
    return np.datetime64(str(value), "D")


def interpolated(table: Mapping[int, float], at: Array) -> Array:
    """Values between the points of a table, on straight lines."""
    return np.asarray(np.interp(at, list(table), list(table.values())))


def chosen(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> Array:
    """Words drawn by their weights."""
    share = np.array(list(weights.values()), dtype=float)
    return np.array(list(weights))[rng.choice(len(share), size, p=share / share.sum())]
