"""What every plan pays on every line and event, by the text of the plan language; exact, and as plain as it can be.

Decisions where the text leaves room:

- An empty visit_id or case_id makes the bill (or event) stand for itself, in a namespace of its own: bill "x" without a
  visit is not visit "x". With ``shared: family`` a visit, day or case is the family's.
- A coinsurance list with cases and no bands pays 100 % where no case holds.
- A credit is added once a line to each counter, at the person's first benefit that applies (also with nothing eligible)
  and whose entry's ``when`` holds. The counter may pass the amount; the room left is then 0.
- A benefit with nothing eligible moves no counter but those that a credit reaches.
- A counter that two entries of one benefit name advances once.
- Lifetime counters start at the openings of every benefit that names the counter, each benefit once; openings know a
  benefit by its id, whatever its plan.
- A company-wide limit cuts rows after everything else; the cut goes to over_limit and to the line's patient.
- A test of ages fails where the birth date is empty. A person without ``plan`` has the only plan; with several, none.
- An empty cover_from is the period's first day for cover, and there is then no waiting period to measure.
- Born on 29 February, one completes a year on that day in leap years and on 1 March in others.
- ``hospitals`` and ``exclude: categories`` say nothing about events. Survival looks at the row's own death_date only.
- Lost time pays on event rows of any kind whose ``days`` is filled.
- Lump sums ask ``interval`` before ``sum_used``, and both before the schedule: a grade outside the schedule pays 0
  without a reason only where something is left. A sum insured of 0 is used up from the start.
- Rows of one accident to which a disability benefit applies count for it even if interval or sum_used stops payment.
- The minor's cap is asked last and leaves out benefits whose modes are [air] or [natural] alone. With 0 left of it
  the reason is minor_cap whatever else would have been paid.
- Payments stand in the order (family_id, date, event_id, member_id, the person's order of benefits).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from . import company_pool
from .allowance import Days, is_for_lost_time, is_for_stays, pay_lost_time, pay_stay
from .applies import reason_against_event, reason_against_line
from .lump_sum import LumpSums
from .plans import Benefit, Plan, read_plan
from .reimbursement import Counters, OpenLine, Row, reimburse
from .tables import Event, HospitalLists, Line, Member, read_event, read_line, read_member
from .values import fen

Table = Sequence[dict[str, Any]]
MINOR_DEATH_CAPS = ({"under_age": 10, "amount": 200_000}, {"under_age": 18, "amount": 500_000})


@dataclass(frozen=True)
class Result:
    """Three tables in fen; see the plan language for their order and columns."""

    eob: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    payments: list[dict[str, Any]]


def adjudicate(
    plans: Table,
    members: Table,
    bills: Table,
    events: Table = (),
    openings: Table = (),
    hospital_lists: Table = (),
    minor_death_caps: Table = MINOR_DEATH_CAPS,
) -> Result:
    """Plans as YAML gives them (after variants), tables as plain rows with amounts in yuan."""
    read_plans = {document["plan"]: read_plan(document) for document in plans}
    only_plan = tuple(read_plans) if len(read_plans) == 1 else ()
    people = {str(row["member_id"]): read_member(row, only_plan) for row in members}
    plans_of = {member.id: [read_plans[name] for name in member.plans] for member in people.values()}
    lines = sorted((read_line(row, people) for row in bills), key=lambda line: line.order)
    if len({(line.bill, line.number) for line in lines}) < len(lines):
        raise ValueError("bill_id and line together are not unique")
    eob, summary = _adjudicate_lines(
        read_plans.values(), plans_of, people, lines, openings, HospitalLists(hospital_lists)
    )
    happened = [read_event(row, people) for row in events]
    return Result(eob, summary, _adjudicate_events(plans_of, happened, minor_death_caps))


def _adjudicate_lines(
    plans: Iterable[Plan],
    plans_of: dict[str, list[Plan]],
    people: dict[str, Member],
    lines: list[Line],
    openings: Table,
    lists: HospitalLists,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    counters, days = Counters(), Days()
    _open_lifetime_counters(plans_of, people, openings, counters)
    rows: list[tuple[Line, Plan, str, Row]] = []
    paid: dict[tuple[str, int], int] = {}
    for line in lines:
        open_line = OpenLine(line, list(line.components))
        for plan in plans_of[line.member.id]:
            for benefit in plan.benefits:
                row = _row(plan, benefit, open_line, counters, days, lists)
                if row is not None:
                    rows.append((line, plan, benefit.id, row))
        paid[line.bill, line.number] = open_line.paid
    for plan in plans:
        for line_id, cut in company_pool.use_up(plan, rows).items():
            paid[line_id] -= cut
    eob = [{"bill_id": line.bill, "line": line.number, "benefit_id": name, **vars(row)} for line, _, name, row in rows]
    return eob, [_summary(line, paid[line.bill, line.number]) for line in lines]


def _row(
    plan: Plan, benefit: Benefit, open_line: OpenLine, counters: Counters, days: Days, lists: HospitalLists
) -> Row | None:
    """The explanation of one benefit on one line; None for kinds that have no rows for bills."""
    if benefit.kind != "reimbursement" and not is_for_stays(benefit):
        return None
    if reason := reason_against_line(plan, benefit, open_line.line, lists):
        return Row(reason=reason)
    if benefit.kind == "reimbursement":
        return reimburse(plan, benefit, open_line, counters, lists)
    return Row(paid=pay_stay(plan, benefit, open_line.line, days))


def _summary(line: Line, paid: int) -> dict[str, Any]:
    return {
        "bill_id": line.bill,
        "line": line.number,
        "member_id": line.member.id,
        "total": line.total,
        "pooled": line.pooled,
        "other_paid": line.other_paid,
        "paid": paid,
        "patient": line.total - line.pooled - line.other_paid - paid,
    }


def _open_lifetime_counters(
    plans_of: dict[str, list[Plan]], people: dict[str, Member], openings: Table, counters: Counters
) -> None:
    for opening in openings:
        member = people[str(opening["member_id"])]
        for plan in plans_of[member.id]:
            for benefit in plan.benefits:
                if benefit.id == opening["benefit_id"]:
                    for counter, shared in {(e.counter, e.shared) for e in benefit.limits if e.per == "lifetime"}:
                        whose = ("family", member.family) if shared == "family" else ("person", member.id)
                        counters.used[counter, whose, ""] += fen(opening["paid"])


def _adjudicate_events(plans_of: dict[str, list[Plan]], events: list[Event], minor_caps: Table) -> list[dict[str, Any]]:
    by_person: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.on, event.id)):
        by_person[event.member.id].append(event)
    days, payments = Days(), []
    for member_id, own in by_person.items():
        lump_sums = LumpSums(own[0].member, plans_of[member_id], own, minor_caps)
        for event in own:
            for plan in plans_of[member_id]:
                answers = ((b.id, _payment(plan, b, event, lump_sums, days)) for b in plan.benefits)
                payments += [(event, name, *answer) for name, answer in answers if answer is not None]
    payments.sort(key=lambda row: (row[0].member.family, row[0].on, row[0].id, row[0].member.id))
    return [
        {"event_id": event.id, "benefit_id": name, "member_id": event.member.id, "paid": paid, "reason": reason}
        for event, name, paid, reason in payments
    ]


def _payment(plan: Plan, benefit: Benefit, event: Event, lump_sums: LumpSums, days: Days) -> tuple[int, str] | None:
    """(fen, reason), or None where the event is nothing to the benefit."""
    if is_for_lost_time(benefit) and event.days is not None:
        reason = reason_against_event(plan, benefit, event)
        return (0, reason) if reason else (pay_lost_time(plan, benefit, event, days), "")
    if benefit.kind == "lump_sum" and benefit.terms["event"] in event.kinds:
        return lump_sums.pay(plan, benefit, event)
    return None
