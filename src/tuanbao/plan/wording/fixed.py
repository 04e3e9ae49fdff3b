"""津贴 and 定额给付 in words: a fixed amount per day, or a sum when something happens."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.plan.fields import Amount
from tuanbao.plan.model import DailyAllowance, LumpSum, Plan, SalaryMultiple, ShareOfBenefit
from tuanbao.plan.wording.common import left_out, row, since_when, who
from tuanbao.plan.wording.conditions import hospitals
from tuanbao.plan.wording.structure import Row
from tuanbao.plan.wording.words import all_of, amount, any_of, clauses_of, days, lines, money, percent, quoted, say
from tuanbao.reference import disability_schedules
from tuanbao.reference.parameters import minor_death_caps

ALLOWANCE = Text("按天津贴", "daily allowance")
LUMP_SUM = Text("定额给付", "lump sum")
DEATHS = ("death", "sudden_death", "accidental_death", "transport_death")
OUTSIDE_THE_MINOR_CAP = {"air", "natural"}
"""Deaths by these are not held to the regulation's cap on minors."""
EVENTS = {
    "critical_illness": Text("确诊重大疾病", "diagnosis of a critical illness"),
    "moderate_illness": Text("确诊中症疾病", "diagnosis of a moderate illness"),
    "minor_illness": Text("确诊轻症疾病", "diagnosis of a minor illness"),
    "death": Text("身故", "death"),
    "sudden_death": Text("猝死", "sudden death"),
    "accidental_death": Text("意外身故", "accidental death"),
    "transport_death": Text("交通意外身故", "death in a transport accident"),
    "disability": Text("伤残", "disability"),
    "childbirth": Text("生育", "childbirth"),
}
SEVERAL_GRADES = Text(
    "一次事故造成多处伤残的，按最重的一级；最重的一级有两处及以上的，提高一级，最高到 1 级",
    "several disabilities from one accident: the worst counts; where the worst occurs twice or more, one grade higher, "
    "at most grade 1",
)


def allowance_rows(benefit: DailyAllowance) -> Iterator[Row]:
    """Every term of a daily allowance."""
    stay = benefit.of == "stay"
    per = Text("每住院一天", "for each day in hospital") if stay else Text("每误工一天", "for each day of lost time")
    value = say("{per}给付：{sum}", "{per}: {sum}", per=per, sum=amount(benefit.amount))
    yield row(benefit, "amount", "津贴金额", "Allowance", value)
    if stay:
        zh, en = "出院日期减入院日期，至少算 1 天", "date of discharge less date of admission, at least 1"
        yield row(benefit, "of", "住院天数", "Days of a stay", Text(zh, en))
    yield row(benefit, "elimination_days", "免赔天数", "Elimination days", _elimination(benefit))
    yield row(benefit, "max_days", "最多天数", "Most days", max_days(benefit))
    yield from who(benefit)
    if stay:
        yield row(benefit, "hospitals", "医院范围", "Hospitals", hospitals(benefit.hospitals))
    yield from since_when(benefit)
    yield from left_out(benefit)


def _elimination(benefit: DailyAllowance) -> Text:
    if benefit.elimination_days == 0:
        return Text("无，从第 1 天起给付", "none: paid from the first day")
    per = Text("每次住院", "of each stay") if benefit.of == "stay" else Text("每次误工", "of each lost time")
    zh, en = "{per}的前 {number} 天不给付", "the first {days} {per} are not paid"
    return say(zh, en, per=per, number=benefit.elimination_days, days=days(benefit.elimination_days))


def max_days(benefit: DailyAllowance) -> Text:
    """每次住院 90 天；每年 180 天."""
    stay = Text("每次住院", "a stay") if benefit.of == "stay" else Text("每次误工", "each lost time")
    per = {"stay": stay, "case": Text("每次事故", "a case"), "year": Text("每年", "a year")}
    most = [(name, getattr(benefit.max_days, key)) for key, name in per.items()]
    said = [say("{per} {days}", "{days} {per}", per=name, days=days(number)) for name, number in most if number]
    return all_of(said) if said else Text("不限天数", "no limit on days")


def lump_sum_rows(plan: Plan, benefit: LumpSum) -> Iterator[Row]:
    """Every term of a lump sum."""
    yield row(benefit, "event", "给付条件", "Paid upon", EVENTS[benefit.event])
    if benefit.modes is not None:
        modes = any_of(vocabulary.MODES[word] for word in benefit.modes)
        yield row(benefit, "modes", "限于", "Only by", modes)
    yield row(benefit, "sum_insured", "保额", "Sum insured", sum_insured(plan, benefit))
    if benefit.schedule is not None:
        yield row(benefit, "schedule", "按伤残等级给付", "Paid by grade of disability", _schedule(benefit))
    yield from _how_often(plan, benefit)
    if benefit.survival_days:
        zh, en = "须在该日期之后生存满 {days}", "the insured must be alive {days} after that date"
        yield row(benefit, "survival_days", "生存期", "Survival period", say(zh, en, days=days(benefit.survival_days)))
    if _capped_for_minors(benefit):
        yield row(benefit, "event", "未成年人身故", "Death of a minor", _minor_caps(plan))
    yield from who(benefit)
    yield from since_when(benefit)
    yield from left_out(benefit)


def sum_insured(plan: Plan, benefit: LumpSum, amount: Callable[[Amount], Text] = amount) -> Text:
    """300,000 元; 24 个月工资，最高 1,000,000 元; “重大疾病”保额的 30%."""
    written = benefit.sum_insured
    if isinstance(written, ShareOfBenefit):
        of = quoted(plan.benefit(written.of).title)
        return say("{of}保额的 {share}", "{share} of the sum insured of {of}", of=of, share=percent(written.share))
    if not isinstance(written, SalaryMultiple):
        return amount(written)
    months = say("{n} 个月工资", "{n} months of salary", n=written.salary_months)
    if written.cap is None:
        return months
    return say("{months}，最高 {cap}", "{months}, at most {cap}", months=months, cap=money(written.cap))


def grade_shares(benefit: LumpSum) -> Mapping[int, Fraction]:
    """The percentage of each grade of disability that pays; empty where the benefit has no schedule."""
    if isinstance(benefit.schedule, str):
        return disability_schedules()[benefit.schedule].shares
    return benefit.schedule or {}


def _schedule(benefit: LumpSum) -> Text:
    grades = [
        say("{grade} 级 {share}", "grade {grade}: {share}", grade=grade, share=percent(share))
        for grade, share in sorted(grade_shares(benefit).items())
    ]
    said = [all_of(grades)]
    if isinstance(benefit.schedule, str):
        said.insert(0, disability_schedules()[benefit.schedule].name)
    if len(grades) < 10:
        said.append(Text("其他等级不赔", "other grades are not paid"))
    return lines([*said, SEVERAL_GRADES])


def _how_often(plan: Plan, benefit: LumpSum) -> Iterator[Row]:
    most = say(
        "一个保险年度内合计不超过保额的 {n} 倍",
        "in a plan year at most {n} times the sum insured",
        n=benefit.max_payments,
    )
    if benefit.max_payments == 1:
        most = Text("一个保险年度内合计不超过保额", "in a plan year at most the sum insured")
    yield row(benefit, "max_payments", "给付上限", "At most", most)
    if benefit.interval_days:
        value = say("至少 {days}", "at least {days}", days=days(benefit.interval_days))
        yield row(benefit, "interval_days", "两次给付的间隔", "Between two payments", value)
    others = [
        b for b in plan.benefits if isinstance(b, LumpSum) and b.aggregate == benefit.aggregate and b is not benefit
    ]
    if benefit.aggregate is not None and others:
        zh = "与{others}共用一份保额：一个保险年度内合计不超过其中最高的一项"
        en = "shares one sum insured with {others}: in a plan year together at most the largest of them"
        names = all_of(quoted(other.title) for other in others)
        yield row(benefit, "aggregate", "共用保额", "Shared sum insured", say(zh, en, others=names))


def _capped_for_minors(benefit: LumpSum) -> bool:
    may_be_minors = benefit.relations is None or "child" in benefit.relations
    outside = benefit.modes is not None and set(benefit.modes) <= OUTSIDE_THE_MINOR_CAP
    return benefit.event in DEATHS and may_be_minors and not outside


def _minor_caps(plan: Plan) -> Text:
    """The caps that the regulation sets at the beginning of the plan's period."""
    valid = [cap for cap in minor_death_caps() if cap.valid_from <= plan.period.first]
    zh, en = "未满 {age} 岁合计最高 {most}", "under {age} at most {most} in all"
    newest = [cap for cap in valid if cap.valid_from == valid[-1].valid_from]
    said = [say(zh, en, age=cap.under_age, most=money(cap.amount)) for cap in newest]
    limits = clauses_of(said) if said else Text("不另设上限", "no cap")
    return say("按监管规定，{limits}", "by regulation, {limits}", limits=limits)
