"""The figures of the overview (总览数字), each linked to what it is made of."""

from typing import NamedTuple

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.platform.console import todo
from tuanbao.platform.console.premium import earned
from tuanbao.platform.console.today import Today
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.web.navigation import address_of


class Figure(NamedTuple):
    title: Text
    value: str
    note: Text
    address: str


def insured(at: Today) -> Figure:
    staff = Person.objects.filter(pk__in=at.insured, employee=None).count()
    note = Text(f"在职 {at.employed} 人，其中参保 {staff} 人", f"{staff} of {at.employed} employed are insured")
    return Figure(Text("参保人数", "People insured"), f"{len(at.insured):,}", note, address_of("people:list"))


def families(at: Today) -> Figure:
    dependants = Person.objects.filter(pk__in=at.insured).exclude(employee=None)
    employees = list(dependants.order_by().values_list("employee", flat=True))
    note = Text(f"家属 {len(employees)} 人", todo.many(len(employees), "dependant"))
    n = f"{len(set(employees)):,}"
    return Figure(Text("带家属的家庭", "Families with dependants"), n, note, address_of("people:list"))


def premium(at: Today) -> Figure:
    whole = format_yuan(sum(line.premium_fen for line in at.told))
    note = Text(f"到年底 ¥{whole}，按已批准的批单", f"¥{whole} to year end, by approved endorsements")
    value = f"¥{format_yuan(earned(at.told, at.day))}"
    return Figure(Text("今年至今保费", "Premium this year to date"), value, note, address_of("money:bills"))


def chosen(at: Today) -> Figure | None:
    window, people, n = at.window, at.may_choose, at.chosen
    if window is None or not people:
        return None
    note = Text(f"{n} / {people} 人，{window.closes_on} 关闭", f"{n} of {people}; closes on {window.closes_on}")
    return Figure(Text("已经选择", "Have chosen"), f"{100 * n // people}%", note, address_of("choice:progress"))


def own_policies(at: Today) -> Figure:
    """Of the insurer for whom somebody acts."""
    n = Policy.objects.filter(insurer=at.who.insurer, ends_on__gte=at.day).count()
    people = len(at.insured)
    note = Text(f"今天参保 {people} 人", f"{todo.many(people, 'person', 'people')} insured today")
    return Figure(Text("有效和将生效的保单", "Policies in force or ahead"), str(n), note, address_of("cover:policies"))


def audited(at: Today) -> Figure:
    n = AuditEntry.objects.filter(company=at.who.company, at__year=at.day.year, at__month=at.day.month).count()
    note = Text("本月的审计记录", "entries of this month")
    return Figure(Text("审计记录", "Audit log"), f"{n:,}", note, address_of("protection:audit"))
