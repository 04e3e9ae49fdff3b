"""What the terms of a product may be (条款): rules that one plan can be tested on."""

from collections.abc import Iterator

from tuanbao.adjudication.events import DEATHS
from tuanbao.design.law.case import Case
from tuanbao.design.law.people import Benefit
from tuanbao.design.law.rules import Seen, rule
from tuanbao.design.law.words import in_plan, named, percent
from tuanbao.language import Text
from tuanbao.plan import LumpSum, Plan, Reimbursement
from tuanbao.plan.model import ShareOfBenefit
from tuanbao.reference.law import law, law_number, law_share

_NO_HEALTH = DEATHS | {"disability"}


def terms(case: Case) -> Iterator[tuple[Plan, Benefit]]:
    """Every benefit of every plan and variant."""
    for plan in case.every_plan.values():
        for benefit in plan.benefits:
            yield plan, benefit


def only_accidents(benefit: Benefit) -> bool:
    by_event = isinstance(benefit, LumpSum) and benefit.event in ("accidental_death", "transport_death")
    return by_event or benefit.causes == ("accident",)


def is_health(benefit: Benefit) -> bool:
    """Medical, illness or allowance: health insurance, and not life, accident or liability."""
    by_event = isinstance(benefit, LumpSum) and benefit.event in _NO_HEALTH
    return not (by_event or only_accidents(benefit) or benefit.work == "only")


@rule(
    "waiting_too_long",
    "breach",
    Text("健康险等待期的上限", "longest waiting period of health insurance"),
    law("waiting"),
    (),
    True,
)
def waiting_too_long(case: Case) -> Iterator[Seen]:
    most = law_number("waiting")
    for plan, benefit in terms(case):
        if is_health(benefit) and benefit.waiting > most:
            what = in_plan(plan, benefit)
            zh = f"{what.zh}等待期为 {benefit.waiting} 天，健康保险最长 {most} 天；请改为 {most} 天以内"
            en = f"{what.en} has a waiting period of {benefit.waiting} days, health insurance may have at most {most}:"
            yield Seen(Text(zh, f"{en} shorten it"), plan.id, f"{benefit.id}.waiting")


@rule(
    "waiting_for_accidents",
    "warning",
    Text("意外责任不设等待期", "no waiting period for accidents"),
    law("accident_waiting"),
    of_plan=True,
)
def waiting_for_accidents(case: Case) -> Iterator[Seen]:
    for plan, benefit in terms(case):
        if only_accidents(benefit) and benefit.waiting > law_number("accident_waiting"):
            what = in_plan(plan, benefit)
            zh = f"{what.zh}只保意外，却写了 {benefit.waiting} 天等待期；意外不适用等待期，请删去，免得员工误解"
            en = f"{what.en} covers accidents only and names {benefit.waiting} days of waiting, which do not"
            yield Seen(Text(zh, f"{en} apply to accidents: leave it out"), plan.id, f"{benefit.id}.waiting")


@rule(
    "minor_illness_share",
    "warning",
    Text("轻症保额占重疾保额的比例", "minor illness as a share of critical illness"),
    law("minor_illness_share"),
    of_plan=True,
)
def minor_illness_share(case: Case) -> Iterator[Seen]:
    most = law_share("minor_illness_share")
    for plan, benefit in terms(case):
        if not isinstance(benefit, LumpSum) or benefit.event != "minor_illness":
            continue
        over = isinstance(benefit.sum_insured, ShareOfBenefit) and benefit.sum_insured.share > most
        full = [b.sum_insured for b in plan.benefits if isinstance(b, LumpSum) and b.event == "critical_illness"]
        sums = [amount for amount in full if isinstance(amount, int)]
        over |= isinstance(benefit.sum_insured, int) and bool(sums) and benefit.sum_insured > most * max(sums)
        if over:
            what = in_plan(plan, benefit)
            zh = f"{what.zh}的保额超过重疾保额的 {percent(most)}，与行业疾病定义规范不符，保险公司可能无法承保；请降低"
            en = f"{what.en} is over {percent(most)} of the sum for critical illness, which the industry's definitions"
            yield Seen(
                Text(zh, f"{en} do not allow, so that insurers may refuse it: lower it"),
                plan.id,
                f"{benefit.id}.sum_insured",
            )


@rule(
    "disability_standard",
    "note",
    Text("伤残评定标准已更新", "the disability standard was replaced"),
    law("disability_standard"),
    of_plan=True,
)
def disability_standard(case: Case) -> Iterator[Seen]:
    for plan, benefit in terms(case):
        if isinstance(benefit, LumpSum) and benefit.schedule == "disability-2013":
            what = in_plan(plan, benefit)
            zh = f"{what.zh}按 JR/T 0083—2013 评残，该标准已由 {law('disability_standard').value} 取代（等级不变）；"
            zh += "请在合同中写明按哪一版"
            en = (
                f"{what.en} names JR/T 0083—2013, which {law('disability_standard').value} replaced (the grades are the"
            )
            yield Seen(Text(zh, f"{en} same): let the contract say which one holds"), plan.id, f"{benefit.id}.schedule")


@rule(
    "emergency_elsewhere",
    "warning",
    Text("急诊不受约定医院限制", "emergencies outside the agreed hospitals"),
    law("emergency"),
    of_plan=True,
)
def emergency_elsewhere(case: Case) -> Iterator[Seen]:
    for plan, benefit in terms(case):
        if not isinstance(benefit, Reimbursement) or "emergency" not in benefit.covers:
            continue
        where = benefit.hospitals
        if where.emergency is None and (where.levels or where.ownership or where.lists or where.excluded):
            what = in_plan(plan, benefit)
            zh = f"{what.zh}限定了医院，却没有写急诊例外；紧急情况下在其他医院就诊，不能仅因医院不符拒赔，"
            zh += "请加上 emergency: any"
            en = f"{what.en} narrows the hospitals and says nothing of emergencies, which may not be refused for the"
            yield Seen(
                Text(zh, f"{en} hospital alone: add emergency: any"), plan.id, f"{benefit.id}.hospitals.emergency"
            )


@rule(
    "exclusions_explained",
    "note",
    Text("免责条款须提示并说明", "exclusions shown and explained"),
    law("exclusions"),
    of_plan=True,
)
def exclusions_explained(case: Case) -> Iterator[Seen]:
    for plan in case.plans:
        excluding = [benefit for benefit in plan.benefits if _excludes(benefit)]
        if excluding:
            name = named(plan)
            zh = f"{name.zh}有 {len(excluding)} 项责任含免责约定；未以醒目方式提示并明确说明的，对员工不发生效力，"
            zh += "请在说明书中加粗并留存说明记录"
            en = f"{name.en} has exclusions in {len(excluding)} of its benefits; without being prominent and explained"
            yield Seen(Text(zh, f"{en} they have no effect: set them in bold and keep a record of it"), plan.id)


def _excludes(benefit: Benefit) -> bool:
    out = benefit.exclude
    unpaid = isinstance(benefit, Reimbursement) and bool(benefit.hospitals.excluded or benefit.unsettled == "refuse")
    return bool(out.diagnoses or out.categories or out.pre_existing) or unpaid


@rule(
    "health_management_share",
    "breach",
    Text("健康管理费用占净保费的上限", "most health management in the net premium"),
    law("health_management"),
    ("health_management",),
)
def health_management_share(case: Case) -> Iterator[Seen]:
    own, most = case.contract.health_management, law_share("health_management")
    if own is not None and own > most:
        zh = f"保费中健康管理服务占净保费的 {percent(own)}，最多 {percent(most)}；请把超出的服务移出保费，另行采购"
        en = f"health management takes {percent(own)} of the net premium, at most {percent(most)} is allowed: buy what"
        yield Seen(Text(zh, f"{en} is over it separately"))


RULES = (
    waiting_too_long,
    waiting_for_accidents,
    minor_illness_share,
    disability_standard,
    emergency_elsewhere,
    exclusions_explained,
    health_management_share,
)
