"""The lists of this room's HR screens (列表)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.choice.evidence import DOCUMENTS, HEALTH
from tuanbao.platform.choice.life_events import event_kinds
from tuanbao.platform.choice.models import Evidence, LifeEvent
from tuanbao.platform.choice.reviewing import department_of
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.titles import PlanTitles
from tuanbao.platform.web.tables import Column, Table
from tuanbao.vocabulary import RELATIONS

STATES = {
    "waiting": Text("待审核", "waiting"),
    "accepted": Text("已通过", "accepted"),
    "refused": Text("未通过", "refused"),
}
STATE = Column(
    "state",
    Text("状态", "State"),
    kind="badge",
    sort="state",
    filter="state",
    choices=STATES,
    colours={"waiting": "yellow", "accepted": "green", "refused": "red"},
)
NEEDS = {
    DOCUMENTS: Text("关系证明", "papers"),
    HEALTH: Text("健康告知（由核保审核）", "a health declaration (underwriting decides)"),
}


class MissingRow(NamedTuple):
    address: str
    number: str
    name: str
    department: str
    hired: date | None
    family: int


class TakenRow(NamedTuple):
    plan: Text
    relation: str
    people: int
    employer: int
    employee: int


class EventRow(NamedTuple):
    address: str
    number: str
    name: str
    kind: str
    day: date
    about: str
    papers: int
    state: str
    reported: datetime


class PapersRow(NamedTuple):
    address: str
    name: str
    relation: str
    plan: Text
    need: str
    asked: datetime
    effective: date
    state: str


def _address(row: Any) -> str:
    return str(row.address)


MISSING = Table(
    "missing",
    Text("还没有选择的人", "Not yet chosen"),
    (
        Column("number", Text("工号", "Number"), sort="number", link=_address),
        Column("name", Text("姓名", "Name"), sort="name"),
        Column("department", Text("部门", "Department"), sort="department", filter="department"),
        Column("hired", Text("入职", "Hired"), kind="day", sort="hired"),
        Column("family", Text("家人", "Family"), kind="number", sort="family"),
    ),
    search=("number", "name"),
    order="number",
    empty=Text("所有人都选好了", "Everybody has chosen"),
)


DEPARTMENTS = Table(
    "departments",
    Text("按部门", "By department"),
    (
        Column("name", Text("部门", "Department"), sort="name", link=lambda each: each.name and missing_of(each.name)),
        Column("percent", Text("已选比例", "Have chosen"), kind="share", sort="percent"),
        Column("chosen", Text("已选（人）", "Chosen"), kind="number", sort="chosen"),
        Column("people", Text("全部（人）", "People"), kind="number", sort="people"),
    ),
    order="percent",
    empty=Text("还没有可以选择的员工", "Nobody may choose yet"),
)
TAKEN = Table(
    "taken",
    Text("选了什么", "What was chosen"),
    (
        Column("plan", Text("方案", "Plan"), sort="plan"),
        Column("relation", Text("人员", "Who"), filter="relation", sort="relation", choices=RELATIONS),
        Column("people", Text("人数", "People"), kind="number", sort="people"),
        Column("employer", Text("企业（元/年）", "Employer (yuan a year)"), kind="money", sort="employer"),
        Column(
            "employee",
            Text("员工（元/年，抵扣积分前）", "Employees (yuan a year, before points)"),
            kind="money",
            sort="employee",
        ),
    ),
    empty=Text("还没有人选择", "Nobody has chosen yet"),
)


def missing_of(department: str) -> str:
    """The address of those of a department who have not chosen, on the page of progress."""
    return f"{reverse('choice:progress')}?{urlencode({'missing-department': department})}#missing"


def events_table() -> Table:
    kinds: Mapping[str, Text] = {name: kind.name for name, kind in event_kinds().items()}
    columns = (
        Column("kind", Text("事件", "Event"), sort="kind", filter="kind", choices=kinds, link=_address),
        Column("number", Text("工号", "Number"), sort="number"),
        Column("name", Text("员工", "Employee"), sort="name"),
        Column("day", Text("发生日期", "Day"), kind="day", sort="day"),
        Column("about", Text("家人", "About")),
        Column("papers", Text("材料", "Papers"), kind="number", sort="papers"),
        Column("reported", Text("报告", "Reported"), kind="moment", sort="reported"),
        STATE,
    )
    nothing = Text("没有人报告过生活事件", "No life event was reported")
    return Table("events", Text("生活事件", "Life events"), columns, search=("number", "name"), empty=nothing)


_PERSON = (
    Column("name", Text("人员", "Person"), sort="name", link=_address),
    Column("relation", Text("关系", "Relation"), filter="relation", choices=RELATIONS),
    Column("plan", Text("方案", "Plan"), sort="plan"),
)
_WHEN = (
    Column("asked", Text("提交", "Since"), kind="moment", sort="asked"),
    Column("effective", Text("拟生效", "Effective"), kind="day", sort="effective"),
    STATE,
)
PAPERS = Table(
    "papers",
    Text("待审的选择", "Choices that wait"),
    (*_PERSON, Column("need", Text("等待", "Waits for"), filter="need", choices=NEEDS), *_WHEN),
    search=("name",),
    empty=Text("没有需要审核的选择", "No choice needs a decision"),
)
DECLARATIONS = Table(
    "declarations",
    Text("健康告知", "Health declarations"),
    (*_PERSON, *_WHEN),
    search=("name",),
    empty=Text("没有健康告知", "There is none"),
)


def missing_rows(keys: Iterable[int]) -> list[MissingRow]:
    people = Person.objects.filter(pk__in=list(keys)).prefetch_related("employments", "dependants")
    return [
        MissingRow(
            reverse("people:detail", args=[each.pk]),
            each.number,
            each.name,
            department_of(each),
            each.hired_on,
            len(each.dependants.all()),
        )
        for each in people
    ]


def event_rows() -> list[EventRow]:
    """What waits first, the latest on top."""
    found = LifeEvent.objects.select_related("employee", "about").prefetch_related("documents")
    rows = [
        EventRow(
            reverse("choice:decide", args=[each.pk]),
            each.employee.number,
            each.employee.name,
            each.kind,
            each.happened_on,
            each.about.name if each.about else "",
            len(each.documents.all()),
            state_of(each.accepted),
            each.reported_at,
        )
        for each in found.order_by("-reported_at")
    ]
    return sorted(rows, key=lambda row: row.state != "waiting")


def papers_rows() -> list[PapersRow]:
    """Papers may be opened; of a health declaration HR sees the state only."""
    titles = PlanTitles()
    rows = [_papers_row(each, "choice:papers" if each.kind == DOCUMENTS else "", titles) for each in _evidence()]
    return sorted(rows, key=lambda row: row.state != "waiting")


def declaration_rows() -> list[PapersRow]:
    titles = PlanTitles()
    return [_papers_row(each, "choice:declaration", titles) for each in _evidence().filter(kind=HEALTH)]


def _evidence() -> Any:
    return Evidence.objects.select_related("line__person", "line__election").order_by("-asked_at")


def _papers_row(evidence: Evidence, page: str, titles: PlanTitles) -> PapersRow:
    line = evidence.line
    return PapersRow(
        reverse(page, args=[evidence.pk]) if page else "",
        line.person.name,
        line.person.relation,
        titles.plan(line.plan_id, line.variant),
        evidence.kind,
        evidence.asked_at,
        line.election.effective_from,
        state_of(evidence.accepted),
    )


def state_of(accepted: bool | None) -> str:
    return "waiting" if accepted is None else "accepted" if accepted else "refused"
