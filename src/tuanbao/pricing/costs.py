"""What plans pay over many simulated years (赔付成本): means, errors, spread, differences."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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

    def mean(self) -> float:
        """Expected fen a year, all people and benefits."""
        return float(self.totals().mean())

    def totals(self) -> Floats:
        """(years,): fen paid in each year."""
        return self.by_year.sum(axis=(1, 2)).astype(np.float64)

    def standard_error(self) -> float:
        """Standard error of ``mean``, fen."""
        return standard_error(self.totals())


def standard_error(replicates: Floats) -> float:
    """Standard error of the mean of independent replicates, shape (n,). Raises ValueError for fewer than two."""
    if len(replicates) < 2:
        raise ValueError("an error needs at least two simulated years")
    return float(replicates.std(ddof=1) / np.sqrt(len(replicates)))
