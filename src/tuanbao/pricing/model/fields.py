"""What the fields of a stream may hold (参数的取值): each is read by a reader that refuses what cannot be meant."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from tuanbao.language import Text
from tuanbao.vocabulary import CATEGORIES, CAUSES, EVENTS, MODES, RELATIONS, SEXES

Reader = Callable[[Any], Any]

OLDEST = 120
COUNTS = ("visits", "chronic", "pharmacy", "stays", "none")
MOST = 1e6
"""No ratio and no weight is larger."""
TRENDS = ("visit", "stay", "stay_price", "none")
FUNDS = ("visits", "stays", "childbirth")


class UnfitError(ValueError):
    """A value that a field cannot hold; `text` says what it may hold."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def number(low: float = 0.0, high: float = math.inf) -> Reader:
    """A number within bounds."""

    def read(value: Any) -> float:
        fine = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        if not fine or (math.isinf(value) and not math.isinf(high)):
            bounds = f"{low:g} 至 {high:g}", f"from {low:g} to {high:g}"
            if math.isinf(high):
                bounds = f"不小于 {low:g}", f"not below {low:g}"
            raise UnfitError(f"应为{bounds[0]}的数", f"must be a number {bounds[1]}")
        return float(value)

    return read


SHARE = number(0.0, 1.0)
POSITIVE = number(1e-6, MOST)
AMOUNT = number(0.0, 1e9)


def numbers(count: int, low: float = 0.0, high: float = math.inf) -> Reader:
    """So many numbers within bounds."""
    one = number(low, high)

    def read(value: Any) -> tuple[float, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise UnfitError(f"应为 {count} 个数", f"must be {count} numbers")
        return tuple(one(item) for item in value)

    return read


def shares(count: int) -> Reader:
    """So many shares that sum to 1."""
    every = numbers(count, 0.0, 1.0)

    def read(value: Any) -> tuple[float, ...]:
        found: tuple[float, ...] = every(value)
        if abs(sum(found) - 1) > 1e-6:
            raise UnfitError(f"各份之和应为 1，现为 {sum(found):g}", f"must sum to 1, not {sum(found):g}")
        return found

    return read


def word(*words: str) -> Reader:
    """One of a closed list of words."""

    def read(value: Any) -> str:
        if value not in words:
            raise UnfitError(f"应为其中之一：{'、'.join(words)}", f"must be one of {', '.join(words)}")
        return str(value)

    return read


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnfitError("应为 true 或 false", "must be true or false")
    return value


def ages(value: Any) -> tuple[int, int]:
    """First and last age in completed years."""
    if not isinstance(value, list) or len(value) != 2 or not all(type(age) is int for age in value):
        raise UnfitError("应为首末两个周岁年龄，如 [18, 60]", "must be a first and a last age, such as [18, 60]")
    if not 0 <= value[0] <= value[1] <= OLDEST:
        raise UnfitError(f"年龄应在 0 至 {OLDEST} 之间，先小后大", f"ages must rise and lie between 0 and {OLDEST}")
    return value[0], value[1]


def weights(*words: str) -> Reader:
    """Weights by word; without a list of words any will do. Not all may be zero."""
    one = number(0.0, MOST)

    def read(value: Any) -> Mapping[str, float]:
        if not isinstance(value, dict):
            raise UnfitError("应为“名称: 权重”", "must be names with weights")
        unknown = [str(key) for key in value if words and key not in words]
        if unknown:
            raise UnfitError(f"不认识：{'、'.join(unknown)}", f"unknown: {', '.join(unknown)}")
        found = {str(key): one(weight) for key, weight in value.items()}
        if found and not sum(found.values()):
            raise UnfitError("权重不能全为 0", "the weights must not all be 0")
        return found

    return read


def relation(value: Any) -> tuple[float, ...]:
    """Ratios by relation; 1 where one is not named."""
    one = number(0.0, MOST)
    if not isinstance(value, dict) or set(value) - set(RELATIONS):
        raise UnfitError(f"应为各身份的倍数：{'、'.join(RELATIONS)}", f"must be ratios of {', '.join(RELATIONS)}")
    return tuple(one(value.get(name, 1.0)) for name in RELATIONS)


def wards(value: Any) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Shares of general, special and international ward in public and in private hospitals."""
    if not isinstance(value, dict) or set(value) != {"public", "private"}:
        raise UnfitError("应有 public 与 private 两组", "must hold public and private")
    one = shares(3)
    return one(value["public"]), one(value["private"])


def names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnfitError("应为名称的列表", "must be a list of names")
    return tuple(str(item) for item in value)


def text(value: Any) -> Text:
    if not isinstance(value, dict) or set(value) != {"zh", "en"}:
        raise UnfitError("应有 zh 与 en", "must hold zh and en")
    return Text(str(value["zh"]), str(value["en"]))


def numbers_by_name(one: Reader, *known: str) -> Reader:
    """Numbers, or rows of them, by name; without known names any will do."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise UnfitError("应为“名称: 值”", "must be names with values")
        unknown = [str(key) for key in value if known and key not in known]
        if unknown:
            raise UnfitError(f"没有：{'、'.join(unknown)}", f"there is no {', '.join(unknown)}")
        return {str(key): one(item) for key, item in value.items()}

    return read


def occupation_class(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 6:
        raise UnfitError("应为 1 至 6 的整数", "must be a whole number from 1 to 6")
    return value


def months(value: Any) -> list[float]:
    """Weights of January to December, not all 0."""
    found = numbers(12, 0.0, MOST)(value)
    if not sum(found):
        raise UnfitError("十二个月的权重不能全为 0", "the weights of the months must not all be 0")
    return list(found)


def yearly_change(value: Any) -> dict[str, Any]:
    """`later`, and perhaps `by_year`, as shares of the year before."""
    change = number(-0.9, 10.0)
    years = value.get("by_year") or {} if isinstance(value, dict) else None
    if not isinstance(years, dict) or set(value) - {"by_year", "later"} or not all(type(y) is int for y in years):
        raise UnfitError("应有 later，可有 by_year: {年: 变动}", "must hold later, and perhaps by_year: {year: change}")
    return {"by_year": {year: change(item) for year, item in years.items()}, "later": change(value.get("later"))}


SHARED: Mapping[str, Reader] = {
    "when_missing": numbers_by_name(occupation_class, "occupation_class"),
    "occupation": numbers_by_name(numbers(6, 1e-6, MOST), "accident"),
    "city_use": numbers_by_name(POSITIVE),
    "frailty": numbers_by_name(number(1e-4)),
    "months": numbers_by_name(months),
    "level_price": numbers(4, 1e-6, MOST),
    "ward_price": numbers(3, 1e-6, MOST),
}
"""How each block that streams share is read."""
READERS: Mapping[str, Reader] = {
    "name": text,
    "category": word(*CATEGORIES),
    "cause": word(*CAUSES),
    "event": word(*EVENTS, "none"),
    "billed": truth,
    "ages": ages,
    "sex": word(*SEXES, "both"),
    "rate": number(0.0, 1000.0),
    "tables": names,
    "relation": relation,
    "occupation": word("accident", "none"),
    "uninsured": number(0.0, 100.0),
    "counts": word(*COUNTS),
    "fixed_rate": truth,
    "trend": word(*TRENDS),
    "mean": AMOUNT,
    "price_table": str,
    "sigma": number(0.0, 5.0),
    "days": number(0.0, 366.0),
    "days_sigma": number(0.0, 5.0),
    "outside": numbers(3, 0.0, 1.0),
    "class_b": numbers(2, 0.0, 1.0),
    "level": shares(4),
    "private": SHARE,
    "ward": wards,
    "settled": numbers(3, 0.0, 1.0),
    "fund": word(*FUNDS),
    "pooled": truth,
    "pre_existing": SHARE,
    "work": SHARE,
    "handed_in": SHARE,
    "diagnoses": weights(),
    "frailty": str,
    "months": str,
    "grade": shares(10),
    "lost_days": number(0.0, 366.0),
    "modes": weights("none", *MODES),
}
"""How each field of a stream is read."""
