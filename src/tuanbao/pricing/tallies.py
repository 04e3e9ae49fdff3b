"""Rows of an adjudication -> sums by year, group, benefit and person. Kernels."""

from typing import Any, NamedTuple

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.jit import kernel


class Tally(NamedTuple):
    """Sums that batches add to; fen."""

    by_year: Any
    """(years, groups, benefits)."""
    by_person: Any
    """(people, benefits)."""
    counts: Any
    """(benefits,): rows and events that were paid."""
    person_years: Any
    """(kept years, people)."""


def new_tally(years: int, groups: int, people: int, benefits: int, kept: int) -> Tally:
    shapes = ((years, groups, benefits), (people, benefits), (benefits,), (kept, people))
    return Tally(*(np.zeros(shape, np.int64) for shape in shapes))


@kernel
def add_rows(
    tally: Tally, first_year: int, rows: a.Rows, member: Any, person: Any, copy: Any, group: Any, column: Any
) -> None:
    """Adds the rows of a batch. ``member`` (lines,) is a position in the batch's population, whose ``person`` and
    ``copy`` (population,) say who and which year it is; ``column`` (benefits of the program,) the benefit's place."""
    for r in range(len(rows.benefit)):
        paid = rows.paid[r]
        if paid > 0:
            m = member[rows.line[r]]
            add_payment(tally, first_year + copy[m], group[person[m]], person[m], column[rows.benefit[r]], paid)


@kernel
def add_payment(tally: Tally, year: int, group: int, person: int, benefit: int, paid: int) -> None:
    """One amount that was paid."""
    tally.by_year[year, group, benefit] += paid
    tally.by_person[person, benefit] += paid
    tally.counts[benefit] += 1
    if year < len(tally.person_years):
        tally.person_years[year, person] += paid
