"""What has occurred and is still to come in (未报告赔款): the experience methods applied to past policy years."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.pricing.experience.completion import Completion
from tuanbao.pricing.experience.triangle import Ints, Triangle, from_incremental, with_working_days
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.late_receipts import completed
from tuanbao.pricing.renewal.months import last_day, month_of
from tuanbao.pricing.renewal.past import PastYear, by_month

NOT_BELIEVED = 3
"""Fewer months than this have no development that could be seen."""


@dataclass(frozen=True, slots=True)
class Unreported:
    """Claims of the last policy year that are still to come in, fen, and how sure that is."""

    amount: int
    standard_error: float | None
    """Fen; None where it was not measured."""
    method: Text
    notes: tuple[Text, ...] = ()
    completion: Completion | None = None
    """Month by month, of all years that were given; None where nothing was estimated here."""
    triangle: Triangle | None = None
    """What it was estimated from."""
    too_young: bool = False
    """Fewer months than show any development: what has come in says little about the year."""


def triangle_of(*years: PastYear, threshold: int | None = None) -> Triangle:
    """Months of occurrence by months until receipt, of policy years that follow each other; fen, members as exposure.

    ``threshold``: what bills pay a person beyond it in a year, in the order in which they came in, is left out. Raises
    RenewalError where they do not follow each other or are not valued on the same day.
    """
    months = [month for year in years for month in year.months]
    valuation = years[-1].valuation
    gaps = any(after != before + 1 for before, after in pairwise(months))
    if gaps or any(year.valuation != valuation for year in years):
        zh, en = (
            "各保单年度应前后相接，评估日相同",
            "the policy years must follow each other and be valued on the same day",
        )
        raise RenewalError(Text(zh, en))
    last = month_of(valuation)
    cells = np.full((len(months), last - months[0] + 1), np.nan)
    for row, (month, paid) in enumerate(
        zip(months, (row for year in years for row in _table(year, threshold)), strict=True)
    ):
        known = last - month + 1
        cells[row, :known] = 0
        cells[row, : min(known, len(paid))] = paid[:known]
    members = [float(days) for year in years for days in year.exposure.by_month]
    origins = [f"{1970 + month // 12}-{month % 12 + 1:02d}" for month in months]
    return from_incremental(cells, origins, members if min(members) > 0 else None)


def _table(year: PastYear, threshold: int | None) -> Ints:
    """(months, lags): payments of bills, each person's up to the threshold."""
    if threshold is None:
        return year.payments
    paid = year.paid
    person, amount = paid.person[: paid.lines], paid.amount[: paid.lines]
    order = np.lexsort((paid.occurred[: paid.lines], paid.received[: paid.lines], person))
    running = np.cumsum(amount[order])
    starts = np.flatnonzero(np.diff(person[order], prepend=-1))
    before = np.repeat(running[starts] - amount[order][starts], np.diff(np.append(starts, len(order))))
    after = np.minimum(running - before, threshold)
    kept = np.zeros_like(amount)
    kept[order] = after - np.minimum(running - before - amount[order], threshold)
    days = paid.occurred[: paid.lines], paid.received[: paid.lines]
    return by_month(year.months, month_of(year.valuation), *days, kept)


def unreported(*years: PastYear, threshold: int | None = None) -> Unreported:
    """Completes the last of these policy years; earlier ones help to see how claims come in.

    By credibility between development and the level of the months before, on working days; by development alone where
    a month has no members. ``threshold``: as for `triangle_of`, so that one large bill does not move the level of the
    months; what lies above it is for the pooling charge. Where fewer than three months have begun, or nothing was paid,
    there is nothing to go by: the amount is 0 and a note says so.
    """
    year, late = years[-1], (*_valued_within_a_month(years[-1]), *_received_at_once(years[-1]))
    months = sum(len(each.months) for each in years)
    if months < NOT_BELIEVED or not year.payments.sum() > 0:
        zh, en = (
            "月份太少或没有赔款，未报告赔款暂按 0 计，结果偏低",
            "too few months or no claims: unreported claims are taken",
        )
        note = Text(zh, f"{en} as 0, and the result is too low")
        return Unreported(0, None, Text("未估计", "not estimated"), (note, *late), too_young=months < NOT_BELIEVED)
    triangle = with_working_days(triangle_of(*years, threshold=threshold))
    completion = completed(triangle)
    amount = completion.outstanding[-len(year.months) :].sum()
    fen, notes = half_up(round(amount * 1000), 1000), (*completion.notes, *late)
    return Unreported(fen, completion.total_standard_error, _method(completion), notes, completion, triangle)


def _method(completion: Completion) -> Text:
    if completion.method == "chain_ladder":
        return Text("链梯法", "chain ladder")
    return Text("进展法与人均水平按信度加权", "development and cost per member and month, weighted by credibility")


def _valued_within_a_month(year: PastYear) -> tuple[Text, ...]:
    day = year.valuation
    if day == last_day(month_of(day)):
        return ()
    zh = f"评估日 {day} 不是月末：最近一个月的收单还不完整，未报告赔款的估计偏低；建议取月末"
    en = f"the valuation date {day} is not the end of a month: its last month is incomplete and the estimate too low"
    return (Text(zh, f"{en}; take the end of a month"),)


def _received_at_once(year: PastYear) -> tuple[Text, ...]:
    paid = year.paid
    if not paid.lines or (paid.received[: paid.lines] != paid.occurred[: paid.lines]).any():
        return ()
    zh = "所有票据的收单日期都是就诊当天（没有 received_date 时按就诊日期计），看不出票据多久才收到"
    en = "every bill came in on its day of service (which stands in for an empty received_date): how long bills take"
    return (
        Text(
            f"{zh}；未报告赔款约为 0，可能偏低，请提供收单日期",
            f"{en} cannot be seen, and unreported claims come out near 0, perhaps too low; give the dates of receipt",
        ),
    )
