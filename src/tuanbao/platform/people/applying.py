"""One step of an import, written to the database (导入写入). Doing it twice changes nothing the second time."""

from typing import Any

from tuanbao.language import Text
from tuanbao.platform.people.columns import EMPLOYMENT, parsed, title, written
from tuanbao.platform.people.models import Employment, Import, Person
from tuanbao.platform.people.plan import Added, Change, FieldChange


def apply_step(importing: Import, step: Added | Change) -> Text | None:
    """Why it, or a part of it, could not be applied; None where all is well."""
    return _add(importing, step) if isinstance(step, Added) else _change(importing, step)


def _add(importing: Import, step: Added) -> Text | None:
    people = Person.objects.filter(company=importing.company)
    if people.filter(number=step.number).exists():
        return Text("预览之后已有人用了这个编号", "somebody got this number after the preview")
    employee = people.filter(number=step.family, relation="employee").first() if step.family else None
    if step.family and employee is None:
        return Text("所属员工没有导入", "the employee was not imported")
    values = {name: parsed(name, text) for name, text in step.values.items()}
    person = Person(company=importing.company, number=step.number, employee=employee, **values)
    save(person, importing.reason, importing.confirmed_by)
    if step.employment:
        position = dict(step.employment)
        set_position(person, position.pop("starts_on"), position, importing.reason, importing.confirmed_by)
    return None


def _change(importing: Import, step: Change) -> Text | None:
    person: Person = Person.objects.get(company=importing.company, pk=step.pk)
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
