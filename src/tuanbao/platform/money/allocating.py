"""Which bills are paid (付款分配): the oldest first, derived whenever it is asked."""

from collections.abc import Sequence
from typing import NamedTuple


class Paid(NamedTuple):
    paid: tuple[int, ...]
    """By charge, in their order; what is less than nothing is used up in full."""
    advance: int
    """What was paid beyond all charges."""


def allocate(charges: Sequence[int], payments: int) -> Paid:
    """``charges`` from old to new; negative ones (a month of refunds) pay others as money does."""
    left = payments - sum(charge for charge in charges if charge < 0)
    paid = []
    for charge in charges:
        part = charge if charge < 0 else min(charge, left)
        left -= max(part, 0)
        paid.append(part)
    return Paid(tuple(paid), left)
