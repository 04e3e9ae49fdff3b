"""People, their needs, and the market beside them (人员、需求与市场). Aggregates of at least ten people only."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuanbao.design.benchmark.positions import ThemePosition
from tuanbao.design.needs.gap import Gap
from tuanbao.design.needs.past_use import BenefitUse
from tuanbao.design.needs.population import Breakdown
from tuanbao.design.needs.questionnaire.survey import Preferences
from tuanbao.design.proposal import Proposal, Side
from tuanbao.design.themes import THEMES
from tuanbao.documents.proposal import words
from tuanbao.documents.proposal.figures.terms import tier_name
from tuanbao.language import Text
from tuanbao.vocabulary import RELATIONS

UNCERTAIN = ("uncertain", "inferred")
"""How a figure of the survey was read where it is not printed plainly."""


def breakdowns(found: Proposal) -> tuple[Breakdown, ...]:
    """Who the people are: ages of employees first; departments and five-year ages are left to the workbook."""
    profile = found.needs.profile
    kept = ("sex", "relation", "family", "city", "grade", "tenure", "occupation", "salary")
    first = [profile.employee_ages] if profile.employee_ages else []
    return (*first, *(one for key in kept if (one := profile.by(key)) is not None))


def gap_rows(found: Proposal) -> tuple[Gap, ...]:
    """What basic insurance leaves, by city and age: cities in the roster's order."""
    return found.needs.gaps


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much a theme counts in the choice, and how much that comes from the questionnaire."""

    theme: str
    name: Text
    weight: float
    why: Text


def wanted(found: Proposal) -> tuple[Wanted, ...]:
    """Themes by weight for everybody, the weightiest first."""
    weights, why = found.scales.of(""), found.needs.why
    made = [Wanted(theme, name, weights[theme], why[theme]) for theme, name in THEMES.items()]
    return tuple(sorted(made, key=lambda one: -one.weight))


def stated(found: Proposal) -> Preferences | None:
    """What people said; None without a questionnaire, or with too few answers."""
    return found.needs.survey.preferences if found.needs.survey else None


def used(found: Proposal) -> tuple[BenefitUse, ...]:
    """How the benefits were used last year; empty without bills."""
    return found.needs.past.benefits if found.needs.past else ()


@dataclass(frozen=True, slots=True)
class MarketRow:
    """A theme: the share of firms that have it with its interval, and who has it here."""

    theme: str
    name: Text
    share: float | None
    low: float | None
    high: float | None
    n: int | None
    year: int | None
    uncertain: bool
    present: Text
    proposed: Text
    changed: bool


def market_rows(found: Proposal) -> tuple[MarketRow, ...]:
    """Themes with a market figure, most usual first; then those that somebody has here."""
    now = {row.theme: row for row in found.present.benchmark.themes}
    rows = [_market(found, now[row.theme], row) for row in found.proposed.benchmark.themes]
    shown = [
        row for row in rows if row.share is not None or row.present != words.NOBODY or row.proposed != words.NOBODY
    ]
    return tuple(sorted(shown, key=lambda row: -(row.share if row.share is not None else -1.0)))


def _market(found: Proposal, now: ThemePosition, new: ThemePosition) -> MarketRow:
    market = new.market
    today, then = _who(found, found.present, now), _who(found, found.proposed, new)
    return MarketRow(
        new.theme,
        THEMES[new.theme],
        float(market.share) if market else None,
        float(market.interval.low) if market else None,
        float(market.interval.high) if market else None,
        market.n if market else None,
        market.year if market else None,
        market is not None and market.confidence in UNCERTAIN,
        today,
        then,
        changed=today != then,
    )


def _who(found: Proposal, side: Side, row: ThemePosition) -> Text:
    """Everybody, the tiers by name, and relatives; services count for the tiers that are paid something for them."""
    every = [each.tier for each in side.benchmark.tiers]
    tiers = list(dict.fromkeys([*row.tiers, *_served(found, side, row.theme)]))
    names = [words.ALL_EMPLOYEES] if tiers and set(every) <= set(tiers) else [tier_name(found, tier) for tier in tiers]
    names += [RELATIONS[relation] for relation in row.relations]
    chosen = [Text(f"{name.zh}（自选）", f"{name.en} (by choice)") for name in _names(found, row.by_choice)]
    return joined([*names, *chosen]) if names or chosen else words.NOBODY


def _names(found: Proposal, tiers: Sequence[str]) -> list[Text]:
    return [tier_name(found, tier) for tier in tiers]


def _served(found: Proposal, side: Side, theme: str) -> list[str]:
    """Tiers that have a service of the theme on this side."""
    chosen = found.solution.chosen if side is found.proposed else dict.fromkeys(found.solution.chosen, 0)
    return [own.tier for own in found.services if own.service.theme == theme and float(own.cost[chosen[own.key]]) > 0]


def joined(names: Sequence[Text]) -> Text:
    """Names one after the other."""
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
