"""Completion back-tested, and Mack's errors timed: uv run python benchmarks/completion.py [--triangle FILE]

Prints (1) what each method said at past valuations of a monthly triangle of medical claims against what came, as
Markdown, and (2) how long Mack's chain ladder takes beside `chainladder`. The triangle is a CSV with the columns label,
members, month number, and one per development (CASdatasets `usmedclaim`: 36 months by 13 of US medical claims, 2001 to
2003); working days are those of the federal calendar, known beforehand.
"""

import argparse
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.pricing.experience.triangles import federal_holidays

from tuanbao.pricing.experience.backtest import Backtest, backtest, scores
from tuanbao.pricing.experience.chain_ladder import chain_ladder
from tuanbao.pricing.experience.triangle import Triangle, from_incremental, weekdays

FILE = Path(__file__).parents[2] / "shared/data/actuarial/casdatasets_usmedclaim.csv"
PERIODS = {
    "2002-06 to 2002-12": ("2002-06", "2002-12"),
    "2002-02 to 2002-12": ("2002-02", "2002-12"),
    "2003-01 to 2003-06": ("2003-01", "2003-06"),
    "2002-02 to 2003-06": ("2002-02", "2003-06"),
}
"""The seven of the published rule; all run off with 14 months behind them; those run off but for 3 %; all."""
RUNS = 9


def read(path: Path, *, working_days: bool) -> Triangle:
    cells = np.genfromtxt(path, delimiter=",", skip_header=1)
    months = [str(np.datetime64("2001-01", "M") + i) for i in range(len(cells))]
    days = weekdays("2001-01", 48, [day for year in range(2001, 2005) for day in federal_holidays(year)])
    return from_incremental(cells[:, 3:], months, cells[:, 1], days if working_days else None)


def by_valuation(plain: tuple[Backtest, ...], with_days: tuple[Backtest, ...]) -> None:
    print("| valuation | came | chain ladder | average of 12 months | credibility | credibility with working days |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for last in with_days:
        rows = {row.method: row for row in plain if row.valuation == last.valuation}
        told = [rows["chain_ladder"], rows["average"], rows["credibility"], last]
        cells = " | ".join(f"{row.estimated:,.0f} ({row.error:+.1%})" for row in told)
        print(f"| {last.valuation} | {last.actual:,.0f}{'' if last.known == 1 else '*'} | {cells} |")


def by_period(plain: tuple[Backtest, ...], with_days: tuple[Backtest, ...]) -> None:
    print("\n| valuations | method | mean absolute | worst | mean |\n| --- | --- | ---: | ---: | ---: |")
    for name, (first, last) in PERIODS.items():
        for rows, suffix in ((plain, ""), (with_days, ", working days")):
            for score in scores([row for row in rows if first <= row.valuation <= last]):
                figures = f"{score.mean_absolute:.1%} | {score.worst:+.1%} | {score.bias:+.1%}"
                print(f"| {name} ({score.valuations}) | {score.method}{suffix} | {figures} |")


def milliseconds(work: Callable[[], object]) -> float:
    work()
    found = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - started))
    return statistics.median(found)


def made(size: int) -> np.ndarray:
    """Running totals of ``size`` months, NaN where not yet known."""
    rng = np.random.default_rng(1)
    paid = np.exp(-0.3 * np.arange(size)) * np.exp(0.3 * rng.standard_normal((size, size))) * 1e6
    totals = np.cumsum(paid, axis=1)
    return np.where(np.add.outer(np.arange(size), np.arange(size)) < size, totals, np.nan)


def rival(totals: np.ndarray) -> Callable[[], float]:
    """The same by chainladder: Mack's errors of a triangle, in months. The triangle is made outside the clock."""
    import chainladder as cl
    import pandas as pd

    rows, columns = np.nonzero(~np.isnan(totals))
    first = pd.Period("2001-01", "M")
    frame = pd.DataFrame(
        {
            "origin": [(first + int(i)).to_timestamp() for i in rows],
            "development": [(first + int(i + j)).to_timestamp() for i, j in zip(rows, columns, strict=True)],
            "paid": totals[rows, columns],
        }
    )
    square = cl.Triangle(frame, origin="origin", development="development", columns="paid", cumulative=True)
    triangle = square[square.development <= totals.shape[1]]

    def run() -> float:
        developed = cl.Development(sigma_interpolation="mack").fit_transform(triangle)
        return float(cl.MackChainladder().fit(developed).total_mack_std_err_.to_numpy().ravel()[0])

    return run


def timing(path: Path) -> None:
    print("\n| Mack, both with all errors | this | chainladder | total s.e. agrees |\n| --- | ---: | ---: | --- |")
    for name, totals in (("36 x 13", read(path, working_days=False).cumulative), ("120 x 120", made(120))):
        triangle = from_incremental(np.diff(totals, axis=1, prepend=0.0))
        other = rival(totals)
        ours, theirs = chain_ladder(triangle).total_standard_error, other()
        agrees = f"{ours:,.2f} and {theirs:,.2f}"
        mine, its = milliseconds(lambda t=triangle: chain_ladder(t)), milliseconds(other)
        print(f"| {name} | {mine:.2f} ms | {its:.0f} ms | {agrees} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triangle", type=Path, default=FILE)
    path = parser.parse_args().triangle
    warnings.simplefilter("ignore")  # chainladder warns of pandas
    plain = backtest(read(path, working_days=False), last="2003-06")
    with_days = backtest(read(path, working_days=True), ("credibility",), last="2003-06")
    by_valuation(plain, with_days)
    print("\n* the last 3 % or less still outstanding at 2003-12, by chain ladder")
    by_period(plain, with_days)
    timing(path)


if __name__ == "__main__":
    main()
