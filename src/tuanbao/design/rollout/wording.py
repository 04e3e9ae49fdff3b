"""The sentences of a roll-out (推广计划的说明)."""

from collections.abc import Sequence

from tuanbao.design.rollout.measures import MEASURES, Assumption, Effect
from tuanbao.design.rollout.result import Balance, Needed, Pilot
from tuanbao.design.rollout.units import PEOPLE, Units
from tuanbao.language import Text
from tuanbao.money import format_yuan

CONFIDENCE = {"high": Text("高", "high"), "medium": Text("中", "medium"), "low": Text("低", "low")}
COMPARABLE = (
    Text(
        "选试点时只比较年龄、性别、职级，其他差别仍可能影响结果；应同时比较两边与上年同期的变化",
        "a pilot is chosen by age, sex and grade and may differ in what else matters; compare the change from the year"
        " before on both sides as well",
    ),
    Text(
        "比较只在试点期内有效：之后其余部门也陆续换方案。中途换部门的人仍算在原来一边；家属随员工",
        "pilot and rest can be compared only while the rest keeps the old programme. Who changes departments stays on"
        " the side where they began; dependants go with their employee",
    ),
    Text(
        "任何结果都不按少于 10 人的人群显示，也不显示个人的医疗情况",
        "no result is shown of fewer than 10 people, and nobody's medical facts",
    ),
)


def amount(measure: str, value: float, *, yearly: bool = True) -> Text:
    """A change without its sign, in the words of its unit."""
    unit = MEASURES[measure].unit
    if unit == "fen":
        money = yuan(value)
        return Text(f"{money} 元（每人每年）", f"{money} yuan a head and year")
    if unit == "points":
        return Text(f"{abs(value):.2f} 分", f"{abs(value):.2f} points")
    year = Text("（全年）", " (a year)") if yearly else Text("", "")
    points = f"{100 * abs(value):.1f}"
    return Text(f"{points} 个百分点{year.zh}", f"{points} percentage points{year.en}")


def yuan(fen: float) -> str:
    return format_yuan(round(abs(fen))).removesuffix(".00")


def change(effect: Effect, value: float) -> Text:
    """By how much a measure falls or rises."""
    name, size = MEASURES[effect.measure].name, amount(effect.measure, value)
    way = Text("降低", "falls") if effect.change < 0 else Text("提高", "rises")
    return Text(f"{name.zh}{way.zh} {size.zh}", f"{name.en} {way.en} by {size.en}")


def beyond(effect: Effect, bound: float) -> Text:
    """How far the wrong way the difference may go."""
    name, size = MEASURES[effect.measure].name, amount(effect.measure, bound, yearly=False)
    way = Text("高出", "above") if effect.change < 0 else Text("低出", "below")
    zh = f"试点期内，试点的{name.zh}比其余{way.zh} {size.zh}以上（与预期相反，已超出偶然）"
    en = f"within the pilot, {name.en} is {way.en} the rest by more than {size.en}: the wrong way, and beyond chance"
    return Text(zh, en)


def summary(effect: Effect, pilot: Pilot, by: str, months: int, wanted: float) -> Text:
    who = _who(pilot, by)
    seen = change(effect, effect.change)
    zh = f"{who.zh}试点、其余 {pilot.rest} 人对照，{months} 个月内看出“{seen.zh}”的把握是 {pilot.power:.0%}"
    en = f"with {who.en} as pilot and {pilot.rest} people beside it, the chance to see that {seen.en}"
    en = f"{en} within {months} months is {pilot.power:.0%}"
    if pilot.smallest_effect is None:
        return Text(f"{zh}；再大的变化也看不出来", f"{en}; not even the largest change would be seen")
    least = change(effect, pilot.smallest_effect)
    return Text(
        f"{zh}；以 {wanted:.0%} 的把握能看出的最小变化：{least.zh}",
        f"{en}; the smallest change seen with a chance of {wanted:.0%}: {least.en}",
    )


def no_arms(units: Units) -> Text:
    n = len(units.names)
    return Text(
        f"按“{units.by}”只有 {n} 个单位，分不出可比的试点与对照（至少 3 个单位，两边各 10 人，试点不超过一半）",
        f"{units.by} makes {n} units: no pilot and rest can be compared (three units, ten people on either side, at"
        " most half in the pilot)",
    )


def _who(pilot: Pilot, by: str) -> Text:
    if by == PEOPLE:
        return Text(f"随机抽取的 {pilot.people} 人", f"{pilot.people} people drawn at random")
    zh, en = "、".join(pilot.units), ", ".join(pilot.units)
    return Text(f"{zh}（{pilot.people} 人）", f"{en} ({pilot.people} people)")


def cannot(needed: Needed, units: Units, wanted: float) -> Text:
    """Plainly, that the effect cannot be seen in this company, and what would help."""
    zh = f"公司 {units.people} 人，找不到能以 {wanted:.0%} 的把握看出这个变化的试点"
    en = f"with {units.people} people there is no pilot that shows this change with a chance of {wanted:.0%}"
    helps = []
    if needed.months:
        helps.append(Text(f"同样的试点比较 {needed.months} 个月", f"the same pilot over {needed.months} months"))
    if needed.halves_power >= wanted and units.by != PEOPLE:
        helps.append(Text("按人随机分成两半，而不按部门", "two random halves of people instead of departments"))
    if needed.people and needed.people > units.people:
        n = f"{needed.people:,}"
        many = f"a company of about {n} people made like this one, half of it in the pilot"
        helps.append(Text(f"约 {n} 人、构成相似的公司，一半试点", many))
    if not helps:
        helps.append(Text("只看更大的变化，不要凭试点下结论", "look for a larger change; do not conclude from a pilot"))
    ways = Text("；或".join(way.zh for way in helps), "; or ".join(way.en for way in helps))
    return Text(f"{zh}。能看出的条件：{ways.zh}", f"{en}. What would show it: {ways.en}")


def assumed(assumption: Assumption) -> Text:
    name, origin = assumption.name, assumption.origin
    value = Text(f"{assumption.value:.4g}", f"{assumption.value:.4g}")
    if assumption.unit == "fen":
        value = Text(f"{yuan(assumption.value)} 元", f"{yuan(assumption.value)} yuan")
    elif assumption.unit == "share":
        value = Text(f"{assumption.value:.1%}", f"{assumption.value:.1%}")
    if origin is None:
        return Text(f"{name.zh} {value.zh}：取自模拟人年", f"{name.en} {value.en}: from the simulated person-years")
    sure = CONFIDENCE[origin.confidence]
    return Text(
        f"假定：{name.zh} {value.zh}（可信度{sure.zh}；{origin.source}）",
        f"assumed: {name.en} {value.en} (confidence {sure.en}; {origin.source})",
    )


def of_skew(effect: Effect) -> tuple[Text, ...]:
    """Amounts of money have a few very large values among many small ones."""
    if MEASURES[effect.measure].unit != "fen":
        return ()
    zh = "费用集中在少数人身上，人数少时按正态分布算出的把握只是约数"
    en = "few people cause much of the cost; with few people a chance worked out by the normal distribution is rough"
    return (Text(zh, en),)


def left_out(units: Units) -> Text:
    n, by = units.left_out, units.by
    return Text(f"{n} 名员工没有填写“{by}”，未计入", f"{n} employees have no {by} and are left out")


def unknown(traits: Sequence[Text]) -> Text:
    zh, en = "、".join(name.zh for name in traits), ", ".join(name.en for name in traits)
    return Text(f"人员表没有这些内容，无法比较：{zh}", f"nothing is known of {en}, which is not compared")


def unlike(balance: Balance) -> Text:
    by = f"{abs(balance.difference):.2f}"
    return Text(
        f"试点与其余在{balance.name.zh}上相差 {by} 个标准差，可比性差",
        f"pilot and rest differ by {by} standard deviations in {balance.name.en}: hard to compare",
    )


def more_than_usual(usual: tuple[int, int], units: int) -> Text:
    zh = f"通常的试点是 {usual[0]} 至 {usual[1]} 个部门，这里是 {units} 个"
    return Text(zh, f"a pilot usually is {usual[0]} or {usual[1]} departments; here it is {units}")
