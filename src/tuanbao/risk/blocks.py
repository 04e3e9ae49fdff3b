"""Functions of long arrays, a piece at a time: what they need in between then stays in the cache."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.inexact[Any])

_BLOCK = 16384


def by_blocks(function: Callable[[NDArray[Number]], NDArray[Number]], x: NDArray[Number]) -> NDArray[Number]:
    """``function(x)`` of a function that works element by element, x of shape (n,)."""
    if len(x) <= _BLOCK:
        return function(x)
    found = np.empty_like(x)
    for start in range(0, len(x), _BLOCK):
        found[start : start + _BLOCK] = function(x[start : start + _BLOCK])
    return found
