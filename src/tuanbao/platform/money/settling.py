"""Saying how differences of a reconciliation were settled (处理差异): further facts, never changed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import InsurerBill, Settlement
from tuanbao.platform.money.reconciliation import reconciled
from tuanbao.platform.money.settled import HOW, NEEDS_NOTE, OPEN, Standing, standing
from tuanbao.platform.months import add_months
from tuanbao.platform.protection import audit

MONTHS_LOOKED_AT = 1


def latest(policy: Policy, month: date) -> dict[str, Settlement]:
    """By the key of the difference, what was said last."""
    return {each.key: each for each in Settlement.objects.filter(policy=policy, month=month).select_related("made_by")}


def standing_of(upload: InsurerBill) -> list[Standing]:
    """The differences of an upload, each with what was said of it in any upload of the month."""
    found = reconciled(upload).differences
    return standing(found, latest(upload.policy, upload.month))


def open_in_recent_months(today: date) -> tuple[InsurerBill | None, int]:
    """How many differences are open in the bills of the last months, each month's last upload; and the latest upload
    that has some."""
    counted, first = 0, None
    recent = InsurerBill.objects.filter(month__gte=add_months(today.replace(day=1), -MONTHS_LOOKED_AT))
    last = {(each.policy_id, each.month): each for each in recent.select_related("policy").order_by("made_at", "pk")}
    for upload in sorted(last.values(), key=lambda each: each.made_at, reverse=True):
        left = sum(1 for each in standing_of(upload) if each.state == "open")
        counted += left
        first = first or (upload if left else None)
    return first, counted


@transaction.atomic
def settle(upload: InsurerBill, keys: Collection[str], how: str, note: str, user: Any, request: Any = None) -> int:
    """Says of some differences how they were settled, or that they are open again; how many it is news of.

    Saying the same twice is once. Raises LedgerError.
    """
    _check(how, note.strip())
    policy = Policy.objects.select_for_update().get(pk=upload.policy_id)
    chosen = [each for each in standing_of(upload) if each.key in keys]
    if not chosen:
        raise LedgerError(
            Text(
                "核对结果已变化，这笔差异不在了；请回到列表查看",
                "the reconciliation has changed and this difference is gone; go back to the list",
            )
        )
    facts = [
        Settlement(
            company_id=policy.company_id,
            policy=policy,
            month=upload.month,
            key=each.key,
            kind=each.difference.kind,
            number=each.difference.number[:100],
            money_fen=each.difference.money,
            how=how,
            note=note.strip(),
            made_at=clock.now(),
            made_by=user,
        )
        for each in chosen
        if _is_news(each, how, note.strip())
    ]
    Settlement.objects.bulk_create(facts, batch_size=1000)
    if facts:
        audit.record(
            "money.differences_settled",
            upload,
            company=policy.company,
            user=user,
            request=request,
            how=how,
            count=len(facts),
        )
    return len(facts)


def _check(how: str, note: str) -> None:
    if how not in HOW:
        raise LedgerError(Text("请选择怎样处理", "say how it was settled"))
    if how in NEEDS_NOTE and not note:
        raise LedgerError(Text("请写明原因，供日后查阅", "say why, for those who look at it later"))
    if len(note) > 300:
        raise LedgerError(Text("说明不能超过 300 字", "the note is longer than 300 characters"))


def _is_news(each: Standing, how: str, note: str) -> bool:
    if how == OPEN:
        return each.state == "settled"
    return each.state == "open" or (each.said.how, each.said.note) != (how, note)
