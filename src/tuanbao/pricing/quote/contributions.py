"""Who pays what of a premium (保费分担): percent, fixed, percent with cap, reference plan.

Amounts are int64 fen. The employer's part is rounded once, half up, and never more than the price; the employee pays
the rest, so that the two always make the price.
"""

from collections.abc import Sequence
from fractions import Fraction

from tuanbao.money import portion, split


def percent(price: int, share: Fraction) -> int:
    """A share of the price (按比例)."""
    return portion(price, share)


def fixed(price: int, amount: int) -> int:
    """A fixed amount, at most the price (定额)."""
    return min(price, amount)


def reference(price: int, reference_price: int, share: Fraction, industry_factor: Fraction = Fraction(1)) -> int:
    """A share of the price of a reference plan times an industry factor, at most the price (参考方案)."""
    return min(price, portion(reference_price, share * industry_factor))


def capped_percent(prices: Sequence[int], share: Fraction, cap: int | None = None) -> list[int]:
    """A share of a family's price, at most ``cap``, split among its members by their prices (按比例、设上限).

    The family's part is rounded once; the members' parts sum to it exactly (largest remainder) and none is more than
    the member's price. No prices, or prices of 0: nothing to pay.
    """
    total = sum(prices)
    if total == 0:
        return [0] * len(prices)
    whole = portion(total, share)
    return split(whole if cap is None else min(whole, cap), list(prices))
