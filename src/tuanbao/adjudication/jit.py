"""How kernels are compiled: to machine code, cached on disk, without the interpreter's lock.

Kernels allocate nothing and own nothing, so numba need not count references; with the counting, handing arrays to the
small functions that a kernel is made of costs more than ten times what they do (measured in docs/decisions/0005).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile a function over arrays that neither allocates nor returns arrays."""
    compile_ = njit(cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=True)  # type: ignore[call-overload]
    compiled: Function = compile_(function)
    return compiled
