"""A past policy year as it was known on one day (过去的保单年度): payments, cover, premiums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.pricing.renewal.claims import Claims, Paid, Tables, checked_claims, pay
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.exposure import Exposure, exposure
from tuanbao.pricing.renewal.months import days_since_1970, month_of, months_between
from tuanbao.pricing.renewal.premiums import Premium, earned, earned_by_month, premiums_of, written

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PastYear:
    """Everything is cut off at the valuation day: what came in later is not in it."""

    plans: tuple[Plan, ...]
    period: tuple[date, date]
    valuation: date
    months: tuple[int, ...]
    """Calendar months of the period that had begun by the valuation, numbered as in `months`."""
    payments: Ints
    """(months, lags): fen of bills by month in which the claim occurred and months from then until it came in."""
    paid: Paid
    exposure: Exposure
    """Until the valuation, or the end of the period where that is earlier."""
    premiums: tuple[Premium, ...]
    claims: Claims
    """The bills and events behind it, to be adjudicated again under other terms."""
    notes: tuple[Text, ...] = ()

    @property
    def known_until(self) -> date:
        """The last day of the period that had passed by the valuation."""
        return min(self.period[1], self.valuation)

    @property
    def earned(self) -> int:
        """Premium earned from the first day of the period to ``known_until``, fen."""
        return earned(self.premiums, self.period[0], self.known_until)

    @property
    def written(self) -> int:
        """Premium of cover that began from the first day of the period to ``known_until``, fen."""
        return written(self.premiums, self.period[0], self.known_until)

    @property
    def earned_by_month(self) -> tuple[int, ...]:
        """Earned premium of ``months``, fen; not cut off at the valuation."""
        return earned_by_month(self.premiums, self.months)

    @property
    def lives(self) -> Fraction:
        """People covered on average over the days that are known."""
        return Fraction(sum(self.exposure.days), (self.known_until - self.period[0]).days + 1)

    def above(self, threshold: int) -> int:
        """What was paid to single people beyond ``threshold``, fen."""
        return int(np.maximum(self.paid.by_person - threshold, 0).sum())

    def paid_until(self, day: date) -> int:
        """Fen of claims that had come in by the end of a day."""
        return int(self.paid.amount[self.paid.received <= days_since_1970(day)].sum())


def past_year(
    plans: Sequence[Plan],
    members: Tables,
    bills: Tables,
    premiums: Tables,
    *,
    valuation: date,
    events: Tables | None = None,
    openings: Tables | None = None,
    hospital_lists: Tables | None = None,
) -> PastYear:
    """The policy year of these plans as known at the end of the day ``valuation``.

    Tables as for `adjudicate`, and premiums as in docs/tables.md. Raises RefusedRowsError for bad rows, and
    RenewalError for plans of different years, no premium, a valuation before the period, claims that came in before
    they occurred.
    """
    period = period_of(plans)
    given = premiums_of(premiums)
    if valuation < period[0]:
        zh = f"评估日 {valuation} 早于保险期间的第一天 {period[0]}；请改评估日"
        en = f"the valuation date {valuation} is before the first day of the period, {period[0]}; choose a later one"
        raise RenewalError(Text(zh, en))
    claims = checked_claims(plans, members, bills, events, openings=openings, hospital_lists=hospital_lists)
    known, notes = _known(claims, valuation)
    paid = pay(plans, known)
    until = min(period[1], valuation)
    months = months_between(period[0], until)
    cover = exposure(paid.members, period[0], until)
    if not sum(cover.days):
        zh, en = "人员清单中没有人在保险期间内有保障", "nobody on the list of people was covered in the period"
        raise RenewalError(Text(zh, f"{en} {period[0]} to {until}"))
    of_bills = (column[: paid.lines] for column in (paid.occurred, paid.received, paid.amount))
    payments = by_month(months, month_of(valuation), *of_bills)
    notes += (*_empty_months(payments, months), *_events_note(events))
    return PastYear(tuple(plans), period, valuation, months, payments, paid, cover, given, known, notes)


def period_of(plans: Sequence[Plan]) -> tuple[date, date]:
    """The plan year that all of these plans share. Raises RenewalError where they differ or there is none."""
    periods = {(plan.period.first, plan.period.last) for plan in plans}
    if len(periods) == 1:
        return periods.pop()
    if not periods:
        raise RenewalError(Text("没有方案", "there are no plans"))
    named = "；".join(f"{plan.id} {plan.period.first}–{plan.period.last}" for plan in plans)
    zh, en = "各方案的保险期间不同，请分开计算", "the plans have different periods; work them out one at a time"
    raise RenewalError(Text(f"{zh}：{named}", f"{en}: {named}"))


def _known(claims: Claims, valuation: date) -> tuple[Claims, tuple[Text, ...]]:
    """Without what came in after the valuation; a note says how much that was."""
    bills = claims.bills
    early = bills.filter(pc.less(bills["received_date"], bills["service_date"]))
    if len(early):
        shown = ", ".join(pc.unique(early["bill_id"].cast(pa.string())).to_pylist()[:5])
        zh = f"有 {len(early)} 行票据的收单日期早于就诊日期，如：{shown}；请改正 received_date 或 service_date"
        en = (
            f"{len(early)} lines came in before the day of service, as {shown}; put received_date or service_date right"
        )
        raise RenewalError(Text(zh, en))
    kept = _until(bills, "received_date", valuation)
    events = None if claims.events is None else _until(claims.events, "date", valuation)
    happened = 0 if claims.events is None else len(claims.events)
    left = len(bills) - len(kept), happened - (0 if events is None else len(events))
    notes = (_left_out(*left, valuation),) if any(left) else ()
    return claims.of(kept, events), notes


def _until(table: pa.Table, name: str, day: date) -> pa.Table:
    late = pc.greater(table[name], pa.scalar(day, pa.date32()))
    return table.filter(pc.invert(late)) if pc.any(late).as_py() else table


def _left_out(lines: int, events: int, valuation: date) -> Text:
    return Text(
        f"评估日 {valuation} 之后收到的 {lines} 行票据和发生的 {events} 个事件没有计入",
        f"{lines} lines that came in and {events} events of after the valuation date {valuation} are left out",
    )


def by_month(months: tuple[int, ...], last: int, occurred: Ints, received: Ints, amount: Ints) -> Ints:
    """(months, lags up to the month ``last``): fen by month of occurrence and months until receipt.

    ``occurred`` and ``received`` are days since 1970, ``amount`` fen, all of shape (payments,).
    """
    begun, known = _months(occurred), _months(received)
    table = np.zeros((len(months), last - months[0] + 1), np.int64)
    np.add.at(table, (begun - months[0], known - begun), amount)
    return table


def _months(days: Ints) -> Any:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _empty_months(payments: Ints, months: tuple[int, ...]) -> tuple[Text, ...]:
    """A month without any claim is possible in a small group; more often a file is missing."""
    without = [
        f"{1970 + month // 12}-{month % 12 + 1:02d}"
        for month, row in zip(months, payments, strict=True)
        if not row.any()
    ]
    if not without:
        return ()
    zh, en = (
        "这些月份出险的赔款为 0，请确认票据没有缺少",
        "no claim occurred in these months; make sure that no bills are missing",
    )
    return (Text(f"{zh}：{'、'.join(without)}", f"{en}: {', '.join(without)}"),)


def _events_note(events: Tables | None) -> tuple[Text, ...]:
    if events is None:
        return ()
    zh = "事件没有报案日期，按发生当日已知计；未报告的事件没有估计"
    en = "events have no date of report and count as known when they happened; nothing is added for unreported events"
    return (Text(zh, en),)
