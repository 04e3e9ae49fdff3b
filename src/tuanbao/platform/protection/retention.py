"""Whose data has been kept long enough (保存期限). Pure: what is known about people in, who is due out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from tuanbao.language import Text

FILE = Path(__file__).with_name("retention.yaml")


@dataclass(frozen=True, slots=True)
class Period:
    key: str
    years: int
    text: Text
    source: str
    confidence: str
    """``verified``, ``likely`` or ``unverified``."""
    note: Text


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract under which somebody was insured (保险合同)."""

    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known about one person whose data is kept."""

    key: int
    left_on: date | None
    """Last day of employment, of the employee from whom the family hangs; None: still employed."""
    contracts: tuple[Contract, ...]


@dataclass(frozen=True, slots=True)
class Due:
    key: int
    period: Period
    since: date
    """The first day on which the data need not be kept any longer."""


@lru_cache(maxsize=1)
def periods() -> Mapping[str, Period]:
    rows = yaml.safe_load(FILE.read_text("utf-8"))["periods"]
    return {
        row["key"]: Period(
            key=row["key"],
            years=row["years"],
            text=Text(row["text_zh"], row["text_en"]),
            source=row["source"],
            confidence=row["confidence"],
            note=Text(row["note_zh"], row["note_en"]),
        )
        for row in rows
    }


def due(people: Iterable[Kept], today: date) -> Iterator[Due]:
    """Those who have left, and whose last period is over. A person is kept as long as any contract asks for."""
    for person in people:
        if person.left_on is None:
            continue
        ends = [(_after(contract.ends, _of(contract).years), _of(contract)) for contract in person.contracts]
        never = periods()["never_insured"]
        ends.append((_after(person.left_on, never.years), never))
        since, period = max(ends, key=lambda end: end[0])
        if since <= today:
            yield Due(person.key, period, since)


def over(key: str, since: date, today: date) -> bool:
    """Whether a period that counts from a day is over."""
    return _after(since, periods()[key].years) <= today


def _of(contract: Contract) -> Period:
    """Up to a year, counted as people count it: 1 March to the last of February is a year."""
    longer = contract.ends >= _after(contract.begins, 1)
    return periods()["contract_longer" if longer else "contract_up_to_a_year"]


def _after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
