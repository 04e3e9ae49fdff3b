"""What the insurer has been told: the sum of the lines of endorsements (已告知保险公司的内容)."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from tuanbao.platform.cover.difference import Told, position
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.cover.premiums import Amounts, Held, Price

COLUMNS = (*Price._fields, "action", "first_day", "last_day", "premium_fen", "employer_fen", "points")


def told_of(policy: Policy, employees: Collection[int] | None = None) -> dict[int, Held]:
    """By person, of everybody or of some families; a draft counts, so that nothing is put into two."""
    return _positions(lines_told(policy, employees))


def lines_told(policy: Policy, employees: Collection[int] | None = None) -> dict[int, list[Told]]:
    """By person, every line in the order of telling."""
    lines: QuerySet[EndorsementLine] = EndorsementLine.objects.filter(endorsement__policy=policy)
    if employees is not None:
        lines = lines.filter(Q(person_id__in=employees) | Q(person__employee_id__in=employees))
    return _by_person(lines)


def position_of(lines: "QuerySet[EndorsementLine]") -> dict[int, Held]:
    """What these lines, in the order of telling, leave to each person."""
    return _positions(_by_person(lines))


def _by_person(lines: "QuerySet[EndorsementLine]") -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for person, *parts in lines.order_by("endorsement__number", "pk").values_list("person_id", *COLUMNS):
        action, first, last = parts[5:8]
        found[person].append(Told(Price(*parts[:5]), action, first, last, Amounts(*parts[8:])))
    return found


def _positions(told: dict[int, list[Told]]) -> dict[int, Held]:
    return {person: held for person, lines in told.items() if (held := position(lines))}
