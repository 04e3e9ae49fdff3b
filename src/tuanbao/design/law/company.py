"""What the programme costs the company after tax (企业税后成本): by treatment, what is deductible and what is saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from tuanbao.design.law.case import Case
from tuanbao.design.law.people import payroll_of
from tuanbao.design.law.treatments import TREATMENTS, paid_by_company, without_medical, without_pension
from tuanbao.design.law.words import percent
from tuanbao.language import Text
from tuanbao.money import parse_percent, portion, split
from tuanbao.reference.documented import Confidence, Documented
from tuanbao.reference.law import law, law_share

_FREE = {"liability": "liability", "special_trades": "special_trades", "travel": "travel"}
_LIMITED = {"medical": "supplementary_medical", "pension": "supplementary_pension", "welfare": "welfare"}
_ALL_STAFF: dict[str, Callable[[Case], int | None]] = {"medical": without_medical, "pension": without_pension}


@dataclass(frozen=True, slots=True)
class Treatment:
    """One kind of expense; fen a year. ``limit``: the most that is deductible, None where there is no such limit.

    ``known`` is False where the limit could not be worked out; then nothing is taken as deductible.
    """

    key: str
    paid: int
    limit: int | None
    deductible: int
    tax_saved: int
    why: Text
    source: str
    confidence: Confidence
    known: bool = True

    @property
    def title(self) -> Text:
        return TREATMENTS[self.key]

    @property
    def net_cost(self) -> int:
        return self.paid - self.tax_saved


@dataclass(frozen=True, slots=True)
class CompanyTax:
    """The company's side; fen a year. ``rate``: of corporate income tax; the saving supposes that it is paid."""

    rate: Fraction
    payroll: int | None
    treatments: tuple[Treatment, ...]

    @property
    def paid(self) -> int:
        return sum(each.paid for each in self.treatments)

    @property
    def deductible(self) -> int:
        return sum(each.deductible for each in self.treatments)

    @property
    def tax_saved(self) -> int:
        return sum(each.tax_saved for each in self.treatments)

    @property
    def net_cost(self) -> int:
        return self.paid - self.tax_saved

    def of(self, key: str) -> Treatment:
        return next(each for each in self.treatments if each.key == key)


def corporate_rate(case: Case) -> Fraction:
    """The rate of corporate income tax (企业所得税率) for the kind of enterprise."""
    if case.tax.enterprise == "small_reduced":
        return law_share("small_enterprises", "rate")
    return parse_percent(law("corporate_income_tax").value[case.tax.enterprise])


def company_tax(case: Case) -> CompanyTax:
    """What is paid, deductible and saved by treatment. The saving is rounded once, and its parts sum to it."""
    rate, payroll = corporate_rate(case), payroll_of(case)
    rows = [_treatment(case, key, paid, payroll) for key, paid in paid_by_company(case).items()]
    amounts = [row.deductible for row in rows]
    total = portion(sum(amounts), rate)
    saved = split(total, amounts) if any(amounts) else amounts
    return CompanyTax(rate, payroll, tuple(replace(row, tax_saved=part) for row, part in zip(rows, saved, strict=True)))


def _treatment(case: Case, key: str, paid: int, payroll: int | None) -> Treatment:
    if key in _LIMITED:
        return _limited(case, key, paid, payroll)
    if key in _FREE:
        return _row(key, paid, None, paid, Text("可全额税前扣除", "fully deductible"), law(_FREE[key]))
    why = Text("一般不能税前扣除", "in general not deductible")
    return _row(key, paid, 0, 0, why, law("commercial_insurance"))


def _limited(case: Case, key: str, paid: int, payroll: int | None) -> Treatment:
    basis, share = law(_LIMITED[key]), law_share(_LIMITED[key])
    lacking = _ALL_STAFF[key](case) if key in _ALL_STAFF else None
    if paid and lacking:
        zh = f"有 {lacking} 名在册员工未覆盖，不满足“全体员工”的条件，按不能扣除计算"
        en = f"{lacking} on the roll are not covered, so the condition of all staff is not met: nothing is deductible"
        return _row(key, paid, 0, 0, Text(zh, en), basis)
    if payroll is None:
        zh = "缺工资总额，无法计算限额，先按不能扣除计算"
        en = "the payroll is not known, so neither is the limit: counted as not deductible for now"
        return _row(key, paid, None, 0, Text(zh, en), basis, known=paid == 0)
    already = {"medical": case.tax.other_medical, "pension": case.tax.other_pension, "welfare": case.tax.other_welfare}
    limit = max(0, portion(payroll, share) - already[key])
    own = percent(share)
    why = Text(f"工资总额的 {own} 以内可扣除，超出部分不能", f"deductible within {own} of the payroll, the rest is not")
    return _row(key, paid, limit, min(paid, limit), why, basis)


def _row(
    key: str, paid: int, limit: int | None, deductible: int, why: Text, basis: Documented, *, known: bool = True
) -> Treatment:
    return Treatment(key, paid, limit, deductible, 0, why, basis.source, basis.confidence, known)
