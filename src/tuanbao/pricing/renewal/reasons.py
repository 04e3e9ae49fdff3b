"""From a past year and the assumptions to the indicated premium: figures, factors, credibility."""

from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.pricing.renewal.assumptions import Basis, usual_credibility
from tuanbao.pricing.renewal.completing import Unreported
from tuanbao.pricing.renewal.indicated import Adjustment, Blend, Figures, Indicated, adjustment, indicated
from tuanbao.pricing.renewal.on_level import OnLevel
from tuanbao.pricing.renewal.past import PastYear


def indicated_of(
    past: PastYear, b: Basis, still: Unreported, level: OnLevel, current: int, lag: float, notes: list[Text]
) -> Indicated:
    """The indicated premium; what had to be assumed is added to ``notes``."""
    pooling = b.given.pooling
    figures = Figures(
        premium=portion(past.earned, b.given.rates),
        reported=past.paid.total + b.reserves.outstanding,
        unreported=still.amount,
        pooled=past.above(pooling.threshold) if pooling else 0,
        pooling_charge=pooling.charge if pooling else 0,
    )
    factors = [*_factors(b, level, lag, notes), *b.given.further]
    return indicated(figures, factors, _blend(past, b, current, notes), permissible=b.permissible, current=current)


def _factors(b: Basis, level: OnLevel, lag: float, notes: list[Text]) -> list[Adjustment]:
    """Trend in prices with its leverage, trend in use, people, terms: in this order."""
    people = b.given.model.demographic_factor() if b.given.model else None
    if people is None:
        zh, en = (
            "没有模型的两年人员成本，人员结构按不变计",
            "no model costs of both years' people: demographics are unchanged",
        )
        notes.append(Text(zh, en))
    prices, terms = level.trend_total.factor, level.terms_total.factor
    if prices is None or terms is None:
        zh, en = (
            "过去的票据没有赔款，条款变化的影响无法由经验得出，按不变计",
            "past bills were paid nothing: terms are unchanged",
        )
        notes.append(Text(zh, en))
    on_bills = level.bills.factor or Fraction(1)
    zh = f"票据金额 {float(on_bills - 1):+.2%}，经免赔额和限额后赔款 {float((prices or 1) - 1):+.2%}，{lag:.2f} 年"
    en = f"bills {float(on_bills - 1):+.2%}, payments {float((prices or 1) - 1):+.2%} after deductibles and limits"
    adjudicated = Text("过去的票据按新旧条款各理算一次", "past bills adjudicated under the old and the new terms")
    per_head = Text(
        "今年与上年人员按模型的人均成本之比", "the model's cost per person, next year's people over last year's"
    )
    source = b.trend.source.en
    one = Fraction(1)
    return [
        adjustment(
            "price_trend",
            Text("趋势：价格", "trend in prices"),
            prices or one,
            Text(zh, f"{en}, {lag:.2f} years"),
            source,
        ),
        adjustment("use_trend", Text("趋势：使用", "trend in use"), b.trend.use_factor(lag), _use(b), source),
        adjustment("demographics", Text("人员结构", "demographics"), people or one, per_head),
        adjustment("plan_change", Text("方案变动", "plan change"), terms or one, adjudicated),
    ]


def _use(b: Basis) -> Text:
    return b.trend.source if b.trend.use else Text("趋势全部计在票据金额上", "all of the trend is put on the bills")


def _blend(past: PastYear, b: Basis, current: int, notes: list[Text]) -> Blend:
    usual, said = usual_credibility(past.exposure.life_years)
    z = usual if b.given.credibility is None else b.given.credibility
    source = (
        said
        if b.given.credibility is None
        else Text(f"信度 {float(z):.2%}（给定）", f"credibility {float(z):.2%} (given)")
    )
    if b.given.model is not None:
        if b.given.credibility is None:
            notes.append(said)
        return Blend(z, b.given.model.loss_ratio(current), source)
    if z < 1:
        zh = f"没有模型价格：完全采用自身经验，而按规模其信度只有 {float(z):.2%}，结果很不确定"
        en = f"there is no model price: own experience counts in full, though its size deserves {float(z):.2%} only"
        notes.append(Text(zh, en))
    return Blend(Fraction(1), None, Text("完全采用自身经验", "own experience counts in full"))
