"""Earlier employments of people who came back (再入职): a person's row says the latest, its history the ones before."""

from collections.abc import Iterable, Mapping
from datetime import date

from tuanbao.platform.cover.known import Span
from tuanbao.platform.people.models import Person

FEW = 1000
"""So many people are named in a query."""
Record = tuple[date | None, date | None]
"""First and last day of employment as they stood in a record of the history."""


def earlier_spans(company: int, since: date, hired: Mapping[int, date]) -> dict[int, tuple[Span, ...]]:
    """Of those who were hired again after a day, the employments before that reach beyond it; ``hired`` has everybody's
    last first day."""
    hired = {pk: day for pk, day in hired.items() if day > since}
    if not hired:
        return {}
    ended = Person.history.filter(company_id=company, relation="employee", left_on__gte=since)
    if len(hired) < FEW:
        ended = ended.filter(id__in=hired)
    came_back = {pk for pk in ended.values_list("id", flat=True) if pk in hired}
    records: dict[int, list[Record]] = {}
    history = Person.history.filter(company_id=company, id__in=came_back)
    for pk, first, last in history.order_by("history_date", "history_id").values_list("id", "hired_on", "left_on"):
        records.setdefault(pk, []).append((first, last))
    return {pk: ended_before(records[pk], hired[pk]) for pk in came_back}


def ended_before(records: Iterable[Record], hired_on: date) -> tuple[Span, ...]:
    """The employments that the records tell of and that had ended before this one began; of each first day the latest
    record holds."""
    latest = {first: last for first, last in records if first}
    return tuple(sorted((first, last) for first, last in latest.items() if last and first <= last < hired_on))
