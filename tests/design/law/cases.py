"""A small company whose figures can be worked out by hand."""

from datetime import date
from typing import Any

import numpy as np

from tests.support import people
from tuanbao.design.law import Case, Premiums
from tuanbao.design.law.premiums import Item
from tuanbao.design.themes import theme_of
from tuanbao.plan import Plan, parse_plans
from tuanbao.roster import plans_of

HEAD = "plan: {plan}\nname: {{zh: 员工方案, en: Staff}}\nperiod: {{from: 2026-01-01, to: 2026-12-31}}\nbenefits:\n"
VISITS = "- {id: visits, name: {zh: 门诊, en: Visits}, kind: reimbursement, covers: [outpatient]}"
ILLNESS = "- {id: illness, kind: lump_sum, event: critical_illness, sum_insured: 300000}"
ACCIDENT = "- {id: accident, kind: lump_sum, event: accidental_death, sum_insured: 500000}"
LIABILITY = (
    "- {id: liability, kind: lump_sum, event: disability, work: only, sum_insured: 100000, schedule: {'1': 100%}}"
)
FEN = 100


def plan_of(*benefits: str, plan: str = "staff") -> Plan:
    [found] = parse_plans(HEAD.format(plan=plan) + "\n".join(benefits) + "\n")
    return found


STAFF = plan_of(VISITS, ILLNESS, ACCIDENT, LIABILITY)


def person(number: int, **more: Any) -> dict[str, Any]:
    """An employee of 36 with 10,000 yuan a month."""
    usual = {
        "member_id": f"E{number}",
        "relation": "employee",
        "birth_date": date(1990, 1, 1),
        "sex": "male",
        "plan": "staff",
        "cover_from": date(2026, 1, 1),
        "cover_to": date(2026, 12, 31),
        "salary": 10_000,
    }
    return usual | more


def child_of(number: int, born: date, **more: Any) -> dict[str, Any]:
    own = {"member_id": f"E{number}-C", "family_id": f"E{number}", "relation": "child", "birth_date": born}
    return person(number, **{**own, "salary": None, **more})


def premiums_of(
    rows: list[dict[str, Any]], plans: tuple[Plan, ...], employer: dict[str, int], employee: dict[str, int]
) -> Premiums:
    """The same yuan for everybody who has the plan, by benefit."""
    items = tuple(Item(plan.id, b.id, theme_of(b)) for plan in plans for b in plan.benefits)

    def side(amounts: dict[str, int]) -> Any:
        return np.array(
            [[amounts.get(i.benefit, 0) * FEN * (i.plan in plans_of(row["plan"])) for i in items] for row in rows],
            np.int64,
        ).reshape(len(rows), len(items))

    return Premiums(items, side(employer), side(employee))


def case_of(
    rows: list[dict[str, Any]] | None = None,
    *plans: Plan,
    employer: dict[str, int] | None = None,
    employee: dict[str, int] | None = None,
    **facts: Any,
) -> Case:
    """A case; yuan by benefit for each person, from the company and from the employee."""
    plans = plans or (STAFF,)
    if rows is None:
        return Case(plans, **facts)
    table = people(rows).table
    for name in ("tier", "city"):
        if name in rows[0]:
            column = [row[name] for row in rows]
            table = table.drop_columns([name]) if name in table.column_names else table
            table = table.append_column(name, [column])
    paid = premiums_of(rows, plans, employer or {}, employee or {}) if employer or employee else None
    return Case(plans, table, premiums=paid, **facts)


def staff(count: int, **more: Any) -> list[dict[str, Any]]:
    return [person(i, **more) for i in range(count)]
