"""Plans -> arrays, once a run. Nothing here depends on people or bills."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.plan.clauses import clauses
from tuanbao.plan.fields import PersonField
from tuanbao.plan.model import ALL, Band, DailyAllowance, Hospitals, Limit, Plan, Reimbursement, When
from tuanbao.vocabulary import CATEGORIES, CAUSES, LEVELS, OWNERSHIPS, RELATIONS, WARDS

COMMON = 10_000
"""The denominator of nearly all percentages; the kernel divides by it fast."""
EXACT = 100_000_000
"""The denominator of all others."""
EPOCH = date(1970, 1, 1)
RowBenefit = Reimbursement | DailyAllowance
"""A benefit that has rows in the explanation of bills."""


def days(day: date) -> int:
    return (day - EPOCH).days


@dataclass(frozen=True, slots=True)
class Compiled:
    """The program of some plans, and the names by which its numbers are explained."""

    plans: tuple[Plan, ...]
    program: a.Program
    benefits: tuple[RowBenefit, ...]
    benefit_plans: tuple[Plan, ...]
    """The plan of every benefit."""
    plan_benefits: Mapping[str, tuple[int, ...]]
    """Plan id -> the numbers of its benefits in paying order."""
    entry_clauses: tuple[str, ...]
    """The clause of every entry: "outpatient.limits.day"."""
    entries: tuple[Any, ...]
    """Deductible, PatientCap or Limit of every entry."""
    fields: tuple[str, ...]
    """The columns of people that {field: …} names, in the order of People.amounts."""
    ages: tuple[tuple[int, int], ...]
    """The age tests, as (youngest, oldest)."""
    diagnosis_sets: tuple[tuple[str, ...], ...]
    list_sets: tuple[tuple[str, ...], ...]
    lifetime: Mapping[int, tuple[tuple[int, int], ...]]
    """Benefit -> the (key, slot) of its lifetime counters."""
    company_limits: Mapping[int, int]
    """Benefit -> the company-wide limit in fen."""


class _Registry:
    """Numbers things in the order in which they are first met."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def number(self, item: Any) -> int:
        if item is None:
            return -1
        if item not in self.items:
            self.items.append(item)
        return self.items.index(item)


@dataclass
class _Builder:
    """What has been compiled so far."""

    rules: list[list[int]] = field(default_factory=list)
    benefits: list[list[int]] = field(default_factory=list)
    entries: list[list[int]] = field(default_factory=list)
    cases: list[list[int]] = field(default_factory=list)
    bands: list[list[int]] = field(default_factory=list)
    benefit_conditions: list[int] = field(default_factory=list)
    sources: list[RowBenefit] = field(default_factory=list)
    owners: list[Plan] = field(default_factory=list)
    entry_clauses: list[str] = field(default_factory=list)
    entry_sources: list[Any] = field(default_factory=list)
    conditions: _Registry = field(default_factory=_Registry)
    fields: _Registry = field(default_factory=_Registry)
    ages: _Registry = field(default_factory=_Registry)
    diagnoses: _Registry = field(default_factory=_Registry)
    lists: _Registry = field(default_factory=_Registry)
    credit_pools: _Registry = field(default_factory=_Registry)
    widths: list[int] = field(default_factory=lambda: [0] * a.KEYS)
    counters: dict[Any, tuple[int, int]] = field(default_factory=dict)
    lifetime: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    company_limits: dict[int, int] = field(default_factory=dict)

    def slot(self, key: int, size: int = 1) -> int:
        """New counters in the groups of a key; the number of the first."""
        self.widths[key] += size
        return self.widths[key] - size


def compile_plans(plans: Sequence[Plan]) -> Compiled:
    """The arrays of these plans. Pure; takes about a millisecond a plan."""
    builder = _Builder()
    plan_benefits: dict[str, tuple[int, ...]] = {}
    for plan in plans:
        first = len(builder.sources)
        for benefit in plan.benefits:
            if isinstance(benefit, Reimbursement) or (isinstance(benefit, DailyAllowance) and benefit.of == "stay"):
                _add_benefit(builder, plan, benefit)
        plan_benefits[plan.id] = tuple(range(first, len(builder.sources)))
    conditions = [_condition(builder, when) for when in builder.conditions.items]
    program = a.Program(
        rules=_table(builder.rules, a.RULE_COLUMNS),
        conditions=_table(conditions, a.CONDITION_COLUMNS),
        benefit_conditions=np.array(builder.benefit_conditions, np.int64),
        benefits=_table(builder.benefits, a.BENEFIT_COLUMNS),
        entries=_table(builder.entries, a.ENTRY_COLUMNS),
        cases=_table(builder.cases, 4),
        bands=_table(builder.bands, 2),
        widths=np.array(builder.widths, np.int64),
        keys=np.array([key for key in range(a.VISIT, a.KEYS) if builder.widths[key]], np.int64),
        credit_pools=len(builder.credit_pools.items),
    )
    return Compiled(
        plans=tuple(plans),
        program=program,
        benefits=tuple(builder.sources),
        benefit_plans=tuple(builder.owners),
        plan_benefits=plan_benefits,
        entry_clauses=tuple(builder.entry_clauses),
        entries=tuple(builder.entry_sources),
        fields=tuple(builder.fields.items),
        ages=tuple(builder.ages.items),
        diagnosis_sets=tuple(builder.diagnoses.items),
        list_sets=tuple(builder.lists.items),
        lifetime=builder.lifetime,
        company_limits=builder.company_limits,
    )


def _table(rows: list[list[int]], columns: int) -> a.Ints:
    return np.array(rows, np.int64).reshape(len(rows), columns)


def _mask(words: Iterable[Any] | None, vocabulary: Mapping[Any, Any]) -> int:
    """A bit for each word; every bit where there is no list."""
    codes = list(vocabulary)
    return -1 if words is None else sum(1 << codes.index(word) for word in set(words))


def _add_benefit(builder: _Builder, plan: Plan, benefit: RowBenefit) -> None:
    builder.sources.append(benefit)
    builder.owners.append(plan)
    row = [0] * a.BENEFIT_COLUMNS
    row[a.B_ACCUMULATED] = row[a.B_UNSETTLED] = -1
    first_condition = len(builder.benefit_conditions)
    if isinstance(benefit, Reimbursement):
        _add_reimbursement(builder, plan, benefit, row)
    else:
        _add_allowance(builder, benefit, row)
    builder.benefits.append(row)
    builder.rules.append([*_rules(builder, plan, benefit), first_condition, len(builder.benefit_conditions)])


def _rules(builder: _Builder, plan: Plan, benefit: RowBenefit) -> list[int]:
    hospitals: Hospitals = benefit.hospitals
    is_allowance = isinstance(benefit, DailyAllowance)
    return [
        _mask(benefit.relations, RELATIONS),
        _mask(["inpatient"] if is_allowance else benefit.covers, CATEGORIES),  # type: ignore[union-attr]
        _mask(benefit.causes, CAUSES),
        -1 if benefit.work is None else int(benefit.work == "only"),
        _mask(hospitals.levels, LEVELS),
        _mask(hospitals.ownership, OWNERSHIPS),
        _mask(hospitals.wards, WARDS),
        builder.lists.number(hospitals.lists),
        builder.lists.number(hospitals.excluded),
        int(hospitals.emergency == "any"),
        builder.diagnoses.number(benefit.only.diagnoses if benefit.only else None),
        builder.diagnoses.number(benefit.exclude.diagnoses or None),
        _mask(benefit.exclude.categories, CATEGORIES),
        int(benefit.exclude.pre_existing),
        int(not is_allowance and benefit.unsettled == "refuse"),  # type: ignore[union-attr]
        benefit.waiting,
        -1 if benefit.within is None else benefit.within,
        days(plan.period.first),
        days(plan.period.last),
    ]


def _condition(builder: _Builder, when: When) -> list[int]:
    def tri(value: bool | None) -> int:
        return -1 if value is None else int(value)

    return [
        _mask(when.categories, CATEGORIES),
        _mask(when.causes, CAUSES),
        _mask(when.levels, LEVELS),
        _mask(when.ownership, OWNERSHIPS),
        _mask(when.wards, WARDS),
        _mask(when.relations, RELATIONS),
        builder.lists.number(when.lists),
        builder.diagnoses.number(when.diagnoses),
        builder.ages.number((when.ages.youngest, when.ages.oldest) if when.ages else None),
        tri(when.settled),
        tri(when.insured),
        tri(when.pre_existing),
        tri(when.work),
    ]


def _use_condition(builder: _Builder, when: When | None) -> int:
    number = builder.conditions.number(when)
    if number >= 0:
        builder.benefit_conditions.append(number)
    return number


def _add_reimbursement(builder: _Builder, plan: Plan, benefit: Reimbursement, row: list[int]) -> None:
    row[a.B_KIND] = a.REIMBURSEMENT
    _add_shares(benefit.expenses.shares, row)
    if isinstance(benefit.unsettled, Fraction) and benefit.unsettled != ALL:
        row[a.B_UNSETTLED], row[a.B_UNSETTLED_DENOMINATOR] = _over_common(benefit.unsettled)
    _add_coinsurance(builder, benefit, row)
    named = list(zip(benefit.deductible, clauses(benefit, "deductible"), strict=True))
    order = {"visit": 0, "day": 1, "case": 2}
    sequential = sorted((item for item in named if item[0].per != "year"), key=lambda item: order[item[0].per])
    row[a.B_DEDUCTIBLES] = len(builder.entries)
    _add_entries(builder, plan, "deductible", sequential)
    row[a.B_YEARLY] = len(builder.entries)
    _add_entries(builder, plan, "deductible", [item for item in named if item[0].per == "year"])
    row[a.B_CREDITS] = int(any(entry.credit for entry in benefit.deductible))
    row[a.B_CAPS] = len(builder.entries)
    _add_entries(builder, plan, "patient_cap", zip(benefit.patient_cap, clauses(benefit, "patient_cap"), strict=True))
    row[a.B_LIMITS] = len(builder.entries)
    own = zip(benefit.limits, clauses(benefit, "limits"), strict=True)
    _add_entries(builder, plan, "limits", [item for item in own if item[0].shared != "company"])
    row[a.B_END] = len(builder.entries)
    row[a.B_COUNTS] = int(any(limit.count for limit in benefit.limits))
    row[a.B_PLAIN] = int(_is_plain(builder, row))
    _note_totals(builder, benefit, row)


def _is_plain(builder: _Builder, row: list[int]) -> bool:
    """May the kernel take the short way? Entries that share a counter or take credits may not."""
    simple = {a.E_FIELD: -1, a.E_CONDITION: -1, a.E_TWIN: -1, a.E_COUNT: 0, a.E_CREDIT: 0}
    entries = builder.entries[row[a.B_DEDUCTIBLES] : row[a.B_END]]
    no_caps, one_year = row[a.B_CAPS] == row[a.B_LIMITS], row[a.B_CAPS] - row[a.B_YEARLY] <= 1
    no_openings = all(entry.per != "lifetime" for entry in builder.entry_sources[row[a.B_LIMITS] :])
    return no_caps and one_year and no_openings and all(e[c] == v for e in entries for c, v in simple.items())


def _note_totals(builder: _Builder, benefit: Reimbursement, row: list[int]) -> None:
    """Counters that begin above zero, and the limit that is used up after everything else."""
    number = len(builder.benefits)
    span = range(row[a.B_LIMITS], row[a.B_END])
    lifetime = {
        (builder.entries[e][a.E_KEY], builder.entries[e][a.E_SLOT])
        for e in span
        if builder.entry_sources[e].per == "lifetime"
    }
    if lifetime:
        builder.lifetime[number] = tuple(sorted(lifetime))
    for limit in benefit.limits:
        if limit.shared == "company" and isinstance(limit.amount, int):
            builder.company_limits[number] = limit.amount


def _over_common(share: Fraction) -> tuple[int, int]:
    denominator = COMMON if COMMON % share.denominator == 0 else EXACT
    return share.numerator * (denominator // share.denominator), denominator


def _add_shares(shares: Sequence[Fraction], row: list[int]) -> None:
    for k, share in enumerate(shares):
        row[a.B_SHARES + k], row[a.B_SHARE_DENOMINATORS + k] = share.numerator, share.denominator
    row[a.B_PARTIAL] = int(any(0 < share < 1 for share in shares))


def _add_coinsurance(builder: _Builder, benefit: Reimbursement, row: list[int]) -> None:
    terms = benefit.terms
    lists = [*(case.bands for case in terms.cases), terms.bands]
    needed = lcm(*(band.pay.denominator for bands in lists for band in bands))
    row[a.B_DENOMINATOR] = COMMON if COMMON % needed == 0 else EXACT
    row[a.B_CASES] = len(builder.cases)
    for case in terms.cases:
        first, end = _add_bands(builder, case.bands, row[a.B_DENOMINATOR])
        names_settled = int(case.when.settled is not None)
        builder.cases.append([_use_condition(builder, case.when), first, end, names_settled])
    row[a.B_CASES_END] = len(builder.cases)
    row[a.B_BANDS], row[a.B_BANDS_END] = _add_bands(builder, terms.bands, row[a.B_DENOMINATOR])
    if any(len(bands) > 1 for bands in lists):
        row[a.B_ACCUMULATED] = builder.slot(a.PERSON)


def _add_bands(builder: _Builder, bands: Sequence[Band], denominator: int) -> tuple[int, int]:
    first = len(builder.bands)
    for band in bands:
        up_to = a.UNLIMITED if band.up_to is None else band.up_to
        builder.bands.append([up_to, band.pay.numerator * (denominator // band.pay.denominator)])
    return first, len(builder.bands)


_GROUPS = {"visit": a.VISIT, "day": a.DAY, "case": a.CASE, "year": a.PERSON, "lifetime": a.PERSON}


def _add_entries(builder: _Builder, plan: Plan, kind: str, named: Iterable[tuple[Any, str]]) -> None:
    """Deductibles, caps or limits of one benefit; entries of one pool get one counter."""
    seen: dict[tuple[int, int], int] = {}
    for entry, clause in named:
        is_count = isinstance(entry, Limit) and entry.count is not None
        key = _GROUPS[entry.per] + (1 if entry.shared == "family" else 0)
        slot = _counter(builder, plan, kind, entry.pool, key, 2 if is_count else 1)
        number = len(builder.entries)
        amount, column = _amount(builder, entry.count if is_count else entry.amount)
        credits = getattr(entry, "credit", ())
        credit = int("earlier_benefits" in credits) + 2 * int("other_paid" in credits)
        builder.entries.append(
            [
                amount,
                column,
                key,
                slot,
                _use_condition(builder, entry.when),
                seen.get((key, slot), -1),
                int(is_count),
                credit,
                builder.credit_pools.number((key, slot)) if credit else -1,
            ]
        )
        seen[key, slot] = number
        builder.entry_clauses.append(clause)
        builder.entry_sources.append(entry)


def _counter(builder: _Builder, plan: Plan, kind: str, pool: str | None, key: int, size: int) -> int:
    if pool is None:
        return builder.slot(key, size)
    name = (plan.id, kind, pool)
    if name not in builder.counters:
        builder.counters[name] = (key, builder.slot(key, size))
    return builder.counters[name][1]


def _amount(builder: _Builder, amount: int | PersonField | None) -> tuple[int, int]:
    if isinstance(amount, PersonField):
        return 0, builder.fields.number(amount.field)
    return amount or 0, -1


def _add_allowance(builder: _Builder, benefit: DailyAllowance, row: list[int]) -> None:
    row[a.B_KIND] = a.ALLOWANCE
    row[a.B_AMOUNT], row[a.B_FIELD] = _amount(builder, benefit.amount)
    row[a.B_ELIMINATION] = benefit.elimination_days
    most = benefit.max_days
    for column, limit in ((a.B_MAX_STAY, most.stay), (a.B_MAX_CASE, most.case), (a.B_MAX_YEAR, most.year)):
        row[column] = a.UNLIMITED if limit is None else limit
    row[a.B_STAY_SLOT] = builder.slot(a.STAY)
    row[a.B_CASE_SLOT] = -1 if most.case is None else builder.slot(a.CASE)
    row[a.B_YEAR_SLOT] = -1 if most.year is None else builder.slot(a.PERSON)
