"""What the insurer has been told: the sum of the lines of endorsements (已告知保险公司的内容)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from tuanbao.platform.companies.prepared import NUMBER
from tuanbao.platform.cover.asking import of_families
from tuanbao.platform.cover.difference import Told, position
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.cover.premiums import Amounts, Held, Price

COLUMNS = (*Price._fields, "action", "first_day", "last_day", "premium_fen", "employer_fen", "points")
LINES = of_families(
    lambda policy: _in_order(EndorsementLine.objects.filter(endorsement__policy=policy)),
    "person",
    "person__employee",
    policy=NUMBER,
)


def told_of(policy: Policy, employee: int | None = None) -> dict[int, Held]:
    """By person, of everybody or of some families; a draft counts, so that nothing is put into two."""
    return _positions(lines_told(policy, employee))


def lines_told(policy: Policy, employee: int | None = None) -> dict[int, list[Told]]:
    """By person, every line in the order of telling."""
    return _by_person(LINES(employee, policy=policy.pk))


def position_of(lines: "QuerySet[EndorsementLine]") -> dict[int, Held]:
    """What these lines, in the order of telling, leave to each person."""
    return _positions(_by_person(_in_order(lines)))


def _in_order(lines: "QuerySet[EndorsementLine]") -> Any:
    return lines.order_by("endorsement__number", "pk").values_list("person_id", *COLUMNS)


def _by_person(lines: Iterable[Any]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for person, *parts in lines:
        action, first, last = parts[5:8]
        found[person].append(Told(Price(*parts[:5]), action, first, last, Amounts(*parts[8:])))
    return found


def _positions(told: dict[int, list[Told]]) -> dict[int, Held]:
    return {person: held for person, lines in told.items() if (held := position(lines))}
