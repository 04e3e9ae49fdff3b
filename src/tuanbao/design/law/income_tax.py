"""Individual income tax on comprehensive income (综合所得个人所得税), exact to the fen with one rounding."""

from math import lcm

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.design.law.case import Tax
from tuanbao.design.law.people import Employees
from tuanbao.design.law.premiums import Ints
from tuanbao.money import half_up
from tuanbao.reference.law import income_tax_brackets, law_share, law_yuan


def income_tax(taxable: ArrayLike) -> Ints:
    """Tax of a year, fen, on taxable income of a year, fen (any shape); nothing on less than nothing.

    Each bracket's rate holds for what lies in the bracket (超额累进), by 个人所得税法 附表一.
    """
    income = np.maximum(np.asarray(taxable, np.int64), 0)
    brackets = income_tax_brackets()
    unit = lcm(*(bracket.rate.denominator for bracket in brackets))
    parts, start = np.zeros_like(income), 0
    for bracket in brackets:
        above = np.maximum(income - start, 0)
        within = above if bracket.up_to is None else np.minimum(above, bracket.up_to - start)
        parts += within * int(bracket.rate * unit)
        start = bracket.up_to or start
    return np.asarray((2 * parts + unit) // (2 * unit), np.int64)


def contributions(staff: Employees, tax: Tax, local: Ints | None) -> Ints:
    """(employees,): what they pay into social insurance and housing fund, fen a year (个人缴纳的三险一金).

    A share of salary, as `Tax` says or as assumed; where the local average wage is known, of at most three times it.
    """
    usual = law_share("contributions", "insurance") + law_share("contributions", "housing_fund")
    share = usual if tax.contributions is None else tax.contributions
    base = capped(staff.salary, local, "contributions")
    return np.array([half_up(int(fen) * share.numerator, share.denominator) for fen in base], np.int64)


def capped(salary: Ints, local: Ints | None, entry: str) -> Ints:
    """Salaries, at most the base that an entry sets as a share of the local average wage; uncapped where unknown."""
    if local is None:
        return salary
    most = law_share(entry, "base")
    return np.minimum(salary, local * most.numerator // most.denominator)


def taxable_income(staff: Employees, tax: Tax, local: Ints | None) -> Ints:
    """(employees,): a year's salary less the basic deduction and contributions, fen; may be negative.

    Special additional deductions (专项附加扣除) are not on a roster, so they are taken as nothing: tax is at most this.
    """
    return staff.salary - law_yuan("income_tax", "basic_deduction") - contributions(staff, tax, local)
