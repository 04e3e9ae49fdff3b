"""A record that should never have been (从未生效): ended before its first day, so that no cover comes of it."""

from datetime import timedelta
from typing import Any

from tuanbao.platform import clock
from tuanbao.platform.people.applying import save
from tuanbao.platform.people.models import Person

_DAY = timedelta(days=1)


def end_as_never_begun(person: Person, reason: str, user: Any) -> None:
    """What the insurer was told of them falls away with the next endorsement; the record and its history stay."""
    if person.relation == "employee":
        person.left_on = (person.hired_on or clock.today()) - _DAY
    else:
        first = person.related_from or person.birth_date or person.family.hired_on or clock.today()
        person.related_to = first - _DAY
    save(person, reason, user)


def never_begun(person: Person) -> bool:
    """Whether it was ended so."""
    first, last = (
        (person.hired_on, person.left_on)
        if person.relation == "employee"
        else (person.related_from or person.birth_date, person.related_to)
    )
    return bool(first and last and last < first)
