"""Self-funding against full insurance (自筹与全额投保的比较): which stop-loss, what it costs, how sure that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from tuanbao.language import Text
from tuanbao.risk.distribution import Aggregate, Quality
from tuanbao.risk.errors import RiskError, chance, level, not_negative, positive
from tuanbao.risk.funding_cost import FundingCost
from tuanbao.risk.group_year import GroupYear
from tuanbao.risk.stop_loss import aggregate_cover, retained, specific_cover


@dataclass(frozen=True, slots=True)
class Terms:
    """What stop-loss and administration cost; loadings are on expected payments (0.3: premium = 1.3 * expected)."""

    administration: float = 0.0
    """Of the year, whatever happens."""
    specific_loading: float = 0.0
    aggregate_loading: float = 0.0
    aggregate_limit: float = math.inf
    """The most that the aggregate cover pays."""
    insurer_fee: float = 0.0
    """Fixed charge of the year for having any stop-loss at all."""


@dataclass(frozen=True, slots=True)
class Appetite:
    """Risk appetite (风险偏好).

    Without ``weight``: the lowest expected cost among those whose chance of exceeding the budget is at most ``chance``.
    With ``weight``: the lowest expected cost + weight * (TVaR - expected cost), whatever the chance.
    """

    chance: float = 0.05
    confidence: float = 0.95
    """Of the reserve and of TVaR."""
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Self-funding under one pair of retentions; amounts of one year."""

    specific: float | None
    """Retention per person; None: no specific cover."""
    attachment: float | None
    """Aggregate attachment; None: no aggregate cover."""
    attachment_share: float | None
    """The same as a multiple of the expected retained total."""
    retained: float
    """Expected payments that stay with the employer after both covers."""
    specific_premium: float
    aggregate_premium: float
    expected_cost: float
    """Retained + premiums + administration + fee."""
    chance_over_budget: float
    needed: float
    """The year's cost that is not exceeded with the appetite's confidence (VaR)."""
    reserve: float
    """``needed`` - ``expected_cost``: what should be at hand beyond the expected cost."""
    tail_cost: float
    """Mean cost of the worst years (TVaR)."""
    worst: float
    """The largest cost possible; infinite where nothing bounds it."""
    score: float
    """What the appetite minimises."""
    acceptable: bool
    quality: Quality
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfFunding:
    """All candidates, in the order specific by attachment, and the best one."""

    insured_cost: float
    """The premium quoted for full insurance."""
    budget: float
    expected_claims: float
    candidates: tuple[Candidate, ...]
    best: Candidate | None
    """None: no candidate meets the appetite."""
    notes: tuple[Text, ...]

    @property
    def saving(self) -> float:
        """Insured cost - expected cost of the best candidate; below 0 where insurance is cheaper; 0 without one."""
        return self.insured_cost - self.best.expected_cost if self.best else 0.0

    @property
    def worthwhile(self) -> bool:
        return self.best is not None and self.saving > 0


def compare(
    year: GroupYear | Aggregate,
    insured_cost: float,
    *,
    budget: float | None = None,
    terms: Terms | None = None,
    appetite: Appetite | None = None,
    specifics: Sequence[float | None] = (None,),
    attachment_shares: Sequence[float | None] = (None, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5),
    points: int = 2**15,
) -> SelfFunding:
    """Self-funding under each pair of retentions against full insurance for ``insured_cost``.

    ``budget`` is the insured cost where none is given. ``year`` may be a total without its parts (simulated or past
    years: ``from_totals``); then only ``specifics=(None,)`` is possible. Raises RiskError for bad amounts.
    """
    terms, appetite = terms or Terms(), appetite or Appetite()
    not_negative(insured_cost, Text("全额投保的保费", "The premium for full insurance"))
    budget = insured_cost if budget is None else not_negative(budget, Text("预算", "The budget"))
    check_question(terms, appetite, specifics, attachment_shares)
    candidates: list[Candidate] = []
    for specific in specifics:
        total, premium, notes = _retained(year, specific, terms, points)
        for share in attachment_shares:
            one = _candidate(total, specific, premium, share, budget, terms, appetite)
            candidates.append(replace(one, notes=(*notes, *one.notes)))
    fitting = [candidate for candidate in candidates if candidate.acceptable]
    best = min(fitting, key=lambda candidate: candidate.score, default=None)
    expected = year.exact_mean if isinstance(year, Aggregate) else year.mean
    notes = (*(year.notes if isinstance(year, GroupYear) else ()), *_verdict(best, insured_cost, budget, appetite))
    return SelfFunding(insured_cost, budget, expected, tuple(candidates), best, notes)


def _retained(
    year: GroupYear | Aggregate, specific: float | None, terms: Terms, points: int
) -> tuple[Aggregate, float, tuple[Text, ...]]:
    """Total after the specific cover, that cover's premium, notes."""
    if isinstance(year, Aggregate):
        if specific is not None:
            raise RiskError(
                "只有年度总额、没有单人金额时，无法计算个人止损；请给单人一年的金额",
                "Totals alone do not say what a specific cover costs: give the costs of single people",
            )
        return year, 0.0, ()
    total = GroupYear(year.frequency, retained(year.severity, specific)).total(points=points)
    if specific is None:
        return total, 0.0, ()
    cover = specific_cover(year.frequency, year.severity, specific, loading=terms.specific_loading)
    return total, cover.premium, cover.notes


def _candidate(
    total: Aggregate,
    specific: float | None,
    specific_premium: float,
    share: float | None,
    budget: float,
    terms: Terms,
    appetite: Appetite,
) -> Candidate:
    attachment = None if share is None else share * total.exact_mean
    paid_back, aggregate_premium = 0.0, 0.0
    notes: tuple[Text, ...] = ()
    if attachment is not None:
        loading, limit = terms.aggregate_loading, terms.aggregate_limit
        cover = aggregate_cover(total, attachment, limit=limit, loading=loading)
        paid_back, aggregate_premium, notes = cover.expected, cover.premium, cover.notes
    fee = terms.insurer_fee if specific is not None or attachment is not None else 0.0
    fixed = specific_premium + aggregate_premium + terms.administration + fee
    cost = FundingCost(total, fixed, attachment, terms.aggregate_limit)
    expected, tail_cost = fixed + total.mean - paid_back, cost.tail_mean(appetite.confidence)
    over, needed = cost.survival(budget), cost.quantile(appetite.confidence)
    score = expected if appetite.weight is None else expected + appetite.weight * (tail_cost - expected)
    return Candidate(
        specific=specific,
        attachment=attachment,
        attachment_share=share,
        retained=total.mean - paid_back,
        specific_premium=specific_premium,
        aggregate_premium=aggregate_premium,
        expected_cost=expected,
        chance_over_budget=over,
        needed=needed,
        reserve=needed - expected,
        tail_cost=tail_cost,
        worst=cost.maximum,
        score=score,
        acceptable=appetite.weight is not None or over <= appetite.chance,
        quality=total.quality,
        notes=notes,
    )


def check_question(
    terms: Terms, appetite: Appetite, specifics: Sequence[float | None], shares: Sequence[float | None]
) -> None:
    """Raises RiskError for terms, an appetite or retentions that make no sense."""
    not_negative(terms.administration, Text("管理费", "The cost of administration"))
    not_negative(terms.insurer_fee, Text("止损保险的固定费用", "The stop-loss fee"))
    not_negative(terms.specific_loading, Text("个人止损的附加费率", "The loading of specific cover"))
    not_negative(terms.aggregate_loading, Text("团体止损的附加费率", "The loading of aggregate cover"))
    chance(appetite.chance, Text("可接受的超预算概率", "The accepted chance of exceeding the budget"))
    level(appetite.confidence)
    if appetite.weight is not None:
        not_negative(appetite.weight, Text("尾部的权重", "The weight of the tail"))
    if not specifics or not shares:
        raise RiskError("至少要有一个止损线可比较（None 表示不买）", "Give at least one retention (None: no cover)")
    for specific, share in product(specifics, shares):
        if specific is not None:
            positive(specific, Text("个人止损线", "The specific retention"))
        if share is not None:
            positive(share, Text("团体止损线的倍数", "The attachment's share"))


def _verdict(best: Candidate | None, insured_cost: float, budget: float, appetite: Appetite) -> tuple[Text, ...]:
    if best is None:
        return (
            Text(
                f"没有一种自筹方案能使超预算（{budget:,.0f}）的概率不高于 {appetite.chance:.1%}，请全额投保或提高预算",
                f"No way of self-funding keeps the chance of exceeding {budget:,.0f} within {appetite.chance:.1%}: "
                "insure in full, or raise the budget",
            ),
        )
    notes = []
    if best.expected_cost >= insured_cost:
        notes.append(
            Text(
                "自筹的预期成本不低于全额投保的保费，自筹不划算",
                "Self-funding is not expected to cost less than full insurance: it does not pay",
            )
        )
    if not best.quality.good:
        notes.append(
            Text(
                "单笔金额的尾部很重，年度总额的分布算得不够准；请给个人止损线，或用更多的点",
                "The amounts have so heavy a tail that the total's distribution is not exact enough: "
                "use a specific retention, or more points",
            )
        )
    return tuple(notes)
