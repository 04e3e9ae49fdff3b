"""The schedule of benefits (保险责任表): everything that a plan promises, in words that an employee understands."""

from collections.abc import Iterator

from tuanbao.language import Text
from tuanbao.plan.model import LumpSum, Plan, Reimbursement
from tuanbao.plan.wording.benefits import benefit_section
from tuanbao.plan.wording.options import options
from tuanbao.plan.wording.structure import Schedule
from tuanbao.plan.wording.words import from_to

KIND = Text("保险责任表", "Schedule of benefits")
EVERYONE = Text(
    "没有写明保障对象的责任，适用于参加本方案的每一个人。金额除注明共用的以外，都按每人分别计算；“每年”指上面的保险期间。",
    "A benefit that does not say who is covered covers everyone who has this plan. Amounts are for each person unless "
    "they are said to be shared; a year is the period above.",
)
WATERFALL = Text(
    "同一笔医疗费用，由各项“医疗费用报销”责任按编号顺序赔付：前一项没有赔的部分，后一项再按自己的条件继续赔。",
    "An expense goes through the reimbursement benefits in the order of their numbers: what one leaves unpaid, the "
    "next pays by its own terms.",
)


ADD_UP = Text(
    "一次事件符合多项“定额给付”责任的，各项分别给付；注明共用保额的除外。",
    "Where one event meets several lump sums, each of them is paid, unless they share a sum insured.",
)


def schedule(plan: Plan) -> Schedule:
    """The plan in words; its variants follow as what they change."""
    return Schedule(
        id=plan.id,
        kind=KIND,
        title=plan.title,
        period=from_to(plan.period.first, plan.period.last),
        notes=tuple(_notes(plan)),
        sections=tuple(benefit_section(plan, benefit) for benefit in plan.benefits),
        options=options(plan),
    )


def _notes(plan: Plan) -> Iterator[Text]:
    if plan.note is not None:
        yield plan.note.text
    yield EVERYONE
    if sum(isinstance(benefit, Reimbursement) for benefit in plan.benefits) > 1:
        yield WATERFALL
    if sum(isinstance(benefit, LumpSum) for benefit in plan.benefits) > 1:
        yield ADD_UP
