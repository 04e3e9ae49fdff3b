"""Three years of premiums and how sure they are ("三年不涨价" 的账): what a promise to hold the premium costs.

Simulated: one draw for what is unknown today and stays (the level of claims, the trend), and one for what happens each
year. Each year's premium reacts to the year before as the rule of credibility says. Interest is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanbao.language import Text
from tuanbao.pricing.renewal.errors import RenewalError

Floats = NDArray[np.float64]
LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)
"""Quantiles of the fan."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What claims are expected to cost in the coming years under the chosen terms; fen."""

    expected: tuple[float, ...]
    """By year, trend included. With bills trended and adjudicated by these terms, leverage is in it."""
    level_error: float
    """Relative standard error of the level of claims today: completion, chance in the past year, model."""
    trend_error: float
    """Standard error of a year's trend, as a share."""
    spread: float | Floats
    """Chance of a single year: standard deviation / mean, or simulated totals (n,) whose shape is used."""
    pooled: float | Floats | None = None
    """The same chance, and of the same years, as a rule sees it that has large claims replaced by a charge; None: as
    ``spread``."""

    def __post_init__(self) -> None:
        spread = np.asarray(self.spread, np.float64)
        numbers = [*self.expected, self.level_error, self.trend_error, *spread.ravel()]
        totals_of_nothing = spread.ndim > 0 and (spread.size == 0 or not spread.sum() > 0)
        bad = not self.expected or not np.isfinite(numbers).all() or min(numbers) < 0 or min(self.expected) <= 0
        if bad or totals_of_nothing:
            zh = "各年预期赔款应大于 0，各项误差应为不小于 0 的数值"
            en = "expected claims must be above 0, and errors numbers that are not negative"
            raise RenewalError(Text(zh, en))


@dataclass(frozen=True, slots=True)
class Rule:
    """How next year's premium follows from this year's claims."""

    permissible: float
    """Share of the premium that claims may use."""
    credibility: float
    """Weight of the last year's claims beside what was expected."""
    cap: float | None = None
    """The most that a premium may rise in a year, as a share; None: no cap."""

    def __post_init__(self) -> None:
        cap_is_bad = self.cap is not None and self.cap < 0
        if not self.permissible > 0 or not 0 <= self.credibility <= 1 or cap_is_bad:
            zh, en = "许可赔付率应大于 0，信度应在 0 与 1 之间，涨幅上限不能为负", "a permissible loss ratio above 0, a"
            raise RenewalError(Text(zh, f"{en} credibility from 0 to 1 and a cap that is not negative are needed"))


@dataclass(frozen=True, slots=True)
class Fan:
    """One figure by year: quantiles of shape (years, levels), and means; fen."""

    levels: tuple[float, ...]
    quantiles: Floats
    mean: Floats


@dataclass(frozen=True, slots=True)
class PremiumPath:
    """What may come, and what holding the premium would mean."""

    today: float
    """The premium of the first year, fen."""
    premiums: Fan
    """Charged by the rule, with its cap."""
    claims: Fan
    no_rise: float
    """Probability that the rule asks for no more than today's premium in any year."""
    holds: float
    """Probability that today's premium, held for all years, pays for all their claims."""
    holds_error: float
    """Standard error of ``holds`` from the number of simulations."""
    shortfall: float
    """Expected fen of claims that the held premium does not pay for, all years together; 0 where it suffices."""
    confidence: float
    margin: float
    """By how much today's premium must rise (a share; negative: may fall) to hold with this confidence."""
    simulations: int


def premium_path(
    outlook: Outlook,
    rule: Rule,
    *,
    today: float | None = None,
    confidence: float = 0.90,
    simulations: int = 20_000,
    seed: int = 2026,
) -> PremiumPath:
    """Simulates the coming years. ``today`` is the first year's premium, by default expected claims / permissible.

    Raises RenewalError for a premium that is not positive or a confidence outside 0 to 1.
    """
    first = outlook.expected[0] / rule.permissible if today is None else float(today)
    if not first > 0 or not 0 < confidence < 1 or simulations < 100:
        zh, en = (
            "首年保费应大于 0，把握程度应在 0 与 1 之间，模拟至少 100 次",
            "a premium above 0, a confidence within 0",
        )
        raise RenewalError(Text(zh, f"{en} to 1 and at least 100 simulations are needed"))
    claims, seen = _simulated(outlook, simulations, seed)
    asked = indicated_premiums(seen, outlook.expected, rule)
    charged = _charged(asked, first, rule.cap)
    years = len(outlook.expected)
    total, room = claims.sum(axis=1), years * rule.permissible * first
    holds = float((total <= room * (1 + 1e-12)).mean())
    needed = float(np.quantile(total, confidence, method="higher"))
    return PremiumPath(
        today=first,
        premiums=_fan(charged),
        claims=_fan(claims),
        no_rise=float((asked[:, 1:] <= first * (1 + 1e-12)).all(axis=1).mean()),
        holds=holds,
        holds_error=float(np.sqrt(holds * (1 - holds) / simulations)),
        shortfall=float(np.maximum(total - room, 0).mean()),
        confidence=confidence,
        margin=needed / room - 1,
        simulations=simulations,
    )


def simulated_claims(outlook: Outlook, simulations: int, seed: int) -> Floats:
    """Claims of shape (simulations, years), fen; every source of uncertainty has mean 1."""
    return _simulated(outlook, simulations, seed)[0]


def _simulated(outlook: Outlook, simulations: int, seed: int) -> tuple[Floats, Floats]:
    """Claims, and the same with large claims replaced by what is expected of them."""
    rng = np.random.Generator(np.random.PCG64(seed))
    years = np.arange(1, len(outlook.expected) + 1)
    level = _lognormal(rng.standard_normal((simulations, 1)), outlook.level_error)
    drift = outlook.trend_error * years
    trend = np.exp(rng.standard_normal((simulations, 1)) * drift - drift**2 / 2)
    shape = (simulations, len(years))
    pooled = outlook.spread if outlook.pooled is None else outlook.pooled
    base: Floats = np.asarray(outlook.expected) * level * trend
    if isinstance(outlook.spread, np.ndarray):
        which = rng.integers(0, len(outlook.spread), shape)
        chance, seen = (np.asarray(each)[which] / np.mean(each) for each in (outlook.spread, pooled))
    else:
        normal = rng.standard_normal(shape)
        chance, seen = (_lognormal(normal, float(np.asarray(each))) for each in (outlook.spread, pooled))
    return base * chance, base * seen


def indicated_premiums(claims: ArrayLike, expected: Sequence[float], rule: Rule) -> Floats:
    """What the rule asks for each year, shape (simulations, years): the estimate moves with the claims just seen.

    estimate(t + 1) = (Z x claims(t) + (1 - Z) x estimate(t)) x expected(t + 1) / expected(t); the first is expected(1).
    """
    seen = np.asarray(claims, np.float64)
    estimate = np.empty_like(seen)
    estimate[:, 0] = expected[0]
    for t in range(1, seen.shape[1]):
        blended = rule.credibility * seen[:, t - 1] + (1 - rule.credibility) * estimate[:, t - 1]
        estimate[:, t] = blended * (expected[t] / expected[t - 1])
    asked: Floats = estimate / rule.permissible
    return asked


def _charged(asked: Floats, first: float, cap: float | None) -> Floats:
    charged = asked.copy()
    charged[:, 0] = first
    if cap is not None:
        for t in range(1, asked.shape[1]):
            charged[:, t] = np.minimum(asked[:, t], charged[:, t - 1] * (1 + cap))
    return charged


def _lognormal(normal: Floats, cv: float) -> Floats:
    """Mean 1 and this standard deviation, from standard normals."""
    sigma = np.sqrt(np.log1p(cv**2))
    factor: Floats = np.exp(sigma * normal - sigma**2 / 2)
    return factor


def _fan(values: Floats) -> Fan:
    return Fan(LEVELS, np.quantile(values, LEVELS, axis=0).T, values.mean(axis=0))
