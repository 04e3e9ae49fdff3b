"""What is judged (待核对的方案): the programme, its people and premiums, and the facts of tax and contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa

from tuanbao.adjudication.intake import named_plans
from tuanbao.design.law.errors import LawError
from tuanbao.design.law.premiums import Premiums
from tuanbao.language import Text
from tuanbao.plan import Plan, Programme
from tuanbao.pricing.group import EVERYBODY, Group

Payer = Literal["employer", "employee"]
Enterprise = Literal["general", "high_tech", "small", "small_reduced"]
ANY_CITY = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What the company buys beside the plans (体检、健康服务等): fen a year and employee, for tiers or for everybody.

    A theme of ``employers_liability`` stands for a liability policy, ``annuity`` for supplementary pension insurance.
    ``heads`` where the roster does not say how many employees have it.
    """

    theme: str
    per_head: int
    tiers: tuple[str, ...] | None = None
    heads: int | None = None


@dataclass(frozen=True, slots=True)
class Annuity:
    """Enterprise annuity (企业年金): shares of salary that company and employee pay in, for tiers or for everybody."""

    employer: Fraction
    employee: Fraction = Fraction(0)
    tiers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Tax:
    """The company's position in tax. Benefits are named ``benefit`` or ``plan/benefit``.

    ``enterprise``: which rate of corporate income tax. ``special_trades`` and ``travel`` name the benefits that insure
    special trades by state regulation and accidents of business travel; ``tax_favoured`` those of products approved
    for 税优. ``medical_themes``: what counts as supplementary medical insurance where the tax office said so. The
    ``other_…`` are fen a year that the company already spends under the same limit. ``contributions``: what
    employees pay into social insurance and housing fund, as a share of salary. ``local_wages``: average monthly wage
    by city, fen, "" for any other city.
    """

    enterprise: Enterprise = "general"
    special_trades: frozenset[str] = frozenset()
    travel: frozenset[str] = frozenset()
    tax_favoured: frozenset[str] = frozenset()
    medical_themes: frozenset[str] | None = None
    other_medical: int = 0
    other_pension: int = 0
    other_welfare: int = 0
    contributions: Fraction | None = None
    local_wages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contract:
    """What is known of the contract and of how it is run; None: nobody said, and what hangs on it is not checked.

    ``health_management``: share of the net premium. ``retention_years``: for how long records are kept.
    """

    policyholder: Payer | None = None
    beneficiary: Literal["insured_or_relatives", "employer", "other"] | None = None
    consent: bool | None = None
    experience_refund: bool | None = None
    refund_in_contract: bool | None = None
    health_management: Fraction | None = None
    separate_consent: bool | None = None
    guardian_consent: bool | None = None
    impact_assessment: bool | None = None
    employer_sees_diagnoses: bool | None = None
    human_review: bool | None = None
    retention_years: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the rules look at. What is missing is None, and rules that need it say so.

    ``members``: the people covered (relation, birth_date, sex, salary a month, plan, tier, family_id). ``payroll``: fen
    a year; without it twelve times the roster's salaries. ``on_roll``: employees on the roll (在册职工), covered
    or not. Raises LawError with everything that does not fit together.
    """

    plans: tuple[Plan, ...]
    members: pa.Table | None = None
    programme: Programme | None = None
    premiums: Premiums | None = None
    services: tuple[Service, ...] = ()
    annuity: Annuity | None = None
    payroll: int | None = None
    on_roll: int | None = None
    tax: Tax = Tax()
    contract: Contract = Contract()

    def __post_init__(self) -> None:
        if problems := _problems(self):
            raise LawError(*problems)

    @property
    def first_day(self) -> date:
        """The first day of the plans, on which ages are taken."""
        return min(plan.period.first for plan in self.plans)

    @property
    def last_day(self) -> date:
        return max(plan.period.last for plan in self.plans)

    @property
    def every_plan(self) -> dict[str, Plan]:
        """Plans and their variants by name."""
        return named_plans(self.plans)


def case_of_group(group: Group, **facts: Any) -> Case:
    """The case of a group that is priced; ``facts`` are the other fields of `Case`."""
    programme = group.assignment.programme
    own = None if programme.programme == EVERYBODY else programme
    return Case(group.plans, group.members, own, **facts)


def _problems(case: Case) -> list[Text]:
    found = []
    if not case.plans:
        found.append(Text("没有方案可核对，请至少给出一个方案", "there is no plan to check: give at least one"))
    people = None if case.members is None else len(case.members)
    if case.premiums is not None and case.premiums.people != people:
        zh = f"保费表有 {case.premiums.people} 人，人员表有 {people or 0} 人，应逐人对应，请核对"
        en = f"the premiums are of {case.premiums.people} people, the roster has {people or 0}: they must agree"
        found.append(Text(zh, en))
    if case.members is not None and case.on_roll is not None:
        covered = case.members["relation"].to_pylist().count("employee")
        if case.on_roll < covered:
            zh = f"在册职工人数（{case.on_roll}）少于已参保的员工人数（{covered}），请核对"
            en = f"fewer employees are on the roll ({case.on_roll}) than covered ({covered}): check the number"
            found.append(Text(zh, en))
    found += [_negative(name) for name, value in _amounts(case) if value is not None and value < 0]
    return found


def _amounts(case: Case) -> list[tuple[Text, int | Fraction | None]]:
    annuity, tax = case.annuity, case.tax
    return [
        (Text("工资总额", "the payroll"), case.payroll),
        (Text("在册职工人数", "the number on the roll"), case.on_roll),
        (Text("企业年金企业缴费", "the employer's annuity contribution"), annuity.employer if annuity else 0),
        (Text("企业年金个人缴费", "the employees' annuity contribution"), annuity.employee if annuity else 0),
        (Text("其他补充医疗支出", "other supplementary medical expense"), tax.other_medical),
        (Text("其他补充养老支出", "other supplementary pension expense"), tax.other_pension),
        (Text("其他福利费支出", "other welfare expense"), tax.other_welfare),
        (Text("社保公积金个人比例", "the employees' contributions"), tax.contributions),
        *((Text("服务的人均费用", "the cost per head of a service"), service.per_head) for service in case.services),
        *((Text("服务人数", "the heads of a service"), service.heads) for service in case.services),
        *((Text("当地平均工资", "a local average wage"), wage) for wage in tax.local_wages.values()),
    ]


def _negative(name: Text) -> Text:
    return Text(f"{name.zh}不能为负，请改正", f"{name.en} cannot be negative: correct it")
