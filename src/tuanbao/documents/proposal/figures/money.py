"""The money of a proposal (建议书的金额): headline, where money goes, prices; fen a year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tuanbao.design.needs.cells import NONE, together
from tuanbao.design.proposal import Proposal, Side
from tuanbao.documents.proposal import words
from tuanbao.documents.proposal.figures.terms import changes, tier_name
from tuanbao.documents.quote_figures import plan_title
from tuanbao.language import Text
from tuanbao.pricing.quote.result import BenefitCost, Total


@dataclass(frozen=True, slots=True)
class Headline:
    """What somebody reads who reads one page; fen a year."""

    people: int
    employees: int
    present_premium: int
    premium: int
    present_company: int
    company: int
    """Fresh price: premium that the company pays, and services."""
    present_services: int
    services: int
    present_own: int
    own: int
    present_value: int
    value: int
    budget: int | None
    error: float
    """Standard error of the fresh price."""
    designs: int
    """Joint designs that were adjudicated, over all blocks."""
    lines: int
    """Lines of bills of all blocks."""
    adjudicated: int
    """Lines that were adjudicated: those of a block by its designs, summed."""
    years: int
    choices: int
    """Joint choices for the whole company."""
    bound: int
    gap: float
    proven: bool
    tightened: int

    @property
    def joining_premium(self) -> int:
        """The premium as far as people are expected to join; ``premium`` is that of everybody of today."""
        return self.company - self.services + self.own

    @property
    def company_change(self) -> int:
        return self.company - self.present_company

    @property
    def own_change(self) -> int:
        return self.own - self.present_own

    @property
    def value_change(self) -> int:
        return self.value - self.present_value

    @property
    def value_rise(self) -> float | None:
        """As a share of the present value."""
        return self.value_change / self.present_value if self.present_value > 0 else None

    @property
    def per_employee(self) -> int:
        """What the company pays for an employee and the family."""
        return round(self.company / self.employees)

    @property
    def present_per_employee(self) -> int:
        return round(self.present_company / self.employees)

    @property
    def budget_used(self) -> float | None:
        return self.company / self.budget if self.budget else None


def headline(found: Proposal) -> Headline:
    """The figures of the first page."""
    now, new, chosen = found.present, found.proposed, found.solution
    people = now.run.quote.people
    return Headline(
        people=len(people),
        employees=max(1, int((people.relation == 0).sum())),
        present_premium=now.premium,
        premium=new.premium,
        present_company=now.company,
        company=new.company,
        present_services=now.services,
        services=new.services,
        present_own=now.own,
        own=new.own,
        present_value=round(now.value),
        value=round(new.value),
        budget=found.money.budget,
        error=found.money.error,
        designs=found.designs,
        lines=found.lines,
        adjudicated=sum(own.offers.grid.lines * len(own.offers.grid) for own in found.blocks),
        years=found.years,
        choices=found.choices,
        bound=round(chosen.bound),
        gap=chosen.gap,
        proven=chosen.proven,
        tightened=found.money.tightened,
    )


@dataclass(frozen=True, slots=True)
class MoneyStep:
    """A step of the company's cost from present to proposed. start + releases + spendings + repricing == total."""

    label: Text
    amount: int
    kind: Literal["start", "released", "spent", "repriced", "total"]


def money_steps(found: Proposal) -> tuple[MoneyStep, ...]:
    """Where money is released and where it goes; the amounts add up, fen for fen.

    The steps are of the grid; ``repriced`` is what the fresh price lies above or below it.
    """
    made = [(Text(f"{one.where.zh}：{one.what.zh}", f"{one.where.en}: {one.what.en}"), one.company)
            for one in changes(found)]  # fmt: skip
    released = [MoneyStep(name, fen, "released") for name, fen in made if fen < 0]
    spent = [MoneyStep(name, fen, "spent") for name, fen in made if fen > 0]
    start, total = found.present.company, found.proposed.company
    rest = total - start - sum(step.amount for step in (*released, *spent))
    return (
        MoneyStep(words.PRESENT_COST, start, "start"),
        *released,
        *spent,
        *([MoneyStep(words.REPRICED, rest, "repriced")] if rest else []),
        MoneyStep(words.PROPOSED_COST, total, "total"),
    )


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The price of a tier or relation, fen a year. ``present`` is None where the present programme has no such class.

    Classes of few people stand together in one row.
    """

    kind: Literal["tier", "relation"]
    name: Text
    people: int
    present: int | None
    premium: int
    employer: int
    employee: int
    expected: float
    error: float | None
    """Standard error of ``expected``; None where it is not known."""


def price_rows(found: Proposal) -> tuple[PriceRow, ...]:
    """By tier, then by relation."""
    now, new = found.present.run.quote, found.proposed.run.quote
    return (
        *_prices("tier", now.tiers, new.tiers, lambda total: tier_name(found, total.key)),
        *_prices("relation", now.relations, new.relations, lambda total: total.title),
    )


def _prices(
    kind: Literal["tier", "relation"], now: Sequence[Total], new: Sequence[Total], name: Callable[[Total], Text]
) -> list[PriceRow]:
    before = {total.key: total for total in now}
    place = together([total.people for total in new])
    rows = []
    for at in range(int(place.max(initial=NONE)) + 1):
        own = [total for total, where in zip(new, place, strict=True) if where == at]
        old = [before[total.key] for total in own if total.key in before]
        errors = [total.standard_error for total in own]
        rows.append(
            PriceRow(
                kind,
                name(own[0]) if len(own) == 1 else words.OTHERS,
                sum(total.people for total in own),
                sum(total.premium for total in old) if old else None,
                sum(total.premium for total in own),
                sum(total.employer for total in own),
                sum(total.employee for total in own),
                sum(total.expected for total in own),
                None if None in errors else float(np.sqrt(sum((error or 0.0) ** 2 for error in errors))),
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """A benefit of a plan, priced under both programmes; None on the side that does not have it. Fen a year."""

    plan: Text
    benefit: Text
    present: int | None
    premium: int | None
    expected: float | None
    error: float | None


def benefit_rows(found: Proposal) -> tuple[BenefitRow, ...]:
    """Every benefit; the sums are the premiums of both programmes. Both sides are of the same simulated years."""
    sides = [_costs(side) for side in (found.present, found.proposed)]
    rows = []
    for key in {**sides[1], **sides[0]}:
        old, new = (side.get(key) for side in sides)
        one, side = (new, found.proposed) if new else (old, found.present)
        assert one is not None
        rows.append(
            BenefitRow(
                plan_title(side.run, one.plan),
                one.title,
                old.premium if old else None,
                new.premium if new else None,
                new.expected if new else None,
                new.standard_error if new else None,
            )
        )
    return tuple(rows)


def _costs(side: Side) -> dict[tuple[str, str], BenefitCost]:
    return {(cost.plan, cost.benefit): cost for cost in side.run.quote.benefits}
