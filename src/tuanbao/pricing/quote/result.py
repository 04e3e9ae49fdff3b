"""What a quote says (报价结果): premiums by person and by every class, expected cost and its error, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.pricing.costs import Ints
from tuanbao.pricing.quote import causes
from tuanbao.pricing.quote.loading import Loading
from tuanbao.pricing.quote.participation import Participation
from tuanbao.pricing.quote.people import People
from tuanbao.pricing.quote.rates import RatingClass, rounded
from tuanbao.pricing.quote.terms import Line, QuoteTerms
from tuanbao.pricing.quote.waterfall import Explanation, Movement, combine, explain


@dataclass(frozen=True, slots=True)
class BenefitCost:
    """Expected cost of one benefit (按责任的预期赔付), fen a year of the whole group."""

    plan: str
    benefit: str
    title: Text
    line: Line
    expected: float
    standard_error: float
    paid_per_year: float
    """Bills and events paid in a year."""
    premium: int
    """Its part of the group's premium, in proportion to expected cost; the parts sum to the premium."""


@dataclass(frozen=True, slots=True)
class ListRate:
    """The list rate of a class of people (费率表), fen a person."""

    rating_class: RatingClass
    people: int
    expected: float
    """Fen a year and person, simulated."""
    standard_error: float | None
    """Of ``expected``; None where the simulated years do not tell the class apart."""
    price: int


@dataclass(frozen=True, slots=True)
class CompositeRate:
    """What a family of one composition in one tier pays (综合费率), fen."""

    tier: str
    composition: str
    title: Text
    families: int
    price: int
    factor: Fraction
    list_premium: int
    """Of all families of the tier, at list rates."""


@dataclass(frozen=True, slots=True)
class Total:
    """A class of people: how many, what they are expected to cost, what is paid for them and by whom; fen a year."""

    key: str
    title: Text
    people: int
    expected: float
    standard_error: float | None
    premium: int
    employer: int
    employee: int


@dataclass(frozen=True, slots=True)
class Premiums:
    """By person, in the order of ``Quote.people``; arrays (people,), fen a year."""

    rating_class: Ints
    """Position in ``Quote.rates``."""
    charged: NDArray[np.bool_]
    list_price: Ints
    premium: Ints
    """What is billed: the list price, or the person's part of the family's composite rate."""
    employer: Ints
    employee: Ints


@dataclass(frozen=True, slots=True)
class Quote:
    """A price with everything behind it. All sums of fen agree: people, classes, tiers, relations, bands, payers."""

    terms: QuoteTerms
    loading: Loading
    years: int
    people: People
    premiums: Premiums
    expected: float
    """Fen a year of the whole group, simulated, before experience and loadings."""
    standard_error: float
    benefits: tuple[BenefitCost, ...]
    rates: tuple[ListRate, ...]
    composite: tuple[CompositeRate, ...]
    tiers: tuple[Total, ...]
    relations: tuple[Total, ...]
    age_bands: tuple[Total, ...]
    movements: tuple[tuple[tuple[Movement, ...], tuple[Movement, ...]], ...]
    """By rating class: exact running totals of a person who is not charged, and of one who is."""
    participation: Participation
    notes: tuple[Text, ...]
    findings: tuple[Any, ...] = ()
    """What the comparison with market prices found, as it was given."""

    @property
    def premium(self) -> int:
        """What the group is billed, fen a year: the sum of the people's premiums."""
        return int(self.premiums.premium.sum())

    @property
    def list_premium(self) -> int:
        """At list rates; equals ``premium`` where that is how the group is billed."""
        return int(self.premiums.list_price.sum())

    @property
    def conditional(self) -> bool:
        """The quote holds only if more people join."""
        return not self.participation.met

    def explain(self) -> Explanation:
        """The price of the whole group, step by step."""
        return self.explain_people(range(len(self.people)), Text("全团", "the whole group"))

    def explain_person(self, member_id: str) -> Explanation:
        """One person's price. Raises KeyError for somebody who is not in the quote."""
        if member_id not in self.people.member_id:
            raise KeyError(member_id)
        return self.explain_people([self.people.member_id.index(member_id)], Text(member_id, member_id))

    def explain_rate(self, position: int) -> Explanation:
        """The list rate at a position of ``rates``."""
        title = self.rates[position].rating_class.title
        return combine(title, [(self.movements[position][1], 1)])

    def explain_composite(self, position: int) -> Explanation:
        """The composite rate at a position of ``composite``: base of the tier, times the factor of the composition."""
        rate = self.composite[position]
        weight = sum((r.factor * r.families for r in self.composite if r.tier == rate.tier), Fraction(0))
        base = rounded(rate.list_premium / weight, self.terms.round_to)
        start, over, rounding, factor = causes.composite_steps(self.terms, rate.tier, weight)
        steps = [
            Movement(start, Fraction(rate.list_premium)),
            Movement(over, rate.list_premium / weight, 1 / weight),
            Movement(rounding, Fraction(base)),
            Movement(factor, base * rate.factor, rate.factor),
            Movement(rounding, Fraction(rate.price)),
        ]
        return explain(Text(f"{rate.tier}，{rate.title.zh}", f"{rate.tier}, {rate.title.en}"), steps)

    def explain_tier(self, tier: str) -> Explanation:
        """All people of a tier. Raises ValueError for a tier of nobody."""
        return self.explain_people([i for i, own in enumerate(self.people.tier) if own == tier], Text(tier, tier))

    def explain_relation(self, relation: str) -> Explanation:
        """All people of a relation. Raises ValueError for a relation of nobody."""
        chosen = [i for i in range(len(self.people)) if self.people.relation_of(i) == relation]
        return self.explain_people(chosen, next((t.title for t in self.relations if t.key == relation), Text("", "")))

    def explain_age_band(self, key: str) -> Explanation:
        """All people of an age band, by the key of ``age_bands``. Raises ValueError for a band of nobody."""
        chosen = [i for i, place in enumerate(self.premiums.rating_class) if self._band(int(place)) == key]
        return self.explain_people(chosen, next((t.title for t in self.age_bands if t.key == key), Text("", "")))

    def explain_people(self, positions: Sequence[int], title: Text) -> Explanation:
        """These people together; the price is the sum of their premiums. Raises ValueError for nobody."""
        chosen = np.asarray(positions, np.int64)
        kinds = 2 * self.premiums.rating_class[chosen] + self.premiums.charged[chosen]
        parts = [(self.movements[kind // 2][kind % 2], int(n)) for kind, n in enumerate(np.bincount(kinds))]
        if self.terms.billing == "list":
            return combine(title, parts)
        gap = int((self.premiums.premium[chosen] - self.premiums.list_price[chosen]).sum())
        return combine(title, parts, [(causes.composite(), gap)])

    def _band(self, place: int) -> str:
        return band_key(self.rates[place].rating_class)


def band_key(rating_class: RatingClass) -> str:
    """ "30..34", or "unknown"."""
    ages = rating_class.ages
    return "unknown" if ages is None else f"{ages.youngest}..{ages.oldest}"
