"""Giving and withdrawing consent (同意与撤回). Each is a fact; the latest of a purpose in its present version holds."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tuanbao.platform import clock
from tuanbao.platform.protection.audit import record
from tuanbao.platform.protection.history import address_of
from tuanbao.platform.protection.models import Consent
from tuanbao.platform.protection.purposes import Purpose, purpose, purposes


@dataclass(frozen=True, slots=True)
class State:
    purpose: Purpose
    fact: Consent | None
    """The latest about the present version."""
    outdated: bool
    """Agreed to an earlier version: to be asked again."""

    @property
    def given(self) -> bool:
        return self.fact is not None and self.fact.given


def current(user: Any) -> list[State]:
    """Every purpose and what the user said to it, in the company of the scope."""
    said = list(Consent.objects.filter(user=user).order_by("at", "pk"))
    return [_state(each, [fact for fact in said if fact.purpose == each.key]) for each in purposes()]


def has_given(user: Any, key: str) -> bool:
    """Whether the user agrees to a purpose today; true for those that need no consent."""
    asked = purpose(key)
    if asked is None:
        return False
    return not asked.consent or _state(asked, list(Consent.objects.filter(user=user, purpose=key))).given


def give(user: Any, asked: Purpose, *, company: Any, request: Any = None) -> Consent | None:
    return _say(user, asked, True, company, request)


def withdraw(user: Any, asked: Purpose, *, company: Any, request: Any = None) -> Consent | None:
    return _say(user, asked, False, company, request)


def _say(user: Any, asked: Purpose, given: bool, company: Any, request: Any) -> Consent | None:
    """None where nothing changes: what was said already, or a purpose that needs no consent."""
    with transaction.atomic():
        facts = Consent.objects.filter(user=user, purpose=asked.key).order_by("at", "pk")
        if not asked.consent or _state(asked, list(facts)).given == given:
            return None
        fact: Consent = Consent.objects.create(
            company=company,
            user=user,
            purpose=asked.key,
            version=asked.version,
            given=given,
            at=clock.now(),
            address=address_of(request) if request is not None else None,
        )
        action = "consent.given" if given else "consent.withdrawn"
        record(action, fact, company=company, user=user, request=request, purpose=asked.key, version=asked.version)
    return fact


def _state(asked: Purpose, facts: list[Consent]) -> State:
    of_version = [fact for fact in facts if fact.version == asked.version]
    before = [fact for fact in facts if fact.version != asked.version]
    outdated = not of_version and bool(before) and before[-1].given
    return State(asked, of_version[-1] if of_version else None, outdated)
