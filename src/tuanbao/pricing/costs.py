"""What plans pay over many simulated years (赔付成本): means, errors, spread, differences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


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

    def mean(self) -> float:
        """Expected fen a year, all people and benefits."""
        return float(self.totals().mean())

    def totals(self) -> Floats:
        """(years,): fen paid in each year."""
        totals: Floats = self.by_year.sum(axis=(1, 2)).astype(np.float64)
        return totals

    def standard_error(self) -> float:
        """Standard error of ``mean``, fen."""
        return standard_error(self.totals())


def standard_error(replicates: Floats) -> float:
    """Standard error of the mean of independent replicates, shape (n,). Raises ValueError for fewer than two."""
    if len(replicates) < 2:
        raise ValueError("an error needs at least two simulated years")
    return float(replicates.std(ddof=1) / np.sqrt(len(replicates)))


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
    )


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
    gaps = one.totals() - other.totals()
    return Difference(float(gaps.mean()), standard_error(gaps), one.standard_error(), other.standard_error())
