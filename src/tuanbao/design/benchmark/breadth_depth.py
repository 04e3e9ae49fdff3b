"""Breadth and depth of a plan (保障广度与深度): how many benefits a person has, and for how much money."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tuanbao.adjudication.events import sum_insured
from tuanbao.money import half_up
from tuanbao.plan.fields import PersonField
from tuanbao.plan.model import DailyAllowance, Limit, LumpSum, Plan, Reimbursement, SalaryMultiple, ShareOfBenefit

Row = Mapping[str, Any]
Benefit = Reimbursement | DailyAllowance | LumpSum
_ONE_BILL = ("visit", "day", "case")
"""What holds at least one bill, so that the yearly number of bills bounds it."""


@dataclass(frozen=True, slots=True)
class Depth:
    """What may be paid to one person in a year at most (人均保额), mean over people, in fen."""

    lump_sums: int
    """Sums insured; benefits that share an aggregate count once, with the largest."""
    yearly_limits: int
    """Yearly limits of reimbursements and allowances; benefits that share a pool count once."""
    without_limit: tuple[str, ...] = ()
    """Benefits that count for nothing here, for the year has no limit to what they pay."""
    unknown: tuple[str, ...] = ()
    """Benefits that count for nothing for some people, whose rows do not say the salary or amount."""

    @property
    def per_head(self) -> int:
        return self.lump_sums + self.yearly_limits


def breadth_of(plan: Plan, relation: str = "employee") -> int:
    """How many insured benefits (保险责任) a person of this relation has in the plan."""
    return len(_benefits(plan, relation))


def personal_columns(plan: Plan) -> tuple[str, ...]:
    """The columns of people, salary too, that sums insured and limits of the plan are taken from."""
    return tuple(dict.fromkeys(column for benefit in plan.benefits for column in _columns(plan, benefit)))


def depth_of(plan: Plan, members: pa.Table | None = None, relation: str = "employee") -> Depth:
    """Lump sums and yearly limits a head, over the people who have the plan, whatever their relation.

    ``members``: rows of the people's table; salary multiples and ``{field: …}`` are resolved with it. Without it the
    plan is taken as one person of ``relation`` has it. A lump sum counts once, as insured, for whoever is alive to have
    it: death by accident may pay several. A reimbursement counts with the least of its yearly limits, lifetime limits,
    and limits a visit, day or case times bills a year, without those that hold for some bills only (``when``); benefits
    of one pool together count at most the pool. Limits of a family count as each person's, those of the company not at
    all. An allowance counts with its daily amount times the days of a year that it may pay.
    """
    people = _distinct(plan, members, relation)
    n = max(1, sum(people.values()))
    columns = {benefit.id: _columns(plan, benefit) for benefit in plan.benefits}
    lumps = yearly = 0
    open_ended: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for (of_relation, *amounts), count in people.items():
        row = dict(zip(personal_columns(plan), amounts, strict=True))
        theirs = _benefits(plan, of_relation)
        known = [b for b in theirs if all(row[column] is not None for column in columns[b.id])]
        unknown |= dict.fromkeys(b.id for b in theirs if any(row[column] is None for column in columns[b.id]))
        limits, endless = _yearly(known, row)
        lumps += count * _lump_sums(plan, known, row)
        yearly += count * limits
        open_ended |= dict.fromkeys(endless)
    return Depth(half_up(lumps, n), half_up(yearly, n), tuple(open_ended), tuple(unknown))


def _benefits(plan: Plan, relation: str) -> list[Benefit]:
    return [benefit for benefit in plan.benefits if benefit.relations is None or relation in benefit.relations]


def _distinct(plan: Plan, members: pa.Table | None, relation: str) -> Counter[tuple[Any, ...]]:
    """Relation and own amounts of the people, and how many are alike in these."""
    columns = personal_columns(plan)
    if members is None:
        return Counter({(relation, *(None for _ in columns)): 1})
    there = [members[name].to_pylist() if name in members.column_names else [None] * len(members) for name in columns]
    return Counter(zip(members["relation"].to_pylist(), *there, strict=True))


def _columns(plan: Plan, benefit: Benefit) -> tuple[str, ...]:
    """The columns of people that the benefit's sum or limits stand in."""
    if isinstance(benefit, LumpSum):
        insured = benefit.sum_insured
        if isinstance(insured, ShareOfBenefit):
            return _columns(plan, plan.benefit(insured.of))
        return ("salary",) if isinstance(insured, SalaryMultiple) else _fields([insured])
    return _fields(
        [limit.amount for limit in benefit.limits] if isinstance(benefit, Reimbursement) else [benefit.amount]
    )


def _fields(amounts: Sequence[int | PersonField | None]) -> tuple[str, ...]:
    return tuple(amount.field for amount in amounts if isinstance(amount, PersonField))


def _lump_sums(plan: Plan, benefits: Sequence[Benefit], row: Row) -> int:
    own, shared = 0, dict[str, int]()
    for benefit in benefits:
        if not isinstance(benefit, LumpSum):
            continue
        insured = sum_insured(plan, benefit, row)
        if benefit.aggregate is None:
            own += insured
        else:
            shared[benefit.aggregate] = max(shared.get(benefit.aggregate, 0), insured)
    return own + sum(shared.values())


def _yearly(benefits: Sequence[Benefit], row: Row) -> tuple[int, list[str]]:
    """The most that a year can pay beside lump sums, in fen, and the benefits that have no such limit."""
    total, endless = 0, []
    pools: dict[str, tuple[int, list[int | None]]] = {}
    for benefit in benefits:
        if isinstance(benefit, LumpSum):
            continue
        own, pool = _own_limit(benefit, row), _pool(benefit, row)
        if pool is not None:
            pools.setdefault(pool[0], (pool[1], []))[1].append(own)
        elif own is None:
            endless.append(benefit.id)
        else:
            total += own
    return total + sum(_of_pool(amount, parts) for amount, parts in pools.values()), endless


def _of_pool(amount: int, parts: Sequence[int | None]) -> int:
    limited = [part for part in parts if part is not None]
    return amount if len(limited) < len(parts) else min(amount, sum(limited))


def _own_limit(benefit: Reimbursement | DailyAllowance, row: Row) -> int | None:
    """The most that the benefit by itself pays a person in a year; None where nothing says so."""
    if isinstance(benefit, DailyAllowance):
        days = benefit.max_days.year
        return None if days is None else _amount(benefit.amount, row) * days
    limits = [limit for limit in benefit.limits if limit.when is None and limit.shared != "company"]
    own = [limit for limit in limits if limit.pool is None]
    found = [_amount(limit.amount, row) for limit in own if limit.per in ("year", "lifetime") and limit.amount]
    for times in (limit.count for limit in own if limit.per == "year" and limit.count):
        found += [_amount(limit.amount, row) * times for limit in own if limit.per in _ONE_BILL and limit.amount]
    return min(found, default=None)


def _pool(benefit: Reimbursement | DailyAllowance, row: Row) -> tuple[str, int] | None:
    """The smallest yearly pool that the benefit draws on."""
    limits: Sequence[Limit] = benefit.limits if isinstance(benefit, Reimbursement) else ()
    pooled = [(_amount(limit.amount, row), limit.pool) for limit in limits if _is_yearly_pool(limit)]
    return (str(min(pooled)[1]), min(pooled)[0]) if pooled else None


def _is_yearly_pool(limit: Limit) -> bool:
    yearly = limit.per in ("year", "lifetime") and limit.amount is not None
    return yearly and limit.pool is not None and limit.when is None


def _amount(amount: int | PersonField | None, row: Row) -> int:
    return int(row[amount.field]) if isinstance(amount, PersonField) else int(amount or 0)
