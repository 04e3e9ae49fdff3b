"""Numbers as charts write them (数字的写法): 12.5万 in Chinese, 125k in English; a true minus sign."""

import math
from fractions import Fraction

from tuanbao.documents.charts.model import Number, Unit
from tuanbao.language import Language
from tuanbao.money import format_yuan

SCALES = {
    "zh": ((10**8, 10**8, "亿"), (10**4, 10**4, "万")),
    "en": ((10**9, 10**9, "bn"), (10**6, 10**6, "m"), (10**4, 10**3, "k")),
}
"""From how many yuan on a word is used, how many it stands for, and the word."""
MINUS = "−"
YUAN = {"zh": "元", "en": "yuan"}
SIGNIFICANT = 3
LEAST_ON_AXIS = 5
"""An axis that ends at 2万 says 20,000: its steps would be fractions."""


def exact(value: Number, unit: Unit, *, signed: bool = False) -> str:
    """All digits that add up: 1,234.50, +12.3%, −1,200."""
    if unit == "yuan":
        text = format_yuan(round(abs(value)))
    else:
        text = f"{100 * abs(value):,.1f}%" if unit == "percent" else f"{abs(value):,.0f}"
    return _sign(value, signed) + text


def short(value: Number, unit: Unit, language: Language, *, signed: bool = False) -> str:
    """Three digits: 12.5万 or 125k of a value in fen, 12.5%, 1,234."""
    sign = _sign(value, signed)
    if unit == "percent":
        return sign + _digits(100 * abs(value)) + "%"
    if unit == "count":
        return sign + (f"{abs(value):,.0f}" if abs(value) >= 100 else _digits(abs(value)))
    size, word = scale(abs(value) / 100, language)
    return sign + _digits(abs(value) / 100 / size) + word


def with_unit(value: Number, unit: Unit, language: Language) -> str:
    """`short` with the word for yuan, as a sentence has it."""
    text = short(value, unit, language)
    if unit != "yuan":
        return text
    return f"{text}元" if language == "zh" else f"{text} yuan"


def ticks(values: list[float], unit: Unit, language: Language) -> list[str]:
    """Labels of an axis, all in the same scale: 0, 2.5万, 5万."""
    divisor, word = {"percent": (0.01, "%"), "count": (1, ""), "yuan": (100, "")}[unit]
    largest = max((abs(value) for value in values), default=0.0)
    if unit == "yuan":
        size, word = scale(largest / divisor / LEAST_ON_AXIS, language)
        divisor *= size
    ends = [_trimmed(abs(value) / divisor, 4) for value in values]
    return [
        (text if text == "0" and word != "%" else text + word) if value >= 0 or text == "0" else MINUS + text + word
        for value, text in zip(values, ends, strict=True)
    ]


def factor(value: Fraction | Number) -> str:
    """×1.08: up to four decimals."""
    return f"×{_trimmed(float(value), 4)}"


def scale(yuan: float, language: Language) -> tuple[int, str]:
    """How many yuan the word stands for that an amount of this size is told in, after rounding to three digits."""
    for least, size, word in SCALES[language]:
        if float(f"{yuan:.{SIGNIFICANT}g}") >= least:
            return size, word
    return 1, ""


def _digits(value: float) -> str:
    """Three significant digits, more only before the decimal point."""
    if value == 0:
        return "0"
    decimals = max(0, SIGNIFICANT - 1 - math.floor(math.log10(value)))
    return _trimmed(value, min(decimals, 6))


def _trimmed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sign(value: Number, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""
