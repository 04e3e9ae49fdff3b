"""Amounts, percentages, dates and truth values as tables and plans write them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any


def is_empty(value: Any) -> bool:
    return value is None or value == ""


def fen(value: Any) -> int:
    """Yuan as written (str, Decimal, int, or the float that a YAML reader made of two decimals) -> fen; empty is 0."""
    if is_empty(value):
        return 0
    exact = Decimal(str(value)) * 100
    if exact != int(exact):
        raise ValueError(f"more than two decimals: {value}")
    return int(exact)


def share(value: Any) -> Fraction:
    """ "70%" or 0.7 -> 7/10."""
    text = str(value).strip()
    return Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text)


def day(value: Any) -> date | None:
    if is_empty(value):
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def truth(value: Any, empty: bool) -> bool:
    if is_empty(value):
        return empty
    return value if isinstance(value, bool) else {"true": True, "false": False}[str(value).lower()]


def half_up(numerator: int, denominator: int) -> int:
    """The one rounding, of a number that is not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def portion(amount: int, part: Fraction) -> int:
    """A percentage of an amount, rounded once."""
    return half_up(amount * part.numerator, part.denominator)


def age(birth: date, on: date) -> int:
    """Completed years. Comparing (month, day) completes the year of a 29 February on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
