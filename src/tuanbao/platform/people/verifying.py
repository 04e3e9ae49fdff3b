"""Somebody's papers are accepted (核实): said once, and heard by whatever waited for it."""

from typing import Any

from django.db import transaction

from tuanbao.platform import clock
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.signals import verified


def verify(person: Person, request: Any = None) -> None:
    """In one transaction with those who listen."""
    with transaction.atomic():
        if person.verified_at is None:
            person.verified_at = clock.now()
            person.save()
        verified.send(Person, person=person, request=request)
