"""Loadings, factors and conventions of a price, where its terms do not say (附加费用参考数据)."""

from fractions import Fraction
from typing import Any

from tuanbao.money import parse_percent
from tuanbao.reference.documented import Documented, documented


def loading(name: str) -> Documented:
    """One entry of loadings.yaml. Raises KeyError for an unknown name."""
    return documented("loadings.yaml")[name]


def loading_share(name: str) -> Fraction:
    """An entry that is one percentage, exact."""
    return parse_percent(str(loading(name).value))


def target_loss_ratio() -> tuple[Fraction, Fraction]:
    """Lowest and highest usual share of claims in the price before tax."""
    lowest, highest = loading("target_loss_ratio").value
    return parse_percent(lowest), parse_percent(highest)


def group_size_factor(people: int) -> Fraction:
    """The factor on the price for so many people (人数系数). Raises ValueError for fewer than one."""
    table: dict[int, Any] = loading("group_size").value
    if people < 1:
        raise ValueError("a group has at least one person")
    first = max(start for start in table if start <= people)
    return Fraction(str(table[first]))
