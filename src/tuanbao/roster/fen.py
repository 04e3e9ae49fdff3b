"""Whole columns of money between int64 fen and decimals of yuan (分与元)."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

YUAN = pa.decimal128(18, 2)


def fen_to_yuan(fen: Any) -> Any:
    """int64 fen -> decimal128(18, 2) yuan, exactly; null stays null."""
    numbers = np.asarray(fen.fill_null(0))
    words = np.stack([numbers, numbers >> 63], axis=1)  # a decimal128 is its 128-bit integer, low word first
    yuan = pa.Array.from_buffers(YUAN, len(fen), [None, pa.py_buffer(np.ascontiguousarray(words))])
    return yuan if fen.null_count == 0 else pc.if_else(fen.is_null(), pa.scalar(None, YUAN), yuan)


def yuan_to_fen(yuan: Any) -> Any:
    """decimal128(18, 2) yuan -> int64 fen, exactly; null stays null."""
    words = np.frombuffer(yuan.buffers()[1], np.int64)[2 * yuan.offset :][: 2 * len(yuan) : 2]
    return pa.array(words, pa.int64(), mask=np.asarray(yuan.is_null()))
