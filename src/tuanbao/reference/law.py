"""What law, regulator and tax authority say, dated and with document number (法规与税务参数), from law.yaml."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from tuanbao.money import parse_percent, parse_yuan
from tuanbao.reference.documented import Documented, documented, reference_yaml


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket of the income tax (级距): ``up_to`` fen a year, None for the last, and its rate."""

    up_to: int | None
    rate: Fraction


def law(name: str) -> Documented:
    """One entry of law.yaml. Raises KeyError for an unknown name."""
    return documented("law.yaml")[name]


def law_share(name: str, part: str | None = None) -> Fraction:
    """An entry, or a part of one, that is a percentage; exact."""
    return parse_percent(str(_value(name, part)))


def law_number(name: str, part: str | None = None) -> int:
    """An entry, or a part of one, that is a whole number."""
    return int(_value(name, part))


def law_yuan(name: str, part: str | None = None) -> int:
    """An entry, or a part of one, that is an amount in yuan -> fen."""
    return parse_yuan(_value(name, part))


@cache
def income_tax_brackets() -> tuple[Bracket, ...]:
    """The brackets of comprehensive income (综合所得), rising; the last is open."""
    rows = law("income_tax").value["brackets"]
    return tuple(Bracket(None if edge == "none" else parse_yuan(edge), parse_percent(rate)) for edge, rate in rows)


@cache
def minor_death_basis() -> Documented:
    """The caps on a minor's death as an entry: what `minor_death_cap` looks up, with its source."""
    entry = reference_yaml("minor_death_caps.yaml")[-1]
    return Documented(entry["caps"], entry["unit"], entry["from"], entry["source"], entry["confidence"])


@cache
def retirement_month(birth: date, kind: str) -> int:
    """The month (year × 12 + month − 1) in which somebody reaches retirement age; kind: men, women_55, women_50."""
    rule = law("retirement").value[kind]
    late = _month(birth) - _month(rule["first"])
    delay = 0 if late < 0 else min(int(rule["most"]), late // int(rule["every"]) + 1)
    return _month(birth) + int(rule["months"]) + delay


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _value(name: str, part: str | None) -> Any:
    value = law(name).value
    return value if part is None else value[part]
