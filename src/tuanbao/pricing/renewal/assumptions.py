"""What a renewal assumes (续保假设), and what stands in where nothing was given, with the note that says so."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import parse_percent
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.experience.trend import Trend
from tuanbao.pricing.renewal.completing import Unreported
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.indicated import Adjustment
from tuanbao.pricing.renewal.levers import Lever
from tuanbao.pricing.renewal.on_level import ByCategory, trend_factor
from tuanbao.pricing.renewal.pooling import Pooling
from tuanbao.pricing.renewal.refund import RefundTerms
from tuanbao.pricing.renewal.tails import kept_a_person
from tuanbao.reference.renewal import renewal_customs
from tuanbao.vocabulary import CATEGORIES

GIVEN = Text("给定", "given")


@dataclass(frozen=True, slots=True)
class TrendAssumption:
    """Yearly change, as shares. ``prices`` goes onto the bills, ``use`` onto what is paid for bills; sums insured have
    no trend."""

    prices: float | dict[str, float]
    """Of the amount of a bill: one for all, or one for each category of care."""
    use: float = 0.0
    """Of how often people need care, or of payments as a whole."""
    standard_error: float = 0.0
    """Of the yearly trend as a whole."""
    source: Text = GIVEN

    @classmethod
    def of_payments(cls, found: Trend) -> "TrendAssumption":
        """A trend seen in what was paid (own_trend, mixed_trend), with leverage in it already: none goes onto bills."""
        source = Text(f"赔款的趋势 {found.rate:.1%}", f"trend of payments {found.rate:.1%}")
        return cls(0.0, found.rate, found.standard_error, source)

    def price_factor(self, years: float) -> ByCategory:
        """What bills are multiplied by over so many years."""
        if isinstance(self.prices, dict):
            return {name: trend_factor(self.prices.get(name, 0.0), years) for name in CATEGORIES}
        return trend_factor(self.prices, years)

    def use_factor(self, years: float) -> Fraction:
        return trend_factor(self.use, years)


@dataclass(frozen=True, slots=True)
class ModelView:
    """What the claim-cost model expects, by adjudicating simulated years of bills."""

    next_year: Costs
    """The people, terms and prices of the year that is priced."""
    past_people: Costs | None = None
    """The past year's people under the same terms and prices: the difference is demographics."""
    use: Fraction = Fraction(1)
    """What a response of use to the new terms does to ``next_year``, whose people fall ill whatever they pay."""
    whole_year: Fraction | None = None
    """Claims of a whole past year a day over those of its known part (part_year.whole_year_factor); None: not known."""

    def demographic_factor(self, threshold: int | None = None) -> Fraction | None:
        """Cost per person of next year's people over that of the past year's, up to a pooling threshold.

        Ageing is in it where the past year's people were costed in their own year. None where it is not known.
        """
        if self.past_people is None or not self.past_people.mean() > 0:
            return None
        return six_decimals(kept_a_person(self.next_year, threshold) / kept_a_person(self.past_people, threshold))

    def loss_ratio(self, premium: int) -> Fraction:
        """Expected claims of next year over a premium in fen."""
        return self.use * six_decimals(self.next_year.mean() / premium)


def six_decimals(value: float) -> Fraction:
    """Estimates enter exact sums as a number of six decimals."""
    return Fraction(round(value * 10**6), 10**6)


def usual_permissible() -> tuple[Fraction, Text]:
    share = parse_percent(str(renewal_customs()["permissible_loss_ratio"].value["usual"]))
    zh, en = f"许可赔付率按一般惯例取 {float(share):.0%}", f"the permissible loss ratio is the usual {float(share):.0%}"
    return share, Text(f"{zh}，没有公开来源，请按实际费用率给出", f"{en}, unverified; give your own by actual expenses")


def usual_credibility(life_years: Fraction) -> tuple[Fraction, Text]:
    """Z = sqrt(life-years / full credibility), at most 1, to four decimals."""
    full = renewal_customs()["full_credibility_life_years"].value["medical"]
    z = min(Fraction(1), Fraction(round(math.sqrt(float(life_years) / full) * 10**4), 10**4))
    zh = f"信度 {float(z):.2%} = √({float(life_years):,.0f} ÷ {full:,} 人年)，标准是惯例，没有公开来源"
    en = f"credibility {float(z):.2%} = sqrt({float(life_years):,.0f} / {full:,} life-years), an unverified standard"
    return z, Text(zh, en)


def years_between(past: tuple[date, date], priced: tuple[date, date]) -> float:
    """Years of trend, from the middle of the past claims to the middle of the priced year.

    Raises RenewalError where the priced year does not come later.
    """
    middles = [first.toordinal() + (last.toordinal() - first.toordinal()) / 2 for first, last in (past, priced)]
    if priced[0] <= past[0]:
        zh, en = (
            f"续保年度（{priced[0]} 起）应晚于过去的年度（{past[0]} 起）",
            f"the year that is priced ({priced[0]}) must",
        )
        raise RenewalError(Text(zh, f"{en} come after the past year ({past[0]})"))
    return (middles[1] - middles[0]) / 365.25


@dataclass(frozen=True, slots=True)
class Reserves:
    """What the bills do not show; fen. All 0 where the insurer does not say, and a note says so."""

    outstanding: int = 0
    """Reported and not yet paid on the valuation day."""
    outstanding_before: int = 0
    """The same on the first day of the period, for claims of earlier years."""
    unreported_before: int = 0
    paid_for_earlier_years: int = 0
    """Paid within the period for claims of earlier years."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed; None: what is usual stands in, and a note says so."""

    trend: TrendAssumption | None = None
    permissible: Fraction | None = None
    credibility: Fraction | None = None
    pooling: Pooling | None = None
    """None: estimated from the own and the model's tail."""
    model: ModelView | None = None
    unreported: Unreported | None = None
    reserves: Reserves | None = None
    rates: Fraction = Fraction(1)
    """Today's rates over those at which the past premiums were written (同费率还原)."""
    current: int | None = None
    """Yearly premium at today's rates for the people to be covered, fen; None: what was in force on the last day."""
    further: tuple[Adjustment, ...] = ()
    """More factors on what stays with the group, as a response of use to the new terms; the last before the charge."""
    refund: RefundTerms | None = None
    deficit: int = 0
    """Brought forward into the refund, fen."""
    successors: Mapping[str, str] = field(default_factory=dict)
    """Old plan id: new plan id, where the names do not say it."""
    years: int = 3
    cap: float | None = None
    confidence: float = 0.90
    simulations: int = 20_000
    seed: int = 2026
    hold: bool = True
    """Look for terms that would hold the premium."""
    levers: tuple[Lever, ...] | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """Assumptions of which none is missing."""

    given: Assumptions
    trend: TrendAssumption
    permissible: Fraction
    reserves: Reserves
    notes: tuple[Text, ...]
    """What stands in for what was not given."""


def with_usual(given: Assumptions, usual_trend: Callable[[], tuple[TrendAssumption, Text]]) -> Basis:
    """With what is usual where nothing was given, and a note for each."""
    notes: list[Text] = []
    trend, permissible, reserves = given.trend, given.permissible, given.reserves
    if trend is None:
        trend, note = usual_trend()
        notes.append(note)
    if permissible is None:
        permissible, note = usual_permissible()
        notes.append(note)
    if reserves is None:
        zh = "没有给出已报未决和期初准备金，均按 0 计；收到的票据视为已付"
        en = (
            "no outstanding claims and no reserves of the beginning were given: they count as 0, bills received as paid"
        )
        reserves = Reserves()
        notes.append(Text(zh, en))
    return Basis(given, trend, permissible, reserves, tuple(notes))
