"""Points are granted for a year, used by endorsements, and lapse at its end (积分)."""

from datetime import date
from typing import Any

from tuanbao.language import Text
from tuanbao.plan import Programme
from tuanbao.platform.companies.models import Company
from tuanbao.platform.money.ledger import Posted, entry
from tuanbao.platform.money.models import Transaction
from tuanbao.platform.money.posting import balances_by, post
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.programmes.models import ProgrammeVersion


def grant(employee: Person, year: int, points: int, on: date | None = None, user: Any = None) -> Transaction:
    """An employee's points of a year, at its beginning or on joining; once a year."""
    said = Text(f"{year} 年积分", f"points of {year}")
    entries = (entry("points_granted", points), entry("points_held", -points, person=employee.pk))
    posted = Posted(f"grant:{employee.pk}:{year}", on or date(year, 1, 1), "grant", said, entries)
    return post(employee.company, posted, user)


def grant_year(year: int, until: date) -> int:
    """Grants everybody who has begun by a day and has no points of the year yet; says how many. Harmless twice."""
    version = ProgrammeVersion.objects.filter(state="approved", effective_from__lte=date(year, 12, 31))
    latest = version.filter(effective_to__gte=date(year, 1, 1)).order_by("-number").first()
    if latest is None:
        return 0
    programme = load_version(latest).programme
    had = set(Transaction.objects.filter(kind="grant", on__year=year).values_list("postings__person", flat=True))
    there = Person.objects.filter(employee__isnull=True, hired_on__lte=until).exclude(left_on__lt=date(year, 1, 1))
    made = 0
    for each in there.exclude(pk__in=had - {None}).prefetch_related("employments"):
        begins = max(date(year, 1, 1), each.hired_on)
        points = yearly_points(programme, each, begins) * _share(begins)[0] // _share(begins)[1]
        if points:
            grant(each, year, points, begins)
            made += 1
    return made


def yearly_points(programme: Programme, employee: Person, on: date) -> int:
    """By the tier in which the employee is on a day, for a whole year."""
    points = programme.choice.points if programme.choice else None
    if points is None:
        return 0
    posts = list(employee.employments.all())
    held = [each for each in posts if each.starts_on <= on] or posts[:1]
    columns = {"relation": "employee", "sex": employee.sex, **(held[-1].columns() if held else {})}
    return points.by_tier.get(programme.tier_of(columns).tier, points.per_employee)


def _share(begins: date) -> tuple[int, int]:
    """Days that are left of the year, and all of them."""
    first, last = date(begins.year, 1, 1), date(begins.year, 12, 31)
    return (last - begins).days + 1, (last - first).days + 1


def lapse(company: Company, year: int, user: Any = None) -> int:
    """At the end of a year what is left of its points lapses; says how many people lost some. Harmless twice."""
    last = date(year, 12, 31)
    said = Text(f"{year} 年未用积分过期", f"unused points of {year} lapse")
    held = {person: -left for person, left in balances_by("points_held", "person", last).items() if left < 0}
    for person, left in held.items():
        entries = (entry("points_held", left, person=person), entry("points_lapsed", -left))
        post(company, Posted(f"lapse:{person}:{year}", last, "lapse", said, entries), user)
    return len(held)
