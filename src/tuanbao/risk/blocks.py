"""Functions of long arrays, a piece at a time: what they need in between then stays in the cache."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = 16384


def by_blocks(function: Callable[[Any], NDArray[Any]], x: NDArray[Any]) -> NDArray[Any]:
    """``function(x)`` of a function that works element by element, x of shape (n,)."""
    if len(x) <= _BLOCK:
        return function(x)
    found = np.empty_like(x)
    for start in range(0, len(x), _BLOCK):
        found[start : start + _BLOCK] = function(x[start : start + _BLOCK])
    return found
