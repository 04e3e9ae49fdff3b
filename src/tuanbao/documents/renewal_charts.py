"""The charts of a renewal (续保测算的图)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tuanbao.documents import renewal_words as words
from tuanbao.documents.charts import Band, Bars, Chart, HeatMap, Lines, Series, Waterfall, write_both
from tuanbao.documents.explained import waterfall_of
from tuanbao.documents.renewal_rows import month_rows, triangle_rows
from tuanbao.language import Language, Text
from tuanbao.pricing.renewal.renew import Renewal

MOST_CANDIDATES = 8


def write_charts(folder: Path, renewal: Renewal, language: Language) -> list[Path]:
    """Every chart as SVG and PNG; the folder is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name, chart in charts(renewal) for path in write_both(folder, name, chart, language)]


def charts(renewal: Renewal) -> Iterator[tuple[str, Chart]]:
    """Names and charts; that of terms that hold the premium only where some were tried."""
    yield "change", change_chart(renewal)
    yield "loss-ratios", ratio_chart(renewal)
    yield "months", month_chart(renewal)
    if renewal.past.payments.any():
        yield "triangle", triangle_chart(renewal)
    yield "years", fan_chart(renewal)
    if renewal.holding:
        yield "holding", holding_chart(renewal)


def change_chart(renewal: Renewal, *, all_steps: bool = False) -> Waterfall:
    """Why the premium changes, step by step; steps that change nothing only where ``all_steps``."""
    whole = waterfall_of(renewal.indicated.explanation, total=words.RENEWAL_PREMIUM)
    kept = [step for step in whole.steps if all_steps or step.kind != "change" or round(step.amount)]
    return replace(whole, title=words.CHANGE_CHART, steps=kept)


def ratio_chart(renewal: Renewal) -> Bars:
    """The four ratios, which differ by what they count."""
    ratios = list(renewal.ratios.values())
    allowed, day = f"{float(renewal.basis.permissible):.0%}", renewal.past.valuation
    return Bars(
        title=words.RATIO_CHART,
        categories=[ratio.name for ratio in ratios],
        series=[Series(words.RATIOS, [float(ratio.ratio) for ratio in ratios])],
        unit="percent",
        note=Text(f"评估日 {day}；许可赔付率 {allowed}", f"Valued on {day}; the permissible loss ratio is {allowed}"),
    )


def month_chart(renewal: Renewal) -> Bars:
    """What came in of each month, and on top what is expected to, with its standard error."""
    rows = month_rows(renewal)
    errors = [float(row["error"] or 0) for row in rows]
    coming = [max(row["to_come"] or 0, 0) for row in rows]
    return Bars(
        title=words.MONTH_CHART,
        categories=[Text(row["month"], row["month"]) for row in rows],
        series=[
            Series(words.HEADINGS["paid"], [max(row["paid"], 0) for row in rows]),
            Series(words.HEADINGS["to_come"], coming, errors if any(errors) else None),
        ],
        stacked=True,
        note=Text(
            f"评估日 {renewal.past.valuation}；线段为一个标准误，不含定额给付",
            f"Valued on {renewal.past.valuation}; whiskers are one standard error; without lump sums",
        ),
    )


def triangle_chart(renewal: Renewal) -> HeatMap:
    """How claims of each month came in; what is not yet known is left empty."""
    names, rows = triangle_rows(renewal)
    return HeatMap(
        title=words.TRIANGLE_CHART,
        rows=[Text(row["month"], row["month"]) for row in rows],
        columns=[Text(name, name) for name in names],
        values=[[row[name] for name in names] for row in rows],
        row_title=words.OCCURRED,
        column_title=words.LATER,
    )


def fan_chart(renewal: Renewal) -> Lines:
    """Premiums of the coming years if they follow claims, against the first one held."""
    fan, first = renewal.path.premiums, renewal.period[0].year
    low, lower, middle, upper, high = fan.quantiles.T.tolist()
    years = [Text(str(first + at), str(first + at)) for at in range(len(middle))]
    allowed, by = f"{renewal.path.holds:.0%}", len(middle)
    return Lines(
        title=words.FAN_CHART,
        x=years,
        series=[Series(words.MEDIAN, middle), Series(words.HELD, [renewal.path.today] * by, dashed=True)],
        bands=[Band(words.CASES[90], low, high), Band(words.CASES[50], lower, upper)],
        note=Text(
            f"首年保费不变时，够付 {by} 年赔款的概率 {allowed}",
            f"Held for {by} years, the first premium pays for all claims with a chance of {allowed}",
        ),
    )


def holding_chart(renewal: Renewal) -> Bars:
    """What other terms save, and how many people they touch."""
    shown = renewal.holding[:MOST_CANDIDATES]
    return Bars(
        title=words.HOLDING_CHART,
        categories=[_named(each.lever.name, each.holds) for each in shown],
        series=[
            Series(words.SAVED, [float(1 - each.factor) for each in shown]),
            Series(words.TOUCHED, [float(each.touched_share) for each in shown]),
        ],
        unit="percent",
        note=Text(
            "✓：只改这一项就够；赔款只计每人分摊线以下的部分",
            "✓: enough by itself; of every person's claims what stays below the pooling threshold counts",
        ),
    )


def _named(name: Text, holds: bool) -> Text:
    return Text(f"✓ {name.zh}", f"✓ {name.en}") if holds else name
