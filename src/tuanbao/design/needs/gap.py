"""The gap that basic medical insurance leaves (医保后缺口): what a person bears in a usual, a mean and a bad year."""

from dataclasses import dataclass

import numpy as np

from tuanbao.design.needs.burden import Burden, Progress, burden
from tuanbao.design.needs.cells import NONE, Floats, Ints
from tuanbao.design.needs.dimensions import OTHER, Dimension, segment_names, segment_of
from tuanbao.language import Text
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.simulation.randomness import year_state
from tuanbao.reference.documented import CONFIDENCES, Confidence
from tuanbao.reference.needs import parameter

ELSEWHERE = Text("其他城市（无医保参数）", "cities without terms")
AT_ONCE = 4_000_000
"""Numbers of the bootstrap held at once."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure in fen and its standard error from the simulated years (NaN where there is one year only)."""

    fen: int
    error: float


@dataclass(frozen=True, slots=True)
class Gap:
    """What one person of a city and age bears in a year, before any cover of the company's."""

    city: Text
    age: Text
    people: int
    usual: Estimate
    """The median year."""
    mean: Estimate
    high: Estimate
    """The year that all but one in twenty stay within."""
    bad: Estimate
    """Mean of the worst one in twenty (TVaR)."""
    confidence: Confidence
    """Of the city's parameters."""
    note: Text | None
    """What to know of the parameters, where confidence is low."""

    @property
    def name(self) -> Text:
        return Text(f"{self.city.zh}，{self.age.zh}", f"{self.city.en}, {self.age.en}")


def gaps(group: Group, model: ClaimModel, years: int, seed: int, progress: Progress | None = None) -> tuple[Gap, ...]:
    """The gap of each city and age segment, from simulated bills under the city's scheme.

    Small cells are put together: ages with their neighbours, cities of few people as one. Nothing for a group of fewer
    than ten people. Raises as `burden`.
    """
    return gaps_of(burden(group, model, years, seed, progress), model, seed)


def gaps_of(found: Burden, model: ClaimModel, seed: int) -> tuple[Gap, ...]:
    """The same from simulated person-years."""
    draws = _draws(found.years, seed)
    result = []
    for city, ages in _cells(found.hazards):
        for place, age in enumerate(ages.names):
            people = np.flatnonzero(ages.cell == place)
            result.append(_gap(city, age, found, people, model, draws))
    return tuple(result)


def _cells(hazards: Hazards) -> list[tuple[Text, Dimension]]:
    """Each city that is shown with its ages; people of other cities are of NONE."""
    names = tuple(Text(name, name) for name in hazards.schemes.cities[:-1])
    cities = Dimension("city", np.asarray(hazards.city, np.int64), (*names, ELSEWHERE)).shared()
    segment = segment_of(np.asarray(hazards.age, np.int64))
    found = []
    for place, city in enumerate(cities.names):
        cell = np.where(cities.cell == place, segment, NONE)
        found.append((city, Dimension("age_segment", cell, segment_names()).shared()))
    return found


def _gap(city: Text, age: Text, found: Burden, people: Ints, model: ClaimModel, draws: Ints) -> Gap:
    confidence = _confidence(found.hazards, people, model)
    values, errors = _with_errors(found.borne[:, people], draws)
    pairs = zip(values, errors, strict=True)
    usual, mean, high, bad = (Estimate(round(float(value)), float(error)) for value, error in pairs)
    note = _placeholder(city) if confidence == "low" else None
    return Gap(city, age, len(people), usual, mean, high, bad, confidence, note)


def _placeholder(city: Text) -> Text:
    name = city if city not in (OTHER, ELSEWHERE) else Text("这些城市", "these cities")
    return Text(
        f"{name.zh}的医保待遇是占位参数，未经核实；正式使用前请按当地现行政策换上（参数文件的 cities）",
        f"the scheme of {name.en} is a placeholder (占位参数), not verified; put the city's present terms in its place "
        "(cities in the file of parameters) before relying on it",
    )


def _confidence(hazards: Hazards, people: Ints, model: ClaimModel) -> Confidence:
    """The lowest of those of the people's cities."""
    known = {scheme.city: scheme.confidence for scheme in (*model.schemes.cities, model.schemes.elsewhere)}
    cities = {hazards.schemes.cities[place] for place in np.unique(hazards.city[people])}
    return max((known[city] for city in cities), key=CONFIDENCES.index)


def _draws(years: int, seed: int) -> Ints:
    """(draws, years): how often each year is taken when years are drawn with replacement."""
    rng = np.random.default_rng([abs(seed), int(year_state(seed, 0))])
    return rng.multinomial(years, np.full(years, 1 / years), parameter("bootstrap_draws")).astype(np.int64)


def _with_errors(borne: Floats, draws: Ints) -> tuple[Floats, Floats]:
    """Median, mean, high and bad year of person-years (years, people), and their bootstrap standard errors.

    Whole years are drawn again: they are independent, whatever the people of a year and family share.
    """
    years, people = borne.shape
    values = figures(borne.reshape(-1), np.ones((1, borne.size), np.int64))[0]
    if years < 2:
        return values, np.full(len(values), np.nan)
    flat, year = borne.reshape(-1), np.repeat(np.arange(years), people)
    step = max(1, AT_ONCE // len(flat))
    parts = [figures(flat, draws[at : at + step][:, year]) for at in range(0, len(draws), step)]
    return values, np.concatenate(parts).std(axis=0, ddof=1)


def figures(amounts: Floats, weights: Ints) -> Floats:
    """(draws, 4): median, mean, 1 - worst quantile and TVaR of amounts (n,) by whole weights (draws, n).

    Quantiles are the smallest amounts x with P(S <= x) >= level; TVaR is VaR + E(S - VaR)+ / (1 - level), as in
    risk/measures.py.
    """
    worst = parameter("bad_year")["worst"]
    order = np.argsort(amounts, kind="stable")
    sorted_amounts, counts = amounts[order], weights[:, order]
    below = np.cumsum(counts, axis=1)
    total = below[:, -1]
    mean = counts @ sorted_amounts / total

    def quantile(level: float) -> Floats:
        need = level * total - 1e-9
        return np.asarray(sorted_amounts[[np.searchsorted(row, n) for row, n in zip(below, need, strict=True)]])

    high = quantile(1 - worst)
    over = np.array([row @ np.maximum(sorted_amounts - x, 0) for row, x in zip(counts, high, strict=True)])
    return np.column_stack([quantile(0.5), mean, high, high + over / total / worst])
