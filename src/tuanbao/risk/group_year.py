"""A group's year from what one person costs (团体的一年): how many people have payments, times what they cost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.risk.compound import aggregate
from tuanbao.risk.distribution import Aggregate
from tuanbao.risk.empirical import Empirical
from tuanbao.risk.errors import Floats, RiskError, amounts, not_negative
from tuanbao.risk.frequency import Binomial, Frequency
from tuanbao.risk.severity import Severity
from tuanbao.risk.splice import Spliced
from tuanbao.risk.tail import fit_tail


@dataclass(frozen=True, slots=True)
class GroupYear:
    """Frequency and severity of one year; a "claim" is the year's cost of one person with any payment."""

    frequency: Frequency
    severity: Severity
    notes: tuple[Text, ...] = ()

    @property
    def mean(self) -> float:
        return self.frequency.mean * self.severity.mean

    def total(self, step: float | None = None, points: int = 2**15) -> Aggregate:
        """Distribution of the year's total."""
        return aggregate(self.frequency, self.severity, step=step, points=points)


def group_year(
    person_years: ArrayLike, people: int, *, weights: ArrayLike | None = None, tail_threshold: float | None = None
) -> GroupYear:
    """The year of ``people`` people like those of ``person_years`` (m,): costs of one person in a year, zeros included.

    ``weights`` (m,): how much each counts; without them all alike.
    People fall ill independently: the number with payments is binomial. Above ``tail_threshold`` a generalised Pareto
    replaces the amounts, the mean being kept; without a threshold amounts beyond the largest one seen are impossible,
    which a note says. Raises RiskError for an empty or negative sample and for no people.
    """
    found = amounts(person_years, Text("人年金额", "The costs of person-years"))
    number = not_negative(people, Text("人数", "The number of people"))
    if number < 1:
        raise RiskError("团体里没有人", "There is nobody in the group")
    weight = np.ones(len(found)) if weights is None else amounts(weights, Text("权重", "The weights"))
    if len(weight) != len(found):
        raise RiskError("每个人年要有一个权重", "Each person-year needs one weight")
    paid, own = found[found > 0], weight[found > 0]
    if not own.sum() > 0:
        note = Text("所有人年的金额都是 0，预期赔付为 0", "No person-year had any payment: the expected cost is 0")
        return GroupYear(Binomial(people, 0.0), Empirical([0.0]), (note,))
    frequency = Binomial(people, min(1.0, float(own.sum() / weight.sum())))
    if tail_threshold is None:
        note = Text(
            f"没有给尾部起点：单人一年的金额不会超过样本里的最大值 {paid.max():,.0f}",
            f"No tail threshold was given: nobody costs more in a year than the largest one seen, {paid.max():,.0f}",
        )
        return GroupYear(frequency, _empirical(paid, own), (note,))
    tail = fit_tail(paid, tail_threshold)
    severity = Spliced(paid, tail, weights=own)
    notes = tail.notes
    if not severity.mean_kept:
        notes = (
            *notes,
            Text(
                "尾部的均值是无穷大，没有调到样本的均值；请给个人止损线或限额",
                "The tail has no mean, so that it was not set to the sample's: use a specific retention or a limit",
            ),
        )
    return GroupYear(frequency, severity, notes)


def _empirical(values: Floats, weights: Floats) -> Empirical:
    """Each amount once."""
    different, place = np.unique(values, return_inverse=True)
    return Empirical(different, np.bincount(place, weights))
