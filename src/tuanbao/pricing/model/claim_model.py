"""The claim-cost model (赔付成本模型): parameters in, yearly rates and mean bills of people out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.pricing.model.problems import ModelError
from tuanbao.pricing.model.streams import Facts, Stream
from tuanbao.reference.documented import Documented
from tuanbao.reference.schemes import MedicalSchemes
from tuanbao.vocabulary import SEXES

Floats = NDArray[np.float64]
Ints = NDArray[Any]

NOT_STATED = 0
"""Occupation class of a dependant who has none: accidents as in the standard population."""
VARY_BY_CITY = frozenset({"visits", "chronic", "pharmacy"})
"""Streams, by the figure that they count towards, that people of some cities use more."""
PARTS = {"visit": ("visit_rate", "visit_price"), "stay": ("stay_rate", "stay_price"), "stay_price": ("", "stay_price")}
"""The trends of a stream's rate and of its mean bill."""


@dataclass(frozen=True, slots=True)
class Table:
    """Ratios or chances by sex and age."""

    rates: Floats
    """(2, ages); the last age stands for all beyond."""
    unit: str
    facts: Facts
    highest: float = 1e6
    """No value may be larger: 1 for a chance or a share."""
    note: Text | None = None

    def at(self, sex: Ints, age: Ints) -> Floats:
        """(people,)."""
        return np.asarray(self.rates[sex, np.clip(age, 0, self.rates.shape[1] - 1)])


@dataclass(frozen=True, slots=True)
class Exposed:
    """People as the rates see them; arrays of shape (people,)."""

    age: Ints
    sex: Ints
    relation: Ints
    occupation: Ints
    """1 to 6, or NOT_STATED."""
    insured: NDArray[np.bool_]
    city: tuple[str, ...] = ()
    """Names; left out: of no city in particular."""


@dataclass(frozen=True)
class ClaimModel:
    """What befalls whom, how often and how dear, at the level of `year`."""

    year: int
    streams: tuple[Stream, ...]
    tables: Mapping[str, Table]
    shared: Mapping[str, Documented]
    trend: Mapping[str, Documented]
    class_mean: float
    """Mean of the occupation factors over the standard population, to which they are relative."""
    units: Mapping[str, str]
    schemes: MedicalSchemes
    """Basic medical insurance by city, and the price of care there."""
    notes: tuple[Text, ...] = ()

    def stream(self, key: str) -> Stream:
        """Raises KeyError."""
        return next(stream for stream in self.streams if stream.key == key)

    def rates(self, people: Exposed) -> Floats:
        """(people, streams): expected occurrences in a whole year."""
        rates = np.empty((len(people.age), len(self.streams)))
        use = self._city_use(people)
        for place, stream in enumerate(self.streams):
            rates[:, place] = self._rate(stream, people) * (use if stream.counts in VARY_BY_CITY else 1.0)
        return rates

    def means(self, people: Exposed) -> Floats:
        """(people, streams): yuan of a mean bill at a price of care of 1; 0 for events without a bill."""
        means = np.empty((len(people.age), len(self.streams)))
        for place, stream in enumerate(self.streams):
            dearness = self.tables[stream.price_table].at(people.sex, people.age) if stream.price_table else 1.0
            means[:, place] = stream.mean * dearness * stream.billed
        return means

    def _rate(self, stream: Stream, people: Exposed) -> Floats:
        rate = stream.rate * np.asarray(stream.relation)[people.relation]
        for name in stream.tables:
            found = self.tables[name.removeprefix("1 - ")].at(people.sex, people.age)
            rate *= 1 - found if name.startswith("1 - ") else found
        rate *= (stream.ages[0] <= people.age) & (people.age <= stream.ages[1])
        if stream.sex != "both":
            rate *= people.sex == list(SEXES).index(stream.sex)
        if stream.occupation != "none":
            rate *= self.class_factors(stream.occupation)[people.occupation]
        return np.asarray(rate * np.where(people.insured, 1.0, stream.uninsured))

    def _city_use(self, people: Exposed) -> Floats:
        ratios = self.shared["city_use"].value
        return np.array([ratios.get(name, 1.0) for name in people.city]) if people.city else np.ones(len(people.age))

    def class_factors(self, name: str) -> Floats:
        """(7,): ratio by occupation class to the standard population; NOT_STATED is 1."""
        return np.array([1.0, *(factor / self.class_mean for factor in self.shared["occupation"].value[name])])

    def trended(self, to_year: int) -> "ClaimModel":
        """Moved from the year of the statistics to another, year by year (reference/claim_cost_trend.yaml).

        Raises ModelError for a year before `year`.
        """
        if to_year < self.year:
            raise ModelError(
                Text(
                    f"参数是 {self.year} 年的水平，不能倒推到 {to_year} 年；请用 {self.year} 年或以后的年度",
                    f"the parameters are of {self.year} and are not taken back to {to_year}; take {self.year} or later",
                )
            )
        factors = {name: self.trend_factor(name, to_year) for name in self.trend}
        return replace(self, year=to_year, streams=tuple(_moved(stream, factors) for stream in self.streams))

    def trend_factor(self, name: str, to_year: int) -> float:
        """Product of the yearly changes after `year` up to `to_year`."""
        value = self.trend[name].value
        changes = [value["by_year"].get(year, value["later"]) for year in range(self.year + 1, to_year + 1)]
        return float(np.prod([1 + change for change in changes]))


def _moved(stream: Stream, factors: Mapping[str, float]) -> Stream:
    rate, price = PARTS.get(stream.trend, ("", ""))
    return replace(stream, rate=stream.rate * factors.get(rate, 1.0), mean=stream.mean * factors.get(price, 1.0))
