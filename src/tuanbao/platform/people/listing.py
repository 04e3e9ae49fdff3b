"""The lists of people (人员列表) for HR."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.plan import Programme
from tuanbao.platform import clock
from tuanbao.platform.people.models import Employment, Person
from tuanbao.platform.people.problems import Dependent, problems
from tuanbao.platform.people.relations import missing_documents, rules
from tuanbao.platform.web.tables import Column, Table
from tuanbao.vocabulary import RELATIONS

STATES: Mapping[str, Text] = {
    "coming": Text("未入职", "coming"),
    "employed": Text("在职", "employed"),
    "leaving": Text("将离职", "leaving"),
    "left": Text("已离职", "left"),
}
COLOURS = {"coming": "azure", "employed": "green", "leaving": "yellow", "left": "secondary"}
EMPTY = Text(
    "还没有人员。点“导入”上传名册，或先下载模板。", "Nobody here yet. Import a roster, or download the template first."
)


def _address(person: Person) -> str:
    return reverse("people:detail", args=[person.pk])


def employees() -> QuerySet[Person]:
    """Employees with where they work today, and their state."""
    today = clock.today()
    held = Employment.objects.filter(person=OuterRef("pk"), starts_on__lte=today).order_by("-starts_on")
    people: Any = Person.objects.filter(relation="employee")
    listed = people.annotate(
        department=Subquery(held.values("department")[:1]),
        grade=Subquery(held.values("grade")[:1]),
        state=state_on(today),
    ).prefetch_related("dependants__documents", "employments")
    return cast(QuerySet[Person], listed)


FAMILY = ("spouse", "child", "parent")


def _worked_in(field: str) -> Callable[[], Iterable[str]]:
    """The values of everybody's employments: asking where each works today would be slow."""
    return lambda: Employment.objects.order_by().values_list(field, flat=True).distinct()


def state_on(today: Any) -> Case:
    return Case(
        When(left_on__lt=today, then=Value("left")),
        When(left_on__gte=today, then=Value("leaving")),
        When(hired_on__gt=today, then=Value("coming")),
        default=Value("employed"),
    )


def dependants() -> QuerySet[Person]:
    listed: Any = (
        Person.objects.exclude(relation="employee")
        .select_related("employee")
        .annotate(employee_number=F("employee__number"))
        .prefetch_related("documents")
    )
    return cast(QuerySet[Person], listed)


def employees_table(programme: Programme | None) -> Table:
    return Table(
        "people",
        Text("员工", "Employees"),
        (
            Column("number", Text("工号", "Number"), sort="number", link=_address),
            Column("name", Text("姓名", "Name"), sort="name", link=_address),
            Column(
                "department",
                Text("部门", "Department"),
                sort="department",
                filter="department",
                values=_worked_in("department"),
            ),
            Column("grade", Text("职级", "Grade"), sort="grade", filter="grade", values=_worked_in("grade")),
            Column("tier", Text("档次", "Tier"), value=lambda person: tier_of(programme, person)),
            Column("family", Text("家属", "Family"), value=_family),
            Column(
                "state",
                Text("状态", "State"),
                kind="badge",
                sort="state",
                filter="state",
                choices=STATES,
                colours=COLOURS,
            ),
            Column("hired_on", Text("入职", "Hired"), kind="day", sort="hired_on", filter="hired_on"),
            Column("left_on", Text("离职", "Left"), kind="day", sort="left_on", filter="left_on"),
            Column("problems", Text("问题", "Problems"), kind="problem", value=_problems),
        ),
        search=("number", "name"),
        order="number",
        empty=EMPTY,
    )


DEPENDANTS = Table(
    "dependants",
    Text("家属", "Dependants"),
    (
        Column("number", Text("编号", "Number"), sort="number", link=_address),
        Column("name", Text("姓名", "Name"), sort="name", link=_address),
        Column("relation", Text("关系", "Relation"), sort="relation", filter="relation", choices=RELATIONS),
        Column(
            "employee", Text("员工", "Employee"), sort="employee_number", link=lambda person: _address(person.employee)
        ),
        Column("birth_date", Text("出生日期", "Birth date"), kind="day", sort="birth_date"),
        Column("related_to", Text("关系截止", "Until"), kind="day", sort="related_to"),
        Column("verified_at", Text("核实", "Verified"), kind="day", sort="verified_at"),
        Column(
            "problems",
            Text("问题", "Problems"),
            kind="problem",
            value=lambda person: _joined(tuple(_of_dependant(person))),
        ),
    ),
    search=("number", "name", "employee__name"),
    order="number",
    empty=Text("还没有家属。", "No dependants yet."),
)


def tier_of(programme: Programme | None, person: Person) -> Text | None:
    """By the programme in force, and where the employee works today."""
    begun = [each for each in person.employments.all() if each.starts_on <= clock.today()]
    if programme is None or not begun:
        return None
    tier = programme.tier_of(begun[-1].columns())
    return tier.name.text if tier.name else Text(tier.tier, tier.tier)


def problems_of(person: Person) -> tuple[Text, ...]:
    """Of an employee with the family, or of a dependant; nobody who has left has problems."""
    today = clock.today()
    if person.relation != "employee":
        return tuple(_of_dependant(person))
    if person.left_on and person.left_on < today:
        return ()
    family = [_dependent(each) for each in person.dependants.all() if not each.related_to or each.related_to >= today]
    begun = [each for each in person.employments.all() if each.starts_on <= today]
    department = begun[-1].department if begun else ""
    return tuple(
        problems(
            birth_date=person.birth_date,
            identity=person.identity_index,
            hired_on=person.hired_on,
            department=department,
            family=family,
        )
    )


def _family(person: Person) -> Text | None:
    """How many of which relation belong to it today or will."""
    today = clock.today()
    there = Counter(
        each.relation for each in person.dependants.all() if not each.related_to or each.related_to >= today
    )
    counts = {relation: there[relation] for relation in FAMILY if there[relation]}
    zh = " ".join(f"{RELATIONS[relation].zh} {count}" for relation, count in counts.items())
    en = " ".join(f"{RELATIONS[relation].en} {count}" for relation, count in counts.items())
    return Text(zh, en) if counts else None


def _of_dependant(person: Person) -> list[Text]:
    each = _dependent(person)
    found = [] if each.birth_date else [Text("缺出生日期", "no birth date")]
    if each.waits_for_documents:
        return [*found, Text("缺证明材料", "documents missing")]
    return [*found, Text("材料待审核", "documents to be decided")] if each.waits_for_hr else found


def _dependent(person: Person) -> Dependent:
    if person.verified_at:
        return Dependent(person.name, person.birth_date, waits_for_documents=False, waits_for_hr=False)
    papers = list(person.documents.all())
    handed = [each.kind for each in papers if each.accepted is not False]
    missing = bool(missing_documents(rules()[person.relation], handed))
    waits = any(each.accepted is None for each in papers)
    return Dependent(person.name, person.birth_date, missing and not waits, waits)


def _problems(person: Person) -> Text | None:
    return _joined(problems_of(person))


def _joined(found: tuple[Text, ...]) -> Text | None:
    if not found:
        return None
    return Text("；".join(text.zh for text in found), "; ".join(text.en for text in found))
