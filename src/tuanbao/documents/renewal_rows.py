"""The rows of a renewal's tables (续保测算的各表): the same for the terminal and the workbook. Money in fen."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from tuanbao.documents import renewal_words as words
from tuanbao.language import Language, Text
from tuanbao.money import half_up
from tuanbao.plan import Plan
from tuanbao.pricing.renewal.months import first_day
from tuanbao.pricing.renewal.on_level import Ratio
from tuanbao.pricing.renewal.renew import Renewal

Row = dict[str, Any]


def ratio_rows(renewal: Renewal, language: Language) -> list[Row]:
    """Each ratio with its definition."""
    return [
        {
            "ratio_name": ratio.name.to(language),
            "ratio": float(ratio.ratio),
            "numerator": ratio.numerator,
            "denominator": ratio.denominator[1],
            "definition": ratio.definition.to(language),
        }
        for ratio in renewal.ratios.values()
    ]


def part_rows(renewal: Renewal, language: Language) -> list[Row]:
    """What each ratio is made of: the parts above its line, and the premium below it."""
    return [
        {"ratio_name": ratio.name.to(language), "part": name.to(language), "part_amount": fen}
        for ratio in renewal.ratios.values()
        for name, fen in (*ratio.parts, ratio.denominator)
    ]


def month_rows(renewal: Renewal) -> list[Row]:
    """The months of the past year: what came in, what is expected still to come, and how sure that is.

    Where nothing could be estimated, ``to_come`` and what follows from it are None.
    """
    past, completion = renewal.past, renewal.unreported.completion
    members = [float(each) for each in past.exposure.by_month]
    coming = _whole_fen(completion.outstanding[-len(past.months) :]) if completion is not None else []
    found = []
    for at, month in enumerate(past.months):
        row: Row = {
            "month": f"{first_day(month):%Y-%m}",
            "members": round(members[at], 1),
            "earned": past.earned_by_month[at],
        }
        row |= {"paid": int(past.payments[at].sum())}
        row |= dict.fromkeys(("to_come", "ultimate", "error", "known", "weight", "pmpm"))
        if completion is not None:
            here = at - len(past.months)
            ultimate = row["paid"] + coming[at]
            row |= {"to_come": coming[at], "ultimate": ultimate}
            row["error"] = None if completion.standard_error is None else round(float(completion.standard_error[here]))
            row |= {"known": row["paid"] / ultimate if ultimate else None, "weight": float(completion.weight[here])}
            row["pmpm"] = round(ultimate / members[at]) if members[at] else None
        found.append(row)
    return found


def _whole_fen(amounts: Any) -> list[int]:
    """Differences of rounded running totals, so that they add up to the rounded whole."""
    totals = [half_up(round(float(total) * 1000), 1000) for total in np.cumsum(amounts)]
    return [after - before for before, after in pairwise([0, *totals])]


def triangle_rows(renewal: Renewal) -> tuple[list[str], list[Row]]:
    """Names of the columns 0, 1, 2…, and fen by month of service and months until received; None: not yet known."""
    past = renewal.past
    last = past.payments.shape[1]
    names = [str(lag) for lag in range(last)]
    rows: list[Row] = []
    for at, month in enumerate(past.months):
        known = last - at
        cells = {str(lag): int(past.payments[at, lag]) if lag < known else None for lag in range(last)}
        rows.append({"month": f"{first_day(month):%Y-%m}", **cells})
    return names, rows


def step_rows(renewal: Renewal, language: Language) -> list[Row]:
    """The steps from today's premium to the renewal's; amounts add up to it."""
    indicated = renewal.indicated
    return [
        {
            "step": step.cause.name.to(language),
            "factor": None if step.factor is None else float(step.factor),
            "amount": step.amount,
            "total": step.total,
            "points": points / 10_000,
            "reason": step.cause.reason.to(language),
            "source": step.cause.source,
        }
        for step, points in zip(indicated.explanation.steps, indicated.basis_points, strict=True)
    ]


def benefit_rows(renewal: Renewal, language: Language) -> list[Row]:
    """What was paid, at next year's prices, and under the new terms, by benefit."""
    level, named = renewal.on_level, _titles(renewal.past.plans, language)
    bills = level.bills.factor
    found = []
    for benefit in {**level.trend, **level.terms}:
        trend, terms = level.trend.get(benefit, Ratio(0, 0)), level.terms.get(benefit, Ratio(0, 0))
        moved = None if trend.factor is None or bills is None or bills == 1 else (trend.factor - 1) / (bills - 1)
        if trend.before or terms.after:
            row: Row = {"benefit": named.get(benefit, benefit), "was": trend.before, "trended": trend.after}
            row |= {"trend_factor": _number(trend.factor), "leverage": _number(moved)}
            found.append(row | {"then": terms.after, "plan_factor": _number(terms.factor)})
    return found


def large_rows(renewal: Renewal) -> list[Row]:
    """What was paid to people above the threshold, the largest first, without saying who they are."""
    pooling = renewal.basis.given.pooling
    if pooling is None:
        return []
    paid = renewal.past.paid.by_person
    large = np.sort(paid[paid > pooling.threshold])[::-1].tolist()
    return [
        {"order": at, "person_paid": fen, "kept": pooling.threshold, "above": fen - pooling.threshold}
        for at, fen in enumerate(large, 1)
    ]


def path_rows(renewal: Renewal, language: Language) -> list[Row]:
    """Quantiles by year of premiums and of claims."""
    found = []
    for name, fan in ((words.PREMIUM, renewal.path.premiums), (words.CLAIMS, renewal.path.claims)):
        for year, (quantiles, mean) in enumerate(zip(fan.quantiles, fan.mean, strict=True)):
            cells = {quantile_key(level): round(float(fen)) for level, fen in zip(fan.levels, quantiles, strict=True)}
            row: Row = {"year": renewal.period[0].year + year, "what": name.to(language), "mean": round(float(mean))}
            found.append(row | cells)
    return found


def quantile_key(level: float) -> str:
    return f"q{round(100 * level)}"


def holding_rows(renewal: Renewal, language: Language) -> list[Row]:
    """Terms that would hold the premium, best first, and whom they touch."""
    return [
        {
            "lever": each.lever.name.to(language),
            "now": each.lever.now,
            "terms": each.terms,
            "holds": (words.YES if each.holds else words.NO).to(language),
            "saved": float(1 - each.factor),
            "touched": each.touched,
            "touched_share": float(each.touched_share),
            "most": each.most,
        }
        for each in renewal.holding
    ]


def _titles(plans: tuple[Plan, ...], language: Language) -> Mapping[str, str]:
    """Benefits of one id count together; where plans call them differently, all names stand there."""
    names: dict[str, dict[str, None]] = {}
    for plan in plans:
        for benefit in plan.benefits:
            names.setdefault(benefit.id, {})[benefit.title.to(language)] = None
    between = Text("、", ", ").to(language)
    return {benefit: between.join(titles) for benefit, titles in names.items()}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
