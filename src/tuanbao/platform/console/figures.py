"""The figures of the overview (总览数字), each linked to what it is made of."""

from datetime import date
from typing import Any, NamedTuple

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.console import todo
from tuanbao.platform.console.premium import Told, earned, insured_on
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.web.navigation import address_of


class Figure(NamedTuple):
    title: Text
    value: str
    note: Text
    address: str


def told(day: date, **narrower: Any) -> list[Told]:
    """The lines of approved endorsements of the policies that run on the day."""
    lines = EndorsementLine.objects.exclude(endorsement__approved_at=None).filter(
        endorsement__policy__starts_on__lte=day, endorsement__policy__ends_on__gte=day, **narrower
    )
    names = ("person_id", "plan_id", "variant", "action", "first_day", "last_day", "premium_fen")
    return [
        Told(person, f"{plan}:{variant}", action == "add", first, last, fen)
        for person, plan, variant, action, first, last, fen in lines.values_list(*names)
    ]


def insured(who: Membership, day: date) -> Figure:
    people = insured_on(told(day), day)
    staff = Person.objects.filter(pk__in=people, employee=None).count()
    employed = todo.employed(day)
    note = Text(f"在职 {employed} 人，其中参保 {staff} 人", f"{staff} of {employed} employed are insured")
    return Figure(Text("参保人数", "People insured"), f"{len(people):,}", note, address_of("people:list"))


def families(who: Membership, day: date) -> Figure:
    people = Person.objects.filter(pk__in=insured_on(told(day), day)).exclude(employee=None)
    n = people.values("employee").distinct().count()
    note = Text(f"家属 {people.count()} 人", todo.many(people.count(), "dependant"))
    return Figure(Text("带家属的家庭", "Families with dependants"), f"{n:,}", note, address_of("people:list"))


def premium(who: Membership, day: date) -> Figure:
    lines = told(day)
    whole = format_yuan(sum(line.premium_fen for line in lines))
    note = Text(f"到年底 ¥{whole}，按已批准的批单", f"¥{whole} to year end, by approved endorsements")
    value = f"¥{format_yuan(earned(lines, day))}"
    return Figure(Text("今年至今保费", "Premium this year to date"), value, note, address_of("money:bills"))


def chosen(who: Membership, day: date) -> Figure | None:
    window = todo.open_window(day)
    people = todo.may_choose(window) if window else 0
    if window is None or not people:
        return None
    n = todo.chosen(window)
    note = Text(f"{n} / {people} 人，{window.closes_on} 关闭", f"{n} of {people}; closes on {window.closes_on}")
    return Figure(Text("已经选择", "Have chosen"), f"{100 * n // people}%", note, address_of("choice:progress"))


def own_policies(who: Membership, day: date) -> Figure:
    """Of the insurer for whom somebody acts."""
    n = Policy.objects.filter(insurer=who.insurer, ends_on__gte=day).count()
    people = len(insured_on(told(day, endorsement__policy__insurer=who.insurer), day))
    note = Text(f"今天参保 {people} 人", f"{todo.many(people, 'person', 'people')} insured today")
    return Figure(Text("有效和将生效的保单", "Policies in force or ahead"), str(n), note, address_of("cover:policies"))


def audited(who: Membership, day: date) -> Figure:
    n = AuditEntry.objects.filter(company=who.company, at__year=day.year, at__month=day.month).count()
    note = Text("本月的审计记录", "entries of this month")
    return Figure(Text("审计记录", "Audit log"), f"{n:,}", note, address_of("protection:audit"))
