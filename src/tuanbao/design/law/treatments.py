"""How tax treats what the company pays (税务处理): by what it is for, and for whom."""

from fractions import Fraction

import numpy as np

from tuanbao.design.law.case import Annuity, Case, Service, Tax
from tuanbao.design.law.people import Employees, benefits_of, column, employees_of, in_tiers, payroll_of
from tuanbao.design.law.premiums import Ints, Item
from tuanbao.design.themes import theme_of
from tuanbao.language import Text
from tuanbao.money import portion, split
from tuanbao.reference.law import law

TREATMENTS: dict[str, Text] = {
    "medical": Text("补充医疗保险（员工）", "supplementary medical insurance of employees"),
    "pension": Text("补充养老（含企业年金）", "supplementary pension, annuity included"),
    "liability": Text("雇主责任险、公众责任险", "employer's and public liability"),
    "special_trades": Text("特殊工种人身安全保险", "safety insurance of special trades"),
    "travel": Text("差旅意外险", "accident insurance of business travel"),
    "welfare": Text("体检与健康服务（职工福利费）", "check-ups and health services (staff welfare)"),
    "family": Text("为家属支付的保费", "premiums for family members"),
    "other": Text("其他商业保险（意外、寿险、重疾、津贴等）", "other insurance (accident, life, illness, allowances)"),
}
"""In the order in which they are listed. The place of a treatment is its column in arrays."""
PLACE = {name: place for place, name in enumerate(TREATMENTS)}
_OF_SERVICE = {
    "employers_liability": "liability",
    "annuity": "pension",
    "checkup": "welfare",
    "health_services": "welfare",
}


def medical_themes(tax: Tax) -> frozenset[str]:
    """The themes that count as supplementary medical insurance."""
    return frozenset(law("medical_themes").value) if tax.medical_themes is None else tax.medical_themes


def treatment_of(item: Item, tax: Tax) -> str:
    """How the premium of one benefit for an employee is treated."""
    if item.named(tax.special_trades):
        return "special_trades"
    if item.named(tax.travel):
        return "travel"
    if item.theme in ("employers_liability", "annuity"):
        return _OF_SERVICE[item.theme]
    return "medical" if item.theme in medical_themes(tax) else "other"


def treatment_of_service(service: Service) -> str:
    """How a service is treated; what is no known service is other insurance."""
    return _OF_SERVICE.get(service.theme, "other")


def paid_by_person(case: Case) -> Ints:
    """(people, treatments): fen a year that the company pays, premiums and services; the annuity is not in it."""
    paid = np.zeros((0 if case.members is None else len(case.members), len(TREATMENTS)), np.int64)
    if case.members is None:
        return paid
    staff = employees_of(case)
    if case.premiums is not None:
        relatives = np.ones(len(paid), np.bool_)
        relatives[staff.row] = False
        for i, item in enumerate(case.premiums.items):
            of_item = case.premiums.employer[:, i]
            paid[:, PLACE[treatment_of(item, case.tax)]] += np.where(relatives, 0, of_item)
            paid[:, PLACE["family"]] += np.where(relatives, of_item, 0)
    for service in case.services:
        having = staff.row[in_tiers(staff, service.tiers)]
        paid[having, PLACE[treatment_of_service(service)]] += service.per_head
    return paid


def paid_by_company(case: Case) -> dict[str, int]:
    """Fen a year by treatment, services without a roster and the annuity included."""
    total = dict(zip(TREATMENTS, paid_by_person(case).sum(axis=0).tolist(), strict=True))
    if case.members is None:
        for service in case.services:
            total[treatment_of_service(service)] += service.per_head * (service.heads or case.on_roll or 0)
    total["pension"] += annuity_of_company(case) or 0
    return total


def annuity_base(case: Case) -> int | None:
    """Yearly salaries of those who are in the annuity, fen; 0 without an annuity, None where salaries are missing."""
    if case.annuity is None:
        return 0
    staff = employees_of(case)
    within = in_tiers(staff, case.annuity.tiers)
    if len(staff) and staff.known[within].all():
        return int(staff.salary[within].sum())
    return payroll_of(case) if case.annuity.tiers is None else None


def annuity_of_company(case: Case) -> int | None:
    """The company's annuity contributions, fen a year; 0 without an annuity, None where salaries are missing."""
    base = annuity_base(case)
    return None if base is None else portion(base, case.annuity.employer) if case.annuity else 0


def annuity_by_employee(staff: Employees, annuity: Annuity, share: Fraction) -> Ints:
    """(employees,): a share of the salaries of those in the annuity, fen a year; sums to the share of the total.

    What is rounded away goes to the largest remainders, so that no fen is lost.
    """
    base = np.where(in_tiers(staff, annuity.tiers), staff.salary, 0)
    whole = portion(int(base.sum()), share)
    return np.array(split(whole, base.tolist()) if base.any() else base, np.int64)


def without_medical(case: Case) -> int | None:
    """How many employees on the roll have no supplementary medical benefit (未覆盖的在册职工); None: not known.

    Where the number on the roll was not given, it is not known, unless somebody on the roster has none.
    """
    if case.members is None:
        return None
    has = _have_medical(case)
    lacking = has.count(False)
    return (lacking or None) if case.on_roll is None else case.on_roll - len(has) + lacking


def somebody_has_medical(case: Case) -> bool:
    return any(_have_medical(case))


def tiers_without_medical(case: Case) -> tuple[str, ...]:
    """The tiers of the programme whose plans have no such benefit, where another tier has one."""
    tiers = case.programme.tiers if case.programme else ()
    has = {tier.tier: _is_medical(case, ";".join(tier.plan)) for tier in tiers}
    return tuple(name for name, medical in has.items() if not medical) if any(has.values()) else ()


def _have_medical(case: Case) -> list[bool]:
    """By employee of the roster."""
    plans = column(case, "plan")
    own = [plans[row] for row in employees_of(case).row]
    found = {names: _is_medical(case, names) for names in set(own)}
    return [found[names] for names in own]


def _is_medical(case: Case, plans: str | None) -> bool:
    themes = medical_themes(case.tax)
    return any(theme_of(benefit) in themes for _, benefit in benefits_of(case, plans, "employee"))


def without_pension(case: Case) -> int | None:
    """How many employees on the roll have no annuity or supplementary pension; None: not known."""
    if case.members is None:
        return None
    staff = employees_of(case)
    tiers = [case.annuity.tiers] if case.annuity else []
    tiers += [service.tiers for service in case.services if treatment_of_service(service) == "pension"]
    has = np.zeros(len(staff), np.bool_)
    for names in tiers:
        has |= in_tiers(staff, names)
    lacking = int((~has).sum())
    return (lacking or None) if case.on_roll is None else case.on_roll - len(staff) + lacking
