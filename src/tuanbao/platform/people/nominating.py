"""Naming beneficiaries (指定受益人): those named before are revoked, never changed."""

from collections.abc import Sequence
from typing import Any, Literal

from django.db import transaction

from tuanbao.platform import clock
from tuanbao.platform.people.beneficiaries import Finding, Insured, Named, check
from tuanbao.platform.people.models import Beneficiary, Person
from tuanbao.platform.protection import audit


def current(insured: Person) -> list[Beneficiary]:
    """Those who would receive today; nobody: the statutory heirs."""
    return list(Beneficiary.objects.filter(insured=insured, revoked_at=None).order_by("order", "pk"))


def name_beneficiaries(
    insured: Person,
    named: Sequence[Named],
    *,
    by: Literal["insured", "employer"] = "insured",
    insured_agrees: bool = False,
    guardian_agrees: bool = False,
    request: Any = None,
) -> tuple[Finding, ...]:
    """Supersedes what was named before; writes nothing where something is wrong, or the same is named again."""
    about = Insured(insured.birth_date, insured.identity_number)
    found = check(named, about, clock.today(), by=by, insured_agrees=insured_agrees, guardian_agrees=guardian_agrees)
    if found:
        return found
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=insured.pk)
        held = current(insured)
        if [_as_named(each) for each in held] == sorted(named, key=lambda one: one.order):
            return ()
        for each in held:
            each.revoked_at = clock.now()
            each.save()
        for one in sorted(named, key=lambda one: one.order):
            _write(insured, one)
        audit.record("people.beneficiaries_named", insured, request=request, company=insured.company, count=len(named))
    return ()


def _as_named(held: Beneficiary) -> Named:
    return Named(held.name, held.relation, held.share_bp, held.order, held.identity_number)


def _write(insured: Person, one: Named) -> None:
    Beneficiary.objects.create(
        company=insured.company,
        insured=insured,
        name=one.name.strip(),
        relation=one.relation,
        identity_number=one.identity_number,
        order=one.order,
        share_bp=one.share_bp,
        named_at=clock.now(),
    )
