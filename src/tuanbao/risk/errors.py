"""What the mathematics of a year's total refuses, said in both languages."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanbao.language import Text

Floats = NDArray[np.float64]


class RiskError(ValueError):
    """A question that has no answer as asked. ``text`` says what, why and what to do, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.text = Text(zh, en)


def amounts(values: ArrayLike, name: Text) -> Floats:
    """Amounts as a float64 array (n,). Raises RiskError where it is empty or one is NaN, infinite or negative."""
    try:
        found = np.atleast_1d(np.asarray(values, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise RiskError(f"{name.zh}里有不是数字的内容", f"{name.en}: not all of it are numbers") from error
    if found.ndim != 1:
        raise RiskError(f"{name.zh}应当是一列数", f"{name.en} should be one column of numbers")
    if not len(found):
        raise RiskError(f"{name.zh}是空的，至少要有一个", f"{name.en}: there is none, at least one is needed")
    _refuse_any(~np.isfinite(found), found, name, Text("不是有限的数", "is not a finite number"))
    _refuse_any(found < 0, found, name, Text("是负数", "is negative"))
    return found


def _refuse_any(wrong: NDArray[np.bool_], found: Floats, name: Text, what: Text) -> None:
    if wrong.any():
        first = int(np.argmax(wrong))
        raise RiskError(
            f"{name.zh}的第 {first + 1} 个（{found[first]:g}）{what.zh}（共 {int(wrong.sum())} 个），请改正或去掉",
            f"{name.en}: number {first + 1} ({found[first]:g}) {what.en} ({int(wrong.sum())} in all); "
            "correct or remove it",
        )


def _number(value: Any, name: Text, holds: Callable[[float], bool], range_: Text) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = math.nan
    if math.isnan(found) or not holds(found):
        raise RiskError(
            f"{name.zh}应当{range_.zh}，给的是 {value}", f"{name.en} should be {range_.en}, but {value} was given"
        )
    return found


def positive(value: Any, name: Text) -> float:
    """A finite number above 0, or RiskError."""
    return _number(value, name, lambda x: 0 < x < math.inf, Text("大于 0", "above 0"))


def not_negative(value: Any, name: Text, *, infinite: bool = False) -> float:
    """A number of 0 or more (``infinite``: infinity is allowed), or RiskError."""
    return _number(
        value, name, lambda x: x >= 0 and (infinite or x < math.inf), Text("不小于 0", "0 or more and finite")
    )


def chance(value: Any, name: Text) -> float:
    """A probability from 0 to 1, or RiskError."""
    return _number(value, name, lambda x: 0 <= x <= 1, Text("在 0 到 1 之间", "between 0 and 1"))


def level(value: Any) -> float:
    """A confidence level above 0 and below 1, or RiskError."""
    name = Text("置信水平", "The confidence level")
    return _number(
        value, name, lambda x: 0 < x < 1, Text("大于 0 且小于 1（如 0.95）", "above 0 and below 1 (say 0.95)")
    )
