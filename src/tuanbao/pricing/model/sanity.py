"""Is a price of the order of what the market charges (价格合理性检查)? Bands from filed and negotiated rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.plan.model import DailyAllowance, LumpSum, Reimbursement
from tuanbao.reference.documented import CONFIDENCES, Confidence
from tuanbao.reference.market_prices import MarketPrice, PriceKind, market_prices, price_kinds
from tuanbao.reference.trends import reference_trend

Benefit = Reimbursement | DailyAllowance | LumpSum
Verdict = Literal["inside", "below", "above", "no_figure"]
OUTPATIENT = frozenset({"outpatient", "emergency"})


@dataclass(frozen=True, slots=True)
class Band:
    """Fen a person and year between which market prices lie."""

    kind: str
    name: Text
    low: float
    high: float
    year: int
    """The year of the newest price behind it."""
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Finding:
    """A price held against the market."""

    verdict: Verdict
    band: Band | None
    text: Text


def band_for(
    benefit: Benefit,
    age: int,
    sex: str | None,
    occupation_class: int | None,
    year: int,
    *,
    insured: bool = True,
    amount: int | None = None,
) -> Band | None:
    """The band for one person; None where there is no market figure for such a benefit or person.

    `sex` and `occupation_class` may be unknown (None): then the band is as wide as all together. `amount` is the sum
    insured or the daily amount in fen where the plan takes it from the person's row. The upper end of medical prices is
    carried to `year` by the published trend, the lower is not: a band grows wider with the age of its prices.
    """
    bands = [
        _band(price_kinds()[kind], age, sex, occupation_class, year, insured, amount or _amount(benefit))
        for kind in kinds_of(benefit)
    ]
    return _together([band for band in bands if band]) if bands and all(bands) else None


def kinds_of(benefit: Benefit) -> tuple[str, ...]:
    """Which market prices a benefit is comparable with; several add up; none: there is nothing to compare."""
    accident = benefit.causes == ("accident",)
    if isinstance(benefit, LumpSum):
        return (benefit.event,) if benefit.event in price_kinds() else ()
    if isinstance(benefit, DailyAllowance):
        return (("accident_hospital_cash",) if accident else ("hospital_cash",)) if benefit.of == "stay" else ()
    if accident:
        return ("accident_medical",)
    outpatient = ("outpatient",) if OUTPATIENT & set(benefit.covers) else ()
    return outpatient + (("inpatient",) if "inpatient" in benefit.covers else ())


def check_price(benefit: Benefit, price: float, band: Band | None) -> Finding:
    """Holds a price (fen a person and year) against a band of `band_for` or `mean_band`."""
    return _finding(benefit.title, price, band)


def check_package(price: float, year: int) -> Finding:
    """Holds the price of a whole programme (fen a person and year) against what packages cost."""
    band = _band(price_kinds()["package"], 40, None, None, year, True, None)
    return _finding(price_kinds()["package"].name, price, band)


def mean_band(bands: Sequence[Band | None]) -> Band | None:
    """The band of a group: the mean of its people's; None where somebody has none."""
    found = [band for band in bands if band]
    if not found or len(found) < len(bands):
        return None
    low, high = (sum(getattr(band, end) for band in found) / len(found) for end in ("low", "high"))
    first = found[0]
    sources = "; ".join(dict.fromkeys(band.source for band in found))
    year = max(band.year for band in found)
    return Band(first.kind, first.name, low, high, year, sources, _weakest([band.confidence for band in found]))


def _band(
    kind: PriceKind,
    age: int,
    sex: str | None,
    occupation_class: int | None,
    year: int,
    insured: bool,
    amount: int | None,
) -> Band | None:
    rows = [row for row in market_prices() if row.kind == kind.key and _fits(row, age, sex, occupation_class, insured)]
    if not rows or (kind.per is not None and amount is None):
        return None
    times = 1.0 if kind.per is None else min(amount or 0, kind.most or amount or 0) / kind.per
    low = min(row.low for row in rows) * times
    high = max(row.high * _carried(kind, row.year, year) for row in rows) * times
    sources = "; ".join(dict.fromkeys(row.source for row in rows))
    confidence = _weakest([row.confidence for row in rows])
    return Band(kind.key, kind.name, low, high, max(row.year for row in rows), sources, confidence)


def _fits(row: MarketPrice, age: int, sex: str | None, occupation_class: int | None, insured: bool) -> bool:
    return (
        row.ages[0] <= age <= row.ages[1]
        and (sex is None or row.sex in (None, sex))
        and (occupation_class is None or row.classes[0] <= occupation_class <= row.classes[1])
        and row.insured in (None, insured)
    )


def _carried(kind: PriceKind, of: int, to: int) -> float:
    return float((1 + reference_trend(to).rate) ** max(0, to - of)) if kind.medical else 1.0


def _together(bands: list[Band]) -> Band:
    """A benefit that is two at once costs what both cost."""
    first, *others = bands
    if not others:
        return first
    name = Text("与".join(band.name.zh for band in bands), " and ".join(band.name.en for band in bands))
    low, high = sum(band.low for band in bands), sum(band.high for band in bands)
    source = "; ".join(band.source for band in bands)
    year = max(band.year for band in bands)
    kind, confidence = "+".join(band.kind for band in bands), _weakest([band.confidence for band in bands])
    return Band(kind, name, low, high, year, source, confidence)


def _weakest(confidences: Sequence[Confidence]) -> Confidence:
    return max(confidences, key=CONFIDENCES.index)


def _amount(benefit: Benefit) -> int | None:
    """Sum insured, daily amount or yearly limit in fen, where the plan itself says it."""
    if isinstance(benefit, LumpSum):
        return benefit.sum_insured if isinstance(benefit.sum_insured, int) else None
    if isinstance(benefit, DailyAllowance):
        return benefit.amount if isinstance(benefit.amount, int) else None
    whole = [limit.amount for limit in benefit.limits if limit.per == "year" and limit.when is None]
    yearly = [amount for amount in whole if isinstance(amount, int)]
    return min(yearly) if yearly else None


def _finding(title: Text, price: float, band: Band | None) -> Finding:
    if band is None:
        text = Text(
            f"{title.zh}：没有可比的市场价格，请自行判断",
            f"{title.en}: there is no market price to compare with; judge for yourself",
        )
        return Finding("no_figure", None, text)
    verdict: Verdict = "below" if price < band.low else "above" if price > band.high else "inside"
    zh = {"below": "低于", "above": "高于", "inside": "在"}[verdict]
    en = {"below": "below", "above": "above", "inside": "within"}[verdict]
    yuan, low, high = (format_yuan(round(fen / 100) * 100).removesuffix(".00") for fen in (price, band.low, band.high))
    ending = "之内" if verdict == "inside" else "，请核对方案条款、人员与参数"
    advice = "" if verdict == "inside" else "; look at the terms, the people and the parameters again"
    text = Text(
        f"{title.zh}：每人每年 {yuan} 元，{zh}市场参考区间 {low}–{high} 元{ending}"
        f"（{band.year} 年资料，可信度{_TRUST[band.confidence].zh}）",
        f"{title.en}: {yuan} yuan a person and year, {en} the market band {low} to {high}{advice} "
        f"(prices of {band.year}, {_TRUST[band.confidence].en} confidence)",
    )
    return Finding(verdict, band, text)


_TRUST = {"high": Text("高", "high"), "medium": Text("中", "medium"), "low": Text("低", "low")}
