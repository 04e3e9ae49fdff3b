"""The lists of this room's screens (列表)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.cover.covered import title_of
from tuanbao.platform.cover.models import STATES, Policy
from tuanbao.platform.cover.reasons import ACTIONS, REASONS
from tuanbao.platform.cover.waiting import Waiting
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import Loaded
from tuanbao.platform.programmes.titles import PlanTitles
from tuanbao.platform.web.tables import Column, Table
from tuanbao.vocabulary import RELATIONS

ACTION_COLOURS = {"add": "green", "remove": "orange"}
STATE_COLOURS = {"draft": "yellow", "approved": "blue", "sent": "azure", "confirmed": "green"}


class Row(NamedTuple):
    """A line as a person reads it, waiting or told."""

    number: str
    name: str
    relation: str
    action: str
    reason: str
    plan: Text
    first: Any
    last: Any
    premium: int
    employer: int
    employee: int
    note: Text | dict[str, str]


def waiting_rows(waiting: Iterable[Waiting], loaded: Loaded | None) -> list[Row]:
    waiting = list(waiting)
    people = _people({each.person for each in waiting})
    return [_waiting_row(each, people[each.person], loaded) for each in waiting]


def _people(keys: set[int]) -> dict[int, tuple[str, str, str]]:
    """Number, name and relation; of everybody at once, because a whole company may wait."""
    rows = Person.objects.values_list("pk", "number", "name", "relation")
    return {pk: (number, name, relation) for pk, number, name, relation in rows if pk in keys}


def _waiting_row(each: Waiting, person: tuple[str, str, str], loaded: Loaded | None) -> Row:
    change = each.change
    money = change.amounts
    plan = title_of(loaded, change.price.plan_id, change.price.variant)
    days = change.first, change.last
    parts = money.premium, money.employer, money.employee
    return Row(*person, change.action, change.reason, plan, *days, *parts, change.note or {})


LINE_COLUMNS = (
    Column("person", Text("人员", "Person"), lambda row: f"{row.number} {row.name}", sort="number"),
    Column("relation", Text("关系", "Relation"), filter="relation", choices=RELATIONS),
    Column("action", Text("操作", "Action"), kind="badge", filter="action", choices=ACTIONS, colours=ACTION_COLOURS),
    Column("reason", Text("原因", "Reason"), filter="reason", choices=REASONS),
    Column("plan", Text("方案", "Plan")),
    Column("first", Text("生效日", "Effective"), kind="day", sort="first"),
    Column("premium", Text("保费", "Premium"), kind="money", sort="premium"),
    Column("employer", Text("企业", "Company"), kind="money"),
    Column("employee", Text("员工", "Employee"), kind="money"),
)
WAITING = Table(
    "waiting",
    Text("待办变动", "Changes waiting"),
    LINE_COLUMNS,
    search=("number", "name"),
    order="first",
    empty=Text("没有待办的加减人", "No changes are waiting"),
)


def _line(key: str, value: str) -> Column:
    """A column of waiting rows, for lines of an endorsement."""
    column = next(each for each in LINE_COLUMNS if each.key == key)
    return replace(column, value=value, sort=value if column.sort else "", filter=value if column.filter else "")


def lines_table(loaded: Loaded | None) -> Table:
    """Lines of an endorsement, from the database."""
    columns = (
        Column(
            "person",
            Text("人员", "Person"),
            lambda line: f"{line.person.number} {line.person.name}",
            sort="person__number",
        ),
        Column("relation", Text("关系", "Relation"), "person.relation", choices=RELATIONS),
        _line("action", "action"),
        _line("reason", "reason"),
        Column("plan", Text("方案", "Plan"), lambda line: title_of(loaded, line.plan_id, line.variant)),
        _line("first", "first_day"),
        Column("last", Text("至", "Until"), "last_day", kind="day"),
        _line("premium", "premium_fen"),
        _line("employer", "employer_fen"),
        _line("employee", "employee_fen"),
    )
    search = ("person__number", "person__name")
    return Table("lines", Text("批单明细", "Lines"), columns, search=search)


ENDORSEMENTS = Table(
    "endorsements",
    Text("批单", "Endorsements"),
    (
        Column(
            "name",
            Text("批单", "Endorsement"),
            lambda each: str(each),
            link=lambda each: reverse("cover:endorsement", args=[each.pk]),
        ),
        Column("state", Text("状态", "State"), kind="badge", choices=STATES, colours=STATE_COLOURS),
        Column("made_at", Text("生成", "Made"), kind="day", sort="made_at"),
        Column("count", Text("明细", "Lines"), kind="number"),
        Column("premium", Text("保费（元）", "Premium (yuan)"), kind="money", sort="premium"),
        Column("sent_at", Text("发送", "Sent"), kind="day"),
        Column("confirmed_at", Text("确认", "Confirmed"), kind="day"),
    ),
    order="-made_at",
    empty=Text("还没有批单", "No endorsements yet"),
)


def policies_table() -> Table:
    titles = PlanTitles()

    def named(policy: Policy) -> Text:
        plans = [titles.plan(plan_id) for plan_id in policy.plans]
        return Text("、".join(plan.zh for plan in plans), ", ".join(plan.en for plan in plans))

    return Table(
        "policies",
        Text("保单", "Policies"),
        (
            Column(
                "number",
                Text("保单号", "Policy"),
                sort="number",
                link=lambda each: reverse("cover:policy", args=[each.pk]),
            ),
            Column("insurer", Text("保险公司", "Insurer"), "insurer.title", sort="insurer__name"),
            Column("plans", Text("方案", "Plans"), named),
            Column("starts_on", Text("起期", "From"), kind="day", sort="starts_on"),
            Column("ends_on", Text("止期", "To"), kind="day", sort="ends_on"),
            Column("premium", Text("已出批单保费（元）", "Premium endorsed (yuan)"), kind="money", sort="premium"),
        ),
        search=("number", "insurer__name", "insurer__name_en"),
        order="-starts_on",
        empty=Text("还没有保单", "No policies yet"),
    )


class CoveredRow(NamedTuple):
    number: str
    name: str
    relation: str
    plan: Text
    first: Any
    last: Any


COVERED = Table(
    "covered",
    Text("在保人员", "People covered"),
    (
        Column("number", Text("编号", "Number"), sort="number"),
        Column("name", Text("姓名", "Name"), sort="name"),
        Column("relation", Text("关系", "Relation"), filter="relation", choices=RELATIONS),
        Column("plan", Text("方案", "Plan")),
        Column("first", Text("保障起期", "Cover from"), kind="day", sort="first"),
        Column("last", Text("保障止期", "Cover to"), kind="day", sort="last"),
    ),
    search=("number", "name"),
    order="number",
    empty=Text("今天没有在保人员", "Nobody is covered today"),
)


def covered_rows(covered: Iterable[Any]) -> list[CoveredRow]:
    covered = list(covered)
    people = _people({each.spell.person for each in covered})
    return [CoveredRow(*people[each.spell.person], each.title, each.spell.first, each.spell.last) for each in covered]
