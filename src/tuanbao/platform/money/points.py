"""Points are granted for a year by the days of employment, used by endorsements, and lapse at its end (积分).

They belong to their year: whoever leaves keeps what the days until then are worth, and what becomes known only after
the year's end changes the year that has ended, never the next.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from tuanbao.language import Text
from tuanbao.plan import Programme
from tuanbao.platform.choice.points import granted
from tuanbao.platform.choice.points import yearly_points as of_tier
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.employment import earlier_spans
from tuanbao.platform.cover.known import Span
from tuanbao.platform.money.ledger import Entry, Posted, entry
from tuanbao.platform.money.models import Posting, Transaction
from tuanbao.platform.money.posting import balance, balances_by, post
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.programmes.models import ProgrammeVersion


def grant(
    employee: Person, year: int, points: int, on: date | None = None, user: Any = None, adjusted: int = 0
) -> Transaction:
    """An employee's points of a year, at its beginning or on joining, once a year; ``adjusted``: which change of them
    it is, negative where days of employment fall away."""
    said = Text(f"{year} 年积分", f"points of {year}")
    key = f"grant:{employee.pk}:{year}"
    if adjusted:
        said = Text(f"{said.zh}：按在职天数调整", f"{said.en}, by the days of employment")
        key = f"{key}:{adjusted}"
    entries = (entry("points_granted", points), entry("points_held", -points, person=employee.pk))
    return post(employee.company, Posted(key, on or date(year, 1, 1), "grant", said, entries), user)


def grant_year(year: int, until: date) -> int:
    """Grants everybody who has begun by a day and has no points of the year yet, and lets the points of who has left by
    then, or had not left after all, follow the days; says of how many people. Harmless twice."""
    programme = _programme(year)
    if programme is None:
        return 0
    had = _grants(year)
    adjusted = [person for person, amounts in had.items() if len(amounts) > 1]
    begun = Person.objects.filter(employee__isnull=True, hired_on__lte=until).prefetch_related("employments")
    new = begun.exclude(left_on__lt=date(year, 1, 1)).exclude(pk__in=had)
    changed = [each for each in begun.filter(Q(left_on__lt=until) | Q(pk__in=adjusted)) if each.pk in had]
    everybody = [*new, *changed]
    earlier = _earlier(year, everybody)
    made = 0
    for each in everybody:
        begins, so_far = max(date(year, 1, 1), each.hired_on), had.get(each.pk, [])
        due = _due(yearly_points(programme, each, begins), each, earlier.get(each.pk, ()), year, until, so_far)
        if due:
            grant(each, year, due, min(until, date(year, 12, 31)) if so_far else begins, adjusted=len(so_far))
            made += 1
    return made


def _earlier(year: int, people: list[Person]) -> dict[int, tuple[Span, ...]]:
    """Employments of the year before the last one."""
    hired = {each.pk: each.hired_on for each in people if each.hired_on}
    return earlier_spans(people[0].company_id, date(year, 1, 1), hired) if people else {}


def _due(yearly: int, employee: Person, earlier: tuple[Span, ...], year: int, until: date, had: list[int]) -> int:
    """What is still to be granted, or taken away of what is not used: what is used stays used."""
    whole = date(year, 1, 1), date(year, 12, 31)
    left = employee.left_on if employee.left_on and employee.left_on < until else None
    points = sum(granted(yearly, whole, *span) for span in (*earlier, (employee.hired_on, left)))
    so_far = sum(had)
    if left is not None and had:
        points = min(points, max(sum(had[: at + 1]) for at in range(len(had))))
    if points >= so_far:
        return points - so_far
    return -min(so_far - points, max(0, -balance("points_held", whole[1], person=employee)))


def _programme(year: int) -> Programme | None:
    version = ProgrammeVersion.objects.filter(state="approved", effective_from__lte=date(year, 12, 31))
    latest = version.filter(effective_to__gte=date(year, 1, 1)).order_by("-number").first()
    return load_version(latest).programme if latest else None


def _grants(year: int) -> dict[int, list[int]]:
    """What was granted for the year, by person, in the order of granting."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Posting.objects.filter(account="points_held", transaction__kind="grant", transaction__on__year=year)
    for person, amount in rows.order_by("pk").values_list("person_id", "amount"):
        found[person].append(-amount)
    return dict(found)


def yearly_points(programme: Programme, employee: Person, on: date) -> int:
    """By the tier in which the employee is on a day, for a whole year."""
    posts = list(employee.employments.all())
    held = [each for each in posts if each.starts_on <= on] or posts[:1]
    columns = {"relation": "employee", "sex": employee.sex, **(held[-1].columns() if held else {})}
    return of_tier(programme, programme.tier_of(columns).tier)


def lapse(company: Company, year: int, user: Any = None) -> int:
    """At the end of a year what is left of its points lapses; says how many people lost some. Harmless twice."""
    last = date(year, 12, 31)
    said = Text(f"{year} 年未用积分过期", f"unused points of {year} lapse")
    held = {person: -left for person, left in balances_by("points_held", "person", last).items() if left < 0}
    for person, left in held.items():
        entries = (entry("points_held", left, person=person), entry("points_lapsed", -left))
        post(company, Posted(f"lapse:{person}:{year}", last, "lapse", said, entries), user)
    return len(held)


def after_the_year(company: Company, posted: Posted, last: date, entries: Iterable[Entry]) -> None:
    """Points that an endorsement uses or gives back after the policy's last day: they belong to the year that has
    ended, where what is given back lapses, and what is used had not lapsed."""
    entries = tuple(entries)
    if not entries:
        return
    key = posted.key.partition(":")[2]
    said = Text(f"{posted.narrative.zh}：积分", f"{posted.narrative.en}: points")
    post(company, Posted(f"points:{key}", last, posted.kind, said, entries))
    moved = [each for each in entries if each.account == "points_held"]
    back = [entry("points_held", -each.amount, person=each.person) for each in moved]
    lapsed = entry("points_lapsed", sum(each.amount for each in moved))
    why = Text("保障年度已结束，退回的积分过期", "the year has ended: points given back lapse")
    if lapsed.amount:
        back.append(lapsed)
    post(company, Posted(f"lapse:points:{key}", last, "lapse", why, tuple(back)))
