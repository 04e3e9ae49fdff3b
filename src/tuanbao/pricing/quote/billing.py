"""From list rates to what each person is billed and who pays it (计费与分担)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from tuanbao.language import Text
from tuanbao.money import split
from tuanbao.pricing.costs import Ints
from tuanbao.pricing.quote import contributions
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.people import People
from tuanbao.pricing.quote.rates import RatingClass, composite_rates, composition
from tuanbao.pricing.quote.result import CompositeRate
from tuanbao.pricing.quote.terms import Contribution, QuoteTerms


def households(people: People) -> list[list[int]]:
    """Positions of the people of each family."""
    found: list[list[int]] = [[] for _ in range(int(people.family.max()) + 1)]
    for i, family in enumerate(people.family.tolist()):
        found[family].append(i)
    return found


def composite_billing(people: People, prices: Ints, terms: QuoteTerms) -> tuple[tuple[CompositeRate, ...], Ints]:
    """Composite rates of every tier, from its own families and list prices (people,), and each person's part of them.

    A family's price is split among its members by their list prices (one whose list prices are all 0 is billed to
    its first member), so that persons sum to families. Raises QuoteError for a family that no composite tier covers.
    """
    by_tier: dict[str, list[list[int]]] = {}
    for home in households(people):
        by_tier.setdefault(people.tier[home[0]], []).append(home)
    rates: list[CompositeRate] = []
    billed = np.zeros(len(people), np.int64)
    for tier, homes in by_tier.items():
        kinds = [composition(frozenset(people.relation_of(i) for i in home), terms.composite) for home in homes]
        counts = {part.tier: kinds.count(part.tier) for part in terms.composite}
        total = sum(int(prices[i]) for home in homes for i in home)
        price = composite_rates(total, counts, terms.composite, terms.round_to)
        for home, kind in zip(homes, kinds, strict=True):
            weights = [int(prices[i]) for i in home]
            billed[home] = split(price[kind], weights if any(weights) else [1] + [0] * (len(home) - 1))
        rates += [
            CompositeRate(tier, c.tier, c.title, counts[c.tier], price[c.tier], c.factor, total)
            for c in terms.composite
        ]
    return tuple(rates), billed


@dataclass(frozen=True, slots=True)
class References:
    """Prices of reference plans: given by member_id, else the list rate of the same class in that plan."""

    given: Mapping[str, int]
    rates: Mapping[RatingClass, int]
    classes: Sequence[RatingClass]
    """(people,): everyone's own class."""

    def price(self, people: People, i: int, plan: str) -> int | None:
        own = self.given.get(people.member_id[i])
        return self.rates.get(replace(self.classes[i], plan=plan)) if own is None else own


def employer_parts(people: People, premium: Ints, terms: QuoteTerms, references: References) -> Ints:
    """What the employer pays of each person's premium (people,), fen; the employee pays the rest.

    The first contribution rule of the terms that fits; else the share of the programme. Raises QuoteError where a
    reference plan has no price.
    """
    rules = [_rule(terms, people, i) for i in range(len(people))]
    _references_are_there(people, rules, references)
    employer = np.zeros(len(people), np.int64)
    families: dict[tuple[int, int], list[int]] = {}
    for i, rule in enumerate(rules):
        if rule is not None and rule.kind == "percent_with_cap":
            families.setdefault((int(people.family[i]), id(rule)), []).append(i)
        else:
            employer[i] = _part(people, i, int(premium[i]), rule, references)
    for members in families.values():
        rule = rules[members[0]]
        if rule is not None and rule.share is not None:
            prices = [int(premium[i]) for i in members]
            employer[members] = contributions.capped_percent(prices, rule.share, rule.cap)
    return employer


def _part(people: People, i: int, price: int, rule: Contribution | None, references: References) -> int:
    """The employer's part where it does not depend on the family."""
    if rule is None:
        return contributions.percent(price, people.paid_by[i].employer)
    if rule.kind == "fixed":
        return contributions.fixed(price, rule.amount or 0)
    share = rule.share or Fraction(0)
    if rule.kind == "percent":
        return contributions.percent(price, share)
    whole = references.price(people, i, rule.plan or "") or 0
    return contributions.reference(price, whole, share, rule.industry_factor)


def _references_are_there(people: People, rules: Sequence[Contribution | None], references: References) -> None:
    asked = [(i, rule) for i, rule in enumerate(rules) if rule is not None and rule.kind == "reference"]
    absent = [people.member_id[i] for i, rule in asked if references.price(people, i, rule.plan or "") is None]
    if absent:
        raise QuoteError(_no_reference(absent))


def _rule(terms: QuoteTerms, people: People, i: int) -> Contribution | None:
    relation, tier = people.relation_of(i), people.tier[i]
    return next((rule for rule in terms.contributions if rule.fits(relation, tier)), None)


def _no_reference(absent: Sequence[str]) -> Text:
    some = ", ".join(absent[:5]) + (" …" if len(absent) > 5 else "")
    return Text(
        f"{len(absent)} 人没有参考方案的费率（{some}）：名单上没有同类的人参加该方案；请给出参考费率，或改用其他方式",
        f"the reference plan has no rate for {len(absent)} people ({some}): nobody like them has that plan; give the"
        " reference prices, or another kind of contribution",
    )
