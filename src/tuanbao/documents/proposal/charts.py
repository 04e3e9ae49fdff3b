"""The charts of a proposal (建议书的图): people, gap, needs, money, frontier, proof, price, bad years."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from tuanbao.design.proposal import Proposal
from tuanbao.documents import quote_words
from tuanbao.documents.charts import Bars, Chart, Histogram, Lines, Series, Step, Waterfall, write_both
from tuanbao.documents.proposal import words
from tuanbao.documents.proposal.figures.choice import Point, bad_years, other_weights, outlooks, points
from tuanbao.documents.proposal.figures.money import money_steps
from tuanbao.documents.proposal.figures.people import market_rows, stated, wanted
from tuanbao.documents.quote_charts import price_chart, year_chart
from tuanbao.documents.quote_figures import TWO_SIDED
from tuanbao.language import Language, Text

MOST_BARS = 16
"""More cells of the gap are left to the workbook: the largest are shown."""
MOST_STEPS = 12
"""Of the waterfall, start and total among them: smaller ones stand together."""
MOST_POINTS = 15
"""Lines of more points do not show the points."""
FEN_OF_TEN_THOUSAND = 1_000_000


def write_charts(folder: Path, found: Proposal, language: Language) -> list[Path]:
    """Every chart as SVG and PNG; the folder is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name, chart in charts(found).items() for path in write_both(folder, name, chart, language)]


def charts(found: Proposal) -> dict[str, Chart]:
    """By the names of their files. A chart that would have nothing to show is left out."""
    return {name: chart for name, chart in _made(found) if chart is not None}


def _made(found: Proposal) -> Iterator[tuple[str, Chart | None]]:
    yield "people", people_chart(found)
    yield "gap", gap_chart(found)
    yield "needs", needs_chart(found)
    yield "preferences", preference_chart(found)
    yield "market", market_chart(found)
    yield "money", money_chart(found)
    yield "frontier", frontier_chart(found)
    yield "other-weights", other_weights_chart(found)
    yield "price", price_chart(found.proposed.run)
    yield "outlook", outlook_chart(found)
    yield "claims-year", claims_chart(found)
    yield "bad-year", bad_year_chart(found)


def people_chart(found: Proposal) -> Bars | None:
    """Everybody by age."""
    ages = found.needs.profile.by("age_band") or found.needs.profile.by("age_segment")
    if ages is None:
        return None
    people = Series(words.PEOPLE, [cell.people for cell in ages.cells])
    return Bars(title=words.PEOPLE_CHART, unit="count", categories=[cell.name for cell in ages.cells], series=[people])


def gap_chart(found: Proposal) -> Bars | None:
    """A usual and a bad year by city and age, with 95 % of the error of simulation."""
    cells = sorted(found.needs.gaps, key=lambda gap: -gap.people)[:MOST_BARS]
    shown = [gap for gap in found.needs.gaps if gap in cells]
    if not shown:
        return None
    usual, bad = [gap.usual for gap in shown], [gap.bad for gap in shown]
    series = [
        Series(name, [each.fen for each in years], [_half_width(each.error) for each in years])
        for name, years in ((words.USUAL_YEAR, usual), (words.WORST_YEARS, bad))
    ]
    note = quote_words.WHISKERS
    return Bars(title=words.GAP_CHART, categories=[gap.name for gap in shown], series=series, note=note)


def _half_width(error: float) -> float:
    return TWO_SIDED * error if np.isfinite(error) else 0.0


def needs_chart(found: Proposal) -> Bars:
    """The weights of the themes for everybody."""
    rows = wanted(found)
    weights = Series(words.WEIGHT, [round(row.weight, 2) for row in rows])
    return Bars(
        title=words.NEEDS_CHART,
        unit="count",
        categories=[row.name for row in rows],
        series=[weights],
        note=words.NEEDS_NOTE,
    )


def preference_chart(found: Proposal) -> Bars | None:
    """What people said matters to them."""
    said = stated(found)
    if said is None:
        return None
    rows = sorted(said.themes, key=lambda one: -one.share)
    shares = Series(words.SHARE, [one.share for one in rows], [TWO_SIDED * one.error for one in rows])
    note = Text(f"{said.respondents} 份答卷；细线：95% 区间。", f"{said.respondents} respondents; whiskers: 95%.")
    names = [one.name for one in rows]
    return Bars(title=words.PREFERENCE_CHART, unit="percent", categories=names, series=[shares], note=note)


def market_chart(found: Proposal) -> Bars | None:
    """Shares of firms that have each theme; those who have it here are in the table beside it."""
    rows = [row for row in market_rows(found) if row.share is not None]
    if not rows:
        return None
    names = [Text(f"{row.name.zh}*", f"{row.name.en}*") if row.uncertain else row.name for row in rows]
    shares = Series(words.FIRMS, [row.share for row in rows])
    note = words.UNCERTAIN_MARK if any(row.uncertain for row in rows) else None
    return Bars(title=words.MARKET_CHART, unit="percent", categories=names, series=[shares], note=note)


def money_chart(found: Proposal) -> Waterfall:
    """Where money is released and where it goes; it adds up, fen for fen."""
    every = money_steps(found)
    largest = sorted(every, key=lambda step: -abs(step.amount))[:MOST_STEPS]
    steps: list[Step] = []
    for kind in ("start", "released", "spent", "repriced", "total"):
        own = [step for step in every if step.kind == kind]
        kept = [step for step in own if step in largest or kind not in ("released", "spent")]
        rest = [step for step in own if step not in kept]
        kept = own if len(rest) == 1 else kept
        steps += [Step(step.label, step.amount, _kind(kind)) for step in kept]
        if len(rest) > 1:
            steps.append(Step(words.rest(len(rest)), sum(step.amount for step in rest)))
    return Waterfall(title=words.MONEY_CHART, steps=steps, note=words.MONEY_NOTE)


def _kind(kind: str) -> Literal["start", "change", "total"]:
    return "start" if kind == "start" else "total" if kind == "total" else "change"


def frontier_chart(found: Proposal) -> Lines | None:
    """Value by the company's cost: the frontier as a line, the choices that matter as points beside it."""
    every = points(found)
    line = [point for point in every if point.kind == "frontier"]
    named = [point for point in every if point.kind != "frontier"]
    if len(line) < 2:
        return None
    line = _thinned(line, MOST_POINTS - len(named))
    places = sorted({point.cost for point in (*line, *named)})
    curve = np.interp(places, [point.cost for point in line], [point.value for point in line])
    reached = {point.cost: point.value for point in named}
    curve = np.maximum(curve, [reached.get(place, 0) for place in places])  # what can be had is not above the frontier
    ends = line[0].cost, line[-1].cost
    on_line = [float(value) if ends[0] <= x <= ends[1] else None for x, value in zip(places, curve, strict=True)]
    series = [Series(words.FRONTIER, on_line)]
    series += [Series(one.name, [one.value if x == one.cost else None for x in places]) for one in named]
    return Lines(
        title=words.FRONTIER_CHART,
        x=[x / FEN_OF_TEN_THOUSAND for x in places],
        series=series,
        x_title=words.COST_AXIS,
        from_zero=False,
        note=words.FRONTIER_NOTE,
    )


def _thinned(line: Sequence[Point], most: int) -> list[Point]:
    """At most so many points, evenly, the ends among them."""
    kept = np.unique(np.linspace(0, len(line) - 1, min(most, len(line))).round().astype(int))
    return [line[int(at)] for at in kept]


def other_weights_chart(found: Proposal) -> Bars | None:
    """What the proposal falls short of the best under other weights."""
    rows = other_weights(found)
    if not rows:
        return None
    regret = Series(words.REGRET, [row.regret for row in rows])
    return Bars(title=words.WEIGHTS_CHART, unit="percent", categories=[row.name for row in rows], series=[regret])


def outlook_chart(found: Proposal) -> Bars | None:
    """The company's cost this year and in the later one."""
    rows = outlooks(found)
    if not rows:
        return None
    later = words.in_year(found.around.years_ahead)
    series = [Series(words.THIS_YEAR, [row.first for row in rows]), Series(later, [row.later for row in rows])]
    return Bars(title=words.OUTLOOK_CHART, categories=[row.name for row in rows], series=series)


def claims_chart(found: Proposal) -> Histogram:
    """Claims of the simulated years of the proposed programme."""
    return year_chart(found.proposed.run)


def bad_year_chart(found: Proposal) -> Bars | None:
    """What a person bears in a bad year: without cover, today, proposed."""
    rows = bad_years(found)
    if not rows:
        return None
    series = [
        Series(words.WITHOUT_COVER, [row.uncovered for row in rows]),
        Series(words.PRESENT, [row.present for row in rows]),
        Series(words.PROPOSED, [row.proposed for row in rows]),
    ]
    names = [row.name for row in rows]
    return Bars(title=words.BAD_YEAR_CHART, categories=names, series=series, note=words.BAD_YEAR_NOTE)
