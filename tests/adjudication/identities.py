"""What holds of every answer, whatever the plan: recomputed from the explanation in a few lines of plain Python."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tuanbao.adjudication import Result
from tuanbao.adjudication.intake import named_plans
from tuanbao.money import parse_yuan
from tuanbao.plan import DailyAllowance, LumpSum, Plan, Reimbursement
from tuanbao.plan.fields import PersonField

Rows = Sequence[Mapping[str, Any]]
AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "paid")


@dataclass(frozen=True)
class Told:
    """A row of the explanation, and what it is about."""

    bill: Mapping[str, Any]
    member: Mapping[str, Any]
    plan: Plan
    benefit: Reimbursement | DailyAllowance
    row: Mapping[str, Any]


def check(plans: Sequence[Plan], members: Rows, bills: Rows, result: Result) -> list[Told]:
    """Every identity of the plan language; the rows told. ``result`` has the rows of all benefits."""
    told = list(tell(plans, members, bills, result))
    assert len(told) == len(result.eob)
    rows_add_up(told)
    lines_add_up(told, result)
    limits_hold(told)
    patient_caps_hold(told)
    days_hold(told)
    payments_hold(plans, result)
    summary_adds_up(result)
    return told


def tell(plans: Sequence[Plan], members: Rows, bills: Rows, result: Result) -> Iterator[Told]:
    """A line's rows stand in the order of the person's plans and of their benefits."""
    by_name = named_plans(plans)
    people = {member["member_id"]: member for member in members}
    lines = {(bill["bill_id"], int(bill.get("line") or 1)): bill for bill in bills}
    found = iter(result.eob.to_pylist())
    for line in result.lines.to_pylist():
        member = people[line["member_id"]]
        for name in (member.get("plan") or plans[0].id).split(";"):
            for benefit in by_name[name].benefits:
                if explains_bills(benefit):
                    row = next(found)
                    assert (row["bill_id"], row["line"]) == (line["bill_id"], line["line"])
                    assert row["benefit_id"] == benefit.id
                    yield Told(lines[row["bill_id"], row["line"]], member, by_name[name], benefit, row)


def explains_bills(benefit: Any) -> bool:
    """Does the benefit have rows in the explanation of bills?"""
    return isinstance(benefit, Reimbursement) or (isinstance(benefit, DailyAllowance) and benefit.of == "stay")


def rows_add_up(told: Iterable[Told]) -> None:
    for item in told:
        row = item.row
        assert min(row[name] for name in AMOUNTS) >= 0, row
        if isinstance(item.benefit, Reimbursement):
            assert row["eligible"] == row["deductible"] + row["coinsurance"] + row["over_limit"] + row["paid"], row
            assert bool(row["reason"]) == (row["eligible"] == 0), row
        else:
            assert not any(row[name] for name in AMOUNTS[:-1]), row
            assert not (row["reason"] and row["paid"]), row


def lines_add_up(told: Iterable[Told], result: Result) -> None:
    paid: dict[tuple[str, int], int] = defaultdict(int)
    for item in told:
        if isinstance(item.benefit, Reimbursement):
            paid[item.row["bill_id"], item.row["line"]] += item.row["paid"]
    for line in result.lines.to_pylist():
        assert line["paid"] == paid[line["bill_id"], line["line"]], line
        assert line["total"] == line["pooled"] + line["other_paid"] + line["paid"] + line["patient"], line
        assert line["patient"] >= 0, line


def limits_hold(told: Sequence[Told]) -> int:
    """No limit without ``when`` is exceeded, alone or over its pool; how many were used up to the fen."""
    paid: dict[Any, int] = defaultdict(int)
    counted: dict[Any, set[str]] = defaultdict(set)
    most: dict[Any, int] = {}
    for item, limit, counter in _entries(told, "limits"):
        if limit.count is None:
            paid[counter] += item.row["paid"]
            most[counter] = max(most.get(counter, 0), amount_for(limit.amount, item.member))
        else:
            counted[counter] |= {item.row["bill_id"]} if item.row["paid"] else set()
            most[counter] = limit.count
    for counter, bills in counted.items():
        assert len(bills) <= most[counter], counter
    for counter, sum_ in paid.items():
        assert sum_ <= most[counter], counter
    return sum(sum_ == most[counter] for counter, sum_ in paid.items())


def patient_caps_hold(told: Sequence[Told]) -> None:
    """What deductible and percentages leave to the person stays within every cap without ``when``."""
    borne: dict[Any, int] = defaultdict(int)
    most: dict[Any, int] = {}
    for item, cap, counter in _entries(told, "patient_cap"):
        borne[counter] += item.row["deductible"] + item.row["coinsurance"]
        most[counter] = max(most.get(counter, 0), amount_for(cap.amount, item.member))
    for counter, sum_ in borne.items():
        assert sum_ <= most[counter], counter


def _entries(told: Iterable[Told], kind: str) -> Iterator[tuple[Told, Any, Any]]:
    """Every row with every entry of its benefit that has no ``when``, and the name of the entry's counter."""
    for item in told:
        named: set[Any] = set()
        for position, entry in enumerate(getattr(item.benefit, kind, ())):
            if entry.when is None:
                counter = counter_of(item, position, entry)
                if counter not in named:
                    yield item, entry, counter
                named.add(counter)


def counter_of(item: Told, position: int, entry: Any) -> Any:
    whose = {"member": item.member["member_id"], "family": item.member["family_id"], "company": ""}[entry.shared]
    name = ("pool", entry.pool) if entry.pool else (item.benefit.id, position)
    return item.plan.id, name, entry.shared, whose, scope_of(entry.per, item.bill)


def scope_of(per: str, bill: Mapping[str, Any]) -> Any:
    """The visit, day or case of a line; a bill without visit or case stands for itself."""
    if per in ("visit", "case"):
        return bill.get(f"{per}_id") or ("bill", bill["bill_id"])
    return bill["service_date"] if per == "day" else per


def amount_for(amount: Any, member: Mapping[str, Any]) -> int:
    return parse_yuan(member[amount.field]) if isinstance(amount, PersonField) else int(amount)


def days_hold(told: Iterable[Told]) -> None:
    """A daily allowance pays whole days, and no more than a stay, a case and a year may have."""
    paid: dict[Any, int] = defaultdict(int)
    most: dict[Any, int] = {}
    for item in told:
        if isinstance(item.benefit, DailyAllowance):
            daily = amount_for(item.benefit.amount, item.member)
            days = item.row["paid"] // daily if daily else 0
            assert item.row["paid"] == days * daily
            for per in ("stay", "case", "year"):
                if (limit := getattr(item.benefit.max_days, per)) is not None:
                    counter = (item.plan.id, item.benefit.id, item.member["member_id"], per, _stay_or_case(per, item))
                    paid[counter] += days
                    most[counter] = limit
    for counter, days in paid.items():
        assert days <= most[counter], counter


def _stay_or_case(per: str, item: Told) -> Any:
    if per == "stay":
        return item.bill.get("visit_id") or ("admitted", item.bill["service_date"])
    return scope_of(per, item.bill)


def payments_hold(plans: Sequence[Plan], result: Result) -> None:
    """Lump sums stay within the sum insured times the payments, and within the largest sum of their aggregate."""
    by_name = named_plans(plans)
    paid: dict[Any, int] = defaultdict(int)
    most: dict[Any, int] = {}
    for row in result.payments.to_pylist():
        assert row["paid"] >= 0, row
        assert not (row["reason"] and row["paid"]), row
        benefit = by_name[row["plan"]].benefit(row["benefit_id"])
        if isinstance(benefit, LumpSum):
            counter = (row["member_id"], row["plan"], benefit.id)
            paid[counter] += row["paid"]
            most[counter] = row["basis"] * benefit.max_payments
            if (largest := _largest_of_aggregate(by_name[row["plan"]], benefit.aggregate)) is not None:
                counter = (row["member_id"], row["plan"], "aggregate", benefit.aggregate)
                paid[counter] += row["paid"]
                most[counter] = largest
    for counter, sum_ in paid.items():
        assert sum_ <= most[counter], counter


def _largest_of_aggregate(plan: Plan, aggregate: str | None) -> int | None:
    """Where all its sums insured are written in the plan."""
    shared = [b for b in plan.benefits if isinstance(b, LumpSum) and aggregate and b.aggregate == aggregate]
    sums = [benefit.sum_insured for benefit in shared if isinstance(benefit.sum_insured, int)]
    return max(sums) if sums and len(sums) == len(shared) else None


def summary_adds_up(result: Result) -> None:
    """The summary's sums are those of the rows."""
    paid: dict[str, int] = defaultdict(int)
    for row in [*result.eob.to_pylist(), *result.payments.to_pylist()]:
        paid[row["benefit_id"]] += row["paid"]
    summed: dict[str, int] = defaultdict(int)
    for row in result.summary.to_pylist():
        summed[row["benefit_id"]] += row["paid"]
    assert {name: sum_ for name, sum_ in paid.items() if sum_} == {name: sum_ for name, sum_ in summed.items() if sum_}
