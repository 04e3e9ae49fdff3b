"""Money is an integer number of fen (分); percentages are exact; there is one rounding, half up."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

_YUAN = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
_PERCENT = re.compile(r"(\d+)(?:\.(\d+))?\s*(%?)", re.ASCII)

LARGEST_FEN = 10**13
"""Amounts beyond 100 billion yuan are taken for typing errors; sums of a million of them still fit int64."""


def parse_yuan(value: str | int | Decimal) -> int:
    """Yuan as written by people ("1,234.5", 300) -> fen.

    Raises ValueError("not_a_number" | "too_many_decimals" | "too_large").
    """
    match = _YUAN.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("not_a_number")
    sign, whole, decimals = match.group(1), match.group(2).replace(",", ""), (match.group(3) or "").rstrip("0")
    if len(decimals) > 2:
        raise ValueError("too_many_decimals")
    fen = int(whole) * 100 + int(decimals.ljust(2, "0") or "0")
    if fen > LARGEST_FEN:
        raise ValueError("too_large")
    return -fen if sign == "-" else fen


def format_yuan(fen: int, *, grouping: bool = True) -> str:
    """Fen -> "1,234.50"."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}" if grouping else f"{sign}{yuan}.{rest:02d}"


def parse_percent(value: str | int | Decimal) -> Fraction:
    """ "70%", "66.6%", 0.7 or 1 -> an exact fraction.

    Raises ValueError("not_a_percentage" | "too_many_decimals"). At most eight decimals of the fraction are kept
    exactly by the adjudication, and more are refused here. Whether it may exceed 1 is for the caller to say.
    """
    match = _PERCENT.fullmatch(str(value).strip())
    if match is None:
        raise ValueError("not_a_percentage")
    whole, decimals, sign = match.group(1), (match.group(2) or "").rstrip("0"), match.group(3)
    exact = Fraction(int(whole + decimals), 10 ** (len(decimals) + (2 if sign else 0)))
    if 10**8 % exact.denominator:
        raise ValueError("too_many_decimals")
    return exact


def format_percent(share: Fraction) -> str:
    """Fraction(2, 3) is not a percentage of a plan; 7/10 -> "70%", 333/500 -> "66.6%"."""
    scaled = share * 10**8
    if scaled.denominator != 1:
        raise ValueError(f"{share} has more than eight decimals")
    text = f"{Decimal(scaled.numerator).scaleb(-6):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def half_up(numerator: int, denominator: int) -> int:
    """The one rounding: numerator / denominator to the nearest integer, halves away from zero."""
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def portion(fen: int, share: Fraction) -> int:
    """A share of an amount, rounded once."""
    return half_up(fen * share.numerator, share.denominator)


def split(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Split fen in proportion to weights so that the parts sum to the total (最大余数法).

    Every part is the exact share rounded down; what is left over goes, a fen each, to the largest remainders, ties to
    the first. Weights are not negative and not all zero, else ValueError.
    """
    if total < 0:
        return [-part for part in split(-total, weights)]
    exact_weights = [Fraction(weight) for weight in weights]
    whole = sum(exact_weights)
    if whole <= 0 or min(exact_weights) < 0:
        raise ValueError("weights must not be negative and not all zero")
    shares = [total * weight / whole for weight in exact_weights]
    parts = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
