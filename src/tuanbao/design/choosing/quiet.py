"""The solver's stray lines kept off the screen (屏蔽求解器的杂散输出).

HiGHS prints a line of its own with C's printf where it repairs a rounded solution, whatever its options say; scipy has
no switch for that.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

OUT = 1
"""File descriptor of standard output."""


@contextmanager
def quiet() -> Iterator[None]:
    """What C code writes to standard output meanwhile is dropped; nothing happens where there is no such output."""
    try:
        sys.stdout.flush()
        kept = os.dup(OUT)
    except (OSError, ValueError):
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, OUT)
    try:
        yield
    finally:
        _flush_c()
        os.dup2(kept, OUT)
        os.close(kept)
        os.close(nowhere)


def _flush_c() -> None:
    """C's own buffers, so that nothing of them comes out later."""
    try:
        ctypes.CDLL(None).fflush(None)
    except (OSError, TypeError, AttributeError):  # another C library, as on Windows: a line may then be seen
        return
