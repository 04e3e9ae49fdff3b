"""The indicated change of the premium and its reasons (应调整幅度及其分解).

Projected loss ratio = Z x ((incurred, completed - large claims) x trend x demographic factor x plan factor x factor to
a whole year / on-level earned premium + charge for large claims / today's premium) + (1 - Z) x manual loss ratio;
indicated change = projected / permissible - 1 (loss ratio method; Werner and Modlin, *Basic Ratemaking*, chapter 8).
The charge is that of the priced year and so comes after everything that leads there. Everything is exact; fen are
rounded once, on the running total.

The reasons are taken one after the other, in the order of the formula, and not averaged over all orders (Shapley):
every step then is the running premium times one factor that anybody can check, and steps and factors both go together
to the whole. What trend and a plan change do to each other so falls to the one that comes later, which is the
everyday reading: what the new terms change at next year's prices. The order is part of the result.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from tuanbao.language import Text
from tuanbao.money import half_up, portion
from tuanbao.pricing.quote.waterfall import Cause, Explanation, Movement, explain
from tuanbao.pricing.renewal.errors import RenewalError


@dataclass(frozen=True, slots=True)
class Figures:
    """What the past year says, fen, at the past year's prices and terms; the charge is that of the priced year."""

    premium: int
    """On-level earned premium: what the past cover would have earned at today's rates."""
    reported: int
    """Incurred claims as reported by the valuation."""
    unreported: int = 0
    """What is still to come in for the past year (IBNR 未报告)."""
    pooled: int = 0
    """What lies above the pooling threshold, people by people; it leaves the group's own experience."""
    pooling_charge: int = 0
    """What today's people are charged for large claims instead, for the priced year at its prices and terms."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One factor from the past year to the one that is priced: trend, people, terms, whole year, use."""

    cause: Cause
    factor: Fraction


def adjustment(key: str, name: Text, factor: Fraction, reason: Text, source: str = "") -> Adjustment:
    """One factor with its reason; ``source`` says where the number is from."""
    return Adjustment(Cause(key, name, "multiply", reason, source), factor)


@dataclass(frozen=True, slots=True)
class Blend:
    """How much the group's own experience counts (信度), and what stands for the rest."""

    z: Fraction
    manual: Fraction | None
    """Loss ratio that the model expects at today's rates; needed where z < 1."""
    source: Text


@dataclass(frozen=True, slots=True)
class Indicated:
    """The renewal premium and how it comes about."""

    current: int
    """Yearly premium at today's rates for the people to be covered, fen."""
    experience_ratio: Fraction
    """The group's own projected loss ratio at today's rates, before credibility."""
    projected: Fraction
    permissible: Fraction
    blend: Blend
    explanation: Explanation
    """Begins at ``current``; its steps add up to ``premium``, fen for fen, in the order in which they were taken."""

    @property
    def premium(self) -> int:
        """Yearly renewal premium, fen."""
        return self.explanation.price

    @property
    def change(self) -> Fraction:
        """Indicated change before the premium was rounded: 0.08 is a rise of 8 %."""
        return self.projected / self.permissible - 1

    @property
    def basis_points(self) -> tuple[int, ...]:
        """Of every step its part of the change, in 0.01 % of today's premium; the first is 10,000 for the start.

        They add up to 10,000 + the change of the rounded premium, because running totals are rounded.
        """
        running = [10_000 * step.exact / self.current for step in self.explanation.steps]
        totals = [half_up(value.numerator, value.denominator) for value in running]
        return tuple(after - before for before, after in pairwise([0, *totals]))


TITLE = Text("续保保费", "renewal premium")
CURRENT = Cause("current", Text("现行保费", "today's premium"), "start", Text("现行费率", "today's rates"))
REPORTED = Cause(
    *("experience", Text("赔付经验（已报告）", "claims experience as reported"), "multiply"),
    Text(
        "（已报告赔款 ÷ 同费率已赚保费）÷ 许可赔付率", "(reported / on-level earned premium) / permissible loss ratio"
    ),
)
UNREPORTED = Cause(
    *("unreported", Text("未报告赔款", "claims not yet reported"), "add"),
    Text("按赔款收单的进展估计", "estimated from how claims come in"),
)
LARGE = Cause(
    *("large_claims", Text("移出大额赔案", "large claims taken out"), "add"),
    Text("每人超过分摊线的部分不算自身经验", "what exceeds the threshold, person by person, is no own experience"),
)
CHARGE = Cause(
    *("pooling_charge", Text("大额赔案分摊费", "charge for large claims"), "add"),
    Text(
        "代替移出的部分：今年人员按下年价格和条款的分摊费 ÷ 现行保费",
        "in place of what was taken out: for today's people at next year's prices and terms / today's premium",
    ),
)
CREDIBILITY = Cause(
    *("credibility", Text("信度：与模型价格加权", "credibility: blended with the model's price"), "add"),
    Text("", ""),
)
ROUNDING = Cause(*("rounding", Text("取整", "rounding"), "round"), Text("保费取整", "the premium is a round amount"))


def indicated(
    figures: Figures,
    adjustments: Sequence[Adjustment],
    blend: Blend,
    *,
    permissible: Fraction,
    current: int,
    unit: int = 100,
) -> Indicated:
    """The renewal premium from a past year, rounded half up to ``unit`` fen.

    ``adjustments`` are applied in their order. Raises RenewalError for premiums and permissible loss ratios that are
    not positive, negative claims or factors, Z outside 0 to 1, or no manual loss ratio where Z < 1.
    """
    _check(figures, adjustments, blend, permissible, current)
    ratio = Fraction(figures.reported, figures.premium)
    ratios = [(REPORTED, ratio := Fraction(figures.reported, figures.premium))]
    ratios.append((UNREPORTED, ratio := ratio + Fraction(figures.unreported, figures.premium)))
    ratios.append((LARGE, ratio := ratio - Fraction(figures.pooled, figures.premium)))
    ratios += [(each.cause, ratio := ratio * each.factor) for each in adjustments]
    ratios.append((CHARGE, ratio := ratio + Fraction(figures.pooling_charge, current)))
    own = ratio
    ratio = blend.z * own + (1 - blend.z) * (blend.manual or 0)
    ratios.append((_because(CREDIBILITY, blend.source), ratio))
    premiums = [(cause, current * each / permissible) for cause, each in ratios]
    rounded = unit * portion(1, premiums[-1][1] / unit)
    movements = _movements([(CURRENT, Fraction(current)), *premiums, (ROUNDING, Fraction(rounded))])
    return Indicated(current, own, ratio, permissible, blend, explain(TITLE, movements))


def _movements(chain: Sequence[tuple[Cause, Fraction]]) -> list[Movement]:
    """With the factor of every step where the running premium was not 0."""
    found = [Movement(*chain[0])]
    for (_, before), (cause, after) in pairwise(chain):
        found.append(Movement(cause, after, after / before if before else None))
    return found


def _because(cause: Cause, reason: Text) -> Cause:
    return replace(cause, reason=reason)


def _check(
    figures: Figures, adjustments: Sequence[Adjustment], blend: Blend, permissible: Fraction, current: int
) -> None:
    problems = []
    if figures.premium <= 0 or current <= 0:
        zh, en = "已赚保费和现行保费应大于 0", "earned premium and today's premium must be above 0"
        problems.append(Text(f"{zh}；请检查保费表", f"{en}; look at the table of premiums"))
    if not permissible > 0:
        problems.append(Text("许可赔付率应大于 0", "the permissible loss ratio must be above 0"))
    if figures.reported < 0 or figures.reported + figures.unreported < figures.pooled:
        zh, en = "赔款为负，或分摊掉的多于全部赔款", "claims are negative, or more is pooled than there is"
        problems.append(Text(zh, en))
    problems += [
        Text(f"{each.cause.name.zh}的系数为负", f"the factor of {each.cause.name.en} is negative")
        for each in adjustments
        if each.factor < 0
    ]
    if not 0 <= blend.z <= 1:
        problems.append(Text(f"信度 {blend.z} 应在 0 与 1 之间", f"credibility {blend.z} must be from 0 to 1"))
    elif blend.z < 1 and blend.manual is None:
        zh = "信度小于 1，需要模型预期的赔付率；请给出模型价格，或声明完全采用自身经验"
        en = "credibility is below 1: a model loss ratio is needed; give one, or say that own experience counts in full"
        problems.append(Text(zh, en))
    if problems:
        raise RenewalError(*problems)
