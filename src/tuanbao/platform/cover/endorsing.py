"""Endorsements (批单): made of what waits, approved, sent, confirmed. Each act is one transaction, harmless twice."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.cover.waiting import Found, Waiting, waiting
from tuanbao.platform.protection.audit import record

approved = Signal()
"""Sent with ``endorsement=…`` within the transaction that approves: the ledger posts it there."""


class EndorsingError(Exception):
    """The act is not possible now, and ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@transaction.atomic
def make_endorsement(policy: Policy, user: Any = None, request: Any = None) -> Endorsement | None:
    """A draft of everything that waits; None where nothing does."""
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    found = waiting(policy)
    return write(policy, found, user, request) if found.waiting else None


def write(policy: Policy, found: Found, user: Any, request: Any) -> Endorsement:
    """Within the transaction that holds the policy's lock."""
    latest = policy.endorsements.aggregate(latest=Max("number"))["latest"] or 0
    made: Endorsement = Endorsement.objects.create(
        company_id=policy.company_id, policy=policy, number=latest + 1, made_at=clock.now(), made_by=user
    )
    EndorsementLine.objects.bulk_create((_line(made, each) for each in found.waiting), batch_size=1000)
    _note("cover.endorsement_made", made, user, request, lines=len(found.waiting))
    return made


def _line(endorsement: Endorsement, waiting: Waiting) -> EndorsementLine:
    change = waiting.change
    return EndorsementLine(
        company_id=endorsement.company_id,
        endorsement=endorsement,
        person_id=waiting.person,
        **change.price._asdict(),
        action=change.action,
        first_day=change.first,
        last_day=change.last,
        premium_fen=change.amounts.premium,
        employer_fen=change.amounts.employer,
        employee_fen=change.amounts.employee,
        points=change.amounts.points,
        reason=change.reason,
        note=change.note._asdict() if change.note else {},
    )


@transaction.atomic
def approve(endorsement: Endorsement, user: Any, request: Any = None) -> Endorsement:
    """From here its lines never change, and the ledger knows them."""
    held = _locked(endorsement)
    if held.approved_at is None:
        _no_earlier_draft(held)
        held.approved_at, held.approved_by = clock.now(), user
        held.save(update_fields=["approved_at", "approved_by"])
        approved.send(Endorsement, endorsement=held)
        _note("cover.endorsement_approved", held, user, request)
    return held


@transaction.atomic
def discard(endorsement: Endorsement, user: Any, request: Any = None) -> None:
    """A draft is thrown away; what it told waits again. Only the policy's latest: later ones build on it."""
    held = _locked(endorsement)
    if held.approved_at is not None:
        raise EndorsingError(Text("批单已批准，不能作废；请再出一张批单更正", "it is approved: correct it by another"))
    if Endorsement.objects.filter(policy=held.policy, number__gt=held.number).exists():
        raise EndorsingError(Text("其后还有批单，请先作废后面的", "later ones build on it: discard those first"))
    _note("cover.endorsement_discarded", held, user, request, number=held.number)
    held.lines.all().delete()
    held.delete()


@transaction.atomic
def mark_sent(endorsement: Endorsement, user: Any, request: Any = None) -> Endorsement:
    held = _locked(endorsement)
    if held.approved_at is None:
        raise EndorsingError(Text("批单尚未批准，不能发送", "it is not approved yet, and cannot be sent"))
    if held.sent_at is None:
        held.sent_at = clock.now()
        held.save(update_fields=["sent_at"])
        _note("cover.endorsement_sent", held, user, request)
    return held


@transaction.atomic
def confirm(endorsement: Endorsement, user: Any, request: Any = None) -> Endorsement:
    """The insurer's answer, given by the insurer, or written down by HR. Whoever confirms has received it."""
    held = _locked(endorsement)
    if held.approved_at is None:
        raise EndorsingError(Text("批单尚未批准，不能确认", "it is not approved yet, and cannot be confirmed"))
    if held.confirmed_at is None:
        held.sent_at = held.sent_at or clock.now()
        held.confirmed_at, held.confirmed_by = clock.now(), user
        held.save(update_fields=["sent_at", "confirmed_at", "confirmed_by"])
        _note("cover.endorsement_confirmed", held, user, request)
    return held


def _locked(endorsement: Endorsement) -> Endorsement:
    """Read again under the policy's lock, so that two acts at once see one another."""
    Policy.objects.select_for_update().get(pk=endorsement.policy_id)
    held: Endorsement = Endorsement.objects.select_related("policy").get(pk=endorsement.pk)
    return held


def _no_earlier_draft(endorsement: Endorsement) -> None:
    earlier = {"number__lt": endorsement.number, "approved_at": None}
    if Endorsement.objects.filter(policy=endorsement.policy, **earlier).exists():
        raise EndorsingError(
            Text("之前还有待批准的批单，请按顺序批准", "an earlier one is not approved yet: approve in order")
        )


def _note(action: str, endorsement: Endorsement, user: Any, request: Any, **details: Any) -> None:
    record(action, endorsement, company=endorsement.company, user=user, request=request, **details)
