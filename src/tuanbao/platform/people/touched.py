"""Whom an import has touched, read from the history (导入影响): as they were before, as it left them, as they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Max, Q

from tuanbao.language import Text
from tuanbao.platform.people.models import Employment, Import, Person
from tuanbao.platform.people.ties import acts_about, known_elsewhere
from tuanbao.platform.people.undoing import Record, Touched, Values
from tuanbao.platform.protection.fields import BlindIndex

_FAMILY = Text("之后又登记了家属", "dependants were registered since")
_NUMBER = Text("原来的编号现在属于别人", "somebody else has the former number now")
_NO_BEFORE = Text("没有导入之前的历史记录", "the history does not say what was before")
_NOT_COMPARED = {"id", "created_at"}


def families_of(importing: Import) -> list[int]:
    """The employees from whom hang the families of those whom the import touched; what was undone is left out."""
    pks = _people(importing, importing.reason) - _people(importing, importing.undo_reason)
    people = Person.objects.filter(company_id=importing.company_id).values_list("pk", "employee_id")
    return sorted({employee or pk for pk, employee in people if pk in pks})


def _by(importing: Import, reason: str) -> Q:
    return Q(company_id=importing.company_id, history_change_reason=reason)


def _people(importing: Import, reason: str) -> set[int]:
    own = Person.history.filter(_by(importing, reason)).values_list("id", flat=True)
    return {*own, *Employment.history.filter(_by(importing, reason)).values_list("person_id", flat=True)}


def touched(importing: Import, families: Collection[int]) -> list[Touched]:
    """Those of these families whom the import touched and who are there, what was undone left out."""
    of = Q(pk__in=families) | Q(employee_id__in=families)
    there = {each.pk: each for each in Person.objects.filter(of, company_id=importing.company_id)}
    own = _grouped(Person.history.filter(id__in=there), "id")
    posts = _grouped(Employment.history.filter(person_id__in=there), "person_id")
    held = {each.pk: each for each in Employment.objects.filter(person_id__in=there)}
    last = _last_position(importing)
    found = []
    for pk, person in there.items():
        rows = [*own.get(pk, []), *posts.get(pk, [])]
        reasons = {row.history_change_reason for row in rows}
        if importing.reason in reasons and importing.undo_reason not in reasons:
            found.append(_one(importing, person, own.get(pk, []), posts.get(pk, []), held, last))
    return _with_ties(found, there)


def _grouped(rows: Any, by: str) -> dict[int, list[Any]]:
    """The earliest first."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("history_id"):
        found[getattr(row, by)].append(row)
    return found


def _last_position(importing: Import) -> int:
    """The last record of a position that the import wrote: positions first recorded later came since."""
    rows = Employment.history.filter(_by(importing, importing.reason))
    return rows.aggregate(last=Max("history_id"))["last"] or 0


def _one(
    importing: Import,
    person: Person,
    own: Sequence[Any],
    posts: Iterable[Any],
    held: Mapping[int, Employment],
    last: int,
) -> Touched:
    by_position: dict[int, list[Any]] = defaultdict(list)
    for row in posts:
        by_position[row.id].append(row)
    records = [_record(importing.reason, rows, held.get(pk)) for pk, rows in by_position.items()]
    written = tuple(each for each in records if each is not None)
    record = _record(importing.reason, own, person)
    added = record is not None and record.before is None
    since = any(rows[0].history_id > last and pk in held for pk, rows in by_position.items())
    known = record is None or own[0].history_change_reason != importing.reason or own[0].history_type == "+"
    return Touched(
        key=person.pk,
        family=person.employee_id or person.pk,
        number=person.number,
        name=person.name,
        person=record,
        positions=written,
        transferred=since and (added or bool(written)),
        ties=() if known else (_NO_BEFORE,),
    )


def _record(reason: str, rows: Sequence[Any], now: Any) -> Record | None:
    """From the rows of one record's history; None where the import did not touch it."""
    places = [place for place, row in enumerate(rows) if row.history_change_reason == reason]
    if not places:
        return None
    made, after = rows[places[0]].history_type == "+", rows[places[-1]]
    before = rows[max(places[0] - 1, 0)]
    return Record(
        key=after.id,
        before=None if made else _values(before, after),
        after=_values(after, after),
        now=None if now is None else _values(now, after),
    )


def _values(record: Any, like: Any) -> Values:
    """What a record says; the history knows the names of the fields."""
    fields = (field for field in like.tracked_fields if not isinstance(field, BlindIndex))
    return {field.attname: getattr(record, field.attname) for field in fields if field.attname not in _NOT_COMPARED}


def _with_ties(found: Sequence[Touched], there: Mapping[int, Person]) -> list[Touched]:
    """With what speaks against undoing each, and who is known elsewhere."""
    added = {each.key for each in found if each.added}
    acts, known, taken = acts_about(added), known_elsewhere(added), _numbers_taken(found)
    grown = {each.employee_id for pk, each in there.items() if each.employee_id in added and pk not in added}

    def ties(each: Touched) -> tuple[Text, ...]:
        more = ((_FAMILY, each.key in grown), (_NUMBER, each.key in taken))
        return (*each.ties, *acts.get(each.key, ()), *(text for text, so in more if so))

    return [replace(each, ties=ties(each), told=each.key in known) for each in found]


def _numbers_taken(found: Sequence[Touched]) -> set[int]:
    """Whose former number somebody else has now."""
    renumbered = {
        each.person.before["number"]: each.key
        for each in found
        if each.person and each.person.before and "number" in each.person.to_put_back()
    }
    others = Person.objects.filter(number__in=renumbered).values_list("number", flat=True)
    return {renumbered[number] for number in others}
