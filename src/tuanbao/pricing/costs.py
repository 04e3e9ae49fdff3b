"""What plans pay over many simulated years (赔付成本): means, errors, spread, differences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Computed:
    """Means that are computed and not counted in simulated years: rare large sums, as chance times payment."""

    benefits: NDArray[np.bool_]
    """(benefits,): for which."""
    by_person: Ints
    """(people, benefits): expected fen over as many years as were simulated; 0 for other benefits."""
    variance: Floats
    """(people, benefits): sampling variance of ``by_person``, fen squared."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The years are independent replicates of one plan year of the same people."""

    years: int
    benefits: tuple[tuple[str, str], ...]
    """(plan id, benefit id) by column."""
    groups: tuple[str, ...]
    """Names of the caller's classes of people; one group where there are none."""
    group: Ints
    """(people,): position in ``groups``."""
    member_id: tuple[str, ...]
    by_year: Ints
    """(years, groups, benefits): fen paid."""
    by_person: Ints
    """(people, benefits): fen paid over all years."""
    paid_counts: Ints
    """(benefits,): bills and events that were paid, over all years."""
    person_years: Ints
    """(m,): fen paid to one person in one year, for as many person-years as were kept (zeros included)."""
    notes: tuple[Text, ...] = ()
    """For the user: plans that nobody has, terms that the simulation cannot see."""
    computed: Computed | None = None
    """Means that are surer than the simulated ones, where there are any."""

    def expected(self) -> Ints:
        """(people, benefits): expected fen over all years; as simulated, or as computed where that is surer."""
        if self.computed is None:
            return self.by_person
        return np.where(self.computed.benefits, self.computed.by_person, self.by_person)

    def mean(self) -> float:
        """Expected fen a year, all people and benefits."""
        return float(self.expected().sum()) / self.years

    def totals(self) -> Floats:
        """(years,): fen paid in each year, which says how a year may differ from the mean."""
        totals: Floats = self.by_year.sum(axis=(1, 2)).astype(np.float64)
        return totals

    def replicates(self) -> Floats:
        """(years, groups, benefits): as ``by_year``, but with the mean where it is computed: its spread is the error of
        the simulated means, and what ``drawn_variance`` adds to it that of the computed ones."""
        years: Floats = self.by_year.astype(np.float64)
        if self.computed is not None:
            mean = np.zeros(years.shape[1:])
            np.add.at(mean, self.group, self.computed.by_person / self.years)
            years[:, :, self.computed.benefits] = mean[:, self.computed.benefits]
        return years

    def drawn_variance(self) -> Floats:
        """(groups, benefits): sampling variance of the computed means, fen squared a year."""
        variance = np.zeros(self.by_year.shape[1:])
        if self.computed is not None:
            np.add.at(variance, self.group, self.computed.variance / self.years**2)
        return variance

    def standard_error(self) -> float:
        """Standard error of ``mean``, fen."""
        return combined_error(self.replicates().sum(axis=(1, 2)), float(self.drawn_variance().sum()))


def standard_error(replicates: Floats) -> float:
    """Standard error of the mean of independent replicates, shape (n,). Raises ValueError for fewer than two."""
    if len(replicates) < 2:
        raise ValueError("an error needs at least two simulated years")
    return float(replicates.std(ddof=1) / np.sqrt(len(replicates)))


def combined_error(replicates: Floats, variance: float) -> float:
    """Standard error of a mean of replicates (years,) plus something drawn with this variance."""
    return float(np.hypot(standard_error(replicates), np.sqrt(variance)))


def joined(parts: Sequence[Costs], notes: tuple[Text, ...] = ()) -> Costs:
    """The costs of people who were simulated in slices, with the same years, benefits and groups, as those of all."""
    one = parts[0]
    return Costs(
        years=one.years,
        benefits=one.benefits,
        groups=one.groups,
        group=np.concatenate([part.group for part in parts]),
        member_id=tuple(name for part in parts for name in part.member_id),
        by_year=np.sum([part.by_year for part in parts], axis=0),
        by_person=np.concatenate([part.by_person for part in parts]),
        paid_counts=np.sum([part.paid_counts for part in parts], axis=0),
        person_years=np.concatenate([part.person_years for part in parts]),
        notes=notes,
        computed=_joined_means([part.computed for part in parts]),
    )


def _joined_means(parts: Sequence[Computed | None]) -> Computed | None:
    """None unless every part has computed means."""
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    by_person = np.concatenate([part.by_person for part in known])
    return Computed(known[0].benefits, by_person, np.concatenate([part.variance for part in known]))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one set of terms costs more than another, fen a year, for the same people with the same illnesses."""

    mean: float
    error: float
    """Standard error of ``mean``; small, because both pay for the same bills (common random numbers)."""
    error_of_one: float
    error_of_other: float
    """Standard errors of the two costs themselves."""

    @property
    def error_if_independent(self) -> float:
        """What ``error`` would be had the two been simulated apart."""
        return float(np.hypot(self.error_of_one, self.error_of_other))


def difference(one: Costs, other: Costs) -> Difference:
    """``one`` less ``other``, year by year. Raises ValueError where they are not of the same simulated years."""
    if one.years != other.years:
        raise ValueError(f"costs of {one.years} and of {other.years} years cannot be compared year by year")
    gaps = (one.replicates().sum(axis=(1, 2))) - other.replicates().sum(axis=(1, 2))
    error = combined_error(gaps, drawn_variance_of_gap(one, other).sum())
    return Difference(float(gaps.mean()), error, one.standard_error(), other.standard_error())


def drawn_variance_of_gap(one: Costs, other: Costs) -> Floats:
    """(groups,): sampling variance of the difference of computed means, fen squared a year.

    Both drew the same events, so the errors of a benefit go the same way under both terms and cancel where it is the
    same: they differ by the difference of the two. Benefits that only one side has count in full.
    """
    errors = [_errors_by_benefit(costs) for costs in (one, other)]
    nothing = np.zeros(len(one.groups))
    names = dict.fromkeys([*errors[0], *errors[1]])
    gaps = [(errors[0].get(name, nothing) - errors[1].get(name, nothing)) ** 2 for name in names]
    return np.sum(gaps, axis=0) if gaps else nothing


def _errors_by_benefit(costs: Costs) -> dict[str, Floats]:
    """(groups,) standard deviation by benefit id, a benefit's plans and variants together."""
    variance = costs.drawn_variance()
    found: dict[str, Floats] = {}
    for place, (_, benefit) in enumerate(costs.benefits):
        found[benefit] = found.get(benefit, np.zeros(len(costs.groups))) + variance[:, place]
    return {name: np.sqrt(total) for name, total in found.items()}
