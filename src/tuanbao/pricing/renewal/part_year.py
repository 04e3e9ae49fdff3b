"""From a part of a year to the whole (未满年度折算): what the model says of months that are still to come.

Early in a year little is paid: yearly deductibles are not used up, bands are low, winter differs from summer. Claims to
date over premium to date are therefore no loss ratio of a year. The same people's simulated years say by how much.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.intake import take_in
from tuanbao.plan import Plan
from tuanbao.pricing.renewal.assumptions import six_decimals
from tuanbao.pricing.renewal.claims import Ints, Paid, checked_claims, pay
from tuanbao.pricing.renewal.months import days_since_1970
from tuanbao.pricing.renewal.sampling import some_families
from tuanbao.pricing.simulation.bills import Model, simulate_bills

LINES = 300_000
"""About so many simulated bills tell the factor."""
MOST_YEARS = 1000


def whole_year_factor(
    plans: tuple[Plan, ...],
    people: pa.Table,
    model: Model,
    period: tuple[date, date],
    until: date,
    *,
    threshold: int | None = None,
    seed: int = 2026,
    hospital_lists: Any = None,
) -> Fraction | None:
    """Claims of the whole period a day, over those from its first day to ``until`` a day; six decimals.

    ``people`` are covered for all of the period; payments of bills count up to ``threshold`` fen a person. Years are
    adjudicated together, each with people of its own; where a limit is the company's, one year is looked at. None
    where the simulated years pay nothing until then. 1 where the period is over.
    """
    if until >= period[1]:
        return Fraction(1)
    lines = max(1, len(simulate_bills(people, model, 1, seed=seed, year=period).bills))
    shared = bool(take_in(plans, people, None, hospital_lists).compiled.company_limits)
    people = people if shared else some_families(people, LINES / lines)
    years = 1 if shared else max(1, min(MOST_YEARS, LINES // lines))
    made = simulate_bills(people, model, years, seed=seed, year=period)
    everybody = pa.concat_tables([_of_year(people, year) for year in range(years)])
    bills = pa.concat_tables([_of_year(each, year) for year, (each, _) in enumerate(made.years())])
    paid = pay(plans, checked_claims(plans, everybody, bills, hospital_lists=hospital_lists))
    early, whole = _kept(_known(paid, until), threshold), _kept(paid.by_person, threshold)
    days = [(last - period[0]).days + 1 for last in (until, period[1])]
    return six_decimals(whole / early * days[0] / days[1]) if early else None


def _of_year(table: pa.Table, year: int) -> pa.Table:
    """With names of people and families that are those of one simulated year."""
    for name in ("member_id", "family_id"):
        if name in table.column_names:
            named = pc.binary_join_element_wise(table[name].cast(pa.string()), str(year), "~")
            table = table.set_column(table.column_names.index(name), name, named)
    return table


def _known(paid: Paid, until: date) -> Ints:
    """(people,): fen of what occurred by a day."""
    by_then = paid.occurred <= days_since_1970(until)
    known = np.zeros_like(paid.by_person)
    np.add.at(known, paid.person[by_then], paid.amount[by_then])
    return known


def _kept(fen: Ints, threshold: int | None) -> int:
    return int((fen if threshold is None else np.minimum(fen, threshold)).sum())
