"""One person, two records (重复人员): the needless one is merged into the other, or voided; or they are two people."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.people import duplicates
from tuanbao.platform.people.applying import save
from tuanbao.platform.people.merging import Side, against
from tuanbao.platform.people.models import Apart, Person
from tuanbao.platform.people.nominating import current
from tuanbao.platform.people.ties import MOVABLE, known_elsewhere
from tuanbao.platform.people.voiding import end_as_never_begun, never_begun
from tuanbao.platform.protection import audit

FILLED = ("birth_date", "sex", "identity_type", "identity_number", "phone", "email", "bank_account", "salary")
"""What the record that is kept takes over where it has nothing."""


class MergeRefusedError(Exception):
    """They cannot be made one; ``texts`` say why and what to do."""

    def __init__(self, texts: Sequence[Text]) -> None:
        super().__init__("; ".join(text.zh for text in texts))
        self.texts = tuple(texts)


def groups() -> list[tuple[str, list[Person]]]:
    """Who may stand twice: why, and the people. Voided records and those said to be two people are left out."""
    people = {each.pk: each for each in Person.objects.select_related("employee") if not never_begun(each)}
    facts = (
        duplicates.Facts(p.pk, p.employee_id or p.pk, p.relation, p.name, p.birth_date, p.identity_index)
        for p in people.values()
    )
    pairs = Apart.objects.filter(taken_back_at=None).values_list("one_id", "other_id")
    found = duplicates.find(facts, {frozenset(pair) for pair in pairs})
    return [(group.why, [people[pk] for pk in group.people]) for group in found]


def others_of(person: Person) -> list[Person]:
    """Those who may be the same person."""
    grouped = (people for _, people in groups() if any(each.pk == person.pk for each in people))
    return list({each.pk: each for people in grouped for each in people if each.pk != person.pk}.values())


def say_apart(people: Sequence[Person], request: Any) -> None:
    """Each two of them are different people. Saying it again adds nothing."""
    with transaction.atomic():
        for one, other in combinations(sorted(people, key=lambda each: each.pk), 2):
            said, new = Apart.objects.get_or_create(
                company=one.company,
                one=one,
                other=other,
                taken_back_at=None,
                defaults={"said_at": clock.now(), "said_by": request.user},
            )
            if new:
                audit.record("people.said_apart", said, request=request)


def take_back(said: Apart, request: Any) -> None:
    if said.taken_back_at is None:
        with transaction.atomic():
            said.taken_back_at, said.taken_back_by = clock.now(), request.user
            said.save()
            audit.record("people.apart_taken_back", said, request=request)


def reasons_against(keep: Person, drop: Person) -> tuple[Text, ...]:
    return against(_side(keep), _side(drop))


def _side(person: Person) -> Side:
    family = {person.pk, *person.dependants.values_list("pk", flat=True)}
    bound = bool(known_elsewhere(family, but=MOVABLE))
    return Side(str(person), person.relation, person.family.pk, bound)


def merge(keep: Person, drop: Person, request: Any) -> None:
    """Documents, beneficiaries where none are named, dependants and the account move; then the other is voided."""
    with transaction.atomic():
        held = {each.pk: each for each in Person.objects.select_for_update().filter(pk__in=(keep.pk, drop.pk))}
        keep, drop = held[keep.pk], held[drop.pk]
        why = reasons_against(keep, drop)
        if why:
            raise MergeRefusedError(why)
        if never_begun(drop):
            return
        by = f"merged:{drop.pk}", request.user
        _fill(keep, drop, by)
        _move(drop.documents.all(), "person", keep, by)
        _move(drop.dependants.all(), "employee", keep, by)
        if not current(keep):
            _move(drop.beneficiaries.filter(revoked_at=None), "insured", keep, by)
        if not keep.memberships.exists():
            _move(drop.memberships.all(), "person", keep, by)
        _void(drop, keep, "people.merged", request)


def void(drop: Person, keep: Person, request: Any) -> None:
    """The record is closed as of its first day; nothing moves."""
    with transaction.atomic():
        drop = Person.objects.select_for_update().get(pk=drop.pk)
        if not never_begun(drop):
            _void(drop, keep, "people.voided", request)


def _void(drop: Person, keep: Person, action: str, request: Any) -> None:
    end_as_never_begun(drop, f"duplicate-of:{keep.pk}", request.user)
    audit.record(action, drop, request=request, into=keep.pk)


def _fill(keep: Person, drop: Person, by: tuple[str, Any]) -> None:
    missing = [name for name in FILLED if not getattr(keep, name) and getattr(drop, name)]
    for name in missing:
        setattr(keep, name, getattr(drop, name))
    if missing:
        save(keep, *by)


def _move(records: Any, field: str, keep: Person, by: tuple[str, Any]) -> None:
    for each in records:
        setattr(each, field, keep)
        save(each, *by)
