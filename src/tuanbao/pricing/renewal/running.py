"""A group renewed from its files' tables, end to end (续保测算): the past year, the model's view, the premium."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from tuanbao.language import Text
from tuanbao.plan import Plan, Programme
from tuanbao.pricing.costing import simulate_costs
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.group import Group, group_of
from tuanbao.pricing.model import ClaimModel, hazards_of
from tuanbao.pricing.renewal.assumptions import Assumptions, ModelView
from tuanbao.pricing.renewal.part_year import whole_year_factor
from tuanbao.pricing.renewal.past import PastYear, past_year, period_of
from tuanbao.pricing.renewal.pooling import threshold_of
from tuanbao.pricing.renewal.renew import Renewal, priced_year, renew
from tuanbao.pricing.renewal.responding import Responding, responding
from tuanbao.pricing.renewal.terms import in_year
from tuanbao.pricing.scenarios import Scenario
from tuanbao.pricing.simulation.bills import Model
from tuanbao.roster import Reading
from tuanbao.roster.assignment import assign

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class RenewalRun:
    """A renewal with what it came from."""

    past: PastYear
    group: Group
    """The people who are renewed, under the new terms."""
    renewal: Renewal
    next_year: Costs
    past_people: Costs
    use: Responding | None = None
    """How use answers to the new terms, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Plans, and the programme that says who has which, where there is one."""

    programme: Programme | None
    plans: tuple[Plan, ...]


def renew_group(
    members: Reading,
    bills: Any,
    premiums: Any,
    old: Terms,
    new: Terms | None = None,
    *,
    valuation: date,
    model: ClaimModel,
    events: Any = None,
    openings: Any = None,
    hospital_lists: Any = None,
    assumptions: Assumptions | None = None,
    years: int = 1000,
    seed: int = 2026,
    use_responds: bool = False,
    progress: Progress | None = None,
) -> RenewalRun:
    """The renewal of the people who are covered on the last known day, from the past year's tables.

    ``model`` is at the level of the official statistics; it is moved to the prices of the year that is priced. People
    are priced in that year, a year older; the past year's people, those covered in the middle of what is known of it,
    in their own year at the same prices and terms: the difference is who they are and that they age. ``use_responds``:
    the response of use to the new terms enters as a factor of its own, on the experience and on the model's price
    alike. Raises what `past_year`, `group_of`, `simulate_costs` and `renew` raise.
    """
    new = new or old
    stated = _stated(members, old)
    files: dict[str, Any] = {"events": events, "openings": openings, "hospital_lists": hospital_lists}
    past = past_year(old.plans, stated, bills, premiums, valuation=valuation, **files)
    middle = past.period[0] + (past.known_until - past.period[0]) / 2
    period = priced_year(past, new.plans)
    group = group_of(members, new.programme, in_year(new.plans, period), past.known_until)
    before = group_of(members, new.programme, in_year(new.plans, past.period), middle)
    dear = _at_prices_of(model, period[0].year)
    half = _half(progress)
    following = _costs(group, dear, years, seed, hospital_lists, half(0))
    earlier = _costs(before, dear, years, seed, hospital_lists, half(1))
    given = assumptions or Assumptions()
    cut = threshold_of(past, given.pooling, following)
    part = whole_year_factor(
        *(before.plans, before.members, dear, past.period, past.known_until),
        threshold=cut.fen if cut else None,
        seed=seed,
        hospital_lists=hospital_lists,
    )
    given = replace(given, model=ModelView(following, earlier, whole_year=part))
    use = None
    if use_responds:
        people = group_of(members, old.programme, old.plans, past.known_until)
        use = responding(people, old.plans, group.plans, given.successors, following, dear, seed)
        given = _with_use(given, use)
    renewal = renew(past, new.plans, given)
    said = (*renewal.notes, _own_trend(model), *(use.notes if use else ()), *group.notes, *following.notes)
    return RenewalRun(past, group, replace(renewal, notes=tuple(dict.fromkeys(said))), following, earlier, use)


def _with_use(given: Assumptions, use: Responding) -> Assumptions:
    """The factor goes onto the experience, as a line of its own, and onto the model's price."""
    assert given.model is not None
    model = replace(given.model, use=use.factor or Fraction(1))
    return replace(given, model=model, further=(*given.further, *use.adjustments))


def _stated(members: Reading, old: Terms) -> Reading:
    """Everybody's plan: as the roster says, or by the programme on the first day."""
    if old.programme is None or not members.table["plan"].null_count:
        return members
    return assign(old.programme, members, period_of(old.plans)[0]).reading


def _own_trend(model: ClaimModel) -> Text:
    """The model moves by figures of its own, which is said beside the trend of the experience."""
    change = {name: 1 + float(entry.value["later"]) for name, entry in model.trend.items()}
    care = [change.get(f"{kind}_rate", 1.0) * change.get(f"{kind}_price", 1.0) - 1 for kind in ("visit", "stay")]
    return Text(
        f"模型另按自己的趋势推到定价年度（门急诊每年约 {care[0]:.1%}，住院约 {care[1]:.1%}，均为假设），不是经验的趋势",
        f"the model is moved to the priced year by a trend of its own (visits about {care[0]:.1%} a year, stays "
        f"{care[1]:.1%}, both assumed), which is not that of the experience",
    )


def _at_prices_of(model: ClaimModel, year: int) -> Model:
    """The plans may still carry the past year's dates: prices are those of the year that is priced."""
    moved = model.trended(year)
    return lambda members, period: hazards_of(members, moved, period, trend=False)


def _costs(group: Group, model: Model, years: int, seed: int, lists: Any, progress: Progress | None) -> Costs:
    scenario = Scenario(group.plans, group.members, lists)
    return simulate_costs({"priced": scenario}, model, years=years, seed=seed, progress=progress)["priced"]


def _half(progress: Progress | None) -> Callable[[int], Progress | None]:
    """Two simulations, one bar."""
    if progress is None:
        return lambda part: None
    return lambda part: lambda done, years: progress(part * years + done, 2 * years)
