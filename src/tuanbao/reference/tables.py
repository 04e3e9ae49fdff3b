"""Published tables by age and sex: life table, critical illness (生命表、重疾发生率表)."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.reference.documented import Confidence, reference_yaml


@dataclass(frozen=True, slots=True)
class AgeTable:
    """Yearly chances by sex and completed years of age."""

    name: Text
    rates: NDArray[np.float64]
    """(2, ages): male and female, as the positions in vocabulary.SEXES; ages from 0 without a gap."""
    unit: str
    date: date
    source: str
    confidence: Confidence
    note: Text
    """What a user should know who leans on it."""

    @property
    def last_age(self) -> int:
        return int(self.rates.shape[1]) - 1

    def at(self, sex: int, age: int) -> float:
        """The chance at an age. Raises ValueError where the table does not reach: see ``last_age``."""
        if not 0 <= age <= self.last_age:
            raise ValueError(f"{self.name.en} holds ages 0 to {self.last_age}, not {age}")
        return float(self.rates[sex, age])


@cache
def age_table(name: str) -> AgeTable:
    """ "life-2025" or "critical-illness-2006-2010". Raises KeyError for another name."""
    entry = reference_yaml("tables.yaml")[name]
    text = files("tuanbao.reference").joinpath(entry["file"]).read_text(encoding="utf-8")
    facts = {key: entry[key] for key in ("unit", "date", "source", "confidence")}
    return AgeTable(Text(**entry["name"]), rates_by_age(text), note=Text(**entry["note"]), **facts)


def rates_by_age(text: str) -> NDArray[np.float64]:
    """CSV with the columns age, male, female -> (2, ages).

    Raises ValueError saying which line is wrong: no such columns, ages not 0, 1, 2 … without a gap, a rate outside
    0 to 1.
    """
    rows = list(csv.DictReader(text.splitlines()))
    if not rows or not {"age", "male", "female"} <= set(rows[0]):
        raise ValueError("the columns must be age, male, female, with a row for each age from 0")
    rates = np.empty((2, len(rows)))
    for age, row in enumerate(rows):
        try:
            found, rates[:, age] = int(row["age"]), (float(row["male"]), float(row["female"]))
        except (TypeError, ValueError):
            raise ValueError(f"line {age + 2} is not three numbers: {', '.join(map(str, row.values()))}") from None
        if found != age:
            raise ValueError(f"line {age + 2} should be age {age} and is {found}: ages go up by 1 from 0")
        if not ((rates[:, age] >= 0) & (rates[:, age] <= 1)).all():
            raise ValueError(f"line {age + 2} (age {age}): a rate must lie between 0 and 1")
    return rates
