"""The reason of each change in words (变化的理由), and where released money went (释放与去向)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tuanbao.design.choosing.valuing import Scales
from tuanbao.design.explaining.steps import Step
from tuanbao.design.explaining.use import Use
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.money import format_yuan, parse_percent
from tuanbao.reference.design import design_default

BenefitKey = tuple[str, str]
WANTED, LESS_WANTED = 1.15, 0.85
"""Weights of a theme from which on people are said to want it more, or less, than others."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A step and why it was taken."""

    step: Step
    why: tuple[Text, ...]
    """Facts, the weightiest first."""

    @property
    def text(self) -> Text:
        zh, en = "；".join(fact.zh for fact in self.why), "; ".join(fact.en for fact in self.why)
        return Text(zh, en)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What reductions released and what it was spent on; fen a year of the company."""

    released: tuple[tuple[Text, int], ...]
    spent: tuple[tuple[Text, int], ...]

    @property
    def total_released(self) -> int:
        return sum(fen for _, fen in self.released)

    @property
    def total_spent(self) -> int:
        return sum(fen for _, fen in self.spent)

    @property
    def saved(self) -> int:
        """What is left of the released money; negative: added from the budget."""
        return self.total_released - self.total_spent


def reasons(
    steps: Sequence[Step], uses: Mapping[str, Mapping[BenefitKey, Use]], scales: Scales, tiers: Mapping[str, str]
) -> list[Reason]:
    """Why each step was taken: ``uses`` by group key, ``tiers`` the tier of each group ("" for none)."""
    return [Reason(step, tuple(_facts(step, uses.get(step.group, {}), scales, tiers))) for step in steps]


def _facts(step: Step, uses: Mapping[BenefitKey, Use], scales: Scales, tiers: Mapping[str, str]) -> Sequence[Text]:
    used = [uses[key] for key in step.benefits if key in uses and not uses[key].rare]
    found = [*_about_use(step, used), *_about_wishes(step, scales, tiers.get(step.group, "")), *_about_relief(step)]
    return [*found, _about_value(step)]


def _about_use(step: Step, used: Sequence[Use]) -> list[Text]:
    if not used:
        return []
    users, cost = max(use.users for use in used), sum(use.cost_share for use in used)
    little, much = design_default("little_used").value, design_default("much_used").value
    few = users < float(parse_percent(little["share"]))
    dear = cost > float(parse_percent(little["cost_share"]))
    if not step.strengthens and few and dear:
        return [
            Text(
                f"一年只有 {users:.0%} 的人用到，却占赔付的 {cost:.0%}，因此收紧",
                f"only {users:.0%} of people use it in a year, yet it is {cost:.0%} of payments: so reduced",
            )
        ]
    if step.strengthens and users >= float(parse_percent(much["share"])):
        return [
            Text(f"{users:.0%} 的人一年里会用到，因此加强", f"{users:.0%} of people use it in a year: so strengthened")
        ]
    return [Text(f"一年约 {users:.1%} 的人用到", f"about {users:.1%} of people use it in a year")]


def _about_wishes(step: Step, scales: Scales, tier: str) -> list[Text]:
    found = []
    for theme in step.themes:
        weight = scales.of(tier).get(theme, 1.0)
        name = THEMES[theme]
        if step.strengthens and weight >= WANTED:
            found.append(
                Text(f"员工更看重{name.zh}（权重 {weight:.2f}）", f"people value {name.en} more (weight {weight:.2f})")
            )
        if not step.strengthens and weight <= LESS_WANTED:
            found.append(
                Text(
                    f"员工不太看重{name.zh}（权重 {weight:.2f}）", f"people value {name.en} less (weight {weight:.2f})"
                )
            )
    return found


def _about_relief(step: Step) -> list[Text]:
    if abs(step.relief) < 100 * 100:
        return []
    shown = format_yuan(round(abs(step.relief) / 100) * 100).removesuffix(".00")
    if step.relief > 0:
        return [Text(f"坏年景每人少负担约 {shown} 元", f"a bad year leaves people about {shown} yuan less to bear")]
    return [Text(f"代价是坏年景每人多负担约 {shown} 元", f"the price: about {shown} yuan more to bear in a bad year")]


def _about_value(step: Step) -> Text:
    """Value gained or lost for each yuan."""
    if abs(step.company) < 1:
        gain = format_yuan(round(step.value))
        return Text(f"不花钱，价值变化 {gain} 元", f"costs nothing and changes value by {gain} yuan")
    rate, change = step.value / step.company, format_yuan(abs(round(step.value)))
    if step.company > 0 and step.value >= 0:
        return Text(f"每多花 1 元增加 {rate:.2f} 元价值", f"each yuan spent adds {rate:.2f} yuan of value")
    if step.company > 0:
        zh, en = "是约束或其他变化所需", "wishes or other changes ask for it"
        return Text(f"多花钱而价值减少 {change} 元，{zh}", f"costs more and is worth {change} yuan less: {en}")
    if step.value > 0:
        return Text(f"省钱而价值还增加 {change} 元", f"saves money and is worth {change} yuan more")
    return Text(f"每省下 1 元失去 {rate:.2f} 元价值", f"each yuan saved gives up {rate:.2f} yuan of value")


def ledger(steps: Sequence[Step]) -> Ledger:
    """Reductions of the company's cost, and increases."""
    named = [(Text(f"{s.where.zh}：{s.what.zh}", f"{s.where.en}: {s.what.en}"), round(s.company)) for s in steps]
    released = tuple((name, -fen) for name, fen in named if fen < 0)
    return Ledger(released, tuple((name, fen) for name, fen in named if fen > 0))
