"""Which items are shown together (题组设计): every item equally often, pairs as evenly as can be, always the same.

A partially balanced incomplete block design, made greedily: the next item of a block is one that was shown least so
far, of these one that met the block's items least, of these the first after the last that was shown. Since a least
shown item is always taken, the counts of two items never differ by more than one, and at the end not at all.
"""

import math
from itertools import pairwise

import numpy as np

from tuanbao.design.needs.cells import Ints


def balanced_blocks(items: int, size: int, times: int) -> Ints:
    """(blocks, size): positions of items; each item stands in the same number of blocks, which is ``times`` or the
    next larger number with which that comes out even. Raises ValueError unless 2 <= size <= items.
    """
    if not 2 <= size <= items:
        raise ValueError(f"blocks of {size} cannot be made of {items} items")
    step = size // math.gcd(items, size)
    each = math.ceil(times / step) * step
    shown, met = np.zeros(items, np.int64), np.zeros((items, items), np.int64)
    blocks, last = [], -1
    for _ in range(items * each // size):
        block: list[int] = []
        while len(block) < size:
            last = _next(shown, met, block, last)
            block.append(last)
            shown[last] += 1
        met[np.ix_(block, block)] += 1
        blocks.append(block)
    return np.array(blocks, np.int64)


def _next(shown: Ints, met: Ints, block: list[int], last: int) -> int:
    items = len(shown)
    free = [item for item in range(items) if item not in block]
    return min(free, key=lambda item: (shown[item], met[item, block].sum(), (item - last - 1) % items))


def connected(blocks: Ints, items: int) -> bool:
    """Can any two items be compared, directly or through others?"""
    group = np.arange(items)
    for block in blocks.tolist():
        for one, other in pairwise(block):
            group[group == group[one]] = group[other]
    return len(set(group.tolist())) == 1
