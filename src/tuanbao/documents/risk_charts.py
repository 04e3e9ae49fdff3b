"""The charts of a year at risk (风险图表): distribution, exceedance, retentions, reserve, large person-years."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from tuanbao.documents import risk_words as words
from tuanbao.documents.charts import Chart, Curve, Exceedance, HeatMap, Histogram, Lines, Mark, Series
from tuanbao.documents.charts.numbers import with_unit
from tuanbao.documents.risk_rows import FEN, fen, room
from tuanbao.language import Text
from tuanbao.pricing.costs import Floats
from tuanbao.pricing.risk_run import RiskRun
from tuanbao.risk.self_funding import Candidate
from tuanbao.risk.severity import at
from tuanbao.risk.splice import Spliced
from tuanbao.risk.tail import Excess, excess_table

BINS, POINTS, LEVELS = 45, 200, 14
SHOWN = 0.995
"""Of years, that the histogram shows."""
FURTHEST = 1.5
"""A mark beyond so many times the histogram is left out: it would press the bars together."""
FEWEST = 10
"""Person-years above a threshold, from which a mean excess says something."""


def charts(run: RiskRun) -> dict[str, Chart]:
    """By the names of their files. A chart that would have nothing to show is left out."""
    found: dict[str, Chart] = {}
    if run.funding.total.exact_mean > 0:
        found |= {"distribution": distribution(run), "exceedance": exceedance(run)}
    found |= {"cost-by-retention": cost_map(run), "chance-by-retention": chance_map(run)}
    found["reserve"] = frontier(run)
    if len(excesses(run)) > 1:
        found["large-person-years"] = mean_excess(run)
    return found


def distribution(run: RiskRun) -> Histogram:
    """Shares of years by claims, from 0 to what 99.5 % of years stay within."""
    total = run.funding.total
    step = _round(total.quantile(SHOWN) / BINS)
    edges = step * np.arange(math.ceil(total.quantile(SHOWN) / step) + 1)
    within = 1 - total.survival(edges[1:], spread=True)
    weights = np.maximum(np.diff(within, prepend=0.0), 0.0)
    level = run.funding.appetite.confidence
    marks = [Mark(words.EXPECTED, fen(total.exact_mean)), *_marks(run)]
    marks.append(Mark(_risk("TVaR", level), fen(total.tail_mean(level))))
    near = [mark for mark in marks if mark.value <= FURTHEST * FEN * edges[-1]]
    left = Text(
        "分布由单人一年的赔付推算；超出图外的年份不到 0.5%。",
        "Computed from single people's years; less than 0.5% lie beyond.",
    )
    values = [fen(edge) for edge in edges]
    return Histogram(values, weights.tolist(), near, words.YEAR_TOTAL, title=words.HISTOGRAM, note=left)


def _marks(run: RiskRun) -> list[Mark]:
    """What the budget leaves for claims, and VaR."""
    level = run.funding.appetite.confidence
    at_risk = Mark(_risk("VaR", level), fen(run.funding.total.quantile(level)))
    return [Mark(words.BUDGET_LESS_FEE, fen(room(run))), at_risk]


def _risk(measure: str, level: float) -> Text:
    name = f"{measure} {100 * level:.4g}%"
    return Text(name, name)


def exceedance(run: RiskRun) -> Exceedance:
    """The computed distribution, and the simulated years as they fell."""
    total, years = run.funding.total, np.sort(run.costs.totals())
    top = max(total.quantile(0.999), float(years[-1]) / FEN)
    grid = np.linspace(0, top, POINTS)
    computed = Curve(words.COMPUTED, (grid * FEN).tolist(), np.asarray(total.survival(grid, spread=True)).tolist())
    above = 1 - np.arange(1, len(years)) / len(years)  # none is above the last
    simulated = Curve(words.SIMULATED, years[:-1].tolist(), above.tolist())
    marks = [mark for mark in _marks(run) if mark.value <= FURTHEST * FEN * top]
    note = Text(
        f"模拟 {len(years):,} 年；每往下一格，概率小到十分之一。",
        f"{len(years):,} simulated years; each line down is a tenth of the chance.",
    )
    return Exceedance([computed, simulated], marks, words.YEAR_TOTAL, True, title=words.EXCEEDANCE, note=note)


def cost_map(run: RiskRun) -> HeatMap:
    """Expected cost by retentions, fen."""
    rows, columns, cells = _cells(run)
    values = [[fen(one.expected_cost) for one in row] for row in cells]
    return HeatMap(rows, columns, values, words.SPECIFIC, words.ATTACHMENT, _best(run, cells), words.BEST_LABEL,
                   title=words.COST_MAP, note=_premium_note(run))  # fmt: skip


def chance_map(run: RiskRun) -> HeatMap:
    """Chance over budget by retentions."""
    rows, columns, cells = _cells(run)
    values = [[one.chance_over_budget for one in row] for row in cells]
    budget = run.funding.comparison.budget
    note = Text(
        f"预算 {budget:,.0f} 元，含保费和管理费。", f"Budget {budget:,.0f} yuan, premiums and administration counted."
    )
    return HeatMap(rows, columns, values, words.SPECIFIC, words.ATTACHMENT, _best(run, cells), words.BEST_LABEL,
                   title=words.CHANCE_MAP, unit="percent", note=note)  # fmt: skip


def _cells(run: RiskRun) -> tuple[list[Text], list[Text], list[list[Candidate]]]:
    """Names of rows and columns, and the candidates; those are specific by attachment, in this order."""
    found = run.funding.comparison.candidates
    specifics = list(dict.fromkeys(one.specific for one in found))
    width = len(found) // len(specifics)
    cells = [list(found[begin : begin + width]) for begin in range(0, len(found), width)]
    rows = [words.NO_COVER if yuan is None else _amount(yuan) for yuan in specifics]
    shares = [one.attachment_share for one in cells[0]]
    columns = [words.NO_COVER if one is None else Text(f"{one:.0%}", f"{one:.0%}") for one in shares]
    return rows, columns, cells


def _best(run: RiskRun, cells: Sequence[Sequence[Candidate]]) -> tuple[int, int] | None:
    best = run.funding.comparison.best
    return next(((r, c) for r, row in enumerate(cells) for c, one in enumerate(row) if one is best), None)


def _premium_note(run: RiskRun) -> Text:
    insured = run.funding.comparison.insured_cost
    return Text(
        f"含自己承担的赔付、止损保费和管理费；全额投保 {insured:,.0f} 元。团体止损线是预期自担赔付的倍数。",
        f"Own claims, stop-loss and administration; full insurance costs {insured:,.0f} yuan. The stop-loss of "
        "the group is a multiple of expected own claims.",
    )


def frontier(run: RiskRun) -> Lines:
    """The lowest expected cost with a reserve of no more than each amount, beside the premium of full insurance."""
    found = run.funding.comparison
    levels = _reserve_levels(found.candidates)
    fitting = [one for one in found.candidates if one.acceptable]
    series = [Series(words.ANY, [_cheapest(found.candidates, level) for level in levels])]
    if fitting:
        series.append(Series(words.ACCEPTABLE, [_cheapest(fitting, level) for level in levels]))
    series.append(Series(words.INSURED, [fen(found.insured_cost)] * len(levels), dashed=True))
    names = [_amount(level) for level in levels]
    return Lines(names, series, x_title=words.RESERVE_AT_HAND, from_zero=False, title=words.FRONTIER)


def _reserve_levels(candidates: Sequence[Candidate]) -> list[float]:
    """About a dozen round amounts from the smallest reserve to the largest, each reached by some candidate."""
    reserves = [max(one.reserve, 0.0) for one in candidates]
    step = _round((max(reserves) - min(reserves)) / LEVELS or max(reserves) or 1.0)
    first, last = math.ceil(min(reserves) / step), math.ceil(max(reserves) / step)
    return [step * n for n in range(first, last + 1)]


def _cheapest(candidates: Sequence[Candidate], reserve: float) -> int | None:
    return min((fen(one.expected_cost) for one in candidates if one.reserve <= reserve), default=None)


def mean_excess(run: RiskRun) -> Lines:
    """Mean excess of simulated person-years over each threshold; of the fitted tail where there is one."""
    rows = excesses(run)
    series = [Series(words.SEEN, [fen(row.mean_excess) for row in rows])]
    severity = run.funding.year.severity
    if isinstance(severity, Spliced):
        fitted = [_fitted(severity, row.threshold) for row in rows]
        if any(value is not None for value in fitted):
            series.append(Series(words.FITTED, fitted, dashed=True))
    note = Text(
        "越往右越高，说明尾部越重（大额越难预料）；水平则为指数型。定额给付（如重疾保额）会形成锯齿。",
        "Rising to the right is a heavy tail, level an exponential one. Lump sums, as of critical illness, make teeth.",
    )
    return Lines([_amount(row.threshold) for row in rows], series, x_title=words.OVER, title=words.EXCESS, note=note)


def _fitted(severity: Spliced, threshold: float) -> int | None:
    if threshold < severity.threshold:
        return None
    beyond = at(severity.survival, threshold)
    return fen(at(severity.excess, threshold) / beyond) if beyond else None


def excesses(run: RiskRun) -> tuple[Excess, ...]:
    """At round thresholds up to where only a few person-years are above."""
    found = np.sort(run.costs.person_years[run.costs.person_years > 0])[::-1] / FEN
    if len(found) <= FEWEST:
        return ()
    rows = excess_table(found, list(_thresholds(found)))
    return tuple(row for row in rows if row.exceeding >= FEWEST)


def _thresholds(found: Floats) -> Iterator[float]:
    step = _round(float(found[FEWEST]) / LEVELS)
    for n in range(math.floor(float(found[FEWEST]) / step) + 1):
        yield step * n


def _round(value: float) -> float:
    """Up to 1, 2, 2.5 or 5 times a power of ten; at least 1."""
    if value <= 1:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next(unit * n for n in (1, 2, 2.5, 5, 10) if unit * n >= value * (1 - 1e-9))


def _amount(yuan: float) -> Text:
    return Text(with_unit(yuan * FEN, "yuan", "zh"), with_unit(yuan * FEN, "yuan", "en"))
