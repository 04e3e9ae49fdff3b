"""An endorsement as files for the insurer (给保险公司的文件): a list in Excel, and X12 834.

They hold identity numbers, because the insurer must know whom it insures; the view that hands them out asks for the
permission and writes it into the audit log.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tuanbao.platform import clock
from tuanbao.platform.cover import x12_834 as x12
from tuanbao.platform.cover.intervals import ONE
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.cover.premiums import Held
from tuanbao.platform.cover.reasons import ACTIONS, REASONS
from tuanbao.platform.cover.told import position_of
from tuanbao.platform.people.models import Person
from tuanbao.platform.web.workbooks import workbook
from tuanbao.roster.identity import ID_TYPES

HEADINGS = (
    ("批单号", 18),
    ("操作", 8),
    ("人员编号", 14),
    ("所属员工编号", 14),
    ("姓名", 12),
    ("与员工关系", 10),
    ("证件类型", 12),
    ("证件号码", 22),
    ("出生日期", 12),
    ("性别", 6),
    ("方案", 24),
    ("档次", 10),
    ("起期", 12),
    ("止期", 12),
    ("保费（元）", 12),
    ("企业承担（元）", 14),
    ("员工承担（元）", 14),
    ("原因", 10),
    ("说明", 40),
)


def listing(endorsement: Endorsement) -> bytes:
    """The 清单: a line each, Chinese headings, yuan with two decimals."""
    buffer = io.BytesIO()
    with workbook(buffer) as book:
        sheet = book.add_worksheet("保全清单")
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, (heading, width) in enumerate(HEADINGS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for number, line in enumerate(lines_of(endorsement), start=1):
            for column, value in enumerate(_cells(endorsement, line)):
                _write(sheet, number, column, value, day, money)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def lines_of(endorsement: Endorsement) -> "QuerySet[EndorsementLine]":
    return endorsement.lines.select_related("person", "person__employee").order_by("pk")


def _cells(endorsement: Endorsement, line: EndorsementLine) -> Iterator[Any]:
    person = line.person
    identity = ID_TYPES.get(person.identity_type)
    yield from (str(endorsement), ACTIONS[line.action].zh, person.number, person.family.number, person.name)
    yield from (person.relation_title.zh, identity.zh if identity else person.identity_type, person.identity_number)
    yield from (person.birth_date, person.get_sex_display(), line.plan_id, line.variant, line.first_day, line.last_day)
    yield from (line.premium_fen, line.employer_fen, line.employee_fen)
    yield from (REASONS[line.reason].zh, line.note.get("zh", ""))


def _write(sheet: Any, row: int, column: int, value: Any, day: Any, money: Any) -> None:
    """Text as text: a leading '=' must not become a formula, nor an identity number a figure."""
    if isinstance(value, int):
        sheet.write_number(row, column, value / 100, money)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, value or "")


def changes_834(endorsement: Endorsement) -> str:
    """The endorsement's changes only."""
    by_person: dict[int, list[EndorsementLine]] = defaultdict(list)
    for line in lines_of(endorsement):
        by_person[line.person_id].append(line)
    told = EndorsementLine.objects.filter(
        endorsement__policy=endorsement.policy,
        endorsement__number__lte=endorsement.number,
        person__in=endorsement.lines.values("person"),
    )
    held = position_of(told)
    end = endorsement.policy.ends_on
    people = (_changed(lines, held.get(person, {}), end) for person, lines in by_person.items())
    return x12.write(_file(endorsement.policy, endorsement.pk, full=False), x12.in_order(people))


def full_834(policy: Policy) -> str:
    """Everybody as the insurer should know them, for comparison."""
    told = EndorsementLine.objects.filter(endorsement__policy=policy, endorsement__approved_at__isnull=False)
    held = position_of(told)
    latest = policy.endorsements.order_by("-number").first()
    people = (_audited(person, held[person.pk], policy.ends_on) for person in _people(held))
    return x12.write(_file(policy, latest.pk if latest else policy.pk, full=True), x12.in_order(people))


def _people(keys: Iterable[int]) -> list[Person]:
    every: list[Person] = []
    keys = list(keys)
    for start in range(0, len(keys), 1000):
        every += Person.objects.select_related("employee").filter(pk__in=keys[start : start + 1000])
    return every


def _changed(lines: list[EndorsementLine], held: Held, end: date) -> x12.Insured:
    """Added, changed, or terminated: who has nothing any more from the first day taken away."""
    coverages = tuple(each for line in lines for each in _coverages(line, held, end))
    added = [line for line in lines if line.action == "add"]
    first = min(line.first_day for line in lines)
    left = any(last >= first for days in held.values() for _, last in days)
    action = "remove" if not left else "add" if len(added) == len(lines) else "change"
    return _insured(lines[0].person, action, (added or lines)[0].reason, coverages)


def _coverages(line: EndorsementLine, held: Held, end: date) -> Iterator[x12.Coverage]:
    plan = name_of(line.plan_id, line.variant)
    if line.action == "add":
        last = line.last_day if line.last_day < end else None
        yield x12.Coverage(plan, "add", line.first_day, last, line.premium_fen)
        return
    yield x12.Coverage(plan, "remove", None, line.first_day - ONE, line.premium_fen)
    after = line.last_day + ONE
    for price, days in held.items():
        if (price.plan_id, price.variant) == (line.plan_id, line.variant):
            yield from (x12.Coverage(plan, "add", first, last) for first, last in days if first == after)


def _audited(person: Person, held: Held, end: date) -> x12.Insured:
    coverages = tuple(
        x12.Coverage(name_of(price.plan_id, price.variant), "audit", first, last if last < end else None)
        for price, days in held.items()
        for first, last in days
    )
    return _insured(person, "audit", "audit", coverages)


def name_of(plan_id: str, variant: str) -> str:
    return f"{plan_id}:{variant}" if variant else plan_id


def _insured(person: Person, action: str, reason: str, coverages: tuple[x12.Coverage, ...]) -> x12.Insured:
    return x12.Insured(
        number=person.number,
        subscriber=person.family.number,
        relation=person.relation,
        name=person.name,
        action=action,
        reason=reason,
        coverages=coverages,
        born=person.birth_date,
        sex=person.sex,
        identity_number=person.identity_number,
        hired_on=person.hired_on,
        left_on=person.left_on,
    )


def _file(policy: Policy, number: int, *, full: bool) -> x12.File:
    company = policy.company
    return x12.File(
        number=number,
        made_at=clock.now(),
        sponsor=company.name_en or company.slug,
        sponsor_id=company.slug.upper(),
        insurer=policy.insurer.name_en or policy.insurer.code,
        insurer_id=policy.insurer.code,
        policy=policy.number,
        full=full,
    )
