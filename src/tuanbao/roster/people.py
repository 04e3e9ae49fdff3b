"""What must hold in the table of people, and what the plans that they have need of them (人员校验)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.language import Text
from tuanbao.roster.checks import Positions, column, order_of_dates, repeated, true_positions, value_at
from tuanbao.roster.columns import Column
from tuanbao.roster.errors import Fault, TableError, faults
from tuanbao.roster.layouts import MEMBERS
from tuanbao.roster.reading import Reading

OLDEST = 120
_DAYS_OF_OLDEST = (OLDEST + 1) * 365 + 30


@dataclass(frozen=True)
class PlanNeeds:
    """What a plan takes from a person's own row: columns of amounts, and the birth date where it depends on age."""

    amounts: frozenset[str] = frozenset()
    birth_date: bool = False


def check_members(members: Reading, plans: Mapping[str, PlanNeeds] | None = None) -> Reading:
    """People against each other and, where `plans` (by name) are given, against what these need.

    Raises TableError where nobody has a column that a plan of somebody needs.
    """
    found = [
        *repeated(members, ("member_id",), "duplicate_member"),
        *order_of_dates(members, "cover_to", "cover_from", "cover_to_before_cover_from", later=False),
        *order_of_dates(members, "continuous_from", "cover_from", "continuous_after_cover_from", later=True),
        *order_of_dates(members, "birth_date", "cover_from", "birth_after_cover_from", later=True, detail="cover_from"),
        *_too_old(members),
    ]
    if plans is not None:
        found += _plans(members, plans)
    return members.rejecting(found)


def plans_of(plan: str | None) -> list[str]:
    """ "a;b" -> ["a", "b"]: the plans of one person, in the order in which they pay."""
    return [name for name in (plan or "").split(";") if name]


def _too_old(members: Reading) -> list[Fault]:
    born, cover = (column(members, name).cast(pa.int32()) for name in ("birth_date", "cover_from"))
    return faults(
        true_positions(pc.greater(pc.subtract(cover, born), _DAYS_OF_OLDEST)),
        MEMBERS["birth_date"],
        "implausible_age",
        value_at(members, "birth_date"),
        lambda i: {"oldest": OLDEST},
    )


def _plans(members: Reading, plans: Mapping[str, PlanNeeds]) -> list[Fault]:
    written = column(members, "plan")
    value = value_at(members, "plan")
    known = "、".join(plans), ", ".join(plans)
    found = faults(
        true_positions(pc.is_null(written)), MEMBERS["plan"], "plan_missing", value, lambda i: {"plans": Text(*known)}
    )
    encoded = written.dictionary_encode()
    for place, text in enumerate(encoded.dictionary.to_pylist()):
        people = true_positions(pc.equal(encoded.indices, place))
        names = plans_of(text)
        for name in dict.fromkeys(names):
            if name not in plans:
                found += _about_plan(people, "unknown_plan", value, name, plans=Text(*known))
            elif names.count(name) > 1:
                found += _about_plan(people, "plan_twice", value, name)
            else:
                found += _needs(members, people, name, plans[name])
    return found


def _about_plan(
    people: Positions, code: str, value: Callable[[int], object], plan: str, **details: object
) -> list[Fault]:
    return faults(people, MEMBERS["plan"], code, value, lambda i: {"plan": plan, **details})


def _needs(members: Reading, people: Positions, plan: str, needs: PlanNeeds) -> list[Fault]:
    absent = sorted(needs.amounts.difference(members.table.column_names))
    if absent and len(people):
        raise TableError(*(_no_column(name, plan) for name in absent))
    found: list[Fault] = []
    for name in sorted(needs.amounts):
        amount = MEMBERS[name] if name in MEMBERS else Column(name, "money", Text(name, name), Text(name, name))
        empty = people[_is_empty(members, name)[people]]
        found += faults(empty, amount, "amount_missing", lambda i: None, lambda i: {"plan": plan})
    if needs.birth_date:
        empty = people[_is_empty(members, "birth_date")[people]]
        found += faults(empty, MEMBERS["birth_date"], "birth_date_missing", lambda i: None, lambda i: {"plan": plan})
    return found


def _is_empty(members: Reading, name: str) -> Any:
    return np.asarray(column(members, name).is_null())


def _no_column(name: str, plan: str) -> Text:
    return Text(
        f"方案“{plan}”按“{name}”一列取金额，而人员表没有这一列",
        f"the plan {plan} takes an amount from the column {name}, which the table of people does not have",
    )
