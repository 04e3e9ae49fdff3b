"""Points are granted for a year, used by endorsements, and lapse at its end (积分)."""

from datetime import date
from typing import Any

from tuanbao.language import Text
from tuanbao.platform.companies.models import Company
from tuanbao.platform.money.ledger import Posted, entry
from tuanbao.platform.money.models import Transaction
from tuanbao.platform.money.posting import balances_by, post
from tuanbao.platform.people.models import Person


def grant(employee: Person, year: int, points: int, on: date | None = None, user: Any = None) -> Transaction:
    """An employee's points of a year, at its beginning or on joining; once a year."""
    said = Text(f"{year} 年积分", f"points of {year}")
    entries = (entry("points_granted", points), entry("points_held", -points, person=employee.pk))
    posted = Posted(f"grant:{employee.pk}:{year}", on or date(year, 1, 1), "grant", said, entries)
    return post(employee.company, posted, user)


def lapse(company: Company, year: int, user: Any = None) -> int:
    """At the end of a year what is left of its points lapses; says how many people lost some. Harmless twice."""
    last = date(year, 12, 31)
    said = Text(f"{year} 年未用积分过期", f"unused points of {year} lapse")
    held = {person: -left for person, left in balances_by("points_held", "person", last).items() if left < 0}
    for person, left in held.items():
        entries = (entry("points_held", left, person=person), entry("points_lapsed", -left))
        post(company, Posted(f"lapse:{person}:{year}", last, "lapse", said, entries), user)
    return len(held)
