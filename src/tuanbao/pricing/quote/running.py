"""A group quoted from end to end (报价): simulated bills, adjudication, price, what its variants would change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.pricing.costing import simulate_costs
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel, hazards_of
from tuanbao.pricing.model.sanity import Band, Benefit, Finding, band_for, check_package, check_price, mean_band
from tuanbao.pricing.quote.expected import lines_of
from tuanbao.pricing.quote.experience import Experience
from tuanbao.pricing.quote.people import People, people_of
from tuanbao.pricing.quote.quote import make_quote
from tuanbao.pricing.quote.rates import rating_groups
from tuanbao.pricing.quote.result import Quote
from tuanbao.pricing.quote.terms import QuoteTerms
from tuanbao.pricing.quote.variants import Comparison, compare
from tuanbao.pricing.response import ResponseError
from tuanbao.pricing.scenarios import Scenario
from tuanbao.pricing.use import UseChange, shares_paid, use_changes
from tuanbao.roster.people import plans_of

Progress = Callable[[int, int], object]
AS_IT_IS = "now"


@dataclass(frozen=True, slots=True)
class PricedVariant:
    """What it costs or releases when all who have a plan take one of its variants (升级、降级)."""

    plan: str
    variant: str
    title: Text
    people: int
    comparison: Comparison
    use: tuple[UseChange, ...] = ()
    """What changed use adds, where that was asked for; not in the comparison."""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteRun:
    """A quote with everything that it came from."""

    group: Group
    quote: Quote
    costs: Costs
    variants: tuple[PricedVariant, ...]
    notes: tuple[Text, ...]
    """Of the group, the model and the simulation; the quote has its own."""


def quote_group(
    group: Group,
    model: ClaimModel,
    terms: QuoteTerms | None = None,
    *,
    years: int = 1000,
    seed: int = 2026,
    variants: bool = True,
    use: bool = False,
    eligible: int | None = None,
    experience: Experience | None = None,
    progress: Progress | None = None,
) -> QuoteRun:
    """Prices a group over so many simulated years, at the prices of the plans' year.

    ``variants`` also prices every variant of the plans, over the same illnesses; ``use`` says beside it how use would
    answer to the change of terms. ``progress`` is called with (years done, years). Raises what `simulate_costs` and
    `make_quote` raise.
    """
    terms = terms or QuoteTerms()
    hazards = hazards_of(group.assignment.reading, model, group.period)
    classes = dict(zip(hazards.member_id, hazards.occupation.tolist(), strict=True))
    occupation = [classes[member] for member in group.members["member_id"].to_pylist()]
    people = people_of(group.assignment, occupation)
    names, place = rating_groups(people, terms.rates)
    named = {member: names[i] for member, i in zip(people.member_id, place.tolist(), strict=True)}
    taken = list(_taken(group)) if variants else []
    scenarios = {AS_IT_IS: Scenario(group.plans, group.members)}
    scenarios |= {each.plan + ":" + each.variant: Scenario(group.plans, each.members) for each in taken}
    found = simulate_costs(scenarios, model, years=years, seed=seed, group=named, progress=progress)
    costs = found[AS_IT_IS]
    rest: dict[str, Any] = {"occupation": occupation, "eligible": eligible, "experience": experience}
    quote = make_quote(costs, group.assignment, terms, plans=group.plans, **rest)
    quote = replace(quote, findings=tuple(_findings(group, quote, people, hazards)))
    before = shares_paid(group.plans, group.members, model, group.period, seed) if use and taken else None
    priced = [_priced(group, each, costs, found[each.plan + ":" + each.variant], quote, people) for each in taken]
    if before is not None:
        priced = [
            _with_use(group, one, each, found[each.plan + ":" + each.variant], before, model, seed)
            for one, each in zip(priced, taken, strict=True)
        ]
    return QuoteRun(group, quote, costs, tuple(priced), (*group.notes, *costs.notes))


@dataclass(frozen=True, slots=True)
class _Taken:
    """The roster where all who have a plan take a variant of it."""

    plan: str
    variant: str
    members: pa.Table


def _taken(group: Group) -> Iterator[_Taken]:
    written = group.members["plan"].to_pylist()
    place = group.members.column_names.index("plan")
    held = {name for text in set(written) for name in plans_of(text)}
    allowed = _allowed(group)
    for plan in group.plans:
        for name in plan.variants:
            if plan.id in held and (allowed is None or name in allowed.get(plan.id, ())):
                swapped = [_swapped(text, plan.id, f"{plan.id}:{name}") for text in written]
                yield _Taken(plan.id, name, group.members.set_column(place, "plan", pa.array(swapped, pa.string())))


def _allowed(group: Group) -> dict[str, tuple[str, ...]] | None:
    """The variants that the programme lets people choose; None where it says nothing."""
    choice = group.assignment.programme.choice
    return choice.variants if choice and choice.variants else None


def _swapped(written: str, plan: str, variant: str) -> str:
    return ";".join(variant if name == plan else name for name in plans_of(written))


def _priced(group: Group, taken: _Taken, base: Costs, other: Costs, quote: Quote, people: People) -> PricedVariant:
    plan = next(plan for plan in group.plans if plan.id == taken.plan)
    with_variant = plan.variant(taken.variant)
    compared = compare(base, other, quote.loading, lines_of([*group.plans, with_variant]))
    holders = sum(taken.plan in plans_of(written) for written in people.plan)
    return PricedVariant(taken.plan, taken.variant, with_variant.title, holders, compared)


def _with_use(
    group: Group, one: PricedVariant, taken: _Taken, costs: Costs, before: Any, model: ClaimModel, seed: int
) -> PricedVariant:
    after = shares_paid(group.plans, taken.members, model, group.period, seed)
    try:
        return replace(one, use=use_changes(costs, group.plans, before, after))
    except ResponseError as error:
        return replace(one, notes=(error.text,))


def _findings(group: Group, quote: Quote, people: People, hazards: Any) -> Iterator[Finding]:
    """Every benefit's price, and the whole, held against what the market charges."""
    year = group.period[0].year
    who = {member: i for i, member in enumerate(hazards.member_id)}
    for cost in quote.benefits:
        benefit = _benefit(group.plans, cost.plan, cost.benefit)
        at = [i for i, written in enumerate(people.plan) if cost.plan in plans_of(written)]
        at = [i for i in at if benefit.relations is None or people.relation_of(i) in benefit.relations]
        if at:
            bands = [_band(benefit, people, i, hazards, who[people.member_id[i]], year) for i in at]
            found = check_price(benefit, cost.premium / len(at), mean_band(bands))
            yield _of_plan(found, group.plans, cost.plan) if len(group.plans) > 1 else found
    employees = max(1, int((people.relation == 0).sum()))
    own = sum(int(quote.premiums.premium[i]) for i in np.flatnonzero(people.relation == 0))
    yield check_package(own / employees, year)


def _of_plan(finding: Finding, plans: Sequence[Plan], name: str) -> Finding:
    """The finding with the plan that it is about: several plans may have a benefit of one name."""
    title = next(each.title for one in plans for each in _with_variants(one) if each.id == name)
    return replace(finding, text=Text(f"{title.zh}，{finding.text.zh}", f"{title.en}, {finding.text.en}"))


def _band(benefit: Benefit, people: People, i: int, hazards: Any, h: int, year: int) -> Band | None:
    sex = ("male", "female")[int(people.sex[i])] if people.sex[i] >= 0 else None
    insured = bool(hazards.insured[h])
    return band_for(benefit, int(people.age[i]), sex, int(hazards.occupation[h]), year, insured=insured)


def _benefit(plans: Sequence[Plan], plan: str, benefit: str) -> Benefit:
    return next(each for one in plans for each in _with_variants(one) if each.id == plan).benefit(benefit)


def _with_variants(plan: Plan) -> tuple[Plan, ...]:
    return (plan, *(plan.variant(name) for name in plan.variants))
