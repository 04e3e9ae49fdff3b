"""Which families and which bill show best how a plan pays (演示用的例子)."""

from collections.abc import Sequence
from typing import Any

from tuanbao.adjudication.explaining import Explanation
from tuanbao.documents.results_run import Run

FEWEST_BILLS, MOST_BILLS = 4, 16
"""So many bills fit on a statement that one still likes to read."""
STEPS = {"limit": 3, "deductible": 2, "cap": 2, "case": 2, "factor": 2, "earlier": 2, "not_counted": 1, "pooled": 1}
"""How much each kind of step shows of a plan."""


def telling_families(run: Run) -> list[str]:
    """The employee with the most kinds of answers, the same with a family, and one whom an event was paid."""
    kinds, bills = _kinds(run), _bills(run)
    sizes: dict[str, int] = {}
    for row in run.people.values():
        sizes[row["family_id"]] = sizes.get(row["family_id"], 0) + 1
    few = [family for family in kinds if FEWEST_BILLS <= bills[family] <= MOST_BILLS]
    ranked = sorted(few or kinds, key=lambda family: (-len(kinds[family]), family))
    paid = [row for row in run.result.payments.to_pylist() if row["paid"]]
    happened = sorted((bills.get(_family(run, row), 0), _family(run, row)) for row in paid)
    chosen = [
        next((family for family in ranked if sizes[family] == 1), None),
        next((family for family in ranked if sizes[family] > 1), None),
        next((family for count, family in happened if count), None),
    ]
    return list(dict.fromkeys(family for family in chosen if family is not None))


def _family(run: Run, row: dict[str, Any]) -> str:
    return str(run.people[row["member_id"]]["family_id"])


def _kinds(run: Run) -> dict[str, set[tuple[Any, ...]]]:
    """The kinds of answers that each family got."""
    members = dict(zip(run.bills["bill_id"].to_pylist(), run.bills["member_id"].to_pylist(), strict=True))
    found: dict[str, set[tuple[Any, ...]]] = {}
    for row in run.result.eob.to_pylist():
        if row["reason"] != "category":
            shape = tuple(row[name] > 0 for name in ("deductible", "coinsurance", "over_limit", "paid"))
            family = run.people[members[row["bill_id"]]]["family_id"]
            found.setdefault(family, set()).add((row["benefit_id"], row["reason"], *shape))
    return found


def _bills(run: Run) -> dict[str, int]:
    bills: dict[str, set[str]] = {}
    for member, bill in zip(run.bills["member_id"].to_pylist(), run.bills["bill_id"].to_pylist(), strict=True):
        bills.setdefault(run.people[member]["family_id"], set()).add(bill)
    return {family: len(found) for family, found in bills.items()}


def telling_bill(rows: Sequence[Explanation]) -> list[Explanation]:
    """The rows of the bill that shows most: paid in part, by many steps, on few lines."""
    by_bill: dict[str, list[Explanation]] = {}
    for row in rows:
        if not row.reason:
            by_bill.setdefault(row.bill_id, []).append(row)
    return max(by_bill.values(), key=_worth, default=[])


def _worth(rows: Sequence[Explanation]) -> tuple[int, int, int]:
    kinds = {step.kind for row in rows for step in row.steps}
    in_part = any(0 < row.paid < row.eligible for row in rows)
    shown = sum(STEPS.get(kind, 0) for kind in kinds) + 2 * in_part
    return shown, -len(rows), sum(row.eligible for row in rows)
