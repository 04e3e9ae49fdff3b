"""How fast the year's total is: uv run python benchmarks/risk.py [--part NAME ...]

Milliseconds of the discretisation of the amounts, of the transform, and of both with everything around them (choice of
the step, moments, quality), beside the package ``aggregate`` on the same grid. Every figure is the median of many runs,
with the fastest and slowest beside it; the processor's time says what a machine without other work would need.
"""

import argparse
import statistics
import time
import warnings
from collections.abc import Callable

from tuanbao.risk import (
    Frequency,
    GroupYear,
    Layer,
    Lognormal,
    NegativeBinomial,
    Poisson,
    Severity,
    Terms,
    aggregate,
    compare,
    discretise,
    fit_tail,
)
from tuanbao.risk.compound import _transformed
from tuanbao.risk.grid import choose_step

RUNS = 51
LARGE = Lognormal.of(8_000, 4)
CASES: dict[str, tuple[Frequency, Severity]] = {
    "Poisson(300), lognormal up to 100,000": (Poisson(300), Layer(LARGE, 0, 100_000)),
    "negative binomial(300), lognormal up to 100,000": (NegativeBinomial(300, 5), Layer(LARGE, 0, 100_000)),
    "Poisson(300), lognormal without limit": (Poisson(300), LARGE),
}


def shown(name: str, work: Callable[[], object], runs: int = RUNS) -> None:
    """Prints milliseconds by the clock and of the processor, after one run that does not count."""
    work()
    clock, processor = [], []
    for _ in range(runs):
        started, used = time.perf_counter(), time.process_time()
        work()
        processor.append(1000 * (time.process_time() - used))
        clock.append(1000 * (time.perf_counter() - started))
    by_clock = f"{statistics.median(clock):>8.2f} ms ({min(clock):.2f} to {max(clock):.2f})"
    print(f"  {name:<46} {by_clock:<36} processor {statistics.median(processor):.2f}", flush=True)


def total() -> None:
    """The compound distribution at 2^15 and 2^17 points."""
    for power in (15, 17):
        points = 2**power
        for name, (frequency, severity) in CASES.items():
            step = choose_step([(frequency, severity)], points)
            masses = discretise(severity, step, points)
            quality = aggregate(frequency, severity, points=points).quality
            print(f"2^{power} points, {name}; error of mean {quality.mean_error:.1e}, sd {quality.sd_error:.1e}")
            shown("discretisation", lambda s=severity, h=step, n=points: discretise(s, h, n))
            shown("transform", lambda f=frequency, m=masses, n=points: _transformed([(f, m)], n, 0.0))
            shown(
                "all, step given", lambda f=frequency, s=severity, h=step, n=points: aggregate(f, s, step=h, points=n)
            )
            shown("all, step chosen", lambda f=frequency, s=severity, n=points: aggregate(f, s, points=n))


def measures() -> None:
    """What is asked of a distribution, and the comparison of many retentions."""

    def ask() -> None:
        year = aggregate(Poisson(300), Layer(LARGE, 0, 100_000), points=2**17)
        year.tail_mean(0.99)
        year.stop_loss(2_594_587)

    shown("2^17 points with TVaR and stop-loss premium", ask)
    year = GroupYear(Poisson(300), LARGE)
    specifics = tuple(20_000.0 * n for n in range(1, 21))
    shares = tuple(1 + n / 20 for n in range(20))
    terms = Terms(specific_loading=0.4, aggregate_loading=0.8)
    work = lambda: compare(year, 3_200_000, terms=terms, specifics=specifics, attachment_shares=shares)  # noqa: E731
    shown("400 pairs of retentions compared, 2^15 points", work, runs=7)


def tails() -> None:
    """Fit of a generalised Pareto tail."""
    import numpy as np

    large = np.random.default_rng(1).pareto(3, 2_000) * 100_000
    shown("generalised Pareto fitted to 2,000 excesses", lambda: fit_tail(large, 0))


def others() -> None:
    """The package ``aggregate`` on the same grid: its update from an object already built."""
    warnings.filterwarnings("ignore")
    from aggregate import build

    built = build("agg Group 300 claims 100000 xs 0 sev lognorm 8000 cv 4 poisson", update=False)
    for power in (15, 17):
        step = {15: 160, 17: 40}[power]
        shown(f"aggregate: 2^{power} points", lambda n=power, h=step: built.update(log2=n, bs=h), runs=11)
        work = lambda n=power, h=step: aggregate(*next(iter(CASES.values())), step=h, points=2**n)  # noqa: E731
        shown(f"tuanbao: 2^{power} points, the same grid", work)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", action="append", help="total, measures, tails, others")
    given = parser.parse_args()
    for name, part in {"total": total, "measures": measures, "tails": tails, "others": others}.items():
        if not given.part or name in given.part:
            part()


if __name__ == "__main__":
    main()
