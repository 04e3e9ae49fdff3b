"""What the programme is worth to employees after income tax (员工税后价值)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.law.case import Case
from tuanbao.design.law.employee_tax import taxed_columns
from tuanbao.design.law.income_tax import capped, income_tax, taxable_income
from tuanbao.design.law.people import Employees, employees_of, local_year
from tuanbao.design.law.premiums import Ints
from tuanbao.design.law.treatments import annuity_by_employee, paid_by_person
from tuanbao.money import half_up
from tuanbao.reference.law import law_share, law_yuan

SMALLEST_CELL = 10
"""Averages of fewer people are not shown."""


@dataclass(frozen=True, slots=True)
class Wages:
    """What counts as wages and the tax on it, under one reading of the rules; (employees,), fen a year.

    ``tax`` is 0 where the salary is not known.
    """

    added: Ints
    tax: Ints


@dataclass(frozen=True, slots=True)
class TierAverage:
    """Means of a tier's employees with known salary, fen a year; None where they are too few to be shown."""

    tier: str
    people: int
    paid: int | None
    tax: int | None
    tax_pooled: int | None


@dataclass(frozen=True, slots=True)
class EmployeesTax:
    """The employees' side; arrays are (employees,) in the order of the roster, fen a year.

    ``paid``: what the company pays for them and their family, the annuity included. ``all_wages``: every premium for
    them counts as wages (国税函〔2005〕318号); ``pooled``: supplementary medical does not, as in some places.
    ``relief``: tax put off or saved by annuity and tax-favoured insurance.
    """

    member_id: tuple[str, ...]
    tier: tuple[str, ...]
    known: NDArray[np.bool_]
    paid: Ints
    all_wages: Wages
    pooled: Wages
    relief: Ints
    tiers: tuple[TierAverage, ...]

    @property
    def net_value(self) -> int:
        """What the company pays less the tax on it, with every premium as wages; of those whose salary is known."""
        return int((self.paid + self.relief - self.all_wages.tax)[self.known].sum())

    @property
    def net_value_pooled(self) -> int:
        """The same where supplementary medical is not taxed."""
        return int((self.paid + self.relief - self.pooled.tax)[self.known].sum())


def employees_tax(case: Case) -> EmployeesTax | None:
    """Tax of every employee before and with the programme; None without a roster.

    The programme's wages come on top of salary, so each is taxed at the person's own marginal rate. Premiums of
    family count for the family's employee; where the roster has none, for nobody.
    """
    if case.members is None:
        return None
    staff = employees_of(case)
    by_treatment = _with_family(case, staff)
    local = local_year(case, staff)
    employer, beyond, own = _annuity(case, staff, local)
    before = taxable_income(staff, case.tax, local)
    less = own + _tax_favoured(case, staff)
    relief = np.where(staff.known, income_tax(before) - income_tax(before - less), 0)

    def reading(*, pooled_taxed: bool) -> Wages:
        added = by_treatment[:, taxed_columns(pooled_taxed=pooled_taxed)].sum(axis=1) + beyond
        tax = income_tax(before - less + added) - income_tax(before - less)
        return Wages(added, np.where(staff.known, tax, 0))

    all_wages, pooled = reading(pooled_taxed=True), reading(pooled_taxed=False)
    paid = by_treatment.sum(axis=1) + employer
    tiers = _averages(staff, paid, all_wages, pooled)
    return EmployeesTax(staff.member_id, staff.tier, staff.known, paid, all_wages, pooled, relief, tiers)


def _with_family(case: Case, staff: Employees) -> Ints:
    """(employees, treatments): what the company pays for each and their family."""
    paid = paid_by_person(case)
    total = np.zeros((len(staff), paid.shape[1]), np.int64)
    has = staff.of_row >= 0
    np.add.at(total, staff.of_row[has], paid[has])
    return total


def _annuity(case: Case, staff: Employees, local: Ints | None) -> tuple[Ints, Ints, Ints]:
    """(employees,) each: the company's part; what of it is over the legal share, so wages; what comes off income."""
    nothing = np.zeros(len(staff), np.int64)
    if case.annuity is None:
        return nothing, nothing, nothing
    employer = annuity_by_employee(staff, case.annuity, case.annuity.employer)
    within = annuity_by_employee(staff, case.annuity, min(case.annuity.employer, law_share("annuity", "employer")))
    share = min(case.annuity.employee, law_share("annuity_deferral", "employee"))
    base = capped(staff.salary, local, "annuity_deferral")
    taken = np.where(annuity_by_employee(staff, case.annuity, share) > 0, base, 0)
    own = [half_up(int(fen) * share.numerator, share.denominator) for fen in taken]
    return employer, employer - within, np.array(own, np.int64)


def _tax_favoured(case: Case, staff: Employees) -> Ints:
    """(employees,): premiums of approved health products, by whomever paid, up to the yearly limit."""
    total = np.zeros(len(staff), np.int64)
    if case.premiums is not None:
        chosen = [i for i, item in enumerate(case.premiums.items) if item.named(case.tax.tax_favoured)]
        both = (case.premiums.employer + case.premiums.employee)[:, chosen].sum(axis=1)
        has = staff.of_row >= 0
        np.add.at(total, staff.of_row[has], both[has])
    return np.minimum(total, law_yuan("tax_favoured_health"))


def _averages(staff: Employees, paid: Ints, all_wages: Wages, pooled: Wages) -> tuple[TierAverage, ...]:
    """By tier, in the order of the roster; a single tier that is hidden takes the smallest other with it."""
    names = list(dict.fromkeys(staff.tier))
    of_tier = {name: staff.known & np.array([tier == name for tier in staff.tier], np.bool_) for name in names}
    counts = {name: int(rows.sum()) for name, rows in of_tier.items()}
    hidden = {name for name, count in counts.items() if count < SMALLEST_CELL}
    shown = [name for name in names if name not in hidden]
    if shown and 0 < sum(counts[name] for name in hidden) < SMALLEST_CELL:
        hidden.add(min(shown, key=lambda name: counts[name]))
    found = []
    for name in names:
        rows, count = of_tier[name], counts[name]
        figures = [None, None, None] if name in hidden else [_mean(a[rows]) for a in (paid, all_wages.tax, pooled.tax)]
        found.append(TierAverage(name, count, *figures))
    return tuple(found)


def _mean(amounts: Ints) -> int:
    return half_up(int(amounts.sum()), len(amounts))
