"""What the insurer has been told: the sum of the lines of endorsements (已告知保险公司的内容)."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from tuanbao.platform.cover.difference import Told, position
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.cover.premiums import Held, Price

COLUMNS = (*Price._fields, "action", "first_day", "last_day")


def told_of(policy: Policy, employees: Collection[int] | None = None) -> dict[int, Held]:
    """By person, of everybody or of some families; a draft counts, so that nothing is put into two."""
    lines: QuerySet[EndorsementLine] = EndorsementLine.objects.filter(endorsement__policy=policy)
    if employees is not None:
        lines = lines.filter(Q(person_id__in=employees) | Q(person__employee_id__in=employees))
    return position_of(lines)


def position_of(lines: "QuerySet[EndorsementLine]") -> dict[int, Held]:
    """What these lines, in the order of telling, leave to each person."""
    by_person: dict[int, list[Told]] = defaultdict(list)
    for person, *parts in lines.order_by("endorsement__number", "pk").values_list("person_id", *COLUMNS):
        by_person[person].append(Told(Price(*parts[:5]), *parts[5:]))
    return {person: held for person, told in by_person.items() if (held := position(told))}
