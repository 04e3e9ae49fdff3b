"""What an employee on an occasion may choose among, and what each option costs (可选方案). Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.plan import Programme
from tuanbao.plan.programme import Dependant, PaidBy
from tuanbao.platform.choice.option_words import no_rate, not_admitted, too_many
from tuanbao.roster.assignment import EMPLOYER_PAYS, completed_years

Price = Callable[["Member", str, str], int | None]
"""Fen for a whole year for a person, a plan id and a variant; None where no policy insures it."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the family, as far as eligibility and price ask."""

    key: int
    relation: str
    born: date | None
    sex: str = ""
    verified: bool = True
    related_from: date | None = None
    related_to: date | None = None

    def related_on(self, day: date) -> bool:
        return (self.related_from is None or self.related_from <= day) and (
            self.related_to is None or day <= self.related_to
        )


@dataclass(frozen=True, slots=True)
class Option:
    """A plan in a variant for one person, and who pays what of it."""

    plan_id: str
    variant: str
    price: int
    employer: int
    """What the employer pays; never more than of the plan without a variant."""
    released: int = 0
    """Premium that choosing less sets free; for other cover of the same election, never in cash."""

    @property
    def employee(self) -> int:
        return self.price - self.employer


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in the election: for each plan the options, the plan as it stands first."""

    member: Member
    plans: Mapping[str, tuple[Option, ...]]
    paid_by: PaidBy = EMPLOYER_PAYS
    rule: Dependant | None = None
    refused: Text | None = None
    """Why this dependant cannot be covered."""

    @property
    def optional(self) -> bool:
        """May be left out; the employees themselves are always covered."""
        return self.member.relation != "employee"

    def option(self, plan_id: str, variant: str) -> Option | None:
        return next((each for each in self.plans.get(plan_id, ()) if each.variant == variant), None)


@dataclass(frozen=True, slots=True)
class Menu:
    """All that may be chosen (选择菜单)."""

    tier: str
    seats: tuple[Seat, ...]

    @property
    def own(self) -> Seat:
        return self.seats[0]

    def seat(self, key: int) -> Seat | None:
        return next((seat for seat in self.seats if seat.member.key == key), None)


def menu(
    programme: Programme,
    employee: Member,
    columns: Mapping[str, Any],
    dependants: Sequence[Member],
    *,
    year_first: date,
    effective_from: date,
    price: Price,
) -> Menu:
    """Plans of the employee's tier with their variants, and of every dependant whom a rule admits.

    Ages are completed years on the first day of the plan year, as in the policies' rates.
    """
    tier = programme.tier_of(columns)
    variants = programme.choice.variants if programme.choice else {}
    seats = [_seat(employee, tier.plan, variants, price, EMPLOYER_PAYS, None)]
    for member in dependants:
        if not member.related_on(effective_from):
            continue
        age = completed_years(member.born, year_first) if member.born else None
        rule = programme.plans_of_dependant(member.relation, age, tier.tier) if age is not None else None
        if rule is None:
            seats.append(Seat(member, {}, refused=not_admitted(programme, member.relation, age, tier.tier)))
        else:
            seats.append(_seat(member, rule.plan, variants, price, rule.paid_by, rule))
    return Menu(tier.tier, tuple(seats))


def over_limit(menu: Menu, covered: Sequence[int]) -> list[tuple[Seat, Text]]:
    """The chosen dependants who go beyond a rule's ``max``, in the order of the family."""
    taken: dict[int, int] = {}
    found = []
    for seat in menu.seats:
        if seat.rule is None or seat.rule.max is None or seat.member.key not in covered:
            continue
        rule = id(seat.rule)
        taken[rule] = taken.get(rule, 0) + 1
        if taken[rule] > seat.rule.max:
            found.append((seat, too_many(seat.member.relation, seat.rule.max)))
    return found


def _seat(
    member: Member,
    plan_ids: Sequence[str],
    variants: Mapping[str, Sequence[str]],
    price: Price,
    paid_by: PaidBy,
    rule: Dependant | None,
) -> Seat:
    """A variant without a rate is not offered; a plan without one cannot be had at all."""
    plans = {}
    for plan_id in plan_ids:
        known = {variant: price(member, plan_id, variant) for variant in ("", *variants.get(plan_id, ()))}
        rated = {variant: fen for variant, fen in known.items() if fen is not None}
        if "" not in rated:
            return Seat(member, {}, paid_by, rule, no_rate(plan_id))
        plans[plan_id] = options_of(plan_id, rated, paid_by)
    return Seat(member, plans, paid_by, rule)


def options_of(plan_id: str, prices: Mapping[str, int], paid_by: PaidBy) -> tuple[Option, ...]:
    """The employer pays its share of the plan as it stands: what an upgrade costs more is the employee's. A downgrade
    releases the employer's money only where the employer pays for the employee."""
    default = prices[""]
    found = []
    for variant, price in prices.items():
        employer = portion(min(price, default), paid_by.employer)
        released = max(0, default - price) if paid_by.employer == Fraction(1) else 0
        found.append(Option(plan_id, variant, price, employer, released))
    return tuple(found)
