"""Back-test (回溯检验): what each method would have said at past valuations, against what then happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.experience.chain_ladder import development_factors
from tuanbao.pricing.experience.completion import METHODS, Method, complete
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.triangle import Floats, Triangle


@dataclass(frozen=True, slots=True)
class Backtest:
    """One method at one valuation; money in the unit of the triangle."""

    valuation: str
    method: Method
    estimated: float
    """Outstanding by the method, all origins."""
    actual: float
    """Became known afterwards."""
    error: float
    """estimated / actual - 1"""
    standard_error: float | None
    """Of ``estimated``, as the method stated it at the valuation."""
    known: float
    """Share of ``actual`` that is known by now: 1 where everything is run off, else the rest is by chain ladder."""


@dataclass(frozen=True, slots=True)
class Score:
    """A method over several valuations; errors as shares of the actual amounts."""

    method: Method
    valuations: int
    mean_absolute: float
    worst: float
    """The largest error in absolute value, with its sign."""
    bias: float
    """Mean error."""


def backtest(
    triangle: Triangle, methods: Sequence[Method] = METHODS, first: str | None = None, last: str | None = None
) -> tuple[Backtest, ...]:
    """Every method at every valuation from ``first`` to ``last`` (labels of origins).

    Only what was known at a valuation goes into its estimate. By default from the 14th origin, the first with a whole
    year before the newest two, to the last that is completely run off. Raises ExperienceError where there is none.
    """
    begin = 13 if first is None else triangle.origins.index(first)
    whole = np.flatnonzero(triangle.ages == triangle.increments.shape[1] - 1)
    end = (int(whole[-1]) if whole.size else -1) if last is None else triangle.origins.index(last)
    if end < begin:
        raise ExperienceError(
            Text(
                "没有可检验的评估时点：需要至少 14 个月的历史，并且之后已全部进展完毕。",
                "No valuation to test: at least 14 months of history and their whole run-off afterwards are needed.",
            )
        )
    final = _final(triangle)
    return tuple(_one(triangle, final, position, method) for position in range(begin, end + 1) for method in methods)


def scores(rows: Sequence[Backtest]) -> tuple[Score, ...]:
    """One line per method, in the order of the rows."""
    found = []
    for method in dict.fromkeys(row.method for row in rows):
        errors = np.array([row.error for row in rows if row.method == method])
        worst = float(errors[np.abs(errors).argmax()])
        found.append(Score(method, len(errors), float(np.abs(errors).mean()), worst, float(errors.mean())))
    return tuple(found)


def _one(triangle: Triangle, final: Floats, position: int, method: Method) -> Backtest:
    then = triangle.as_of(position)
    completion = complete(then, method)
    paid = then.latest
    actual = float((final[: position + 1] - paid).sum())
    known = float((triangle.latest[: position + 1] - paid).sum())
    if actual == 0:
        raise ExperienceError(
            Text(
                f"{then.origins[-1]} 之后没有任何进展，误差无从计算。",
                f"Nothing became known after {then.origins[-1]}: the error cannot be formed.",
            )
        )
    estimated = float(completion.outstanding.sum())
    error = estimated / actual - 1
    return Backtest(then.origins[-1], method, estimated, actual, error, completion.total_standard_error, known / actual)


def _final(triangle: Triangle) -> Floats:
    """What every origin comes to: known, where run off, else developed by all that is known now."""
    to_end = np.append(np.cumprod(development_factors(triangle)[::-1])[::-1], 1.0)
    return np.asarray(triangle.latest * to_end[triangle.ages], dtype=np.float64)
