"""Cover on death: consent, beneficiary, minors (身故责任)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tuanbao.adjudication.events import ADULT, DEATHS, OUTSIDE_MINOR_CAP, sum_insured
from tuanbao.design.law.case import Case
from tuanbao.design.law.people import ages_of, benefits_of, column
from tuanbao.design.law.rules import Seen, rule
from tuanbao.design.law.words import named, people, yuan
from tuanbao.language import Text
from tuanbao.plan import LumpSum, Plan
from tuanbao.plan.fields import PersonField
from tuanbao.plan.model import SalaryMultiple, ShareOfBenefit
from tuanbao.reference import minor_death_cap
from tuanbao.reference.law import law, law_number, minor_death_basis
from tuanbao.vocabulary import EVENT_IS_ALSO

NOBODY: Mapping[str, Any] = {}


def pays_on_death(benefit: object) -> bool:
    return isinstance(benefit, LumpSum) and benefit.event in DEATHS and benefit.work != "only"


def plans_with_death(case: Case) -> list[Plan]:
    return [plan for plan in case.plans if any(pays_on_death(benefit) for benefit in plan.benefits)]


@rule(
    "consent_to_death_cover",
    "breach",
    Text("身故责任须被保险人同意并认可保额", "the insured consents to death cover and its sum"),
    law("consent_to_death"),
    ("consent",),
)
def consent_to_death_cover(case: Case) -> Iterator[Seen]:
    for plan in plans_with_death(case) if not case.contract.consent else []:
        name = named(plan)
        zh = f"{name.zh}有身故责任，但未取得被保险人对投保和保额的同意，合同可能无效；请在生效前逐人取得并留存同意"
        en = f"{name.en} pays on death, and the insured have not consented to the cover and its sum, without which it"
        yield Seen(Text(zh, f"{en} may be void: collect and keep everybody's consent before it begins"), plan.id)


@rule(
    "beneficiary_is_not_the_company",
    "breach",
    Text("身故受益人只能是员工指定的人或其近亲属", "the company is no beneficiary"),
    law("beneficiary"),
    ("beneficiary",),
)
def beneficiary_is_not_the_company(case: Case) -> Iterator[Seen]:
    if case.contract.beneficiary == "insured_or_relatives":
        return
    who = Text("企业", "the company") if case.contract.beneficiary == "employer" else Text("他人", "somebody else")
    for plan in plans_with_death(case):
        name = named(plan)
        zh = f"{name.zh}的身故受益人是{who.zh}；企业为员工投保，只能指定被保险人及其近亲属，且须经被保险人同意，请改正"
        en = f"{who.en} is the beneficiary on death in {name.en}; an employer may nominate only the insured and their"
        yield Seen(Text(zh, f"{en} close relatives, with the insured's consent: change it"), plan.id)


@rule(
    "death_of_minor_by_company",
    "warning",
    Text("企业保单中未成年子女的身故责任", "death cover on children by the company's policy"),
    law("death_of_minor"),
    of_plan=True,
)
def death_of_minor_by_company(case: Case) -> Iterator[Seen]:
    if case.contract.policyholder == "employee":
        return
    for plan, benefit, ages in minors_with_death(case):
        who = people(len(ages), "名未成年子女", "child", "children") if ages else Text("子女", "children")
        capable = law_number("death_of_minor", "no_capacity_under")
        gap = " " if ages else ""
        small = sum(age < capable for age in ages)
        young = (
            Text(f"（其中未满 {capable} 周岁 {small} 名）", f" ({small} under {capable})") if small else Text("", "")
        )
        zh = f"“{plan.title.zh}”的“{benefit.title.zh}”的被保险人中有{gap}{who.zh}{young.zh}："
        zh += "法律只允许父母为未成年子女投保身故责任，企业作投保人有法律风险；"
        zh += "请去掉子女的身故责任，或改由员工（父母）作投保人"
        en = f'"{benefit.title.en}" of the plan "{plan.title.en}" covers {who.en}{young.en}: only parents may take out'
        en += " death cover on a minor, so the company as policyholder is a legal risk. Drop it, or make the parent"
        yield Seen(Text(zh, f"{en} the policyholder"), plan.id, f"{benefit.id}.relations", len(ages) or None)


def minors_with_death(case: Case) -> list[tuple[Plan, LumpSum, list[int]]]:
    """Benefits that pay on a minor's death, with the ages; of plans alone, those that name children."""
    if case.members is None:
        return [
            (plan, b, list[int]())
            for plan in case.every_plan.values()
            for b in plan.benefits
            if isinstance(b, LumpSum) and pays_on_death(b) and "child" in (b.relations or ())
        ]
    found: dict[tuple[str, str], tuple[Plan, LumpSum, list[int]]] = {}
    for _, plans, age in _children(case):
        for plan, benefit in benefits_of(case, plans, "child"):
            if isinstance(benefit, LumpSum) and pays_on_death(benefit):
                found.setdefault((plan.id, benefit.id), (plan, benefit, []))[2].append(age)
    return list(found.values())


def _children(case: Case) -> Iterator[tuple[int, str | None, int]]:
    """Row, plans and age of everybody's minor children."""
    rows = zip(column(case, "relation"), column(case, "plan"), ages_of(case), strict=True)
    for i, (relation, plans, age) in enumerate(rows):
        if relation == "child" and age is not None and age < ADULT:
            yield i, plans, age


@rule(
    "minor_death_over_cap",
    "breach",
    Text("未成年人身故保额不超过监管上限", "a minor's death sum within the cap"),
    minor_death_basis(),
    of_plan=True,
)
def minor_death_over_cap(case: Case) -> Iterator[Seen]:
    """Of one person all benefits that pay on the same death count together; aviation and natural disaster do not."""
    if case.members is None:
        yield from _plans_over_cap(case)
        return
    over: Counter[tuple[str | None, int, int]] = Counter()
    table = case.members.to_pylist()
    for i, plans, age in _children(case):
        cap = minor_death_cap(age, case.first_day)
        insured = most_on_one_death(benefits_of(case, plans, "child"), table[i])
        if cap is not None and insured is not None and insured > cap:
            over[plans, insured, cap] += 1
    for (plans, insured, cap), count in over.items():
        who = people(count, "名未成年子女", "child", "children")
        yield Seen(_over_cap(who, insured, cap), plans or "", people=count)


def _plans_over_cap(case: Case) -> Iterator[Seen]:
    """Plans that name children are held to the cap of the youngest."""
    cap = minor_death_cap(0, case.first_day)
    for plan in case.every_plan.values():
        own = [(plan, b) for b in plan.benefits if isinstance(b, LumpSum) and pays_on_death(b)]
        own = [(plan, b) for plan, b in own if "child" in (b.relations or ())]
        insured = most_on_one_death(own, NOBODY)
        if cap is not None and insured is not None and insured > cap:
            place = f"{own[0][1].id}.sum_insured"
            who = Text(f"“{plan.title.zh}”的年幼子女", f'young children in the plan "{plan.title.en}"')
            yield Seen(_over_cap(who, insured, cap), plan.id, place)


def _over_cap(who: Text, insured: int, cap: int) -> Text:
    sums = yuan(insured), yuan(cap)
    zh = f"{who.zh}的身故保额合计 {sums[0].zh}，超过上限 {sums[1].zh}（所有保单合计，航空意外和重大自然灾害除外）；"
    zh += "超出部分不会赔，也不能用特别约定改变，请降低保额"
    en = f"the death sum of {who.en} comes to {sums[0].en} in all, over the cap of {sums[1].en} (over all"
    en += " policies, aviation and major natural disaster apart); the rest is never paid, and no special agreement"
    en += " changes it: lower it"
    return Text(zh, en)


def most_on_one_death(benefits: Iterable[tuple[Plan, object]], member: Mapping[str, Any]) -> int | None:
    """The most that one death pays by the sums insured, fen; benefits of one aggregate count once, by the largest.

    None where a sum depends on something that the roster does not have.
    """
    sums: list[tuple[str, str, int]] = []
    for plan, benefit in benefits:
        if (
            isinstance(benefit, LumpSum)
            and pays_on_death(benefit)
            and set(benefit.modes or ()) not in OUTSIDE_MINOR_CAP
        ):
            if not _is_known(plan, benefit, member):
                return None
            pool = f"{plan.id}/{benefit.aggregate or benefit.id}"
            sums.append((benefit.event, pool, sum_insured(plan, benefit, member)))
    deaths = [{event, *EVENT_IS_ALSO.get(event, ())} for event in DEATHS]
    return max(sum(_largest(sums, death).values()) for death in deaths)


def _largest(sums: Iterable[tuple[str, str, int]], death: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for event, pool, insured in sums:
        if event in death:
            found[pool] = max(found.get(pool, 0), insured)
    return found


def _is_known(plan: Plan, benefit: LumpSum, member: Mapping[str, Any]) -> bool:
    insured = benefit.sum_insured
    if isinstance(insured, ShareOfBenefit):
        whole = plan.benefit(insured.of)
        return isinstance(whole, LumpSum) and _is_known(plan, whole, member)
    needed = (
        "salary" if isinstance(insured, SalaryMultiple) else insured.field if isinstance(insured, PersonField) else ""
    )
    return not needed or member.get(needed) is not None


RULES = (consent_to_death_cover, beneficiary_is_not_the_company, death_of_minor_by_company, minor_death_over_cap)
