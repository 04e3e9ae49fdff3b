"""A programme at a glance (方案总览): tiers and dependants as columns, benefits as rows, the market beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tuanbao.design.themes import THEMES, theme_of
from tuanbao.language import Text
from tuanbao.plan.model import Plan
from tuanbao.plan.wording import schedule
from tuanbao.plan.wording.reimbursement import NO_DEDUCTIBLE
from tuanbao.plan.wording.structure import Section
from tuanbao.plan.wording.summaries import DASH
from tuanbao.platform.programmes.loaded import Loaded
from tuanbao.reference.market_survey import EVERY_INDUSTRY, figures
from tuanbao.vocabulary import RELATIONS


@dataclass(frozen=True, slots=True)
class Column:
    """A tier of employees, or a rule for dependants."""

    key: str
    kind: str
    """tier or dependant."""
    title: Text
    plans: tuple[Plan, ...]

    @property
    def plan_titles(self) -> tuple[Text, ...]:
        return tuple(plan.title for plan in self.plans)


@dataclass(frozen=True, slots=True)
class Market:
    """How many firms have this kind of cover, by the survey of the market."""

    theme: Text
    percent: int
    year: int
    firms: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A benefit of a column in the engine's short words."""

    cover: Text
    terms: tuple[Text, ...]
    """Deductible and percentage, where it has them."""
    summary: Text


@dataclass(slots=True)
class Line:
    """A benefit over all columns; None where a column does not have it."""

    title: Text
    market: Market | None
    cells: list[Cell | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    missing: tuple[Market, ...]
    """What half of the firms have and nobody here."""


def grid(loaded: Loaded) -> Grid:
    """The whole table of a programme."""
    columns = tuple(_columns(loaded))
    market = market_shares()
    lines: dict[str, Line] = {}
    themes: set[str] = set()
    for place, column in enumerate(columns):
        for plan in column.plans:
            for benefit, section in zip(plan.benefits, schedule(plan).sections, strict=True):
                theme = theme_of(benefit)
                themes.add(theme)
                line = lines.setdefault(benefit.id, Line(benefit.title, market.get(theme), [None] * len(columns)))
                line.cells[place] = line.cells[place] or _cell(section)
    missing = [found for theme, found in market.items() if theme not in themes and found.percent >= 50]
    return Grid(columns, tuple(lines.values()), tuple(missing))


def _cell(section: Section) -> Cell:
    said = section.overview
    if said is None:
        return Cell(section.title, (), section.summary or section.title)
    terms = []
    if said.deductible not in (DASH, NO_DEDUCTIBLE):
        terms.append(Text(f"免赔额：{said.deductible.zh}", f"deductible: {said.deductible.en}"))
    if said.pay != DASH:
        terms.append(Text(f"赔付比例：{said.pay.zh}", f"pays: {said.pay.en}"))
    return Cell(said.cover, tuple(terms), section.summary or section.title)


def _columns(loaded: Loaded) -> Iterator[Column]:
    for tier in loaded.programme.tiers:
        title = tier.name.text if tier.name else Text(tier.tier, tier.tier)
        yield Column(tier.tier, "tier", title, _plans(loaded, tier.plan))
    for rule in loaded.programme.dependants:
        yield Column(rule.relation, "dependant", RELATIONS[rule.relation], _plans(loaded, rule.plan))


def _plans(loaded: Loaded, names: Sequence[str]) -> tuple[Plan, ...]:
    found = []
    for name in names:
        plan, _, variant = name.partition(":")
        found.append(loaded.plans[plan].variant(variant) if variant else loaded.plans[plan])
    return tuple(found)


def market_shares() -> Mapping[str, Market]:
    """By theme, as the latest survey has it."""
    found: dict[str, Market] = {}
    for figure in figures("products", EVERY_INDUSTRY):
        for theme in figure.themes:
            share: Fraction = figure.share
            found[theme] = Market(THEMES[theme], round(100 * share), figure.year, figure.n)
    return found


def costs_of(grid_: Grid, summary: Mapping[str, Any]) -> list[Mapping[str, Any] | None]:
    """What each column costs, from the summary of a quote."""
    of = {"tier": "tier_employees", "dependant": "relations"}
    return [
        next((row for row in summary.get(of[column.kind], ()) if row["key"] == column.key), None)
        for column in grid_.columns
    ]
