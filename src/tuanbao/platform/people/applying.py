"""Steps of an import, written to the database (导入写入). Doing one twice changes nothing the second time."""

from collections.abc import Mapping, Sequence
from typing import Any

from tuanbao.language import Text
from tuanbao.platform.people.columns import EMPLOYMENT, parsed, title, written
from tuanbao.platform.people.models import Employment, Import, Person
from tuanbao.platform.people.plan import Added, Change, FieldChange
from tuanbao.platform.protection.history import create_with_history

Skipped = tuple[str, Text]
"""Whose number, and why it, or a part of it, could not be applied."""


def apply_some(importing: Import, steps: Sequence[Added | Change]) -> list[Skipped]:
    """Employees, then their dependants, then what changes."""
    added = [step for step in steps if isinstance(step, Added)]
    skipped = _add(importing, [step for step in added if not step.family])
    skipped += _add(importing, [step for step in added if step.family])
    changes = [step for step in steps if isinstance(step, Change)]
    return skipped + [(step.number, why) for step in changes if (why := _change(importing, step)) is not None]


def _add(importing: Import, steps: Sequence[Added]) -> list[Skipped]:
    """All at once, with their history."""
    wanted = {step.number for step in steps} | {step.family for step in steps}
    there = {person.number: person for person in Person.objects.filter(company=importing.company, number__in=wanted)}
    skipped, people, positions = [], [], []
    for step in steps:
        why = _against(step, there)
        if why is not None:
            skipped.append((step.number, why))
            continue
        values = {name: parsed(name, text) for name, text in step.values.items()}
        employee = there[step.family] if step.family else None
        person = Person(company=importing.company, number=step.number, employee=employee, **values)
        people.append(person)
        if step.employment:
            positions.append(_first_position(person, dict(step.employment)))
    _create(people, Person, importing)
    _create(positions, Employment, importing)
    return skipped


def _against(step: Added, there: Mapping[str, Person]) -> Text | None:
    if step.number in there:
        return Text("预览之后已有人用了这个编号", "somebody got this number after the preview")
    if step.family and (step.family not in there or there[step.family].relation != "employee"):
        return Text("所属员工没有导入", "the employee was not imported")
    return None


def _first_position(person: Person, said: dict[str, str]) -> Employment:
    day = parsed("starts_on", said.pop("starts_on"))
    own = {name: said.pop(name) for name in EMPLOYMENT if name in said}
    return Employment(company_id=person.company_id, person=person, starts_on=day, attributes=said, **own)


def _create(records: list[Any], model: type[Any], importing: Import) -> None:
    if records:
        by = {"default_user": importing.confirmed_by, "default_change_reason": importing.reason}
        create_with_history(records, model, **by)


def _change(importing: Import, step: Change) -> Text | None:
    person: Person = Person.objects.select_for_update().get(company=importing.company, pk=step.pk)
    by = importing.reason, importing.confirmed_by
    if step.kind == "transferred":
        set_position(person, step.starts_on, {field.name: field.new for field in step.fields}, *by)
        return None
    meanwhile = [field for field in step.fields if written(getattr(person, field.name)) not in {field.old, field.new}]
    for field in step.fields:
        if field not in meanwhile:
            setattr(person, field.name, parsed(field.name, field.new))
    save(person, *by)
    if step.kind == "returning":
        hired = next(field.new for field in step.fields if field.name == "hired_on")
        set_position(person, hired, {}, *by)
    return _changed_meanwhile(meanwhile)


def _changed_meanwhile(fields: list[FieldChange]) -> Text | None:
    if not fields:
        return None
    titles = [title(field.name) for field in fields]
    zh, en = "、".join(each.zh for each in titles), ", ".join(each.en for each in titles)
    return Text(f"预览之后有人改过，没有覆盖：{zh}", f"changed by somebody after the preview, not overwritten: {en}")


def set_position(person: Person, starts_on: Any, said: dict[str, str], reason: str, user: Any) -> Employment:
    """From this day on the person works here; what is not said stays as it was the day before. Later transfers stay."""
    day = parsed("starts_on", starts_on) if isinstance(starts_on, str) else starts_on
    held = person.employments.filter(starts_on__lte=day).order_by("-starts_on").first()
    if held is None or held.starts_on != day:
        before = {name: getattr(held, name) for name in (*EMPLOYMENT, "attributes")} if held else {}
        held = Employment(company_id=person.company_id, person=person, starts_on=day, **before)
    for name, value in said.items():
        if name in EMPLOYMENT:
            setattr(held, name, value)
        else:
            held.attributes = {**held.attributes, name: value}
    save(held, reason, user)
    return held


def save(record: Any, reason: str, user: Any) -> None:
    """With a row of history that says by what and by whom."""
    record._change_reason, record._history_user = reason, user
    record.save()
