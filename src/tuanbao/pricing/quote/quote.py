"""A quote (报价): from simulated costs, people and terms to premiums that sum, errors and reasons."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.money import split
from tuanbao.plan import Plan, Programme
from tuanbao.pricing.costs import Costs, Ints, combined_error
from tuanbao.pricing.quote import causes, notes
from tuanbao.pricing.quote.billing import References, composite_billing, employer_parts
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.expected import Cut, check_costs, class_claims, lines_of
from tuanbao.pricing.quote.experience import Experience
from tuanbao.pricing.quote.loading import Claims, Head, Loading, loading_of, loss_ratio_note
from tuanbao.pricing.quote.participation import participation
from tuanbao.pricing.quote.people import RELATION_WORDS, People, people_of, rows_of
from tuanbao.pricing.quote.rates import RatingClass, band_name, charged, rating_classes, rounded
from tuanbao.pricing.quote.result import BenefitCost, CompositeRate, ListRate, Premiums, Quote, Total, band_key
from tuanbao.pricing.quote.terms import Line, QuoteTerms, complaints
from tuanbao.pricing.quote.waterfall import Movement
from tuanbao.roster.assignment import Assignment
from tuanbao.roster.people import plans_of
from tuanbao.vocabulary import RELATIONS

CHILD = RELATION_WORDS.index("child")
Prices = tuple[tuple[Movement, ...], tuple[Movement, ...]]
"""Steps of somebody who is not charged, and of somebody who is."""


def make_quote(
    costs: Costs,
    assignment: Assignment,
    terms: QuoteTerms,
    *,
    plans: Sequence[Plan] = (),
    occupation: Sequence[int] | None = None,
    eligible: int | None = None,
    experience: Experience | None = None,
    reference_prices: Mapping[str, int] | None = None,
    findings: Sequence[Any] = (),
) -> Quote:
    """The price of an assignment's people, from the simulated costs of exactly these people.

    ``plans`` give benefits their names and lines of insurance (for tax); ``occupation`` is everyone's class, where
    rates go by it; ``eligible`` how many employees could join; ``experience`` the group's own past;
    ``reference_prices`` fen by member_id of the plan that contributions refer to; ``findings`` of the comparison with
    market prices are handed through. Costs simulated with ``rates.rating_groups`` give the error of every rate.
    Raises QuoteError for what cannot be priced; everything else that is uncertain or assumed stands in ``notes``.
    """
    for _, _, message in complaints(terms):
        raise QuoteError(message)
    check_costs(costs)
    people = people_of(assignment, occupation)
    cut, lines = Cut(costs, rows_of(costs, people)), lines_of(plans)
    joined = participation(eligible, int((people.relation == 0).sum()), terms.minimum_participation)
    classes, place = rating_classes(people, terms.rates)
    claims = class_claims(cut, place, len(classes), lines, terms.premium_tax)
    paying = charged(people.family, people.relation == CHILD, people.age, terms.children)
    loading = loading_of(terms, _heads(claims, place, paying), costs.totals(), experience)
    movements = tuple(_prices(loading, own) for own in claims)
    card = {name: int(steps[1][-1].exact) for name, steps in zip(classes, movements, strict=True)}
    listed = np.where(paying, np.array([card[name] for name in classes], np.int64)[place], 0)
    composite, billed = _billed(people, listed, terms)
    references = References(reference_prices or {}, card, [classes[i] for i in place.tolist()])
    employer = employer_parts(people, billed, terms, references)
    premiums = Premiums(place, paying, listed, billed, employer, billed - employer)
    quote = Quote(
        terms=terms,
        loading=loading,
        years=costs.years,
        people=people,
        premiums=premiums,
        expected=costs.mean(),
        standard_error=costs.standard_error(),
        benefits=tuple(_benefits(costs, plans, lines, int(billed.sum()))),
        rates=tuple(_rates(classes, place, cut, card)),
        composite=composite,
        tiers=tuple(_tiers(people, cut, premiums)),
        relations=tuple(_relations(people, cut, premiums)),
        age_bands=tuple(_age_bands(classes, cut, premiums)),
        movements=movements,
        participation=joined,
        notes=(),
        findings=tuple(findings),
    )
    return replace(quote, notes=(*assignment.notes, *_notes(quote, assignment.programme, costs, lines)))


def _heads(claims: Sequence[Claims], place: Ints, paying: NDArray[np.bool_]) -> list[Head]:
    counts = Counter(zip(place.tolist(), paying.tolist(), strict=True))
    return [Head(claims[number], people, pays) for (number, pays), people in sorted(counts.items())]


def _prices(loading: Loading, claims: Claims) -> Prices:
    def steps(pays: bool) -> tuple[Movement, ...]:
        found = loading.movements(claims, pays)
        price = rounded(found[-1].exact, loading.terms.round_to)
        return (*found, Movement(causes.rounding(loading.terms), Fraction(price)))

    return steps(False), steps(True)


def _billed(people: People, listed: Ints, terms: QuoteTerms) -> tuple[tuple[CompositeRate, ...], Ints]:
    return ((), listed) if terms.billing == "list" else composite_billing(people, listed, terms)


def _rates(
    classes: Sequence[RatingClass], place: Ints, cut: Cut, card: Mapping[RatingClass, int]
) -> Iterator[ListRate]:
    for number, name in enumerate(classes):
        chosen = place == number
        heads, error = int(chosen.sum()), cut.error(chosen)
        yield ListRate(name, heads, cut.expected(chosen) / heads, None if error is None else error / heads, card[name])


def _benefits(
    costs: Costs, plans: Sequence[Plan], lines: Mapping[tuple[str, str], Line], premium: int
) -> Iterator[BenefitCost]:
    variants = [plan.variant(name) for plan in plans for name in plan.variants]
    titles = {(plan.id, benefit.id): benefit.title for plan in [*plans, *variants] for benefit in plan.benefits}
    expected = costs.expected().sum(axis=0)
    replicates, drawn = costs.replicates().sum(axis=1), costs.drawn_variance().sum(axis=0)
    parts = split(premium, [int(fen) for fen in expected])
    for number, (plan, benefit) in enumerate(costs.benefits):
        yield BenefitCost(
            plan,
            benefit,
            titles.get((plan, benefit), Text(benefit, benefit)),
            lines.get((plan, benefit), "health"),
            float(expected[number]) / costs.years,
            combined_error(replicates[:, number], float(drawn[number])),
            float(costs.paid_counts[number]) / costs.years,
            parts[number],
        )


def _total(key: str, title: Text, chosen: NDArray[np.bool_], cut: Cut, premiums: Premiums) -> Total:
    return Total(
        key,
        title,
        int(chosen.sum()),
        cut.expected(chosen),
        cut.error(chosen),
        int(premiums.premium[chosen].sum()),
        int(premiums.employer[chosen].sum()),
        int(premiums.employee[chosen].sum()),
    )


def _tiers(people: People, cut: Cut, premiums: Premiums) -> Iterator[Total]:
    tiers = np.array(people.tier)
    for tier in dict.fromkeys(people.tier):
        yield _total(tier, Text(tier, tier), tiers == tier, cut, premiums)


def _relations(people: People, cut: Cut, premiums: Premiums) -> Iterator[Total]:
    for code, (word, name) in enumerate(RELATIONS.items()):
        if (people.relation == code).any():
            yield _total(word, name, people.relation == code, cut, premiums)


def _age_bands(classes: Sequence[RatingClass], cut: Cut, premiums: Premiums) -> Iterator[Total]:
    own = np.array([band_key(name) for name in classes])[premiums.rating_class]
    bands = {band_key(name): name.ages for name in classes}
    for key, ages in sorted(bands.items(), key=lambda item: -1 if item[1] is None else item[1].youngest):
        yield _total(key, band_name(ages), own == key, cut, premiums)


def _notes(quote: Quote, programme: Programme, costs: Costs, lines: Mapping[tuple[str, str], Line]) -> Iterator[Text]:
    held = frozenset(name for written in set(quote.people.plan) for name in plans_of(written))
    yield quote.participation.text
    yield from notes.about_terms(quote.terms)
    yield from notes.about_people(quote.people, programme)
    yield from notes.about_benefits(quote.benefits, held)
    yield from notes.about_rates(quote.rates)
    if quote.composite:
        yield from notes.about_composite(quote.composite, quote.premium, quote.list_premium)
    for multiplier in (quote.loading.children, quote.loading.floor):
        if multiplier is not None:
            yield multiplier[1].reason
    ratio = loss_ratio_note(quote.loading.loss_ratio)
    if ratio is not None:
        yield ratio
    yield from _unknown_lines(costs, lines, quote.terms)


def _unknown_lines(costs: Costs, lines: Mapping[tuple[str, str], Line], terms: QuoteTerms) -> Iterator[Text]:
    unknown = [f"{plan}/{benefit}" for plan, benefit in costs.benefits if (plan, benefit) not in lines]
    if unknown and any(terms.premium_tax.values()):
        names = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        yield Text(
            f"未提供方案内容，以下责任按健康险计税：{names}",
            f"without their plans these benefits are taxed as health insurance: {names}",
        )
