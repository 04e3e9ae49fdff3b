"""A programme in words (方案体系): who gets which plan, who pays for it, and what may be chosen."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.plan.model import Plan
from tuanbao.plan.programme import Choice, Dependant, PaidBy, Points, Programme, Tier
from tuanbao.plan.wording.options import variant_title
from tuanbao.plan.wording.structure import Row, Schedule, Section
from tuanbao.plan.wording.words import (
    ages,
    all_of,
    any_of,
    capital,
    clauses_of,
    days,
    from_to,
    joined,
    lines,
    percent,
    quoted,
    say,
)

KIND = Text("员工福利方案说明", "Benefit programme")
COLUMNS = {
    "grade": Text("职级", "grade"),
    "job_class": Text("职业类别", "job class"),
    "position": Text("岗位", "position"),
    "department": Text("部门", "department"),
    "city": Text("城市", "city"),
    "company": Text("公司", "company"),
    "sex": Text("性别", "sex"),
}
"""Columns of the people's table that tiers often name; others are said as they are written."""
LIFE_EVENTS = {
    "birth": Text("子女出生", "birth of a child"),
    "marriage": Text("结婚", "marriage"),
    "divorce": Text("离婚", "divorce"),
    "adoption": Text("收养子女", "adoption"),
    "death": Text("家庭成员去世", "death in the family"),
    "new_hire": Text("新入职", "joining the company"),
    "parent_retired": Text("父母退休", "retirement of a parent"),
    "other_cover": Text("获得或失去其他保障", "gain or loss of other cover"),
}
Plans = Mapping[str, Plan]


def programme_schedule(programme: Programme, plans: Sequence[Plan]) -> Schedule:
    """The programme in words; ``plans`` are those that it names, for their titles."""
    by_id = {plan.id: plan for plan in plans}
    title = programme.name.text if programme.name else Text(programme.programme, programme.programme)
    sections = [Section(Text("员工的方案", "Plans of employees"), tuple(_tiers(programme, by_id)))]
    if programme.dependants:
        rows = tuple(_dependant(programme, i, by_id) for i in range(len(programme.dependants)))
        sections.append(Section(Text("家属的方案", "Plans of dependants"), rows))
    if programme.choice:
        rows = tuple(_choice(programme, programme.choice, by_id))
        sections.append(Section(Text("您可以选择的", "What you may choose"), rows))
    notes = (programme.note.text,) if programme.note else ()
    return Schedule(programme.programme, KIND, title, None, notes, tuple(sections))


def _tiers(programme: Programme, plans: Plans) -> Iterator[Row]:
    for i, tier in enumerate(programme.tiers):
        people = _people(tier, alone=len(programme.tiers) == 1)
        said = say("{people}：{plans}", "{people}: {plans}", people=people, plans=_plan_titles(tier.plan, plans))
        yield Row(_tier_title(tier), said, f"tiers[{i}]")
    if len(programme.tiers) > 1:
        first = Text("从上到下，第一个符合的档次", "the first from above that fits")
        yield Row(Text("符合多个档次时", "Where several fit"), first, "tiers")


def _tier_title(tier: Tier) -> Text:
    return tier.name.text if tier.name else Text(tier.tier, tier.tier)


def _tier_titles(programme: Programme, names: Sequence[str]) -> Text:
    titles = {tier.tier: _tier_title(tier) for tier in programme.tiers}
    return all_of(quoted(titles[name]) for name in names)


def _people(tier: Tier, *, alone: bool) -> Text:
    if tier.when is None:
        return Text("所有员工", "all employees") if alone else Text("其他所有员工", "all other employees")
    tests = [
        say("{column}为 {words}", "{column} {words}", column=_column(name), words=any_of(Text(w, w) for w in words))
        for name, words in tier.when.items()
    ]
    return say("{tests}的员工", "employees of {tests}", tests=joined(tests, "且", " and "))


def _column(name: str) -> Text:
    return COLUMNS.get(name, quoted(Text(name, name)))


def _plan_titles(names: Sequence[str], plans: Plans) -> Text:
    titles = [quoted(plans[name].title) if name in plans else Text(name, name) for name in names]
    return joined(titles, "，再加", ", then ")


def _dependant(programme: Programme, i: int, plans: Plans) -> Row:
    rule = programme.dependants[i]
    said = [*_who_may(programme, rule), _plan_titles(rule.plan, plans), _paid_by(rule.paid_by)]
    return Row(capital(vocabulary.RELATIONS[rule.relation]), clauses_of(said), f"dependants[{i}]")


def _who_may(programme: Programme, rule: Dependant) -> Iterator[Text]:
    if rule.age is not None:
        zh, en = "{ages}（按保险期间第一天的年龄）", "{ages} (on the first day of the period)"
        yield say(zh, en, ages=ages(rule.age))
    if rule.max is not None:
        yield say("最多 {n} 人", "at most {n}", n=rule.max)
    if rule.tiers is not None:
        tiers = _tier_titles(programme, rule.tiers)
        yield say("限{tiers}档员工的家属", "only of employees in {tiers}", tiers=tiers)


def _paid_by(shares: PaidBy) -> Text:
    if shares.employee == 0:
        return Text("保费由企业承担", "paid by the company")
    if shares.employer == 0:
        return Text("保费由员工承担", "paid by the employee")
    zh, en = (
        "保费企业承担 {employer}，员工承担 {employee}",
        "{employer} paid by the company, {employee} by the employee",
    )
    return say(zh, en, employer=percent(Fraction(shares.employer)), employee=percent(Fraction(shares.employee)))


def _choice(programme: Programme, choice: Choice, plans: Plans) -> Iterator[Row]:
    window = from_to(choice.window.first, choice.window.last)
    yield Row(Text("选择期", "Time to choose"), window, "choice.window")
    if choice.lock is not None:
        zh = "选定后，到下一个选择期之前不能更改；发生下列人生事件时除外"
        en = "no change until the next time to choose, except after a life event below"
        yield Row(Text("能否更改", "Changes"), Text(zh, en), "choice.lock")
    if choice.life_events:
        label = Text("发生人生事件时", "After a life event")
        yield Row(label, _life_events(choice), "choice.life_events")
    if choice.points is not None:
        yield Row(Text("积分", "Points"), _points(programme, choice.points), "choice.points")
    for plan_id, names in choice.variants.items():
        plan = plans.get(plan_id)
        title = plan.title if plan else Text(plan_id, plan_id)
        titles = [quoted(variant_title(plan, name)) if plan else Text(name, name) for name in names]
        label = say("{plan}可换为", "Instead of {plan}", plan=quoted(title))
        yield Row(label, any_of(titles), f"choice.variants.{plan_id}")


def _life_events(choice: Choice) -> Text:
    """Events by the days that one has to act, a line for each number of days."""
    by_days: dict[int, list[Text]] = {}
    for event, number in choice.life_events.items():
        by_days.setdefault(number, []).append(LIFE_EVENTS[event])
    zh, en = "{events}：发生后 {days}内可以更改", "{events}: you may change within {days}"
    return lines(say(zh, en, events=any_of(events), days=days(number)) for number, events in by_days.items())


def _points(programme: Programme, points: Points) -> Text:
    said = [say("每位员工 {n} 分", "{n} for each employee", n=f"{points.per_employee:,}")]
    for tier, number in points.by_tier.items():
        zh, en = "{tier}档每位员工 {n} 分", "{n} for each employee in {tier}"
        said.append(say(zh, en, tier=_tier_titles(programme, [tier]), n=f"{number:,}"))
    said.append(say("1 分抵 {yuan} 元", "a point is worth {yuan} yuan", yuan=_plain(points.yuan_per_point)))
    return clauses_of(said)


def _plain(number: Decimal) -> str:
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
