"""Long arrays worked on in pieces that stay in the cache, without further long arrays in between.

Sums of products are taken on one core: ``a @ b`` uses several, which wait for one another on a busy machine.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_BLOCK = 16384
_ROW = 256


def by_blocks(function: Callable[[Any], NDArray[Any]], x: NDArray[Any]) -> NDArray[Any]:
    """``function(x)`` of a function that works element by element, in the place of x, shape (n,)."""
    for start in range(0, len(x), _BLOCK):
        x[start : start + _BLOCK] = function(x[start : start + _BLOCK])
    return x


def inner(a: Floats, b: Floats) -> float:
    """Sum of products, shapes (n,)."""
    return float(np.einsum("i,i->", a, b))


def moments_of_place(masses: Floats) -> tuple[float, float]:
    """Sums of k * masses[k] and of k² * masses[k], shape (n,)."""
    whole = len(masses) // _ROW * _ROW
    table = masses[:whole].reshape(-1, _ROW)
    rows, columns = _ROW * np.arange(len(table), dtype=np.float64), np.arange(_ROW, dtype=np.float64)
    by_row, by_column = table.sum(axis=1), table.sum(axis=0)
    rest = np.arange(whole, len(masses), dtype=np.float64)
    first = inner(rows, by_row) + inner(columns, by_column) + inner(rest, masses[whole:])
    mixed = inner(rows, np.einsum("ij,j->i", table, columns))
    squares = inner(rows**2, by_row) + 2 * mixed + inner(columns**2, by_column)
    return first, squares + inner(rest**2, masses[whole:])


def powers(rate: float, length: int) -> Floats:
    """exp(rate * k) for k = 0, …, length - 1."""
    rows = np.exp(rate * _ROW * np.arange(-(-length // _ROW)))
    table: Floats = np.multiply.outer(rows, np.exp(rate * np.arange(_ROW)))
    return table.ravel()[:length]
