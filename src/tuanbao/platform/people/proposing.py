"""The employer proposes beneficiaries, the employee agrees or not (企业提议受益人，《保险法》第三十九条)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from pydantic import TypeAdapter

from tuanbao.platform import clock
from tuanbao.platform.people.beneficiaries import Finding, Insured, Named, check
from tuanbao.platform.people.models import Person, Proposal
from tuanbao.platform.people.nominating import name_beneficiaries
from tuanbao.platform.protection import audit

_NAMED: TypeAdapter[tuple[Named, ...]] = TypeAdapter(tuple[Named, ...])


def open_proposal(insured: Person) -> Proposal | None:
    """What waits for the employee's word."""
    found: Proposal | None = Proposal.objects.filter(insured=insured, ended_at=None).first()
    return found


def proposed(proposal: Proposal) -> tuple[Named, ...]:
    return _NAMED.validate_json(proposal.named)


def propose(insured: Person, named: Sequence[Named], request: Any) -> tuple[Finding, ...]:
    """Takes the place of an earlier proposal that waits. Everything but the consent is checked now."""
    about = Insured(insured.birth_date, insured.identity_number)
    findings = check(named, about, clock.today(), by="employer", insured_agrees=True)
    if findings:
        return findings
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=insured.pk)
        waiting = open_proposal(insured)
        if waiting is not None:
            if proposed(waiting) == tuple(named):
                return ()
            waiting.ended_at = clock.now()
            waiting.save()
        made = Proposal.objects.create(
            company=insured.company,
            insured=insured,
            named=_NAMED.dump_json(tuple(named)).decode(),
            proposed_at=clock.now(),
            proposed_by=request.user,
        )
        audit.record("people.beneficiaries_proposed", made, request=request, count=len(named))
    return ()


def answer(proposal: Proposal, agreed: bool, request: Any) -> tuple[Finding, ...]:
    """The insured's word. Agreed: they are named, unless the law now speaks against it. Said once, it stays."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().select_related("insured").get(pk=proposal.pk)
        if proposal.ended_at is not None:
            return ()
        if agreed:
            findings = name_beneficiaries(
                proposal.insured, proposed(proposal), by="employer", insured_agrees=True, request=request
            )
            if findings:
                return findings
        proposal.agreed, proposal.ended_at = agreed, clock.now()
        proposal.save()
        audit.record("people.proposal_answered", proposal, request=request, agreed=agreed)
    return ()
