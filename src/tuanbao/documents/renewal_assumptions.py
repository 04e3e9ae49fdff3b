"""What a renewal assumes, each figure with where it is from and how sure that is (续保假设)."""

from collections.abc import Iterator
from dataclasses import dataclass

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.model.listing import of_low_confidence, parameters
from tuanbao.pricing.renewal.renew import Renewal
from tuanbao.pricing.renewal.running import RenewalRun
from tuanbao.reference.documented import Confidence
from tuanbao.reference.large_claims import pooling_practice
from tuanbao.reference.renewal import renewal_customs
from tuanbao.reference.trends import reference_trend
from tuanbao.reference.use_responses import use_response

GIVEN = Text("给定", "given")
FROM_TABLES = Text("由表格算出", "from the tables")


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption; ``confidence`` is None where it was given or follows from the tables."""

    name: Text
    value: Text
    source: Text
    confidence: Confidence | None = None


def assumptions(run: RenewalRun, model: ClaimModel) -> list[Assumed]:
    """Everything that the premium leans on."""
    renewal = run.renewal
    return [
        *_trend(renewal),
        *_level(renewal),
        *_large(renewal),
        *_unreported(renewal),
        *_model(run, model),
        *_coming_years(renewal),
    ]


def _trend(renewal: Renewal) -> Iterator[Assumed]:
    given, trend = renewal.basis.given.trend, renewal.trend
    basis = reference_trend(renewal.period[0].year).basis
    prices = trend.prices if isinstance(trend.prices, dict) else {"": trend.prices}
    shown = ", ".join(f"{name} {rate:+.1%}".strip() for name, rate in prices.items())
    published = Text(f"{trend.source.zh}；{basis.source}", f"{trend.source.en}; {basis.source}")
    source, sure = (published, _confidence(basis.confidence)) if given is None else (trend.source, None)
    yield Assumed(Text("趋势：票据金额，每年", "Trend of bills, a year"), _plain(shown), source, sure)
    if trend.use:
        name = Text("趋势：使用，每年", "Trend of use, a year")
        yield Assumed(name, _plain(f"{trend.use:+.1%}"), trend.source)
    if trend.standard_error:
        name = Text("趋势的标准误", "Standard error of the trend")
        yield Assumed(name, _plain(f"{trend.standard_error:.1%}"), source, sure)
    name = Text("趋势的年数", "Years of trend")
    middle = Text(
        "上年已知期间的中点至定价年度的中点", "middle of what is known of the past year to that of the priced"
    )
    yield Assumed(name, _plain(f"{renewal.trend_years:.2f}"), middle)


def _level(renewal: Renewal) -> Iterator[Assumed]:
    b, customs = renewal.basis, renewal_customs()
    usual = customs["permissible_loss_ratio"]
    asked = b.given.permissible is not None
    yield Assumed(
        Text("许可赔付率", "Permissible loss ratio"),
        _plain(f"{float(b.permissible):.1%}"),
        GIVEN if asked else _plain(usual.source),
        None if asked else usual.confidence,
    )
    asked, full = b.given.credibility is not None, customs["full_credibility_life_years"]
    yield Assumed(
        Text("信度", "Credibility"),
        _plain(f"{float(renewal.indicated.blend.z):.1%}"),
        GIVEN if asked else renewal.indicated.blend.source,
        None if asked else full.confidence,
    )
    asked = b.given.current is not None
    source = GIVEN if asked else Text("最后一日有效的保费，按全年折算", "premiums in force on the last day, for a year")
    yield Assumed(Text("现行年保费", "Today's yearly premium"), _yuan(renewal.indicated.current), source)
    asked = b.given.reserves is not None
    none = Text("没有给出，按 0 计", "not given: counts as 0")
    yield Assumed(
        Text("已报未付", "Reported, not yet paid"), _yuan(b.reserves.outstanding), GIVEN if asked else none,
        None if asked else "low",
    )  # fmt: skip


def _large(renewal: Renewal) -> Iterator[Assumed]:
    pooling = renewal.basis.given.pooling
    if pooling is None:
        none = Text("没有分摊，见说明", "nothing is pooled, see the notes")
        yield Assumed(Text("大额赔案", "Large claims"), none, FROM_TABLES)
        return
    sure = pooling_practice().entries["thresholds"].confidence
    name = Text("大额分摊线（一人一年）", "Pooling threshold, a person and year")
    yield Assumed(name, _yuan(pooling.threshold), pooling.source, sure)
    charge = Text("自身尾部与模型尾部加权", "own tail, blended with the model's")
    yield Assumed(Text("大额分摊费", "Charge for large claims"), _yuan(pooling.charge), charge, "low")


def _unreported(renewal: Renewal) -> Iterator[Assumed]:
    still = renewal.unreported
    yield Assumed(Text("还会收到的赔款", "Still to come in"), _yuan(still.amount), still.method)
    if still.triangle is not None and still.triangle.working_days is not None:
        days = " ".join(f"{days:.0f}" for days in still.triangle.working_days[: len(still.triangle.origins)])
        source = Text("国务院办公厅放假安排", "yearly notices of the State Council")
        yield Assumed(Text("各月工作日", "Working days of the months"), _plain(days), source, "medium")


def _model(run: RenewalRun, model: ClaimModel) -> Iterator[Assumed]:
    costs = run.next_year
    error = f"± {format_yuan(round(costs.standard_error()))}" if costs.years > 1 else ""
    years = Text(f"赔付成本模型，模拟 {costs.years:,} 年", f"claim-cost model, {costs.years:,} simulated years")
    value = _plain(f"{format_yuan(round(costs.mean()))} {error}".strip())
    yield Assumed(Text("模型的预期年赔款", "Claims that the model expects"), value, years, "low")
    low, every = len(of_low_confidence(model)), len(parameters(model))
    said = Text(f"{every} 个中的 {low} 个可信度低", f"{low} of {every} are of low confidence")
    listed = Text("清单见 tuanbao quote 的工作簿", "listed in the workbook of tuanbao quote")
    yield Assumed(Text("模型参数", "Parameters of the model"), said, listed)
    if run.use is not None and run.use.factor is not None:
        response = use_response()
        value = _plain(f"{float(run.use.factor):.4f}")
        name = Text("使用量对条款的反应", "Response of use to the terms")
        yield Assumed(name, value, _plain(response.source), response.confidence)


def _coming_years(renewal: Renewal) -> Iterator[Assumed]:
    given = renewal.basis.given
    cap = Text("无", "none") if given.cap is None else _plain(f"{given.cap:.1%}")
    yield Assumed(Text("每年涨幅上限", "Most that a premium rises in a year"), cap, GIVEN)
    level = renewal_customs()["model_level_error"]
    if given.model is not None:
        name = Text("模型预期水平的标准误（今后几年）", "Standard error of the model's level, coming years")
        yield Assumed(name, _plain(level.value["usual"]), _plain(level.source), level.confidence)
    runs = _plain(f"{renewal.path.simulations:,}; {given.seed}")
    yield Assumed(Text("多年模拟次数；种子", "Simulations of the years; seed"), runs, GIVEN)
    if given.refund is not None:
        terms = given.refund
        shown = _plain(f"{float(terms.share):.1%}; {float(terms.target):.1%}; {format_yuan(given.deficit)}")
        name = Text("退费比例；目标赔付率；亏损结转", "Refund: share; target; deficit brought forward")
        yield Assumed(name, shown, Text("以合同为准", "the contract decides"))


def _confidence(text: str) -> Confidence:
    return "high" if text == "high" else "medium" if text == "medium" else "low"


def _plain(text: str) -> Text:
    return Text(text, text)


def _yuan(fen: int) -> Text:
    return _plain(format_yuan(fen))
