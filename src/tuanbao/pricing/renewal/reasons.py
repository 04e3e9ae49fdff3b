"""From a past year and the assumptions to the indicated premium: figures, factors, credibility."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.pricing.renewal.assumptions import Basis, usual_credibility
from tuanbao.pricing.renewal.completing import Unreported
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.indicated import Adjustment, Blend, Figures, Indicated, adjustment, indicated
from tuanbao.pricing.renewal.on_level import OnLevel
from tuanbao.pricing.renewal.past import PastYear
from tuanbao.pricing.renewal.staying import Staying, staying

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Renewing:
    """What the reasons are taken from."""

    past: PastYear
    b: Basis
    still: Unreported
    level: OnLevel
    current: int
    period: tuple[date, date]
    """The year that is priced."""
    lag: float
    """Years of trend."""

    @property
    def threshold(self) -> int | None:
        return self.b.given.pooling.threshold if self.b.given.pooling else None

    @property
    def on_level_premium(self) -> int:
        """What the past cover would have earned at today's rates, fen."""
        return portion(self.past.earned, self.b.given.rates)

    @property
    def stays(self) -> Staying:
        to_come = self.b.reserves.outstanding + self.still.amount
        model, use = self.b.given.model, self.b.trend.use_factor(self.lag)
        return staying(self.level, to_come, self.threshold, use, model.whole_year or ONE if model else ONE)


def indicated_of(r: Renewing, notes: list[Text]) -> Indicated:
    """The indicated premium; what had to be assumed is added to ``notes``. Raises RenewalError where there is none."""
    pooling = r.b.given.pooling
    figures = Figures(
        premium=r.on_level_premium,
        reported=r.past.paid.total + r.b.reserves.outstanding,
        unreported=r.still.amount,
        pooled=r.past.above(pooling.threshold) if pooling else 0,
        pooling_charge=pooling.charge if pooling else 0,
    )
    factors = [*_factors(r, notes), *r.b.given.further]
    found = indicated(figures, factors, _blend(r, notes), permissible=r.b.permissible, current=r.current)
    if found.projected <= 0:
        zh = "上年没有任何赔款，也没有预期有赔款的模型：无法定价。请给出模型，或核对票据"
        en = "the past year has no claims and there is no model that expects any: no premium can be worked out"
        raise RenewalError(Text(zh, f"{en}; give a model, or look at the bills"))
    return found


def _factors(r: Renewing, notes: list[Text]) -> list[Adjustment]:
    """Trend in prices with its leverage, trend in use, people, terms, the rest of the year: in this order."""
    stays, source = r.stays, r.b.trend.source.en
    if not stays.known:
        zh = "过去的票据没有赔款，条款变化的影响无法由经验得出，按不变计"
        notes.append(Text(zh, "past bills were paid nothing: terms are unchanged"))
    adjudicated = Text(
        "过去的票据按新旧条款各理算一次（每人计到分摊线）",
        "past bills adjudicated under the old and the new terms, of every person up to the pooling threshold",
    )
    names = Text("趋势：价格", "trend in prices"), Text("趋势：使用", "trend in use"), Text("方案变动", "plan change")
    return [
        adjustment("price_trend", names[0], stays.factor(stays.past, stays.prices), _prices(r), source),
        adjustment("use_trend", names[1], stays.factor(stays.prices, stays.use), _use(r.b), source),
        _people(r, notes),
        adjustment("plan_change", names[2], stays.factor(stays.use, stays.terms), adjudicated),
        _whole_year(r, notes),
    ]


def _prices(r: Renewing) -> Text:
    bills = float((r.level.bills.factor or ONE) - 1)
    payments = float((r.stays.on_bills or ONE) - 1)
    zh = f"票据金额 {bills:+.2%}，经免赔额和限额后其赔款 {payments:+.2%}（每人计到分摊线）"
    en = f"bills {bills:+.2%}, their payments {payments:+.2%} after deductibles and limits, up to the pooling threshold"
    return Text(f"{zh}，{r.lag:.2f} 年；定额给付不变", f"{en}, {r.lag:.2f} years; sums insured stay")


def _use(b: Basis) -> Text:
    return b.trend.source if b.trend.use else Text("趋势全部计在票据金额上", "all of the trend is put on the bills")


def _people(r: Renewing, notes: list[Text]) -> Adjustment:
    """What people cost more or less a head, beyond what they pay more or less a head.

    Today's premium is that of today's people: where dear people left, so did their premium.
    """
    name, model = Text("人员结构", "demographics"), r.b.given.model
    cost = model.demographic_factor(r.threshold) if model else None
    if model is None or cost is None:
        zh, en = "没有模型的两年人员成本，人员结构按不变计", "no model costs of both years' people: demographics are"
        notes.append(Text(zh, f"{en} unchanged"))
        return adjustment("demographics", name, ONE, Text(zh, f"{en} unchanged"))
    days = (r.period[1] - r.period[0]).days + 1
    now = Fraction(r.current * 365, len(model.next_year.member_id) * days)
    paying = now / (r.on_level_premium / r.past.exposure.life_years)
    zh = f"按模型的人均成本 ×{float(cost):.4f}（含年龄增长），除以现行人均保费与上年之比 {float(paying):.4f}"
    en = f"the model's cost a head x{float(cost):.4f}, ageing included, over today's premium a head / last year's"
    return adjustment("demographics", name, cost / paying, Text(zh, f"{en} {float(paying):.4f}"))


def _whole_year(r: Renewing, notes: list[Text]) -> Adjustment:
    name, model, until = Text("折算为全年", "to a whole year"), r.b.given.model, r.past.known_until
    if until == r.past.period[1]:
        return adjustment("whole_year", name, ONE, Text("上年已满，无须折算", "the past year is over"))
    early = Text(
        f"只过到 {until}：年免赔额尚未用足、季节不全，赔付率与全年不可比",
        f"known until {until}: yearly deductibles are not used up and seasons missing, so the ratio is not a year's",
    )
    if model is None or model.whole_year is None:
        notes.append(Text(f"{early.zh}；没有模型，未作折算", f"{early.en}; without a model nothing is done about it"))
        return adjustment("whole_year", name, ONE, Text("没有模型，未作折算", "no model: not adjusted"))
    zh = f"{early.zh}；模型中票据赔款全年与至今之比（按日）为 {float(model.whole_year):.4f}"
    en = f"{early.en}; in the model payments of bills of the year a day are x{float(model.whole_year):.4f} those so far"
    return adjustment("whole_year", name, r.stays.factor(r.stays.terms, r.stays.whole_year), Text(zh, en))


def _blend(r: Renewing, notes: list[Text]) -> Blend:
    asked, model = r.b.given.credibility, r.b.given.model
    usual, said = usual_credibility(r.past.exposure.life_years)
    if asked is None and model is not None and r.still.too_young:
        usual = Fraction(0)
        zh = "月份太少，看不出还有多少赔款会来：自身经验不计（信度 0）"
        en = "too few months to see what is still to come: own experience does not count (credibility 0)"
        said = Text(zh, en)
    z = usual if asked is None else asked
    if not 0 <= z <= 1:
        raise RenewalError(Text(f"信度 {z} 应在 0 与 1 之间", f"credibility {z} must be from 0 to 1"))
    source = said if asked is None else Text(f"信度 {float(z):.2%}（给定）", f"credibility {float(z):.2%} (given)")
    if model is not None:
        if asked is None:
            notes.append(said)
        return Blend(z, model.loss_ratio(r.current), source)
    if z < 1:
        zh = f"没有模型价格：完全采用自身经验，而其信度只有 {float(z):.2%}，结果很不确定"
        en = f"there is no model price: own experience counts in full, though it deserves {float(z):.2%} only"
        notes.append(Text(zh, en))
    return Blend(ONE, None, Text("完全采用自身经验", "own experience counts in full"))
