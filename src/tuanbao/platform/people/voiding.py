"""A record that should never have been (从未生效): ended before its first day, so that no cover comes of it."""

from datetime import date, timedelta
from typing import Any

from tuanbao.platform import clock
from tuanbao.platform.people.applying import save
from tuanbao.platform.people.models import Person

_DAY = timedelta(days=1)


def end_as_never_begun(person: Person, reason: str, user: Any) -> None:
    """What the insurer was told of them falls away with the next endorsement; the record and its history stay."""
    last = (_first(person) or clock.today()) - _DAY
    setattr(person, _LAST[person.relation == "employee"], last)
    save(person, reason, user)


def never_begun(person: Person) -> bool:
    """Whether it was ended so."""
    first, last = _first(person), getattr(person, _LAST[person.relation == "employee"])
    return bool(first and last and last < first)


_LAST = {True: "left_on", False: "related_to"}


def _first(person: Person) -> date | None:
    if person.relation == "employee":
        return person.hired_on
    return person.related_from or person.birth_date or person.family.hired_on
