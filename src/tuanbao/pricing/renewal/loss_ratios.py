"""Loss ratios by their definitions (赔付率), each with its parts and the day on which it was valued.

What is called a loss ratio differs from report to report, easily by 20 points for one and the same group; so no ratio
goes out without its definition. The calendar-period and the policy-year ratio are those of the supervisor's notice on
short-term health insurance, 银保监办发〔2021〕7号; "simple" and "reported" are usage of the market, without a source.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.renewal.errors import RenewalError

Kind = Literal["earned", "policy_year", "reported", "simple"]

DEFINITIONS: dict[Kind, tuple[Text, Text]] = {
    "earned": (
        Text("已赚赔付率（综合赔付率）", "calendar-period loss ratio"),
        Text(
            "（期内赔款 + 未决赔款准备金（含未报告）的增加）÷ 期内已赚保费",
            "(paid in the period + increase of outstanding claims, unreported ones included) / premium earned in it",
        ),
    ),
    "policy_year": (
        Text("满期赔付率", "policy-year loss ratio"),
        Text(
            "（本保单年度出险的已付赔款 + 已报未付 + 未报告）÷ 本保单年度的已赚保费",
            "(paid + outstanding + unreported, of claims that occurred in the policy year) / premium earned of it",
        ),
    ),
    "reported": (
        Text("已报告赔付率（不含未报告）", "reported loss ratio (nothing for unreported claims)"),
        Text(
            "（本保单年度出险的已付赔款 + 已报未付）÷ 本保单年度的已赚保费",
            "(paid + outstanding, of claims that occurred in the policy year) / premium earned of it",
        ),
    ),
    "simple": (
        Text("简单赔付率", "simple loss ratio"),
        Text("期内赔款 ÷ 期内签单保费", "paid in the period / premium written in the period"),
    ),
}
"""Name and definition of each ratio."""


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """What the ratios are made of, fen, as known on the valuation day.

    ``paid_in_period`` counts by the day of payment, whenever the claim occurred; ``paid`` counts claims that occurred
    in the policy year. ``outstanding`` is reported and not yet paid (已报未决), ``unreported`` the estimate of what is
    still to come of what has occurred (IBNR 未报告). ``paid_since`` was paid after the period's last day for claims of
    the policy year: on that day it was outstanding. The ``…_before`` were held at the beginning of the period.
    """

    paid_in_period: int
    paid: int
    outstanding: int = 0
    unreported: int = 0
    paid_since: int = 0
    outstanding_before: int = 0
    unreported_before: int = 0


@dataclass(frozen=True, slots=True)
class LossRatio:
    """One ratio, exact, with what it is made of."""

    kind: Kind
    name: Text
    definition: Text
    parts: tuple[tuple[Text, int], ...]
    """The numerator: its parts in fen, which add up to it."""
    denominator: tuple[Text, int]
    period: tuple[date, date]
    valuation: date

    @property
    def numerator(self) -> int:
        return sum(fen for _, fen in self.parts)

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.numerator, self.denominator[1])

    def sentence(self) -> Text:
        """Name, percentage, definition, amounts, period and valuation date in one sentence."""
        share = f"{float(self.ratio):.2%}"
        top, below = format_yuan(self.numerator), format_yuan(self.denominator[1])
        first, last = (day.isoformat() for day in self.period)
        return Text(
            f"{self.name.zh} {share} = {top} 元 ÷ {below} 元；{self.definition.zh}；"
            f"期间 {first} 至 {last}，评估日 {self.valuation.isoformat()}",
            f"{self.name.en} {share} = {top} / {below} yuan; {self.definition.en}; "
            f"period {first} to {last}, valued on {self.valuation.isoformat()}",
        )


PAID, OUTSTANDING = Text("已付赔款", "paid"), Text("已报未付", "reported, not yet paid")
UNREPORTED = Text("未报告（估计）", "not yet reported (estimate)")
SINCE = Text("期末未决、其后已付", "outstanding at the end of the period, paid since")
EARNED, WRITTEN = Text("已赚保费", "earned premium"), Text("签单保费", "written premium")


def loss_ratios(
    claims: ClaimFigures, *, earned: int, written: int, period: tuple[date, date], valuation: date
) -> dict[Kind, LossRatio]:
    """The four ratios of a policy year as valued on a day, in the order of ``DEFINITIONS``.

    ``earned`` is the premium earned from the first day of the period to the valuation (or to the last day, where that
    is earlier), ``written`` the premium of cover that began in that time; fen. Raises RenewalError where the valuation
    is before the period or a premium is not positive.
    """
    problems = [*_wrong_day(period, valuation), *_no_premium(EARNED, earned), *_no_premium(WRITTEN, written)]
    if problems:
        raise RenewalError(*problems)
    reserve = claims.outstanding - claims.outstanding_before
    unreported = claims.unreported - claims.unreported_before
    increase = (
        Text("已报未付的增加", "increase of what is reported and not yet paid"),
        Text("未报告的增加（估计）", "increase of what is not yet reported (estimate)"),
    )
    paid, outstanding = (PAID, claims.paid), (OUTSTANDING, claims.outstanding)
    in_period = (PAID, claims.paid_in_period)
    numerators: dict[Kind, tuple[tuple[Text, int], ...]] = {
        "earned": (in_period, (SINCE, claims.paid_since), (increase[0], reserve), (increase[1], unreported)),
        "policy_year": (paid, outstanding, (UNREPORTED, claims.unreported)),
        "reported": (paid, outstanding),
        "simple": (in_period,),
    }
    return {
        kind: LossRatio(
            *(kind, name, definition, numerators[kind]),
            *((WRITTEN, written) if kind == "simple" else (EARNED, earned), period, valuation),
        )
        for kind, (name, definition) in DEFINITIONS.items()
    }


def _wrong_day(period: tuple[date, date], valuation: date) -> list[Text]:
    if valuation >= period[0]:
        return []
    zh = f"评估日 {valuation} 早于保险期间的第一天 {period[0]}，还没有任何经验；请改评估日"
    en = f"the valuation date {valuation} is before the first day of the period, {period[0]}: nothing has happened yet"
    return [Text(zh, f"{en}; choose a later one")]


def _no_premium(name: Text, fen: int) -> list[Text]:
    if fen > 0:
        return []
    zh, en = f"截至评估日{name.zh}为 {format_yuan(fen)} 元，无法计算赔付率", f"{name.en} is {format_yuan(fen)} yuan"
    return [Text(f"{zh}；请检查保费表的日期和金额", f"{en}, and so there is no loss ratio; look at dates and amounts")]
