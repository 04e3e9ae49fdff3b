"""The charts of a quote (报价的图)."""

from collections.abc import Iterator
from pathlib import Path

from tuanbao.documents import quote_words as words
from tuanbao.documents.charts import Bars, Chart, Histogram, Mark, Series, Waterfall, histogram, write_both
from tuanbao.documents.explained import waterfall_of
from tuanbao.documents.quote_figures import TWO_SIDED, headline, plan_title
from tuanbao.language import Language, Text
from tuanbao.pricing.quote.running import QuoteRun
from tuanbao.pricing.quote.waterfall import Explanation


def write_charts(folder: Path, run: QuoteRun, language: Language) -> list[Path]:
    """Every chart as SVG and PNG; the folder is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name, chart in charts(run) for path in write_both(folder, name, chart, language)]


def charts(run: QuoteRun) -> Iterator[tuple[str, Chart]]:
    """Names and charts; that of the variants only where some are priced."""
    yield "waterfall", price_chart(run)
    yield "age-bands", age_chart(run)
    yield "benefits", benefit_chart(run)
    yield "year", year_chart(run)
    if run.variants:
        yield "variants", variant_chart(run)


def price_chart(run: QuoteRun) -> Waterfall:
    """The price of the whole group, step by step."""
    whole = Explanation(words.WATERFALL, run.quote.explain().steps)
    return waterfall_of(whole, total=words.PREMIUM, note=words.RESTS_ON_THE_MODEL)


def age_chart(run: QuoteRun) -> Bars:
    """Premium and expected claims a person, by age band."""
    bands = run.quote.age_bands
    premium = [round(band.premium / band.people) for band in bands]
    claims = [round(band.expected / band.people) for band in bands]
    errors = [TWO_SIDED * (band.standard_error or 0.0) / band.people for band in bands]
    return Bars(
        title=words.AGE_CHART,
        categories=[band.title for band in bands],
        series=[Series(words.PREMIUM, premium), Series(words.EXPECTED, claims, errors)],
        note=words.WHISKERS if all(band.standard_error is not None for band in bands) else None,
    )


def benefit_chart(run: QuoteRun) -> Bars:
    """Expected claims of every benefit, with their errors."""
    benefits = run.quote.benefits
    return Bars(
        title=words.BENEFIT_CHART,
        categories=[benefit_name(run, cost.plan, cost.title) for cost in benefits],
        series=[
            Series(
                words.EXPECTED,
                [cost.expected for cost in benefits],
                [TWO_SIDED * cost.standard_error for cost in benefits],
            )
        ],
        note=words.WHISKERS,
    )


def year_chart(run: QuoteRun) -> Histogram:
    """Claims of the simulated years, with what they are on average, in bad years, and what is paid for them."""
    found = headline(run)
    marks = [Mark(words.MEAN, found.expected), Mark(words.VAR, found.spread.high)]
    if found.spread.worst is not None:
        marks.append(Mark(words.TVAR, found.spread.worst))
    marks.append(Mark(words.PREMIUM, found.premium))
    made = histogram(run.costs.totals().tolist(), title=words.YEAR_CHART, marks=marks)
    return Histogram(
        made.edges, made.weights, made.marks, words.CLAIMS_OF_A_YEAR, title=made.title, note=words.YEAR_NOTE
    )


def variant_chart(run: QuoteRun) -> Bars:
    """What claims change by under each variant, with the error of the same years and that of years apart."""
    found = [variant.comparison for variant in run.variants]
    change = [each.expected for each in found]
    return Bars(
        title=words.VARIANT_CHART,
        categories=[variant.title for variant in run.variants],
        series=[
            Series(words.SAME_YEARS, change, [TWO_SIDED * each.standard_error for each in found]),
            Series(words.YEARS_APART, change, [TWO_SIDED * each.unpaired_error for each in found]),
        ],
        note=words.VARIANT_NOTE,
    )


def benefit_name(run: QuoteRun, plan: str, benefit: Text) -> Text:
    """The benefit, with its plan where there are several."""
    if len({cost.plan for cost in run.quote.benefits}) == 1:
        return benefit
    title = plan_title(run, plan)
    return Text(f"{benefit.zh}（{title.zh}）", f"{benefit.en} ({title.en})")
